package lead

import "time"

// Latest is the later one of two times.
func Latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// Earliest is the earlier one of two times.
func Earliest(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// ParseMoment reads a moment as Activity keeps it: a day is its midnight in the zone of Activity. ok is false for
// another text.
func ParseMoment(text string, zone *time.Location) (t time.Time, ok bool) {
	for _, form := range [...]string{time.RFC3339, time.DateOnly} {
		if t, err := time.ParseInLocation(form, text, zone); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
