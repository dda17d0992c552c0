package main

import (
	"hash/fnv"
	"io"
	"regexp"
	"strconv"

	"leadsheet/sheets"
)

// pages checks the report tabs: at any moment each must be one complete build.
type pages struct {
	w     *world
	known map[string]map[uint64]bool // hashes of the builds that were committed, by title
	asOf  map[string]map[[2]int]bool // cells marked AsOf, by title
	clock map[string]map[[2]int]bool // cells with a Clock
}

func newPages(w *world) *pages {
	return &pages{w: w, known: map[string]map[uint64]bool{}, asOf: map[string]map[[2]int]bool{},
		clock: map[string]map[[2]int]bool{}}
}

// expect records the builds of a commit.
func (g *pages) expect(list []sheets.Page) {
	for _, pg := range list {
		if g.known[pg.Title] == nil {
			g.known[pg.Title], g.asOf[pg.Title] = map[uint64]bool{}, map[[2]int]bool{}
			g.clock[pg.Title] = map[[2]int]bool{}
		}
		cells := map[[2]int]sheets.Cell{}
		for _, c := range pg.Cells {
			at := [2]int{c.Row, c.Col}
			if c.AsOf {
				g.asOf[pg.Title][at] = true
				continue
			}
			if c.Clock != "" {
				g.clock[pg.Title][at] = true
			}
			if !c.Cell.IsEmpty() {
				cells[at] = c.Cell
			}
		}
		g.known[pg.Title][g.sum(pg.Title, cells)] = true
	}
}

// check compares the present content of the report tabs with the builds.
func (g *pages) check() {
	for _, title := range []string{"Report", "Today", "Figures"} {
		rows := g.w.doc.Rows(title)
		cells := map[[2]int]sheets.Cell{}
		for r, row := range rows {
			for c, v := range row {
				if at := [2]int{r, c}; !v.IsEmpty() && !g.asOf[title][at] {
					cells[at] = v
				}
			}
		}
		if len(cells) == 0 {
			continue
		}
		g.w.stats.builds++
		if !g.known[title][g.sum(title, cells)] {
			g.w.fail("I6", "the tab %q is no build as a whole", title)
		}
	}
}

// anyTime is what a Clock may be.
var anyTime = regexp.MustCompile(`[0-9]{2}:[0-9]{2}`)

// sum returns a hash that does not depend on the order of the cells, nor on a Clock.
func (g *pages) sum(title string, cells map[[2]int]sheets.Cell) uint64 {
	var total uint64
	for at, c := range cells {
		h := fnv.New64a()
		text := c.Text
		if g.clock[title][at] {
			text = anyTime.ReplaceAllString(text, "")
		}
		if c.Text == "" {
			text = strconv.FormatFloat(c.Num, 'g', -1, 64)
		}
		// A hash does not fail.
		_, _ = io.WriteString(h, strconv.Itoa(at[0])+","+strconv.Itoa(at[1])+","+text)
		total += h.Sum64()
	}
	return total
}
