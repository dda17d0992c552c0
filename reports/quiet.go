package reports

import (
	"slices"
	"time"

	"leadsheet/rules/turns"
)

// quietFor is how long Today shows a message that asks for nothing.
const quietFor = 7 * 24 * time.Hour

// quietLines is how many of them are listed.
const quietLines = 20

// quietSection lists the messages that ask for nothing, the latest first. Somebody may see in their words what the
// rules have not.
func quietSection(w *worklist) {
	b := w.b
	var quiet []*leadFacts
	for i := range b.leads[:b.inBook] {
		l := &b.leads[i]
		if e := l.track.quiet; e != nil && !l.waits && b.now.Sub(e.Time) < quietFor {
			quiet = append(quiet, l)
		}
	}
	if len(quiet) == 0 {
		return
	}
	slices.SortStableFunc(quiet, func(x, y *leadFacts) int { return y.track.quiet.Time.Compare(x.track.quiet.Time) })
	say := &b.say.Today
	w.heading(say.Quiet)
	for _, l := range quiet[:min(len(quiet), quietLines)] {
		turn := turns.Turn{By: l.track.quiet.By, Text: l.track.quiet.Why}
		w.line(l, fitted(&turn, nil, func(said string) string {
			return say.Wrote.With(turns.Asker(l.Lead, &turn), said)
		}), b.day(l.track.quiet.Time))
	}
	w.moreThan(quietLines, len(quiet))
}
