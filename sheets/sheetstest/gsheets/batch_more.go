package gsheets

import (
	"encoding/json"
	"net/http"
	"slices"
)

// chartProblem says what the live service would not take; 500 for a chart without series is measured.
func chartProblem(spec tree) error {
	if spec == nil {
		return badRequest("Must specify a chart spec.")
	}
	if basic, ok := spec["basicChart"].(tree); ok && (basic["domains"] == nil || basic["series"] == nil) {
		return apiError{http.StatusInternalServerError, "INTERNAL", "Internal error encountered."}
	}
	return nil
}

func (e *edit) addChart(raw json.RawMessage) (any, error) {
	t, err := parseTree(raw)
	if err != nil {
		return nil, err
	}
	ch, _ := t["chart"].(tree)
	spec, _ := ch["spec"].(tree)
	if err := chartProblem(spec); err != nil {
		return nil, err
	}
	pos, _ := ch["position"].(tree)
	s, err := e.chartSheet(pos)
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

// chartSheet is the tab on which a position is.
func (e *edit) chartSheet(pos tree) (*sheet, error) {
	over, ok := pos["overlayPosition"].(tree)
	if !ok {
		return nil, unsupported("charts on tabs of their own")
	}
	anchor, _ := over["anchorCell"].(tree)
	return e.at(place{int64(intAt(anchor, "sheetId")), intAt(anchor, "rowIndex"), intAt(anchor, "columnIndex")})
}

func (e *edit) chartAt(id int) (*sheet, int) {
	for _, s := range e.st.sheets {
		if i := slices.IndexFunc(s.charts, func(c tree) bool { return intAt(c, "chartId") == id }); i >= 0 {
			return e.sheet(s.id), i
		}
	}
	return nil, -1
}

// chart returns a chart to be changed: a copy that has taken the old one's place.
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

func (e *edit) updateChart(raw json.RawMessage) (any, error) {
	t, err := parseTree(raw)
	if err != nil {
		return nil, err
	}
	spec, _ := t["spec"].(tree)
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

func (e *edit) moveObject(raw json.RawMessage) (any, error) {
	t, err := parseTree(raw)
	if err != nil {
		return nil, err
	}
	text, _ := t["fields"].(string)
	m, err := requiredMask(text)
	if err != nil {
		return nil, err
	}
	s, c, err := e.chart(intAt(t, "objectId"))
	if err != nil {
		return nil, err
	}
	pos, _ := c["position"].(tree)
	over, _ := pos["overlayPosition"].(tree)
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

func (e *edit) deleteObject(raw json.RawMessage) (any, error) {
	req, err := read[struct {
		ID int `json:"objectId"`
	}](raw)
	if err != nil {
		return nil, err
	}
	s, i := e.chartAt(req.ID)
	if i < 0 {
		return nil, badRequest("No embedded object with id: %d", req.ID)
	}
	s.charts = slices.Delete(slices.Clone(s.charts), i, i+1)
	return nil, nil
}

func (e *edit) createMetaRequest(raw json.RawMessage) (any, error) {
	req, err := read[struct {
		Meta metaInput `json:"developerMetadata"`
	}](raw)
	if err != nil {
		return nil, err
	}
	m, err := e.createMeta(req.Meta)
	if err != nil {
		return nil, err
	}
	return tree{"developerMetadata": e.st.metaTree(m)}, nil
}

// lookedUp returns the lookup of a DataFilter.
func lookedUp(filter tree) (tree, error) {
	lookup, ok := filter["developerMetadataLookup"].(tree)
	if !ok {
		return nil, unsupported("developer metadata by ranges in batchUpdate")
	}
	return lookup, nil
}

func (e *edit) deleteMeta(raw json.RawMessage) (any, error) {
	t, err := parseTree(raw)
	if err != nil {
		return nil, err
	}
	filter, _ := t["dataFilter"].(tree)
	lookup, err := lookedUp(filter)
	if err != nil {
		return nil, err
	}
	var deleted, kept = []tree{}, []metadata{}
	for _, m := range e.st.meta {
		if e.st.matches(m, lookup) {
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

func (e *edit) updateMeta(raw json.RawMessage) (any, error) {
	req, err := read[struct {
		Filters []json.RawMessage `json:"dataFilters"`
		Meta    metaInput         `json:"developerMetadata"`
		Fields  string            `json:"fields"`
	}](raw)
	if err != nil {
		return nil, err
	}
	mask, err := requiredMask(req.Fields)
	if err != nil {
		return nil, err
	}
	updated := []tree{}
	e.st.meta = slices.Clone(e.st.meta)
	done := map[int64]bool{}
	for _, f := range req.Filters {
		filter, err := parseTree(f)
		if err != nil {
			return nil, err
		}
		lookup, err := lookedUp(filter)
		if err != nil {
			return nil, err
		}
		for i := range e.st.meta {
			m := &e.st.meta[i]
			if done[m.id] || !e.st.matches(*m, lookup) {
				continue
			}
			done[m.id] = true
			if mask.path("metadataKey") {
				m.key = req.Meta.Key
			}
			if mask.path("metadataValue") {
				m.value = req.Meta.Value
			}
			if mask.path("visibility") {
				m.visibility = req.Meta.Visibility
			}
			if _, ok := mask["location"]; ok {
				if err := e.placeMeta(m, req.Meta); err != nil {
					return nil, err
				}
			}
			updated = append(updated, e.st.metaTree(*m))
		}
	}
	if len(updated) == 0 {
		return tree{}, nil
	}
	return tree{"developerMetadata": updated}, nil
}
