package google

import (
	"slices"

	"leadsheet/sheets"
)

// damage is what a write did to cells that were not those it meant.
type damage struct {
	rows []hit
	news []newHit
}

// none reports whether all is well.
func (d damage) none() bool { return len(d.rows) == 0 && len(d.news) == 0 }

// hit is a row in which cells were written that should not have been.
type hit struct {
	row    *rowEntry
	cells  []int    // of row.Cells
	titles []string // as they were at the time of that write
	due    bool     // it is the doing of an earlier write
}

// newHit is an inserted row whose cells stand under other titles than they were meant for.
type newHit struct {
	entry  *newEntry
	meant  []string // the titles as the write believed in them
	titles []string // and as they were
	due    bool
}

// wrong judges the last write by what was there when it was applied.
func (l *undoLog) wrong() damage {
	var d damage
	astray := map[spot]bool{}
	for _, r := range l.rows {
		head := l.heads[r.id]
		if head == nil {
			continue
		}
		h := hit{row: r, titles: titlesOf(head.was)}
		right := r.is(h.titles)
		for i, c := range r.Cells {
			if !right || !titled(h.titles, c.Col, c.Title) || fingerprint(at(r.was, c.Col)) != c.Seen {
				h.cells = append(h.cells, i)
				astray[spot{r.id, r.Num, c.Col}] = true
			}
		}
		if len(h.cells) > 0 {
			d.rows = append(d.rows, h)
		}
	}
	for _, n := range l.news {
		if head := l.heads[n.id]; head != nil && moved(head.Titles, titlesOf(head.was)) {
			d.news = append(d.news, newHit{n, head.Titles, titlesOf(head.was), false})
		}
	}
	return l.stillDue(d, astray)
}

// stillDue adds what an earlier write did wrong and this one, itself gone astray, did not put right.
func (l *undoLog) stillDue(d damage, astray map[spot]bool) damage {
	for _, r := range l.due {
		h := hit{row: r, titles: r.Titles, due: true}
		for i := range r.Cells {
			if r.Wait {
				h.cells = append(h.cells, i)
			} else if f := r.Fixes[i]; astray[spot{r.id, f.Num, f.Col}] {
				h.cells = append(h.cells, i)
			}
		}
		if len(h.cells) > 0 {
			d.rows = append(d.rows, h)
		}
	}
	for _, n := range l.dueNew {
		if n.Wait || slices.ContainsFunc(n.Fixes, func(f place) bool { return astray[spot{n.id, f.Num, f.Col}] }) {
			d.news = append(d.news, newHit{n, n.Meant, n.Titles, true})
		}
	}
	return d
}

// turns gives what the last write did the highest turn, and returns the turn that is next to be undone.
func (d damage) turns() int {
	top, fresh := 0, false
	for _, h := range d.rows {
		top, fresh = max(top, h.row.Turn), fresh || !h.due
	}
	for _, n := range d.news {
		top, fresh = max(top, n.entry.Turn), fresh || !n.due
	}
	if !fresh {
		return top
	}
	for _, h := range d.rows {
		if !h.due {
			h.row.Turn = top + 1
		}
	}
	for _, n := range d.news {
		if !n.due {
			n.entry.Turn = top + 1
		}
	}
	return top + 1
}

// is reports whether the row that was hit is the one that was meant. It bears its key; a row without one has none still and
// holds most of what was read, for people may be typing into it. Of rows with the same key, when the key itself is
// written, it has to be exactly the one.
func (r *rowEntry) is(titles []string) bool {
	if r.Key != "" {
		return titled(titles, r.KeyCol, r.KeyName) && keyText(at(r.was, r.KeyCol)) == r.Key &&
			(r.Width <= 0 || cellMarks(r.was[:min(len(r.was), r.Width)]) == r.Marks)
	}
	written := map[int]bool{}
	for _, c := range r.Cells {
		written[c.Col] = true
	}
	if r.KeyName != "" && r.KeyCol >= 0 && !written[r.KeyCol] && !at(r.was, r.KeyCol).IsEmpty() {
		return false
	}
	filled, same, strange := r.compare(written, true)
	if filled == 0 {
		filled, same, strange = r.compare(written, false)
	}
	if filled == 0 { // all that was there is written over: then that must have been there
		for _, c := range r.Cells {
			if c.Seen == blankPrint {
				continue
			}
			filled++
			if fingerprint(at(r.was, c.Col)) == c.Seen {
				same++
			}
		}
		return strange == 0 && (2*same > filled || filled == 0)
	}
	return 2*same > filled
}

// compare counts the cells that were filled, how many of them were the same, and how many were filled that should have been
// blank; if telling only of the cells that no other row has: that most leads have the same status says nothing.
func (r *rowEntry) compare(written map[int]bool, telling bool) (filled, same, strange int) {
	for i, m := range splitMarks(r.Marks) {
		now := markOf(at(r.was, i))
		switch {
		case written[i], telling && slices.Contains(r.Common, i):
		case m == blankMark && now != blankMark:
			strange++
		case m != blankMark:
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
		if t != "" && !titled(titles, i, t) && findTitle(titles, t) >= 0 {
			return true
		}
	}
	return false
}

func titled(titles []string, col int, title string) bool {
	return sheets.Fold(titleAt(titles, col)) == sheets.Fold(title)
}
