package gsheets

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
)

// metadata is one developer metadata. That of a row or a column is linked by the tag of the row or column, so it moves
// with it and ends when it is deleted.
type metadata struct {
	id         int64
	key, value string
	visibility string
	place      string // SPREADSHEET, SHEET, ROW, COLUMN
	sheet      int64
	tag        uint64
	carried    bool // by a copy of the spreadsheet
}

// indexOf returns the index of the row or column, -1 if it was deleted.
func (st *state) indexOf(m metadata) int {
	s := st.sheet(m.sheet)
	if s == nil {
		return -1
	}
	if m.place == "ROW" {
		return slices.IndexFunc(s.lines, func(l *line) bool { return l != nil && l.dim.tag == m.tag })
	}
	return slices.IndexFunc(s.columns, func(d dim) bool { return d.tag == m.tag })
}

// dropOrphanedMeta removes the metadata of what has been deleted.
func (e *edit) dropOrphanedMeta() {
	e.st.meta = slices.DeleteFunc(slices.Clone(e.st.meta), func(m metadata) bool {
		switch m.place {
		case "SHEET":
			return e.st.sheet(m.sheet) == nil
		case "ROW", "COLUMN":
			return e.st.indexOf(m) < 0
		}
		return false
	})
}

func (st *state) tagged(sheet int64, place string, tag uint64) []metadata {
	var found []metadata
	for _, m := range st.meta {
		if m.place == place && m.sheet == sheet && m.tag == tag {
			found = append(found, m)
		}
	}
	return found
}

// metaTree returns a metadata as the API shows it.
func (st *state) metaTree(m metadata) tree {
	place := tree{"locationType": m.place}
	switch m.place {
	case "SPREADSHEET":
		place["spreadsheet"] = true
	case "SHEET":
		place["sheetId"] = m.sheet
	default:
		i := st.indexOf(m)
		name := "ROWS"
		if m.place == "COLUMN" {
			name = "COLUMNS"
		}
		r := tree{"dimension": name, "startIndex": i, "endIndex": i + 1}
		if m.sheet != 0 {
			r["sheetId"] = m.sheet
		}
		place["dimensionRange"] = r
	}
	t := tree{"metadataId": m.id, "metadataKey": m.key, "location": place, "visibility": m.visibility}
	if m.value != "" {
		t["metadataValue"] = m.value
	}
	return t
}

func (st *state) appendMeta(b []byte, want func(metadata) bool) []byte {
	var list []tree
	for _, m := range st.meta {
		if want(m) {
			list = append(list, st.metaTree(m))
		}
	}
	return appendTrees(b, "developerMetadata", list)
}

func getMetadata(c *call) ([]byte, error) {
	id, err := strconv.ParseInt(c.arg, 10, 32)
	if err != nil {
		return nil, badRequest("Invalid value at 'metadata_id' (TYPE_INT32), \"%s\"", c.arg)
	}
	st := c.doc.state()
	for _, m := range st.meta {
		if m.id == id {
			return marshal(st.metaTree(m)), nil
		}
	}
	return nil, apiError{code: http.StatusNotFound, status: "NOT_FOUND", message: "No developer metadata with ID " + c.arg}
}

func searchMetadata(c *call) ([]byte, error) {
	var req struct {
		DataFilters []json.RawMessage `json:"dataFilters"`
	}
	if err := c.decode(&req); err != nil {
		return nil, err
	}
	st := c.doc.state()
	matches := []tree{}
	seen := map[int64]bool{}
	for _, raw := range req.DataFilters {
		f, err := parseTree(raw)
		if err != nil {
			return nil, err
		}
		lookup, ok := f["developerMetadataLookup"].(tree)
		if !ok && len(f) > 0 {
			return nil, unsupported("developerMetadata.search by ranges")
		}
		for _, m := range st.meta {
			if !seen[m.id] && st.matches(m, lookup) {
				seen[m.id] = true
				matches = append(matches, tree{"developerMetadata": st.metaTree(m), "dataFilters": []any{f}})
			}
		}
	}
	if len(matches) == 0 {
		return []byte("{}"), nil
	}
	return marshal(tree{"matchedDeveloperMetadata": matches}), nil
}

// matches reports whether a lookup finds m.
func (st *state) matches(m metadata, lookup tree) bool {
	if v, ok := integer(lookup["metadataId"]); ok && int64(v) != m.id {
		return false
	}
	for name, actual := range map[string]string{
		"metadataKey": m.key, "metadataValue": m.value, "visibility": m.visibility, "locationType": m.place,
	} {
		if v, ok := lookup[name].(string); ok && v != actual {
			return false
		}
	}
	place, ok := lookup["metadataLocation"].(tree)
	if !ok {
		return true
	}
	exact := lookup["locationMatchingStrategy"] != "INTERSECTING_LOCATION"
	switch {
	case place["spreadsheet"] == true:
		return m.place == "SPREADSHEET"
	case place["dimensionRange"] != nil:
		r, _ := place["dimensionRange"].(tree)
		i := -1
		if m.place == "ROW" && r["dimension"] == "ROWS" || m.place == "COLUMN" && r["dimension"] == "COLUMNS" {
			i = st.indexOf(m)
		}
		return i >= 0 && m.sheet == int64(intAt(r, "sheetId")) && i >= intAt(r, "startIndex") && i < intAt(r, "endIndex")
	}
	if m.place == "SPREADSHEET" || exact && m.place != "SHEET" {
		return false
	}
	return m.sheet == int64(intAt(place, "sheetId"))
}

// lookupGridRefs returns the ranges to which the found metadata belongs.
func (st *state) lookupGridRefs(lookup tree) []gridRef {
	var all []gridRef
	for _, m := range st.meta {
		if !st.matches(m, lookup) {
			continue
		}
		switch i := st.indexOf(m); {
		case m.place == "SHEET":
			all = append(all, gridRef{st.sheet(m.sheet), area{0, openEnd, 0, openEnd}})
		case m.place == "ROW" && i >= 0:
			all = append(all, gridRef{st.sheet(m.sheet), area{i, i + 1, 0, openEnd}})
		case m.place == "COLUMN" && i >= 0:
			all = append(all, gridRef{st.sheet(m.sheet), area{0, openEnd, i, i + 1}})
		}
	}
	return all
}

// metaInput is a DeveloperMetadata of a request.
type metaInput struct {
	ID         int64  `json:"metadataId"`
	Key        string `json:"metadataKey"`
	Value      string `json:"metadataValue"`
	Visibility string `json:"visibility"`
	Location   struct {
		Spreadsheet bool            `json:"spreadsheet"`
		SheetID     *int64          `json:"sheetId"`
		Dimension   *dimensionRange `json:"dimensionRange"`
	} `json:"location"`
}

// maxMetaChars is how many characters of keys and values a tab, and the spreadsheet itself, may have.
const maxMetaChars = 30_000

func (e *edit) createMeta(in metaInput) (metadata, error) {
	if in.Key == "" {
		return metadata{}, badRequest("Developer metadata must have a key.")
	}
	if in.Visibility != "DOCUMENT" && in.Visibility != "PROJECT" {
		return metadata{}, badRequest("Developer metadata must have a visibility.")
	}
	if in.ID < 0 || in.ID > 1<<31-1 {
		return metadata{}, badRequest("Developer metadata ID must be positive.")
	}
	m := metadata{id: in.ID, key: in.Key, value: in.Value, visibility: in.Visibility}
	inUse := func(id int64) bool {
		return slices.ContainsFunc(e.st.meta, func(o metadata) bool { return o.id == id })
	}
	if m.id != 0 && inUse(m.id) && !e.doc.MetadataTwice {
		// This text is a guess: the live one is not known.
		return m, badRequest("Developer metadata with ID %d already exists.", m.id)
	}
	for m.id == 0 || inUse(m.id) && !e.doc.MetadataTwice {
		m.id = e.doc.srv.newID()
	}
	if err := e.locateMeta(&m, in); err != nil {
		return m, err
	}
	size := len([]rune(m.key)) + len([]rune(m.value))
	for _, o := range e.st.meta {
		if (o.place == "SPREADSHEET") == (m.place == "SPREADSHEET") && o.sheet == m.sheet {
			size += len([]rune(o.key)) + len([]rune(o.value))
		}
	}
	if size > maxMetaChars {
		return m, badRequest("This action would increase the amount of developer metadata above "+
			"the limit of %d characters.", maxMetaChars)
	}
	e.st.meta = append(slices.Clone(e.st.meta), m)
	e.dirty = true
	return m, nil
}

// locateMeta finds the location of a new metadata and tags the row or column.
func (e *edit) locateMeta(m *metadata, in metaInput) error {
	switch r := in.Location.Dimension; {
	case in.Location.Spreadsheet:
		m.place = "SPREADSHEET"
	case r != nil:
		if r.Start == nil || r.End == nil {
			return badRequest("DimensionRange must specify both a startIndex and an endIndex")
		}
		if *r.End-*r.Start != 1 {
			return badRequest("DimensionRange must represent a single row or column")
		}
		s := e.sheet(r.SheetID)
		if s == nil {
			return badRequest("No sheet with id: %d", r.SheetID)
		}
		at := *r.Start
		m.sheet, m.place = s.id, "COLUMN"
		var d *dim
		if r.Dimension == "ROWS" {
			m.place = "ROW"
			if at >= s.rows {
				return badRequest("The row %d is not in the grid.", at)
			}
			d = &e.line(s, at).dim
		} else {
			if at >= s.cols {
				return badRequest("The column %d is not in the grid.", at)
			}
			d = e.column(s, at)
		}
		if d.tag == 0 {
			e.doc.nextTag++
			d.tag = e.doc.nextTag
		}
		m.tag = d.tag
	case in.Location.SheetID != nil:
		if e.st.sheet(*in.Location.SheetID) == nil {
			return badRequest("No sheet with id: %d", *in.Location.SheetID)
		}
		m.place, m.sheet = "SHEET", *in.Location.SheetID
	default:
		return badRequest("Developer metadata must have a location.")
	}
	return nil
}

// column returns the properties of a column, to be changed.
func (e *edit) column(s *sheet, c int) *dim {
	for len(s.columns) <= c {
		s.columns = append(s.columns, dim{})
	}
	e.dirty = true
	return &s.columns[c]
}
