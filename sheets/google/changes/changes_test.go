package changes_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"leadsheet/sheets/google/changes"
	"leadsheet/sheets/sheetstest/gdrive"
)

// nobody answers calls that are not Drive's.
type nobody struct{}

func (nobody) RoundTrip(r *http.Request) (*http.Response, error) {
	return nil, errors.New("no answer from " + r.URL.Host)
}

// desk is a Drive, and a Feed of an account, on one clock.
type desk struct {
	t     *testing.T
	now   time.Time
	drive *gdrive.Drive
	feed  *changes.Feed
	asked []string // queries
}

func newDesk(t *testing.T) *desk {
	d := &desk{t: t, now: time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)}
	clock := func() time.Time { return d.now }
	d.drive = gdrive.New(clock)
	via := d.drive.Beside(nobody{})
	d.feed = changes.New(changes.Options{Now: clock, Account: "robot@example.org", Client: &http.Client{Transport: roundTrip(
		func(r *http.Request) (*http.Response, error) {
			d.asked = append(d.asked, r.URL.Path+"?"+r.URL.RawQuery)
			return via.RoundTrip(r)
		})}})
	return d
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// pass is a look at a spreadsheet: whether it was read, which it was also when it has news.
func (d *desk) pass(w *changes.Watch, news bool) (read bool) {
	d.t.Helper()
	d.now = d.now.Add(15 * time.Second)
	if w.Same(d.t.Context(), d.now) {
		return false
	}
	p := w.Begin(d.t.Context())
	if why := w.Done(p, d.now, news); why != "" {
		d.t.Log(why)
	}
	return true
}

func TestWatch_SpreadsheetInWhichNothingHappens(t *testing.T) {
	d := newDesk(t)
	w := d.feed.Watch("leads")
	reads := 0
	for range 40 { // ten minutes
		if d.pass(w, false) {
			reads++
		}
	}
	if reads != 2 {
		t.Errorf("read %d times in ten minutes, want 2: at first, and after five", reads)
	}
	if n, bytes := d.drive.Calls(); n != 40 || bytes > 40*100 {
		t.Errorf("%d calls of Drive with %d bytes", n, bytes)
	}
	if !strings.Contains(d.asked[1], "includeItemsFromAllDrives=true") || !strings.Contains(d.asked[1], "pageSize=1000") {
		t.Errorf("asked %s", d.asked[1])
	}
}

// An edit of the moment between the question to Drive and the read is told, and so is one that Drive tells late.
func TestWatch_NoEditFallsBetween(t *testing.T) {
	for _, lag := range []time.Duration{0, 20 * time.Second, 3 * time.Minute} {
		d := newDesk(t)
		d.drive.SetLag(func() time.Duration { return lag })
		w := d.feed.Watch("leads")
		d.pass(w, false)
		p := w.Begin(t.Context())
		d.drive.Changed("leads") // before or after what the read shows: that cannot be told
		w.Done(p, d.now, false)
		began := d.now
		for !d.pass(w, true) {
		}
		if took := d.now.Sub(began); took > lag+15*time.Second {
			t.Errorf("with a lag of %v it was read after %v", lag, took)
		}
		for end := d.now.Add(changes.Lively - 15*time.Second); d.now.Before(end); {
			if !d.pass(w, false) {
				t.Fatal("people who work in a spreadsheet wait for Drive")
			}
		}
		for i := 0; d.pass(w, false); i++ {
			if i > 20 {
				t.Fatal("it is read for ever")
			}
		}
	}
}

// A change that Drive never tells of is seen after five minutes, and then Drive is not believed for an hour.
func TestWatch_DriveIsSilent(t *testing.T) {
	d := newDesk(t)
	d.drive.SetLoss(func() bool { return true })
	w := d.feed.Watch("leads")
	d.pass(w, false)
	d.drive.Changed("leads")
	began := d.now
	for !d.pass(w, true) {
	}
	if took := d.now.Sub(began); took > changes.Bound+15*time.Second {
		t.Errorf("seen after %v", took)
	}
	for end := d.now.Add(changes.Owed + changes.Bound); d.now.Before(end); {
		d.pass(w, false)
	}
	for range 200 {
		if !d.pass(w, false) {
			t.Fatal("Drive is believed, though it owes a change")
		}
	}
	for range 100 {
		if !d.pass(w, false) {
			return
		}
	}
	t.Error("Drive is never believed again")
}

func TestFeed_OneCallForAllSpreadsheetsOfAnAccount(t *testing.T) {
	d := newDesk(t)
	var all []*changes.Watch
	for i := range 500 {
		all = append(all, d.feed.Watch(fmt.Sprint("team ", i)))
	}
	round := func() (read int) {
		before, _ := d.drive.Calls()
		var mu sync.Mutex
		var group sync.WaitGroup
		d.now = d.now.Add(15 * time.Second)
		for _, w := range all {
			group.Go(func() {
				if !w.Same(t.Context(), d.now) {
					w.Done(w.Begin(t.Context()), d.now, false)
					mu.Lock()
					read++
					mu.Unlock()
				}
			})
		}
		group.Wait()
		if n, _ := d.drive.Calls(); n != before+1 && n != before+4 {
			t.Errorf("%d calls", n-before)
		}
		return read
	}
	if n := round(); n != 500 {
		t.Errorf("read %d at first", n)
	}
	if n := round(); n != 0 {
		t.Errorf("read %d though nothing has changed", n)
	}
	for range 3_500 { // four pages of others' files, and two of ours
		d.drive.Changed("a file of somebody else")
	}
	d.drive.Changed("team 3")
	d.drive.Changed("team 444")
	if n := round(); n != 2 {
		t.Errorf("read %d, want the two that have changed", n)
	}
}

func TestFeed_Refusals(t *testing.T) {
	lasting := map[string]gdrive.Refusal{
		"sign in":         {Status: 403, Reason: "insufficientPermissions", Message: "Request had insufficient authentication scopes."},
		"switched off":    {Status: 403, Reason: "accessNotConfigured", Message: "Google Drive API has not been used in project 1 before"},
		"accept the sign": {Status: 401, Reason: "authError", Message: "Invalid Credentials"},
		"Drive says: no":  {Status: 403, Reason: "domainPolicy", Message: "no"},
	}
	passing := map[string]gdrive.Refusal{
		"too many requests": {Status: 403, Reason: "userRateLimitExceeded", Message: "User Rate Limit Exceeded."},
		"429":               {Status: 429, Message: "slow down"},
		"500":               {Status: 500, Message: "Internal Error"},
		"503":               {Status: 503},
	}
	check := func(name string, no gdrive.Refusal, lasts bool) {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			w := d.feed.Watch("leads")
			d.pass(w, false)
			d.drive.SetRefusal(func() *gdrive.Refusal { return &no })
			for i := range 60 {
				if !d.pass(w, false) {
					t.Fatal("it was not read though Drive has said nothing")
				}
				if (d.feed.Fault() != "") != (lasts || i >= 6) && i > 7 {
					t.Errorf("after %d looks: %q", i+1, d.feed.Fault())
				}
			}
			if lasts && !strings.Contains(d.feed.Fault(), name) {
				t.Errorf("it is said that %s", d.feed.Fault())
			}
			if n, _ := d.drive.Calls(); n > 8 {
				t.Errorf("a Drive that refuses was asked %d times in a quarter of an hour", n)
			}
			d.drive.SetRefusal(nil)
			d.drive.Changed("leads")
			for range 60 { // up to ten minutes of pause
				d.pass(w, false)
			}
			read := 0
			for range 3 {
				if d.pass(w, false) {
					read++
				}
			}
			if d.feed.Fault() != "" || read == 3 {
				t.Errorf("it is not as before: %q", d.feed.Fault())
			}
		})
	}
	for name, no := range lasting {
		check(name, no, true)
	}
	for name, no := range passing {
		check(name, no, false)
	}
}

// A token that Drive does not take any more costs a read, and no change.
func TestFeed_TokenOfNoUse(t *testing.T) {
	d := newDesk(t)
	w := d.feed.Watch("leads")
	d.pass(w, false)
	if d.pass(w, false) {
		t.Fatal("read though nothing has changed")
	}
	d.drive.Restart()
	d.drive.Changed("leads")
	if !d.pass(w, true) {
		t.Fatal("the change is lost")
	}
	for i := 0; d.pass(w, false); i++ {
		if i > 30 {
			t.Fatal("Drive is not asked anew")
		}
	}
}

func TestTry(t *testing.T) {
	for name, c := range map[string]struct {
		lag   time.Duration
		loses bool
		busy  bool
		no    *gdrive.Refusal
		lags  time.Duration
		why   string
	}{
		"at once":   {lags: 10 * time.Second},
		"late":      {lag: 3 * time.Minute, lags: 3 * time.Minute},
		"too late":  {lag: 6 * time.Minute, why: "had not told of it"},
		"never":     {loses: true, why: "had not told of it"},
		"no scope":  {no: &gdrive.Refusal{Status: 403, Reason: "insufficientPermissions"}, why: "{command sign in}"},
		"no quiet":  {busy: true, why: "a quieter hour"},
		"Drive off": {no: &gdrive.Refusal{Status: 503}, why: "503"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			d.drive.SetLag(func() time.Duration { return c.lag })
			d.drive.SetLoss(func() bool { return c.loses })
			d.drive.SetRefusal(func() *gdrive.Refusal { return c.no })
			w := d.feed.Watch("leads")
			d.drive.Changed("leads") // an earlier edit, that must not be taken for the one of the trial
			edits := 0
			got, err := w.Try(t.Context(), func(context.Context, int) error { edits++; d.drive.Changed("leads"); return nil },
				func(_ context.Context, pause time.Duration) error {
					if d.now = d.now.Add(pause); c.busy {
						d.drive.Changed("leads")
					}
					return nil
				}, func(string) {})
			if err != nil || got.Told != (c.why == "") || got.Told && got.Lag != c.lags || !strings.Contains(got.Why, c.why) {
				t.Errorf("got %+v, %v", got, err)
			}
			if got.Told && edits != 2 {
				t.Errorf("%d edits", edits)
			}
		})
	}
}
