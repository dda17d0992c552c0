package gsheets

import (
	"slices"
)

// clampRange returns a range of a tree with all of its ends, which must be in the grid.
func (e *edit) clampRange(v any) (*sheet, tree, error) {
	r, _ := v.(tree)
	s, a, err := e.target(marshal(r))
	if err != nil {
		return nil, nil, err
	}
	return s, gridRange(s.id, a), nil
}

func (e *edit) setFilter(t tree) (any, error) {
	f, _ := t["filter"].(tree)
	if f == nil {
		f = tree{}
	}
	s, r, err := e.clampRange(f["range"])
	if err != nil {
		return nil, err
	}
	f["range"] = r
	s.filter = f
	e.refilter(s)
	return nil, nil
}

type clearFilterRequest struct {
	SheetID int64 `json:"sheetId"`
}

func (e *edit) clearFilter(req clearFilterRequest) (any, error) {
	s := e.sheet(req.SheetID)
	if s == nil {
		return nil, badRequest("No sheet with id: %d", req.SheetID)
	}
	s.filter = nil
	e.refilter(s)
	return nil, nil
}

// ruleSheet returns the tab of a conditional format: that of its first range.
func (e *edit) ruleSheet(rule tree) (*sheet, error) {
	ranges, _ := rule["ranges"].([]any)
	if len(ranges) == 0 {
		return nil, badRequest("Must specify at least one range.")
	}
	if rule["booleanRule"] == nil && rule["gradientRule"] == nil {
		return nil, badRequest("Must specify a booleanRule or a gradientRule.")
	}
	s, _, err := e.clampRange(ranges[0])
	for _, r := range ranges {
		o, _, err := e.clampRange(r)
		if err != nil {
			return nil, err
		}
		if o.id != s.id {
			return nil, badRequest("All ranges in a conditional format rule must be on the same sheet.")
		}
	}
	return s, err
}

func (e *edit) addRule(t tree) (any, error) {
	rule, _ := t["rule"].(tree)
	rule = withBothColors(rule)
	s, err := e.ruleSheet(rule)
	if err != nil {
		return nil, err
	}
	at := intAt(t, "index")
	if at < 0 || at > len(s.conditionalFormats) {
		return nil, badRequest("No conditional format on sheet at index %d", at)
	}
	s.conditionalFormats = slices.Insert(slices.Clone(s.conditionalFormats), at, rule)
	return nil, nil
}

// ruleAt finds a conditional format by its index.
func (e *edit) ruleAt(sheetID int64, at int) (*sheet, error) {
	s := e.sheet(sheetID)
	if s == nil {
		return nil, badRequest("No sheet with id: %d", sheetID)
	}
	if at < 0 || at >= len(s.conditionalFormats) {
		return nil, badRequest("No conditional format on sheet: %d at index: %d", sheetID, at)
	}
	return s, nil
}

func (e *edit) deleteRule(t tree) (any, error) {
	at := intAt(t, "index")
	s, err := e.ruleAt(int64(intAt(t, "sheetId")), at)
	if err != nil {
		return nil, err
	}
	rule := s.conditionalFormats[at]
	s.conditionalFormats = slices.Delete(slices.Clone(s.conditionalFormats), at, at+1)
	return tree{"rule": rule}, nil
}

func (e *edit) addProtected(t tree) (any, error) {
	p, _ := t["protectedRange"].(tree)
	if p == nil {
		return nil, badRequest("Must specify a protectedRange.")
	}
	r, _ := p["range"].(tree)
	b, err := e.st.gridRefOf(r)
	if err != nil {
		return nil, err
	}
	s := e.sheet(b.s.id)
	if id, ok := integer(p["protectedRangeId"]); !ok {
		p["protectedRangeId"] = float64(e.doc.srv.newID())
	} else if _, i := e.protectedAt(id); i >= 0 {
		return nil, badRequest("A protected range with the id %d already exists.", id)
	}
	if isRange(r) {
		if p["range"] = gridRange(s.id, b.bounded()); b.bounded().empty() {
			return nil, badRequest("The range is empty.")
		}
	}
	editors := tree{}
	if p["warningOnly"] != true {
		// The caller who protects a range remains an editor.
		given, _ := p["editors"].(tree)
		users, _ := given["users"].([]any)
		if !slices.Contains(users, any(callerAddress)) {
			users = append(slices.Clone(users), callerAddress)
		}
		for k, v := range given {
			editors[k] = v
		}
		editors["users"] = users
		p["editors"] = editors
	} else {
		delete(p, "editors")
	}
	delete(p, "requestingUserCanEdit")
	s.protected = append(slices.Clone(s.protected), p)
	shown := protectionsForCaller([]tree{p})[0]
	if p["editors"] != nil {
		// The reply shows no users; a later read does.
		shown["editors"] = tree{}
	}
	return tree{"protectedRange": shown}, nil
}

func (e *edit) protectedAt(id int) (*sheet, int) {
	for _, s := range e.st.sheets {
		if i := slices.IndexFunc(s.protected, func(p tree) bool { return intAt(p, "protectedRangeId") == id }); i >= 0 {
			return e.sheet(s.id), i
		}
	}
	return nil, -1
}
