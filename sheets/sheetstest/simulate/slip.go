package main

import (
	"fmt"
	"math/rand/v2"

	"leadsheet/daemon"
	"leadsheet/lead"
	"leadsheet/sheets"
)

// slips are what befalls the row of titles of a tab in a calm world, and how it is mended.
func slips() []slip {
	return []slip{
		{
			"a blank row above the titles",
			func(s *slipping) { s.c.p.InsertRows(s.tab, 0, 1) },
			func(s *slipping) { s.c.p.DeleteRows(s.tab, 0, 1) },
		},
		{"a heading above the titles", func(s *slipping) {
			s.c.p.InsertRows(s.tab, 0, 2)
			s.c.p.EditAt(s.tab, 0, 0, lead.TextValue("All that we have"))
		}, func(s *slipping) { s.c.p.DeleteRows(s.tab, 0, 2) }},
		{"the titles cleared", func(s *slipping) { s.write(0, false) }, func(s *slipping) { s.write(0, true) }},
		{"the titles below a row", func(s *slipping) {
			s.c.p.InsertRows(s.tab, 2, 1)
			s.write(2, true)
			s.c.p.DeleteRows(s.tab, 0, 1)
		}, func(s *slipping) {
			s.c.p.InsertRows(s.tab, 0, 1)
			s.write(0, true)
			s.c.p.DeleteRows(s.tab, 2, 1)
		}},
	}
}

type slip struct {
	name     string
	do, mend func(*slipping)
}

// slipping is a slip under way.
type slipping struct {
	c      *crowd
	tab    string
	titles []sheets.Cell
}

// write puts the titles into a row, or empties their cells there.
func (s *slipping) write(row int, titled bool) {
	for i, t := range s.titles {
		if !titled {
			t = sheets.Cell{}
		}
		s.c.p.EditAt(s.tab, row, i, t)
	}
}

// slip lets the row of titles of a tab go astray while messages come in, and mends it. The monitors look away
// meanwhile: what they know of rows they know by the titles above them. What leadsheet has promised is checked when all
// is mended.
func (w *world) slip(p *proc) *proc {
	rng := rand.New(rand.NewPCG(w.cfg.seed, 0x511b)) // of its own, so that the storm before stays what it was
	if rng.IntN(4) > 0 {
		return p
	}
	all := slips()
	s := all[rng.IntN(len(all))]
	x := &slipping{c: w.crowd, tab: []string{lead.TabLeads, lead.TabIntake, lead.TabActivity}[rng.IntN(3)]}
	for _, t := range w.crowd.page(x.tab).rows[:1] {
		for i := range t {
			x.titles = append(x.titles, w.crowd.page(x.tab).at(0, i))
		}
	}
	if len(w.crowd.page(x.tab).rows) < 3 || !w.titled(x.tab, x.titles) {
		return p
	}
	w.say("a slip: %s in %s", s.name, x.tab)
	w.watch.away = true
	s.do(x)
	w.mail.arrive()
	w.mail.arrive()
	if rng.IntN(2) == 0 {
		w.kill(p)
		p = w.start(w.weather.daemons + 9)
	}
	w.passes(p, 2)
	w.say("mended: %s", fmt.Sprint(p.lastErr))
	s.mend(x)
	w.watch.away = false
	w.passes(p, 1)
	return p
}

// titled reports whether a tab has all the titles of the layout: people may have taken one away that leadsheet needs.
func (w *world) titled(tab string, titles []sheets.Cell) bool {
	names := make([]string, len(titles))
	for i, t := range titles {
		names[i] = t.String()
	}
	for _, t := range daemon.Layout(w.weather.tables).Tabs {
		if t.Title == tab {
			return len(t.Missing(names)) == 0
		}
	}
	return false
}
