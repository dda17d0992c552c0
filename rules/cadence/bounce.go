package cadence

import (
	"slices"
	"time"

	"leadsheet/lead"
)

// mailed is a mail of ours that a step may have been done with, or that brought an offer: what was before it, for it
// may come back.
type mailed struct {
	at            time.Time
	offer         time.Time // State.Offer before it
	done, planned []Mark    // before it
	step          Mark      // the step that was done with it
	day           string    // for which that step was planned, as Activity keeps it
}

// keepMail notes what is before a mail of that time. What is known of one mail in two events is one.
func (s *State) keepMail(at time.Time) {
	if s.mail != nil && s.mail.at.Equal(at) {
		return
	}
	s.mail = &mailed{at: at, offer: s.Offer, done: slices.Clone(s.done), planned: slices.Clone(s.planned)}
}

// Unsent is what follows for the plan of a lead when a mail of ours has come back.
type Unsent struct {
	Events []lead.Event
	// Rewrite says that leadsheet writes the two cells anew: the step that the mail had done, and the day for which it
	// was planned, as Activity keeps it; both are blank where there was none.
	Rewrite bool
	Step    Mark
	Day     string
}

// Unsend returns what follows from a mail of that time having come back: what was done with it is not done, and an
// offer that it brought is none. The zero value is that of a mail that has changed nothing. why stands in Activity.
func (s *State) Unsend(at time.Time, r *Row, why string) Unsent {
	m := s.mail
	if m == nil || at.IsZero() || !m.at.Equal(at) || !m.step.Any() && !s.fulfilled && s.Offer.Equal(m.offer) {
		return Unsent{}
	}
	facts := append(m.step.Facts(), lead.Fact{Name: lead.FactAt, Text: m.at.UTC().Format(time.RFC3339)})
	u := Unsent{Events: []lead.Event{{What: lead.Undone, Column: lead.ColNextStep, From: lead.FormatFacts(facts),
		By: lead.ByLeadsheet, Why: why}}}
	if isNew := s.Current.Any() && !slices.Contains(m.planned, s.Current); isNew {
		u.Events = append(u.Events, lead.Event{What: lead.StepCancelled, Column: lead.ColNextStep, From: s.cells[1],
			To: lead.FormatFacts(s.Current.Facts()), By: lead.ByLeadsheet, Why: why})
		u.Rewrite = s.Free(r)
	}
	if m.step.Any() && s.Free(r) {
		u.Rewrite, u.Step, u.Day = true, m.step, m.day
	}
	return u
}

// unsend brings back what was before a mail that has come back.
func (s *State) unsend() {
	s.Offer, s.done, s.planned = s.mail.offer, s.mail.done, s.mail.planned
	s.fulfilled, s.bounced, s.mail = false, true, nil
}
