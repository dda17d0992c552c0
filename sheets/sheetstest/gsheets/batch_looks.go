package gsheets

import "encoding/json"

type setValidationRequest struct {
	Range    json.RawMessage `json:"range"`
	Rule     json.RawMessage `json:"rule"`
	Filtered bool            `json:"filteredRowsIncluded"`
}

func (e *edit) setValidation(req setValidationRequest) (any, error) {
	s, a, err := e.target(req.Range)
	if err != nil {
		return nil, err
	}
	rule, err := e.doc.sharedJSON(req.Rule)
	if err != nil {
		return nil, err
	}
	blank := &Cell{validation: rule}
	for r := a.r1; r < a.r2; r++ {
		if s.rowDim(r).filtered && !req.Filtered {
			continue
		}
		for c := a.c1; c < a.c2; c++ {
			old := s.cell(r, c)
			if old == nil {
				e.put(s, r, c, blank)
				continue
			}
			n := old.clone()
			if n.validation = rule; !sameLooks(old, &n) {
				e.put(s, r, c, &n)
			}
		}
	}
	return nil, nil
}
