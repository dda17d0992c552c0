package history

import (
	"time"

	"leadsheet/lead"
	"leadsheet/rules/cadence"
)

// The places in Record.At of the plan, and of the ways to reach a customer.
var (
	inNextStep    = TrackedIndex(lead.ColNextStep)
	inNextContact = TrackedIndex(lead.ColNextContact)
	inEmail       = TrackedIndex(lead.ColEmail)
	inPhone       = TrackedIndex(lead.ColPhone)
)

// foldFollow follows how a lead is followed up. A step that leadsheet has planned is in the two cells.
func (h *History) foldFollow(rec *Record, e *lead.Event) {
	if rec.Follow == nil {
		if !cadence.Concerns(e) {
			return
		}
		rec.Follow = &cadence.State{}
	}
	rec.Follow.Add(e)
	if e.What == lead.Planned {
		lead.EachFact(e.To, func(name, text string) {
			switch name {
			case factNames[inNextStep]:
				rec.At[inNextStep] = text
			case factNames[inNextContact]:
				rec.At[inNextContact] = text
			}
		})
	}
}

// began notes what a lead began with: how it may be reached, and whether leadsheet has planned its contact.
func (rec *Record) began(e *lead.Event) {
	phoneOnly := rec.At[inEmail] == "" && rec.At[inPhone] != ""
	date := rec.At[inNextContact] != "" && e.By == lead.ByLeadsheet
	if rec.Follow = nil; phoneOnly || date {
		rec.Follow = &cadence.State{PhoneOnly: phoneOnly, Date: date}
	}
}

// FollowOf is how a lead has been followed up; that of one that nobody has contacted where nothing is known.
func (rec *Record) FollowOf() *cadence.State {
	if rec.Follow == nil {
		return &cadence.State{}
	}
	return rec.Follow
}

// Planned are the facts of an event that says which step is planned for which day.
func (h *History) Planned(step cadence.Mark, day time.Time) []lead.Fact {
	return append(step.Facts(), lead.Fact{Name: factNames[inNextContact], Text: h.WallText(day)})
}
