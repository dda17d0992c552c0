package reports

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/reports/figures"
)

// pasted is a row that was added by hand two days ago, with what it held.
func pasted(id, received, status string) (lead.Lead, lead.Event) {
	l := lead.Lead{ID: id, Name: "Name " + id, Status: status, Owner: "Anna", Value: 1000, HasValue: true}
	l.Received, _ = time.Parse(time.DateOnly, received)
	facts := []lead.Fact{{Name: "received", Text: received}, {Name: "status", Text: status},
		{Name: "value", Text: "1000", Raw: true}}
	return l, lead.Event{Time: ago(2), Lead: id, What: lead.Adopted, To: lead.FormatFacts(facts), By: lead.ByTeam}
}

// Old customers who are pasted in were not won today: nobody knows when, and the report says so. What is dated counts,
// and so does what happens later.
func TestPastedRowsAreHistory(t *testing.T) {
	in := Input{Policy: examplePolicy()}
	add := func(received, status string, later ...lead.Event) {
		id := fmt.Sprint("L-", len(in.Leads)+1)
		l, e := pasted(id, received, status)
		in.History = append(in.History, e)
		for _, e := range later {
			e.Lead = id
			in.History, l.Status = append(in.History, e), e.To
		}
		in.Leads = append(in.Leads, l)
	}
	add("2024-05-01", "won")
	add("", "won")
	add("", "closed")
	add("2026-11-10", "unqualified")                       // came in in the period, ended nobody knows when
	add("2026-11-20", "won")                               // of the day on which it was added
	add("2024-05-01", "deal")                              // a deal, nobody knows since when
	add("2024-05-01", "deal", moved("", 1, "deal", "won")) // and won since
	add("2024-05-01", "new", moved("", 1, "new", "deal"))
	add("2024-05-01", "won", moved("", 1, "won", "closed")) // a correction
	n := figuresOf(in, now)
	if n.Won.Now != 2 || n.WonValue.Sum != 2000 || n.WinRate != (figures.Share{Part: 2, Of: 2}) || n.Refused != 0 ||
		n.Unqualified.Now != 0 {
		t.Errorf("won %+v %+v, win rate %+v, refused %d", n.Won, n.WonValue, n.WinRate, n.Refused)
	}
	if n.Deals.Now != 2 || n.In.Now != 2 || n.Undated != 5 || n.UndatedDeals != 1 {
		t.Errorf("deals %+v, in %+v, undated %d and %d", n.Deals, n.In, n.Undated, n.UndatedDeals)
	}
	won := 0
	for _, w := range n.Trend {
		won += w.Won
	}
	if s := n.Sources[0]; won != 2 || s.Won != 4 || s.Deals != 7 || s.WonValue != 4000 {
		t.Errorf("%d won in the weeks, sources %+v", won, n.Sources)
	}
	var page strings.Builder
	draw(&page, Build(in, now)[0])
	if want := "5 leads ended before leadsheet was watching: not in the weeks, no date is known. 1 lead"; !strings.Contains(page.String(), want) {
		t.Errorf("the report does not say %q:\n%s", want, page.String())
	}
}

// A row that somebody is typing is counted nowhere, and nothing is asked about it.
func TestARowThatIsTypedIsNoLeadYet(t *testing.T) {
	in := Input{Policy: examplePolicy(), Leads: []lead.Lead{came("L-1", 3, "new"), {ID: "L-2", Name: "Kim"},
		came("L-3", 3, "contacted")},
		History: []lead.Event{{Time: ago(0), Lead: "L-2", What: lead.Typed, To: `{"name":"Kim"}`},
			{Time: ago(0), Lead: "L-4", What: lead.Typed, To: `{"name":"Bo"}`},
			{Time: ago(0), Lead: "L-4", What: lead.Deleted}}}
	at := ago(0).Add(time.Minute)
	if n := figuresOf(in, at); n.Leads != 2 || n.Untouched != 1 || n.Deleted != 0 || n.Open.With.Of != 2 {
		t.Errorf("%+v", n)
	}
	if got := todayText(in, at); strings.Contains(got, "Kim") || !strings.Contains(got, "Name L-3") {
		t.Errorf("today:\n%s", got)
	}
	in.History = append(in.History, lead.Event{Time: at, Lead: "L-2", What: lead.Adopted, To: `{"name":"Kim"}`})
	if n := figuresOf(in, at); n.Leads != 3 {
		t.Errorf("afterwards: %d leads", n.Leads)
	}
}

// A list that came at once is one line, as long as somebody of it was not contacted; who came with few is listed.
func TestListsOnToday(t *testing.T) {
	in := Input{Policy: examplePolicy()}
	add := func(list string, day int, status string) *lead.Lead {
		l := came(fmt.Sprint("L-", len(in.Leads)+1), day, status)
		l.NextContact, l.NextStep = ago(-30), "Call"
		in.Leads = append(in.Leads, l)
		in.History = append(in.History, lead.Event{Time: l.Received, Lead: l.ID, What: lead.Created,
			To: lead.FormatFacts([]lead.Fact{{Name: "status", Text: "new"}, {Name: lead.FactList, Text: list}})})
		return &in.Leads[len(in.Leads)-1]
	}
	for i := range 60 {
		status := "new"
		if i < 17 {
			status = []string{"contacted", "closed"}[i%2]
		}
		add("Trade fair", 3, status)
	}
	add("Old fair", 9, "closed")
	add("Trade fair", 1, "new").Quality = "duplicate"
	if got := todayText(in, now); !strings.Contains(got, "Trade fair: 43 of 60 not contacted") ||
		strings.Contains(got, "Old fair") ||
		strings.Contains(got, "Name L-") {
		t.Errorf("today:\n%s", got)
	}
	add("Trade fair", 1, "new")
	if got := todayText(in, now); !strings.Contains(got, "Trade fair, 19 Nov 2026: 43 of 60 not") ||
		!strings.Contains(got, "Trade fair, 21 Nov 2026: 1 of 1 not") {
		t.Errorf("two of the name:\n%s", got)
	}
	old := Input{Policy: examplePolicy(), Leads: []lead.Lead{came("L-1", 3, "new"), came("L-2", 3, "contacted")}}
	for _, id := range []string{"L-1", "L-2"} {
		old.History = append(old.History, lead.Event{Time: ago(3), Lead: id, What: lead.Created,
			To: `{"status":"new","old_record":true}`})
	}
	if got := todayText(old, now); !strings.Contains(got, "Never contacted") ||
		strings.Count(got, "Never contacted") != 1 {
		t.Errorf("few old ones:\n%s", got)
	}
}
