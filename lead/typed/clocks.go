package typed

import (
	"strconv"
	"strings"
)

// clock reads a time of day, as plain leaves it, as minutes since midnight: 9, 9:00, 08.30, 8h30, 17 uhr, 9am,
// 2:30 p.m., 24:00.
func clock(s string) (minute int, ok bool) {
	s, half := cutHalf(s)
	for word := range oClock {
		if before, found := strings.CutSuffix(s, word); found {
			s = strings.TrimSpace(before)
			break
		}
	}
	hours, minutes := s, "0"
	for _, sep := range []string{":", ".", "h", ","} {
		if a, b, found := strings.Cut(s, sep); found {
			hours, minutes = a, b
			break
		}
	}
	if minutes == "" {
		minutes = "0"
	} else if a, seconds, found := strings.Cut(minutes, ":"); found && isNumber(seconds) && len(seconds) == 2 {
		minutes = a
	}
	if !isNumber(hours) || !isNumber(minutes) || len(hours) > 2 || len(minutes) > 2 {
		return 0, false
	}
	h, _ := strconv.Atoi(hours)
	m, _ := strconv.Atoi(minutes)
	switch {
	case half == "":
	case h < 1 || h > 12:
		return 0, false
	default:
		h %= 12
		if half == "pm" {
			h += 12
		}
	}
	minute = h*60 + m
	return minute, m < 60 && minute <= 24*60
}

// TimeOfDay reads a time of day, as people write one, as minutes since midnight: 12:00, 9, 8h30, 1 pm, 17 Uhr.
func TimeOfDay(text string) (minute int, ok bool) {
	if len(text) > longest {
		return 0, false
	}
	return clock(plain(text))
}

// cutHalf takes am or pm off the end.
func cutHalf(s string) (rest, half string) {
	for _, form := range []struct{ text, half string }{{"a.m.", "am"}, {"p.m.", "pm"}, {"am", "am"}, {"pm", "pm"},
		{"a. m.", "am"}, {"p. m.", "pm"}} {
		if rest, ok := strings.CutSuffix(s, form.text); ok {
			return strings.TrimSpace(rest), form.half
		}
	}
	return s, ""
}

func isNumber(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// Span is a stretch of a day, in minutes since midnight.
type Span struct{ From, To int }

// Hours reads the working hours of a day: 8.30-17.00, 9-12 and 13-17, 10am-2pm, 8 bis 17 Uhr. A word for closed is a
// day without any. ok is false for anything else. Whether stretches overlap is not asked.
func Hours(text string) (spans []Span, ok bool) {
	spans, ok = HoursOverNight(text)
	for _, s := range spans {
		if s.To > wholeDay {
			return nil, false
		}
	}
	return spans, ok
}

const wholeDay = 24 * 60

// HoursOverNight is Hours for stretches that may go over midnight, such as 20:00-07:00: those end after the 24 hours of
// their day.
func HoursOverNight(text string) (spans []Span, ok bool) {
	s := plain(text)
	if len(text) > longest {
		return nil, false
	}
	if word := strings.Trim(s, " .!-"); word == "" || closed[word] {
		return nil, true
	}
	for _, item := range strings.FieldsFunc(between(s, breaks, ";"), func(r rune) bool {
		return r == ',' || r == ';' || r == '/' || r == '&' || r == '+'
	}) {
		from, to, found := strings.Cut(between(item, untils, "-"), "-")
		if !found {
			return nil, false
		}
		span, fits := spanOf(strings.TrimSpace(from), strings.TrimSpace(to))
		if !fits {
			return nil, false
		}
		spans = append(spans, span)
	}
	return spans, len(spans) > 0
}

// between replaces words that stand between two things by a sign.
func between(s string, words map[string]bool, sign string) string {
	fields := strings.Fields(s)
	for i, f := range fields {
		if words[f] && i > 0 && i < len(fields)-1 {
			fields[i] = sign
		}
	}
	return strings.Join(fields, " ")
}

// withoutFirst cuts words off the beginning of a text, but never its last one.
func withoutFirst(s string, words map[string]bool) string {
	for {
		first, rest, more := strings.Cut(s, " ")
		if !more || !words[first] {
			return s
		}
		s = rest
	}
}

// spanOf reads both ends of a stretch. Where only the end says am or pm, the beginning is of the same half of the day
// if it can be.
func spanOf(from, to string) (Span, bool) {
	from = withoutFirst(from, froms)
	if _, half := cutHalf(to); half != "" {
		if _, own := cutHalf(from); own == "" {
			if a, ok := clock(from + half); ok {
				if b, okB := clock(to); okB && a < b {
					return Span{a, b}, true
				}
			}
			if half == "am" { // 10-7am goes over midnight
				from += "pm"
			} else {
				from += "am"
			}
		}
	}
	a, okA := clock(from)
	b, okB := clock(to)
	if b < a {
		b += wholeDay
	}
	return Span{a, b}, okA && okB && a < b
}
