package gsheets

import (
	"bytes"
	"encoding/json"
	"errors"
)

// maxRequests is how many requests one batch may have.
const maxRequests = 100_000

// batchRequest is the body of spreadsheets.batchUpdate.
type batchRequest struct {
	Requests       []map[string]json.RawMessage `json:"requests"`
	Include        bool                         `json:"includeSpreadsheetInResponse"`
	ResponseRanges []string                     `json:"responseRanges"`
	GridData       bool                         `json:"responseIncludeGridData"`
}

// requestHandler applies one request of a batch and returns its reply, nil for none.
type requestHandler func(*edit, json.RawMessage) (any, error)

// requestHandlers holds the supported requests.
var requestHandlers = map[string]requestHandler{
	"addChart":                     handle((*edit).addChart),
	"addConditionalFormatRule":     handle((*edit).addRule),
	"addDimensionGroup":            handle((*edit).addGroup),
	"addNamedRange":                handle((*edit).addNamed),
	"addProtectedRange":            handle((*edit).addProtected),
	"addSheet":                     handle((*edit).addSheetRequest),
	"appendDimension":              handle((*edit).appendDimension),
	"clearBasicFilter":             handle((*edit).clearFilter),
	"copyPaste":                    handle((*edit).copyPaste),
	"createDeveloperMetadata":      handle((*edit).createMetaRequest),
	"deleteConditionalFormatRule":  handle((*edit).deleteRule),
	"deleteDeveloperMetadata":      handle((*edit).deleteMeta),
	"deleteDimension":              handle((*edit).deleteDimension),
	"deleteEmbeddedObject":         handle((*edit).deleteObject),
	"deleteNamedRange":             handle((*edit).deleteNamed),
	"deleteSheet":                  handle((*edit).deleteSheetRequest),
	"insertDimension":              handle((*edit).insertDimension),
	"mergeCells":                   handle((*edit).mergeCells),
	"moveDimension":                handle((*edit).moveDimension),
	"repeatCell":                   handle((*edit).repeatCell),
	"setBasicFilter":               handle((*edit).setFilter),
	"setDataValidation":            handle((*edit).setValidation),
	"sortRange":                    handle((*edit).sortRange),
	"unmergeCells":                 handle((*edit).unmergeCells),
	"updateCells":                  handle((*edit).updateCells),
	"updateChartSpec":              handle((*edit).updateChart),
	"updateDimensionGroup":         handle((*edit).updateGroup),
	"updateDimensionProperties":    handle((*edit).updateDimension),
	"updateEmbeddedObjectPosition": handle((*edit).moveObject),
	"updateNamedRange":             handle((*edit).updateNamed),
	"updateSheetProperties":        handle((*edit).updateSheet),
	"updateSpreadsheetProperties":  handle((*edit).updateSpreadsheet),
}

func batchUpdate(c *call) ([]byte, error) {
	var req batchRequest
	if err := c.decode(&req); err != nil {
		return nil, err
	}
	switch {
	case len(req.Requests) == 0:
		return nil, badRequest("Must specify at least one request.")
	case len(req.Requests) > maxRequests:
		return nil, badRequest("Cannot exceed %d requests in a single batch.", maxRequests)
	}
	var out []byte
	err := c.doc.change(false, func(e *edit) error {
		out = append([]byte(`{"spreadsheetId":`), marshal(c.id)...)
		out = append(out, `,"replies":[`...)
		for i, r := range req.Requests {
			reply, err := e.request(i, r)
			if err != nil {
				return err
			}
			if i > 0 {
				out = append(out, ',')
			}
			out = append(out, reply...)
		}
		out = append(out, ']')
		if req.Include {
			boxes, err := e.st.gridRefs(req.ResponseRanges)
			if err != nil {
				return err
			}
			m, wanted := c.fields.wants("updatedSpreadsheet")
			grid := req.GridData
			if c.fields != nil {
				grid = wanted && m.path("sheets", "data")
			}
			if wanted {
				out = append(out, `,"updatedSpreadsheet":`...)
				out = append(out, e.st.encode(c.id, m, boxes, grid)...)
			}
		}
		out = append(out, '}')
		return nil
	})
	return out, err
}

// request applies one request and returns its reply.
func (e *edit) request(i int, r map[string]json.RawMessage) ([]byte, error) {
	name := ""
	for k, raw := range r {
		if bytes.Equal(raw, []byte("null")) {
			continue
		}
		if name != "" {
			return nil, badRequest("Invalid value at 'requests[%d]' (oneof), oneof field 'kind' is already set. "+
				"Cannot set '%s'", i, k)
		}
		name = k
	}
	if name == "" {
		return nil, badRequest("Invalid requests[%d]: No request set.", i)
	}
	do, ok := requestHandlers[name]
	if !ok {
		return nil, unsupported("the request %s of batchUpdate", name)
	}
	reply, err := do(e, r[name])
	if err != nil {
		var a apiError
		if errors.As(err, &a) && a.code == 400 {
			return nil, a.inPart("requests[" + itoa(i) + "]." + name)
		}
		return nil, err
	}
	e.dirty = true
	if reply == nil {
		return []byte("{}"), nil
	}
	return marshal(tree{name: reply}), nil
}

// handle returns a handler that decodes the request for a function: to a struct, or to a tree if most of it is only
// stored.
func handle[T any](do func(*edit, T) (any, error)) requestHandler {
	return func(e *edit, raw json.RawMessage) (any, error) {
		req, err := decodeRequest[T](raw)
		if err != nil {
			return nil, err
		}
		return do(e, req)
	}
}

func decodeRequest[T any](raw json.RawMessage) (v T, err error) {
	if t, ok := any(&v).(*tree); ok {
		*t, err = parseTree(raw)
		return v, err
	}
	if err := json.Unmarshal(raw, &v); err != nil {
		return v, badPayload(err)
	}
	return v, nil
}

// target returns the tab and the area of a GridRange, to be changed by the API's caller.
func (e *edit) target(raw json.RawMessage) (*sheet, area, error) {
	t, err := parseTree(raw)
	if err != nil {
		return nil, area{}, err
	}
	b, err := e.st.gridRefOf(t)
	if err != nil {
		return nil, area{}, err
	}
	a := b.bounded()
	switch {
	case a.r1 >= b.s.rows || a.r2 > b.s.rows:
		return nil, a, badRequest("GridRange row[%d] is after last row in grid[%d]", max(a.r1, a.r2-1), b.s.rows)
	case a.c1 >= b.s.cols || a.c2 > b.s.cols:
		return nil, a, badRequest("GridRange column[%d] is after last column in grid[%d]", max(a.c1, a.c2-1), b.s.cols)
	}
	return e.sheet(b.s.id), a, nil
}

// gridCoordinate is a GridCoordinate.
type gridCoordinate struct {
	SheetID int64 `json:"sheetId"`
	Row     int   `json:"rowIndex"`
	Column  int   `json:"columnIndex"`
}

// at returns the tab of a coordinate, which must be in the grid.
func (e *edit) at(p gridCoordinate) (*sheet, error) {
	s := e.sheet(p.SheetID)
	switch {
	case s == nil:
		return nil, badRequest("No grid with id: %d", p.SheetID)
	case p.Row >= s.rows:
		return nil, badRequest("GridCoordinate.rowIndex[%d] is after last row in grid[%d]", p.Row, s.rows)
	case p.Column >= s.cols:
		return nil, badRequest("GridCoordinate.columnIndex[%d] is after last column in grid[%d]", p.Column, s.cols)
	}
	return s, nil
}

// errProtected has the text that a browser shows. It is not known if the API's text is the same.
func errProtected() apiError {
	return badRequest("You are trying to edit a protected cell or object. Please contact the spreadsheet owner to " +
		"remove protection if you need to edit.")
}

// checkProtection returns an error if the area is protected against the API's caller.
func (e *edit) checkProtection(s *sheet, a area) error {
	if e.human {
		return nil
	}
	for _, p := range s.protected {
		if p["warningOnly"] == true || callerMayEdit(p) {
			continue
		}
		r, _ := p["range"].(tree)
		if b, err := e.st.gridRefOf(r); err == nil && b.s.id == s.id && b.bounded().overlaps(a) {
			return errProtected()
		}
	}
	return nil
}

func callerMayEdit(protected tree) bool {
	editors, _ := protected["editors"].(tree)
	users, _ := editors["users"].([]any)
	for _, u := range users {
		if u == callerAddress {
			return true
		}
	}
	return false
}

// protectionsForCaller returns protected ranges as the API's caller sees them.
func protectionsForCaller(list []tree) []tree {
	out := make([]tree, len(list))
	for i, p := range list {
		n := tree{}
		for k, v := range p {
			n[k] = v
		}
		if p["warningOnly"] == true || callerMayEdit(p) {
			n["requestingUserCanEdit"] = true
		}
		out[i] = n
	}
	return out
}
