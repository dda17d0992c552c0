package gsheets

import (
	"maps"
	"strconv"
)

// appendData appends a GridData: the cells up to the last one of the area that was ever touched.
func (st *state) appendData(b []byte, s *sheet, a area, m mask) []byte {
	b = append(b, '{')
	start := len(b)
	field := func(name string) {
		if len(b) > start {
			b = append(b, ',')
		}
		b = append(append(append(b, '"'), name...), `":`...)
	}
	if a.r1 > 0 {
		field("startRow")
		b = strconv.AppendInt(b, int64(a.r1), 10)
	}
	if a.c1 > 0 {
		field("startColumn")
		b = strconv.AppendInt(b, int64(a.c1), 10)
	}
	if sub, ok := m.wants("rowData"); ok {
		cells, _ := sub.wants("values")
		last := min(a.r2, len(s.lines))
		for last > a.r1 && len(s.row(last-1)) <= a.c1 {
			last--
		}
		if last > a.r1 {
			field("rowData")
			b = append(b, '[')
			for r := a.r1; r < last; r++ {
				if r > a.r1 {
					b = append(b, ',')
				}
				b = st.appendRow(b, s, r, a, cells)
			}
			b = append(b, ']')
		}
	}
	if _, ok := m.wants("rowMetadata"); ok {
		field("rowMetadata")
		b = st.appendDims(b, s, "ROW", a.r1, a.r2)
	}
	if _, ok := m.wants("columnMetadata"); ok {
		field("columnMetadata")
		b = st.appendDims(b, s, "COLUMN", a.c1, a.c2)
	}
	return append(b, '}')
}

// appendDims appends the properties of rows or columns. By default a row is 21 pixels high and a column 100 wide.
func (st *state) appendDims(b []byte, s *sheet, place string, from, to int) []byte {
	pixels, at := 21, s.rowDim
	if place == "COLUMN" {
		pixels, at = 100, s.colDim
	}
	b = append(b, '[')
	for i := from; i < to; i++ {
		if i > from {
			b = append(b, ',')
		}
		d := at(i)
		if d.pixels == 0 {
			d.pixels = pixels
		}
		b = append(b, `{"pixelSize":`...)
		b = strconv.AppendInt(b, int64(d.pixels), 10)
		if d.filtered {
			b = append(b, `,"hiddenByFilter":true`...)
		}
		if d.hidden {
			b = append(b, `,"hiddenByUser":true`...)
		}
		if d.tag != 0 {
			var list []tree
			for _, m := range st.tagged(s.id, place, d.tag) {
				list = append(list, st.metaTree(m))
			}
			b = appendTrees(b, "developerMetadata", list)
		}
		b = append(b, '}')
	}
	return append(b, ']')
}

func (st *state) appendRow(b []byte, s *sheet, r int, a area, m mask) []byte {
	row := s.row(r)
	end := min(a.c2, len(row))
	if end <= a.c1 {
		return append(b, "{}"...)
	}
	b = append(b, `{"values":[`...)
	for c := a.c1; c < end; c++ {
		if c > a.c1 {
			b = append(b, ',')
		}
		b = st.appendCell(b, row[c], m)
	}
	return append(b, "]}"...)
}

// appendCell appends a CellData.
func (st *state) appendCell(b []byte, c *Cell, m mask) []byte {
	b = append(b, '{')
	if c == nil {
		return append(b, '}')
	}
	start := len(b)
	field := func(name string) bool {
		if _, ok := m.wants(name); !ok {
			return false
		}
		if len(b) > start {
			b = append(b, ',')
		}
		b = append(append(append(b, '"'), name...), `":`...)
		return true
	}
	if c.Content() {
		if field("userEnteredValue") {
			if c.Formula != "" {
				b = append(appendString(append(b, `{"formulaValue":`...), c.Formula), '}')
			} else {
				b = appendExtended(b, c)
			}
		}
		if field("effectiveValue") {
			b = appendExtended(b, c)
		}
		if field("formattedValue") {
			b = appendString(b, renderFormatted(c))
		}
	}
	if c.Format != nil && field("userEnteredFormat") {
		b = append(b, c.Format.JSON...)
	}
	if (c.Content() || c.Format != nil) && field("effectiveFormat") {
		b = append(b, st.effective(c.Format)...)
	}
	if c.Note != "" && field("note") {
		b = appendString(b, c.Note)
	}
	if c.runs != nil && field("textFormatRuns") {
		b = append(b, c.runs...)
	}
	if c.validation != nil && field("dataValidation") {
		b = append(b, c.validation...)
	}
	return append(b, '}')
}

func appendExtended(b []byte, c *Cell) []byte {
	switch {
	case c.isError:
		b = append(b, `{"errorValue":{"type":"NAME","message":`...)
		b = append(appendString(b, "Unknown function or name."), '}')
	case c.Value.Kind == kindNumber || c.Value.Kind == kindDate:
		b = appendNumber(append(b, `{"numberValue":`...), c.Value.Num)
	case c.Value.Kind == kindBool:
		b = strconv.AppendBool(append(b, `{"boolValue":`...), c.Value.Num != 0)
	default:
		b = appendString(append(b, `{"stringValue":`...), c.Value.Text)
	}
	return append(b, '}')
}

// effective returns the spreadsheet's default format merged with the cell's.
func (st *state) effective(f *Format) []byte {
	base, _ := st.props["defaultFormat"].(tree)
	if f == nil {
		return marshal(base)
	}
	// It was encoded by this package.
	own, _ := parseTree(f.JSON)
	return marshal(overlay(base, own))
}

func overlay(base, over tree) tree {
	out := maps.Clone(base)
	if out == nil {
		out = tree{}
	}
	for k, v := range over {
		own, ok := v.(tree)
		under, ok2 := out[k].(tree)
		if _, color := counterpart(k); ok && ok2 && !color {
			v = overlay(under, own)
		}
		out[k] = v
	}
	return out
}
