package table

// usualWidth is how many cells most rows have, the fewer where two widths are as frequent.
func (t *Table) usualWidth() int {
	count, usual := map[int]int{}, 0
	for i := range t.Rows {
		if r := &t.Rows[i]; r.Complete() {
			count[len(r.Cells)]++
		}
	}
	for w, n := range count {
		if usual == 0 || n > count[usual] || n == count[usual] && w < usual {
			usual = w
		}
	}
	return usual
}

// trailing reports whether most rows end with blank cells for which there is no title: a delimiter too many, which
// moves nothing.
func (t *Table) trailing() bool {
	n, blank := 0, 0
	for i := range t.Rows {
		r := &t.Rows[i]
		if !r.Complete() {
			continue
		}
		if n++; len(r.Cells) > len(t.Titles) && Blank(r.Cells[len(t.Titles):]) {
			blank++
		}
	}
	return blank*2 > n
}
