package history

import (
	"time"

	"leadsheet/lead"
)

// Activity keeps two kinds of times. What leadsheet writes are moments: they are written in the zone of Activity, which
// never changes, and are the same whatever zone is in force. What people type, a next contact or a first response, is
// what the clock shows in the zone in force, and stays that when the zone changes.

// TimeText is a moment as Activity keeps it: midnight is written as a day.
func (h *History) TimeText(t time.Time) string { return timeText(t, h.journals) }

// WallText is what people have typed as Activity keeps it: a day is written as one.
func (h *History) WallText(t time.Time) string { return timeText(t, h.zone) }

func timeText(t time.Time, zone *time.Location) string {
	var buffer [32]byte
	return string(appendTime(buffer[:0], t, zone))
}

func appendTime(b []byte, t time.Time, zone *time.Location) []byte {
	if t.IsZero() {
		return b
	}
	t = t.In(zone)
	if hour, minute, second := t.Clock(); hour == 0 && minute == 0 && second == 0 {
		return t.AppendFormat(b, time.DateOnly)
	}
	return t.AppendFormat(b, time.RFC3339)
}

// ParseWall reads what people have typed, as Activity keeps it: as what the clock shows in the zone in force, whatever
// zone was in force then. ok is false for another text.
func ParseWall(text string, zone *time.Location) (t time.Time, ok bool) {
	const clock = "2006-01-02T15:04:05"
	form := time.DateOnly
	if len(text) >= len(clock) {
		form = clock
	}
	if wall, err := time.Parse(form, text[:min(len(text), len(clock))]); err == nil {
		return lead.WallTime(wall, zone)
	}
	return time.Time{}, false
}

// Parse reads a text of Activity for a time column of a lead, of which rec is the record; nil for none. ok is false for
// another text.
func (h *History) Parse(rec *Record, column, text string) (t time.Time, ok bool) {
	if h.isTyped(rec, column) {
		return ParseWall(text, h.zone)
	}
	return lead.ParseMoment(text, h.journals)
}

// isTyped reports whether people write a time column: what Activity has of it is what they typed.
func (h *History) isTyped(rec *Record, column string) bool {
	return column == lead.ColNextContact || column == lead.ColFirstResponse && rec != nil && rec.Typed
}

// sameTime compares a text of Activity with a time of a lead. What counts is what the clock shows: people may have
// typed the time anew into the cell, and an hour occurs twice when clocks are put back.
func (h *History) sameTime(rec *Record, column, text string, t time.Time) bool {
	if text == "" || t.IsZero() {
		return text == "" && t.IsZero()
	}
	zone := h.journals
	if h.isTyped(rec, column) {
		zone = h.zone
	}
	var buffer [32]byte
	if string(appendTime(buffer[:0], t, zone)) == text { // nearly always, and that costs less than to read the text
		return true
	}
	kept, ok := h.Parse(rec, column, text)
	return ok && (kept.Equal(t) || sameWall(kept, t, h.zone))
}

// sameWall reports whether a clock shows the same at two moments, to the second.
func sameWall(a, b time.Time, zone *time.Location) bool {
	const clock = "2006-01-02T15:04:05"
	return a.In(zone).Format(clock) == b.In(zone).Format(clock)
}
