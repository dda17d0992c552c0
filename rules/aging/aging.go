// Package aging decides which leads are to leave the workbook for the archive: those that have ended and of which
// nothing was heard for as long as the setting Keep for says. Who is in doubt stays.
package aging

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/command"
	"leadsheet/rules/policy"
)

// State is what the workbook says, after a pass that found nothing to do.
type State struct {
	Policy  *policy.Policy
	Leads   []lead.Lead
	History []lead.Event
	Intake  []lead.IntakeRow
}

// Going is a lead that is to go to the archive.
type Going struct {
	ID   string
	Ref  int       // Lead.Ref: its row
	Last time.Time // when something was new of it last
}

// Old are the leads that are to go, those of which nothing was new for the longest time first. A lead goes when
//
//   - it has ended, by a status of kind won, closed, unqualified or no lead, and its row has nothing that cannot be
//     read or that is to be done,
//   - nobody waits for an answer, and no next contact or step lies within the time or ahead,
//   - none of its times, of its events in Activity (also by when they were written down, so nothing that people changed
//     lately), and of its messages in Intake is as young as the months of Keep for,
//   - its customer has not asked to be left alone: that must be known as long as the customer may write,
//   - its ID stands in one row, and is not the highest that was given: no number is given twice.
//
// Without the setting nobody goes. Unclear are the IDs of those that would go, but for a cell that cannot be read, or
// whose formula has no value.
func Old(s State, now time.Time) (going []Going, unclear []string) {
	if s.Policy.KeepFor == 0 {
		return nil, nil
	}
	p := pass{state: s, kinds: policy.NewKindCache(s.Policy), before: now.AddDate(0, -s.Policy.KeepFor, 0),
		about: map[string]*about{}}
	p.read()
	for i := range s.Leads {
		switch l := &s.Leads[i]; {
		case !p.isOld(l):
		case len(l.Bad)+len(l.Unknown) > 0:
			unclear = append(unclear, l.ID)
		default:
			going = append(going, Going{l.ID, l.Ref, p.about[l.ID].last})
		}
	}
	slices.SortStableFunc(going, func(a, b Going) int { return cmp.Or(a.Last.Compare(b.Last), cmp.Compare(a.ID, b.ID)) })
	return going, unclear
}

// about is what is known of a lead beside its row.
type about struct {
	rows  int
	known bool      // Activity tells of it
	last  time.Time // of its events and messages
	stays bool
}

type pass struct {
	state   State
	kinds   *policy.KindCache
	before  time.Time // what happened then or later is new
	about   map[string]*about
	highest int
}

func (p *pass) of(id string) *about {
	id = strings.TrimSpace(id)
	a := p.about[id]
	if a == nil {
		a = &about{}
		p.about[id] = a
		p.highest = max(p.highest, number(id))
	}
	return a
}

// number is the number in an ID, 0 for none.
func number(id string) int {
	n, _ := strconv.Atoi(strings.TrimPrefix(id, "L-"))
	return n
}

func (a *about) happened(times ...time.Time) {
	for _, t := range times {
		if t.After(a.last) {
			a.last = t
		}
	}
}

// read takes in all that is known of each lead.
func (p *pass) read() {
	for i := range p.state.Leads {
		l := &p.state.Leads[i]
		a := p.of(l.ID)
		a.rows++
		a.happened(l.Received, l.FirstResponse, l.LastActivity, l.NextContact, l.RespondBy)
	}
	for i := range p.state.History {
		e := &p.state.History[i]
		if !e.OfLead() {
			continue
		}
		a := p.of(e.Lead)
		a.known = true
		a.happened(e.Time, e.Recorded)
		if e.What == lead.Did && command.Verb(lead.FactOf(e.To, lead.FactVerb)) == command.DoNotContact {
			a.stays = true
		}
	}
	for i := range p.state.Intake {
		r := &p.state.Intake[i]
		if strings.TrimSpace(r.Lead) == "" {
			continue
		}
		a := p.of(r.Lead)
		a.happened(r.Received)
		switch r.Outcome {
		case lead.NewLead, lead.AddedTo, lead.Duplicate, lead.Ignored:
		default: // it waits, or a person has typed something there
			a.stays = true
		}
	}
}

func (p *pass) isOld(l *lead.Lead) bool {
	a := p.about[strings.TrimSpace(l.ID)]
	switch {
	case l.ID == "" || a == nil || a.rows != 1 || !a.known || a.stays || number(l.ID) == p.highest:
		return false
	case p.kinds.Open(l), !l.WaitingSince.IsZero(), l.Do != "":
		return false
	}
	return a.last.Before(p.before)
}
