package gsheets

import "strings"

// openEnd marks an end of a range that was not given, which means the end of the grid.
const openEnd = -1

// gridRef is a range on a tab as requested. Ends are exclusive, or openEnd.
type gridRef struct {
	s *sheet
	area
}

// bounded returns the area with open ends replaced by the grid's ends.
func (b gridRef) bounded() area {
	a := b.area
	if a.r2 == openEnd {
		a.r2 = b.s.rows
	}
	if a.c2 == openEnd {
		a.c2 = b.s.cols
	}
	return a
}

// columnName returns the letters of a column, from 0.
func columnName(c int) string {
	var name []byte
	for c++; c > 0; c = (c - 1) / 26 {
		name = append([]byte{byte('A' + (c-1)%26)}, name...)
	}
	return string(name)
}

func quoteTitle(title string) string {
	if isPlainTitle(title) {
		return title
	}
	return "'" + strings.ReplaceAll(title, "'", "''") + "'"
}

// a1 writes a bounded area with its tab.
func a1(s *sheet, a area) string {
	first := columnName(a.c1) + itoa(a.r1+1)
	if a.r2 == a.r1+1 && a.c2 == a.c1+1 {
		return quoteTitle(s.title) + "!" + first
	}
	return quoteTitle(s.title) + "!" + first + ":" + columnName(a.c2-1) + itoa(a.r2)
}

// corner is one end of a range: row and column from 0, openEnd if not given.
type corner struct{ row, col int }

// parseCorner reads "B2", "B", "2", with or without dollars.
func parseCorner(text string) (corner, bool) {
	at := corner{openEnd, openEnd}
	i, col := 0, 0
	text = strings.ReplaceAll(text, "$", "")
	for ; i < len(text) && (text[i] >= 'A' && text[i] <= 'Z' || text[i] >= 'a' && text[i] <= 'z'); i++ {
		col = col*26 + int(text[i]|0x20-'a') + 1
	}
	if i > 3 {
		return at, false
	}
	if i > 0 {
		at.col = col - 1
	}
	row := 0
	for j := i; j < len(text); j++ {
		if text[j] < '0' || text[j] > '9' || j-i > 8 {
			return at, false
		}
		row = row*10 + int(text[j]-'0')
	}
	if len(text) > i {
		if row == 0 {
			return at, false
		}
		at.row = row - 1
	}
	return at, text != ""
}

// parseCells reads the part of a range behind the tab.
func parseCells(text string) (area, bool) {
	first, last, two := strings.Cut(text, ":")
	a, ok := parseCorner(first)
	if !ok {
		return area{}, false
	}
	if !two {
		if a.row == openEnd || a.col == openEnd {
			return area{}, false
		}
		return area{a.row, a.row + 1, a.col, a.col + 1}, true
	}
	b, ok := parseCorner(last)
	if !ok {
		return area{}, false
	}
	r1, r2 := ends(a.row, b.row)
	c1, c2 := ends(a.col, b.col)
	return area{r1, r2, c1, c2}, true
}

// ends orders two ends of a dimension. If one is not given, the range is open from the other on.
func ends(a, b int) (start, end int) {
	switch {
	case a == openEnd && b == openEnd:
		return 0, openEnd
	case b == openEnd:
		return a, openEnd
	case a == openEnd:
		// "A2:2" begins at the row that both corners name; an end that only the second names is closed.
		return 0, b + 1
	}
	return min(a, b), max(a, b) + 1
}

// isCellRef reports whether a title could be taken for a cell.
func isCellRef(title string) bool {
	at, ok := parseCorner(title)
	return ok && at.row != openEnd && at.col != openEnd
}

// resolve parses a range in A1 notation.
func (st *state) resolve(text string) (gridRef, error) {
	title, cells, found := splitRange(text)
	switch {
	case !found && title == text:
		if a, ok := parseCells(text); ok && len(st.sheets) > 0 {
			return gridRef{st.sheets[0], a}.inGrid()
		}
		fallthrough
	case !found:
		if s := st.titled(title); s != nil {
			return gridRef{s, area{0, openEnd, 0, openEnd}}, nil
		}
		return gridRef{}, badRequest("Unable to parse range: %s", text)
	}
	s := st.titled(title)
	if s == nil {
		return gridRef{}, badRequest("Unable to parse range: %s", text)
	}
	if a, ok := parseCells(cells); ok {
		return gridRef{s, a}.inGrid()
	}
	return gridRef{}, badRequest("Unable to parse range: %s", text)
}

// inGrid refuses a range that begins or ends beyond the grid.
func (b gridRef) inGrid() (gridRef, error) {
	a := b.bounded()
	if a.r1 >= b.s.rows || a.c1 >= b.s.cols || a.r2 > b.s.rows || a.c2 > b.s.cols {
		return b, badRequest("Range (%s) exceeds grid limits. Max rows: %d, max columns: %d", a1(b.s, a), b.s.rows, b.s.cols)
	}
	return b, nil
}

// splitRange cuts a range into its title, without quotes, and its cells.
func splitRange(text string) (title, cells string, found bool) {
	if !strings.HasPrefix(text, "'") {
		if i := strings.LastIndexByte(text, '!'); i >= 0 {
			return text[:i], text[i+1:], true
		}
		return text, "", false
	}
	for i := 1; i < len(text); i++ {
		if text[i] != '\'' {
			continue
		}
		if i+1 < len(text) && text[i+1] == '\'' {
			i++
			continue
		}
		title = strings.ReplaceAll(text[1:i], "''", "'")
		if i+1 == len(text) {
			return title, "", false
		}
		if text[i+1] == '!' {
			return title, text[i+2:], true
		}
		break
	}
	return text, "", false
}

// gridRefOf reads a GridRange.
func (st *state) gridRefOf(r tree) (gridRef, error) {
	id := int64(intAt(r, "sheetId"))
	s := st.sheet(id)
	if s == nil {
		return gridRef{}, badRequest("No grid with id: %d", id)
	}
	end := func(name string) int {
		if n, ok := integer(r[name]); ok {
			return n
		}
		return openEnd
	}
	a := area{intAt(r, "startRowIndex"), end("endRowIndex"), intAt(r, "startColumnIndex"), end("endColumnIndex")}
	if a.r2 != openEnd && a.r2 <= a.r1 || a.c2 != openEnd && a.c2 <= a.c1 || a.r1 < 0 || a.c1 < 0 {
		return gridRef{}, badRequest("The range is empty: its end must be behind its start.")
	}
	return gridRef{s, a}, nil
}
