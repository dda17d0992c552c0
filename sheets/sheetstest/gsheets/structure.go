package gsheets

import (
	"encoding/json"
	"maps"
	"strconv"
)

func create(c *call) ([]byte, error) {
	var req struct {
		Properties json.RawMessage   `json:"properties"`
		Sheets     []json.RawMessage `json:"sheets"`
		Named      []json.RawMessage `json:"namedRanges"`
		Meta       []json.RawMessage `json:"developerMetadata"`
	}
	if err := c.decode(&req); err != nil {
		return nil, err
	}
	if len(req.Named)+len(req.Meta) > 0 {
		return nil, unsupported("named ranges and metadata in spreadsheets.create")
	}
	props, err := parseTree(req.Properties)
	if err != nil {
		return nil, err
	}
	title, _ := props["title"].(string)
	if title == "" {
		title = "Untitled spreadsheet"
	}
	d := c.srv.Create(title)
	c.id, c.doc = d.id, d
	err = d.change(true, func(e *edit) error {
		e.st.props = maps.Clone(e.st.props)
		for k, v := range props {
			e.st.props[k] = v
		}
		for i, raw := range req.Sheets {
			t, err := parseTree(raw)
			if err != nil {
				return err
			}
			if len(t) > 1 || len(t) == 1 && t["properties"] == nil {
				return unsupported("more than properties of a sheet in spreadsheets.create")
			}
			p, _ := t["properties"].(tree)
			if i == 0 {
				e.st.sheets = nil
			}
			if _, err := e.newSheet(p, i); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return d.state().encode(d.id, nil, nil, false), nil
}

func getSpreadsheet(c *call) ([]byte, error) {
	st := c.doc.state()
	boxes, err := st.boxes(c.query["ranges"])
	if err != nil {
		return nil, err
	}
	grid := c.query.Get("includeGridData") == "true" || c.query.Get("includeGridData") == "True"
	if c.fields != nil {
		grid = c.fields.path("sheets", "data")
	}
	return st.encode(c.id, c.fields, boxes, grid), nil
}

func getByDataFilter(c *call) ([]byte, error) {
	var req struct {
		DataFilters []json.RawMessage `json:"dataFilters"`
		Grid        bool              `json:"includeGridData"`
	}
	if err := c.decode(&req); err != nil {
		return nil, err
	}
	st := c.doc.state()
	var boxes []box
	for _, raw := range req.DataFilters {
		f, err := parseTree(raw)
		if err != nil {
			return nil, err
		}
		found, err := st.filtered(f)
		if err != nil {
			return nil, err
		}
		boxes = append(boxes, found...)
	}
	grid := req.Grid
	if c.fields != nil {
		grid = c.fields.path("sheets", "data")
	}
	return st.encode(c.id, c.fields, boxes, grid), nil
}

func (st *state) boxes(ranges []string) ([]box, error) {
	var all []box
	for _, r := range ranges {
		b, err := st.resolve(r)
		if err != nil {
			return nil, err
		}
		all = append(all, b)
	}
	return all, nil
}

// encode writes the spreadsheet, as far as m wants it: all tabs, or those of the boxes and of their data what is in them.
// The caller filters the result; m only saves work here.
func (st *state) encode(id string, m mask, boxes []box, grid bool) []byte {
	b := append([]byte(`{"spreadsheetId":`), marshal(id)...)
	if sub, ok := m.wants("properties"); ok {
		b = append(b, `,"properties":`...)
		b = append(b, marshal(sub.pick(st.props))...)
	}
	if sub, ok := m.wants("sheets"); ok {
		b = append(b, `,"sheets":[`...)
		first := true
		for i, s := range st.sheets {
			var areas []area
			for _, x := range boxes {
				if x.s.id == s.id {
					areas = append(areas, x.bounded())
				}
			}
			if boxes != nil && areas == nil {
				continue
			}
			if !first {
				b = append(b, ',')
			}
			first = false
			b = st.appendSheet(b, s, i, sub, areas, grid)
		}
		b = append(b, ']')
	}
	if _, ok := m.wants("namedRanges"); ok {
		b = appendTrees(b, "namedRanges", st.named)
	}
	b = append(b, `,"spreadsheetUrl":"https://docs.google.com/spreadsheets/d/`...)
	b = append(append(b, id...), `/edit"`...)
	if _, ok := m.wants("developerMetadata"); ok {
		b = st.appendMeta(b, func(x metadata) bool { return x.place == "SPREADSHEET" })
	}
	return append(b, '}')
}

// pick is the part of a tree that a mask names at its top.
func (m mask) pick(t tree) tree {
	if m.all() {
		return t
	}
	out := tree{}
	for name := range m {
		if v, ok := t[name]; ok {
			out[name] = v
		}
	}
	return out
}

func appendTrees(b []byte, name string, list []tree) []byte {
	if len(list) == 0 {
		return b
	}
	b = append(append(append(b, `,"`...), name...), `":`...)
	return append(b, marshal(list)...)
}

// properties are a tab's as the API shows them. An index of zero is shown.
func (s *sheet) properties(index int) tree {
	p := maps.Clone(s.props)
	p["sheetId"], p["title"], p["index"] = s.id, s.title, index
	g := tree{}
	if old, ok := p["gridProperties"].(tree); ok {
		g = maps.Clone(old)
	}
	g["rowCount"], g["columnCount"] = s.rows, s.cols
	p["gridProperties"] = g
	return p
}

func (st *state) appendSheet(b []byte, s *sheet, index int, m mask, areas []area, grid bool) []byte {
	b = append(b, `{"properties":`...)
	if sub, ok := m.wants("properties"); ok {
		b = append(b, marshal(sub.pick(s.properties(index)))...)
	} else {
		b = append(b, "{}"...)
	}
	if sub, ok := m.wants("data"); ok && grid {
		if areas == nil {
			areas = []area{s.whole()}
		}
		b = append(b, `,"data":[`...)
		for i, a := range areas {
			if i > 0 {
				b = append(b, ',')
			}
			b = st.appendData(b, s, a, sub)
		}
		b = append(b, ']')
	}
	if _, ok := m.wants("merges"); ok && len(s.merges) > 0 {
		var list []tree
		for _, a := range s.merges {
			list = append(list, gridRange(s.id, a))
		}
		b = appendTrees(b, "merges", list)
	}
	for _, part := range []struct {
		name string
		list []tree
	}{{"conditionalFormats", s.conds}, {"protectedRanges", shownProtections(s.protected)}, {"charts", s.charts}, {"tables", s.tables}} {
		if _, ok := m.wants(part.name); ok {
			b = appendTrees(b, part.name, part.list)
		}
	}
	if _, ok := m.wants("basicFilter"); ok && s.filter != nil {
		b = append(b, `,"basicFilter":`...)
		b = append(b, marshal(s.filter)...)
	}
	if _, ok := m.wants("developerMetadata"); ok {
		b = st.appendMeta(b, func(x metadata) bool { return x.place == "SHEET" && x.sheet == s.id })
	}
	return append(b, '}')
}

// appendData appends a GridData: cells up to the last of the area that was ever touched.
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
		b = appendDims(b, a.r1, a.r2, 21, s.rowDim, func(tag uint64) []metadata { return st.tagged(s.id, "ROW", tag) }, st)
	}
	if _, ok := m.wants("columnMetadata"); ok {
		field("columnMetadata")
		b = appendDims(b, a.c1, a.c2, 100, s.colDim, func(tag uint64) []metadata { return st.tagged(s.id, "COLUMN", tag) }, st)
	}
	return append(b, '}')
}

func appendDims(b []byte, from, to, pixels int, at func(int) dim, tagged func(uint64) []metadata, st *state) []byte {
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
		if d.filteredAway {
			b = append(b, `,"hiddenByFilter":true`...)
		}
		if d.hidden {
			b = append(b, `,"hiddenByUser":true`...)
		}
		if d.tag != 0 {
			var list []tree
			for _, m := range tagged(d.tag) {
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

// effective is the spreadsheet's format with the cell's laid over it.
func (st *state) effective(f *Format) []byte {
	base, _ := st.props["defaultFormat"].(tree)
	if f == nil {
		return marshal(base)
	}
	// It was encoded by this package.
	own, _ := parseTree(f.JSON)
	return marshal(overlay(base, own))
}

func overlay(base, own tree) tree {
	out := maps.Clone(base)
	if out == nil {
		out = tree{}
	}
	for k, v := range own {
		below, ok := v.(tree)
		under, ok2 := out[k].(tree)
		if ok && ok2 && k != "backgroundColor" && k != "foregroundColor" {
			v = overlay(under, below)
		}
		out[k] = v
	}
	return out
}
