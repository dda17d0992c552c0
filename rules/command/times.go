package command

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"leadsheet/lead/words"
)

// clocks are the forms in which people write a time of day.
var clocks = []string{"15:04", "15.04", "15h04", "3:04pm", "3.04pm", "3pm"}

// days are the forms of a day with its year, or without one.
var days = []string{"2006-01-02", "2.1.2006", "2 Jan 2006", "Jan 2 2006", "2.1.", "2 Jan", "Jan 2"}

// loneT is the T that programs write between a day and a time of day, not the first letter of Today and of Tuesday.
var loneT = regexp.MustCompile(`(^|\PL)T(\PL|$)`)

// timeIn reads a time: 14:30, "at 2 pm", "yesterday 14:30", "Fri 14:30", "2026-11-20 14:30". A day without a year is
// the last one of that name, a weekday the last one before today. A day needs a time of day: the answer to a customer
// is counted in hours.
func timeIn(in words.Language, s string, now time.Time) (time.Time, bool) {
	fields := strings.Fields(loneT.ReplaceAllString(strings.ReplaceAll(s, ",", " "), "$1 $2"))
	at := func(t *words.DoTexts) string { return t.At }
	fields = slices.DeleteFunc(fields, func(f string) bool { return isAny(in, f, at) })
	for n := range fields {
		clock, ok := clockIn(strings.Join(fields[n:], ""))
		if !ok {
			continue
		}
		if day, ok := dayIn(in, strings.Join(fields[:n], " "), now); ok {
			y, m, d := day.Date()
			return time.Date(y, m, d, clock.Hour(), clock.Minute(), 0, 0, now.Location()), true
		}
	}
	return time.Time{}, false
}

func clockIn(s string) (time.Time, bool) {
	s = strings.ToLower(strings.NewReplacer("uhr", "", "p.m.", "pm", "a.m.", "am").Replace(strings.ToLower(s)))
	for _, form := range clocks {
		if t, err := time.Parse(form, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

func dayIn(in words.Language, s string, now time.Time) (time.Time, bool) {
	switch {
	case s == "" || isAny(in, s, func(t *words.DoTexts) string { return t.Today }):
		return now, true
	case isAny(in, s, func(t *words.DoTexts) string { return t.Yesterday }):
		return now.AddDate(0, 0, -1), true
	}
	if n := weekdayIn(in, s); n >= 0 {
		ago := (int(now.Weekday()) - n + 7) % 7
		if ago == 0 {
			ago = 7
		}
		return now.AddDate(0, 0, -ago), true
	}
	for _, form := range days {
		t, err := time.ParseInLocation(form, s, now.Location())
		if err != nil {
			continue
		}
		if !strings.Contains(form, "2006") {
			t = t.AddDate(now.Year()-t.Year(), 0, 0)
			if t.After(now) {
				t = t.AddDate(-1, 0, 0)
			}
		}
		return t, true
	}
	return time.Time{}, false
}

// weekdayIn is the number of a weekday, by at least the letters of its short name; -1 for another text.
func weekdayIn(in words.Language, s string) int {
	folded := words.Fold(strings.TrimRightFunc(s, unicode.IsPunct))
	for _, l := range in.All() {
		for n, short := range strings.Fields(l.Texts().Dates.Weekdays) {
			if folded == words.Fold(short) {
				return n
			}
		}
		for n, long := range strings.Fields(l.Texts().Do.Weekdays) {
			if folded == words.Fold(long) {
				return n
			}
		}
	}
	return -1
}

// isAny reports whether s is a word of the texts of any language.
func isAny(in words.Language, s string, word func(*words.DoTexts) string) bool {
	return in.Any(func(t *words.Texts) bool { return words.Fold(word(&t.Do)) == words.Fold(s) })
}
