package figures_test

import (
	"fmt"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/reports/facts"
	"leadsheet/reports/figures"
	"leadsheet/rules/policy"
)

// A shop is a workbook of which figures are computed by hand. Its statuses have the names of their kinds, it works
// around the clock, and its now is noon on 27 November 2026, a Friday.
type shop struct {
	t  *testing.T
	in facts.Input
}

var shopNow = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)

func newShop(t *testing.T) *shop {
	p := policy.Policy{Zone: time.UTC, Country: "DE", RespondWithin: 30 * time.Minute,
		Reasons: []string{"Too expensive", "No response"}}
	for _, k := range policy.Kinds() {
		p.Statuses = append(p.Statuses, policy.Status{Name: string(k), Kind: k})
	}
	return &shop{t: t, in: facts.Input{Policy: p}}
}

// shopTime reads 2026-11-01 or 2026-11-01 15:04.
func shopTime(t *testing.T, text string) time.Time {
	t.Helper()
	for _, layout := range []string{"2006-01-02 15:04", "2006-01-02"} {
		if at, err := time.Parse(layout, text); err == nil {
			return at
		}
	}
	t.Fatalf("%q is no time", text)
	return time.Time{}
}

// add adds a lead and what became of it: "2026-11-02 contacted", in the order of time. change changes its row.
func (s *shop) add(received string, became []string, change func(*lead.Lead)) *lead.Lead {
	s.t.Helper()
	l := lead.Lead{ID: fmt.Sprintf("L-%d", 1001+len(s.in.Leads)), Status: string(policy.KindNew)}
	if received != "" {
		l.Received = shopTime(s.t, received)
	}
	for _, move := range became {
		at, to := shopTime(s.t, move[:10]), move[11:]
		s.in.History = append(s.in.History, lead.Event{Time: at, Lead: l.ID, What: lead.Changed, Column: lead.ColStatus,
			From: l.Status, To: to, By: "Ann"})
		l.Status = to
	}
	if change != nil {
		change(&l)
	}
	s.in.Leads = append(s.in.Leads, l)
	return &s.in.Leads[len(s.in.Leads)-1]
}

func (s *shop) event(e lead.Event) { s.in.History = append(s.in.History, e) }

func (s *shop) figures() figures.Numbers { return figures.Of(facts.New(s.in, shopNow)) }

// row is a stage as a line of text: reached, moved on, still there, lost.
func row(f figures.Funnel, r facts.Rank) string {
	x := f.Stages[r]
	return fmt.Sprintf("%d %d %d %d", x.Reached, x.Moved, x.Open, x.Lost)
}

func wantRows(t *testing.T, f figures.Funnel, want ...string) {
	t.Helper()
	for r, w := range want {
		if got := row(f, facts.Rank(r)); got != w {
			t.Errorf("%s: reached, moved, open, lost %s, want %s", f.Stages[r].Name, got, w)
		}
	}
}

func duplicate(l *lead.Lead) { l.Quality = "duplicate" }

func TestFunnelOfArrivals(t *testing.T) {
	s := newShop(t)
	s.add("2026-10-05", nil, nil)                         // open in new
	s.add("2026-10-05", []string{"2026-10-08 deal"}, nil) // skips fill in
	// Back subtracts nothing.
	s.add("2026-10-06", []string{"2026-10-07 qualifying", "2026-10-20 contacted"}, nil)
	// Unqualified is in.
	s.add("2026-10-07", []string{"2026-10-09 unqualified"}, nil)
	// Lost in contacted.
	s.add("2026-10-08", []string{"2026-10-09 contacted", "2026-10-20 closed"}, nil)
	s.add("2026-10-09", []string{"2026-10-12 won"}, nil) // won at once
	// Reopened, then won.
	s.add("2026-10-09", []string{"2026-10-12 closed", "2026-10-20 contacted", "2026-11-02 won"}, nil)
	s.add("2026-10-10", []string{"2026-10-12 contacted"}, duplicate)                   // merged: out
	s.add("2026-10-10", []string{"2026-10-12 no lead"}, nil)                           // spam: out
	s.add("2026-08-30", []string{"2026-09-02 contacted", "2026-10-02 postponed"}, nil) // the 89th day
	// Before noon of the 90th.
	s.add("2026-08-29", []string{"2026-09-02 won"}, nil)
	// Nobody knows since when.
	s.add("", []string{"2026-09-02 closed"}, nil)
	n := s.figures()
	wantRows(t, n.Funnel, "8 6 1 1", "6 4 1 1", "4 3 1 0", "3 2 1 0", "2 0 0 0")
	wantRows(t, n.FunnelAll, "10 7 1 2", "7 5 1 1", "5 4 1 0", "4 3 1 0", "3 0 0 0")
	if n.Funnel.Open != (figures.Share{Part: 4, Of: 8}) || n.Funnel.Mature() {
		t.Errorf("open %+v", n.Funnel.Open)
	}
	for stage, want := range []figures.Share{{Part: 6, Of: 8}, {Part: 4, Of: 6}, {Part: 3, Of: 4}, {Part: 2, Of: 3},
		{}} {
		if got := n.Funnel.Next(stage); got != want {
			t.Errorf("next of %d: %+v", stage, got)
		}
	}
	if _, ok := n.Funnel.Next(2).Ratio(); ok {
		t.Error("a percentage of four leads")
	}
	if got := n.Funnel.Cumulative(4); got != (figures.Share{Part: 2, Of: 8}) {
		t.Errorf("cumulative %+v", got)
	}
}

// A fifth of the leads may be open.
func TestFunnelIsMature(t *testing.T) {
	for _, c := range []struct {
		open, all int
		want      bool
	}{{0, 0, true}, {1, 5, true}, {2, 10, true}, {3, 10, false}, {1, 4, false}} {
		if got := (figures.Funnel{Open: figures.Share{Part: c.open, Of: c.all}}).Mature(); got != c.want {
			t.Errorf("%d of %d open: %t", c.open, c.all, got)
		}
	}
}

// A cohort is the calendar month of the arrival, in the zone of the business, whatever happened later.
func TestCohorts(t *testing.T) {
	s := newShop(t)
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	s.in.Policy.Zone = berlin
	s.add("2025-11-20", []string{"2026-01-02 won"}, nil)             // more than 12 months of the calendar ago
	s.add("2026-08-31 22:30", []string{"2026-11-02 deal"}, nil)      // in Berlin it is September
	s.add("2026-09-10", []string{"2026-09-12 closed"}, nil)          // lost at once
	s.add("2026-11-01", nil, nil)                                    // open
	s.add("2026-11-27", nil, nil)                                    // today
	s.add("2026-11-28", nil, nil)                                    // in the future: in no cohort
	s.add("2026-11-03", []string{"2026-11-04 deal"}, duplicate)      // merged: out
	s.add("2026-11-03", []string{"2026-11-04 unqualified"}, nil)     // in
	s.add("2025-12-31 23:30", []string{"2026-02-01 no lead"}, nil)   // spam: out
	s.add("2025-12-31 23:30", []string{"2026-02-01 postponed"}, nil) // January 2026 in Berlin
	all := s.figures().Cohorts
	if len(all) != 12 || all[0].From.Format("2006-01-02 15:04 MST") != "2025-12-01 00:00 CET" {
		t.Fatalf("%d cohorts from %s", len(all), all[0].From)
	}
	reached := ""
	for _, c := range all {
		reached += fmt.Sprintf("%d ", c.Funnel.Stages[0].Reached)
	}
	if reached != "0 1 0 0 0 0 0 0 0 2 0 3 " {
		t.Errorf("reached %s", reached)
	}
	wantRows(t, all[9].Funnel, "2 1 0 1", "1 1 0 0", "1 1 0 0", "1 0 1 0", "0 0 0 0")
	if all[9].Funnel.Open != (figures.Share{Part: 1, Of: 2}) || all[9].Funnel.Mature() {
		t.Errorf("September: open %+v", all[9].Funnel.Open)
	}
	if len(newShop(t).figures().Cohorts) != 0 {
		t.Error("cohorts of nothing")
	}
}
