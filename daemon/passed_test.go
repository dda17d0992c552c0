package daemon_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"leadsheet/daemon/health"
	"leadsheet/lead"
)

// Whoever is told of passes learns what waits where: while the workbook is open, while a source is away, and when all
// is well again.
func TestRun_TellsOfItsPasses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &watched{}
		d, path := house(t, s)
		d.Now = time.Now
		lock := filepath.Join(filepath.Dir(path), ".~lock.leads.xlsx#")
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		var told []health.Pass
		d.Passed = append(d.Passed, func(p health.Pass) {
			told = append(told, p)
			switch len(told) {
			case 1: // the workbook is made; now somebody opens it, and a request comes in
				if err := os.WriteFile(lock, []byte(",kim,desk,today,;"), 0o600); err != nil {
					t.Error(err)
				}
				in := inquiry(1)
				in.Received = time.Now().Add(-time.Hour)
				s.arrive(in)
			case 2:
				if err := os.Remove(lock); err != nil {
					t.Error(err)
				}
			case 3:
				s.mu.Lock()
				s.fail = errors.New("wrong password")
				s.mu.Unlock()
			default:
				cancel()
			}
		})
		d.Run(ctx, time.Second, time.Second)
		if len(told) != 4 {
			t.Fatalf("told of %d passes, want 4", len(told))
		}
		if p := told[0]; !p.Good() || p.Next.Sub(p.Ended) != time.Second || p.Sources[0].Waiting != 0 {
			t.Errorf("the first pass: %+v", p)
		}
		if p := told[1]; p.Good() || !p.Open || p.Sources[0].Waiting != 1 ||
			p.Ended.Sub(p.Sources[0].Oldest).Round(time.Minute) != time.Hour {
			t.Errorf("the pass over an open workbook: %+v", p)
		}
		m := health.NewMonitor(health.About{Started: told[0].Began})
		m.Passed(told[1])
		want := "kim in LibreOffice has the workbook leads.xlsx open; it is written once it is closed"
		if s := m.Snapshot(told[1].Ended); s.Sources[0].Why != want || s.Problems[0].Text != want+
			"; what comes in waits until then" {
			t.Errorf("it is said as %q and %+v", s.Sources[0].Why, s.Problems)
		}
		if p := told[2]; !p.Good() || p.CameIn != 1 || p.NewLeads != 1 || p.Leads != 1 || p.Sources[0].Waiting != 0 {
			t.Errorf("the pass after it: %+v", p)
		}
		if p := told[3]; p.Good() || p.Open || p.Sources[0].Err == nil || p.Sources[0].Name != "shelf" {
			t.Errorf("the pass without a source: %+v", p)
		}
	})
}

// A mail of the team is no inquiry that waits, and one that is stored does not.
func TestAsked_CountsWhatWaits(t *testing.T) {
	var a health.Asked
	a.Stored([]lead.Inquiry{inquiry(1)}) // nobody is told of anything
	sent := inquiry(3)
	sent.Kind = lead.SentMail
	a.Note(0, health.Source{Name: "mailbox", Asked: now}, []lead.Inquiry{inquiry(1), inquiry(2), sent}, 40)
	a.Stored([]lead.Inquiry{inquiry(1)})
	got := a.Sources()
	if len(got) != 1 || got[0].Waiting != 41 || !got[0].Oldest.Equal(now.Add(-time.Hour)) {
		t.Errorf("got %+v", got)
	}
	// A record of last week in a file of today has waited since it was found; the line about its file is none.
	record, file := inquiry(4), inquiry(5)
	record.Channel, record.Received = lead.ByForm, now.Add(-9*24*time.Hour)
	file.Channel, file.Kind = lead.ByForm, lead.ExportFile
	for minute := range 3 {
		a.Note(0, health.Source{Name: "drop folder", Asked: now.Add(time.Duration(minute) * time.Minute)},
			[]lead.Inquiry{record, file}, 0)
	}
	if got := a.Sources(); got[0].Waiting != 1 || !got[0].Oldest.Equal(now) {
		t.Errorf("got %+v", got)
	}
}
