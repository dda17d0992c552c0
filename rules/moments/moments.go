// Package moments tells which moments the time cells of the tab Leads stand for. A cell shows what a clock shows: in
// which zone, and whether leadsheet or a person has written it, is decided by what Activity and Intake hold.
package moments

import (
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
)

// Book is what a workbook says of its leads' times.
type Book struct {
	Zones policy.Zones
	Words words.Language
	// Leads are the rows of the tab Leads with their times read in Zones.Leads, and Walls the same rows with them read
	// as if they were in UTC.
	Leads, Walls []lead.Lead
	// History and Intake are those two tabs, the former in the order in which it was written.
	History []lead.Event
	Intake  []lead.IntakeRow
}

// Cell is a time cell of the tab Leads, given by lead.Lead.Ref and the title of its column.
type Cell struct {
	Ref    int
	Column string
}

// Resolve gives the leads the moments that their time cells stand for, and returns the cells that show theirs in
// another zone than the one in force, in the order of the rows. What a person has typed stands for what the clock shows
// in the zone in force. open says that there are leads of which it is not known yet what their cells stood for: their
// history does not say it until it has a baseline. It changes the times of b.Leads.
func (b *Book) Resolve() (stale []Cell, open bool) {
	if len(b.Zones.Before) == 0 {
		return nil, false
	}
	known, seen := b.known(), make(map[string]bool, len(b.Leads))
	for i := range b.Leads {
		l := &b.Leads[i]
		id := strings.TrimSpace(l.ID)
		k := known[id]
		if k == nil || seen[id] {
			continue // a row that somebody has added, or copied
		}
		seen[id] = true
		open = open || !k.facts
		for _, own := range ownColumns {
			at, wall := own.at(l), *own.at(&b.Walls[i])
			if wall.IsZero() {
				continue
			}
			switch m, shown := b.momentOf(wall, own.moments(k)); {
			case shown == nil && !k.facts && !(k.typed && own.title == lead.ColFirstResponse):
				*at, _ = lead.DateValue(wall, time.UTC).Time(b.Zones.Shown)
			case shown == nil:
			default:
				if *at = m; shown != b.Zones.Leads {
					stale = append(stale, Cell{l.Ref, own.title})
				}
			}
		}
	}
	return stale, open
}

// momentOf is the moment among several that a clock shows so in one of the zones, and that zone: the one in force if it
// can be. nil is for none.
func (b *Book) momentOf(wall time.Time, of []time.Time) (time.Time, *time.Location) {
	for _, zone := range append([]*time.Location{b.Zones.Leads}, b.Zones.Before...) {
		for n := len(of) - 1; n >= 0; n-- {
			if showsAs(of[n], zone, wall) {
				return of[n], zone
			}
		}
	}
	return time.Time{}, nil
}

// showsAs reports whether a clock in a zone shows a moment as wall, which is in UTC, to the second.
func showsAs(t time.Time, zone *time.Location, wall time.Time) bool {
	_, offset := t.In(zone).Zone()
	return t.Unix()+int64(offset) == wall.Unix()
}

// ownColumns are the columns in which leadsheet writes moments, and what is known of them.
var ownColumns = []struct {
	title   string
	at      func(*lead.Lead) *time.Time
	moments func(*knowledge) []time.Time
}{
	{lead.ColReceived, func(l *lead.Lead) *time.Time { return &l.Received },
		func(k *knowledge) []time.Time { return k.received }},
	{lead.ColWaitingSince, func(l *lead.Lead) *time.Time { return &l.WaitingSince },
		func(k *knowledge) []time.Time { return slices.Concat(k.received, k.asked) }},
	{lead.ColRespondBy, func(l *lead.Lead) *time.Time { return &l.RespondBy },
		func(k *knowledge) []time.Time { return k.due }},
	{lead.ColFirstResponse, func(l *lead.Lead) *time.Time { return &l.FirstResponse },
		func(k *knowledge) []time.Time {
			if k.typed {
				return nil
			}
			return k.response
		}},
	{lead.ColLastActivity, func(l *lead.Lead) *time.Time { return &l.LastActivity },
		func(k *knowledge) []time.Time { return k.contacts }},
}
