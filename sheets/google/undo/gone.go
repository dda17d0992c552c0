package undo

import (
	"slices"

	"leadsheet/sheets"
)

// kindGone is a blank row far below the content of a tab that the write took away, copied before that. One that was not
// blank at that moment is given back.
const kindGone = "gone"

// holdsOnlyWritten reports whether the row that was hit held nothing beside the cells that were written.
func (r *rowEntry) holdsOnlyWritten() bool {
	for i, c := range r.before {
		written := slices.ContainsFunc(r.Cells, func(w change) bool { return w.Col == i })
		if !written && !c.IsEmpty() && !sheets.Unticked(c) {
			return false
		}
	}
	return true
}

// goneRow is a row that was taken away although it held something.
type goneRow struct {
	tab    int64
	titles []string // as they were at the time of that write
	cells  []sheets.Cell
}

// Gone notes blank rows that are taken away, from a row of the sheet on.
func (d *Draft) Gone(t *Table, from, n int) {
	d.Header(t)
	for i := range n {
		d.lines = append(d.lines, line{kind: kindGone, tab: t.ID, entry: struct{}{}, num: from + i, width: t.copied()})
	}
}

// addGone takes over a row of the log that tells of a row that was taken away.
func (l *Log) addGone(tab int64, copied []sheets.Cell) {
	for _, c := range copied {
		if !c.IsEmpty() && !sheets.Unticked(c) {
			l.gone = append(l.gone, goneRow{tab: tab, cells: copied})
			return
		}
	}
}

// lost are the rows that held something, with the titles that they stood under.
func (l *Log) lost() []goneRow {
	var out []goneRow
	for _, g := range l.gone {
		if header := l.headers[g.tab]; header != nil {
			g.titles = titlesOf(header.before)
			out = append(out, g)
		}
	}
	return out
}

// giveBack are the rows that a write took away by mistake, by the tabs that they are to be added to, under the titles
// as they are now. What stood in a column that is gone is left out.
func (d Damage) giveBack(tables map[int64]*Table) map[int64][][]sheets.Cell {
	var out map[int64][][]sheets.Cell
	for _, g := range d.gone {
		t := tables[g.tab]
		if t == nil {
			continue
		}
		where := columnsNow(t, g.titles)
		row := make([]sheets.Cell, len(t.Tab.Columns))
		for i, c := range g.cells {
			if to := where(i); to < len(row) {
				row[to] = c
			}
		}
		if out == nil {
			out = map[int64][][]sheets.Cell{}
		}
		out[g.tab] = append(out[g.tab], row)
	}
	return out
}
