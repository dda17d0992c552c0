package main

import (
	"maps"
	"math"
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/sheets"
	"leadsheet/sheets/sheetstest/gsheets"
)

// monitor checks every write. It knows more than leadsheet: who wrote each cell and when, which row each change was
// meant for, and what editors did in between. It identifies a cell by its pointer: a cell is immutable, moves with its
// row, and comes back when a version is restored.
type monitor struct {
	w    *world
	keys map[string]string // tab to the title of its key column
	// The former keys of rows without an ID that editors have changed.
	formerKeys map[string][]string
	tabs       []string // all tables

	call   *call
	writes []gsheets.Write

	restorations      map[*gsheets.Cell]*restoration // wrong cells: what has to be restored
	lostRestorations  []*restoration                 // the same for cells that were emptied
	overwritten       map[*gsheets.Cell]sheets.Cell
	restoredForEditor map[*gsheets.Cell]bool // cells restored to an editor's value
	appended          map[*gsheets.Cell]*appendedRow
	lastAppended      map[string]*appendedRow // the last added row of each lead

	createdAt    int             // the revision at which the workbook was complete
	undos        int             // number of undos since then
	deleted      map[string]bool // leads that editors deleted and did not bring back
	removed      map[string]bool // leads that editors removed at some time, in any way
	excused      map[string]bool // leads whose damage is an editor's, by undo or merge
	renamed      map[string]bool // "tab/folded title" of columns that had another title for a while
	copies       map[string]bool // leads that editors copied: which row is the lead cannot be decided
	removedKeys  map[string]int  // keys that editors removed from Intake, with the turn
	returnedKeys map[string]int  // keys that an undo or an old version brought back into Intake, with the revision
	broughtBack  map[string]bool // texts of Need of leads that a command brought back beside their former row
	mayRepeat    map[string]bool // keys brought back while leadsheet was adding them again
	partSorted   bool            // an editor sorted a part of the columns, so rows are mixed up
	orders       orderBook
	pages        *pages
	paused       bool // nothing is checked, see headerAccident
}

// restoration is the correction that leadsheet must make after a write into a wrong cell, or over content that it had
// not seen: in the end the cell must hold want again.
type restoration struct {
	invariant, text         string
	tab, key, column, wrong string
	want                    sheets.Cell
	byDaemon                bool        // want was written by leadsheet
	overwritten             sheets.Cell // the value that it replaced then
	byEditor                bool        // want was typed or cleared by an editor
}

func newMonitor(w *world) *monitor {
	m := &monitor{
		w:                 w,
		keys:              map[string]string{lead.TabLeads: lead.ColID, lead.TabIntake: "Key"},
		formerKeys:        map[string][]string{},
		restorations:      map[*gsheets.Cell]*restoration{},
		overwritten:       map[*gsheets.Cell]sheets.Cell{},
		restoredForEditor: map[*gsheets.Cell]bool{},
		appended:          map[*gsheets.Cell]*appendedRow{},
		lastAppended:      map[string]*appendedRow{},
		createdAt:         math.MaxInt,
		deleted:           map[string]bool{},
		removed:           map[string]bool{},
		excused:           map[string]bool{},
		renamed:           map[string]bool{},
		copies:            map[string]bool{},
		removedKeys:       map[string]int{},
		returnedKeys:      map[string]int{},
		mayRepeat:         map[string]bool{},
		broughtBack:       map[string]bool{},
		orders:            newOrderBook(),
		pages:             newPages(w),
	}
	for _, t := range w.scenario.tables {
		m.keys[t.Title] = t.Columns[0]
	}
	m.tabs = append(slices.Sorted(maps.Keys(m.keys)), lead.TabActivity)
	return m
}

func (m *monitor) begin(c *call) { m.call, m.writes = c, m.writes[:0] }

// recordWrite is called by the emulator for every cell that a batch has changed.
func (m *monitor) recordWrite(w gsheets.Write) { m.writes = append(m.writes, w) }

// end checks all writes of the call.
func (m *monitor) end() {
	if m.paused {
		m.call = nil
		return
	}
	m.refreshCells()
	var rows [][]gsheets.Write // inserted ones
	filled := m.filledDown()
	for _, w := range m.writes {
		_, table := m.keys[w.Tab]
		at := rowAt{w.Tab, w.Row}
		switch {
		case filled[at] != nil:
			if row := filled[at]; row[0].Col >= 0 {
				rows = append(rows, row)
			}
			filled[at] = []gsheets.Write{{Col: -1}}
		case w.New != nil && w.New.Formula != "":
			m.w.fail("I10", "%s row %d: leadsheet wrote the formula %q", w.Tab, w.Row, w.New.Formula)
		case !table && w.Tab != lead.TabActivity: // a report, or leadsheet's own log
		case w.Inserted:
			last := len(rows) - 1
			if last < 0 || rows[last][0].Row != w.Row || rows[last][0].SheetID != w.SheetID {
				rows = append(rows, nil)
				last++
			}
			rows[last] = append(rows[last], w)
		case !slices.ContainsFunc(w.Header, content): // a tab made by this batch
		case w.Row == 0 && !content(w.Old):
		default:
			m.checkWrite(w)
		}
	}
	for _, row := range rows {
		m.checkInserted(row)
	}
	m.call = nil
}

// refreshCells replaces the recorded new cells by the present ones: a format in the same batch creates new cells.
func (m *monitor) refreshCells() {
	tabs := map[string][][]*gsheets.Cell{}
	for i := range m.writes {
		w := &m.writes[i]
		rows, ok := tabs[w.Tab]
		if !ok {
			rows = m.w.doc.Cells(w.Tab)
			tabs[w.Tab] = rows
		}
		if w.New == nil || w.Row >= len(rows) || w.Col >= len(rows[w.Row]) {
			continue
		}
		if c := rows[w.Row][w.Col]; c != nil && c.Rev == w.New.Rev && c.Value == w.New.Value {
			w.New = c
		}
	}
}

// checkWrite checks the write of one cell in an existing row.
func (m *monitor) checkWrite(w gsheets.Write) {
	old, now := valueOf(w.Old), valueOf(w.New)
	pending := m.restorations[w.Old]
	if old.Equal(now) {
		m.carryOver(w, pending)
		return
	}
	m.dropRestored(w, now)
	if w.Tab == lead.TabLeads && title(w) == lead.ColID && m.idGiven(w.Old) {
		// An ID that was given to a row made by hand and taken back: Intake may already mention it.
		m.removed[old.Text] = true
	}
	if pending != nil && pending.want.Equal(now) {
		m.relink(w)
		if w.New != nil {
			m.restoredForEditor[w.New] = pending.byEditor
			if pending.byDaemon {
				m.overwritten[w.New] = pending.overwritten
			}
		}
		m.w.say("  put back: %s row %d %s=%q", w.Tab, w.Row, title(w), now.String())
		return
	}
	if was, ours := m.overwritten[w.Old]; ours && was.Equal(now) {
		// leadsheet's own write taken back, or one that looks like it. This may be taken back too.
		m.w.say("  taken back: %s row %d %s: %q -> %q", w.Tab, w.Row, title(w), old.String(), now.String())
		m.followOrder(w, old, now, true)
		m.relink(w)
		m.carryOver(w, pending)
		if w.New != nil {
			m.overwritten[w.New] = old
		}
		return
	}
	c := m.plannedFor(w, now)
	if w.New != nil {
		m.overwritten[w.New] = old
	}
	switch {
	case c == nil && m.completes(w, now):
		m.w.say("  set right: %s row %d %s: %q -> %q", w.Tab, w.Row, title(w), old.String(), now.String())
	case c == nil && m.partSorted && w.Tab == lead.TabLeads:
		m.w.say("  a guess in mixed rows: %s row %d %s: %q -> %q", w.Tab, w.Row, title(w), old.String(), now.String())
		if title(w) == lead.ColID { // until it is restored, deleting the row deletes another lead than its ID says
			m.copies[old.Text], m.copies[now.Text] = true, true
		}
	case c == nil && m.inCopy(w, old, now):
		m.w.say("  put back in a copy: %s row %d %s=%q", w.Tab, w.Row, title(w), now.String())
	case c == nil:
		m.expectRestore(w, pending, "I4", "a row or column that was not meant", old)
	case content(w.Old) && w.Old.Human && !old.Equal(c.seen):
		m.expectRestore(w, pending, "I3", "a person's cell whose content had not been seen", old)
	case content(w.Old) && w.Old.Human && !allowed(w.Tab, c.column) && !m.commanded(w.Tab, c.column) &&
		!m.copiedTime(w) && !m.call.intent.passesOn(c) && !m.plannedTo(c):
		m.w.fail("I3", "%s row %d %s: a person's %q was replaced by %q",
			w.Tab, w.Row, c.column, old.String(), now.String())
	case pending != nil && !ownColumn(w.Tab, c.column):
		m.carryOver(w, pending)
	default:
		m.followOrder(w, old, now, false)
		m.w.say("  %s row %d %s: %q -> %q", w.Tab, w.Row, c.column, old.String(), now.String())
	}
}

// idGiven reports whether leadsheet wrote the ID in a cell, into a row that existed before.
func (m *monitor) idGiven(c *gsheets.Cell) bool {
	_, over := m.overwritten[c]
	return content(c) && !c.Human && (over || m.restorations[c] != nil)
}

// carryOver transfers a pending restoration to the new cell.
func (m *monitor) carryOver(w gsheets.Write, pending *restoration) {
	if pending == nil {
		return
	}
	if w.New == nil {
		m.lostRestorations = append(m.lostRestorations, pending)
		return
	}
	m.restorations[w.New] = pending
}

// expectRestore records a cell that has to be restored.
func (m *monitor) expectRestore(w gsheets.Write, pending *restoration, invariant, text string, old sheets.Cell) {
	m.w.stats.restorations++
	key := m.rowKey(w.Tab, w.Header, w.Line)
	m.w.say("  HIT (%s, %s): %s row %d (%s) %s: %q -> %q by d%d #%d", invariant, text, w.Tab, w.Row, key, title(w),
		old.String(), valueOf(w.New).String(), m.call.id, m.call.n)
	if m.w.local != nil {
		m.w.fail(invariant, "%s row %d (%s) %s: %q became %q: %s", w.Tab, w.Row, key, title(w), old.String(),
			valueOf(w.New).String(), text)
	}
	if pending == nil {
		pending = &restoration{invariant: invariant, text: text, tab: w.Tab, key: key, column: title(w),
			wrong: valueOf(w.New).String(), want: old}
		pending.overwritten, pending.byDaemon = m.overwritten[w.Old]
		pending.byEditor = w.Old == nil || w.Old.Human || m.restoredForEditor[w.Old]
	}
	m.carryOver(w, pending)
}

// dropRestored drops the restoration of an emptied cell once it holds its former value again.
func (m *monitor) dropRestored(w gsheets.Write, now sheets.Cell) {
	if len(m.lostRestorations) == 0 || content(w.Old) {
		return
	}
	key, column := m.rowKey(w.Tab, w.Header, w.Line), title(w)
	m.lostRestorations = slices.DeleteFunc(m.lostRestorations, func(d *restoration) bool {
		return d.tab == w.Tab && d.key == key && d.column == column && d.want.Equal(now)
	})
}

// plannedFor returns the planned change that a write carries out, or nil. Of several, for rows that were copied with
// their key, it is the one that had seen the old content.
func (m *monitor) plannedFor(w gsheets.Write, now sheets.Cell) *plannedChange {
	if m.call == nil || m.call.intent == nil {
		return nil
	}
	var found *plannedChange
	// A column is the same after an editor has just renamed it.
	key, column := m.rowKey(w.Tab, w.Header, w.Line), sheets.Fold(strings.TrimPrefix(title(w), renamedPrefix))
	for i := range m.call.intent.changes {
		c := &m.call.intent.changes[i]
		if c.tab == w.Tab && c.fold == column && m.sameRow(c.key, key) && c.want.Equal(now) &&
			(found == nil || c.seen.Equal(valueOf(w.Old))) {
			found = c
		}
	}
	return found
}

// inCopy reports whether a write restores a cell in a row that an editor copied while it held the wrong value, or in a
// cell where an editor typed exactly the wrong value. The cases cannot be distinguished.
func (m *monitor) inCopy(w gsheets.Write, old, now sheets.Cell) bool {
	key, column := m.rowKey(w.Tab, w.Header, w.Line), title(w)
	for _, c := range w.Line {
		if d := m.restorations[c]; d != nil && d.column == m.keys[w.Tab] {
			key = strings.TrimSpace(d.want.String()) // the row's own key was overwritten
		}
	}
	for _, d := range m.restorations {
		if d.tab == w.Tab && d.key == key && d.column == column && d.want.Equal(now) && d.wrong == old.String() {
			return true
		}
	}
	return false
}

func content(c *gsheets.Cell) bool { return c.Content() }

func valueOf(c *gsheets.Cell) sheets.Cell {
	if c == nil {
		return sheets.Cell{}
	}
	return c.Value
}

func title(w gsheets.Write) string {
	if w.Col >= len(w.Header) {
		return ""
	}
	return valueOf(w.Header[w.Col]).String()
}

func show(row []gsheets.Write) string {
	s := ""
	for _, w := range row {
		s += title(w) + "=" + valueOf(w.New).String() + " "
	}
	return s
}

// ownColumn reports whether leadsheet may write a column at any time.
func ownColumn(tab, column string) bool {
	switch tab {
	case lead.TabLeads:
		return slices.Contains([]string{lead.ColID, lead.ColAttention, lead.ColWaitingSince, lead.ColRespondBy,
			lead.ColLastActivity}, column)
	case lead.TabIntake:
		return slices.Contains([]string{"Outcome", "Lead", "Reason"}, column)
	}
	return column == "Check"
}

// allowed reports whether the rules may replace what an editor wrote into a column and leadsheet has seen.
func allowed(tab, column string) bool {
	if ownColumn(tab, column) {
		return true
	}
	// A status that breaks a rule is reverted; a response that was seen later, or did not arrive, is set right. A lead
	// that has ended is never opened again: its contact's next request is a row of its own.
	return tab == lead.TabLeads && slices.Contains([]string{lead.ColStatus, lead.ColFirstResponse}, column)
}
