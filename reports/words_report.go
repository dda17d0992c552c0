package reports

import (
	"strconv"

	"leadsheet/lead/words"
	"leadsheet/reports/canvas"
	"leadsheet/reports/figures"
)

// percent is a share as whole percent; for a small sample it is a text that says so.
func percent(s figures.Share) string {
	r, ok := s.Ratio()
	if !ok {
		return canvas.NoValue
	}
	return canvas.Percent(r)
}

// sample writes the size of a sample; few says of one that it is too small for a percentage.
func sample(say *words.Texts, s figures.Share, few *words.Text1) string {
	if s.Of > 0 && s.Of < figures.MinSample {
		return few.With(strconv.Itoa(s.Of))
	}
	return say.Report.N.With(strconv.Itoa(s.Of))
}

// prior writes what a figure was in the period before.
func prior(p figures.Pair, say *words.Texts) string {
	if !p.Known {
		return say.Report.NoEarlierYet
	}
	return say.Report.Prior.With(strconv.Itoa(p.Before))
}
