package today

import (
	"time"

	"leadsheet/reports/process"
)

// lintChars is how many characters of the findings stand in one row of Today, which is as wide as the page.
const lintChars = 190

// lintSection says on Mondays what to look at in the process.
func lintSection(w *worklist) {
	if w.b.Today.Weekday() != time.Monday {
		return
	}
	_, findings := process.Of(w.b.Dataset)
	line, first := "", true
	flush := func() {
		text := line
		if first {
			text = w.b.Say.Lint.Line.With(line)
		}
		w.hint(text)
		line, first = "", false
	}
	for _, text := range findings {
		if line != "" && len([]rune(line))+len([]rune(text)) > lintChars {
			flush()
		}
		if line != "" {
			line += " · "
		}
		line += text
	}
	if line != "" {
		flush()
	}
}
