package facts

import (
	"slices"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/turns"
)

// AsOf is the input as it was recorded by then, for New at the same moment: only what Activity had is counted, and
// every lead is what its events made of it. So the figures of a day that is over are the same whenever they are asked
// for, whatever people have corrected, deleted or typed since: rows that were deleted later are there, and rows that
// came later are not. The rule tabs are those of today. What is not written down with its time is left out: what came
// in, which places were watched, and cells that no event tells of, such as Attention.
//
// What an upgrade from an earlier version wrote down of a lead counts from the beginning of the lead: that is the first
// that anybody knows of it.
func (in *Input) AsOf(then time.Time) Input {
	past := Input{Policy: in.Policy, Journals: in.Journals, Mailbox: in.Mailbox, History: recordedBy(in.History, then)}
	r := newRecaller(in)
	at := map[string]*standing{}
	var order []*standing // as their first events were written
	for i := range past.History {
		e := &past.History[i]
		if !e.OfLead() {
			continue
		}
		s := at[e.Lead]
		if s == nil {
			s = &standing{lead: lead.Lead{ID: e.Lead}}
			at[e.Lead], order = s, append(order, s)
		}
	}
	for i := range in.History {
		if e := &in.History[i]; e.What == lead.Baseline && at[e.Lead] != nil && Recorded(e).After(then) {
			r.add(&at[e.Lead].lead, &at[e.Lead].cells, e)
		}
	}
	for i := range past.History {
		e := &past.History[i]
		if s := at[e.Lead]; s != nil && e.OfLead() {
			r.add(&s.lead, &s.cells, e)
			s.follow(e, r.journals)
		}
	}
	kinds := newKinds(in.Policy)
	past.Leads = make([]lead.Lead, 0, len(order))
	for _, s := range order {
		if s.deleted {
			continue // New knows of it by its events
		}
		_, open := kinds.of(s.lead.Status)
		s.lead.Ref = len(past.Leads)
		past.Leads = append(past.Leads, s.shown(open))
	}
	return past
}

// Recorded is when an event was written. Of one of an earlier version that is when it happened.
func Recorded(e *lead.Event) time.Time {
	if e.Recorded.IsZero() {
		return e.Time
	}
	return e.Recorded
}

// recordedBy are the events that had been written by then, in their order.
func recordedBy(history []lead.Event, then time.Time) []lead.Event {
	later := func(e lead.Event) bool { return Recorded(&e).After(then) }
	n := slices.IndexFunc(history, later)
	switch {
	case n < 0:
		return history
	case !slices.ContainsFunc(history[n:], func(e lead.Event) bool { return !later(e) }): // nearly always
		return history[:n:n]
	}
	return slices.DeleteFunc(slices.Clone(history), later)
}

// standing is a lead while its events are read.
type standing struct {
	lead    lead.Lead
	cells   recalled
	turns   turns.Turns
	contact time.Time // when a mail, a call or a visit told of it last
	deleted bool
}

// follow notes who waits, when there was contact, and whether the row is there.
func (s *standing) follow(e *lead.Event, journals *time.Location) {
	s.turns.Add(e)
	switch e.What {
	case lead.Created, lead.Adopted, lead.Typed, lead.Restored:
		s.deleted = false
	case lead.Deleted:
		s.deleted = true
	case lead.Asked, lead.Quiet, lead.TurnAnswered: // an inquiry does not say when it came
		s.contact = lead.Latest(s.contact, e.Time)
	case lead.Answered, lead.Responded:
		if at, ok := lead.ParseMoment(e.To, journals); ok {
			s.contact = lead.Latest(s.contact, at)
		}
	case lead.Did:
		if at, ok := lead.ParseMoment(lead.FactOf(e.To, lead.FactAt), journals); ok && !at.After(e.Time) {
			s.contact = lead.Latest(s.contact, at)
		}
	case lead.Merged:
		if at, ok := lead.ParseMoment(lead.FactOf(e.To, lead.LeadColumn(lead.ColLastActivity).Fact()), journals); ok {
			s.contact = lead.Latest(s.contact, at)
		}
	}
}

// shown is the lead with the cells that leadsheet derives from the others.
func (s *standing) shown(open bool) lead.Lead {
	l := s.lead
	l.LastActivity = lead.Latest(l.Received, s.contact)
	if turn, waits := s.turns.Of(&l, open); waits {
		if l.WaitingSince = turn.Since; s.turns.IsKept() {
			l.RespondBy = turn.Due
		}
	} else if s.turns.IsKept() {
		l.RespondBy = s.turns.FirstDue(&l)
	}
	return l
}
