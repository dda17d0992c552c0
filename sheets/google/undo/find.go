package undo

import (
	"slices"

	"leadsheet/sheets"
)

// fixes returns what has to be written now to undo a hit in the row where it is now, by the index in h.cells. A cell
// that a user has changed meanwhile is left alone.
func (h damagedRow) fixes(t *Table, row int) map[int]Fix {
	where := columnsNow(t, h.titles)
	out := map[int]Fix{}
	for _, i := range h.cells {
		c := h.row.Cells[i]
		if col := where(c.Col); col >= 0 && col < len(t.Tab.Columns) && digest(at(t.Cells(row), col)) == c.Want {
			out[i] = Fix{Tab: t.ID, Row: row, Col: col, Want: at(h.row.before, c.Col)}
		}
	}
	return out
}

// findRows returns where the rows that were hit are now. Of the rows that still hold a value that was put there by
// mistake each hit gets the one most like the row as it was, and no row is given twice: they were different rows. A
// copy that a person has made of it since, with its key or the one that it was given by mistake, is among them, too.
func findRows(t *Table, hits []damagedRow) map[int][]int {
	type candidate struct {
		hit, row, score int
		key             bool // the row has a key of the one that was hit
	}
	var all []candidate
	for n, h := range hits {
		where := columnsNow(t, h.titles)
		for i := TitleRow; i < len(t.Tab.Rows); i++ {
			held, telling := h.held(t.Cells(i), where)
			if held == 0 {
				continue
			}
			score, possible := h.likeness(t, i, where)
			if !possible || score <= 0 && telling == 0 {
				continue
			}
			score = 2 * (score + sameCell*held)
			if t.Num(i) == h.row.Num {
				score++ // of copies the one that has not moved is the likeliest
			}
			all = append(all, candidate{n, i, score, h.hasKey(t.Cells(i), where)})
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return b.score - a.score })
	found, taken := map[int][]int{}, map[int]bool{}
	for _, c := range all {
		if len(found[c.hit]) == 0 && !taken[c.row] {
			found[c.hit], taken[c.row] = []int{c.row}, true
		}
	}
	for _, c := range all {
		if c.key && !taken[c.row] {
			found[c.hit], taken[c.row] = append(found[c.hit], c.row), true
		}
	}
	return found
}

// hasKey reports whether a row has the key of the one that was hit, or the new key that was written into that one by
// mistake.
func (h damagedRow) hasKey(row []sheets.Cell, where func(int) int) bool {
	key := findTitle(h.titles, h.row.KeyName)
	now := at(row, where(key))
	if was := KeyText(at(h.row.before, key)); was != "" && KeyText(now) == was {
		return true
	}
	return h.row.NewKey && slices.ContainsFunc(h.cells, func(i int) bool {
		c := h.row.Cells[i]
		return c.Col == key && hasTitle(h.titles, key, c.Title) && c.Want != blankDigest && digest(now) == c.Want
	})
}

// held counts the values in a row that were put there by mistake, and how many of them tell: blank is found everywhere.
func (h damagedRow) held(row []sheets.Cell, where func(int) int) (all, telling int) {
	for _, i := range h.cells {
		c := h.row.Cells[i]
		if digest(at(row, where(c.Col))) != c.Want {
			continue
		}
		all++
		if c.Want != blankDigest {
			telling++
		}
	}
	return all, telling
}

// telling counts the values that were put there by mistake and could tell.
func (h damagedRow) telling() int {
	n := 0
	for _, i := range h.cells {
		if h.row.Cells[i].Want != blankDigest {
			n++
		}
	}
	return n
}

// Weights of likeness.
const (
	sameKey   = 20 // is the same row, unless nothing else agrees
	otherKey  = -40
	sameCell  = 2
	otherCell = -1
)

// likeness says how much a row is like the one that was hit, but for what was written over it, and whether it can be
// that row at all: it has its key, or, without one, more than half of what it held.
func (h damagedRow) likeness(t *Table, i int, where func(int) int) (score int, possible bool) {
	cells := t.Cells(i)
	judged := map[int]bool{} // the columns that are not compared by content
	for _, c := range h.row.Cells {
		judged[c.Col] = true
	}
	sure, stranger := false, false
	key := findTitle(h.titles, h.row.KeyName)
	if key >= 0 && i != TitleRow {
		sure, stranger = h.compareKeys(key, at(cells, where(key)))
		judged[key] = true
	}
	switch {
	case sure:
		score = sameKey
	case stranger:
		score = otherKey
	}
	filled, same, extra := 0, 0, 0
	for col := range max(len(h.titles), len(h.row.before)) {
		if judged[col] {
			continue
		}
		was, is := at(h.row.before, col), at(cells, where(col))
		if !was.IsEmpty() {
			filled++
		}
		switch {
		case was.Equal(is) && !is.IsEmpty():
			same++
			score += sameCell
		case !was.Equal(is):
			score += otherCell
			if was.IsEmpty() {
				extra++
			}
		}
	}
	for i, c := range h.row.Cells { // what the same write put there rightly
		if c.Want == blankDigest || c.Col == key || slices.Contains(h.cells, i) {
			continue
		}
		filled++
		if digest(at(cells, where(c.Col))) == c.Want {
			same++
			score += sameCell
		}
	}
	if filled == 0 && h.lostKey(key, at(cells, where(key))) {
		return score, false // nothing is left by which it could be that row: it was deleted, and this is another
	}
	if filled == 0 && extra > 0 { // of a row that was blank, most of what was put there has to be found
		_, telling := h.held(cells, where)
		return score, sure || !stranger && 2*telling > h.telling()
	}
	return score, sure || !stranger && 2*same >= filled
}

// compareKeys compares the key of the row that was hit, in column key of the log, with the key of a row as it is now.
// sure says that it is the same, or the one that was written over it; stranger that it is another one.
func (h damagedRow) compareKeys(key int, is sheets.Cell) (sure, stranger bool) {
	was := KeyText(at(h.row.before, key))
	want := h.row.CorrectKey
	for _, c := range h.row.Cells {
		if c.Col == key {
			want = c.Want
		}
	}
	if want != "" && want != blankDigest && digest(is) == want || was != "" && KeyText(is) == was {
		return true, false
	}
	return false, !is.IsEmpty()
}

// lostKey reports whether the row that was hit had a key that the write left alone, and a row as it is now has none.
func (h damagedRow) lostKey(key int, is sheets.Cell) bool {
	written := slices.ContainsFunc(h.row.Cells, func(c change) bool { return c.Col == key })
	return key >= 0 && !written && is.IsEmpty() && KeyText(at(h.row.before, key)) != ""
}

// findInserted returns where inserted rows are now: each is the row that holds most of what was written into it, if
// that is more than half.
func findInserted(t *Table, hits []damagedInsert) map[int]int {
	type candidate struct{ hit, row, same int }
	var all []candidate
	for n, h := range hits {
		where := columnsNow(t, h.titles)
		filled := 0
		for _, c := range h.entry.wrote {
			if !c.IsEmpty() {
				filled++
			}
		}
		for i, cells := range t.Tab.Rows {
			same := 0
			for col, c := range h.entry.wrote {
				if !c.IsEmpty() && at(cells, where(col)).Equal(c) {
					same++
				}
			}
			if 2*same > filled {
				all = append(all, candidate{n, i, same})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return b.same - a.same })
	found, taken := map[int]int{}, map[int]bool{}
	for _, c := range all {
		if _, done := found[c.hit]; !done && !taken[c.row] {
			found[c.hit], taken[c.row] = c.row, true
		}
	}
	return found
}

// fixes puts what was written into a new row under the titles that it was meant for. What a person has typed there
// since stays; cells that still hold what was meant for another title are emptied.
func (n damagedInsert) fixes(t *Table, row int) []Fix {
	where := columnsNow(t, n.titles)
	cells := t.Tab.Rows[row]
	ours := map[int]bool{} // by the column now: it holds what the write put there, or is blank as the write left it
	want := map[int]sheets.Cell{}
	for i, c := range n.entry.wrote {
		col := where(i)
		ours[col] = at(cells, col).Equal(c)
		if ours[col] {
			want[col] = sheets.Cell{}
		}
	}
	for i, c := range n.entry.wrote {
		if c.IsEmpty() {
			continue
		}
		to := where(i)
		if title := titleAt(n.meant, i); title != "" && !hasTitle(n.titles, i, title) {
			if now := findTitle(t.Tab.Columns, title); now >= 0 {
				to = now
			}
		}
		if ours[to] || at(cells, to).IsEmpty() {
			want[to] = c
		}
	}
	var out []Fix
	for col := range t.Tab.Columns {
		if c, ok := want[col]; ok && !c.Equal(at(cells, col)) {
			out = append(out, Fix{Tab: t.ID, Row: row, Col: col, Want: c})
		}
	}
	return out
}
