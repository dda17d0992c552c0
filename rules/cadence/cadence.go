// Package cadence says how a lead is followed up: which step of the tab Follow-up is next and when, what counts as
// done, and when to stop. State is the fold of the events of a lead.
//
// Everything here is computed from its arguments.
package cadence

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/command"
	"leadsheet/rules/policy"
)

// State is what the history of a lead says of its follow-up, in its present cycle. The zero value is that of a lead
// that nobody has contacted.
type State struct {
	// Contact is when it was contacted first, Offer when it was sent the last offer, Replied when the customer wrote
	// last, Last when we tried last.
	Contact, Offer, Replied, Last time.Time
	// Touches counts how often we tried: mails, calls, also those that nobody answered.
	Touches int
	// Tried says that the last try reached nobody.
	Tried bool
	// Current is the step that leadsheet planned last and that is neither done nor cancelled; its Do is blank for none.
	Current Mark
	// Step and Date say that leadsheet, and no person, wrote the cells Next step and Next contact last.
	Step, Date bool
	// Closing says that all steps are done, and nobody has replied: the planner sets it.
	Closing bool
	// PhoneOnly says that the request gave a number and no address, Mailed that we have sent mails all the same.
	PhoneOnly, Mailed bool

	cells     [2]string // what the two cells hold, as Activity keeps it, as far as it has changed
	fulfilled bool      // we have tried since Current was planned
	bounced   bool      // our last mail did not arrive
	rejected  bool      // a person has emptied the plan of leadsheet, and nobody has tried since
	planned   []Mark    // the steps since what they are counted from
	done      []Mark    // those that were done
	mail      *mailed   // our last mail, where a step or an offer may depend on it
	before    *State    // before the last command that can be taken back
	undoneBy  string
}

// Mark is a step as Activity names it.
type Mark struct {
	After policy.StepAfter
	Day   int
	Do    string
}

// Any reports whether there is a step.
func (m Mark) Any() bool { return m.Do != "" }

// Facts are how an event names a step.
func (m Mark) Facts() []lead.Fact {
	return []lead.Fact{{Name: stepName(), Text: m.Do}, {Name: lead.FactAfter, Text: string(m.After)},
		{Name: lead.FactDay, Text: strconv.Itoa(m.Day), Raw: true}}
}

func stepName() string { return lead.LeadColumn(lead.ColNextStep).Fact() }

func markOf(facts string) Mark {
	m := Mark{}
	lead.EachFact(facts, func(name, text string) {
		switch name {
		case stepName():
			m.Do = text
		case lead.FactAfter:
			m.After = policy.StepAfter(text)
		case lead.FactDay:
			m.Day, _ = strconv.Atoi(text)
		}
	})
	return m
}

// Concerns reports whether an event may change a state.
func Concerns(e *lead.Event) bool {
	switch e.What {
	case lead.Responded, lead.Answered, lead.TurnAnswered, lead.Did, lead.Undone, lead.Reopened, lead.Asked,
		lead.Inquired, lead.Quiet, lead.Planned, lead.StepDone, lead.StepCancelled, lead.OfferMailed:
		return true
	case lead.Sent:
		return e.Column == string(lead.FollowUpMail)
	case lead.Noted:
		return isBounce(e)
	case lead.Changed:
		return e.Column == lead.ColNextStep || e.Column == lead.ColNextContact || e.Column == lead.ColFirstResponse
	}
	return false
}

// isBounce reports whether an event says that a mail of ours did not arrive.
func isBounce(e *lead.Event) bool {
	return e.What == lead.Noted && e.Column == lead.ColAttention && e.To != ""
}

// Add adds one more event of the lead.
func (s *State) Add(e *lead.Event) {
	switch e.What {
	case lead.Reopened:
		*s = State{PhoneOnly: s.PhoneOnly, Mailed: s.Mailed}
	case lead.Responded:
		at := timeIn(e.To, e.Time)
		s.byMail(e, at)
		if s.Contact.IsZero() || at.Before(s.Contact) {
			s.Contact = at
		}
		s.touch(at, e.By != lead.ByTeam)
	case lead.Answered:
		s.byMail(e, timeIn(e.To, e.Time))
		s.reached(timeIn(e.To, e.Time), e.By != lead.ByTeam)
	case lead.TurnAnswered:
		s.byMail(e, e.Time)
		s.reached(e.Time, e.By != lead.ByTeam)
	case lead.OfferMailed:
		s.keepMail(e.Time)
		s.offer(e.Time)
	case lead.Asked, lead.Inquired, lead.Quiet:
		s.Replied = lead.Latest(s.Replied, e.Time)
		s.PhoneOnly = s.PhoneOnly && !strings.Contains(e.By, "@")
	case lead.Sent: // leadsheet has sent the mail of a step
		s.keepMail(e.Time)
		s.touch(e.Time, true)
	case lead.Planned:
		s.Current, s.Step, s.Date, s.fulfilled = markOf(e.To), true, true, false
		s.planned = append(s.planned, s.Current)
		s.cells = [2]string{s.Current.Do, lead.FactOf(e.To, lead.LeadColumn(lead.ColNextContact).Fact())}
	case lead.StepDone, lead.StepCancelled:
		if e.What == lead.StepDone && s.Current.Any() {
			s.done = append(s.done, s.Current)
			if s.mail != nil && s.mail.at.Equal(e.Time) {
				s.mail.step, s.mail.day = s.Current, e.From
			}
		}
		s.Current, s.fulfilled = Mark{}, false
	case lead.Noted:
		s.bounced = s.bounced || isBounce(e)
	case lead.Changed:
		s.changed(e)
	case lead.Did:
		s.did(e)
	case lead.Undone:
		s.undo(e)
	}
}

// changed notes who wrote the plan last, and that a first response did not arrive.
func (s *State) changed(e *lead.Event) {
	switch ours := e.By == lead.ByLeadsheet; {
	case e.Column == lead.ColNextStep:
		s.rejected = s.rejected || !ours && s.Current.Any() && e.To == ""
		if s.Step, s.cells[0] = ours, e.To; !ours {
			s.Current = Mark{}
		}
	case e.Column == lead.ColNextContact:
		s.Date, s.cells[1] = ours, e.To
	case e.Column == lead.ColFirstResponse && ours && e.To == "":
		s.Contact, s.Touches = time.Time{}, max(0, s.Touches-1)
	}
}

// did notes a command.
func (s *State) did(e *lead.Event) {
	before := *s
	before.done, before.planned = slices.Clone(s.done), slices.Clone(s.planned)
	s.before, s.undoneBy = &before, e.To
	at := timeIn(lead.FactOf(e.To, lead.FactAt), e.Time)
	switch command.Verb(lead.FactOf(e.To, lead.FactVerb)) {
	case command.Called:
		s.reached(at, false)
		s.Mailed = false
	case command.OfferSent:
		s.offer(at)
		s.reached(at, false)
	case command.NoAnswer:
		s.touch(at, false)
		s.Tried = at.Equal(s.Last) || s.Tried
	}
}

// byMail notes a mail of ours with which the step may be done that stands.
func (s *State) byMail(e *lead.Event, at time.Time) {
	if e.By != lead.ByTeam && s.Current.Any() {
		s.keepMail(at)
	}
}

// undo brings back what was before a command that is taken back, or before a mail that has come back; what the customer
// has written since then counts.
func (s *State) undo(e *lead.Event) {
	if s.mail != nil && e.Column == lead.ColNextStep && timeIn(lead.FactOf(e.From, lead.FactAt), e.Time).Equal(s.mail.at) {
		s.unsend()
		return
	}
	for x := s; x.before != nil; x = x.before {
		if x.undoneBy == e.From {
			now := *s
			*s = *x.before
			s.Replied = lead.Latest(s.Replied, now.Replied)
			s.keepTyped(&now)
			return
		}
	}
}

// keepTyped keeps what people have written into the cells since.
func (s *State) keepTyped(now *State) {
	if now.cells[0] != s.cells[0] {
		s.Step, s.Current = now.Step, now.Current
	}
	if now.cells[1] != s.cells[1] {
		s.Date = now.Date
	}
	s.cells = now.cells
}

// reached notes that a mail or a call of ours was for the customer.
func (s *State) reached(at time.Time, byMail bool) {
	if s.Contact.IsZero() {
		s.Contact = at
	}
	s.touch(at, byMail)
}

// touch notes that we tried. What is known in two ways counts once.
func (s *State) touch(at time.Time, byMail bool) {
	if s.Mailed = s.Mailed || byMail; at.Equal(s.Last) {
		return
	}
	s.Touches, s.rejected, s.bounced = s.Touches+1, false, false
	if at.After(s.Last) {
		s.Last, s.Tried = at, false
		s.fulfilled = s.Current.Any() && !at.Before(lead.Latest(s.Contact, s.Offer))
	}
}

// offer notes that the customer has an offer: the steps are counted from it.
func (s *State) offer(at time.Time) {
	if !at.After(s.Offer) {
		return
	}
	s.Offer, s.rejected = at, false
	ofOffer := func(m Mark) bool { return m.After == policy.AfterOffer }
	s.done, s.planned = slices.DeleteFunc(s.done, ofOffer), slices.DeleteFunc(s.planned, ofOffer)
}

// phase is what the steps are counted from, and when that was; false while there is nothing to follow up.
func (s *State) phase(received time.Time) (policy.StepAfter, time.Time, bool) {
	switch {
	case s.Offer.After(s.Replied) && !s.Offer.IsZero():
		return policy.AfterOffer, s.Offer, true
	case !s.Contact.IsZero() && s.Contact.After(s.Replied):
		return policy.AfterContact, s.Contact, true
	case s.Contact.IsZero() && s.Tried && s.Last.After(s.Replied):
		return policy.AfterRequest, received, true
	}
	return "", time.Time{}, false
}

// in are those of some steps that are counted from the same.
func in(after policy.StepAfter, marks []Mark) []Mark {
	var out []Mark
	for _, m := range marks {
		if m.After == after && m.Day >= 0 {
			out = append(out, m)
		}
	}
	return out
}

func timeIn(text string, otherwise time.Time) time.Time {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t
	}
	return otherwise
}
