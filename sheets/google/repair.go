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
		if at := findTitle(t.tab.Columns, title); at >= 0 {
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
// each hit gets the one most like the row as it was, and no row is given twice: they were different rows.
func findRows(t *table, hits []hit) map[int]int {
	type candidate struct{ hit, row, score int }
	var all []candidate
	for n, h := range hits {
		where := columnsNow(t, h.titles)
		for i := titleRow; i < len(t.tab.Rows); i++ {
			held := h.held(t.cells(i), where)
			if held == 0 {
				continue
			}
			score := sameCell*held + h.likeness(t, i, where)
			if score <= 0 {
				continue
			}
			score *= 2
			if t.num(i) == h.row.Num {
				score++ // of copies the one that has not moved is the likeliest
			}
			all = append(all, candidate{n, i, score})
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return b.score - a.score })
	found, taken := map[int]int{}, map[int]bool{}
	for _, c := range all {
		if _, done := found[c.hit]; !done && !taken[c.row] {
			found[c.hit], taken[c.row] = c.row, true
		}
	}
	return found
}

// held counts the values in a row that were put there by mistake.
func (h hit) held(row []sheets.Cell, where func(int) int) int {
	n := 0
	for _, i := range h.cells {
		c := h.row.Cells[i]
		if fingerprint(at(row, where(c.Col))) == c.Want {
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

// likeness says how much a row is like the one that was hit, but for what was written over it.
func (h hit) likeness(t *table, i int, where func(int) int) int {
	cells := t.cells(i)
	written := map[int]string{}
	for _, c := range h.row.Cells {
		written[c.Col] = c.Want
	}
	score := 0
	if key := findTitle(h.titles, h.row.KeyName); key >= 0 && i != titleRow {
		was, is := keyText(at(h.row.was, key)), at(cells, where(key))
		want, over := written[key]
		switch {
		case over && fingerprint(is) == want: // the key itself was overwritten
			score += sameKey
		case was != "" && keyText(is) == was:
			score += sameKey
		case !is.IsEmpty():
			score += otherKey
		case was == "":
			score += sameCell
		}
		written[key] = "" // has been judged
	}
	for col := range max(len(h.titles), len(h.row.was)) {
		if _, done := written[col]; done {
			continue
		}
		was, is := at(h.row.was, col), at(cells, where(col))
		switch {
		case was.Equal(is) && !is.IsEmpty():
			score += sameCell
		case !was.Equal(is):
			score += otherCell
		}
	}
	return score
}

// fixes moves the cells of inserted rows under the titles that they were meant for.
func (n newHit) fixes(t *table) []fix {
	where := columnsNow(t, n.titles)
	var out []fix
	taken := map[int]bool{}
	for _, text := range n.entry.Cells {
		marks := splitMarks(text)
		if row, ok := findNew(t, marks, where, taken); ok {
			taken[row] = true
			out = append(out, n.rowFixes(t, row, marks, where)...)
		}
	}
	return out
}

// findNew returns the row that holds most of what was written into a new one, if that is more than half and not taken.
func findNew(t *table, marks []string, where func(int) int, taken map[int]bool) (row int, ok bool) {
	filled, best := 0, 0
	for _, m := range marks {
		if m != blankMark {
			filled++
		}
	}
	for i, cells := range t.tab.Rows {
		same := 0
		for c, m := range marks {
			if m != blankMark && markOf(at(cells, where(c))) == m {
				same++
			}
		}
		if same > best && 2*same > filled && !taken[i] {
			best, row, ok = same, i, true
		}
	}
	return row, ok
}

// rowFixes moves the cells of one row that still hold what was written. What a person has typed since stays, and what
// was meant for that place goes nowhere.
func (n newHit) rowFixes(t *table, row int, marks []string, where func(int) int) []fix {
	cells := t.tab.Rows[row]
	ours := map[int]bool{} // cells that hold what we wrote, or that we left blank
	for i, m := range marks {
		ours[where(i)] = markOf(at(cells, where(i))) == m
	}
	want := map[int]sheets.Cell{}
	for i, m := range marks {
		from := where(i)
		if m == blankMark || !ours[from] {
			continue
		}
		if _, set := want[from]; !set {
			want[from] = sheets.Cell{}
		}
		to := from
		if title := titleAt(n.meant, i); title != "" && !titled(n.titles, i, title) {
			if now := findTitle(t.tab.Columns, title); now >= 0 {
				to = now
			}
		}
		if mine, known := ours[to]; mine || !known && at(cells, to).IsEmpty() {
			want[to] = at(cells, from)
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
