package gsheets

import (
	"encoding/json"
	"net/url"
)

// readOptions says in what form a read returns values.
type readOptions struct {
	renderOptions
	columns bool
}

func parseReadOptions(render, date, major string) (readOptions, error) {
	if render == "" {
		render = "FORMATTED_VALUE"
	}
	switch render {
	case "FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA":
	default:
		return readOptions{}, badRequest(
			"Invalid value at 'value_render_option' (type.googleapis.com/google.apps.sheets.v4.ValueRenderOption), \"%s\"",
			render,
		)
	}
	return readOptions{renderOptions{render, date == "FORMATTED_STRING"}, major == "COLUMNS"}, nil
}

func readOptionsOfQuery(q url.Values) (readOptions, error) {
	return parseReadOptions(q.Get("valueRenderOption"), q.Get("dateTimeRenderOption"), q.Get("majorDimension"))
}

// appendRange appends a ValueRange.
func (o readOptions) appendRange(b []byte, s *sheet, a area) []byte {
	b = append(b, `{"range":`...)
	b = appendString(b, a1(s, a))
	if o.columns {
		b = append(b, `,"majorDimension":"COLUMNS"`...)
	} else {
		b = append(b, `,"majorDimension":"ROWS"`...)
	}
	b = o.appendGrid(b, s, a)
	return append(b, '}')
}

// appendGrid appends the values without empty ones at the ends, and nothing for a range without values.
func (o readOptions) appendGrid(b []byte, s *sheet, a area) []byte {
	outer, inner := a.r2-a.r1, a.c2-a.c1
	at := func(i, j int) *Cell { return s.cell(a.r1+i, a.c1+j) }
	if o.columns {
		outer, inner = inner, outer
		at = func(i, j int) *Cell { return s.cell(a.r1+j, a.c1+i) }
		inner = min(inner, max(len(s.lines)-a.r1, 0))
	} else {
		outer = min(outer, max(len(s.lines)-a.r1, 0))
	}
	length := func(i int) int {
		n := inner
		if !o.columns {
			n = min(n, s.width(a.r1+i)-a.c1)
		}
		for n > 0 && !at(i, n-1).Content() {
			n--
		}
		return max(n, 0)
	}
	for outer > 0 && length(outer-1) == 0 {
		outer--
	}
	if outer == 0 {
		return b
	}
	b = append(b, `,"values":[`...)
	for i := range outer {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '[')
		for j := range length(i) {
			if j > 0 {
				b = append(b, ',')
			}
			b = o.appendValue(b, at(i, j))
		}
		b = append(b, ']')
	}
	return append(b, ']')
}

func getValues(c *call) ([]byte, error) {
	o, err := readOptionsOfQuery(c.query)
	if err != nil {
		return nil, err
	}
	b, err := c.doc.state().resolve(c.arg)
	if err != nil {
		return nil, err
	}
	return o.appendRange(nil, b.s, b.bounded()), nil
}

func batchGetValues(c *call) ([]byte, error) {
	o, err := readOptionsOfQuery(c.query)
	if err != nil {
		return nil, err
	}
	st := c.doc.state()
	out := append([]byte(`{"spreadsheetId":`), marshal(c.id)...)
	out = append(out, `,"valueRanges":[`...)
	for i, r := range c.query["ranges"] {
		b, err := st.resolve(r)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			out = append(out, ',')
		}
		out = o.appendRange(out, b.s, b.bounded())
	}
	return append(out, "]}"...), nil
}

func batchGetByDataFilter(c *call) ([]byte, error) {
	var req struct {
		DataFilters []json.RawMessage `json:"dataFilters"`
		Major       string            `json:"majorDimension"`
		Render      string            `json:"valueRenderOption"`
		Date        string            `json:"dateTimeRenderOption"`
	}
	if err := c.decode(&req); err != nil {
		return nil, err
	}
	o, err := parseReadOptions(req.Render, req.Date, req.Major)
	if err != nil {
		return nil, err
	}
	if len(req.DataFilters) == 0 {
		return nil, badRequest("Must specify at least one dataFilter.")
	}
	st := c.doc.state()
	out := append([]byte(`{"spreadsheetId":`), marshal(c.id)...)
	first := true
	for _, raw := range req.DataFilters {
		filter, err := parseTree(raw)
		if err != nil {
			return nil, err
		}
		boxes, err := st.refsByFilter(filter)
		if err != nil {
			return nil, err
		}
		for _, b := range boxes {
			if first {
				out = append(out, `,"valueRanges":[`...)
			} else {
				out = append(out, ',')
			}
			first = false
			out = append(out, `{"valueRange":`...)
			out = o.appendRange(out, b.s, b.bounded())
			out = append(out, `,"dataFilters":[`...)
			out = append(append(out, marshal(filter)...), "]}"...)
		}
	}
	if !first {
		out = append(out, ']')
	}
	return append(out, '}'), nil
}

// refsByFilter returns the ranges that a DataFilter matches.
func (st *state) refsByFilter(filter tree) ([]gridRef, error) {
	if text, ok := filter["a1Range"].(string); ok {
		b, err := st.resolve(text)
		return []gridRef{b}, err
	}
	if lookup, ok := filter["developerMetadataLookup"].(tree); ok {
		return st.lookupGridRefs(lookup), nil
	}
	r, _ := filter["gridRange"].(tree)
	b, err := st.gridRefOf(r)
	if err != nil {
		return nil, err
	}
	b, err = b.inGrid()
	return []gridRef{b}, err
}

// valueRange is a ValueRange to be written.
type valueRange struct {
	Range  string              `json:"range"`
	Major  string              `json:"majorDimension"`
	Values [][]json.RawMessage `json:"values"`
}

// rows returns the values by rows.
func (in valueRange) rows() [][]json.RawMessage {
	if in.Major != "COLUMNS" {
		return in.Values
	}
	var rows [][]json.RawMessage
	for c, column := range in.Values {
		for r, v := range column {
			for len(rows) <= r {
				rows = append(rows, nil)
			}
			for len(rows[r]) <= c {
				rows[r] = append(rows[r], nil)
			}
			rows[r][c] = v
		}
	}
	return rows
}

func isUserEntered(option string) (bool, error) {
	switch option {
	case "RAW":
		return false, nil
	case "USER_ENTERED":
		return true, nil
	}
	return false, badRequest("'valueInputOption' is required but not specified")
}

// writeSummary describes what a values call has written.
type writeSummary struct {
	s       *sheet
	area    area
	rows    map[int]bool
	columns map[int]bool
	cells   int
}

// writeRows writes values from the top left of an area on. null skips a cell.
func (e *edit) writeRows(s *sheet, a area, rows [][]json.RawMessage, entered bool) (writeSummary, error) {
	w := writeSummary{s: s, area: a, rows: map[int]bool{}, columns: map[int]bool{}}
	for i, row := range rows {
		for j, raw := range row {
			if raw == nil {
				continue
			}
			content, err := e.doc.content(raw, entered)
			if err != nil {
				return w, err
			}
			if content == nil {
				continue
			}
			r, c := a.r1+i, a.c1+j
			if err := e.checkProtection(s, area{r, r + 1, c, c + 1}); err != nil {
				return w, err
			}
			if content.Format != nil && s.cell(r, c) != nil && s.cell(r, c).Format != nil {
				content.Format = nil
			}
			if f := s.cell(r, c).clone().Format; f != nil && f.NumberType == "TEXT" && entered {
				text, _ := e.doc.content(raw, false)
				content = text
			}
			e.write(s, r, c, *content)
			w.rows[r], w.columns[c] = true, true
			w.cells++
		}
	}
	return w, nil
}

// areaFor returns the area that values take from the top left of the range on. They may exceed the range only if it is
// a single cell.
func (b gridRef) areaFor(rows [][]json.RawMessage) (area, error) {
	a := b.bounded()
	height, width := len(rows), 0
	for _, row := range rows {
		width = max(width, len(row))
	}
	if a.r2-a.r1 == 1 && a.c2-a.c1 == 1 {
		a.r2, a.c2 = a.r1+max(height, 1), a.c1+max(width, 1)
		return a, nil
	}
	if a.r1+height > a.r2 {
		return a, badRequest("Requested writing within range [%s], but tried writing to row [%d]", a1(b.s, a), a.r2+1)
	}
	if a.c1+width > a.c2 {
		return a, badRequest("Requested writing within range [%s], "+
			"but tried writing to column [%s]", a1(b.s, a), columnName(a.c2))
	}
	if height > 0 {
		a.r2 = a.r1 + height
	}
	if width > 0 {
		a.c2 = a.c1 + width
	}
	return a, nil
}

// update writes one range of values.
func (e *edit) update(in valueRange, entered bool) (writeSummary, error) {
	b, err := e.st.resolve(in.Range)
	if err != nil {
		return writeSummary{}, err
	}
	rows := in.rows()
	a, err := b.areaFor(rows)
	if err != nil {
		return writeSummary{}, err
	}
	if a.r2 > b.s.rows || a.c2 > b.s.cols {
		return writeSummary{}, badRequest(
			"Range (%s) exceeds grid limits. Max rows: %d, max columns: %d",
			a1(b.s, a),
			b.s.rows,
			b.s.cols,
		)
	}
	return e.writeRows(e.sheet(b.s.id), a, rows, entered)
}
