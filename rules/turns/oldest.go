package turns

import (
	"strings"
	"time"

	"leadsheet/lead"
)

// Oldest is since when the customer has been waiting who has waited longest for an answer; zero when nobody waits. open
// says that the status of a lead is none that ends it.
func Oldest(leads []lead.Lead, history []lead.Event, open func(*lead.Lead) bool) time.Time {
	waits := OfLeads(leads, history)
	var oldest time.Time
	for i := range leads {
		l := &leads[i]
		x := waits[strings.TrimSpace(l.ID)]
		if x == nil {
			x = &Turns{}
		}
		t, ok := x.Of(l, open(l))
		if ok && !(t.First && lead.IsBad(l, lead.ColFirstResponse)) && (oldest.IsZero() || t.Since.Before(oldest)) {
			oldest = t.Since
		}
	}
	return oldest
}

// OfLeads are the turns of the leads of which the history says more than the row: who wrote again, and who may wait for
// the first response.
func OfLeads(leads []lead.Lead, history []lead.Event) map[string]*Turns {
	of := map[string]*Turns{}
	for i := range leads {
		if l := &leads[i]; l.FirstResponse.IsZero() && !l.RespondBy.IsZero() {
			of[strings.TrimSpace(l.ID)] = &Turns{}
		}
	}
	for i := range history {
		if e := &history[i]; e.What == lead.Asked && e.OfLead() {
			of[e.Lead] = &Turns{}
		}
	}
	if len(of) == 0 {
		return of
	}
	for i := range history {
		e := &history[i]
		if t := of[e.Lead]; t != nil && e.OfLead() {
			t.Add(e)
		}
	}
	return of
}
