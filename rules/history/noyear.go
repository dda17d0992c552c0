package history

import (
	"time"

	"leadsheet/lead"
)

// KeepYears gives days that people typed without a year (see lead.Lead.NoYear) the year that Activity has for them:
// 5.12. stays in the year in which it was typed, however long ago that was. inForce is the zone of the tab Leads.
func KeepYears(leads []lead.Lead, events []lead.Event, inForce *time.Location) {
	lacksYear := func(l *lead.Lead) bool { return len(l.NoYear) > 0 }
	eachText(leads, events, lacksYear, func(l *lead.Lead, column *lead.ColumnOf[lead.Lead], text string) {
		if column.Time != nil && l.LacksYear(column.Title) {
			if t, ok := ParseWall(text, inForce); ok && sameDayAndClock(t, *column.Time(l), inForce) {
				*column.Time(l) = t
			}
		}
	})
}

// sameDayAndClock reports whether two moments show the same in a zone but for the year.
func sameDayAndClock(a, b time.Time, zone *time.Location) bool {
	const clock = "01-02 15:04"
	return a.In(zone).Format(clock) == b.In(zone).Format(clock)
}
