package today

import (
	"slices"
	"time"

	"leadsheet/lead"
	"leadsheet/reports/canvas"
	"leadsheet/reports/facts"
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
	w.heading(w.b.Say.Today.LooseEnds)
	for n, line := range lines {
		if n == quietLines {
			w.hint(w.b.Say.Today.MoreLooseEnds.Count(len(lines) - n))
			return
		}
		line()
	}
}

// wroteAgain are the lines about people whose row is not a lead.
func (w *worklist) wroteAgain() []func() {
	var lines []func()
	b := w.b
	for i := range b.Leads[:b.InBook] {
		l := &b.Leads[i]
		e := l.Track.Inquired
		if l.Kind != policy.KindNoLead || e == nil || b.Now.Sub(e.Time) >= wroteAgainFor {
			continue
		}
		turn := turns.Turn{By: e.By, Text: e.Why}
		lines = append(lines, func() {
			text := b.Say.Today.WroteAgain.With(turns.Asker(l.Lead, &turn), turns.Said(&turn, 40))
			w.line(l, text, b.day(e.Time))
		})
	}
	return lines
}

// deletedLines are about rows that were deleted, the latest first.
func (w *worklist) deletedLines() []func() {
	b := w.b
	gone := slices.Clone(b.Leads[b.InBook:])
	gone = slices.DeleteFunc(gone, func(l facts.Lead) bool {
		return l.Duplicate || l.Kind == policy.KindNoLead || b.Now.Sub(l.Memory.DeletedAt) >= deletedFor
	})
	slices.SortStableFunc(gone, func(x, y facts.Lead) int { return y.Memory.DeletedAt.Compare(x.Memory.DeletedAt) })
	var lines []func()
	for i := range gone {
		l, say := &gone[i], &b.Say.Today
		column := b.Policy.Words.Column(lead.TabLeads, lead.ColDo)
		text := say.Deleted.With(l.ID, canvas.Clip(l.Title(b.Say), 30), column)
		if l.Waits {
			text = say.DeletedWaiting.With(l.ID, canvas.Clip(l.Title(b.Say), 30), b.DayAndTime(l.Turn.Since), column)
		}
		lines = append(lines, func() { w.hint(text) })
	}
	return lines
}
