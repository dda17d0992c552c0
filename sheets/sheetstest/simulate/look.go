package main

import (
	"maps"
	"math"
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/sheets/sheetstest/gsheets"
)

// look is what can vanish and come back by a person's doing.
type look struct {
	ids   map[string]int  // how often
	known map[string]bool // those of them that stand in their own column
	keys  map[string]bool
	debts map[*gsheets.Cell]int
	odd   map[*gsheets.Cell]bool // of new rows that stand under the wrong titles
}

func (m *monitor) look() look {
	l := look{
		ids:   map[string]int{},
		known: map[string]bool{},
		keys:  m.column(lead.TabIntake, "Key"),
		debts: map[*gsheets.Cell]int{},
		odd:   map[*gsheets.Cell]bool{},
	}
	m.misplaced(func(_ string, _ int, _ string, c *gsheets.Cell) { l.odd[c] = true })
	p := page{lead.TabLeads, m.w.doc.Cells(lead.TabLeads)}
	id := p.col(lead.ColID)
	for r := 1; r < len(p.rows); r++ {
		for s, own := range m.leadsOf(p, r, id) {
			l.ids[s]++
			l.known[s] = l.known[s] || own
		}
	}
	if len(m.debts) > 0 {
		m.each(func(_ string, _ int, c *gsheets.Cell) {
			if m.debts[c] != nil {
				l.debts[c]++
			}
		})
	}
	return l
}

// leadsOf returns which lead a row is, and whether its ID stands in its own column: it may stand elsewhere in a new row
// under columns that have moved, and be overwritten by mistake. Then the row is that lead's still.
func (m *monitor) leadsOf(p page, r, id int) map[string]bool {
	ids := map[string]bool{}
	if s := strings.TrimSpace(p.at(r, id).String()); s != "" && m.debts[p.rows[r][id]] == nil {
		ids[s] = true
	}
	known := len(ids) > 0 && strings.HasPrefix(p.at(r, id).String(), "L-")
	if line := m.w.doc.Line(p.title, r); id >= 0 && id < len(line) && line[id] != nil && line[id].Human {
		known = true // a person has called it something else, or nothing
	}
	elsewhere := func(s string) {
		if !ids[s] {
			ids[s] = false
		}
	}
	for _, c := range p.rows[r] {
		if b := m.births[c]; b != nil && !known && b.tab == lead.TabLeads && !b.want["id"].IsEmpty() {
			elsewhere(b.want["id"].Text)
		}
		if d := m.debts[c]; d != nil && d.tab == lead.TabLeads && d.column == lead.ColID && !d.want.IsEmpty() {
			elsewhere(strings.TrimSpace(d.want.String()))
		}
	}
	return ids
}

// column returns what stands in a column.
func (m *monitor) column(tab, title string) map[string]bool {
	p := page{tab, m.w.doc.Cells(tab)}
	col, out := p.col(title), map[string]bool{}
	for r := 1; r < len(p.rows); r++ {
		if s := strings.TrimSpace(p.at(r, col).String()); s != "" {
			out[s] = true
		}
	}
	return out
}

// each visits every cell of the tables.
func (m *monitor) each(f func(tab string, r int, c *gsheets.Cell)) {
	for _, tab := range m.tabs {
		for r, row := range m.w.doc.Cells(tab) {
			for _, c := range row {
				if c != nil {
					f(tab, r, c)
				}
			}
		}
	}
}

// acted takes over what a person's action has made vanish or come back.
func (m *monitor) acted(name string, before look) {
	after := m.look()
	back := name == "undo" || name == "restore"
	for id, n := range before.ids {
		if after.ids[id] < n {
			m.gone[id] = true // perhaps the original of a copy, which is to have a name of its own
		}
		// A person who only types over an ID takes no lead away.
		if after.ids[id] == 0 && before.known[id] && (name == "delete row" || name == "cut and paste") {
			m.deleted[id] = true
		}
	}
	for id, n := range after.ids {
		if n > before.ids[id] {
			delete(m.deleted, id)
			m.copied[id] = m.copied[id] || n > 1
		}
	}
	if back {
		// What leadsheet cannot know any more, it cannot keep deleted.
		m.forget()
	}
	for key := range before.keys {
		if !after.keys[key] {
			m.missed[key] = m.w.turn
		}
	}
	for key := range after.keys {
		if !before.keys[key] {
			m.came[key] = m.w.doc.Revision()
		}
	}
	for c, n := range after.debts {
		if n > before.debts[c] {
			if d := m.debts[c]; d.tab == lead.TabLeads && d.column == lead.ColID {
				m.gone[strings.TrimSpace(d.want.String())] = true
			}
			delete(m.debts, c) // it is a person who wants it so
		}
	}
	if back {
		m.revive(before.odd, after.odd)
	}
	m.renumbered()
	if name == "sort part" {
		// Rows are not what they were: nobody can tell any more where a cell belongs.
		m.mixed = true
		clear(m.debts)
		m.lost = nil
		m.forgive()
	}
}

// copying notes that people copy a row, known by its first cell: while it holds what it should not, nobody can tell
// afterwards which of the two is the row that was there before.
func (m *monitor) copying(p page, first string) {
	for r := range p.rows {
		if p.at(r, 0).String() != first {
			continue
		}
		for _, c := range p.rows[r] {
			if d := m.debts[c]; d != nil {
				m.copied[d.key], m.copied[m.rowKey(p.title, p.rows[0], p.rows[r])] = true, true
			}
		}
		return
	}
}

// begun forgives what is owed to a row that looks empty, for somebody begins another lead in it.
func (m *monitor) begun(tab string, row int) {
	for _, c := range m.w.doc.Line(tab, row) {
		delete(m.debts, c)
	}
}

// renumbered forgives what is owed to a row whose ID a person has typed over, or, where it has none, everything else by
// which it could be known: it is another row now.
func (m *monitor) renumbered() {
	if len(m.debts) == 0 {
		return
	}
	p := page{lead.TabLeads, m.w.doc.Cells(lead.TabLeads)}
	id, now := p.col(lead.ColID), m.w.doc.Revision()
	for r := 1; r < len(p.rows); r++ {
		var unknown []*gsheets.Cell
		for _, c := range p.rows[r] {
			if d := m.debts[c]; d != nil && strings.HasPrefix(d.key, "|") {
				if texts := strings.Split(d.key, "|"); !p.any(r, texts) && !m.owedAny(p.rows[r], texts) {
					unknown = append(unknown, c)
				}
			}
		}
		for _, c := range unknown {
			delete(m.debts, c)
		}
		if id < 0 || id >= len(p.rows[r]) || p.rows[r][id] == nil || !p.rows[r][id].Human || p.rows[r][id].Rev != now {
			continue
		}
		for _, c := range p.rows[r] {
			delete(m.debts, c)
		}
	}
}

// owedAny reports whether one of these texts is to come back to a row: then it was leadsheet that wrote over it.
func (m *monitor) owedAny(row []*gsheets.Cell, texts []string) bool {
	return slices.ContainsFunc(row, func(c *gsheets.Cell) bool {
		d := m.debts[c]
		return d != nil && !d.want.IsEmpty() && slices.Contains(texts, d.want.String())
	})
}

// any reports whether a row holds one of these texts, or is blank when there is none.
func (p page) any(r int, texts []string) bool {
	blank := true
	for _, t := range texts {
		blank = blank && t == ""
	}
	for _, c := range p.rows[r] {
		if content(c) && (blank && c.Human || slices.Contains(texts, c.Value.String())) {
			return !blank
		}
	}
	return blank
}

// revive forgives what an undo or an old version has brought back: new rows as they were before they were set right.
func (m *monitor) revive(before, after map[*gsheets.Cell]bool) {
	for c := range after {
		if !before[c] {
			id := m.births[c].want["id"].Text
			m.revived[id], m.gone[id] = true, true
			delete(m.births, c)
		}
	}
}

// forget drops the deletions of leads that neither Activity nor Intake mentions any more.
func (m *monitor) forget() {
	known := m.column(lead.TabActivity, "Lead")
	maps.Copy(known, m.column(lead.TabIntake, "Lead"))
	for id := range m.deleted {
		if !known[id] {
			delete(m.deleted, id)
		}
	}
}

// mayUndo reports whether an Undo stays behind the making of the workbook.
func (m *monitor) mayUndo() bool {
	return m.settled != math.MaxInt && m.w.doc.Revision()-m.settled-m.undos > m.undos
}

// told takes over a note to people. When leadsheet says that it could not put something right, it is theirs.
func (m *monitor) told(p *proc, note string) {
	m.w.say("d%d says: %s", p.id, note)
	if !strings.Contains(note, "were moved each time") {
		return
	}
	m.w.stats.told++
	m.each(func(_ string, _ int, c *gsheets.Cell) {
		if d := m.debts[c]; d != nil && d.column == lead.ColID {
			m.gone[strings.TrimSpace(d.want.String())] = true
		}
	})
	clear(m.debts)
	m.lost = nil
	m.forgive()
}

// forgive leaves new rows to people whose cells stand under the wrong titles.
func (m *monitor) forgive() {
	m.misplaced(func(_ string, _ int, _ string, c *gsheets.Cell) {
		id := m.births[c].want["id"].Text
		m.revived[id], m.gone[id] = true, true
		delete(m.births, c)
	})
}
