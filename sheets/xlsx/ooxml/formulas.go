package ooxml

import (
	"cmp"
	"path"
	"slices"
	"strings"
)

// Written collects the cells that are written, by tab, as rectangles.
type Written map[string][]area

// Add adds cells of a tab, given as row (from 1) and column (from 0).
func (w Written) Add(tab string, cells [][2]int) {
	slices.SortFunc(cells, func(a, b [2]int) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	var open []area // stretches of the row before, which may go on below
	k := strings.ToLower(tab)
	for i := 0; i < len(cells); {
		row := cells[i][0]
		var line []area
		for ; i < len(cells) && cells[i][0] == row; i++ {
			col := cells[i][1]
			if n := len(line); n > 0 && line[n-1].right >= col-1 {
				line[n-1].right = max(line[n-1].right, col)
			} else {
				line = append(line, area{row, col, row, col})
			}
		}
		same := func(a, b area) bool { return a.left == b.left && a.right == b.right && a.bottom == row-1 }
		if slices.EqualFunc(open, line, same) {
			for j := range open {
				open[j].bottom = row
			}
			continue
		}
		w[k] = append(w[k], open...)
		open = line
	}
	w[k] = append(w[k], open...)
}

// Stale returns the cells with formulas whose stored results are wrong once the written cells have changed, by tab (in
// lower case) and then by row and column: those that refer to them, and those that refer to such cells in turn. A
// formula that cannot be understood counts as one of them, since any program can compute it anew.
func (b *Book) Stale(grids []*Grid, w Written) map[string]map[[2]int]bool {
	out := map[string]map[[2]int]bool{}
	if len(w) == 0 {
		return out
	}
	left := b.dependents(grids)
	for len(left) > 0 {
		next := Written{}
		var rest []dependent
		for _, d := range left {
			if !d.touched(w) {
				rest = append(rest, d)
				continue
			}
			if out[d.tab] == nil {
				out[d.tab] = map[[2]int]bool{}
			}
			for row := d.at.top; row <= d.at.bottom; row++ {
				for col := d.at.left; col <= d.at.right; col++ {
					out[d.tab][[2]int{row, col}] = true
				}
			}
			next[d.tab] = append(next[d.tab], d.at)
		}
		if len(next) == 0 {
			break
		}
		left, w = rest, next
	}
	return out
}

// dependent is a formula with what it refers to.
type dependent struct {
	tab  string
	at   area // the cell, or all cells of an array formula
	refs []cellRange
	any  bool // it may refer to anything
}

// cellRange is a rectangle of a tab that a formula refers to.
type cellRange struct {
	tab                      string // in lower case
	area                     area
	fixTop, fixLeft          bool // the dollar signs
	fixBottom, fixRight, all bool
}

func (d *dependent) touched(w Written) bool {
	if d.any {
		return true
	}
	return slices.ContainsFunc(d.refs, func(r cellRange) bool { return slices.ContainsFunc(w[r.tab], r.area.meets) })
}

// maxArray is how many cells of an array formula are looked at.
const maxArray = 10_000

// dependents reads the formulas of all tabs.
func (b *Book) dependents(grids []*Grid) []dependent {
	var out []dependent
	names := map[string][]string{} // two tabs may have names of their own that are spelled the same
	for _, n := range b.Names {
		k := strings.ToLower(n.Name)
		names[k] = append(names[k], n.Refer)
	}
	tables := b.tableRanges()
	for _, g := range grids {
		tab := strings.ToLower(g.Title)
		shared := map[int]Formula{}
		for _, f := range g.Formulas {
			if f.Shared >= 0 && f.Text != "" {
				shared[f.Shared] = f
			}
		}
		parsed := map[string]dependent{} // many cells have the same formula
		for _, f := range g.Formulas {
			text, origin := f.Text, f
			if text == "" && f.Shared >= 0 {
				origin = shared[f.Shared]
				text = origin.Text
			}
			d, ok := parsed[text]
			if !ok {
				r := refReader{names: names, tables: tables, tab: tab}
				r.read(text, 0)
				d = dependent{refs: r.found(), any: r.any || text == "" && f.Shared >= 0}
				parsed[text] = d
			}
			d.tab, d.at = tab, area{f.Row, f.Col, f.Row, f.Col}
			d.refs = shifted(d.refs, f.Row-origin.Row, f.Col-origin.Col)
			if a, ok := parseArea(f.Ref); ok && f.Shared < 0 && a.rows()*a.cols() <= maxArray {
				d.at = a
			}
			out = append(out, d)
		}
	}
	return out
}

// shifted moves relative references, as a shared formula's are for each of its cells.
func shifted(refs []cellRange, down, right int) []cellRange {
	if down == 0 && right == 0 {
		return refs
	}
	out := slices.Clone(refs)
	for i := range out {
		r := &out[i]
		if !r.fixTop && !r.all {
			r.area.top += down
		}
		if !r.fixBottom && !r.all {
			r.area.bottom += down
		}
		if !r.fixLeft {
			r.area.left += right
		}
		if !r.fixRight {
			r.area.right += right
		}
	}
	return out
}

// tableRanges returns what formulas mean by the names of tables (ListObjects), in lower case. A table may grow by what
// is written, so its range goes on to the end of its tab. A part that cannot be read has no formulas that go by it.
func (b *Book) tableRanges() map[string]cellRange {
	out := map[string]cellRange{}
	for _, sheet := range b.Sheets {
		if sheet.Part == "" {
			continue
		}
		rels, err := b.archive.rels(sheet.Part)
		if err != nil {
			continue
		}
		for _, r := range rels {
			if path.Base(r.Type) != "table" {
				continue
			}
			data, err := b.archive.part(r.Target)
			if err != nil {
				continue
			}
			s := scanner{data: data}
			for s.next() && !s.tag.opens("table") {
			}
			a, ok := parseArea(s.tag.text("ref"))
			if !ok {
				continue
			}
			a.bottom = MaxRows
			at := cellRange{tab: strings.ToLower(sheet.Title), area: a, fixTop: true, fixLeft: true, fixBottom: true,
				fixRight: true}
			for _, attr := range [...]string{"name", "displayName"} {
				out[strings.ToLower(s.tag.text(attr))] = at
			}
		}
	}
	return out
}
