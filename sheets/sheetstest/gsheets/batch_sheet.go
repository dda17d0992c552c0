package gsheets

import (
	"encoding/json"
	"maps"
	"slices"
)

// newSheet adds a tab with the given properties before the tab of that index.
func (e *edit) newSheet(p tree, at int) (*sheet, error) {
	title, _ := p["title"].(string)
	for n := len(e.st.sheets) + 1; title == ""; n++ {
		if t := "Sheet" + itoa(n); e.st.titled(t) == nil {
			title = t
		}
	}
	if err := e.freeTitle(title); err != nil {
		return nil, err
	}
	id, given := integer(p["sheetId"])
	switch {
	case !given && len(e.st.sheets) > 0:
		id = int(e.newSheetID())
	case id < 0:
		return nil, badRequest("Sheet id must be non-negative, got %d", id)
	case e.st.sheet(int64(id)) != nil:
		return nil, badRequest("A sheet with the id %d already exists.", id)
	}
	s := &sheet{id: int64(id), title: title, props: tree{"sheetType": "GRID"}, rows: 1000, cols: 26}
	e.addSheet(s, at)
	return s, e.setProperties(s, mask{"*": {}}, p)
}

func (e *edit) freeTitle(title string) error {
	if e.st.titled(title) != nil {
		return badRequest("A sheet with the name \"%s\" already exists. Please enter another name.", title)
	}
	return nil
}

type addSheetRequest struct {
	Properties json.RawMessage `json:"properties"`
}

func (e *edit) addSheetRequest(req addSheetRequest) (any, error) {
	given, err := parseID(req.Properties)
	if err != nil {
		return nil, err
	}
	p, err := parseTree(req.Properties)
	if err != nil {
		return nil, err
	}
	if given {
		// An ID of zero that was sent counts, although withoutZeros has dropped it.
		p["sheetId"] = float64(intAt(p, "sheetId"))
	}
	at := len(e.st.sheets)
	if i, ok := integer(p["index"]); ok && i < at {
		at = i
	}
	s, err := e.newSheet(p, at)
	if err != nil {
		return nil, err
	}
	return tree{"properties": s.properties(at)}, nil
}

// parseID reports whether a sheetId was sent.
func parseID(raw json.RawMessage) (bool, error) {
	if len(raw) == 0 {
		return false, nil
	}
	id, err := decodeRequest[struct {
		ID *int64 `json:"sheetId"`
	}](raw)
	return id.ID != nil, err
}

type deleteSheetRequest struct {
	SheetID int64 `json:"sheetId"`
}

func (e *edit) deleteSheetRequest(req deleteSheetRequest) (any, error) {
	s := e.sheet(req.SheetID)
	switch {
	case s == nil:
		return nil, badRequest("No sheet with id: %d", req.SheetID)
	case len(e.st.sheets) == 1:
		return nil, badRequest("You can't remove all the sheets in a document.")
	}
	e.deleteSheet(s)
	return nil, nil
}

type updateSheetRequest struct {
	Properties json.RawMessage `json:"properties"`
	Fields     string          `json:"fields"`
}

func (e *edit) updateSheet(req updateSheetRequest) (any, error) {
	m, err := requiredMask(req.Fields)
	if err != nil {
		return nil, err
	}
	p, err := parseTree(req.Properties)
	if err != nil {
		return nil, err
	}
	id := int64(intAt(p, "sheetId"))
	s := e.sheet(id)
	if s == nil {
		return nil, badRequest("No sheet with id: %d", id)
	}
	if m["title"] != nil || m.all() {
		title, _ := p["title"].(string)
		if title == "" {
			return nil, badRequest("Sheet title cannot be empty.")
		}
		if title != s.title {
			if err := e.freeTitle(title); err != nil {
				return nil, err
			}
			s.title = title
		}
	}
	if m["index"] != nil {
		e.reorder(s, intAt(p, "index"))
	}
	return nil, e.setProperties(s, m, p)
}

// reorder moves a tab before the one that now has the given index.
func (e *edit) reorder(s *sheet, to int) {
	from := slices.IndexFunc(e.st.sheets, func(o *sheet) bool { return o.id == s.id })
	to = min(max(to, 0), len(e.st.sheets))
	if to == from || to == from+1 {
		return
	}
	if to > from {
		to--
	}
	e.st.sheets = slices.Insert(slices.Delete(e.st.sheets, from, from+1), to, s)
}

// setProperties sets what the mask names, except title and index.
func (e *edit) setProperties(s *sheet, m mask, p tree) error {
	m, p = m.withBothColors(), withBothColors(p)
	grid, _ := p["gridProperties"].(tree)
	gm, wanted := m.wants("gridProperties")
	size := func(name string, now int) int {
		if n, ok := integer(grid[name]); ok && wanted && gm.path(name) && n > 0 {
			return n
		}
		return now
	}
	e.resize(s, size("rowCount", s.rows), size("columnCount", s.cols))
	if err := e.checkSize(s); err != nil {
		return err
	}
	if m.all() {
		m = mask{}
		for k := range p {
			m[k] = mask{}
		}
	}
	props := m.apply(s.props, p)
	for _, name := range []string{"sheetId", "title", "index"} {
		delete(props, name)
	}
	if g, ok := props["gridProperties"].(tree); ok {
		g = maps.Clone(g)
		delete(g, "rowCount")
		delete(g, "columnCount")
		if props["gridProperties"] = g; len(g) == 0 {
			delete(props, "gridProperties")
		}
	}
	props["sheetType"] = "GRID"
	s.props = props
	if g, _ := props["gridProperties"].(tree); intAt(g, "frozenRowCount") >= s.rows ||
		intAt(g, "frozenColumnCount") >= s.cols {
		return badRequest("You can't freeze all visible rows or columns on the sheet.")
	}
	if !slices.ContainsFunc(e.st.sheets, func(o *sheet) bool { return !o.hidden() }) {
		return badRequest("You can't hide all the sheets in a document.")
	}
	return nil
}

// resize removes or adds rows and columns at the ends.
func (e *edit) resize(s *sheet, rows, cols int) {
	if rows < s.rows {
		e.deleteRows(s, rows, s.rows-rows)
	}
	if cols < s.cols {
		e.deleteColumns(s, cols, s.cols-cols)
	}
	s.rows, s.cols = rows, cols
}

type updateSpreadsheetRequest struct {
	Properties json.RawMessage `json:"properties"`
	Fields     string          `json:"fields"`
}

func (e *edit) updateSpreadsheet(req updateSpreadsheetRequest) (any, error) {
	m, err := requiredMask(req.Fields)
	if err != nil {
		return nil, err
	}
	p, err := parseTree(req.Properties)
	if err != nil {
		return nil, err
	}
	e.st.props = m.apply(e.st.props, p)
	if title, _ := e.st.props["title"].(string); title == "" {
		return nil, badRequest("Spreadsheet title cannot be empty.")
	}
	return nil, nil
}

type mergeCellsRequest struct {
	Range json.RawMessage `json:"range"`
	Type  string          `json:"mergeType"`
}

func (e *edit) mergeCells(req mergeCellsRequest) (any, error) {
	s, a, err := e.target(req.Range)
	if err != nil {
		return nil, err
	}
	if err := e.checkProtection(s, a); err != nil {
		return nil, err
	}
	var parts []area
	switch req.Type {
	case "MERGE_ALL", "":
		parts = []area{a}
	case "MERGE_ROWS":
		for r := a.r1; r < a.r2; r++ {
			parts = append(parts, area{r, r + 1, a.c1, a.c2})
		}
	case "MERGE_COLUMNS":
		for c := a.c1; c < a.c2; c++ {
			parts = append(parts, area{a.r1, a.r2, c, c + 1})
		}
	default:
		return nil, badRequest("Invalid merge type %q", req.Type)
	}
	for _, p := range parts {
		if (p.r2-p.r1)*(p.c2-p.c1) < 2 {
			continue
		}
		if err := e.merge(s, p); err != nil {
			return nil, badRequest("You must select all cells in a merged range to merge or unmerge them.")
		}
	}
	return nil, nil
}

type unmergeCellsRequest struct {
	Range json.RawMessage `json:"range"`
}

func (e *edit) unmergeCells(req unmergeCellsRequest) (any, error) {
	s, a, err := e.target(req.Range)
	if err != nil {
		return nil, err
	}
	kept := s.merges[:0:0]
	for _, m := range s.merges {
		switch {
		case m.within(a):
		case m.overlaps(a):
			return nil, badRequest("You must select all cells in a merged range to merge or unmerge them.")
		default:
			kept = append(kept, m)
		}
	}
	s.merges = kept
	return nil, nil
}
