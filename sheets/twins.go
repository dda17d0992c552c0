package sheets

// FindTwins notes which columns have the title of another column and are not used. Of columns with the same title the
// one with the most content is used, of equal ones the first. So a blank column that people add under a title that
// exists already does not take its place.
func (t *Tab) FindTwins() {
	t.Twins = nil
	at := make(map[string][]int, len(t.Columns))
	twice := false
	for i, c := range t.Columns {
		if c == "" {
			continue
		}
		k := Fold(c)
		at[k] = append(at[k], i)
		twice = twice || len(at[k]) > 1
	}
	if !twice {
		return
	}
	for i, c := range t.Columns {
		if c == "" || len(at[Fold(c)]) < 2 {
			continue
		}
		if t.fullest(at[Fold(c)]) != i {
			t.Twins = append(t.Twins, i)
		}
	}
}

// fullest is the column with the most content; of equal ones the first.
func (t *Tab) fullest(cols []int) int {
	best, most := cols[0], -1
	for _, col := range cols {
		n := 0
		for r := range t.Rows {
			if !t.At(r, col).IsEmpty() {
				n++
			}
		}
		if n > most {
			best, most = col, n
		}
	}
	return best
}
