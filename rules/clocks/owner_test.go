package clocks

import (
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

func people(p *policy.Policy) {
	var afternoons [7][]policy.Span
	for day := range afternoons {
		afternoons[day] = []policy.Span{{From: 13 * 60, To: 18 * 60}}
	}
	p.Team = []policy.Person{{Name: "Ann"}, {Name: "Bob"}, {Name: "Cid", Hours: &afternoons}}
}

// The customer wrote at 10:00 on a Friday and is to be answered by 10:30, but where the case says otherwise.
func TestOwner(t *testing.T) {
	for _, c := range []struct {
		name, owner, had, from, due string
		turn                        func(*Turn)
		since, by                   string
	}{
		{name: "from the beginning", owner: "Ann", had: "2026-11-20 10:00", from: "2026-11-20 10:00", due: "2026-11-20 10:30"},
		{name: "before it, as of a later message", owner: "Ann", had: "2026-11-18 10:00", from: "2026-11-20 10:00", due: "2026-11-20 10:30"},
		{name: "handed over at minute 20", owner: "Bob", had: "2026-11-20 10:20", from: "2026-11-20 10:20", due: "2026-11-20 10:50"},
		{name: "handed over when it was late", owner: "Bob", had: "2026-11-20 12:00", from: "2026-11-20 12:00", due: "2026-11-20 12:30"},
		{name: "assigned over night", owner: "Bob", had: "2026-11-20 19:00", from: "2026-11-23 09:00", due: "2026-11-23 09:30"},
		{name: "to somebody who begins at one", owner: "Cid", had: "2026-11-20 10:00", from: "2026-11-20 13:00", due: "2026-11-20 13:30"},
		{name: "in other letters", owner: "CID", had: "2026-11-20 10:00", from: "2026-11-20 13:00", due: "2026-11-20 13:30"},
		{name: "to somebody who has gone home", owner: "Cid", had: "2026-11-20 17:50", from: "2026-11-20 17:50", due: "2026-11-23 13:20"},
		{name: "to a stranger", owner: "Zoe", had: "2026-11-20 10:20", from: "2026-11-20 10:20", due: "2026-11-20 10:50"},
		{name: "a hot lead", owner: "Bob", had: "2026-11-20 10:12", from: "2026-11-20 10:12", due: "2026-11-20 10:17", by: "2026-11-20 10:15",
			turn: func(t *Turn) { t.Quality = "hot" }},
		{name: "became hot when it was Bob's already", owner: "Bob", had: "2026-11-20 10:02", from: "2026-11-20 10:02", due: "2026-11-20 10:15",
			by: "2026-11-20 10:15", turn: func(t *Turn) { t.Quality = "hot" }},
		{name: "an emergency at night waits for no shift", owner: "Cid", had: "2026-11-21 22:20", from: "2026-11-21 22:20", due: "2026-11-21 22:25",
			since: "2026-11-21 22:00", by: "2026-11-21 22:05", turn: func(t *Turn) { t.Quality = "hot" }},
		{name: "a later message", owner: "Bob", had: "2026-11-20 11:00", from: "2026-11-20 11:00", due: "2026-11-20 15:00", by: "2026-11-20 14:00",
			turn: func(t *Turn) { t.First = false }},
		{name: "Settings give more time by now", owner: "Bob", had: "2026-11-20 10:20", from: "2026-11-20 10:20", due: "2026-11-20 10:35",
			by: "2026-11-20 10:15"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := team(t, people)
			turn := Turn{Since: clock(t, p, "2026-11-20 10:00"), Due: clock(t, p, "2026-11-20 10:30"), First: true}
			if c.since != "" {
				turn.Since = clock(t, p, c.since)
			}
			if c.by != "" {
				turn.Due = clock(t, p, c.by)
			}
			if c.turn != nil {
				c.turn(&turn)
			}
			// Nobody's hot leads count around the clock on a weekday morning, but in the case that says so.
			if turn.Since.Weekday() == time.Friday {
				p.Qualities[0].AfterHours = policy.AfterHours{}
			}
			own, later := Owner(p, &turn, c.owner, clock(t, p, c.had))
			if !own.From.Equal(clock(t, p, c.from)) || !own.Due.Equal(clock(t, p, c.due)) {
				t.Errorf("from %s by %s, want from %s by %s", own.From, own.Due, c.from, c.due)
			}
			if later != (own.Due.Sub(turn.Due) >= 5*time.Minute) {
				t.Errorf("later: %t, by %s", later, own.Due.Sub(turn.Due))
			}
		})
	}
	p := team(t)
	if _, ok := Owner(p, &Turn{Since: clock(t, p, "2026-11-20 10:00")}, "Ann", clock(t, p, "2026-11-20 12:00")); ok {
		t.Error("what is never due has an owner's clock")
	}
}

// ownership folds lines: a time, and who has the lead from then on.
func ownership(t testing.TB, p *policy.Policy, lines ...[2]string) Ownership {
	t.Helper()
	var o Ownership
	for _, l := range lines {
		o.Add(&lead.Event{Time: clock(t, p, l[0]), What: lead.Changed, Column: lead.ColOwner, To: l[1]}, p.Location())
	}
	return o
}

func TestOwnership(t *testing.T) {
	p := team(t)
	at := func(s string) time.Time { return clock(t, p, s) }
	o := ownership(t, p, [2]string{"2026-11-20 10:00", "Ann"}, [2]string{"2026-11-20 10:05", "ann"},
		[2]string{"2026-11-20 10:20", "Bob"}, [2]string{"2026-11-20 10:25", ""}, [2]string{"2026-11-20 10:28", "Ann"})
	for when, want := range map[string]string{"2026-11-20 09:59": "", "2026-11-20 10:00": "Ann", "2026-11-20 10:19": "Ann",
		"2026-11-20 10:20": "Bob", "2026-11-20 10:26": "", "2026-11-21 10:00": "Ann"} {
		if got := o.At(at(when)).Owner; got != want {
			t.Errorf("at %s: %q, want %q", when, got, want)
		}
	}
	if o.At(at("2026-11-20 10:10")).From != at("2026-11-20 10:00") {
		t.Error("another spelling of a name is another owner")
	}
	facts := func(owner, received, assigned string) string {
		return lead.FormatFacts([]lead.Fact{{Name: "owner", Text: owner}, {Name: "received", Text: received},
			{Name: lead.FactAssigned, Text: assigned, Raw: true}})
	}
	for _, c := range []struct {
		name string
		e    lead.Event
		from string
	}{
		{"a new lead is its owner's when it is assigned", lead.Event{What: lead.Created,
			To: facts("Ann", "2026-11-20T09:00:00+01:00", "true")}, "2026-11-20 12:00"},
		{"a row by hand with a name is that person's from the beginning", lead.Event{What: lead.Adopted,
			To: facts("Ann", "2026-11-20T09:00:00+01:00", "")}, "2026-11-20 09:00"},
		{"one without is not", lead.Event{What: lead.Adopted, To: facts("Ann", "2026-11-20T09:00:00+01:00", "true")}, "2026-11-20 12:00"},
		{"midnight is a day alone", lead.Event{What: lead.Adopted, To: facts("Ann", "2026-11-20", "")}, "2026-11-20 00:00"},
	} {
		c.e.Time = at("2026-11-20 12:00")
		var o Ownership
		if o.Add(&c.e, p.Location()); len(o) != 1 || !o[0].From.Equal(at(c.from)) {
			t.Errorf("%s: %+v", c.name, o)
		}
	}
}

func TestLate(t *testing.T) {
	p := team(t, people)
	for _, c := range []struct {
		name, to, why string
		lines         [][2]string
	}{
		{"one owner", "Ann", "nobody had answered by 2026-11-20 10:30", [][2]string{{"2026-11-20 10:00", "Ann"}}},
		{"handed over before", "Bob", "nobody had answered by 2026-11-20 10:30; Bob had it from 2026-11-20 10:20, own time until 2026-11-20 10:50",
			[][2]string{{"2026-11-20 10:00", "Ann"}, {"2026-11-20 10:20", "Bob"}}},
		{"handed over after", "Ann", "nobody had answered by 2026-11-20 10:30", [][2]string{{"2026-11-20 10:00", "Ann"}, {"2026-11-20 10:40", "Bob"}}},
		{"assigned too late", "", "nobody had answered by 2026-11-20 10:30; nobody had it then; Bob has it from 2026-11-20 10:40, own time until 2026-11-20 11:10",
			[][2]string{{"2026-11-20 10:40", "Bob"}}},
		{"nobody's at all", "", "nobody had answered by 2026-11-20 10:30; nobody had it then", nil},
	} {
		turn := Turn{Since: clock(t, p, "2026-11-20 10:00"), Due: clock(t, p, "2026-11-20 10:30"), First: true}
		e := Late(p, &turn, ownership(t, p, c.lines...), time.UTC, clock(t, p, "2026-11-20 11:00"))
		if !e.Time.Equal(turn.Due) || e.What != lead.Late || e.From != "2026-11-20T09:00:00Z" || e.To != c.to || e.Why != c.why {
			t.Errorf("%s: %+v", c.name, e)
		}
	}
}

// What fell due while its owner was away is no fault of theirs.
func TestLate_OwnerAway(t *testing.T) {
	away := func(m *policy.Person) { m.AwayFrom = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC) }
	for _, c := range []struct {
		name, to string
		edit     func(p *policy.Policy)
	}{
		{"the backup", "Bob", func(*policy.Policy) {}},
		{"the backup's backup", "Cid", func(p *policy.Policy) { away(&p.Team[1]); p.Team[1].Backup = "Cid" }},
		{"backups in a circle", "Cid", func(p *policy.Policy) { away(&p.Team[1]); p.Team[1].Backup, p.SystemOwner = "Ann", "Cid" }},
		{"nobody is there", "Ann", func(p *policy.Policy) { away(&p.Team[1]); away(&p.Team[2]); p.SystemOwner = "Cid" }},
	} {
		p := team(t, people)
		away(&p.Team[0])
		p.Team[0].Backup = "bob"
		c.edit(p)
		turn := Turn{Since: clock(t, p, "2026-11-20 10:00"), Due: clock(t, p, "2026-11-20 10:30"), First: true}
		e := Late(p, &turn, ownership(t, p, [2]string{"2026-11-20 10:00", "Ann"}), time.UTC, clock(t, p, "2026-11-20 11:00"))
		if e.To != c.to || e.Why != "nobody had answered by 2026-11-20 10:30; the owner, Ann, was away" {
			t.Errorf("%s: %q, %q", c.name, e.To, e.Why)
		}
	}
}

// A customer of whom nobody knows since when they wait is late once, too.
func TestLate_SinceNobodyKnowsWhen(t *testing.T) {
	p := team(t)
	turn := Turn{Due: clock(t, p, "2026-11-20 10:30"), First: true}
	if e := Late(p, &turn, nil, time.UTC, clock(t, p, "2026-11-20 11:00")); e.From != "2026-11-20T09:30:00Z" {
		t.Errorf("%+v", e)
	}
}

func TestCeiling(t *testing.T) {
	p := team(t, func(p *policy.Policy) { p.Calendar.Off = map[int]bool{20261124: true} })
	for since, want := range map[string]string{"2026-11-19 10:00": "2026-11-20 10:00", "2026-11-20 10:00": "2026-11-23 10:00",
		"2026-11-21 15:00": "2026-11-23 15:00", "2026-11-23 17:59": "2026-11-25 17:59"} {
		if got := Ceiling(p.Calendar, clock(t, p, since)); !got.Equal(clock(t, p, want)) {
			t.Errorf("%s: %s, want %s", since, got, want)
		}
	}
	if at := clock(t, p, "2026-11-20 10:00"); !Ceiling(policy.Calendar{}, at).Equal(at.Add(24 * time.Hour)) {
		t.Error("around the clock a day has 24 hours")
	}
}
