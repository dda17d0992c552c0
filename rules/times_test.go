package rules

import (
	"testing"
	"time"

	"leadsheet/lead"
)

// After a change of the zone a pass writes the times of so many leads anew, and the next ones go on, until none is left.
// No event says it of each lead.
func TestRenderTimes_InPasses(t *testing.T) {
	w := newWorld(t, team("Kim"))
	w.state.Journals = w.state.Policy.Zone
	const many = mostRendered*2 + 7
	w.state.Stale = map[int][]string{}
	for i := range many {
		id := "L-" + string(rune('A'+i%26)) + time.Duration(i).String()
		received := w.now.Add(-40 * 24 * time.Hour)
		w.state.Leads = append(w.state.Leads, lead.Lead{Ref: i, ID: id, Received: received, LastActivity: received,
			Status: "Closed", RefusalReason: "No budget", Owner: "Kim", Name: "Kim"})
		w.state.History = append(w.state.History, lead.Event{Time: received, Lead: id, What: lead.Created, By: byUs,
			To: `{"received":"` + received.Format(time.RFC3339) + `","status":"Closed","owner":"Kim","name":"Kim","refusal_reason":"No budget"}`})
		w.state.Stale[i] = []string{lead.ColReceived, lead.ColLastActivity}
	}
	for pass, want := range []int{mostRendered, mostRendered, 7, 0} {
		work := Plan(w.state, nil, w.now)
		if work.Rendered != want || len(work.Events) > 0 || len(work.Changes) < want*2 {
			t.Fatalf("pass %d: %d leads, %d changes, events %+v", pass, work.Rendered, len(work.Changes), what(work))
		}
		w.apply(work)
		for _, c := range work.Changes {
			delete(w.state.Stale, c.Ref)
		}
	}
}
