package gsheets

import (
	"slices"

	"leadsheet/sheets/sheetstest/gsheets/positions"
)

// group is a group of rows or columns, the end exclusive.
type group struct {
	rows       bool
	start, end int
	collapsed  bool
}

// tree is the group as the API shows it.
func (g group) tree(id int64) tree {
	r := tree{"dimension": "COLUMNS", "startIndex": g.start, "endIndex": g.end}
	if g.rows {
		r["dimension"] = "ROWS"
	}
	if id != 0 {
		r["sheetId"] = id
	}
	t := tree{"range": r, "depth": 1}
	if g.collapsed {
		t["collapsed"] = true
	}
	return t
}

// groupTrees are the groups of the rows or of the columns of a tab.
func (s *sheet) groupTrees(rows bool) []tree {
	var out []tree
	for _, g := range s.groups {
		if g.rows == rows {
			out = append(out, g.tree(s.id))
		}
	}
	return out
}

// shiftGroups moves the groups of a tab along with their rows or columns.
func (s *sheet) shiftGroups(rows bool, m positions.Map) {
	kept := s.groups[:0:0]
	for _, g := range s.groups {
		remains := true
		if g.rows == rows {
			g.start, g.end, remains = m(g.start, g.end)
		}
		if remains {
			kept = append(kept, g)
		}
	}
	s.groups = kept
}

type addGroupRequest struct {
	Range dimensionRange `json:"range"`
}

// addGroup groups rows or columns. Groups within groups, and such that meet, are not needed so far.
func (e *edit) addGroup(req addGroupRequest) (any, error) {
	s, start, end, err := e.dimensionOf(req.Range)
	if err != nil {
		return nil, err
	}
	g := group{rows: req.Range.rows(), start: start, end: end}
	if size := s.size(g.rows); end > size {
		return nil, badRequest("range.endIndex[%d] is after the last %s in grid[%d]", end, lineWord(g.rows), size)
	}
	for _, o := range s.groups {
		if o.rows == g.rows && o.start <= end && start <= o.end {
			return nil, unsupported("groups that overlap or meet")
		}
	}
	s.groups = append(slices.Clone(s.groups), g)
	return tree{"dimensionGroups": s.groupTrees(g.rows)}, nil
}

type updateGroupRequest struct {
	Group struct {
		Range     dimensionRange `json:"range"`
		Depth     int            `json:"depth"`
		Collapsed bool           `json:"collapsed"`
	} `json:"dimensionGroup"`
	Fields string `json:"fields"`
}

// updateGroup closes or opens a group, which hides or shows what is in it.
func (e *edit) updateGroup(req updateGroupRequest) (any, error) {
	m, err := requiredMask(req.Fields)
	if err != nil {
		return nil, err
	}
	s, start, end, err := e.dimensionOf(req.Group.Range)
	if err != nil {
		return nil, err
	}
	rows := req.Group.Range.rows()
	i := slices.IndexFunc(s.groups, func(g group) bool { return g.rows == rows && g.start == start && g.end == end })
	if i < 0 || req.Group.Depth != 1 {
		return nil, badRequest("There is no dimension group at depth %d with the given range.", req.Group.Depth)
	}
	if !m.path("collapsed") {
		return nil, nil
	}
	s.groups = slices.Clone(s.groups)
	s.groups[i].collapsed = req.Group.Collapsed
	for n := start; n < end; n++ {
		if rows {
			e.line(s, n).dim.hidden = req.Group.Collapsed
		} else {
			e.column(s, n).hidden = req.Group.Collapsed
		}
	}
	return nil, nil
}
