package watch_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"leadsheet/cmd/leadsheet/watch"
	"leadsheet/daemon/health"
	"leadsheet/intake"
)

// line is a network on which one server answers, or does not.
type line struct {
	asked []time.Time
	fail  error
	code  int
	hangs bool
}

func (l *line) RoundTrip(r *http.Request) (*http.Response, error) {
	l.asked = append(l.asked, time.Now())
	if l.hangs {
		<-r.Context().Done()
		return nil, r.Context().Err()
	}
	return &http.Response{StatusCode: l.code, Status: http.StatusText(l.code), Body: io.NopCloser(strings.NewReader("OK"))},
		l.fail
}

// hundred are passes every ten seconds; good says which are.
func hundred(p *watch.Ping, good func(i int) bool) {
	for i := range 100 {
		began := time.Now()
		p.Passed(health.Pass{HoldsUp: !good(i)})
		if took := time.Since(began); took > 0 {
			panic("a ping holds up a pass")
		}
		time.Sleep(10 * time.Second)
	}
}

const pingURL = "https://monitor.example/secret-uuid"

// play runs a Ping in time that is made up, and returns its log.
func play(t *testing.T, l *line, during func(p *watch.Ping)) string {
	t.Helper()
	var log bytes.Buffer
	synctest.Test(t, func(t *testing.T) {
		p := watch.NewPing(pingURL, time.Now, slog.New(slog.NewTextHandler(&log, nil)))
		p.HTTP = &http.Client{Transport: l}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { p.Run(ctx); close(done) }()
		during(p)
		cancel()
		<-done
	})
	if strings.Contains(log.String(), "secret-uuid") {
		t.Errorf("the log has the address: %s", &log)
	}
	return log.String()
}

func TestPing_OnceAMinuteAfterGoodPasses(t *testing.T) {
	l := &line{code: 200}
	log := play(t, l, func(p *watch.Ping) { hundred(p, func(int) bool { return true }) })
	if len(l.asked) != 17 || log != "" {
		t.Errorf("%d pings in 1,000 s; %s", len(l.asked), log)
	}
	for i := 1; i < len(l.asked); i++ {
		if gap := l.asked[i].Sub(l.asked[i-1]); gap < time.Minute {
			t.Errorf("two pings within %v", gap)
		}
	}
}

// While passes fail there is none: that is what raises the alarm.
func TestPing_NotWhilePassesFail(t *testing.T) {
	l := &line{code: 200}
	play(t, l, func(p *watch.Ping) { hundred(p, func(i int) bool { return i < 30 }) })
	if len(l.asked) != 5 {
		t.Errorf("%d pings in 300 s of good passes and 700 s of others", len(l.asked))
	}
}

// What is known not to add up is not called well either.
func TestPing_Held(t *testing.T) {
	l := &line{code: 200}
	play(t, l, func(p *watch.Ping) {
		p.Holds = func() bool { return true }
		hundred(p, func(int) bool { return true })
	})
	if len(l.asked) != 0 {
		t.Errorf("%d pings", len(l.asked))
	}
}

// A monitor that is away is logged once, and again when it is back; one that hangs holds up no pass.
func TestPing_FailuresAreLoggedOnce(t *testing.T) {
	for name, l := range map[string]*line{
		"no answer": {fail: errors.New("no route to host"), code: 200}, "an error": {code: 404}, "it hangs": {hangs: true},
	} {
		t.Run(name, func(t *testing.T) {
			log := play(t, l, func(p *watch.Ping) {
				hundred(p, func(int) bool { return true })
				l.fail, l.code, l.hangs = nil, 200, false
				hundred(p, func(int) bool { return true })
			})
			if strings.Count(log, "level=WARN") != 1 || strings.Count(log, "answers again") != 1 {
				t.Errorf("the log says:\n%s", log)
			}
		})
	}
}

// The account is made after the first good pass, then daily, and sooner while it does not add up.
func TestAccounts_AreMadeDaily(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := health.NewMonitor(health.About{Started: time.Now(), Accounts: true})
		began := time.Now()
		var made []time.Duration
		a := watch.NewAccounts(m, time.Now, func(context.Context) (intake.Account, error) {
			made = append(made, time.Since(began).Truncate(time.Minute))
			time.Sleep(20 * time.Second) // it takes a while
			s := intake.SourceAccount{Source: intake.MailFolder("INBOX"), Rows: 1}
			if len(made) == 2 {
				s.Missing = []intake.Arrival{{Where: "INBOX:1:2", Subject: "Ada's roof"}}
			}
			return intake.Account{Sources: []intake.SourceAccount{s}}, nil
		})
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { a.Run(ctx); close(done) }()
		for range 3 * 24 * 60 {
			p := health.Pass{Ended: time.Now(), Next: time.Now().Add(time.Minute)}
			m.Passed(p)
			a.Passed(p)
			time.Sleep(time.Minute)
		}
		cancel()
		<-done
		day := 24 * time.Hour
		want := []time.Duration{0, day, day + 5*time.Minute, 2*day + 5*time.Minute}
		if len(made) != len(want) {
			t.Fatalf("made at %v, want %v", made, want)
		}
		for i := range want {
			if made[i] != want[i] {
				t.Errorf("made at %v, want %v", made, want)
			}
		}
	})
}
