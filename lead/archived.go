package lead

import (
	"cmp"
	"slices"
	"strconv"
	"time"
)

// PastMonth is what leads that went to the archive leave behind of a month: how many came in then, and how many ended
// then. Each time some go, Activity gets an event of the workbook for each month of theirs; a month is the sum of its
// events.
type PastMonth struct {
	Month             string // 2026-11, in the zone of the business
	CameIn, Won, Lost int
	Value             float64 // of those that were won
}

// The names of the facts.
const (
	factMonth  = "month"
	factCameIn = "came_in"
	factWon    = "won"
	factLost   = "lost"
	factValue  = "value"
)

// Event is the event that adds to a month.
func (m PastMonth) Event(now time.Time, why string) Event {
	number := func(name string, n float64) Fact {
		return Fact{Name: name, Text: strconv.FormatFloat(n, 'f', -1, 64)}
	}
	return Event{Time: now.Truncate(time.Second), Lead: Workbook, What: Archived, By: ByLeadsheet, Why: why,
		To: FormatFacts([]Fact{{Name: factMonth, Text: m.Month}, number(factCameIn, float64(m.CameIn)),
			number(factWon, float64(m.Won)), number(factLost, float64(m.Lost)), number(factValue, m.Value)})}
}

// Start is when the month begins in a zone; zero when that cannot be read.
func (m PastMonth) Start(loc *time.Location) time.Time {
	t, err := time.ParseInLocation("2006-01", m.Month, loc)
	if err != nil {
		return time.Time{}
	}
	return t
}

// PastMonths are the months of which leads went to the archive, the earliest first.
func PastMonths(history []Event) []PastMonth {
	var out []PastMonth
	for i := range history {
		e := &history[i]
		if e.What != Archived || e.Lead != Workbook {
			continue
		}
		month := FactOf(e.To, factMonth)
		at := slices.IndexFunc(out, func(m PastMonth) bool { return m.Month == month })
		if at < 0 {
			at, out = len(out), append(out, PastMonth{Month: month})
		}
		number := func(name string) float64 {
			n, _ := strconv.ParseFloat(FactOf(e.To, name), 64)
			return n
		}
		m := &out[at]
		m.CameIn, m.Won, m.Lost = m.CameIn+int(number(factCameIn)), m.Won+int(number(factWon)), m.Lost+int(number(factLost))
		m.Value += number(factValue)
	}
	out = slices.DeleteFunc(out, func(m PastMonth) bool { return m.CameIn+m.Won+m.Lost == 0 })
	slices.SortFunc(out, func(a, b PastMonth) int { return cmp.Compare(a.Month, b.Month) })
	return out
}

// LeftSince is how many leads went to the archive after a moment that had come in within so many months before it: the
// figures as of that moment lack them. loc is the zone of the business.
func LeftSince(history []Event, at time.Time, months int, loc *time.Location) (n int) {
	for i := range history {
		e := &history[i]
		if e.What != Archived || e.Lead != Workbook || !e.Time.After(at) {
			continue
		}
		month := PastMonth{Month: FactOf(e.To, factMonth)}.Start(loc)
		if add, err := strconv.Atoi(FactOf(e.To, factCameIn)); err == nil && !month.After(at) &&
			month.AddDate(0, 1, 0).After(at.AddDate(0, -months, 0)) {
			n += add
		}
	}
	return max(n, 0)
}
