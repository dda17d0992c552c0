package facts

import (
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// Long histories end as they do when every change is made days apart, but for what was taken back.
func TestManyMoves(t *testing.T) {
	kinds := []string{"new", "working", "contacted", "qualifying", "deal", "won", "closed", "unqualified", "postponed"}
	p := policy.Policy{Zone: time.UTC}
	for _, k := range policy.Kinds() {
		p.Statuses = append(p.Statuses, policy.Status{Name: string(k), Kind: k})
	}
	from := time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)
	events := []lead.Event{{Time: from, Lead: "L-1", What: lead.Created, To: `{"status":"new"}`}}
	was := "new"
	for i := range 60 {
		to := kinds[i*i%len(kinds)]
		events = append(events, lead.Event{Time: from.Add(time.Duration(7*i) * time.Hour), Lead: "L-1",
			What: lead.Changed, Column: lead.ColStatus, From: was, To: to, By: "team"})
		was = to
	}
	l := lead.Lead{ID: "L-1", Received: from, Status: was}
	b := New(Input{Policy: p, Leads: []lead.Lead{l}, History: events}, from.AddDate(0, 0, 20))
	c := &b.Leads[0]
	if len(c.Track.moves.list) > 6 {
		t.Errorf("%d moves are kept", len(c.Track.moves.list))
	}
	for _, e := range c.Track.Ends {
		if !e.left.IsZero() && e.left.Sub(e.At) < slip || e.Kind == policy.KindWon && !e.left.IsZero() && !e.anew {
			t.Errorf("%+v", e)
		}
	}
}
