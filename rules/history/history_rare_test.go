package history

import (
	"reflect"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/owners"
	"leadsheet/rules/policy"
)

// What few leads have is shared by all others: no event of one lead may write into what they share.
func TestNoEventWritesWhatAllShare(t *testing.T) {
	tables := map[string]policy.Table{}
	for _, tab := range policy.DefaultTables() {
		tables[tab.Title] = tab
	}
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	of, _ := policy.ReadPolicy(words.Language{}, tables, policy.InForce{})
	kinds := append((words.Language{}).Names(words.Events), "unknown")
	for _, first := range kinds {
		for _, then := range kinds {
			h := New(&of, policy.NewKindCache(&of), owners.New(&of, now), lead.LeadColumns(), time.UTC, 0)
			rec := h.Of("L-1001")
			for _, kind := range []string{first, then} {
				for _, column := range []string{"", lead.ColStatus, lead.ColFirstResponse, lead.ColAttention, lead.ColID, lead.ColDo, lead.ColNeed} {
					for _, by := range []string{lead.ByLeadsheet, lead.ByTeam} {
						h.Add(rec, &lead.Event{Time: now.Add(time.Minute), Lead: "L-1001", What: lead.EventKind(kind), Column: column,
							From: "L-1002", To: `{"verb":"done","lead":"L-1002"}`, By: by, Why: "why"})
					}
				}
			}
			if !reflect.ValueOf(*h.noneRare).IsZero() {
				t.Fatalf("%s, then %s: %+v", first, then, *h.noneRare)
			}
		}
	}
}
