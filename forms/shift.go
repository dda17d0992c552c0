package forms

import (
	"strings"

	"leadsheet/forms/table"
	"leadsheet/lead"
)

// What is said of a row with a cell too many.
const (
	surplusProblem = "the row has more cells than the file has columns; they may have moved"
	joinedProblem  = surplusProblem + ", and were put back where its address or number belongs: " +
		"compare the row with the original"
)

// straighten returns the cells of a row in their columns, and what is to be said about it. A row with one cell more
// than there are columns has been moved by a comma inside a cell; when addresses and numbers stand one column to the
// right of theirs, it is known where, and the cells that were one are put together. A delimiter too many at the end of
// every row is none.
func (t formTable) straighten(m *mapping, r *table.Row) (cells []string, problem string) {
	width := len(m.columns)
	if t.FromSheet || len(r.Cells) <= width {
		return r.Cells, ""
	}
	if len(r.Cells) == width+1 && (!t.TrailingDelimiter || len(t.Rows) == 1) {
		if cells := joined(m, r.Cells); cells != nil {
			return cells, joinedProblem
		}
	}
	if t.TrailingDelimiter && table.Blank(r.Cells[width:]) {
		return r.Cells, ""
	}
	return r.Cells, surplusProblem
}

// another reports whether the address or number behind a column that has none itself may well be that of the next
// column.
func (m *mapping) another(i int, cell string) bool {
	if strings.TrimSpace(cell) != "" && !isPlaceholder(m.columns[i].field, cell) {
		return false
	}
	return m.columns[i].field == lead.FieldPhone || i+1 < len(m.columns) && strings.Contains(m.columns[i+1].fold, "mail")
}

// joined puts the two cells together that a comma has parted, nil when addresses and numbers do not tell that there are
// two.
func joined(m *mapping, cells []string) []string {
	from, moved := 0, -1 // the cells that were parted are at or behind from, and before moved
	for i := range m.columns {
		f := m.columns[i].field
		if f != lead.FieldEmail && f != lead.FieldPhone {
			continue
		}
		here, next := surely(f, m.profile.clean(cells[i])), surely(f, m.profile.clean(cells[i+1]))
		switch {
		case here && next: // two numbers side by side tell nothing
		case here && moved >= 0:
			return nil
		case here:
			from = i + 1
		case next && moved < 0 && !m.another(i, cells[i]):
			moved = i
		}
	}
	if moved < 0 || from >= moved {
		return nil
	}
	at := moved - 1
	for i := from; i < moved; i++ { // a comma inside a text has a blank behind it
		if strings.HasPrefix(cells[i+1], " ") || strings.TrimSpace(cells[i+1]) == "" {
			at = i
			break
		}
	}
	out := append(append(make([]string, 0, len(cells)-1), cells[:at]...), "")
	out[at] = strings.TrimSpace(cells[at])
	if rest := strings.TrimSpace(cells[at+1]); rest != "" && out[at] != "" {
		out[at] += ", " + rest
	} else if rest != "" {
		out[at] = rest
	}
	return append(out, cells[at+2:]...)
}
