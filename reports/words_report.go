package reports

import (
	"math"
	"strconv"
	"time"

	"leadsheet/lead/words"
	"leadsheet/reports/canvas"
)

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

// percent is a share as whole percent; for a small sample it is a text that says so.
func percent(s Share) string {
	r, ok := s.Ratio()
	if !ok {
		return canvas.NoValue
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
