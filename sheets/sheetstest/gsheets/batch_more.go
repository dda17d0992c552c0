package gsheets

import (
	"net/http"
	"slices"
)

// chartProblem returns the error with which the live service refuses a chart. The 500 for a chart without series was
// measured.
func chartProblem(spec tree) error {
	if spec == nil {
		return badRequest("Must specify a chart spec.")
	}
	if basic, ok := spec["basicChart"].(tree); ok && (basic["domains"] == nil || basic["series"] == nil) {
		return apiError{code: http.StatusInternalServerError, status: "INTERNAL", message: "Internal error encountered."}
	}
	return nil
}

func (e *edit) addChart(t tree) (any, error) {
	ch, _ := t["chart"].(tree)
	ch = withBothColors(ch)
	spec, _ := ch["spec"].(tree)
	if err := chartProblem(spec); err != nil {
		return nil, err
	}
	position, _ := ch["position"].(tree)
	s, err := e.chartSheet(position)
	if err != nil {
		return nil, err
	}
	if id, ok := integer(ch["chartId"]); !ok {
		ch["chartId"] = float64(e.doc.srv.newID())
	} else if _, i := e.chartAt(id); i >= 0 {
		return nil, badRequest("An embedded object with the id %d already exists.", id)
	}
	s.charts = append(slices.Clone(s.charts), ch)
	return tree{"chart": ch}, nil
}

// chartSheet returns the tab of a position.
func (e *edit) chartSheet(position tree) (*sheet, error) {
	over, ok := position["overlayPosition"].(tree)
	if !ok {
		return nil, unsupported("charts on tabs of their own")
	}
	anchor, _ := over["anchorCell"].(tree)
	return e.at(gridCoordinate{int64(intAt(anchor, "sheetId")), intAt(anchor, "rowIndex"),
		intAt(anchor, "columnIndex")})
}

func (e *edit) chartAt(id int) (*sheet, int) {
	for _, s := range e.st.sheets {
		if i := slices.IndexFunc(s.charts, func(c tree) bool { return intAt(c, "chartId") == id }); i >= 0 {
			return e.sheet(s.id), i
		}
	}
	return nil, -1
}

// chart returns a chart to be changed: a copy that replaces the old one.
func (e *edit) chart(id int) (*sheet, tree, error) {
	s, i := e.chartAt(id)
	if i < 0 {
		return nil, nil, badRequest("No embedded object with id: %d", id)
	}
	c := tree{}
	for k, v := range s.charts[i] {
		c[k] = v
	}
	s.charts = slices.Clone(s.charts)
	s.charts[i] = c
	return s, c, nil
}

func (e *edit) updateChart(t tree) (any, error) {
	spec, _ := t["spec"].(tree)
	spec = withBothColors(spec)
	if err := chartProblem(spec); err != nil {
		return nil, err
	}
	_, c, err := e.chart(intAt(t, "chartId"))
	if err != nil {
		return nil, err
	}
	c["spec"] = spec
	return nil, nil
}

func (e *edit) moveObject(t tree) (any, error) {
	text, _ := t["fields"].(string)
	m, err := requiredMask(text)
	if err != nil {
		return nil, err
	}
	s, c, err := e.chart(intAt(t, "objectId"))
	if err != nil {
		return nil, err
	}
	position, _ := c["position"].(tree)
	over, _ := position["overlayPosition"].(tree)
	to, _ := t["newPosition"].(tree)
	toOver, _ := to["overlayPosition"].(tree)
	now := tree{"overlayPosition": m.apply(over, toOver)}
	target, err := e.chartSheet(now)
	if err != nil {
		return nil, err
	}
	if c["position"] = now; target.id != s.id {
		i := len(s.charts)
		for j, o := range s.charts {
			if intAt(o, "chartId") == intAt(c, "chartId") {
				i = j
			}
		}
		s.charts = slices.Delete(s.charts, i, i+1)
		target.charts = append(slices.Clone(target.charts), c)
	}
	return tree{"position": now}, nil
}

type deleteObjectRequest struct {
	ID int `json:"objectId"`
}

func (e *edit) deleteObject(req deleteObjectRequest) (any, error) {
	s, i := e.chartAt(req.ID)
	if i < 0 {
		return nil, badRequest("No embedded object with id: %d", req.ID)
	}
	s.charts = slices.Delete(slices.Clone(s.charts), i, i+1)
	return nil, nil
}

type createMetaRequest struct {
	Meta metaInput `json:"developerMetadata"`
}

func (e *edit) createMetaRequest(req createMetaRequest) (any, error) {
	m, err := e.createMeta(req.Meta)
	if err != nil {
		return nil, err
	}
	return tree{"developerMetadata": e.st.metaTree(m)}, nil
}

// lookupOf returns the lookup of a DataFilter.
func lookupOf(filter tree) (tree, error) {
	lookup, ok := filter["developerMetadataLookup"].(tree)
	if !ok {
		return nil, unsupported("developer metadata by ranges in batchUpdate")
	}
	return lookup, nil
}

func (e *edit) deleteMeta(t tree) (any, error) {
	filter, _ := t["dataFilter"].(tree)
	lookup, err := lookupOf(filter)
	if err != nil {
		return nil, err
	}
	var deleted, kept = []tree{}, []metadata{}
	for _, m := range e.st.meta {
		if e.st.matches(m, lookup) && !(m.carried && e.doc.CarriedFixed) {
			deleted = append(deleted, e.st.metaTree(m))
		} else {
			kept = append(kept, m)
		}
	}
	e.st.meta = kept
	if len(deleted) == 0 {
		return tree{}, nil
	}
	return tree{"deletedDeveloperMetadata": deleted}, nil
}
