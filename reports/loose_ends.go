package reports

import (
	"slices"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
	"leadsheet/rules/turns"
)

// How long Today names what may be a mistake.
const (
	wroteAgainFor = 30 * 24 * time.Hour // a person whose row is not a lead has written again
	deletedFor    = 7 * 24 * time.Hour  // a row was deleted
)

// looseEndSection lists what may be a mistake: people who have written again although their row is not a lead, and rows
// that were deleted.
func looseEndSection(w *worklist) {
	lines := append(w.wroteAgain(), w.deletedLines()...)
	if len(lines) == 0 {
		return
	}
	w.heading(w.b.say.Today.LooseEnds)
	for n, line := range lines {
		if n == quietLines {
			w.hint(w.b.say.Today.MoreLooseEnds.Count(len(lines) - n))
			return
		}
		line()
	}
}

// wroteAgain are the lines about people whose row is not a lead.
func (w *worklist) wroteAgain() []func() {
	var lines []func()
	b := w.b
	for i := range b.leads[:b.inBook] {
		l := &b.leads[i]
		e := l.track.inquired
		if l.kind != policy.KindNoLead || e == nil || b.now.Sub(e.Time) >= wroteAgainFor {
			continue
		}
		turn := turns.Turn{By: e.By, Text: e.Why}
		lines = append(lines, func() {
			text := b.say.Today.WroteAgain.With(turns.Asker(l.Lead, &turn), turns.Said(&turn, 40))
			w.line(l, text, b.day(e.Time))
		})
	}
	return lines
}

// deletedLines are about rows that were deleted, the latest first.
func (w *worklist) deletedLines() []func() {
	b := w.b
	gone := slices.Clone(b.leads[b.inBook:])
	gone = slices.DeleteFunc(gone, func(l leadFacts) bool {
		return l.duplicate || l.kind == policy.KindNoLead || b.now.Sub(l.memory.deletedAt) >= deletedFor
	})
	slices.SortStableFunc(gone, func(x, y leadFacts) int { return y.memory.deletedAt.Compare(x.memory.deletedAt) })
	var lines []func()
	for i := range gone {
		l, say := &gone[i], &b.say.Today
		column := b.policy.Words.Column(lead.TabLeads, lead.ColDo)
		text := say.Deleted.With(l.ID, clip(l.title(b.say), 30), column)
		if l.waits {
			text = say.DeletedWaiting.With(l.ID, clip(l.title(b.say), 30), b.dayAndTime(l.turn.Since), column)
		}
		lines = append(lines, func() { w.hint(text) })
	}
	return lines
}
