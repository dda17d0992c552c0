package facts

import "leadsheet/lead"

// rememberPast takes over what leads left behind that went to the archive: since when something is known does not
// change when they go.
func (b *Dataset) rememberPast() {
	b.Past = lead.PastMonths(b.In.History)
	if len(b.Past) == 0 {
		return
	}
	first := b.Past[0].Start(b.Zone)
	if first.IsZero() {
		return
	}
	if b.FirstLead.IsZero() || first.Before(b.FirstLead) {
		b.FirstLead = first
	}
	if b.FirstEvent.IsZero() || first.Before(b.FirstEvent) {
		b.FirstEvent = first
	}
}
