package ooxml

// looksOf is how many rows above a new row decide about its look.
const looksOf = 5

// needsLook reports whether a row that is not edited has to be read, because a new row follows soon.
func (p *sheetPatch) needsLook(num int) bool {
	for _, r := range p.rows {
		if r.num > num+2*looksOf {
			return false
		}
		if r.isNew {
			return num > p.edit.Grow.Header
		}
	}
	return false
}

// remember reads the cell formats of the row that has just begun.
func (p *sheetPatch) remember(num int) {
	at := p.scanner
	cells, err := p.cellsOfRow(p.tag)
	if err != nil {
		p.scanner = at
		return
	}
	looks := map[int]int{}
	for _, c := range cells {
		looks[c.col] = c.style
	}
	p.pushLook(rowEdit{num: num}, looks)
}

// pushLook keeps the cell formats of a row for the rows below it.
func (p *sheetPatch) pushLook(r rowEdit, looks map[int]int) {
	if r.num <= p.edit.Grow.Header {
		return
	}
	if p.above = append(p.above, looks); len(p.above) > looksOf {
		p.above = p.above[1:]
	}
}

// looks returns the cell formats of a new row: in each column the one that most of the last rows have. One row that
// somebody has coloured does not colour all that follow. Two rows or less decide nothing where the column has a format.
func (p *sheetPatch) looks(r rowEdit) map[int]int {
	out := map[int]int{}
	if !r.isNew {
		return out
	}
	votes := map[int]map[int]int{}
	for _, row := range p.above {
		for col, style := range row {
			if votes[col] == nil {
				votes[col] = map[int]int{}
			}
			votes[col][style]++
		}
	}
	for col, of := range votes {
		column := p.columnStyle(col)
		best, most := column, of[column]+len(p.above)
		for _, n := range of { // a row without the cell has the look of the column
			most -= n
		}
		if len(p.above) <= 2 && column != 0 {
			out[col] = column
			continue
		}
		for i := len(p.above) - 1; i >= 0; i-- { // the nearest row wins where two formats are as frequent
			if style, ok := p.above[i][col]; ok && of[style] > most {
				best, most = style, of[style]
			}
		}
		out[col] = best
	}
	return out
}
