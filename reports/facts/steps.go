package facts

import (
	"time"

	"leadsheet/lead"
	"leadsheet/rules/command"
	"leadsheet/rules/history"
	"leadsheet/rules/policy"
	"leadsheet/rules/turns"
)

// A follow-up is what stands in Next contact, whoever wrote it there: leadsheet, a person, or a file. Its due day is
// that day, or the next day with work. What becomes of it is folded from the events in the order of time: it is done
// with the next mail or call, the customer's reply or the end of the lead cancels it, and a person may plan anew
// (docs/definitions.md, section 10).

// Outcome is what became of a follow-up that was due.
type Outcome uint8

// The outcomes.
const (
	stepGone      Outcome = iota // the mail with which it was done came back, or the call was taken back
	StepInTime                   // done by the end of the due day
	StepByPlan                   // so, but nothing tells of it but a new plan: another next step, or another status
	StepLate                     // done later, or still to be done
	StepMoved                    // so, and after its day a person moved it to another one, or took it away
	StepPostponed                // a person moved it to a later day, or took it away, before its day was over
)

// Step is a follow-up with what became of it.
type Step struct {
	Due time.Time // midnight of the due day
	// Owner is who was to do it: when it was done or moved, or else at the end of the due day.
	Owner   string
	Outcome Outcome
}

// step is a Step of one lead, chained to the one before it; times are in seconds.
type step struct {
	due, set, done int64
	owner          string
	before         int32 // 1 and more: its place in Dataset.steps
	outcome        Outcome
}

// steps is the follow-up of a lead that stands, and those that were done before.
type steps struct {
	// due is midnight of its due day, set when it was written, over when it was cancelled; 0 for none of these.
	due, set, over int64
	did            int64 // the time of the last call or try that was typed into Do
	touched        int64 // when we tried last
	other          int64 // when a person wrote another next step, or another status, last
	last           int32 // 1 and more: the place of the last step in Dataset.steps
	given          given
	ended          bool // it was cancelled because the lead ended
	deleted        bool
}

// given is what a lead was given since the customer wrote last.
type given struct {
	tries     uint16 // mails and calls after what the steps of the tab Follow-up are counted from
	contacted bool   // it was contacted
	offered   bool   // it has an offer
}

// step adds one more event to what is known of the follow-ups of a lead.
func (b *Dataset) step(c *Lead, e *lead.Event) {
	s, at := &c.Track.steps, e.Time
	switch e.What {
	case lead.Created, lead.Adopted, lead.Planned:
		b.plan(c, e, false)
	case lead.Changed:
		switch person := e.By != lead.ByLeadsheet; {
		case e.Column == lead.ColNextContact:
			b.plan(c, e, person)
		case person && (e.Column == lead.ColNextStep && e.From != "" && e.To != "" ||
			e.Column == lead.ColStatus && c.Track.isWorkedOn()):
			s.other = at.Unix()
		case e.Column == lead.ColFirstResponse && e.To == "":
			s.given.contacted = false
		}
	case lead.Responded:
		if t := turns.Moment(e.To); !t.IsZero() {
			at = t
		}
		b.reached(c, at)
	case lead.Answered, lead.TurnAnswered:
		b.reached(c, at)
	case lead.StepDone:
		b.finish(c, at, StepInTime)
	case lead.StepCancelled:
		s.cancel(at)
	case lead.Sent:
		if e.Column == string(lead.FollowUpMail) {
			b.reached(c, at)
		}
	case lead.OfferMailed:
		s.offer(at)
	case lead.Asked, lead.Inquired, lead.Quiet, lead.Reopened:
		s.cancel(at)
		s.given = given{}
	case lead.Did:
		b.stepDid(c, e)
	case lead.Undone:
		b.stepUndone(c, e)
	case lead.Deleted:
		s.deleted = true
	case lead.Restored:
		s.deleted = false
	}
	s.follow(&c.Track, e.Time)
}

// stepDid notes a try that was typed into Do.
func (b *Dataset) stepDid(c *Lead, e *lead.Event) {
	s, at := &c.Track.steps, e.Time
	if lead.IsOfFile(e.To) {
		return
	}
	verb := command.Verb(lead.FactOf(e.To, lead.FactVerb))
	switch verb {
	case command.Called, command.NoAnswer, command.OfferSent:
		if t := turns.Moment(lead.FactOf(e.To, lead.FactAt)); !t.IsZero() {
			at = t
		}
		s.did = at.Unix()
	}
	switch verb {
	case command.Called:
		b.reached(c, at)
	case command.NoAnswer:
		b.finish(c, at, StepInTime)
		s.try(at)
	case command.OfferSent:
		b.reached(c, at)
		s.offer(at)
	case command.CallBack: // the customer has asked for it
		s.cancel(at)
	}
}

// stepUndone brings back what was done with a mail that has come back, or with a call that was taken back.
func (b *Dataset) stepUndone(c *Lead, e *lead.Event) {
	switch e.Column {
	case lead.ColNextStep:
		if t := turns.Moment(lead.FactOf(e.From, lead.FactAt)); !t.IsZero() {
			b.bringBack(c, t.Unix(), e.Time)
		}
	case lead.ColDo:
		switch command.Verb(lead.FactOf(e.From, lead.FactVerb)) {
		case command.Called, command.NoAnswer, command.OfferSent:
			b.bringBack(c, c.Track.steps.did, e.Time)
		}
	}
}

// bringBack takes back that a follow-up was done at a moment.
func (b *Dataset) bringBack(c *Lead, done int64, now time.Time) {
	s := &c.Track.steps
	s.given.tries -= min(s.given.tries, 1)
	for n := s.last; n > 0; n = b.steps[n-1].before {
		x := &b.steps[n-1]
		if x.done != done || x.outcome == stepGone {
			continue
		}
		switch {
		case s.due == 0 || s.due == x.due: // it stands again
			x.outcome = stepGone
			s.due, s.set, s.over, s.ended = x.due, x.set, 0, false
		case !now.Before(b.endOf(x.due)):
			x.outcome = StepLate
		default:
			x.outcome = stepGone
		}
		return
	}
}

// follow notes that the lead has ended, or has not: nothing is to be done for one that has.
func (s *steps) follow(t *Track, at time.Time) {
	over := s.deleted
	if n := len(t.moves.list); n > 0 {
		m := &t.moves.list[n-1]
		over = over || !m.open
		if m.kind == policy.KindPostponed && s.due != 0 && s.over == 0 && m.at > s.set && m.at == at.Unix() {
			s.over = m.at // the customer has asked for it
		}
	}
	switch {
	case over && s.due != 0 && s.over == 0:
		s.over, s.ended = at.Unix(), true
	case !over && s.ended:
		s.over, s.ended = 0, false
	}
}

// cancel notes that the follow-up need not be done: a reply, or a plan of the customer's.
func (s *steps) cancel(at time.Time) {
	if s.due != 0 && s.over == 0 && at.Unix() >= s.set {
		s.over, s.ended = at.Unix(), false
	}
}

// offer notes that the customer has an offer: the steps are counted from it.
func (s *steps) offer(at time.Time) {
	s.given.offered, s.given.tries, s.touched = true, 0, at.Unix()
}

// try counts a try. What is known in two ways counts once.
func (s *steps) try(at time.Time) {
	if t := at.Unix(); t != s.touched {
		s.given.tries, s.touched = s.given.tries+1, t
	}
}

// reached notes a mail or a call of ours. The first one is what steps are counted from.
func (b *Dataset) reached(c *Lead, at time.Time) {
	b.finish(c, at, StepInTime)
	s := &c.Track.steps
	if !s.given.contacted {
		s.given.contacted, s.given.tries, s.touched = true, 0, at.Unix()
		return
	}
	s.try(at)
}

// planned is within how many seconds a person writes the parts of one plan: the step, the status, and the day. Those of
// a Google Sheet may be found one after the other.
const planned = 60 * 60

// isWorkedOn reports whether the lead is in a status that says that work goes on.
func (t *Track) isWorkedOn() bool {
	n := len(t.moves.list)
	return n > 0 && t.moves.list[n-1].open && t.moves.list[n-1].kind != policy.KindPostponed
}

// plan takes over what Next contact says since a moment; what stood there before is done, moved, or was nothing.
func (b *Dataset) plan(c *Lead, e *lead.Event, person bool) {
	s, due, at := &c.Track.steps, int64(0), e.Time
	if c.Track.Plan == "" && s.due == 0 {
		return
	}
	if day, ok := history.ParseWall(c.Track.Plan, b.Zone); ok {
		due = b.workday(day).Unix()
	}
	anew := person && due != 0 && at.Unix()-s.other < planned
	if s.due != 0 && s.due == due && !(anew && dayOf(e.From) != dayOf(e.To)) {
		return
	}
	late := s.due != 0 && !at.Before(b.endOf(s.due))
	switch {
	case s.due == 0:
	case !person && late:
		b.finish(c, at, StepLate)
	case !person:
	case anew:
		b.finish(c, at, StepByPlan)
	case late:
		b.finish(c, at, StepMoved)
	case due == 0 || due > s.due:
		b.finish(c, at, StepPostponed)
	}
	s.due, s.set, s.over, s.ended = due, at.Unix(), 0, false
	if due != 0 && !b.endOf(due).After(at) { // its day was over when it was written: nobody could do it in time
		s.due = 0
	}
}

// dayOf is the day of a time as Activity keeps it.
func dayOf(text string) string { return text[:min(len(text), len(time.DateOnly))] }

// endOf is the end of a day, of which the beginning is given in seconds.
func (b *Dataset) endOf(day int64) time.Time { return time.Unix(day, 0).In(b.Zone).AddDate(0, 0, 1) }

// finish ends the follow-up that stands, unless it was written later. One that was cancelled in time counts nowhere.
func (b *Dataset) finish(c *Lead, at time.Time, how Outcome) {
	s, t := &c.Track.steps, at.Unix()
	if s.due == 0 || t <= s.set {
		return
	}
	x := step{due: s.due, set: s.set, done: t, before: s.last, outcome: how}
	end := b.endOf(s.due)
	cancelled := s.over != 0 && s.over <= t && s.over < end.Unix()
	if s.due, s.over = 0, 0; cancelled {
		return
	}
	when := at
	if !at.Before(end) {
		when = end.Add(-time.Second)
		if how == StepInTime || how == StepByPlan {
			x.outcome = StepLate
		}
	}
	x.owner = c.WorkerAt(when)
	b.steps = append(b.steps, x)
	s.last = int32(len(b.steps))
}

// Steps are the follow-ups of a lead that were due, the latest first: those that were done, moved or postponed, and the
// one that is still to be done although its day is over.
func (b *Dataset) Steps(c *Lead, yield func(Step) bool) {
	s := &c.Track.steps
	if s.due != 0 && (c.Open || s.over != 0) {
		if end := b.endOf(s.due); !b.Now.Before(end) && (s.over == 0 || s.over >= end.Unix()) {
			due := time.Unix(s.due, 0).In(b.Zone)
			if !yield(Step{due, c.WorkerAt(end.Add(-time.Second)), StepLate}) {
				return
			}
		}
	}
	for n := s.last; n > 0; {
		x := &b.steps[n-1]
		if n = x.before; x.outcome == stepGone {
			continue
		}
		if !yield(Step{time.Unix(x.due, 0).In(b.Zone), x.owner, x.outcome}) {
			return
		}
	}
}
