package history

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"leadsheet/lead"
)

// RecordedLength is how many characters of a text Activity keeps. Of a longer one a digest of the whole follows, so
// that an edit beyond them is seen, and seen once.
const RecordedLength = 200

// DigestMark stands between a shortened text and its digest.
const DigestMark = " #"

// digestUnits is how much of a text, in UTF-16 units, its digest is made of: less than the cells of every kind of
// workbook hold, for what does not fit is cut when it is written.
const digestUnits = 32_000

// AsRecorded is a text as Activity keeps it: one line, shortened with a digest.
func AsRecorded(s string) string {
	if isPlain(s) {
		return strings.TrimSpace(s)
	}
	b, _ := appendRecorded(nil, s)
	return string(b)
}

// isPlain reports whether a text is kept as it stands, but for blanks around it.
func isPlain(s string) bool {
	if len(s) > RecordedLength {
		return false
	}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c < ' ':
			return false
		case c >= utf8.RuneSelf:
			return clean(s[i:])
		}
	}
	return true
}

// clean reports whether a text has no control characters, and nothing that a workbook does not keep.
func clean(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || dropped(r) })
}

// dropped are the characters that not every workbook gives back: what is no character, and control characters.
func dropped(r rune) bool {
	return r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == utf8.RuneError || r == 0xFFFE || r == 0xFFFF
}

// appendRecorded appends a text as Activity keeps it. The part up to short is what earlier versions kept of it: no
// digest.
func appendRecorded(b []byte, s string) (kept []byte, short int) {
	from := len(b)
	cut, runes, units, gap := -1, 0, 0, false
	for i := 0; i < len(s) && units < digestUnits; {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		i += size
		if r != '\r' && !dropped(r) {
			units++
		}
		switch {
		case r > 0xFFFF:
			units++
		case dropped(r):
			continue
		case r == ' ' || r < ' ' || r >= utf8.RuneSelf && unicode.IsSpace(r):
			gap = len(b) > from
			continue
		}
		for _, c := range [2]rune{' ', r} {
			if c == ' ' && !gap {
				continue
			}
			gap = false
			if runes++; runes == RecordedLength {
				cut = len(b)
			}
			b = utf8.AppendRune(b, c)
		}
	}
	if runes <= RecordedLength {
		return b, len(b)
	}
	sum := digestOf(b[from:])
	b = append(b[:cut:cap(b)], "…"...)
	for n := cut; n > from && b[n-1] == ' '; n-- {
		b = append(b[:n-1], "…"...)
	}
	short = len(b)
	b = append(b, DigestMark...)
	return strconv.AppendUint(b, sum, 36), short
}

// digestOf is a hash of a text that is the same for ever: FNV-1a.
func digestOf(b []byte) uint64 {
	sum := uint64(14695981039346656037)
	for _, c := range b {
		sum = (sum ^ uint64(c)) * 1099511628211
	}
	return sum
}

// isRecorded reports whether a text is as Activity has it.
func (h *History) isRecorded(kept, s string) bool {
	if isPlain(s) {
		return strings.TrimSpace(s) == kept
	}
	short := 0
	h.buffer, short = appendRecorded(h.buffer[:0], s)
	return string(h.buffer) == kept || string(h.buffer[:short]) == kept
}

// Unchanged reports whether a column of a row is as the history has it: by its place in Record.At. A column that the
// tab has no more says nothing.
func (h *History) Unchanged(rec *Record, l *lead.Lead, k int) bool {
	c := lead.TrackedColumns()[k]
	if len(l.Unknown) > 0 && l.IsUnknown(c.Title) {
		return true
	}
	if c.Text != nil {
		s := *c.Text(l)
		if k == InDetails {
			s = h.ownDetails(rec, l)
		}
		return h.isRecorded(rec.At[k], s) || s == "" && h.absent[k]
	}
	if c.Time != nil {
		t := *c.Time(l)
		return h.sameTime(rec, c.Title, rec.At[k], t) || t.IsZero() && h.absent[k]
	}
	text := h.Text(l, c)
	return rec.At[k] == text || text == "" && h.absent[k]
}

// RecordedAs is a column of a row as Activity keeps it, by its place in Record.At.
func (h *History) RecordedAs(rec *Record, l *lead.Lead, k int) string {
	switch {
	case k == InDetails:
		return AsRecorded(h.ownDetails(rec, l))
	case k == InFirst && rec.Typed:
		return h.WallText(l.FirstResponse)
	}
	return h.Text(l, lead.TrackedColumns()[k])
}

// TypedAs is a column of a row as Activity keeps it when a person has typed it, by its place in Record.At.
func (h *History) TypedAs(rec *Record, l *lead.Lead, k int) string {
	if k == InFirst {
		return h.WallText(l.FirstResponse)
	}
	return h.RecordedAs(rec, l, k)
}

// ownDetails are the details of a lead without what waits there for its column.
func (h *History) ownDetails(rec *Record, l *lead.Lead) string {
	if len(rec.Waits) == 0 {
		return l.Details
	}
	own := lead.Lead{Details: l.Details}
	for _, v := range rec.Waits {
		if rest, there := h.Without(&own, v); there {
			own.Details = rest
		}
	}
	return own.Details
}

// SetRecorded puts a text of Activity into the field of a column, times in the zone. What cannot be read leaves the
// field blank.
func SetRecorded(l *lead.Lead, c *lead.ColumnOf[lead.Lead], text string, zone *time.Location) {
	switch {
	case c.Text != nil:
		*c.Text(l) = text
	case c.Time != nil:
		*c.Time(l), _ = lead.ParseMoment(text, zone)
	case c.Number != nil:
		value, has := c.Number(l)
		text, code, _ := strings.Cut(text, " ")
		number, err := strconv.ParseFloat(text, 64)
		*value, *has = number, err == nil
		if c.Title == lead.ColValue {
			l.Foreign = code
		}
	}
}

// SetTyped is SetRecorded for what people have typed: times are what the clock shows in the zone in force.
func SetTyped(l *lead.Lead, c *lead.ColumnOf[lead.Lead], text string, zone *time.Location) {
	if SetRecorded(l, c, text, zone); c.Time != nil {
		*c.Time(l), _ = ParseWall(text, zone)
	}
}

// Rebuilt is a lead as far as its events say it. Of long texts that is their beginning.
func (h *History) Rebuilt(rec *Record, events []lead.Event) lead.Lead {
	l := lead.Lead{Ref: -1, ID: rec.ID}
	for i := range events {
		e := &events[i]
		if e.Lead == rec.ID && (e.What == lead.Created || e.What == lead.Adopted || e.What == lead.Baseline) {
			SetArrival(&l, e.To, h.journals)
		}
	}
	for k, c := range lead.TrackedColumns() {
		text := rec.At[k]
		if c.Time != nil {
			*c.Time(&l), _ = h.Parse(rec, c.Title, text)
			continue
		}
		if c.Text != nil {
			text, _, _ = strings.Cut(text, DigestMark)
		}
		SetRecorded(&l, c, text, h.journals)
	}
	l.LastActivity = l.Received
	return l
}

// SetArrival takes over from facts when a lead came in and was due.
func SetArrival(l *lead.Lead, facts string, zone *time.Location) {
	lead.EachFact(facts, func(name, text string) {
		c := lead.FactColumn(name)
		if c != nil && (c.Title == lead.ColReceived || c.Title == lead.ColRespondBy) {
			SetRecorded(l, c, text, zone)
		}
	})
}
