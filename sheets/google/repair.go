package google

import (
	"slices"

	"leadsheet/sheets"
)

// fix is a cell to be set right: which row of a table as it is now, or its titles, and what it should hold.
type fix struct {
	t        *table
	row, col int
	want     sheets.Cell
}

func (f fix) place() place { return place{f.t.num(f.row), f.col} }

// columnsNow tells where a column is now that stood at an index when the titles were these.
func columnsNow(t *table, titles []string) func(int) int {
	now := map[int]int{}
	for i, title := range titles {
		if titled(t.tab.Columns, i, title) {
			now[i] = i // where it was, whatever other column has the same title
		} else if at := findTitle(t.tab.Columns, title); at >= 0 {
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

// fixes returns what has to be written now to undo a hit in the row where it is now, by the index in h.cells. A cell that
// somebody has changed meanwhile is left alone.
func (h hit) fixes(t *table, row int) map[int]fix {
	where := columnsNow(t, h.titles)
	out := map[int]fix{}
	for _, i := range h.cells {
		c := h.row.Cells[i]
		if col := where(c.Col); col >= 0 && col < len(t.tab.Columns) && fingerprint(at(t.cells(row), col)) == c.Want {
			out[i] = fix{t, row, col, at(h.row.was, c.Col)}
		}
	}
	return out
}

// findRows returns where the rows that were hit are now. Of the rows that still hold a value that was put there by mistake
// each hit gets the one most like the row as it was, and no row is given twice: they were different rows. A copy that a
// person has made of it since, with its key or the one that it was given by mistake, is among them, too.
func findRows(t *table, hits []hit) map[int][]int {
	type candidate struct {
		hit, row, score int
		key             bool // the row bears a key of the one that was hit
	}
	var all []candidate
	for n, h := range hits {
		where := columnsNow(t, h.titles)
		for i := titleRow; i < len(t.tab.Rows); i++ {
			held, telling := h.held(t.cells(i), where)
			if held == 0 {
				continue
			}
			score, possible := h.likeness(t, i, where)
			if !possible || score <= 0 && telling == 0 {
				continue
			}
			score = 2 * (score + sameCell*held)
			if t.num(i) == h.row.Num {
				score++ // of copies the one that has not moved is the likeliest
			}
			all = append(all, candidate{n, i, score, h.bears(t.cells(i), where)})
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

// bears reports whether a row has the key of the one that was hit, or the new key that was written into that one by mistake.
func (h hit) bears(row []sheets.Cell, where func(int) int) bool {
	key := findTitle(h.titles, h.row.KeyName)
	is := at(row, where(key))
	if was := keyText(at(h.row.was, key)); was != "" && keyText(is) == was {
		return true
	}
	return h.row.Named && slices.ContainsFunc(h.cells, func(i int) bool {
		c := h.row.Cells[i]
		return c.Col == key && titled(h.titles, key, c.Title) && c.Want != blankPrint && fingerprint(is) == c.Want
	})
}

// held counts the values in a row that were put there by mistake, and how many of them tell: blank is found everywhere.
func (h hit) held(row []sheets.Cell, where func(int) int) (all, telling int) {
	for _, i := range h.cells {
		c := h.row.Cells[i]
		if fingerprint(at(row, where(c.Col))) != c.Want {
			continue
		}
		all++
		if c.Want != blankPrint {
			telling++
		}
	}
	return all, telling
}

// told counts the values that were put there by mistake and could tell.
func (h hit) told() int {
	n := 0
	for _, i := range h.cells {
		if h.row.Cells[i].Want != blankPrint {
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

// likeness says how much a row is like the one that was hit, but for what was written over it, and whether it can be that
// row at all: it bears its key, or, without one, more than half of what it held.
func (h hit) likeness(t *table, i int, where func(int) int) (score int, possible bool) {
	cells := t.cells(i)
	written := map[int]string{}
	for _, c := range h.row.Cells {
		written[c.Col] = c.Want
	}
	sure, stranger := false, false
	key := findTitle(h.titles, h.row.KeyName)
	if key >= 0 && i != titleRow {
		was, is := keyText(at(h.row.was, key)), at(cells, where(key))
		want, over := written[key]
		if !over && h.row.Bears != "" {
			want, over = h.row.Bears, true
		}
		switch {
		case over && want != blankPrint && fingerprint(is) == want, was != "" && keyText(is) == was: // the key itself was overwritten, or is the same
			score += sameKey
			sure = true
		case !is.IsEmpty():
			score += otherKey
			stranger = true
		}
		written[key] = "" // has been judged
	}
	filled, same, extra := 0, 0, 0
	for col := range max(len(h.titles), len(h.row.was)) {
		if _, done := written[col]; done {
			continue
		}
		was, is := at(h.row.was, col), at(cells, where(col))
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
		if c.Want == blankPrint || c.Col == key || slices.Contains(h.cells, i) {
			continue
		}
		filled++
		if fingerprint(at(cells, where(c.Col))) == c.Want {
			same++
			score += sameCell
		}
	}
	if filled == 0 && extra > 0 { // of a row that was blank, most of what was put there has to be found
		_, telling := h.held(cells, where)
		return score, sure || !stranger && 2*telling > h.told()
	}
	return score, sure || !stranger && 2*same >= filled
}

// findNew returns where inserted rows are now: each is the row that holds most of what was written into it, if that is more
// than half.
func findNew(t *table, hits []newHit) map[int]int {
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
		for i, cells := range t.tab.Rows {
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

// fixes puts what was written into a new row under the titles that it was meant for. What a person has typed there since
// stays; cells that still hold what was meant for another title are emptied.
func (n newHit) fixes(t *table, row int) []fix {
	where := columnsNow(t, n.titles)
	cells := t.tab.Rows[row]
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
		if title := titleAt(n.meant, i); title != "" && !titled(n.titles, i, title) {
			if now := findTitle(t.tab.Columns, title); now >= 0 {
				to = now
			}
		}
		if ours[to] || at(cells, to).IsEmpty() {
			want[to] = c
		}
	}
	var out []fix
	for col := range t.tab.Columns {
		if c, ok := want[col]; ok && !c.Equal(at(cells, col)) {
			out = append(out, fix{t, row, col, c})
		}
	}
	return out
}
