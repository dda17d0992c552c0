package reports

import (
	"math"
	"strconv"
	"strings"
	"time"

	"leadsheet/lead/words"
	"leadsheet/rules/attention"
)

// noValue stands for what is not known; it is never 0 (docs/definitions.md, section 1).
const noValue = "—"

// duration is a length of time as text (docs/definitions.md, section 1).
func duration(say *words.Texts, d time.Duration) string {
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

// lateness writes how late something is that was due (docs/definitions.md, section 11).
func (b *dataset) lateness(due time.Time) string {
	late := b.policy.Calendar.LateBy(due, b.now)
	if late < 15*time.Minute {
		return b.say.Today.JustNow
	}
	return attention.Lateness(&b.say.Attention, late)
}

// weekday and month are the short names of a time's own.
func (b *dataset) weekday(t time.Time) string { return b.weekdays[t.Weekday()] }
func (b *dataset) month(t time.Time) string   { return b.months[t.Month()-1] }

// dayOfYear writes a day with its year.
func (b *dataset) dayOfYear(t time.Time) string {
	return b.say.Dates.DayOfYear.With(strconv.Itoa(t.Day()), b.month(t), strconv.Itoa(t.Year()))
}

// dateTime writes a moment in full.
func (b *dataset) dateTime(t time.Time) string {
	return b.say.Dates.DateTime.With(b.weekday(t), b.dayOfYear(t), t.Format("15:04"))
}

// percent is a share as whole percent; for a small sample it is a text that says so.
func percent(s Share) string {
	r, ok := s.Ratio()
	if !ok {
		return noValue
	}
	return strconv.Itoa(int(math.Round(r*100))) + "%"
}

// sample writes the size of a sample; few says of one that it is too small for a percentage.
func sample(say *words.Texts, s Share, few *words.Text1) string {
	if s.Of > 0 && s.Of < minSample {
		return few.With(strconv.Itoa(s.Of))
	}
	return say.Report.N.With(strconv.Itoa(s.Of))
}

// prior writes what a figure was in the period before.
func (p Pair) prior(say *words.Texts) string {
	if !p.Known {
		return say.Report.NoEarlierYet
	}
	return say.Report.Prior.With(strconv.Itoa(p.Before))
}

// oneLine replaces line breaks, tabs and rows of spaces by one space.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// thousands writes a whole number with a sign between its thousands.
func thousands(say *words.Texts, n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + say.Dates.Thousands + s[i:]
	}
	return s
}
