package history

import (
	"strings"
	"time"

	"leadsheet/lead"
)

// KeepYears gives days that people typed without a year (see lead.Lead.NoYear) the year that Activity has for them:
// 5.12. stays in the year in which it was typed, however long ago that was. inForce is the zone of the tab Leads.
func KeepYears(leads []lead.Lead, events []lead.Event, inForce *time.Location) {
	byID := map[string]*lead.Lead{}
	for i := range leads {
		if l := &leads[i]; len(l.NoYear) > 0 && strings.TrimSpace(l.ID) != "" {
			byID[strings.TrimSpace(l.ID)] = l
		}
	}
	if len(byID) == 0 {
		return
	}
	for i := range events {
		e := &events[i]
		l := byID[strings.TrimSpace(e.Lead)]
		if l == nil {
			continue
		}
		keep := func(column *lead.ColumnOf[lead.Lead], text string) {
			if column != nil && column.Time != nil && l.LacksYear(column.Title) {
				if t, ok := ParseWall(text, inForce); ok && sameDayAndClock(t, *column.Time(l), inForce) {
					*column.Time(l) = t
				}
			}
		}
		switch e.What {
		case lead.Changed:
			keep(lead.LeadColumn(e.Column), e.To)
		case lead.Responded:
			keep(lead.LeadColumn(lead.ColFirstResponse), e.To)
		default:
			lead.EachFact(e.To, func(name, text string) { keep(lead.FactColumn(name), text) })
		}
	}
}

// sameDayAndClock reports whether two moments show the same in a zone but for the year.
func sameDayAndClock(a, b time.Time, zone *time.Location) bool {
	const clock = "01-02 15:04"
	return a.In(zone).Format(clock) == b.In(zone).Format(clock)
}
