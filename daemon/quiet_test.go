package daemon_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/xuri/excelize/v2"

	"leadsheet/daemon"
	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/sheets/xlsx"
)

// watched is a source that remembers when it was looked at.
type watched struct {
	mu sync.Mutex
	shelf
	looks []time.Time
}

func (w *watched) arrive(in lead.Inquiry) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.items = append(w.items, in)
}

func (w *watched) Collect(ctx context.Context, known intake.Known) ([]lead.Inquiry, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.looks = append(w.looks, time.Now())
	return w.shelf.Collect(ctx, known)
}

func (w *watched) between(from, to time.Time) int {
	n := 0
	for _, at := range w.looks {
		if !at.Before(from) && at.Before(to) {
			n++
		}
	}
	return n
}

// From Monday six in the morning to Tuesday six: leads come in and people work from nine to one, then all is quiet.
// Nobody answers the leads, so leadsheet itself goes on writing how late they are; that keeps nobody awake.
func TestPace_DayAndNight(t *testing.T) {
	const poll, slow = time.Minute, 4 * time.Minute
	synctest.Test(t, func(t *testing.T) {
		six := time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC)
		time.Sleep(time.Until(six))
		source := &watched{}
		d, path := house(t, source)
		d.Now, d.MaxPoll = time.Now, slow
		clock := func(h, m int) time.Time { return six.Add(time.Duration(h-6)*time.Hour + time.Duration(m)*time.Minute) }
		ctx, stop := context.WithDeadline(t.Context(), clock(30, 0))
		defer stop()
		go func() {
			// Seconds from the full minutes, so that nobody saves within a pass.
			for n, at := 0, clock(9, 0).Add(17*time.Second); at.Before(clock(13, 0)); n, at = n+1, at.Add(10*time.Minute) {
				time.Sleep(time.Until(at))
				if n%12 == 0 {
					in := inquiry(n)
					in.Received = at
					source.arrive(in)
					continue
				}
				edit(t, path, func(f *excelize.File) error {
					return f.SetCellStr("Leads", leadCell(lead.ColComment, 2), fmt.Sprint("called ", n))
				})
			}
		}()
		d.Run(ctx, poll, time.Second)
		if n, want := source.between(clock(9, 30), clock(13, 0)), 210; n != want {
			t.Errorf("%d passes while people worked, want one a minute: %d", n, want)
		}
		if n, most := source.between(clock(13, 30), clock(30, 0)), int(16.5*60/slow.Minutes())+1; n > most {
			t.Errorf("%d passes in a quiet night, want at most %d", n, most)
		}
		if n, most := source.between(clock(6, 0), clock(9, 0)), 15+4+165/4; n > most {
			t.Errorf("%d passes in a quiet morning, want at most %d", n, most)
		}
	})
}

func TestPass_FullMailboxInThousands(t *testing.T) {
	s := &shelf{}
	for i := range 1300 {
		in := inquiry(i)
		in.Received = now.Add(-time.Duration(i) * time.Minute) // the newest lies on top
		s.items = append(s.items, in)
	}
	d, _ := house(t, s)
	first := pass(t, d)
	if len(first.Intake) != 1000 || !first.More || !first.Active {
		t.Fatalf("the first pass took in %d, more %v", len(first.Intake), first.More)
	}
	if first.Intake[0].Key != "k:1299" || len(s.settled) != 1000 {
		t.Errorf("it began with %s and let go of %d", first.Intake[0].Key, len(s.settled))
	}
	rest, err := d.CatchUp(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if len(rest.Intake) != 300 || rest.Created != 300 || rest.Leads != 1300 || rest.More || !rest.Wrote {
		t.Errorf("then %d came in, %d leads made, %d in all, more %v", len(rest.Intake), rest.Created, rest.Leads, rest.More)
	}
	if again, err := d.CatchUp(context.Background()); err != nil || again.Wrote || again.Leads != 1300 {
		t.Errorf("and once more: %+v, %v", again, err)
	}
	seen := map[string]bool{}
	for _, r := range append(first.Intake, rest.Intake...) {
		if seen[r.Key] {
			t.Errorf("%s came in twice", r.Key)
		}
		seen[r.Key] = true
	}
}

// One that waits longer than a pass takes in is followed at once, also when another source is dead.
func TestRun_DoesNotWaitWhileMoreIsLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &watched{}
		for i := range 2001 {
			in := inquiry(i)
			in.Kind = lead.BulkMail // a row in Intake is all that it becomes
			s.items = append(s.items, in)
		}
		d, _ := house(t, &shelf{fail: errors.New("wrong password")}, s)
		ctx, stop := context.WithTimeout(t.Context(), 4*time.Minute)
		defer stop()
		d.Run(ctx, time.Hour, time.Second)
		if len(s.looks) != 3 || len(s.settled) != 2001 {
			t.Errorf("%d passes within one interval, %d taken in", len(s.looks), len(s.settled))
		}
	})
}

// A column that says which row is which is renamed: the daemon stops with a sentence instead of taking everything in
// again, also after a restart, and goes on once it has its name back.
func TestPass_RenamedKeyColumnStopsItAndNothingComesInTwice(t *testing.T) {
	for _, c := range []struct{ tab, cell, column string }{
		{"Intake", "I1", "Key"}, {"Leads", "A1", "ID"}, {"Activity", "B1", "Lead"},
	} {
		s := &shelf{items: []lead.Inquiry{inquiry(1)}}
		d, path := house(t, s)
		pass(t, d)
		rename := func(from, to string) {
			edit(t, path, func(f *excelize.File) error {
				if was, err := f.GetCellValue(c.tab, c.cell); err != nil || was != from {
					return fmt.Errorf("%s of %s holds %q: %w", c.cell, c.tab, was, err)
				}
				return f.SetCellStr(c.tab, c.cell, to)
			})
		}
		rename(c.column, "Code")
		for range 2 {
			_, err := d.Pass(context.Background())
			if err == nil || !strings.Contains(err.Error(), fmt.Sprintf("the tab %q has lost its column %q", c.tab, c.column)) {
				t.Fatalf("%s: error %v", c.column, err)
			}
			d = restart(t, d, path)
		}
		rename("Code", c.column)
		if sum := pass(t, d); len(sum.Intake) != 0 || sum.Leads != 1 {
			t.Errorf("%s is back: %+v", c.column, sum)
		}
	}
}

// A tab of rules is deleted while the daemon runs: it says so once, and again only when that happens again.
func TestRun_LogsANoteOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, path := house(t, &shelf{})
		var log bytes.Buffer
		d.Log = slog.New(slog.NewTextHandler(&log, nil))
		ctx, stop := context.WithTimeout(t.Context(), 10*time.Minute)
		defer stop()
		go func() {
			for range 2 {
				time.Sleep(90 * time.Second)
				edit(t, path, func(f *excelize.File) error { return f.SetSheetName("Sources", "Origins") })
				time.Sleep(2 * time.Minute)
				edit(t, path, func(f *excelize.File) error { return f.SetSheetName("Origins", "Sources") })
			}
		}()
		d.Run(ctx, time.Minute, time.Second)
		if n := strings.Count(log.String(), "is missing, its defaults apply"); n != 2 {
			t.Errorf("it said so %d times:\n%s", n, log.String())
		}
	})
}

// restart is another process with the same sources.
func restart(t *testing.T, d *daemon.Daemon, path string) *daemon.Daemon {
	t.Helper()
	book, err := xlsx.Open(path, xlsx.Options{Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	return &daemon.Daemon{Book: book, Sources: d.Sources, Layout: d.Layout, Now: d.Now, Log: slog.New(slog.DiscardHandler)}
}

// A pass takes in the oldest first, and no more than one request to Google can carry.
func TestPass_TakesInTheOldest(t *testing.T) {
	source := &watched{}
	d, _ := house(t, source)
	for i := range 30 {
		source.arrive(lead.Inquiry{Key: fmt.Sprint("k", i), Channel: lead.ByForm, Received: d.Now(), Email: fmt.Sprintf("c%d@firm%d.example", i, i),
			Name: fmt.Sprintf("Customer %d", i), Need: strings.Repeat("chairs ", 20_000)})
	}
	first, err := d.Pass(context.Background())
	if err != nil || !first.More || len(first.Intake) == 0 || len(first.Intake) > 16 {
		t.Fatalf("%d taken in, more %v, %v", len(first.Intake), first.More, err)
	}
	rest, err := d.CatchUp(context.Background())
	if err != nil || rest.More || len(first.Intake)+len(rest.Intake) != 30 {
		t.Errorf("%d and %d taken in, more %v, %v", len(first.Intake), len(rest.Intake), rest.More, err)
	}
}
