package reports

import (
	"slices"
	"time"

	"leadsheet/rules/turns"
	"leadsheet/sheets"
)

// quietFor is how long Today shows a message that asks for nothing.
const quietFor = 7 * 24 * time.Hour

// quietLines is how many of them are listed.
const quietLines = 20

// quietBlock lists the messages that ask for nothing, the latest first, from a row of the page on. Somebody may see in
// their words what the rules have not.
// It returns the row for what comes next.
func quietBlock(b *dataset, c *canvas, row int) int {
	var quiet []*leadFacts
	for i := range b.leads[:b.inBook] {
		l := &b.leads[i]
		if e := l.track.quiet; e != nil && !l.waits && b.now.Sub(e.Time) < quietFor {
			quiet = append(quiet, l)
		}
	}
	if len(quiet) == 0 {
		return row
	}
	slices.SortStableFunc(quiet, func(x, y *leadFacts) int { return y.track.quiet.Time.Compare(x.track.quiet.Time) })
	say := &b.say.Today
	c.heading(row, 0, 4, say.Quiet)
	for _, l := range quiet[:min(len(quiet), quietLines)] {
		row++
		e := l.track.quiet
		turn := turns.Turn{By: e.By, Text: e.Why}
		c.link(row, 0, clip(l.title(b.say), 30), l.ID)
		c.text(row, 1, sheets.TableText, clip(orNone(l.Owner), 20))
		c.text(row, 2, sheets.TableText, clip(fitted(&turn, func(said string) string {
			return say.Wrote.With(turns.Asker(l.Lead, &turn), said)
		}), whatChars))
		c.text(row, 3, sheets.TableText, b.day(e.Time))
		contactCell(c, row, l.Lead)
	}
	return row + 2
}
