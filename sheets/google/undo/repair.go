package undo

import (
	"fmt"
	"maps"
	"slices"

	"leadsheet/sheets"
)

// maxTurns is how many put-backs in a row may go astray. When people move rows at each of so many moments in turn,
// another guess does more harm than good.
const maxTurns = 4

// Repair is what undoes the newest damage.
type Repair struct {
	Fixes      []Fix        // cells to write; of two for the same cell the first counts
	Unresolved []Unresolved // what is left to people
	// Rows are to be added to tabs, by their ids: rows that were taken away although somebody had just filled them.
	Rows    map[int64][][]sheets.Cell
	carried []line // goes into the log of the write that repairs
}

// Fix is a cell to be set right: which row of a table as it is now, or TitleRow, and what it should hold.
type Fix struct {
	Tab      int64 // the id of the tab
	Row, Col int   // of the Table
	Want     sheets.Cell
}

// Unresolved is a row whose cells may belong to another row, and which is not put back any more.
type Unresolved struct {
	Tab     int64
	Num     int      // the sheet's row at the time of the write, from 0
	Turn    int      // tells damage to the same row apart
	Who     string   // the key of the row that was hit, or "row 7"
	Columns []string // the titles of the cells
}

// Repair plans what undoes the newest damage in the tabs as they are now, by their ids; what happened in a tab that
// is not among them is forgotten. All damage is carried forward in the log of the write that repairs: should that go
// astray, too, it is still known.
func (d Damage) Repair(tables map[int64]*Table) *Repair {
	r := &Repair{Rows: d.giveBack(tables)}
	newest, next := d.turns()
	if next > maxTurns {
		r.giveUp(d, tables, newest)
		return r
	}
	turn := func(pending bool, own int) int {
		if pending {
			return own
		}
		return newest
	}
	rows := map[int64][]damagedRow{}
	for _, h := range d.rows {
		switch t := tables[h.row.tab]; {
		case t == nil:
		case turn(h.pending, h.row.Turn) == next:
			rows[t.ID] = append(rows[t.ID], h)
		default:
			r.carryForward(h, h.row.Turn, nil, nil)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(rows)) {
		t := tables[id]
		found := findRows(t, rows[id])
		for i, h := range rows[id] {
			for _, row := range found[i] {
				r.carryForward(h, next, t, h.fixes(t, row))
			}
		}
	}
	inserted := map[int64][]damagedInsert{}
	for _, n := range d.inserted {
		switch t := tables[n.entry.tab]; {
		case t == nil:
		case turn(n.pending, n.entry.Turn) == next:
			inserted[t.ID] = append(inserted[t.ID], n)
		default:
			r.carryInserted(n, n.entry.Turn, nil, nil)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(inserted)) {
		t := tables[id]
		found := findInserted(t, inserted[id])
		for i, n := range inserted[id] {
			if row, ok := found[i]; ok {
				r.carryInserted(n, next, t, n.fixes(t, row))
			}
		}
	}
	return r
}

// giveUp leaves what is wrong to people.
func (r *Repair) giveUp(d Damage, tables map[int64]*Table, newest int) {
	for _, h := range d.rows {
		if tables[h.row.tab] == nil {
			continue
		}
		u := Unresolved{Tab: h.row.tab, Num: h.row.Num, Turn: h.row.Turn}
		if !h.pending {
			u.Turn = newest
		}
		for _, i := range h.cells {
			u.Columns = append(u.Columns, h.row.Cells[i].Title)
		}
		if u.Who = KeyText(at(h.row.before, findTitle(h.titles, h.row.KeyName))); u.Who == "" {
			u.Who = fmt.Sprintf("row %d", h.row.Num+1)
		}
		r.Unresolved = append(r.Unresolved, u)
	}
}

// carryForward plans the fixes of a damaged row, by the index of its cells, and carries it forward: of its cells only
// those that are still wrong, for what has been put back may be rightly something else by now. Without a table it
// waits for its turn.
func (r *Repair) carryForward(h damagedRow, turn int, t *Table, fixes map[int]Fix) {
	e := *h.row
	e.Turn, e.Wait = turn, t == nil
	e.Titles, e.Cells, e.Fixes = h.titles, nil, nil
	for _, i := range h.cells {
		f, ok := fixes[i]
		switch {
		case ok:
			r.Fixes = append(r.Fixes, f)
			e.Fixes = append(e.Fixes, place{t.Num(f.Row), f.Col})
		case e.Wait:
			e.Fixes = append(e.Fixes, place{-1, -1})
		default:
			continue
		}
		e.Cells = append(e.Cells, h.row.Cells[i])
	}
	for i, c := range h.row.Cells {
		if c.Col == findTitle(h.titles, e.KeyName) && !slices.Contains(h.cells, i) {
			e.CorrectKey = c.Want
		}
	}
	if len(e.Cells) > 0 {
		r.carried = append(r.carried, line{kind: kindPending, tab: e.tab, entry: &e, num: -1, known: e.before})
	}
}

// carryInserted is carryForward for an inserted row.
func (r *Repair) carryInserted(n damagedInsert, turn int, t *Table, fixes []Fix) {
	e := *n.entry
	e.Turn, e.Wait = turn, t == nil
	e.Meant, e.Titles, e.Fixes = n.meant, n.titles, nil
	for _, f := range fixes {
		r.Fixes = append(r.Fixes, f)
		e.Fixes = append(e.Fixes, place{t.Num(f.Row), f.Col})
	}
	if e.Wait || len(fixes) > 0 {
		r.carried = append(r.carried, line{kind: kindPendingInserted, tab: e.tab, entry: &e, num: -1, known: e.wrote})
	}
}
