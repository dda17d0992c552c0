package turns

import (
	"strings"
	"time"

	"leadsheet/lead"
)

// Oldest returns since when the customer has been waiting who has waited longest for an answer; zero when nobody waits.
// open says of a lead that its status is none that ends it.
func Oldest(leads []lead.Lead, events []lead.Event, open func(*lead.Lead) bool) time.Time {
	waits := MayWait(leads, events)
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

// MayWait are the turns of the leads of which the history says more than the row: who wrote again, and who may wait for
// the first response.
func MayWait(leads []lead.Lead, events []lead.Event) map[string]*Turns {
	of := map[string]*Turns{}
	for i := range leads {
		if l := &leads[i]; l.FirstResponse.IsZero() && !l.RespondBy.IsZero() {
			of[strings.TrimSpace(l.ID)] = &Turns{}
		}
	}
	for i := range events {
		if e := &events[i]; e.What == lead.Asked && e.OfLead() {
			of[e.Lead] = &Turns{}
		}
	}
	if len(of) == 0 {
		return of
	}
	for i := range events {
		e := &events[i]
		if t := of[e.Lead]; t != nil && e.OfLead() {
			t.Add(e)
		}
	}
	return of
}
