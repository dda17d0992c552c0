package daemon_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"leadsheet/daemon"
	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
	"leadsheet/sheets/xlsx"
)

// away is a source that has moved away what it brought: it gives it again only when the workbook was set back, and only
// while it answers.
type away struct {
	items   []lead.Inquiry
	silent  bool
	reading bool
	since   time.Time
}

func (a *away) Name() string { return "away" }

func (a *away) Collect(_ context.Context, known intake.Known) ([]lead.Inquiry, error) {
	if a.silent {
		return nil, errors.New("no answer")
	}
	if !known.SetBack && !a.reading {
		return nil, nil
	}
	a.reading, a.since = false, known.SetBackSince
	for _, q := range a.items {
		a.reading = a.reading || !known.Keys[q.Key]
	}
	return a.items, nil
}

func (a *away) Settle(context.Context, []lead.Inquiry) error { return nil }

func (a *away) ReadsAgain() bool { return a.reading }

// An older copy is saved over the workbook while a source does not answer, and something else comes in and is stored.
// What the source has moved away comes in once it answers: in the same process, or in one that starts later.
func TestSetBack_WaitsForTheSourceThatDoesNotAnswer(t *testing.T) {
	for _, restart := range []bool{false, true} {
		t.Run(fmt.Sprint("restart ", restart), func(t *testing.T) {
			now := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
			path := filepath.Join(t.TempDir(), "leads.xlsx")
			front, gone := &shelf{}, &away{}
			start := func() *daemon.Daemon {
				book, err := xlsx.Open(path, xlsx.Options{Now: time.Now, Clock: func() time.Time { return now }})
				if err != nil {
					t.Fatal(err)
				}
				return &daemon.Daemon{Book: book, Sources: []intake.Source{front, gone},
					Layout: daemon.Layout(policy.DefaultTables()), Now: func() time.Time { return now },
					Log: slog.New(slog.DiscardHandler)}
			}
			d := start()
			front.items = []lead.Inquiry{inquiry(1)}
			pass(t, d)
			older, written := mustRead(t, path), now
			now = now.Add(time.Hour)
			front.items = append(front.items, inquiry(2))
			pass(t, d)
			// The second was moved away, and the older copy comes back.
			front.items, gone.items, gone.silent = []lead.Inquiry{inquiry(1), inquiry(3)}, []lead.Inquiry{inquiry(2)}, true
			if err := errors.Join(os.WriteFile(path+".new", older, 0o600), os.Rename(path+".new", path)); err != nil {
				t.Fatal(err)
			}
			if restart {
				d = start()
			}
			now = now.Add(time.Hour)
			if sum, err := d.Pass(t.Context()); err == nil || sum.Created != 1 {
				t.Fatalf("%+v, %v", sum, err)
			}
			if restart {
				d = start()
			}
			gone.silent = false
			if sum := pass(t, d); sum.Created != 1 {
				t.Errorf("%+v", sum)
			}
			if want := written.Add(-24 * time.Hour); gone.since.IsZero() || gone.since.After(want) {
				t.Errorf("it was read since %v, want %v or earlier", gone.since, want)
			}
			for range 2 {
				pass(t, d)
			}
			mark := filepath.Join(filepath.Dir(path), ".leadsheet-leads.xlsx.setback")
			if _, err := os.Stat(mark); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("the mark is there: %v", err)
			}
			gone.since = time.Time{}
			d = start()
			pass(t, d)
			if !gone.since.IsZero() {
				t.Error("it is read again for ever")
			}
			snap, err := d.Book.Read(t.Context(), lead.TabLeads)
			if err != nil {
				t.Fatal(err)
			}
			if n := len(sheets.Leads(snap.Tabs[lead.TabLeads], time.UTC)); n != 3 {
				t.Errorf("%d leads", n)
			}
		})
	}
}

func mustRead(t *testing.T, path string) []byte {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}
