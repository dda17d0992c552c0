package figures_test

import (
	"fmt"
	"math"
	"testing"

	"leadsheet/lead"
	"leadsheet/reports/facts"
	"leadsheet/reports/figures"
	"leadsheet/rules/policy"
)

// what are the figures of a person that are not 0, in the words of these tests.
func what(p *figures.Person) string {
	r := &p.Response
	out := ""
	for _, f := range []struct {
		name string
		n    int
	}{{"received", p.Received}, {"taken over", p.TakenOver}, {"passed on", p.PassedOn}, {"answered", r.Answered},
		{"met", r.Met}, {"missed", r.Missed}, {"waiting", r.Waiting}, {"waiting late", r.WaitingLate},
		{"ended", r.Ended},
		{"in time", p.OnTime.Part}, {"due", p.OnTime.Of}, {"won", p.Won}, {"lost", p.WinRate.Of - p.WinRate.Part},
		{"open", p.Open}, {"overdue", p.Overdue}} {
		if f.n > 0 {
			out += fmt.Sprintf("%s %d, ", f.name, f.n)
		}
	}
	if r.Answered > 0 {
		out += r.Median.String() + ", "
	}
	return out[:max(0, len(out)-2)]
}

// story is a lead with what happened to it, and when its answer was due: "" for no clock.
type story struct {
	due   string
	lines []string
}

// peopleOf are the figures of people, by name, of some stories.
func peopleOf(t *testing.T, p policy.Policy, stories ...story) map[string]*figures.Person {
	t.Helper()
	in := facts.Input{Policy: p}
	for i, s := range stories {
		id := fmt.Sprintf("L-%d", i+1)
		events := eventsOf(t, id, s.lines...)
		l, _ := rowOf(events)
		l.Value, l.HasValue = 100, true
		if s.due != "" {
			l.RespondBy = on(t, s.due)
		}
		in.Leads, in.History = append(in.Leads, l), append(in.History, events...)
	}
	out := map[string]*figures.Person{}
	people := figures.Of(facts.New(in, storyNow)).People
	for i := range people {
		out[people[i].Name] = &people[i]
	}
	return out
}

func TestPeople(t *testing.T) {
	for _, c := range []struct {
		name, ann, bob, nobody string
		due                    string
		lines                  []string
	}{
		{"answered in time", "received 1, answered 1, met 1, open 1, 10m0s", "", "", "Mon 10:30",
			[]string{"Mon 10:00 created Ann", "Mon 10:10 responds ann@ours.example"}},
		{"another person answers", "received 1, open 1", "answered 1, met 1, 10m0s", "", "Mon 10:30",
			[]string{"Mon 10:00 created Ann", "Mon 10:10 responds BOB@ours.example"}},
		{"an address that the tab Team lacks is the owner's", "received 1, answered 1, met 1, open 1, 10m0s", "", "",
			"Mon 10:30", []string{"Mon 10:00 created Ann", "Mon 10:10 responds office@ours.example"}},
		{"typed: the owner then", "received 1, passed on 1, answered 1, met 1, 10m0s", "taken over 1, open 1", "",
			"Mon 10:30", []string{"Mon 10:00 created Ann", "Mon 10:10 responds team", "Mon 10:20 owner Bob"}},
		{"reassigned at minute 20, and late: the breach is of the owner when it fell due",
			"received 1, passed on 1", "taken over 1, answered 1, missed 1, open 1, 40m0s", "", "Mon 10:30",
			[]string{"Mon 10:00 created Ann", "Mon 10:20 owner Bob", "Mon 10:30 late Bob",
				"Mon 10:40 responds bob@ours.example"}},
		{"passed on after it fell due: the breach stays", "received 1, passed on 1, missed 1",
			"taken over 1, answered 1, open 1, 40m0s", "", "Mon 10:30",
			[]string{"Mon 10:00 created Ann", "Mon 10:30 late Ann", "Mon 10:35 owner Bob",
				"Mon 10:40 responds bob@ours.example"}},
		{"nobody wrote down whose it was", "received 1, passed on 1, missed 1",
			"taken over 1, answered 1, open 1, 40m0s",
			"", "Mon 10:30",
			[]string{"Mon 10:00 created Ann", "Mon 10:35 owner Bob", "Mon 10:40 responds bob@ours.example"}},
		{"still waiting: the breach is of the owner when it fell due", "received 1, passed on 1, waiting late 1",
			"taken over 1, open 1", "", "Mon 10:30", []string{"Mon 10:00 created Ann", "Tue 10:00 owner Bob"}},
		{"the owner is on leave: the breach is of who stands in", "received 1, open 1", "waiting late 1", "",
			"Mon 10:30",
			[]string{"Mon 10:00 created Ann", "Mon 10:01 covers Bob"}},
		{"passed on because the owner left: no breach", "received 1, passed on 1",
			"taken over 1, waiting late 1, open 1",
			"", "Mon 10:30", []string{"Mon 10:00 created Ann", "Mon 10:05 owner Bob"}},
		{"passed on and taken back", "received 1, open 1", "", "", "",
			[]string{"Mon 10:00 created Ann", "Mon 10:05 owner Bob", "Mon 11:05 owner Ann",
				"Mon 11:05 undoes pass to, Mon 10:05"}},
		{"passed on and back", "received 1, taken over 1, passed on 1, open 1", "taken over 1, passed on 1", "", "",
			[]string{"Mon 10:00 created Ann", "Mon 10:05 owner Bob", "Tue 11:05 owner Ann"}},
		{"other letters are the same person", "received 1, open 1", "", "", "",
			[]string{"Mon 10:00 created ANN", "Tue 10:00 owner ann", "Tue 11:00 owner Ann"}},
		{"without an owner for an hour", "received 1, open 1", "", "", "",
			[]string{"Mon 10:00 created", "Mon 11:00 owner Ann"}},
		{"the owner was emptied in between", "received 1, passed on 1", "taken over 1, open 1", "", "",
			[]string{"Mon 10:00 created Ann", "Tue 10:00 owner", "Wed 10:00 owner Bob"}},
		{"nobody's", "", "", "waiting late 1, open 1", "Mon 10:30", []string{"Mon 10:00 created", "Mon 10:30 late"}},
		{"ended without an answer", "received 1, ended 1, lost 1", "", "", "Mon 10:30",
			[]string{"Mon 10:00 created Ann", "Mon 10:20 status closed"}},
		{"won after a change of owners", "received 1, passed on 1", "taken over 1, won 1", "", "",
			[]string{"Mon 10:00 created Ann", "Tue 10:00 owner Bob", "Wed 10:00 status won"}},
		{"won before a change of owners", "received 1, passed on 1, won 1", "taken over 1", "", "",
			[]string{"Mon 10:00 created Ann", "Tue 10:00 status won", "Wed 10:00 owner Bob"}},
		{"a step moves with the owner", "received 1, passed on 1", "taken over 1, in time 1, due 1, open 1", "", "",
			[]string{"Mon 9:00 created Ann", "Mon 10:00 plans Wed", "Tue 10:00 owner Bob",
				"Wed 10:00 answers bob@ours.example",
				"Wed 10:00 plans"}},
		{"a late step stays with who held it on its day", "received 1, passed on 1, due 1",
			"taken over 1, open 1, overdue 1",
			"", "", []string{"Mon 9:00 created Ann", "Mon 10:00 plans Tue", "Wed 10:00 owner Bob"}},
		{"and so does one that was moved later", "received 1, passed on 1, due 1",
			"taken over 1, in time 1, due 1, open 1",
			"", "", []string{"Mon 9:00 created Ann", "Mon 10:00 plans Tue", "Wed 10:00 owner Bob", "Thu 9:00 plans Fri",
				"Fri 9:00 answers bob@ours.example", "Fri 9:00 plans"}},
		{"a late step of who stood in", "received 1, open 1, overdue 1", "due 1", "", "",
			[]string{"Mon 9:00 created Ann", "Mon 10:00 plans Tue", "Tue 8:00 covers Bob", "Wed 8:00 covers"}},
		{"done early, then passed on", "received 1, passed on 1, in time 1, due 1", "taken over 1, open 1", "", "",
			[]string{"Mon 9:00 created Ann", "Mon 10:00 plans Thu", "Tue 10:00 answers ann@ours.example",
				"Tue 10:00 plans",
				"Wed 10:00 owner Bob"}},
	} {
		people := peopleOf(t, storyPolicy(), story{c.due, c.lines})
		for name, want := range map[string]string{"Ann": c.ann, "Bob": c.bob, "": c.nobody} {
			got := ""
			if p := people[name]; p != nil {
				got = what(p)
			}
			if got != want {
				t.Errorf("%s: %q %s, want %s", c.name, name, got, want)
			}
		}
		if len(people) > 3 {
			t.Errorf("%s: %v", c.name, people)
		}
	}
}

// Time with a lead counts by the intervals of ownership, within the period, while the lead was open.
func TestPeople_Held(t *testing.T) {
	for _, c := range []struct {
		name     string
		ann, bob float64
		lines    []string
	}{
		{"to the end", 2, 0, []string{"Mon 10:00 created Ann", "Wed 10:00 status won"}},
		{"two owners", 1, 3, []string{"Mon 10:00 created Ann", "Tue 10:00 owner Bob", "Fri 10:00 status closed"}},
		{"reopened for a day", 3, 0, []string{"Mon 10:00 created Ann", "Wed 10:00 status closed",
			"Sat 10:00 status working",
			"Sun 10:00 status closed"}},
		{"until the beginning of today", 2.0 + 14.0/24, 0, []string{"Mon+ 10:00 created Ann"}},
		{"typed after the call", 1, 0, []string{"Mon 10:00 adopted Ann", "Tue 10:00 status closed"}},
		{"within the period", 30, 0, []string{"Mon------ 10:00 created Ann"}},
	} {
		people := peopleOf(t, storyPolicy(), story{"", c.lines})
		if a, b := people["Ann"].Held, people["Bob"].Held; math.Abs(a-c.ann) > 0.01 || math.Abs(b-c.bob) > 0.01 {
			t.Errorf("%s: %v and %v days, want %v and %v", c.name, a, b, c.ann, c.bob)
		}
	}
	// Two leads of two and four days are three days a lead.
	people := peopleOf(t, storyPolicy(), story{"", []string{"Mon 10:00 created Ann", "Wed 10:00 status won"}},
		story{"", []string{"Mon 10:00 created Ann", "Fri 10:00 status closed"}})
	if a := people["Ann"]; a.Held != 3 || a.HeldLeads != 2 {
		t.Errorf("%+v", a)
	}
}

// Values, medians and misses of several leads; people stand in the order of the tab Team, then by name, then nobody.
func TestPeople_Several(t *testing.T) {
	p := storyPolicy()
	p.Team = append(p.Team, policy.Person{Name: "Eve"}) // she takes no leads, and has none
	lines := func(more ...string) story {
		return story{"Mon 10:30", append([]string{"Mon 10:00 created Ann"}, more...)}
	}
	stories := []story{lines("Mon 10:10 responds ann@ours.example", "Tue 10:00 status won"),
		lines("Mon 10:20 responds ann@ours.example", "Tue 10:00 status closed"),
		lines("Mon 10:40 responds ann@ours.example", "Tue 10:00 status won"),
		{"", []string{"Mon 10:00 created Zoe"}}, {"", []string{"Mon 10:00 created dan"}},
		{"", []string{"Mon 10:00 created"}}}
	people := peopleOf(t, p, stories...)
	a := people["Ann"]
	if got, want := what(a), "received 3, answered 3, met 2, missed 1, won 2, lost 1, 20m0s"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if a.WonValue != (figures.Money{Sum: 200, With: figures.Share{Part: 2, Of: 2}}) || !a.InTeam ||
		people["dan"].InTeam {
		t.Errorf("%+v", a)
	}
	if _, percent := a.Response.Attainment().Ratio(); percent {
		t.Error("a percentage of 3")
	}
	in := facts.Input{Policy: p}
	for i, name := range []string{"Zoe", "", "dan", "Bob"} {
		in.Leads = append(in.Leads, lead.Lead{ID: fmt.Sprint("L-", i), Owner: name, Status: "new",
			Received: on(t, "Mon 10:00")})
	}
	var order []string
	for _, p := range figures.Of(facts.New(in, storyNow)).People {
		order = append(order, p.Name)
	}
	if got := fmt.Sprintf("%q", order); got != `["Ann" "Bob" "Zoe" "dan" ""]` {
		t.Error(got)
	}
}

// A business without a team has people all the same, each once.
func TestPeople_WithoutATeam(t *testing.T) {
	p := storyPolicy()
	p.Team = nil
	people := peopleOf(t, p, story{"", []string{"Mon 10:00 created Ann Smith"}},
		story{"", []string{"Mon 11:00 created ann smith"}})
	if a := people["Ann Smith"]; a == nil || a.Received != 2 || a.InTeam || len(people) != 1 {
		t.Errorf("%+v", people)
	}
}
