package reports

import (
	"slices"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
	"leadsheet/rules/turns"
	"leadsheet/sheets"
)

// How long Today names what may be a mistake.
const (
	wroteAgainFor = 30 * 24 * time.Hour // a person whose row is not a lead has written again
	deletedFor    = 7 * 24 * time.Hour  // a row was deleted
)

// looseEnds lists what may be a mistake, from a row of the page on: people who have written again although their row is
// not a lead, and rows that were deleted.
func looseEnds(b *dataset, c *canvas, row int) {
	lines := append(b.wroteAgain(c), b.deletedLines(c)...)
	if len(lines) == 0 {
		return
	}
	c.heading(row, 0, 4, b.say.Today.LooseEnds)
	for n, line := range lines {
		row++
		if n == quietLines {
			c.text(row, 0, sheets.Hint, b.say.Today.MoreLooseEnds.Count(len(lines)-n))
			return
		}
		line(row)
	}
}

// wroteAgain are the lines about people whose row is not a lead.
func (b *dataset) wroteAgain(c *canvas) []func(row int) {
	var lines []func(int)
	for i := range b.leads[:b.inBook] {
		l := &b.leads[i]
		e := l.track.inquired
		if l.kind != policy.KindNoLead || e == nil || b.now.Sub(e.Time) >= wroteAgainFor {
			continue
		}
		turn := turns.Turn{By: e.By, Text: e.Why}
		lines = append(lines, func(row int) {
			c.link(row, 0, clip(l.title(b.say), 30), l.ID)
			c.text(row, 1, sheets.TableText, clip(orNone(l.Owner), 20))
			text := b.say.Today.WroteAgain.With(turns.Asker(l.Lead, &turn), turns.Said(&turn, 40))
			c.text(row, 2, sheets.TableText, clip(text, 90))
			c.text(row, 3, sheets.TableText, b.day(e.Time))
			c.text(row, 4, sheets.TableText, clip(contact(l.Lead), 46))
		})
	}
	return lines
}

// deletedLines are about rows that were deleted, the latest first.
func (b *dataset) deletedLines(c *canvas) []func(row int) {
	gone := slices.Clone(b.leads[b.inBook:])
	gone = slices.DeleteFunc(gone, func(l leadFacts) bool {
		return l.duplicate || l.kind == policy.KindNoLead || b.now.Sub(l.memory.deletedAt) >= deletedFor
	})
	slices.SortStableFunc(gone, func(x, y leadFacts) int { return y.memory.deletedAt.Compare(x.memory.deletedAt) })
	var lines []func(int)
	for i := range gone {
		l, say := &gone[i], &b.say.Today
		column := b.policy.Words.Column(lead.TabLeads, lead.ColDo)
		text := say.Deleted.With(l.ID, clip(l.title(b.say), 30), column)
		if l.waits {
			text = say.DeletedWaiting.With(l.ID, clip(l.title(b.say), 30), b.dayAndTime(l.turn.Since), column)
		}
		lines = append(lines, func(row int) { c.text(row, 0, sheets.Hint, text) })
	}
	return lines
}
