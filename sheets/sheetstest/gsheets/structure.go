package gsheets

import (
	"encoding/json"
	"maps"
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
	gridRefs, err := st.gridRefs(c.query["ranges"])
	if err != nil {
		return nil, err
	}
	grid := c.query.Get("includeGridData") == "true" || c.query.Get("includeGridData") == "True"
	if c.fields != nil {
		grid = c.fields.path("sheets", "data")
	}
	return st.encode(c.id, c.fields, gridRefs, grid), nil
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
	var gridRefs []gridRef
	for _, raw := range req.DataFilters {
		f, err := parseTree(raw)
		if err != nil {
			return nil, err
		}
		found, err := st.refsByFilter(f)
		if err != nil {
			return nil, err
		}
		gridRefs = append(gridRefs, found...)
	}
	grid := req.Grid
	if c.fields != nil {
		grid = c.fields.path("sheets", "data")
	}
	return st.encode(c.id, c.fields, gridRefs, grid), nil
}

func (st *state) gridRefs(ranges []string) ([]gridRef, error) {
	var all []gridRef
	for _, r := range ranges {
		b, err := st.resolve(r)
		if err != nil {
			return nil, err
		}
		all = append(all, b)
	}
	return all, nil
}

// encode returns the spreadsheet as JSON with the parts that m selects: all tabs, or those of the given ranges with the
// data in them. The caller filters the result; m only saves work here.
func (st *state) encode(id string, m mask, gridRefs []gridRef, grid bool) []byte {
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
			for _, x := range gridRefs {
				if x.s.id == s.id {
					areas = append(areas, x.bounded())
				}
			}
			if gridRefs != nil && areas == nil {
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
		b = appendTrees(b, "namedRanges", st.nameTrees())
	}
	b = append(b, `,"spreadsheetUrl":"https://docs.google.com/spreadsheets/d/`...)
	b = append(append(b, id...), `/edit"`...)
	if _, ok := m.wants("developerMetadata"); ok {
		b = st.appendMeta(b, func(x metadata) bool { return x.place == "SPREADSHEET" })
	}
	return append(b, '}')
}

// pick returns the part of a tree that the mask names at its top level.
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

// properties returns the properties of a tab as the API shows them, including an index of zero.
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
	}{
		{"conditionalFormats", s.conditionalFormats}, {"protectedRanges", protectionsForCaller(s.protected)},
		{"charts", s.charts}, {"tables", s.tables}, {"rowGroups", s.groupTrees(true)}, {"columnGroups", s.groupTrees(false)},
	} {
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
