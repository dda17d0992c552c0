package reports

import (
	"reflect"
	"testing"
	"time"

	"leadsheet/lead"
)

// What happened in the same second counts in the order in which it was written.
func TestEventsOfTheSameSecond(t *testing.T) {
	won := []lead.Event{moved("L-1", 5, "new", "deal"), moved("L-1", 5, "deal", "won")}
	back := []lead.Event{moved("L-1", 5, "new", "won"), moved("L-1", 5, "won", "deal")}
	later := moved("L-2", 1, "new", "contacted")
	for _, test := range []struct {
		name    string
		history []lead.Event
		status  string
		won     int
	}{
		{"won in the end", won, "won", 1},
		{"not won in the end", back, "deal", 0},
		{"a later event stands above", append([]lead.Event{later}, won...), "won", 1},
		{"a later event stands above, not won", append([]lead.Event{later}, back...), "deal", 0},
	} {
		n := figuresOf(Input{Policy: examplePolicy(), Leads: []lead.Lead{came("L-1", 20, test.status), came("L-2", 20, "contacted")},
			History: test.history}, now)
		if n.Won.Now != test.won || n.Deals.Now != 1 {
			t.Errorf("%s: won %d, deals %d", test.name, n.Won.Now, n.Deals.Now)
		}
	}
}

// The status that a lead began with counts in whichever way it was written down.
func TestTheFirstStatusIsAFact(t *testing.T) {
	in := Input{Policy: examplePolicy(), Leads: []lead.Lead{came("L-1", 20, "won"), came("L-2", 20, "new")}}
	in.History = []lead.Event{{Time: ago(20), Lead: "L-1", What: lead.Adopted}, moved("L-1", 20, "", "won"),
		{Time: ago(20), Lead: "L-2", What: lead.Created}, moved("L-2", 20, "", "new")}
	want := figuresOf(in, now)
	in.History = []lead.Event{{Time: ago(20), Lead: "L-1", What: lead.Adopted,
		To: `{"received":"` + ago(20).Format(time.RFC3339) + `","status":"won"}`},
		{Time: ago(20), Lead: "L-2", What: lead.Created, To: `{"status":"new"}`}}
	if got := figuresOf(in, now); got.Won.Now != 1 || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v\nwant %+v", got, want)
	}
}

// Events of the workbook itself change no figure, and do not say since when something is known of leads.
func TestFiguresWithoutTheWorkbooksOwnEvents(t *testing.T) {
	in := Input{Policy: examplePolicy(), Leads: []lead.Lead{came("L-1", 20, "won"), {Name: "without an ID", Received: ago(20), Status: "won"}},
		History: []lead.Event{moved("L-1", 15, "new", "won")}}
	want := figuresOf(in, now)
	for _, id := range []string{lead.Workbook, "", " "} {
		in.History = append(in.History,
			lead.Event{Time: ago(100), Lead: id, What: lead.Changed, Column: "Time zone", To: "UTC"},
			lead.Event{Lead: id, What: lead.Changed, Column: lead.ColStatus, To: "deal"},
			lead.Event{Time: ago(2), Lead: id, What: lead.Reopened},
			lead.Event{Time: now.Add(time.Hour), Lead: id, What: "digest sent"})
	}
	if got := figuresOf(in, now); got.Deals != want.Deals || got.Won != want.Won || got.Unqualified != want.Unqualified {
		t.Errorf("deals %+v, won %+v; without them %+v, %+v", got.Deals, got.Won, want.Deals, want.Won)
	}
}
