// Package clocks says until when a customer is to be answered, and until when the owner of a lead has to answer: two
// clocks. The customer's runs from the arrival of the message and is never set anew. The owner's runs from the
// assignment.
//
// Everything here is computed from its arguments.
package clocks

import (
	"time"

	"leadsheet/rules/policy"
)

// First is when the first answer is due to what arrived at a moment: the target of its source and quality in working
// time, counted from the arrival or from the next opening after it. For an emergency it is due by then around the
// clock, too, and the earlier of the two counts. What has no target of its own and came outside the working hours of
// a day is due by the time of day that Settings give for that. The result is in the zone of the calendar; it is zero
// when at is.
func First(p *policy.Policy, source, quality string, at time.Time) time.Time {
	due := p.Calendar.Due(at, p.Target(source, quality))
	if p.AnswerBy > 0 && p.OwnTarget(source, quality) == 0 {
		due = p.Calendar.NextMorning(at, p.AnswerBy, due)
	}
	within, emergency := p.Emergency(source, quality)
	return aroundTheClock(at, due, within, emergency)
}

// Later is when the answer is due to a message that came after the first response.
func Later(p *policy.Policy, source, quality string, at time.Time) time.Time {
	_, emergency := p.Emergency(source, quality)
	return aroundTheClock(at, p.Calendar.Due(at, p.AnswerLater), p.AnswerLater, emergency)
}

// Hotter is when the first answer to a lead is due at the latest because it was given a quality at a moment; ok is
// false for a quality without a time of its own.
func Hotter(p *policy.Policy, source, quality string, at time.Time) (due time.Time, ok bool) {
	q := p.FindQuality(quality)
	if q == nil || q.RespondWithin == 0 && !q.AfterHours.On || at.IsZero() {
		return time.Time{}, false
	}
	within, emergency := p.Emergency(source, quality)
	if q.RespondWithin == 0 {
		return at.Add(within), true
	}
	return aroundTheClock(at, p.Calendar.Due(at, q.RespondWithin), within, emergency), true
}

func aroundTheClock(at, due time.Time, within time.Duration, emergency bool) time.Time {
	if soon := at.Add(within); emergency && !at.IsZero() && soon.Before(due) {
		return soon.In(due.Location())
	}
	return due
}
