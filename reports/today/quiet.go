package today

import (
	"slices"
	"time"

	"leadsheet/reports/facts"
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
	var quiet []*facts.Lead
	for i := range b.Leads[:b.InBook] {
		l := &b.Leads[i]
		if e := l.Track.Quiet; e != nil && !l.Waits && b.Now.Sub(e.Time) < quietFor {
			quiet = append(quiet, l)
		}
	}
	if len(quiet) == 0 {
		return
	}
	slices.SortStableFunc(quiet, func(x, y *facts.Lead) int { return y.Track.Quiet.Time.Compare(x.Track.Quiet.Time) })
	say := &b.Say.Today
	w.heading(say.Quiet)
	for _, l := range quiet[:min(len(quiet), quietLines)] {
		turn := turns.Turn{By: l.Track.Quiet.By, Text: l.Track.Quiet.Why}
		w.line(l, fitted(&turn, nil, func(said string) string {
			return say.Wrote.With(turns.Asker(l.Lead, &turn), said)
		}), b.day(l.Track.Quiet.Time))
	}
	w.moreThan(quietLines, len(quiet))
}
