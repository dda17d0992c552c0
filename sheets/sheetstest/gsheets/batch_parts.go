package gsheets

import (
	"encoding/json"
	"slices"
)

// clampRange is a range of a tree with all of its ends, inside of the grid.
func (e *edit) clampRange(v any) (*sheet, tree, error) {
	r, _ := v.(tree)
	s, a, err := e.target(marshal(r))
	if err != nil {
		return nil, nil, err
	}
	return s, gridRange(s.id, a), nil
}

func (e *edit) setFilter(raw json.RawMessage) (any, error) {
	t, err := parseTree(raw)
	if err != nil {
		return nil, err
	}
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

func (e *edit) clearFilter(raw json.RawMessage) (any, error) {
	req, err := read[struct {
		SheetID int64 `json:"sheetId"`
	}](raw)
	if err != nil {
		return nil, err
	}
	s := e.sheet(req.SheetID)
	if s == nil {
		return nil, badRequest("No sheet with id: %d", req.SheetID)
	}
	s.filter = nil
	e.refilter(s)
	return nil, nil
}

// ruleSheet is the tab of a conditional format: that of its first range.
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

func (e *edit) addRule(raw json.RawMessage) (any, error) {
	t, err := parseTree(raw)
	if err != nil {
		return nil, err
	}
	rule, _ := t["rule"].(tree)
	s, err := e.ruleSheet(rule)
	if err != nil {
		return nil, err
	}
	at := intAt(t, "index")
	if at < 0 || at > len(s.conds) {
		return nil, badRequest("No conditional format on sheet at index %d", at)
	}
	s.conds = slices.Insert(slices.Clone(s.conds), at, rule)
	return nil, nil
}

// ruleAt finds a conditional format by its index.
func (e *edit) ruleAt(sheetID int64, at int) (*sheet, error) {
	s := e.sheet(sheetID)
	if s == nil {
		return nil, badRequest("No sheet with id: %d", sheetID)
	}
	if at < 0 || at >= len(s.conds) {
		return nil, badRequest("No conditional format on sheet: %d at index: %d", sheetID, at)
	}
	return s, nil
}

func (e *edit) deleteRule(raw json.RawMessage) (any, error) {
	t, err := parseTree(raw)
	if err != nil {
		return nil, err
	}
	at := intAt(t, "index")
	s, err := e.ruleAt(int64(intAt(t, "sheetId")), at)
	if err != nil {
		return nil, err
	}
	rule := s.conds[at]
	s.conds = slices.Delete(slices.Clone(s.conds), at, at+1)
	return tree{"rule": rule}, nil
}

func (e *edit) updateRule(raw json.RawMessage) (any, error) {
	t, err := parseTree(raw)
	if err != nil {
		return nil, err
	}
	at := intAt(t, "index")
	rule, replace := t["rule"].(tree)
	id := int64(intAt(t, "sheetId"))
	if replace {
		s, err := e.ruleSheet(rule)
		if err != nil {
			return nil, err
		}
		id = s.id
	}
	s, err := e.ruleAt(id, at)
	if err != nil {
		return nil, err
	}
	old := s.conds[at]
	s.conds = slices.Clone(s.conds)
	if replace {
		s.conds[at] = rule
		return tree{"oldRule": old, "newRule": rule, "oldIndex": at, "newIndex": at}, nil
	}
	to := intAt(t, "newIndex")
	if to < 0 || to >= len(s.conds) {
		return nil, badRequest("No conditional format on sheet: %d at index: %d", id, to)
	}
	s.conds = slices.Insert(slices.Delete(s.conds, at, at+1), to, old)
	return tree{"newRule": old, "oldIndex": at, "newIndex": to}, nil
}

func (e *edit) addProtected(raw json.RawMessage) (any, error) {
	t, err := parseTree(raw)
	if err != nil {
		return nil, err
	}
	p, _ := t["protectedRange"].(tree)
	if p == nil {
		return nil, badRequest("Must specify a protectedRange.")
	}
	r, _ := p["range"].(tree)
	b, err := e.st.boxOf(r)
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
		// Whoever protects stays an editor.
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
	shown := shownProtections([]tree{p})[0]
	if p["editors"] != nil {
		// The reply shows no users, a later read does.
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

func (e *edit) updateProtected(raw json.RawMessage) (any, error) {
	t, err := parseTree(raw)
	if err != nil {
		return nil, err
	}
	text, _ := t["fields"].(string)
	m, err := requiredMask(text)
	if err != nil {
		return nil, err
	}
	p, _ := t["protectedRange"].(tree)
	id := intAt(p, "protectedRangeId")
	s, i := e.protectedAt(id)
	if i < 0 {
		return nil, badRequest("No protected range with ID: %d", id)
	}
	if s.protected[i]["warningOnly"] != true && !callerMayEdit(s.protected[i]) {
		return nil, errProtected()
	}
	s.protected = slices.Clone(s.protected)
	s.protected[i] = m.apply(s.protected[i], p)
	s.protected[i]["protectedRangeId"] = float64(id)
	return nil, nil
}

func (e *edit) deleteProtected(raw json.RawMessage) (any, error) {
	req, err := read[struct {
		ID int `json:"protectedRangeId"`
	}](raw)
	if err != nil {
		return nil, err
	}
	s, i := e.protectedAt(req.ID)
	if i < 0 {
		return nil, badRequest("No protected range with ID: %d", req.ID)
	}
	if s.protected[i]["warningOnly"] != true && !callerMayEdit(s.protected[i]) {
		return nil, errProtected()
	}
	s.protected = slices.Delete(slices.Clone(s.protected), i, i+1)
	return nil, nil
}

func (e *edit) namedAt(id string) int {
	return slices.IndexFunc(e.st.named, func(n tree) bool { return n["namedRangeId"] == id })
}

func (e *edit) addNamed(raw json.RawMessage) (any, error) {
	t, err := parseTree(raw)
	if err != nil {
		return nil, err
	}
	n, _ := t["namedRange"].(tree)
	name, _ := n["name"].(string)
	if name == "" || isCellRef(name) {
		return nil, badRequest("The name given to this range is invalid.")
	}
	for _, o := range e.st.named {
		if o["name"] == name {
			return nil, badRequest("A named range with the name %s already exists.", name)
		}
	}
	id, _ := n["namedRangeId"].(string)
	if id == "" {
		n["namedRangeId"] = itoa(int(e.doc.srv.newID()))
	} else if e.namedAt(id) >= 0 {
		return nil, badRequest("A named range with the id %s already exists.", id)
	}
	if _, n["range"], err = e.clampRange(n["range"]); err != nil {
		return nil, err
	}
	e.st.named = append(slices.Clone(e.st.named), n)
	return tree{"namedRange": n}, nil
}

func (e *edit) updateNamed(raw json.RawMessage) (any, error) {
	t, err := parseTree(raw)
	if err != nil {
		return nil, err
	}
	text, _ := t["fields"].(string)
	m, err := requiredMask(text)
	if err != nil {
		return nil, err
	}
	n, _ := t["namedRange"].(tree)
	id, _ := n["namedRangeId"].(string)
	i := e.namedAt(id)
	if i < 0 {
		return nil, badRequest("No named range with ID: %s", id)
	}
	now := m.apply(e.st.named[i], n)
	if _, now["range"], err = e.clampRange(now["range"]); err != nil {
		return nil, err
	}
	now["namedRangeId"] = id
	e.st.named = slices.Clone(e.st.named)
	e.st.named[i] = now
	return nil, nil
}

func (e *edit) deleteNamed(raw json.RawMessage) (any, error) {
	req, err := read[struct {
		ID string `json:"namedRangeId"`
	}](raw)
	if err != nil {
		return nil, err
	}
	i := e.namedAt(req.ID)
	if i < 0 {
		return nil, badRequest("No named range with ID: %s", req.ID)
	}
	e.st.named = slices.Delete(slices.Clone(e.st.named), i, i+1)
	return nil, nil
}
