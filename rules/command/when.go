package command

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"leadsheet/lead/typed"
	"leadsheet/lead/words"
)

// mostAhead is how many days ahead a contact may be planned.
const mostAhead = 3660

// When reads when something is to be done: tomorrow 10, in 3 days, Friday, Fri 14:00, today 16:00, 1.12. 14:00,
// 2026-12-01. Days are counted from the one of now; a weekday is the next one of that name, never today. Without a time
// of day it is midnight of the day in the zone of now. The fault is NoDay for a text that says no day, and Past for
// what has passed.
func When(read typed.Reader, in words.Language, text string, now time.Time) (time.Time, Fault) {
	if dottedDay.MatchString(text) {
		if at, fault := when(read, in, trimmed(text)+".", now); fault != NoDay {
			return at, fault
		}
	}
	return when(read, in, trimmed(text), now)
}

func when(read typed.Reader, in words.Language, text string, now time.Time) (time.Time, Fault) {
	fields := strings.Fields(strings.NewReplacer(",", " ", ";", " ").Replace(text))
	if len(fields) == 0 || len(fields) > 8 {
		return time.Time{}, NoDay
	}
	if at, ok := after(in, fields, now); ok {
		return at, NoFault
	}
	for n := len(fields); n >= 0; n-- { // the longest text that is a day, and a time of day behind it
		day, ok := dayAhead(read, in, plainly(in, fields[:n]), now)
		if !ok {
			continue
		}
		minute, ok := clockOf(in, fields[n:], n > 0)
		if !ok && n < len(fields) || n == 0 && !ok {
			continue
		}
		return at(day, minute, ok, now)
	}
	if t, _, ok := read.Time(strings.Join(plainly(in, fields), " ")); ok {
		return at(t, t.Hour()*60+t.Minute(), t.Hour()+t.Minute() > 0, now)
	}
	return time.Time{}, NoDay
}

// dottedDay matches a day without a year where a text ends, with the full stop that tells it from a time of day.
var dottedDay = regexp.MustCompile(`(^|\s)\d{1,2}\.\d{1,2}\.[ .,;:!"')]*$`)

// at is a minute of a day, or the day itself.
func at(day time.Time, minute int, hasClock bool, now time.Time) (time.Time, Fault) {
	y, m, d := day.Date()
	t := time.Date(y, m, d, 0, 0, 0, 0, now.Location())
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	if hasClock {
		t = time.Date(y, m, d, minute/60, minute%60, 0, 0, now.Location())
	}
	switch {
	case t.Before(today), hasClock && t.Before(now.Truncate(time.Minute)):
		return time.Time{}, Past
	case t.After(now.AddDate(0, 0, mostAhead)):
		return time.Time{}, NoDay
	}
	return t, NoFault
}

// after reads what is counted from this moment: in 30 min, in 2 hours.
func after(in words.Language, fields []string, now time.Time) (time.Time, bool) {
	n, unit, ok := amount(in, fields)
	if !ok {
		return time.Time{}, false
	}
	for _, u := range []struct {
		is   func(*words.WhenTexts) string
		span time.Duration
	}{{func(t *words.WhenTexts) string { return t.Minutes }, time.Minute},
		{func(t *words.WhenTexts) string { return t.Hours }, time.Hour}} {
		if isOneOf(in, unit, u.is) {
			return now.Add(time.Duration(n) * u.span).Truncate(time.Minute), true
		}
	}
	return time.Time{}, false
}

// dayAhead reads a day, without a time of day. No text at all is today.
func dayAhead(read typed.Reader, in words.Language, fields []string, now time.Time) (time.Time, bool) {
	text := strings.Join(fields, " ")
	if text == "" {
		return now, true
	}
	if n, ok := named(in, text); ok {
		return now.AddDate(0, 0, n), true
	}
	if n, unit, ok := amount(in, fields); ok {
		return ahead(in, n, unit, now)
	}
	if n, ok := weekday(in, text); ok {
		days := (n - int(now.Weekday()) + 7) % 7
		if days == 0 {
			days = 7
		}
		return now.AddDate(0, 0, days), true
	}
	d, ok := read.Day(text)
	if !ok || d.Minute >= 0 {
		return time.Time{}, false
	}
	t, _, ok := read.Time(text)
	return t, ok
}

// named are the days that have a word: today, tomorrow.
func named(in words.Language, text string) (days int, ok bool) {
	for n, is := range []func(*words.WhenTexts) string{
		func(t *words.WhenTexts) string { return t.Today },
		func(t *words.WhenTexts) string { return t.Tomorrow },
		func(t *words.WhenTexts) string { return t.AfterTomorrow },
	} {
		if isOneOf(in, text, is) {
			return n, true
		}
	}
	return typed.DayNamed(text)
}

// amount reads how much of what: in 3 days, in a week, 3 days.
func amount(in words.Language, fields []string) (n int, unit string, ok bool) {
	if len(fields) > 1 && isOneOf(in, fields[0], func(t *words.WhenTexts) string { return t.In }) {
		fields = fields[1:]
	}
	if len(fields) == 1 { // 3d, 30min
		digits := strings.IndexFunc(fields[0], func(r rune) bool { return r < '0' || r > '9' })
		if digits <= 0 {
			return 0, "", false
		}
		fields = []string{fields[0][:digits], fields[0][digits:]}
	}
	if len(fields) != 2 {
		return 0, "", false
	}
	n, err := strconv.Atoi(fields[0])
	if err != nil && isOneOf(in, fields[0], func(t *words.WhenTexts) string { return t.One }) {
		n, err = 1, nil
	}
	return n, fields[1], err == nil && n >= 0 && n <= mostAhead
}

// ahead is the day so many units from now.
func ahead(in words.Language, n int, unit string, now time.Time) (time.Time, bool) {
	switch is := func(w func(*words.WhenTexts) string) bool { return isOneOf(in, unit, w) }; {
	case is(func(t *words.WhenTexts) string { return t.Days }):
		return now.AddDate(0, 0, n), true
	case is(func(t *words.WhenTexts) string { return t.Weeks }):
		return now.AddDate(0, 0, 7*n), n <= mostAhead/7
	case is(func(t *words.WhenTexts) string { return t.Months }):
		day := time.Date(now.Year(), now.Month()+time.Month(n), 1, 12, 0, 0, 0, now.Location())
		last := day.AddDate(0, 1, -1).Day() // a month after the 31st is the last day of a shorter one
		return day.AddDate(0, 0, min(now.Day(), last)-1), n <= mostAhead/31
	}
	return time.Time{}, false
}

// weekday is the number of a weekday in a language of the catalogue, or in one in which teams are known to write.
func weekday(in words.Language, text string) (int, bool) {
	if n := weekdayIn(in, text); n >= 0 {
		return n, true
	}
	n, ok := typed.Weekday(text)
	return int(n), ok
}

// clockOf reads a time of day. Behind a day the hour alone will do: tomorrow 10.
func clockOf(in words.Language, fields []string, behindDay bool) (minute int, ok bool) {
	if fields = plainly(in, fields); len(fields) == 0 || len(fields) > 3 {
		return 0, false
	}
	text := strings.Join(fields, " ")
	if !behindDay && !strings.ContainsAny(text, ":hHmM.") && !typed.IsHour(text) {
		return 0, false
	}
	minute, ok = typed.Clock(text)
	return minute, ok && minute < 24*60
}

// plainly are the words of a day or a time without those that only lead to it: on Friday, at 10.
func plainly(in words.Language, fields []string) []string {
	leads := func(f string) bool {
		return isAny(in, f, func(t *words.DoTexts) string { return t.At }) ||
			isOneOf(in, f, func(t *words.WhenTexts) string { return t.On })
	}
	for len(fields) > 0 && leads(fields[0]) {
		fields = fields[1:]
	}
	for len(fields) > 0 && leads(fields[len(fields)-1]) {
		fields = fields[:len(fields)-1]
	}
	return fields
}

// isOneOf reports whether a text is one of the words of a list, divided by commas, in any language.
func isOneOf(in words.Language, text string, list func(*words.WhenTexts) string) bool {
	return text != "" && in.Any(func(t *words.Texts) bool {
		return slices.ContainsFunc(strings.Split(list(&t.When), ","), func(w string) bool {
			return words.SameFolded(strings.TrimSpace(w), text)
		})
	})
}
