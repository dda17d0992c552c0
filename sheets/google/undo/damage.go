package undo

import "slices"

// Damage is what a write did to cells that were not those it meant.
type Damage struct {
	rows     []damagedRow
	inserted []damagedInsert
	gone     []goneRow
}

// None reports whether the write did what it meant.
func (d Damage) None() bool { return len(d.rows)+len(d.inserted)+len(d.gone) == 0 }

// damagedRow is a row in which cells were written that should not have been.
type damagedRow struct {
	row     *rowEntry
	cells   []int    // of row.Cells
	titles  []string // as they were at the time of that write
	pending bool     // an earlier write did it
}

// damagedInsert is an inserted row whose cells stand under other titles than they were meant for.
type damagedInsert struct {
	entry   *insertEntry
	meant   []string // the titles as the write believed in them
	titles  []string // and as they were
	pending bool
}

// Damage judges the last write by what was there when it was applied.
func (l *Log) Damage() Damage {
	d := Damage{gone: l.lost()}
	astray := map[Spot]bool{}
	for _, r := range l.rows {
		header := l.headers[r.tab]
		if header == nil {
			continue
		}
		h := damagedRow{row: r, titles: titlesOf(header.before)}
		right := r.matches(h.titles) && (!r.Alone || r.holdsOnlyWritten())
		for i, c := range r.Cells {
			if !right || !hasTitle(h.titles, c.Col, c.Title) || digest(at(r.before, c.Col)) != c.Seen {
				h.cells = append(h.cells, i)
				astray[Spot{r.tab, r.Num, c.Col}] = true
			}
		}
		if len(h.cells) > 0 {
			d.rows = append(d.rows, h)
		}
	}
	for _, n := range l.inserted {
		if header := l.headers[n.tab]; header != nil && moved(header.Titles, titlesOf(header.before)) {
			d.inserted = append(d.inserted, damagedInsert{n, header.Titles, titlesOf(header.before), false})
		}
	}
	return l.stillPending(d, astray)
}

// stillPending adds what an earlier write did wrong and this one, itself gone astray, did not put right.
func (l *Log) stillPending(d Damage, astray map[Spot]bool) Damage {
	for _, r := range l.pendingRows {
		h := damagedRow{row: r, titles: r.Titles, pending: true}
		for i := range r.Cells {
			if r.Wait {
				h.cells = append(h.cells, i)
			} else if f := r.Fixes[i]; astray[Spot{r.tab, f.Num, f.Col}] {
				h.cells = append(h.cells, i)
			}
		}
		if len(h.cells) > 0 {
			d.rows = append(d.rows, h)
		}
	}
	for _, n := range l.pendingInserted {
		hit := func(f place) bool { return astray[Spot{n.tab, f.Num, f.Col}] }
		if n.Wait || slices.ContainsFunc(n.Fixes, hit) {
			d.inserted = append(d.inserted, damagedInsert{n, n.Meant, n.Titles, true})
		}
	}
	return d
}

// Astray returns the cells of rows to which the last write itself wrote what was not meant for them.
func (d Damage) Astray() map[Spot]bool {
	out := map[Spot]bool{}
	for _, h := range d.rows {
		for _, i := range h.cells {
			if !h.pending {
				out[Spot{h.row.tab, h.row.Num, h.row.Cells[i].Col}] = true
			}
		}
	}
	return out
}

// turns returns the turn of what the last write did, which is the newest, and the turn that is next to be undone.
func (d Damage) turns() (newest, next int) {
	top, fresh := 0, false
	for _, h := range d.rows {
		top, fresh = max(top, h.row.Turn), fresh || !h.pending
	}
	for _, n := range d.inserted {
		top, fresh = max(top, n.entry.Turn), fresh || !n.pending
	}
	if fresh {
		return top + 1, top + 1
	}
	return top + 1, top
}

// matches reports whether the row that was hit is the one that was meant. It has its key; a row without one has none
// still and holds most of what was read, for people may be typing into it. Of rows with the same key, when the key
// itself is written, it has to be exactly the one.
func (r *rowEntry) matches(titles []string) bool {
	if r.Key != "" {
		return hasTitle(titles, r.KeyCol, r.KeyName) && KeyText(at(r.before, r.KeyCol)) == r.Key &&
			(r.Width <= 0 || rowDigest(r.before[:min(len(r.before), r.Width)]) == r.Digests)
	}
	written := map[int]bool{}
	for _, c := range r.Cells {
		written[c.Col] = true
	}
	if r.KeyName != "" && r.KeyCol >= 0 && !written[r.KeyCol] && !at(r.before, r.KeyCol).IsEmpty() {
		return false
	}
	filled, same, strange := r.compare(written, true)
	if filled == 0 {
		filled, same, strange = r.compare(written, false)
	}
	if filled > 0 {
		return 2*same > filled
	}
	// All that was there is written over: then that must have been there.
	for _, c := range r.Cells {
		if c.Seen == blankDigest {
			continue
		}
		filled++
		if digest(at(r.before, c.Col)) == c.Seen {
			same++
		}
	}
	return strange == 0 && (2*same > filled || filled == 0)
}

// compare counts the cells that were filled, how many of them were the same, and how many were filled that should
// have been blank; if distinct only of the cells that no other row has: that most leads have the same status says
// nothing.
func (r *rowEntry) compare(written map[int]bool, distinct bool) (filled, same, strange int) {
	for i, m := range splitDigests(r.Digests) {
		now := cellDigest(at(r.before, i))
		switch {
		case written[i], distinct && slices.Contains(r.Common, i):
		case m == blankCellDigest && now != blankCellDigest:
			strange++
		case m != blankCellDigest:
			filled++
			if now == m {
				same++
			}
		}
	}
	return filled, same, strange
}

// moved reports whether a column stood elsewhere than the write believed.
func moved(meant, titles []string) bool {
	for i, t := range meant {
		if t != "" && !hasTitle(titles, i, t) && findTitle(titles, t) >= 0 {
			return true
		}
	}
	return false
}

// columnsNow tells where a column is now that stood at an index when the titles were these.
func columnsNow(t *Table, titles []string) func(int) int {
	now := map[int]int{}
	for i, title := range titles {
		if hasTitle(t.Tab.Columns, i, title) {
			now[i] = i // where it was, whatever other column has the same title
		} else if at := findTitle(t.Tab.Columns, title); at >= 0 {
			now[i] = at
		}
	}
	return func(i int) int {
		if at, ok := now[i]; ok {
			return at
		}
		return i
	}
}
