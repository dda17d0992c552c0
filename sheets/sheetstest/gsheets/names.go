package gsheets

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"

	"leadsheet/sheets/sheetstest/gsheets/positions"
)

// namedRange is a named range. One whose cells or tab were deleted is broken: the API does not show it any more, but
// its name stays in use (gspread issue 1530).
type namedRange struct {
	id, name string
	area     tree // a GridRange
	broken   bool
}

// isBroken reports whether the range of n does not exist.
func (st *state) isBroken(n namedRange) bool {
	return n.broken || st.sheet(int64(intAt(n.area, "sheetId"))) == nil
}

func (n namedRange) tree() tree {
	return tree{"namedRangeId": n.id, "name": n.name, "range": n.area}
}

// nameTrees returns the named ranges as the API shows them.
func (st *state) nameTrees() []tree {
	var list []tree
	for _, n := range st.names {
		if !st.isBroken(n) {
			list = append(list, n.tree())
		}
	}
	return list
}

// shiftNames moves the named ranges on a tab along with its rows or columns.
func (e *edit) shiftNames(s *sheet, rows bool, m positions.Map) {
	var names []namedRange
	for i, n := range e.st.names {
		now, outcome := adjust(n.area, s.id, rows, m)
		if outcome == unchanged {
			continue
		}
		if names == nil {
			names = slices.Clone(e.st.names)
		}
		if names[i].broken = outcome == removed; outcome == changed {
			names[i].area = now.(tree)
		}
	}
	if names != nil {
		e.st.names = names
	}
}

var (
	nameForm  = regexp.MustCompile(`^[\pL_][\pL\pN_]{0,249}$`)
	boolWords = regexp.MustCompile(`(?i)^(true|false)`)
	rowColumn = regexp.MustCompile(`(?i)^(r[0-9]*c[0-9]*|r[0-9]*|c[0-9]*)$`)
)

// freeName returns the error with which the live service refuses a name: what the help pages forbid, and a name in use,
// whatever its case, even of a broken range.
func (e *edit) freeName(name, but string) error {
	if !nameForm.MatchString(name) || boolWords.MatchString(name) || rowColumn.MatchString(name) || isCellRef(name) {
		return badRequest("The name given to this range is invalid.")
	}
	for _, n := range e.st.names {
		if n.id != but && strings.EqualFold(n.name, name) {
			return badRequest("Cannot add named range with name: %s, a named range with that name already exists.", name)
		}
	}
	return nil
}

type namedRangeRequest struct {
	Named struct {
		ID    string          `json:"namedRangeId"`
		Name  string          `json:"name"`
		Range json.RawMessage `json:"range"`
	} `json:"namedRange"`
	Fields string `json:"fields"`
}

// area reads the range of a request, which must be in the grid.
func (r namedRangeRequest) area(e *edit) (tree, error) {
	if _, _, err := e.target(r.Named.Range); err != nil {
		return nil, err
	}
	return parseTree(r.Named.Range)
}

func (e *edit) nameAt(id string) int {
	return slices.IndexFunc(e.st.names, func(n namedRange) bool { return n.id == id && !e.st.isBroken(n) })
}

func (e *edit) addNamed(req namedRangeRequest) (any, error) {
	if err := e.freeName(req.Named.Name, ""); err != nil {
		return nil, err
	}
	n := namedRange{id: req.Named.ID, name: req.Named.Name}
	if n.id == "" {
		n.id = itoa(int(e.doc.srv.newID()))
	} else if slices.ContainsFunc(e.st.names, func(o namedRange) bool { return o.id == n.id }) {
		// That it is an error is documented; the text is a guess.
		return nil, badRequest("Cannot add named range with id: %s, a named range with that id already exists.", n.id)
	}
	var err error
	if n.area, err = req.area(e); err != nil {
		return nil, err
	}
	e.st.names = append(slices.Clone(e.st.names), n)
	return tree{"namedRange": n.tree()}, nil
}

// noName is the error for an ID that no range has. Its text is a guess: no recording holds one.
func noName(id string) error { return badRequest("No named range with id: %s", id) }

func (e *edit) updateNamed(req namedRangeRequest) (any, error) {
	m, err := requiredMask(req.Fields)
	if err != nil {
		return nil, err
	}
	i := e.nameAt(req.Named.ID)
	if i < 0 {
		return nil, noName(req.Named.ID)
	}
	n := e.st.names[i]
	if m["name"] != nil || m.all() {
		if err := e.freeName(req.Named.Name, n.id); err != nil {
			return nil, err
		}
		n.name = req.Named.Name
	}
	if m["range"] != nil || m.all() {
		if n.area, err = req.area(e); err != nil {
			return nil, err
		}
	}
	e.st.names = slices.Clone(e.st.names)
	e.st.names[i] = n
	return nil, nil
}

type deleteNamedRequest struct {
	ID string `json:"namedRangeId"`
}

func (e *edit) deleteNamed(req deleteNamedRequest) (any, error) {
	i := e.nameAt(req.ID)
	if i < 0 {
		return nil, noName(req.ID)
	}
	e.st.names = slices.Delete(slices.Clone(e.st.names), i, i+1)
	return nil, nil
}

// Names returns the names of the named ranges as people see them in Data, Named ranges, in the order of their making.
func (p *People) Names() []string {
	var names []string
	for _, n := range p.d.state().names {
		names = append(names, n.name)
	}
	return names
}

// names runs f on the named range of that name.
func (p *People) names(name string, f func(e *edit, i int)) {
	_ = p.d.change(true, func(e *edit) error {
		i := slices.IndexFunc(e.st.names, func(n namedRange) bool { return strings.EqualFold(n.name, name) })
		if i < 0 {
			p.reportMissing("there is no named range %q", name)
			return nil
		}
		e.st.names, e.dirty = slices.Clone(e.st.names), true
		f(e, i)
		return nil
	})
}

// DeleteName deletes a named range, a broken one too.
func (p *People) DeleteName(name string) {
	p.names(name, func(e *edit, i int) { e.st.names = slices.Delete(e.st.names, i, i+1) })
}

// RenameName gives a named range another name; one that is in use or not allowed is ignored.
func (p *People) RenameName(from, to string) {
	p.names(from, func(e *edit, i int) {
		if e.freeName(to, e.st.names[i].id) == nil {
			e.st.names[i].name = to
		}
	})
}

// NameRange names the first cell of a tab; a name that is in use or not allowed is ignored.
func (p *People) NameRange(tab, name string) {
	p.edit(tab, func(t *personEdit) {
		if t.freeName(name, "") != nil {
			return
		}
		t.dirty = true
		t.st.names = append(slices.Clone(t.st.names),
			namedRange{id: itoa(int(t.doc.srv.newID())), name: name, area: gridRange(t.s.id, area{0, 1, 0, 1})})
	})
}

// Copy makes a copy of the spreadsheet, as File, Make a copy does: tabs, named ranges and developer metadata are
// carried along with their IDs.
func (d *Doc) Copy(title string) *Doc {
	c := d.srv.Create(title)
	d.mu.Lock()
	defer d.mu.Unlock()
	c.mu.Lock()
	defer c.mu.Unlock()
	st := *d.current
	st.props = maps.Clone(st.props)
	st.props["title"] = title
	st.meta = slices.Clone(st.meta)
	for i := range st.meta {
		st.meta[i].carried = true
	}
	// The tabs are shared until one of the two changes them, which a revision of their own tells.
	c.current, c.rev, c.nextTag = &st, d.rev, d.nextTag
	c.MetadataTwice, c.MetadataUndone, c.CarriedFixed = d.MetadataTwice, d.MetadataUndone, d.CarriedFixed
	return c
}
