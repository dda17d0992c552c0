package canvas

import (
	"math"
	"strconv"
	"strings"
	"time"

	"leadsheet/lead/words"
)

// NoValue stands for what is not known; it is never 0 (docs/definitions.md, section 1).
const NoValue = "—"

// Thousands writes a whole number with a sign between its thousands.
func Thousands(say *words.Texts, n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + say.Dates.Thousands + s[i:]
	}
	return s
}

// OrNone is a text on one line, or the sign for what is not known.
func OrNone(s string) string {
	if s = words.OneLine(s); s == "" {
		return NoValue
	}
	return s
}

// Percent writes a ratio as whole percent, halves upwards.
func Percent(ratio float64) string { return strconv.Itoa(int(math.Round(ratio*100))) + "%" }

// CountLeads says how many leads there are.
func CountLeads(say *words.Texts, n int) string { return say.Report.Leads.With(n, Thousands(say, n)) }

// Clip shortens a text to n characters, so that it stays in its cell, and puts it on one line.
func Clip(s string, n int) string {
	r := []rune(words.OneLine(s))
	if len(r) <= n {
		return string(r)
	}
	return string(r[:n-1]) + "…"
}

// SomeNames are the first names of a list in one line, and how many more there are.
func SomeNames(say *words.Texts, names []string, most int) string {
	short := make([]string, 0, most)
	for _, name := range names[:min(len(names), most)] {
		short = append(short, Clip(name, 30))
	}
	text := strings.Join(short, ", ")
	if more := len(names) - most; more > 0 {
		text = say.Worklist.MoreNames.With(text, Thousands(say, more))
	}
	return text
}

// Duration is a length of time as text (docs/definitions.md, section 1).
func Duration(say *words.Texts, d time.Duration) string {
	d = max(d, 0).Round(time.Minute)
	h, m := int(d/time.Hour), int(d%time.Hour/time.Minute)
	switch {
	case h == 0:
		return say.Dates.Minutes.With(strconv.Itoa(m))
	case h >= 48 || m == 0:
		return say.Dates.Hours.With(strconv.Itoa(h))
	}
	return say.Dates.HoursAndMinutes.With(strconv.Itoa(h), strconv.Itoa(m))
}
