package cadence

import (
	"slices"
	"strconv"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
)

// Row is what the tab Leads says of a lead now.
type Row struct {
	Received        time.Time
	Status, Quality string
	Kind            policy.StatusKind // of the status
	Open            bool
	OptedOut        bool
	HasStep         bool // the cell Next step is not blank
	HasDate         bool // nor is Next contact
	Fixed           bool // leadsheet cannot write one of the two
}

// Free reports whether no person has written what the cells Next step and Next contact hold.
func (s *State) Free(r *Row) bool {
	return !r.Fixed && (!r.HasStep || s.Step) && (!r.HasDate || s.Date)
}

// Fulfilled reports whether we have tried since the step was planned that stands.
func (s *State) Fulfilled() bool { return s.fulfilled && s.Current.Any() }

// Mailable is the step of the tab Follow-up that stands in the cells and that nobody has done or changed; ok is false
// for none. A step after a try that reached nobody is none of the tab. Our last mail has arrived, as far as is known.
func (s *State) Mailable(r *Row) (m Mark, ok bool) {
	_, _, follows := s.phase(r.Received)
	ok = s.Current.Any() && s.Current.Day >= 0 && s.Step && r.HasStep && r.HasDate && follows && !s.bounced &&
		s.outcome(r, follows) == Stands
	return s.Current, ok
}

// Fits reports whether a step of the tab Follow-up is the one that was planned, and for such a lead.
func (m Mark) Fits(step *policy.Step, r *Row) bool {
	return m == Mark{step.After, step.Day, step.Do} && isFor(step, r)
}

// Outcome is what became of the step that was planned.
type Outcome uint8

// The outcomes.
const (
	Stands    Outcome = iota // it is to be done, or there is none
	Done                     // we have tried since
	Replied                  // the customer wrote
	Ended                    // the lead has ended
	OptedOut                 // the customer wants no mails and calls
	Postponed                // the lead has another plan now
)

// Decision is what is to be done with the plan of a lead.
type Decision struct {
	Outcome Outcome
	Clear   bool      // the two cells are to be blank
	Next    Mark      // the step that is to be planned
	Due     time.Time // its day: midnight in the zone of the calendar
	Close   bool      // nothing is left but to close the lead
}

// IsNothing reports whether nothing is to be written.
func (d *Decision) IsNothing() bool { return d.Outcome == Stands && !d.Clear && !d.Next.Any() }

// Ends are the events that say what became of the step that was planned for a day, as Activity keeps it. One that was
// done has the time at which we tried.
func (d *Decision) Ends(s *State, day string, say *words.Texts) []lead.Event {
	e := lead.Event{What: lead.StepCancelled, Column: lead.ColNextStep, From: day,
		To: lead.FormatFacts(s.Current.Facts()), By: lead.ByLeadsheet, Why: d.Outcome.Why(say)}
	switch d.Outcome {
	case Stands:
		return nil
	case Done:
		e.What, e.Time = lead.StepDone, s.Last
	}
	return []lead.Event{e}
}

// Why says what became of a step, in the words of Activity; "" for one that was done.
func (o Outcome) Why(say *words.Texts) string {
	switch o {
	case Replied:
		return say.Follow.HasReplied
	case Ended:
		return say.Follow.HasEnded
	case OptedOut:
		return say.Follow.HasOptedOut
	case Postponed:
		return say.Follow.HasOtherPlan
	}
	return ""
}

// Why says which step of the tab Follow-up it is.
func (m Mark) Why(in words.Language) string {
	if m.Day < 0 {
		return in.Texts().Follow.Again
	}
	return in.Texts().Follow.StepOf.With(strconv.Itoa(m.Day), in.Word(words.FirstRows, string(m.After)))
}

// Decide says what is to be done: a step that was done or came to nothing ends, and the next one is planned where no
// person has planned anything. again is the step after a try that reached nobody where the tab has no other.
func (s *State) Decide(r *Row, steps []policy.Step, cal policy.Calendar, again string, now time.Time) Decision {
	now = now.In(cal.Location())
	phase, from, follows := s.phase(r.Received)
	d := Decision{Outcome: s.outcome(r, follows)}
	if !s.Free(r) {
		return d
	}
	ended := d.Outcome != Stands
	plans := r.Open && !r.OptedOut && !s.rejected && r.Kind != policy.KindPostponed
	if follows && plans && (ended || !s.Current.Any()) {
		done := in(phase, s.done)
		if d.Outcome == Done && s.Current.After == phase && s.Current.Day >= 0 {
			done = append(done, s.Current)
		}
		if len(done) > 0 || s.Tried || !isLongAgo(steps, from, now) {
			d.Next, d.Due = s.next(matching(steps, phase, r), done, from, cal, now)
		}
		switch {
		case d.Next.Any():
		case len(done) > 0:
			d.Close = true
		case s.Tried && (d.Outcome == Done || !r.HasStep):
			d.Next, d.Due = Mark{After: phase, Day: -1, Do: again}, workday(cal, s.Last, 1)
		}
	}
	d.Clear = ended && !d.Next.Any() && (r.HasStep || r.HasDate)
	return d
}

// outcome is what became of the step that stands in the cells.
func (s *State) outcome(r *Row, follows bool) Outcome {
	switch {
	case !s.Current.Any():
		return Stands
	case s.fulfilled:
		return Done
	case !r.Open:
		return Ended
	case r.OptedOut:
		return OptedOut
	case r.Kind == policy.KindPostponed:
		return Postponed
	case !follows:
		return Replied
	}
	return Stands
}

// next is the first step that was not done yet, and its day. Of steps that nobody has begun with, those whose day has
// passed are left out: the lead was contacted long before leadsheet planned anything.
func (s *State) next(steps []policy.Step, done []Mark, from time.Time, cal policy.Calendar, now time.Time) (Mark,
	time.Time) {
	last := -1
	for _, m := range done {
		last = max(last, m.Day)
	}
	today := workday(cal, now, 0)
	for _, step := range steps {
		mark := Mark{step.After, step.Day, step.Do}
		if step.Day < last || slices.Contains(s.planned, mark) {
			continue
		}
		due := workday(cal, from, step.Day)
		switch {
		case s.Tried:
			due = workday(cal, s.Last, 1)
		case last >= 0: // the distance between two steps is kept when the first was late
			if later := workday(cal, s.Last, step.Day-last); later.After(due) {
				due = later
			}
		case due.Before(policy.Midnight(now)):
			continue
		}
		if due.Before(today) {
			due = today
		}
		return mark, due
	}
	return Mark{}, time.Time{}
}

// isLongAgo reports whether the days of all steps have passed that are counted from a moment.
func isLongAgo(steps []policy.Step, from, now time.Time) bool {
	most := 0
	for i := range steps {
		most = max(most, steps[i].Day)
	}
	return now.Sub(from) > time.Duration(most+32)*24*time.Hour
}

// matching are the steps of a phase for a lead, by their days. The day of the request itself is that of the first
// response, which has a clock of its own.
func matching(steps []policy.Step, phase policy.StepAfter, r *Row) []policy.Step {
	var out []policy.Step
	for i := range steps {
		step := steps[i]
		if step.After == phase && isFor(&step, r) && (phase != policy.AfterRequest || step.Day > 0) {
			out = append(out, step)
		}
	}
	slices.SortStableFunc(out, func(a, b policy.Step) int { return a.Day - b.Day })
	return out
}

// Steps is how many steps of the tab Follow-up a lead of that quality and status is given after one thing.
func Steps(of []policy.Step, after policy.StepAfter, quality, status string) int {
	return len(matching(of, after, &Row{Quality: quality, Status: status}))
}

// isFor reports whether a step is for such a lead.
func isFor(step *policy.Step, r *Row) bool {
	return len(step.For) == 0 || slices.ContainsFunc(step.For, func(name string) bool {
		return words.Same(name, r.Status) || words.Same(name, r.Quality)
	})
}

// workday is the day so many days after a moment, or the next working day after that; midnight in the zone of the
// calendar.
func workday(cal policy.Calendar, from time.Time, days int) time.Time {
	return policy.Midnight(cal.WorkdayFrom(policy.DayAfter(from.In(cal.Location()), days)))
}

// NextWorkday is the next working day after a moment.
func NextWorkday(cal policy.Calendar, from time.Time) time.Time { return workday(cal, from, 1) }
