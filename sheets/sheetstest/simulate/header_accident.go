package main

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"leadsheet/daemon"
	"leadsheet/lead"
	"leadsheet/sheets"
	"leadsheet/sheets/sheetstest/gsheets"
)

// headerAccidents returns what can happen to the row of titles of a tab, and how it is repaired.
func headerAccidents() []headerAccident {
	return []headerAccident{
		{
			"a blank row above the titles",
			func(s *accidentRun) { s.c.p.InsertRows(s.tab, 0, 1) },
			func(s *accidentRun) { s.c.p.DeleteRows(s.tab, 0, 1) },
		},
		{"a heading above the titles", func(s *accidentRun) {
			s.c.p.InsertRows(s.tab, 0, 2)
			s.c.p.EditAt(s.tab, 0, 0, lead.TextValue("All that we have"))
		}, func(s *accidentRun) { s.c.p.DeleteRows(s.tab, 0, 2) }},
		{"the titles cleared", func(s *accidentRun) { s.write(0, false) }, func(s *accidentRun) { s.write(0, true) }},
		{"the titles below a row", func(s *accidentRun) {
			s.c.p.InsertRows(s.tab, 2, 1)
			s.write(2, true)
			s.c.p.DeleteRows(s.tab, 0, 1)
		}, func(s *accidentRun) {
			s.c.p.InsertRows(s.tab, 0, 1)
			s.write(0, true)
			s.c.p.DeleteRows(s.tab, 2, 1)
		}},
	}
}

// tabAccidents returns what can happen to a tab of a local file as a whole.
func tabAccidents() []headerAccident {
	return []headerAccident{
		{"the tab deleted", func(s *accidentRun) {
			s.before = s.c.w.doc.Version()
			s.c.p.DeleteTab(s.tab)
		}, func(s *accidentRun) { s.c.w.doc.SetVersion(s.before) }},
		{"the tab renamed", func(s *accidentRun) { s.c.p.RenameTab(s.tab, "Ours") },
			func(s *accidentRun) { s.c.p.RenameTab("Ours", s.tab) }},
	}
}

type headerAccident struct {
	name     string
	do, mend func(*accidentRun)
}

// accidentRun is an accident in progress.
type accidentRun struct {
	c      *editors
	tab    string
	titles []sheets.Cell
	before gsheets.Version
}

// write writes the titles into a row, or clears their cells there.
func (s *accidentRun) write(row int, titled bool) {
	for i, t := range s.titles {
		if !titled {
			t = sheets.Cell{}
		}
		s.c.p.EditAt(s.tab, row, i, t)
	}
}

// headerAccident damages the row of titles of a tab while messages arrive, and repairs it. The monitor is paused
// meanwhile, since it identifies rows by their titles. The promises are checked after the repair.
func (w *world) headerAccident(p *process) *process {
	rng := rand.New(rand.NewPCG(w.cfg.seed, 0x511b)) // of its own, so that the storm before stays what it was
	if rng.IntN(4) > 0 && (w.local == nil || rng.IntN(2) > 0) {
		return p
	}
	all := headerAccidents()
	if w.local != nil {
		all = append(all, tabAccidents()...)
	}
	s := all[rng.IntN(len(all))]
	x := &accidentRun{c: w.editors, tab: []string{lead.TabLeads, lead.TabIntake, lead.TabActivity}[rng.IntN(3)]}
	if len(w.editors.page(x.tab).rows) == 0 {
		return p
	}
	for _, t := range w.editors.page(x.tab).rows[:1] {
		for i := range t {
			x.titles = append(x.titles, w.editors.page(x.tab).at(0, i))
		}
	}
	if len(w.editors.page(x.tab).rows) < 3 || !w.hasTitles(x.tab, x.titles) {
		return p
	}
	w.say("a slip: %s in %s", s.name, x.tab)
	w.monitor.paused = true
	w.byHand(func() { s.do(x) })
	w.mail.arrive()
	w.mail.arrive()
	if rng.IntN(2) == 0 {
		w.kill(p)
		p = w.start(w.scenario.daemons + 9)
	}
	written := w.stats.writes
	w.passes(p, 2)
	if strings.HasPrefix(s.name, "the tab") && w.stats.writes != written {
		w.fail("I4", "%s in %s, and leadsheet has written", s.name, x.tab)
	}
	w.say("mended: %s", fmt.Sprint(p.lastErr))
	w.byHand(func() { s.mend(x) })
	w.monitor.paused = false
	w.passes(p, 1)
	return p
}

// hasTitles reports whether a tab has all titles of the layout: an editor may have removed one that leadsheet needs.
func (w *world) hasTitles(tab string, titles []sheets.Cell) bool {
	names := make([]string, len(titles))
	for i, t := range titles {
		names[i] = t.String()
	}
	for _, t := range daemon.Layout(w.scenario.tables).Tabs {
		if t.Title == tab {
			return len(t.Missing(names)) == 0
		}
	}
	return false
}
