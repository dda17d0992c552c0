package rules

import (
	"reflect"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// What few leads have is shared by all others: no event of one lead may write into what they share.
func TestNoEventWritesWhatAllShare(t *testing.T) {
	w := newWorld(t)
	kinds := append((words.Language{}).Names(words.Events), "unknown")
	for _, first := range kinds {
		for _, then := range kinds {
			p := newPlanner(w.state, w.now, 0)
			rec := p.recordOf("L-1001")
			for _, kind := range []string{first, then} {
				for _, column := range []string{"", lead.ColStatus, lead.ColFirstResponse, lead.ColAttention, lead.ColID, lead.ColDo, lead.ColNeed} {
					for _, by := range []string{byUs, byTeam} {
						p.fold(rec, &lead.Event{Time: w.now.Add(time.Minute), Lead: "L-1001", What: lead.EventKind(kind), Column: column,
							From: "L-1002", To: `{"verb":"done","lead":"L-1002"}`, By: by, Why: "why"})
					}
				}
			}
			if !reflect.ValueOf(*p.noneRare).IsZero() {
				t.Fatalf("%s, then %s: %+v", first, then, *p.noneRare)
			}
		}
	}
}
