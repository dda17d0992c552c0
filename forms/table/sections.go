package table

import "strings"

// titleAbove returns the row that was read last if it may be the title of a table below it: a word or two behind a
// blank line, such as "3. Participants". nil when it is none.
func (b *builder) titleAbove() *Row {
	if b.cur == nil || len(b.cur.Rows) == 0 {
		return nil
	}
	r := &b.cur.Rows[len(b.cur.Rows)-1]
	if !r.gap {
		return nil
	}
	filled := 0
	for _, c := range r.Cells {
		if strings.TrimSpace(c) != "" {
			filled++
		}
	}
	if filled > 1 || r.Raw == "" && filled == 0 || len(r.Raw) > 60 ||
		strings.Contains(r.Raw+strings.Join(r.Cells, ""), "@") {
		return nil
	}
	return r
}

// titled marks the title above a header as one.
func (b *builder) titled() {
	if r := b.titleAbove(); r != nil {
		r.Title = true
	}
}

// summaryLine reports whether a row is a line of a summary above the table: a word and its value, with the header of a
// wider table below.
func summaryLine(cells []string, below [][]string) bool {
	count := func(cells []string) (filled int) {
		for _, c := range cells {
			if strings.TrimSpace(c) != "" {
				filled++
			}
		}
		return filled
	}
	if count(cells) > 2 || classOf(cells[0]) != kindText {
		return false
	}
	for _, r := range below[:min(len(below), 20)] {
		if count(r) > 3 && !dataLike(r) && knownLabels(r) >= 2 {
			return true
		}
	}
	return false
}
