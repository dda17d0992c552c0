package daemon_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"leadsheet/intake"
)

// restless is a source that wakes all the time.
type restless struct{ watched }

func (r *restless) Watchers() []func(context.Context, func()) {
	return []func(context.Context, func()){func(ctx context.Context, wake func()) {
		for ctx.Err() == nil {
			wake()
			time.Sleep(20 * time.Millisecond)
		}
	}}
}

// What wakes makes the next pass early, never one upon the other; a fault that lasts makes wake-ups count for less.
func TestRun_WakeUpsAreLimited(t *testing.T) {
	const poll = 15 * time.Second
	for name, test := range map[string]struct {
		fail        error
		slow        time.Duration
		least, most int // passes in 20 s
	}{
		"all well":          {nil, 0, 36, 41},
		"a metered service": {nil, time.Minute, 4, 5},
		"a lasting fault":   {errors.New("the folder to move to is missing"), 0, 5, 7},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := &restless{}
				r.fail = test.fail
				d, _ := house(t, r)
				d.Now, d.MaxPoll = time.Now, test.slow
				ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
				defer cancel()
				d.Run(ctx, poll, time.Second)
				if n := len(r.looks); n < test.least || n > test.most {
					t.Errorf("%d passes in 20 seconds, want from %d to %d", n, test.least, test.most)
				}
			})
		})
	}
}

var _ intake.Watcher = (*restless)(nil)

// A fault of what is done beside the passes ends all of it and the passes, and is that of Run: whoever looks after many
// teams has to recover in one place.
func TestRun_PanicBesideThePassesIsRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, _ := house(t, &restless{})
		d.Now = time.Now
		d.Beside = append(d.Beside, func(context.Context) { time.Sleep(time.Second); panic("index out of range") })
		defer func() {
			if p := recover(); p == nil || !strings.Contains(fmt.Sprint(p), "index out of range") {
				t.Errorf("recovered %v", p)
			}
		}()
		d.Run(t.Context(), 15*time.Second, time.Second)
		t.Error("Run goes on, or ends as if all were well")
	})
}
