package gsheets

import "encoding/json"

// dimensionRange is a DimensionRange of a request.
type dimensionRange struct {
	SheetID   int64  `json:"sheetId"`
	Dimension string `json:"dimension"`
	Start     *int   `json:"startIndex"`
	End       *int   `json:"endIndex"`
}

func (d dimensionRange) rows() bool { return d.Dimension == "ROWS" }

// dimensionOf returns the tab and the bounds of a DimensionRange.
func (e *edit) dimensionOf(d dimensionRange) (s *sheet, start, end int, err error) {
	if s = e.sheet(d.SheetID); s == nil {
		return nil, 0, 0, badRequest("No sheet with id: %d", d.SheetID)
	}
	switch d.Dimension {
	case "ROWS":
		end = s.rows
	case "COLUMNS":
		end = s.cols
	default:
		return nil, 0, 0, badRequest("No dimension specified.")
	}
	if d.Start != nil {
		start = *d.Start
	}
	if d.End != nil {
		end = *d.End
	}
	if start < 0 || end <= start {
		return nil, 0, 0, badRequest("range.endIndex[%d] must be greater than range.startIndex[%d]", end, start)
	}
	return s, start, end, nil
}

func (s *sheet) size(rows bool) int {
	if rows {
		return s.rows
	}
	return s.cols
}

func lineWord(rows bool) string {
	if rows {
		return "row"
	}
	return "column"
}

type insertDimensionRequest struct {
	Range   dimensionRange `json:"range"`
	Inherit bool           `json:"inheritFromBefore"`
}

func (e *edit) insertDimension(req insertDimensionRequest) (any, error) {
	if req.Range.Start == nil || req.Range.End == nil {
		return nil, badRequest("range must specify both a startIndex and an endIndex")
	}
	s, start, end, err := e.dimensionOf(req.Range)
	if err != nil {
		return nil, err
	}
	rows := req.Range.rows()
	switch size := s.size(rows); {
	case start > size || start == size && !req.Inherit:
		return nil, badRequest("range.startIndex[%d] must be less than the grid size[%d] (or at most the grid "+
			"size[%d] if inheritFromBefore is true)", start, size, size)
	case start == 0 && req.Inherit:
		return nil, badRequest("inheritFromBefore cannot be true if inserting at the beginning of the %ss", lineWord(rows))
	}
	if rows {
		e.insertRows(s, start, end-start, req.Inherit)
	} else {
		e.insertColumns(s, start, end-start, req.Inherit)
	}
	return nil, e.checkSize(s)
}

// checkSize refuses more cells or columns than the service allows.
func (e *edit) checkSize(s *sheet) error {
	if s.cols > 18_278 {
		return badRequest("This action would increase the number of columns in the sheet above the limit of 18278 " +
			"columns.")
	}
	return e.checkCells()
}

type appendDimensionRequest struct {
	SheetID   int64  `json:"sheetId"`
	Dimension string `json:"dimension"`
	Length    int    `json:"length"`
}

func (e *edit) appendDimension(req appendDimensionRequest) (any, error) {
	s := e.sheet(req.SheetID)
	switch {
	case s == nil:
		return nil, badRequest("No sheet with id: %d", req.SheetID)
	case req.Length <= 0:
		return nil, badRequest("length must be greater than 0")
	case req.Dimension == "ROWS":
		at := s.rows
		s.rows += req.Length
		for r := at; r < s.rows && e.watch; r++ {
			e.line(s, r).insertedRev = e.st.rev
		}
	case req.Dimension == "COLUMNS":
		s.cols += req.Length
	default:
		return nil, badRequest("No dimension specified.")
	}
	return nil, e.checkSize(s)
}

type deleteDimensionRequest struct {
	Range dimensionRange `json:"range"`
}

func (e *edit) deleteDimension(req deleteDimensionRequest) (any, error) {
	s, start, end, err := e.dimensionOf(req.Range)
	if err != nil {
		return nil, err
	}
	rows := req.Range.rows()
	size, word := s.size(rows), lineWord(rows)
	grid, _ := s.props["gridProperties"].(tree)
	frozen := intAt(grid, "frozenColumnCount")
	a := area{0, s.rows, start, end}
	if rows {
		frozen = intAt(grid, "frozenRowCount")
		a = area{start, end, 0, s.cols}
	}
	switch {
	case end > size:
		return nil, badRequest("Cannot delete a %s that doesn't exist. Tried to delete %s index %d but there are "+
			"only %d %ss.", word, word, end-1, size, word)
	case end-start == size:
		return nil, badRequest("You can't delete all the %ss on the sheet.", word)
	case start <= frozen && end == size && frozen > 0:
		return nil, badRequest("Sorry, it is not possible to delete all non-frozen %ss.", word)
	}
	if err := e.checkProtection(s, a); err != nil {
		return nil, err
	}
	if rows {
		e.deleteRows(s, start, end-start)
	} else {
		e.deleteColumns(s, start, end-start)
	}
	return nil, nil
}

type moveDimensionRequest struct {
	Source      dimensionRange `json:"source"`
	Destination *int           `json:"destinationIndex"`
}

// moveDimension moves rows or columns to before a place that is counted as they stand before the move.
func (e *edit) moveDimension(req moveDimensionRequest) (any, error) {
	s, start, end, err := e.dimensionOf(req.Source)
	if err != nil {
		return nil, err
	}
	rows, to := req.Source.rows(), 0
	if req.Destination != nil {
		to = *req.Destination
	}
	switch size, word := s.size(rows), lineWord(rows); {
	case end > size:
		return nil, badRequest("Cannot move a %s that doesn't exist. Tried to move %s index %d but there are only %d %ss.",
			word, word, end-1, size, word)
	case to < 0 || to > size:
		return nil, badRequest("Cannot move %ss to index %d, there are only %d %ss.", word, to, size, word)
	}
	moved := area{0, s.rows, start, end}
	if rows {
		moved = area{start, end, 0, s.cols}
	}
	if err := e.checkProtection(s, moved); err != nil {
		return nil, err
	}
	if rows {
		e.moveRows(s, start, end-start, to)
	} else {
		e.moveColumns(s, start, end-start, to)
	}
	return nil, nil
}

type updateDimensionRequest struct {
	Range      dimensionRange `json:"range"`
	Fields     string         `json:"fields"`
	Properties struct {
		Pixels int  `json:"pixelSize"`
		Hidden bool `json:"hiddenByUser"`
	} `json:"properties"`
}

func (e *edit) updateDimension(req updateDimensionRequest) (any, error) {
	m, err := requiredMask(req.Fields)
	if err != nil {
		return nil, err
	}
	s, start, end, err := e.dimensionOf(req.Range)
	if err != nil {
		return nil, err
	}
	if size := s.size(req.Range.rows()); end > size {
		return nil, badRequest("range.endIndex[%d] is after the last %s in grid[%d]", end, lineWord(req.Range.rows()), size)
	}
	for i := start; i < end; i++ {
		var d *dim
		if req.Range.rows() {
			d = &e.line(s, i).dim
		} else {
			d = e.column(s, i)
		}
		if m.path("pixelSize") {
			d.pixels = req.Properties.Pixels
		}
		if m.path("hiddenByUser") {
			d.hidden = req.Properties.Hidden
		}
	}
	return nil, nil
}

// requiredMask parses a mask that a request must have.
func requiredMask(text string) (mask, error) {
	if text == "" {
		return nil, badRequest("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
	}
	return parseMask(text)
}

type sortRangeRequest struct {
	Range json.RawMessage `json:"range"`
	Specs []struct {
		Column int    `json:"dimensionIndex"`
		Order  string `json:"sortOrder"`
	} `json:"sortSpecs"`
}

func (e *edit) sortRange(req sortRangeRequest) (any, error) {
	s, a, err := e.target(req.Range)
	if err != nil {
		return nil, err
	}
	if err := e.checkProtection(s, a); err != nil {
		return nil, err
	}
	var specs []sortSpec
	for _, sp := range req.Specs {
		specs = append(specs, sortSpec{sp.Column, sp.Order == "DESCENDING"})
	}
	if len(specs) == 0 {
		return nil, badRequest("Must specify at least one sort spec.")
	}
	e.sortRows(s, a, specs)
	return nil, nil
}
