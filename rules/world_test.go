package rules

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
)

// world is a workbook that only a test has: what Plan wants is done to it, and tests play the people.
type world struct {
	t     testing.TB
	state State
	now   time.Time
}

// friday is a moment in working hours: 2026-11-20 10:00 in Berlin.
const friday = "2026-11-20 10:00"

func newWorld(t testing.TB, edit ...func(map[string]policy.Table)) *world {
	t.Helper()
	tables := map[string]policy.Table{}
	for _, tab := range policy.DefaultTables() {
		tables[tab.Title] = tab
	}
	formerSteps(tables)
	setCell(tables, lead.TabSettings, "Time zone", 1, "Europe/Berlin")
	setCell(tables, lead.TabSettings, "Country", 1, "DE")
	for _, e := range edit {
		e(tables)
	}
	p, checks := policy.ReadPolicy(words.Language{}, tables, policy.InForce{})
	for _, c := range checks {
		if c.Text != "" {
			t.Fatalf("%s row %d: %s", c.Tab, c.Row, c.Text)
		}
	}
	return &world{t: t, state: State{Policy: p, LeadColumns: lead.LeadColumns()}, now: clock(t, p.Zone, friday)}
}

// formerSteps are those of a workbook of earlier versions, which has none after the first contact: leads of tests that are
// not about the follow-up have no plan that nobody has made.
func formerSteps(tables map[string]policy.Table) {
	tab := tables[lead.TabFollowUp]
	tab.Rows = [][]string{{"0", "request", "all", "First response", ""}, {"1", "offer", "all", "Ask whether the offer is clear", ""},
		{"3", "offer", "all", "Short reminder", ""}, {"7", "offer", "all", "Final question: is it still of interest?", ""},
		{"14", "offer", "warm", "Come back softly", ""}}
	tables[lead.TabFollowUp] = tab
}

func setCell(tables map[string]policy.Table, tab, row string, col int, text string) {
	for _, r := range tables[tab].Rows {
		if r[0] == row {
			r[col] = text
		}
	}
}

// team replaces the tab Team by people who all take leads.
func team(names ...string) func(map[string]policy.Table) {
	return func(tables map[string]policy.Table) {
		tab := tables[lead.TabTeam]
		tab.Rows = nil
		for _, n := range names {
			tab.Rows = append(tab.Rows, []string{n, "", "", "TRUE", "", "1", "", "", "", "", ""})
		}
		tables[lead.TabTeam] = tab
	}
}

// pass plans, applies, and demands that a second plan finds nothing to do.
func (w *world) pass(items ...lead.Inquiry) Work {
	w.t.Helper()
	work := Plan(w.state, items, w.now)
	w.apply(work)
	if again := Plan(w.state, items, w.now); !again.Empty() {
		w.t.Fatalf("the second pass still wants something:\n%+v", again)
	}
	return work
}

// apply does what a workbook does: cells hold serial days and text, and new rows go to the end.
func (w *world) apply(work Work) {
	w.t.Helper()
	zone := w.state.Policy.Location()
	through := func(t time.Time) time.Time {
		t, _ = lead.DateValue(t, zone).Time(zone)
		return t
	}
	for _, c := range work.Changes {
		l := &w.state.Leads[c.Ref]
		if t := lead.TimeField(l, c.Column); t != nil {
			*t, _ = c.Want.Time(zone)
			l.Bad = slices.DeleteFunc(l.Bad, func(b lead.BadCell) bool { return b.Column == c.Column })
		} else if s := lead.TextField(l, c.Column); s != nil {
			*s = c.Want.Text
		} else if column := lead.LeadColumn(c.Column); column != nil && column.Number != nil {
			n, has := column.Number(l)
			*n, *has = c.Want.Num, !c.Want.IsEmpty()
		} else {
			l.Extra = append(slices.DeleteFunc(slices.Clone(l.Extra), func(a lead.Answer) bool { return a.Question == c.Column }),
				lead.Answer{Question: c.Column, Value: c.Want.Text})
		}
	}
	for _, l := range work.NewLeads {
		for _, c := range lead.LeadColumns() {
			if t := lead.TimeField(&l, c); t != nil {
				*t = through(*t)
			}
		}
		w.state.Leads = append(w.state.Leads, l)
	}
	for i := range w.state.Leads {
		w.state.Leads[i].Ref = i
	}
	for _, c := range work.IntakeChanges {
		r := &w.state.Intake[c.Ref]
		r.Outcome, r.Lead, r.Reason = c.Outcome, c.Lead, c.Reason
	}
	w.state.Intake = append(w.state.Intake, work.Intake...)
	for i := range w.state.Intake {
		w.state.Intake[i].Ref = i
	}
	w.state.History = append(w.state.History, work.Events...)
	for _, c := range work.Team {
		c.Fill(&w.state.Policy)
	}
}

func (w *world) lead(id string) *lead.Lead {
	w.t.Helper()
	for i := range w.state.Leads {
		if w.state.Leads[i].ID == id {
			return &w.state.Leads[i]
		}
	}
	w.t.Fatalf("there is no lead %s", id)
	return nil
}

// butLate are a work's events but for those that time alone has brought: TestLate tells of them.
func butLate(work Work) []lead.Event {
	return slices.DeleteFunc(slices.Clone(work.Events), func(e lead.Event) bool { return e.What == lead.Late })
}

// what lists the kinds of a work's events, but for those that time alone has brought.
func what(work Work) string {
	s := ""
	for _, e := range butLate(work) {
		s += string(e.What)
		if e.What == lead.Changed {
			s += " " + e.Column
		}
		s += ","
	}
	return s
}

// mail is a customer's mail that has just arrived.
func (w *world) mail(key string) lead.Inquiry {
	return lead.Inquiry{Key: key, Channel: lead.ByMail, Kind: lead.Direct, Received: w.now.Add(-time.Minute),
		From: key + "@example.org", Email: key + "@example.org", Name: "Kim " + key, Subject: "Question", Need: "A garden fence, please.",
		Where: fmt.Sprintf("INBOX 1 %s", key)}
}

// The names of the settings that are recorded, and a usual time to respond.
const (
	settingZone, settingCountry = "Time zone", "Country"

	half = 30 * time.Minute
)

// clock is a wall-clock time in a zone.
func clock(t testing.TB, z *time.Location, s string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", s, z)
	if err != nil {
		t.Fatal(err)
	}
	return at
}
