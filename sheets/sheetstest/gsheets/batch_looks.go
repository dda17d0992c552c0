package gsheets

import "encoding/json"

func (e *edit) setValidation(raw json.RawMessage) (any, error) {
	req, err := read[struct {
		Range    json.RawMessage `json:"range"`
		Rule     json.RawMessage `json:"rule"`
		Filtered bool            `json:"filteredRowsIncluded"`
	}](raw)
	if err != nil {
		return nil, err
	}
	s, a, err := e.target(req.Range)
	if err != nil {
		return nil, err
	}
	rule, err := e.doc.shared(req.Rule)
	if err != nil {
		return nil, err
	}
	blank := &Cell{validation: rule}
	for r := a.r1; r < a.r2; r++ {
		if s.rowDim(r).filteredAway && !req.Filtered {
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

// updateBorders draws the sides of an area as borders of its cells.
func (e *edit) updateBorders(raw json.RawMessage) (any, error) {
	t, err := parseTree(raw)
	if err != nil {
		return nil, err
	}
	r, _ := t["range"].(tree)
	s, a, err := e.target(marshal(r))
	if err != nil {
		return nil, err
	}
	for row := a.r1; row < a.r2; row++ {
		for col := a.c1; col < a.c2; col++ {
			sides := tree{}
			for side, line := range map[string]string{
				"top":    either(row == a.r1, "top", "innerHorizontal"),
				"bottom": either(row == a.r2-1, "bottom", "innerHorizontal"),
				"left":   either(col == a.c1, "left", "innerVertical"),
				"right":  either(col == a.c2-1, "right", "innerVertical"),
			} {
				if b, ok := t[line]; ok {
					sides[side] = b
				}
			}
			if len(sides) == 0 {
				continue
			}
			var names mask = mask{"borders": {}}
			for side := range sides {
				names["borders"][side] = mask{}
			}
			m := cellMask{format: true, formatMask: names, text: "borders"}
			in := cellData{Format: marshal(tree{"borders": sides})}
			if err := e.set(s, row, col, &in, &m); err != nil {
				return nil, err
			}
		}
	}
	return nil, nil
}

func either(yes bool, a, b string) string {
	if yes {
		return a
	}
	return b
}
