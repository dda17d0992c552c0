package clocks

import (
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// Late is what Activity keeps of a turn whose time has passed without an answer: it happened when the answer fell due,
// and belongs to who owned the lead then, "" for nobody; Why says until when it was theirs to answer. While the owner
// was away it belongs to who stood in. held is who had the lead, journals the zone of Activity.
func Late(p *policy.Policy, t *Turn, held Ownership, journals *time.Location, now time.Time) lead.Event {
	say := &p.Words.Texts().Clocks
	since := t.Since
	if since.IsZero() { // somebody has emptied Received
		since = t.Due
	}
	clock := func(t time.Time) string { return t.In(p.Location()).Format("2006-01-02 15:04") }
	e := lead.Event{Time: t.Due, What: lead.Late, Column: lead.ColRespondBy, By: lead.ByLeadsheet,
		From: since.In(journals).Format(time.RFC3339), Why: say.NobodyAnswered.With(clock(t.Due))}
	had := held.At(t.Due)
	if e.To = had.Owner; had.Owner == "" {
		if had = held.At(now); had.Owner == "" {
			e.Why += "; " + say.NobodyHasIt
			return e
		}
	}
	if by, away := p.StandIn(p.FindPerson(had.Owner), t.Due); e.To != "" && away {
		e.Why += "; " + say.OwnerAway.With(had.Owner)
		if by != nil {
			e.To = by.Name
		}
		return e
	}
	own, later := Owner(p, t, had.Owner, had.From)
	switch {
	case e.To == "":
		e.Why += "; " + say.NobodyHad.With(had.Owner, clock(own.From), clock(own.Due))
	case later:
		e.Why += "; " + say.OwnTime.With(had.Owner, clock(own.From), clock(own.Due))
	}
	return e
}
