package daemon_test

import (
	"context"
	"errors"
	"log/slog"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// A failure that lasts over a night is said again at least every hour, with how long and how often; another one at
// once, and the end with how long it took.
func TestOutage_LastingFailureIsLoggedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := &watched{}
		source.fail = errors.New("the mail server cannot be reached")
		d, _ := house(t, source)
		log := &said{}
		d.Now, d.Log = time.Now, slog.New(slog.NewTextHandler(log, nil))
		ctx, cancel := context.WithTimeout(t.Context(), 12*time.Hour)
		defer cancel()
		time.AfterFunc(10*time.Hour, func() {
			source.mu.Lock()
			defer source.mu.Unlock()
			source.fail = errors.New("wrong password")
		})
		time.AfterFunc(10*time.Hour+30*time.Minute, func() {
			source.mu.Lock()
			defer source.mu.Unlock()
			source.fail = nil
		})
		d.Run(ctx, 15*time.Second, time.Second)
		var times []time.Time
		for line := range strings.Lines(log.b.String()) {
			if strings.Contains(line, "cannot be reached") {
				at, err := time.Parse("time="+time.RFC3339, strings.Fields(line)[0])
				if err != nil {
					t.Fatal(err)
				}
				times = append(times, at)
			}
		}
		if len(times) < 10 || len(times) > 12 {
			t.Errorf("the failure was said %d times in 10 h", len(times))
		}
		for i := range times {
			if i > 0 && times[i].Sub(times[i-1]) > time.Hour {
				t.Errorf("said at %s and again at %s", times[i-1], times[i])
			}
		}
		for _, want := range []string{`cannot be reached; trying again, nothing is lost meanwhile"`, `cannot be reached; for \d h, \d\d+ passes; trying again`,
			`wrong password; trying again`, `"working again after 10 h, 1\d\d passes"`} {
			if !regexp.MustCompile(want).MatchString(log.b.String()) {
				t.Errorf("nobody said %s in\n%s", want, log.b.String())
			}
		}
	})
}
