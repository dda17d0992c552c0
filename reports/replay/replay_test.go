package replay

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
)

// tables are the rule tabs of a workbook in Berlin.
func tables() Tables {
	t := Tables{}
	for _, tab := range policy.DefaultTables() {
		t[tab.Title] = tab
	}
	return t.With([]Set{{Tab: lead.TabSettings, Row: "Time zone", Column: lead.ColValue, Would: "Europe/Berlin"}})
}

// fataler is a test, or a run of a property.
type fataler interface {
	Helper()
	Fatal(args ...any)
}

// policyOf reads rule tabs, with settings tried.
func policyOf(t fataler, tabs Tables, texts ...string) policy.Policy {
	t.Helper()
	var sets []Set
	for _, text := range texts {
		set, err := tabs.Parse(words.Language{}, text)
		if err != nil {
			t.Fatal(err)
		}
		sets = append(sets, set)
	}
	tried := tabs.With(sets)
	p, checks := policy.ReadPolicy(words.Language{}, tried, policy.InForce{})
	if err := tried.Fault(sets, checks); err != nil {
		t.Fatal(err)
	}
	return p
}

// past is what happened in a workbook; friday is 20 November 2026, 10:00 in Berlin.
type past struct {
	in     Input
	friday time.Time
}

func newPast(t fataler, texts ...string) *past {
	p := policyOf(t, tables())
	x := &past{friday: time.Date(2026, 11, 20, 10, 0, 0, 0, p.Location())}
	x.in = Input{Policy: p, Other: policyOf(t, tables(), texts...), Since: x.friday.AddDate(0, 0, -30)}
	return x
}

func stamp(t time.Time) string { return t.Format(time.RFC3339) }

// asks is a new lead that came in that many minutes after Friday, 10:00, answered after others; 0 for no answer.
func (x *past) asks(owner, quality string, at, answered int) *lead.Lead {
	came := x.friday.Add(time.Duration(at) * time.Minute)
	l := lead.Lead{ID: fmt.Sprintf("L-%d", 1001+len(x.in.Leads)), Name: "Kim", Received: came, Owner: owner,
		Quality: quality, Source: "Email", Status: "In progress"}
	l.RespondBy = x.in.Policy.Calendar.Due(came, x.in.Policy.Target(l.Source, quality))
	x.event(&l, came, lead.Event{What: lead.Created, By: lead.ByLeadsheet, To: lead.FormatFacts([]lead.Fact{
		{Name: "owner", Text: owner}, {Name: "quality", Text: quality}, {Name: "source", Text: "Email"}})})
	if answered > 0 {
		l.FirstResponse = came.Add(time.Duration(answered) * time.Minute)
		x.event(&l, l.FirstResponse, lead.Event{What: lead.Responded, Column: lead.ColFirstResponse,
			To: stamp(l.FirstResponse), By: "ann@studio.example"})
	}
	x.in.Leads = append(x.in.Leads, l)
	return &x.in.Leads[len(x.in.Leads)-1]
}

func (x *past) event(l *lead.Lead, at time.Time, e lead.Event) {
	e.Lead, e.Time = l.ID, at
	x.in.History = append(x.in.History, e)
}

func TestRun(t *testing.T) {
	x := newPast(t, "respond within=15")
	x.asks("Ann", "", 0, 20)     // in time, would be late
	x.asks("Bo", "", 5, 40)      // late either way
	x.asks("Ann", "hot", 10, 4)  // its own target stays
	x.asks("Ann", "", 15, 10)    // in time either way
	l := x.asks("Ann", "", 8, 0) // passed on at 10:20, after the shorter time was over: Ann's breach
	x.event(l, x.friday.Add(30*time.Minute), lead.Event{What: lead.Changed, Column: lead.ColOwner, From: "Ann", To: "Bo"})
	l.Owner = "Bo"
	r := Run(x.in, x.friday.Add(90*time.Minute))
	if got := fmt.Sprint(r.First.Was, r.First.Would); !strings.HasPrefix(fmt.Sprint(r.First.Was.InTime, r.First.Was.Late,
		r.First.Was.WaitingLate, r.First.Would.InTime, r.First.Would.Late, r.First.Would.WaitingLate), "3 1 1 2 2 1") {
		t.Errorf("%s", got)
	}
	if *r.First.Was.Attainment != 60 || *r.First.Would.Attainment != 40 || *r.First.Was.Median != 15 {
		t.Errorf("%v %v %v", *r.First.Was.Attainment, *r.First.Would.Attainment, *r.First.Was.Median)
	}
	if len(r.Changed) != 1 || r.Changed[0].ID != "L-1001" || !r.Changed[0].Late || r.Changed[0].Owner != "Ann" ||
		!r.Changed[0].WouldDue.Equal(x.friday.Add(15*time.Minute)) {
		t.Errorf("changed %+v", r.Changed)
	}
	if got := fmt.Sprint(r.LateBy); got != "[{Ann 0 2} {Bo 2 1}]" {
		t.Errorf("late by %s", got)
	}
}

// Hours and holidays move what is due, and what is measured in working time.
func TestRun_Hours(t *testing.T) {
	x := newPast(t, "friday=9:00-10:10", "holidays=2026-11-23")
	x.asks("Ann", "", 0, 20)
	r := Run(x.in, x.friday.AddDate(0, 0, 3))
	if len(r.Changed) != 0 || *r.First.Was.Median != 20 || *r.First.Would.Median != 10 {
		t.Errorf("%+v %+v", r.First, r.Changed)
	}
	x.asks("Ann", "", 1, 0)
	r = Run(x.in, x.friday.AddDate(0, 0, 3).Add(time.Hour))
	want := time.Date(2026, 11, 24, 9, 21, 0, 0, x.in.Policy.Location())
	if len(r.Changed) != 1 || r.Changed[0].Late || !r.Changed[0].WouldDue.Equal(want) {
		t.Errorf("%+v", r.Changed)
	}
}

// An emergency is due around the clock, and a quality that was given later counts from then on.
func TestRun_Emergencies(t *testing.T) {
	x := newPast(t, "hot after hours=yes", "whatsapp urgent=yes", "after closing, answer by=12:00")
	night := 9 * 60 // after Friday, 10:00
	x.asks("Ann", "hot", night, 0)
	x.asks("Ann", "", night, 0)
	l := x.asks("Bo", "", 0, 0)
	x.event(l, x.friday.Add(10*time.Minute), lead.Event{What: lead.Changed, Column: lead.ColQuality, To: "hot"})
	l.RespondBy = x.friday.Add(15 * time.Minute)
	x.asks("Bo", "", 0, 0)
	noon := time.Date(2026, 11, 23, 12, 0, 0, 0, x.in.Policy.Location())
	all := waitsOf(&x.in)
	for i, want := range []time.Time{x.friday.Add(time.Duration(night+5) * time.Minute), noon,
		x.friday.Add(15 * time.Minute), x.friday.Add(30 * time.Minute)} {
		if due := dueBy(&x.in.Other, &all[i]); !due.Equal(want) {
			t.Errorf("%s: due %s, want %s", all[i].lead.ID, due, want)
		}
	}
}

// Later messages have their own time; leads that end, or that waited for nothing, are not late.
func TestRun_Later(t *testing.T) {
	x := newPast(t, "answer later messages within=1 h")
	l := x.asks("Ann", "", 0, 20)
	asked, answered := x.friday.Add(time.Hour), x.friday.Add(3*time.Hour)
	x.event(l, asked, lead.Event{What: lead.Asked, From: "k", To: stamp(asked.Add(4 * time.Hour)), By: "kim@example.org"})
	x.event(l, asked, lead.Event{What: lead.Asked, From: "k2", To: stamp(asked.Add(4 * time.Hour)), By: "kim@example.org"})
	x.event(l, answered, lead.Event{What: lead.TurnAnswered, From: "k", By: "ann@studio.example"})
	ended := x.asks("Bo", "", 0, 0)
	ended.Status = "Closed"
	twice := x.asks("Bo", "duplicate", 0, 0)
	twice.Status = "Unqualified"
	old := x.asks("Bo", "", 0, 0)
	old.RespondBy = time.Time{}
	r := Run(x.in, x.friday.AddDate(0, 0, 1))
	if r.Next.Was.InTime != 1 || r.Next.Would.Late != 1 || *r.Next.Would.Median != 120 || r.First.Was.Ended != 1 ||
		r.First.Was.InTime != 1 || r.First.Was.WaitingLate != 0 {
		t.Errorf("%+v %+v", r.First, r.Next)
	}
	if len(r.Changed) != 1 || r.Changed[0].First || !r.Changed[0].Late {
		t.Errorf("%+v", r.Changed)
	}
}

// With the settings that were in force nothing changes.
func TestRun_SameSettings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := newPast(t, "respond within=30 min", "hot respond within=5 min")
		for range rapid.IntRange(0, 8).Draw(t, "leads") {
			x.asks(rapid.SampledFrom([]string{"Ann", "Bo"}).Draw(t, "owner"),
				rapid.SampledFrom([]string{"", "hot", "warm"}).Draw(t, "quality"),
				rapid.IntRange(-20_000, 5000).Draw(t, "at"), rapid.IntRange(0, 4000).Draw(t, "answered"))
		}
		r := Run(x.in, x.friday.AddDate(0, 0, 10))
		if len(r.Changed) > 0 || fmt.Sprint(count(r.First.Was)) != fmt.Sprint(count(r.First.Would)) {
			t.Fatalf("%+v", r)
		}
		f := count(r.First.Was)
		if total := f[0] + f[1] + f[2] + f[3]; total > len(x.in.Leads) {
			t.Fatalf("%d of %d", total, len(x.in.Leads))
		}
	})
}

func count(f Figures) [6]int {
	return [6]int{f.InTime, f.Late, f.Waiting, f.WaitingLate, f.Ended, f.Warned}
}

// A shorter time is never better.
func TestRun_ShorterIsNotBetter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := newPast(t, fmt.Sprintf("respond within=%d", rapid.IntRange(1, 30).Draw(t, "within")))
		for range rapid.IntRange(0, 8).Draw(t, "leads") {
			x.asks("Ann", "", rapid.IntRange(-5000, 5000).Draw(t, "at"), rapid.IntRange(0, 400).Draw(t, "answered"))
		}
		r := Run(x.in, x.friday.AddDate(0, 0, 10))
		for _, c := range r.Changed {
			if !c.Late {
				t.Fatalf("%+v", c)
			}
		}
	})
}

func TestParse(t *testing.T) {
	for _, c := range []struct{ text, name, was, fault string }{
		{"respond within=15", "Respond within", "30 min", ""},
		{" RESPOND  WITHIN = 15 ", "Respond within", "30 min", ""},
		{"monday=8-20", "Monday", "09:00-18:00", ""},
		{"holidays=2026-12-25, 2026-12-26", "Holidays", "", ""},
		{"hot respond within=10", "hot Respond within", "5 min", ""},
		{"quality Warm Respond within=10", "warm Respond within", "", ""},
		{"source email respond within=10", "Email Respond within", "", ""},
		{"Sources website form respond within=", "Website form Respond within", "", ""},
		{"source hot respond within=10", "", "", `the tab Sources has no row "hot": it has Google Ads`},
		{"mild respond within=10", "", "", `the tab Quality has no row "mild": it has hot`},
		{"broken rules=revert", "", "", "bears on no clock"},
		{"colour=red", "", "", `there is no setting "colour": it can be one of Respond within`},
		{"respond within", "", "", "sets nothing"},
		{"=15", "", "", "sets nothing"},
	} {
		s, err := tables().Parse(words.Language{}, c.text)
		if c.fault != "" {
			if err == nil || !strings.Contains(err.Error(), c.fault) {
				t.Errorf("%q: %v, %+v", c.text, err, s)
			}
			continue
		}
		if err != nil || s.Name() != c.name || s.Was != c.was {
			t.Errorf("%q: %v %+v", c.text, err, s)
		}
	}
}

// Values are read as the rule tabs are, and what they do not understand is an error. Rows that a workbook lacks may be
// tried, too, several of them.
func TestWith(t *testing.T) {
	tabs := tables()
	tab := tabs[lead.TabSettings]
	tab.Rows = tab.Rows[:2]
	tabs[lead.TabSettings] = tab
	p := policyOf(t, tabs, "respond within=15", "warn before=2 h")
	if p.RespondWithin != 15*time.Minute || p.WarnAfter != 2*time.Hour || len(tabs[lead.TabSettings].Rows) != 2 {
		t.Errorf("%v %v", p.RespondWithin, p.WarnAfter)
	}
	set, err := tabs.Parse(words.Language{}, "hot respond within=soon")
	if err != nil {
		t.Fatal(err)
	}
	tried := tabs.With([]Set{set})
	_, checks := policy.ReadPolicy(words.Language{}, tried, policy.InForce{})
	if err := tried.Fault([]Set{set}, checks); err == nil || !strings.Contains(err.Error(), `"soon"`) {
		t.Errorf("%v", err)
	}
}

// otherSettings are those that bear on no clock, or of which who has a lead depends and not until when it is answered.
var otherSettings = []string{"Business name", "Country", "Stale after days", "Broken rules", "System owner",
	"Team domains", "Customer after winning", "Contacts a person and day", "Currency", "Sender checks",
	"Show all tabs", "Scoring", "Deal from score", "Board", "Lists", "Hand over after", "Status follows mail",
	"Notify the team", "Tell when intake waits", "Report to", "Monthly report", "Attach the export", "Acknowledge",
	"Booking link", "Figures cover", "Keep for"}

// Every setting of a new workbook is tried, or is known to bear on no clock: a new one has to be put somewhere.
func TestSettingsAreSettings(t *testing.T) {
	known := slices.Concat(settings, otherSettings)
	var names []string
	for _, row := range tables()[lead.TabSettings].Rows {
		if names = append(names, row[0]); !slices.Contains(known, row[0]) {
			t.Errorf("does the setting %q bear on when customers are to be answered?", row[0])
		}
	}
	for _, name := range settings {
		if !slices.Contains(names, name) {
			t.Errorf("there is no setting %q", name)
		}
	}
}

func TestParseSince(t *testing.T) {
	x := newPast(t)
	zone := x.in.Policy.Location()
	for _, c := range []struct {
		text string
		want time.Time
	}{
		{"90d", x.friday.AddDate(0, 0, -90)}, {" 2W ", x.friday.AddDate(0, 0, -14)},
		{"2026-09-01", time.Date(2026, 9, 1, 0, 0, 0, 0, zone)},
		{"90", time.Time{}}, {"-3d", time.Time{}}, {"d", time.Time{}}, {"", time.Time{}}, {"999999999d", time.Time{}},
	} {
		got, err := ParseSince(c.text, zone, x.friday)
		if !got.Equal(c.want) || (err != nil) != c.want.IsZero() {
			t.Errorf("%q: %v %v", c.text, got, err)
		}
	}
}
