package reports

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/reports/facts"
	"leadsheet/reports/figures"
)

// step is a change of status, so many hours after the first one.
type step struct {
	hours  int
	status string
}

// walked are the events of a lead that came in 20 days ago.
func walked(id string, steps ...step) []lead.Event {
	from := ago(20)
	events := []lead.Event{{Time: from, Lead: id, What: lead.Created, To: `{"status":"new"}`}}
	was := "new"
	for _, s := range steps {
		events = append(events, lead.Event{Time: from.Add(time.Duration(s.hours) * time.Hour), Lead: id,
			What:   lead.Changed,
			Column: lead.ColStatus, From: was, To: s.status, By: "team"})
		was = s.status
	}
	return events
}

// What the team takes back within a day never happened; what it takes back later is a correction of a win, and leaves a
// loss where it was.
func TestWhatIsTakenBackWithinADayNeverHappened(t *testing.T) {
	for _, c := range []struct {
		name                      string
		steps                     []step
		won, unqualified, refused int
		deals, begun, corrections int
		furthest                  facts.Rank
	}{
		{"won by a slip", []step{{10, "qualifying"}, {50, "won"}, {51, "qualifying"}}, 0, 0, 0, 0, 1, 0,
			facts.RankQualifying},
		{"won instead of closed", []step{{10, "qualifying"}, {50, "won"}, {51, "closed"}}, 0, 0, 1, 0, 1, 0,
			facts.RankQualifying},
		{"closed instead of won", []step{{10, "deal"}, {50, "closed"}, {73, "won"}}, 1, 0, 0, 1, 1, 0, facts.RankWon},
		{"won by a slip, and won in the end", []step{{10, "deal"}, {50, "won"}, {51, "deal"}, {200, "won"}}, 1, 0, 0,
			1, 1, 0, facts.RankWon},
		{"out of won by a slip", []step{{10, "deal"}, {50, "won"}, {150, "closed"}, {151, "won"}}, 1, 0, 0, 1, 1, 0,
			facts.RankWon},
		{"out of won by a slip, into work", []step{{50, "won"}, {150, "working"}, {151, "won"}}, 1, 0, 0, 1, 1, 0,
			facts.RankWon},
		{"a chain of slips", []step{{50, "won"}, {51, "closed"}, {52, "deal"}, {53, "new"}}, 0, 0, 0, 0, 0, 0,
			facts.RankAll},
		{"closed by a slip", []step{{50, "closed"}, {60, "new"}}, 0, 0, 0, 0, 0, 0, facts.RankAll},
		{"begun by a slip", []step{{50, "working"}, {51, "new"}}, 0, 0, 0, 0, 0, 0, facts.RankAll},
		{"a deal by a slip", []step{{10, "contacted"}, {50, "deal"}, {51, "contacted"}}, 0, 0, 0, 0, 1, 0,
			facts.RankContacted},
		{"a deal that is lost at once", []step{{50, "deal"}, {51, "closed"}}, 0, 0, 1, 1, 1, 0, facts.RankDeal},
		{"all on one day", []step{{1, "contacted"}, {2, "qualifying"}, {3, "deal"}, {4, "won"}}, 1, 0, 0, 1, 1, 0,
			facts.RankWon},
		{"put off for an hour", []step{{10, "deal"}, {11, "postponed"}, {12, "deal"}}, 0, 0, 0, 1, 1, 0,
			facts.RankDeal},
		{"put off by a slip, and begun by one", []step{{50, "working"}, {51, "postponed"}, {52, "new"}}, 0, 0, 0, 0,
			0, 0, facts.RankAll},
		{"unqualified instead of closed", []step{{50, "closed"}, {51, "unqualified"}}, 0, 1, 1, 0, 1, 0, facts.RankAll},
		{"unqualified after all", []step{{50, "closed"}, {150, "unqualified"}}, 0, 1, 1, 0, 1, 0, facts.RankAll},
		{"unqualified by a slip", []step{{50, "closed"}, {51, "unqualified"}, {52, "closed"}}, 0, 0, 1, 0, 1, 0,
			facts.RankAll},
		{"won no more, days later", []step{{50, "won"}, {150, "deal"}}, 0, 0, 0, 1, 1, 1, facts.RankWon},
		{"lost after all", []step{{50, "won"}, {150, "closed"}}, 0, 0, 1, 1, 1, 1, facts.RankWon},
		{"begun anew after the win", []step{{50, "won"}, {150, "new"}}, 1, 0, 0, 1, 1, 0, facts.RankWon},
		{"taken up again", []step{{50, "closed"}, {150, "working"}}, 0, 0, 1, 0, 1, 0, facts.RankAll},
		{"taken up again and won", []step{{50, "closed"}, {150, "working"}, {200, "won"}}, 1, 0, 1, 1, 1, 0,
			facts.RankWon},
		{"taken up again by a slip", []step{{50, "closed"}, {150, "working"}, {151, "closed"}}, 0, 0, 1, 0, 1, 0,
			facts.RankAll},
		{"after a day it is no slip", []step{{50, "working"}, {74, "new"}}, 0, 0, 0, 0, 1, 0, facts.RankAll},
	} {
		l := came("L-1", 20, c.steps[len(c.steps)-1].status)
		l.RefusalReason = "No budget"
		n := figuresOf(Input{Policy: examplePolicy(), Leads: []lead.Lead{l}, History: walked("L-1", c.steps...)}, now)
		furthest := facts.RankAll
		for r, s := range n.Funnel.Stages {
			if s.Reached > 0 {
				furthest = facts.Rank(r)
			}
		}
		got := []int{n.Won.Now, n.Unqualified.Now, n.Refused, n.Deals.Now, n.Processed.Part, len(n.Corrections),
			int(furthest)}
		if want := []int{c.won, c.unqualified, c.refused, c.deals, c.begun, c.corrections,
			int(c.furthest)}; !reflect.DeepEqual(got, want) {
			t.Errorf("%s: won, unqualified, refused, deals, begun, corrections, furthest are\n%v, want\n%v", c.name,
				got, want)
		}
		if n.WinRate.Of != n.Won.Now+n.Refused || n.Undated != 0 {
			t.Errorf("%s: win rate %+v, undated %d", c.name, n.WinRate, n.Undated)
		}
	}
}

// A rule that puts a status back leaves everything as it was, whatever the change had taken back.
func TestAStatusThatARulePutsBack(t *testing.T) {
	for _, steps := range [][]step{
		{{10, "deal"}, {50, "won"}}, {{10, "deal"}}, {{50, "closed"}}, {{50, "closed"}, {150, "working"}},
		{{1, "contacted"}, {3, "won"}},
	} {
		for _, bad := range []string{"new", "deal", "won", "closed", "unqualified", "postponed", "nobody knows"} {
			for _, after := range []int{1, 100} {
				last := steps[len(steps)-1]
				l := came("L-1", 20, last.status)
				history := walked("L-1", steps...)
				in := Input{Policy: examplePolicy(), Leads: []lead.Lead{l}, History: history}
				want := figuresOf(in, now)
				in.History = append(walked("L-1", append(steps[:len(steps):len(steps)],
					step{last.hours + after, bad})...), lead.Event{
					Time: ago(20).Add(time.Duration(last.hours+after) * time.Hour), Lead: "L-1", What: lead.Reverted,
					Column: lead.ColStatus, From: bad, To: last.status, By: "leadsheet"})
				if got := figuresOf(in, now); !reflect.DeepEqual(got, want) {
					t.Errorf("%v, then %s after %d h, put back:\n%+v, want\n%+v", steps, bad, after, got, want)
				}
			}
		}
	}
}

// What a lost lead was refused for stays, whatever becomes of the lead; so does what a won one was worth.
func TestAnEndingKeepsWhatItHeld(t *testing.T) {
	set := func(hours int, column, to string) lead.Event {
		return lead.Event{Time: ago(20).Add(time.Duration(hours) * time.Hour), Lead: "L-1", What: lead.Changed,
			Column: column, To: to,
			By: "team"}
	}
	l := came("L-1", 20, "won")
	l.Value, l.HasValue = 700, true
	n := figuresOf(Input{Policy: examplePolicy(), Leads: []lead.Lead{l}, History: append(
		walked("L-1", step{50, "closed"}, step{150, "new"}, step{200, "won"}),
		set(50, lead.ColRefusalReason, "No budget"),
		set(52, lead.ColRefusalReason, "Too far"), set(160, lead.ColRefusalReason, ""),
		set(200, lead.ColValue, "700"))}, now)
	if !reflect.DeepEqual(n.Reasons, []figures.Reason{{Name: "Too far", Count: 1}}) || n.WonValue.Sum != 700 ||
		n.WinRate != (figures.Share{Part: 1, Of: 2}) {
		t.Errorf("reasons %+v, value %+v, win rate %+v", n.Reasons, n.WonValue, n.WinRate)
	}
	l = came("L-1", 20, "new")
	l.Value, l.HasValue = 0, false
	n = figuresOf(Input{Policy: examplePolicy(), Leads: []lead.Lead{l}, History: append(
		walked("L-1", step{50, "won"}, step{150, "new"}), set(50, lead.ColValue, "5000"),
		set(151, lead.ColValue, ""))}, now)
	if n.WonValue != (figures.Money{Sum: 5000, With: figures.Share{Part: 1, Of: 1}}) || n.Open.Sum != 0 {
		t.Errorf("value won %+v, open %+v", n.WonValue, n.Open)
	}
}

// What is corrected more than a day after the win changes the figures of that day, and is named for 30 days.
func TestCorrectionsOfTheValue(t *testing.T) {
	value := func(days int, to string) lead.Event {
		return lead.Event{Time: ago(days), Lead: "L-1", What: lead.Changed, Column: lead.ColValue, To: to, By: "team"}
	}
	known := func(v float64) facts.Amount { return facts.Amount{Value: v, Known: true} }
	for _, c := range []struct {
		name   string
		values []lead.Event
		want   []facts.Amount // from, to
	}{
		{"on the day of the win", []lead.Event{value(40, "5000")}, nil},
		{"later", []lead.Event{value(41, "5000"), value(5, "4000")}, []facts.Amount{known(5000), known(4000)}},
		{"twice", []lead.Event{value(41, "5000"), value(9, "4000"), value(5, "4500")},
			[]facts.Amount{known(5000), known(4500)}},
		{"and taken back", []lead.Event{value(41, "5000"), value(9, "4000"), value(9, "5000")}, nil},
		{"was missing", []lead.Event{value(5, "4000")}, []facts.Amount{{}, known(4000)}},
		{"long ago", []lead.Event{value(41, "5000"), value(35, "4000")}, nil},
	} {
		l := came("L-1", 60, "won")
		l.HasValue = true
		fmt.Sscan(c.values[len(c.values)-1].To, &l.Value)
		in := Input{Policy: examplePolicy(), Leads: []lead.Lead{l},
			History: append([]lead.Event{moved("L-1", 40, "new", "won")}, c.values...)}
		n := figuresOf(in, now)
		var got []facts.Amount
		for _, x := range n.Corrections {
			got = append(got, x.From, x.To)
			if x.ID != "L-1" || x.Name != "Name L-1" || !x.WonAt.Equal(ago(40)) || x.Status != "" {
				t.Errorf("%s: %+v", c.name, x)
			}
		}
		if !reflect.DeepEqual(got, c.want) || n.WonValueBefore.Sum != l.Value {
			t.Errorf("%s: corrections %+v, want %+v; value won before %+v", c.name, got, c.want, n.WonValueBefore)
		}
	}
}

// What is not a lead is in no figure; that may be taken back at any time.
func TestWhatIsNotALeadCountsNowhere(t *testing.T) {
	for _, before := range []step{{50, "won"}, {50, "closed"}, {50, "deal"}, {0, "new"}} {
		in := Input{Policy: examplePolicy(), Leads: []lead.Lead{came("L-1", 20, "no lead")}}
		in.History = walked("L-1", before, step{100, "no lead"})
		n := figuresOf(in, now)
		if n.Leads+n.Duplicates+n.In.Now+n.Won.Now+n.Refused+n.WinRate.Of+n.Deals.Now+n.Undated+len(n.Sources)+len(n.Corrections) != 0 {
			t.Errorf("%s: %+v", before.status, n)
		}
		in.Leads[0].Status = before.status
		got := in
		got.History = append(in.History, moved("L-1", 2, "no lead", before.status))
		in.History = walked("L-1", before)
		if got, want := figuresOf(got, now), figuresOf(in, now); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, want %+v", before.status, got, want)
		}
	}
}

// How much spam came in is said: of all that came in, by the day on which it did, and also of rows that were deleted.
func TestRowsThatAreNoLeadsAreCounted(t *testing.T) {
	in := Input{Policy: examplePolicy(), Leads: []lead.Lead{came("L-1", 2, "no lead"), came("L-2", 3, "no lead"),
		came("L-3", 4, "new"), came("L-4", 40, "no lead"), came("L-5", 70, "new")}}
	in.Leads[1].Quality = "duplicate"
	in.History = append(walked("L-6", step{100, "no lead"}),
		lead.Event{Time: ago(1), Lead: "L-6", What: lead.Deleted, By: "team"})
	in.History[0].To = `{"received":"` + ago(20).Format(time.RFC3339) + `","status":"new"}`
	if n := figuresOf(in, now); n.NoLead != (figures.Pair{Now: 3, Before: 1, Known: true}) || n.Leads != 2 ||
		n.Duplicates != 0 || n.In.Now != 1 {
		t.Errorf("%+v", n)
	}
	var page strings.Builder
	draw(&page, Build(in, now)[0])
	if !regexp.MustCompile(`Not a lead \(spam\) +3 +of 4 that came in; not counted`).MatchString(page.String()) {
		t.Error(page.String())
	}
	if f := figures.NewDocument(facts.New(in, now)).Figures["no_lead"]; *f.Value != 3 || *f.N != 4 || *f.Before != 1 {
		t.Errorf("%+v", f)
	}
}

// Who was taken for a duplicate, and is none, has what happened before: nothing was refused, and a win stays.
func TestADuplicateThatIsNone(t *testing.T) {
	for _, before := range []step{{50, "won"}, {50, "deal"}, {50, "closed"}} {
		l := came("L-1", 20, before.status)
		in := Input{Policy: examplePolicy(), Leads: []lead.Lead{l}, History: walked("L-1", before)}
		want := figuresOf(in, now)
		in.History = walked("L-1", before, step{150, "unqualified"}, step{300, before.status})
		reason := func(hours int, to string) lead.Event {
			return lead.Event{Time: ago(20).Add(time.Duration(hours) * time.Hour), Lead: "L-1", What: lead.Changed,
				Column: lead.ColRefusalReason, To: to, By: "team"}
		}
		in.History = append(in.History, reason(150, "duplicate"), reason(300, ""))
		if got := figuresOf(in, now); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, want %+v", before.status, got, want)
		}
	}
}

// Report names what was corrected of the past.
func TestReportNamesCorrections(t *testing.T) {
	in := Input{Policy: examplePolicy()}
	for i := range 5 {
		l := came(fmt.Sprint("L-", i), 60, "won")
		l.Value, l.HasValue = 4000, true
		in.Leads = append(in.Leads, l)
		in.History = append(in.History, moved(l.ID, 40, "new", "won"),
			lead.Event{Time: ago(i + 1), Lead: l.ID, What: lead.Changed,
				Column: lead.ColValue, To: "4000", By: "team"})
	}
	in.Leads[0].Status = "deal"
	in.History = append(in.History, moved("L-0", 1, "won", "deal"))
	var page strings.Builder
	draw(&page, Build(in, now)[0])
	for _, want := range []string{"Corrected: L-0 (Name L-0), won 13 Oct 2026, is won no more",
		"Corrected: L-1 (Name L-1), won 13 Oct 2026: value 4,000, was —", "and 3 more corrections"} {
		if !strings.Contains(page.String(), want) {
			t.Errorf("%q is not on the page:\n%s", want, page.String())
		}
	}
}
