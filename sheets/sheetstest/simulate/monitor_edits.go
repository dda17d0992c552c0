package main

import (
	"maps"
	"math"
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/sheets/sheetstest/gsheets"
)

// view is the part of the spreadsheet that can vanish and come back by an editor's action.
type view struct {
	ids       map[string]int  // number of rows by ID
	known     map[string]bool // IDs that are in their own column
	keys      map[string]bool
	pending   map[*gsheets.Cell]int  // how often each cell that has to be restored is there
	misplaced map[*gsheets.Cell]bool // cells of new rows under wrong titles
	orders    map[order]int
}

func (m *monitor) view() view {
	v := view{
		ids:       map[string]int{},
		known:     map[string]bool{},
		keys:      m.column(lead.TabIntake, "Key"),
		pending:   map[*gsheets.Cell]int{},
		misplaced: map[*gsheets.Cell]bool{},
		orders:    m.ordersNow(),
	}
	m.misplaced(func(_ string, _ int, _ string, c *gsheets.Cell) { v.misplaced[c] = true })
	if m.w.out != nil {
		m.w.out.Stored()
	}
	p := tabCells{lead.TabLeads, m.w.doc.Cells(lead.TabLeads)}
	id := p.col(lead.ColID)
	for r := 1; r < len(p.rows); r++ {
		for s, inOwnColumn := range m.leadsOf(p, r, id) {
			v.ids[s]++
			v.known[s] = v.known[s] || inOwnColumn
		}
	}
	if len(m.restorations) > 0 {
		m.eachCell(func(_ string, _ int, c *gsheets.Cell) {
			if m.restorations[c] != nil {
				v.pending[c]++
			}
		})
	}
	return v
}

// leadsOf returns which lead a row is, and whether its ID is in its own column. The ID of a new row may be elsewhere if
// columns have moved, or be overwritten by mistake; the row is still that lead's.
func (m *monitor) leadsOf(p tabCells, r, id int) map[string]bool {
	ids := map[string]bool{}
	if s := strings.TrimSpace(p.at(r, id).String()); s != "" && m.restorations[p.rows[r][id]] == nil {
		ids[s] = true
	}
	known := len(ids) > 0 && strings.HasPrefix(p.at(r, id).String(), "L-")
	if line := m.w.doc.Line(p.title, r); id >= 0 && id < len(line) && line[id] != nil && line[id].Human {
		known = true // an editor has changed or removed the ID
	}
	elsewhere := func(s string) {
		if !ids[s] {
			ids[s] = false
		}
	}
	for _, c := range p.rows[r] {
		if b := m.appended[c]; b != nil && !known && b.tab == lead.TabLeads && !b.want["id"].IsEmpty() {
			elsewhere(b.want["id"].Text)
		}
		if d := m.restorations[c]; d != nil && d.tab == lead.TabLeads && d.column == lead.ColID && !d.want.IsEmpty() {
			elsewhere(strings.TrimSpace(d.want.String()))
		}
	}
	return ids
}

// column returns the texts in a column.
func (m *monitor) column(tab, title string) map[string]bool {
	p := tabCells{tab, m.w.doc.Cells(tab)}
	col, out := p.col(title), map[string]bool{}
	for r := 1; r < len(p.rows); r++ {
		if s := strings.TrimSpace(p.at(r, col).String()); s != "" {
			out[s] = true
		}
	}
	return out
}

// eachCell visits every cell of the tables.
func (m *monitor) eachCell(f func(tab string, r int, c *gsheets.Cell)) {
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

// afterAction records what an editor's action has removed or brought back.
func (m *monitor) afterAction(name string, before view) {
	if m.w.out != nil {
		m.w.out.Look()
	}
	after := m.view()
	back := name == "undo" || name == "restore"
	m.afterActionOnOrders(name, before, after)
	for id, n := range before.ids {
		if after.ids[id] < n {
			m.removed[id] = true // perhaps the original of a copy, which will get an ID of its own
		}
		// Typing over an ID does not delete the lead.
		if after.ids[id] == 0 && before.known[id] && (name == "delete row" || name == "cut and paste") {
			m.deleted[id] = true
		}
	}
	for id, n := range after.ids {
		if n > before.ids[id] {
			delete(m.deleted, id)
			m.copies[id] = m.copies[id] || n > 1
		}
	}
	if back {
		// leadsheet cannot keep a lead deleted of which no trace is left.
		m.forgetDeleted()
	}
	for key := range before.keys {
		if !after.keys[key] {
			m.removedKeys[key] = m.w.turn
		}
	}
	for key := range after.keys {
		if !before.keys[key] {
			m.returnedKeys[key] = m.w.doc.Revision()
		}
	}
	for c, n := range after.pending {
		if n > before.pending[c] {
			if d := m.restorations[c]; d.tab == lead.TabLeads && d.column == lead.ColID {
				m.removed[strings.TrimSpace(d.want.String())] = true
			}
			delete(m.restorations, c) // an editor brought the value back on purpose
		}
	}
	if back {
		m.excuse(before.misplaced, after.misplaced)
	}
	m.forgiveRenumbered()
	if name == "sort part" {
		// The rows are mixed up: it can no longer be decided where a cell belongs.
		m.partSorted = true
		clear(m.restorations)
		m.lostRestorations = nil
		m.excuseMisplaced()
	}
}

// copyRow records that an editor copies a row, given by its first cell. If the row holds a wrong value at that moment,
// it cannot be decided later which of the two is the original.
func (m *monitor) copyRow(p tabCells, first string) {
	for r := range p.rows {
		if p.at(r, 0).String() != first {
			continue
		}
		for _, c := range p.rows[r] {
			if d := m.restorations[c]; d != nil {
				m.copies[d.key], m.copies[m.rowKey(p.title, p.rows[0], p.rows[r])] = true, true
			}
		}
		return
	}
}

// beginLead drops the pending restorations of a row that looks empty, because an editor begins another lead in it.
func (m *monitor) beginLead(tab string, row int) {
	for _, c := range m.w.doc.Line(tab, row) {
		delete(m.restorations, c)
	}
}

// forgiveRenumbered drops the pending restorations of a row whose ID an editor has typed over or, if it has none, of a
// row that has lost everything that identifies it: it counts as another row now.
func (m *monitor) forgiveRenumbered() {
	if len(m.restorations) == 0 {
		return
	}
	p := tabCells{lead.TabLeads, m.w.doc.Cells(lead.TabLeads)}
	id, now := p.col(lead.ColID), m.w.doc.Revision()
	for r := 1; r < len(p.rows); r++ {
		var unknown []*gsheets.Cell
		for _, c := range p.rows[r] {
			if d := m.restorations[c]; d != nil && strings.HasPrefix(d.key, "|") {
				if texts := strings.Split(d.key, "|"); !p.holdsAny(r, texts) && !m.anyPending(p.rows[r], texts) {
					unknown = append(unknown, c)
				}
			}
		}
		for _, c := range unknown {
			delete(m.restorations, c)
		}
		if id < 0 || id >= len(p.rows[r]) || p.rows[r][id] == nil || !p.rows[r][id].Human || p.rows[r][id].Rev != now {
			continue
		}
		for _, c := range p.rows[r] {
			delete(m.restorations, c)
		}
	}
}

// anyPending reports whether one of these texts is to be restored in a row, because leadsheet wrote over it.
func (m *monitor) anyPending(row []*gsheets.Cell, texts []string) bool {
	return slices.ContainsFunc(row, func(c *gsheets.Cell) bool {
		d := m.restorations[c]
		return d != nil && !d.want.IsEmpty() && slices.Contains(texts, d.want.String())
	})
}

// holdsAny reports whether a row holds one of these texts or, if all of them are blank, is blank.
func (p tabCells) holdsAny(r int, texts []string) bool {
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

// excuse accepts new rows that an undo or an old version has brought back in the state before they were corrected.
func (m *monitor) excuse(before, after map[*gsheets.Cell]bool) {
	for c := range after {
		if !before[c] {
			id := m.appended[c].want["id"].Text
			m.excused[id], m.removed[id] = true, true
			delete(m.appended, c)
		}
	}
}

// forgetDeleted drops the deletions of leads that neither Activity nor Intake mentions any more.
func (m *monitor) forgetDeleted() {
	known := m.column(lead.TabActivity, "Lead")
	maps.Copy(known, m.column(lead.TabIntake, "Lead"))
	for id := range m.deleted {
		if !known[id] {
			delete(m.deleted, id)
		}
	}
}

// undoAllowed reports whether an Undo would not go back before the creation of the workbook.
func (m *monitor) undoAllowed() bool {
	return m.createdAt != math.MaxInt && m.w.doc.Revision()-m.createdAt-m.undos > m.undos
}

// handleNote handles a note to people. When leadsheet says that it could not correct something, people have to, so it
// is no longer checked.
func (m *monitor) handleNote(p *process, note string) {
	m.w.say("d%d says: %s", p.id, note)
	if !strings.Contains(note, "were moved each time") {
		return
	}
	m.w.stats.notes++
	m.eachCell(func(_ string, _ int, c *gsheets.Cell) {
		if d := m.restorations[c]; d != nil && d.column == lead.ColID {
			m.removed[strings.TrimSpace(d.want.String())] = true
		}
	})
	clear(m.restorations)
	m.lostRestorations = nil
	m.orders.excuseAll()
	m.excuseMisplaced()
}

// excuseMisplaced stops checking new rows with cells under wrong titles.
func (m *monitor) excuseMisplaced() {
	m.misplaced(func(_ string, _ int, _ string, c *gsheets.Cell) {
		id := m.appended[c].want["id"].Text
		m.excused[id], m.removed[id] = true, true
		delete(m.appended, c)
	})
}
