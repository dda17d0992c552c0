package facts

import "time"

// Period is a stretch of time, From inclusive, to exclusive.
type Period struct{ From, to time.Time }

// Has reports whether a moment lies in the period; an unknown one lies in none.
func (p Period) Has(t time.Time) bool { return !t.IsZero() && !t.Before(p.From) && t.Before(p.to) }

// Clip is what of a stretch of time lies in the period; to is not after from where nothing does.
func (p Period) Clip(from, to time.Time) (time.Time, time.Time) {
	if from.Before(p.From) {
		from = p.From
	}
	if to.After(p.to) {
		to = p.to
	}
	return from, to
}

// Until is the end of the period: the first moment that is not in it.
func (p Period) Until() time.Time { return p.to }

// Days is the length of a period of the report (docs/definitions.md, section 1).
const Days = 30

// Recent is the last 30 days, up to and with now.
func (b *Dataset) Recent() Period { return Period{b.start, b.until} }

// Before is the 30 days before those.
func (b *Dataset) Before() Period { return Period{b.startBefore, b.start} }

// Over is the dataset with other periods: from one moment to another in the place of the last 30 days, and from before
// to from in that of the 30 days before them. What is so now is as of the same moment.
func (b *Dataset) Over(before, from, to time.Time) *Dataset {
	other := *b
	other.startBefore, other.start, other.until = before, from, to
	return &other
}
