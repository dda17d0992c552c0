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

// monitor knows more than leadsheet: who wrote each cell and when, which row each change was meant for, and what people
// did in between. A cell is known by its address in memory: it is never changed, it travels with its row, and a version
// that is restored holds the same cells again.
type monitor struct {
	w    *world
	keys map[string]string // tab to the title of the column that names a row
	// What rows without an ID were called before people called them otherwise.
	names map[string][]string
	tabs  []string // all tables

	cur    *call
	writes []gsheets.Write

	debts  map[*gsheets.Cell]*debt // cells that should not be: what has to come back
	lost   []*debt                 // the same where nothing is left that could be pointed at
	was    map[*gsheets.Cell]sheets.Cell
	theirs map[*gsheets.Cell]bool // put back as a person had left it
	births map[*gsheets.Cell]*birth
	born   map[string]*birth // the last of each lead

	settled int             // the revision at which the workbook stood
	undos   int             // since then
	deleted map[string]bool // leads that people deleted and nobody brought back
	gone    map[string]bool // leads that people took away at some time, in whatever way
	revived map[string]bool // leads of which people brought damage back or swallowed cells
	renamed map[string]bool // tab/title, folded: columns that had another title for a while
	copied  map[string]bool // leads of which people made copies: which row is the lead is anybody's guess
	missed  map[string]int  // keys that people took out of Intake, and the turn
	came    map[string]int  // keys that an undo or an old version brought back into Intake, and the revision
	twice   map[string]bool // keys that were brought back while leadsheet was placing them anew: nobody could know
	mixed   bool            // somebody sorted a part of the columns: rows are not what they were
	pages   *pages
	away    bool // nobody looks: see slip
}

// debt is a cell of a row that was not meant, or whose content had not been seen: it has to hold want again in the end.
type debt struct {
	invariant, text         string
	tab, key, column, wrong string
	want                    sheets.Cell
	ours                    bool        // want was written by leadsheet,
	was                     sheets.Cell // over this
	theirs                  bool        // want was typed, or emptied, by a person
}

// birth is a row that leadsheet added, as it was meant.
type birth struct {
	tab  string
	want map[string]sheets.Cell // by folded title
}

func newMonitor(w *world) *monitor {
	m := &monitor{w: w, names: map[string][]string{}, keys: map[string]string{lead.TabLeads: lead.ColID, lead.TabIntake: "Key"}, debts: map[*gsheets.Cell]*debt{},
		was: map[*gsheets.Cell]sheets.Cell{}, theirs: map[*gsheets.Cell]bool{}, births: map[*gsheets.Cell]*birth{}, born: map[string]*birth{}, settled: math.MaxInt, deleted: map[string]bool{},
		gone: map[string]bool{}, revived: map[string]bool{}, renamed: map[string]bool{}, copied: map[string]bool{}, missed: map[string]int{}, came: map[string]int{}, twice: map[string]bool{}, pages: newPages(w)}
	for _, t := range w.weather.tables {
		m.keys[t.Title] = t.Columns[0]
	}
	m.tabs = append(slices.Sorted(maps.Keys(m.keys)), lead.TabActivity)
	return m
}

func (m *monitor) begin(c *call) { m.cur, m.writes = c, m.writes[:0] }

// saw is told by the emulator of every cell that a batch has changed.
func (m *monitor) saw(w gsheets.Write) { m.writes = append(m.writes, w) }

// end judges what the call has done.
func (m *monitor) end() {
	if m.away {
		m.cur = nil
		return
	}
	m.current()
	var rows [][]gsheets.Write // inserted ones
	for _, w := range m.writes {
		_, table := m.keys[w.Tab]
		switch {
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
			m.wrote(w)
		}
	}
	for _, row := range rows {
		m.inserted(row)
	}
	m.cur = nil
}

// current replaces the new cells by those that stand there now: a format that the same batch gave them made other ones.
func (m *monitor) current() {
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

// wrote judges one cell of a row that had been there before.
func (m *monitor) wrote(w gsheets.Write) {
	old, now := valueOf(w.Old), valueOf(w.New)
	owed := m.debts[w.Old]
	if old.Equal(now) {
		m.inherit(w, owed)
		return
	}
	m.payLost(w, now)
	if w.Tab == lead.TabLeads && title(w) == lead.ColID && m.given(w.Old) {
		m.gone[old.Text] = true // an ID given to a row that people had made, and taken back: Intake may name it already
	}
	if owed != nil && owed.want.Equal(now) {
		m.reborn(w)
		if w.New != nil {
			m.theirs[w.New] = owed.theirs
			if owed.ours {
				m.was[w.New] = owed.was
			}
		}
		m.w.say("  put back: %s row %d %s=%q", w.Tab, w.Row, title(w), now.String())
		return
	}
	if was, ours := m.was[w.Old]; ours && was.Equal(now) {
		// Our own write taken back, or what happens to look like it; that may be taken back too.
		m.w.say("  taken back: %s row %d %s: %q -> %q", w.Tab, w.Row, title(w), old.String(), now.String())
		m.reborn(w)
		m.inherit(w, owed)
		if w.New != nil {
			m.was[w.New] = old
		}
		return
	}
	c := m.meant(w, now)
	if w.New != nil {
		m.was[w.New] = old
	}
	switch {
	case c == nil && m.completes(w, now):
		m.w.say("  set right: %s row %d %s: %q -> %q", w.Tab, w.Row, title(w), old.String(), now.String())
	case c == nil && m.mixed && w.Tab == lead.TabLeads:
		m.w.say("  a guess in mixed rows: %s row %d %s: %q -> %q", w.Tab, w.Row, title(w), old.String(), now.String())
		if title(w) == lead.ColID { // until it is taken back, a person who deletes a row deletes another lead than it says
			m.copied[old.Text], m.copied[now.Text] = true, true
		}
	case c == nil && m.ofACopy(w, old, now):
		m.w.say("  put back in a copy: %s row %d %s=%q", w.Tab, w.Row, title(w), now.String())
	case c == nil:
		m.owe(w, owed, "I4", "a row or column that was not meant", old)
	case content(w.Old) && w.Old.Human && !old.Equal(c.seen):
		m.owe(w, owed, "I3", "a person's cell whose content had not been seen", old)
	case content(w.Old) && w.Old.Human && !allowed(w.Tab, c.column, old):
		m.w.fail("I3", "%s row %d %s: a person's %q was replaced by %q", w.Tab, w.Row, c.column, old.String(), now.String())
	case owed != nil && !ownColumn(w.Tab, c.column):
		m.inherit(w, owed)
	default:
		m.w.say("  %s row %d %s: %q -> %q", w.Tab, w.Row, c.column, old.String(), now.String())
	}
}

// given reports whether the ID in a cell was given by leadsheet to a row that had been there before.
func (m *monitor) given(c *gsheets.Cell) bool {
	_, over := m.was[c]
	return content(c) && !c.Human && (over || m.debts[c] != nil)
}

// inherit makes a new cell owe what the one before it owed.
func (m *monitor) inherit(w gsheets.Write, owed *debt) {
	if owed == nil {
		return
	}
	if w.New == nil {
		m.lost = append(m.lost, owed)
		return
	}
	m.debts[w.New] = owed
}

// owe notes a cell that has to be put back.
func (m *monitor) owe(w gsheets.Write, owed *debt, invariant, text string, old sheets.Cell) {
	m.w.stats.hits++
	key := m.rowKey(w.Tab, w.Header, w.Line)
	m.w.say("  HIT (%s, %s): %s row %d (%s) %s: %q -> %q by d%d #%d", invariant, text, w.Tab, w.Row, key, title(w), old.String(), valueOf(w.New).String(), m.cur.id, m.cur.n)
	if owed == nil {
		owed = &debt{invariant: invariant, text: text, tab: w.Tab, key: key, column: title(w),
			wrong: valueOf(w.New).String(), want: old}
		owed.was, owed.ours = m.was[w.Old]
		owed.theirs = w.Old == nil || w.Old.Human || m.theirs[w.Old]
	}
	m.inherit(w, owed)
}

// payLost drops what is owed to an emptied cell once it holds again what it held.
func (m *monitor) payLost(w gsheets.Write, now sheets.Cell) {
	if len(m.lost) == 0 || content(w.Old) {
		return
	}
	key, column := m.rowKey(w.Tab, w.Header, w.Line), title(w)
	m.lost = slices.DeleteFunc(m.lost, func(d *debt) bool {
		return d.tab == w.Tab && d.key == key && d.column == column && d.want.Equal(now)
	})
}

// meant returns the change that a write carries out, or nil. Of several, for rows that were copied with their key, it
// is the one that had seen what was there.
func (m *monitor) meant(w gsheets.Write, now sheets.Cell) *meant {
	if m.cur == nil || m.cur.intent == nil {
		return nil
	}
	var found *meant
	// A title that people have just changed does not make it another column.
	key, column := m.rowKey(w.Tab, w.Header, w.Line), sheets.Fold(strings.TrimPrefix(title(w), renaming))
	for i := range m.cur.intent.changes {
		c := &m.cur.intent.changes[i]
		if c.tab == w.Tab && c.fold == column && m.sameRow(c.key, key) && c.want.Equal(now) &&
			(found == nil || c.seen.Equal(valueOf(w.Old))) {
			found = c
		}
	}
	return found
}

// completes reports whether a write brings a row that leadsheet added to what it was meant to be: columns that moved
// while it was added.
func (m *monitor) completes(w gsheets.Write, now sheets.Cell) bool {
	b := m.birthOf(w.Line)
	if b == nil {
		return false
	}
	want := b.want[sheets.Fold(title(w))]
	if !want.Equal(now) || content(w.Old) && !b.has(w.Old.Value) {
		return false
	}
	if w.New != nil {
		m.births[w.New] = b
	}
	return true
}

// birthOf returns the row that leadsheet added of which these cells are left, or a copy; nil if there is none.
func (m *monitor) birthOf(line []*gsheets.Cell) *birth {
	for _, c := range line {
		if b := m.births[c]; b != nil {
			return b
		}
	}
	for _, c := range line {
		if content(c) && m.born[c.Value.Text] != nil {
			return m.born[c.Value.Text]
		}
	}
	return nil
}

// has reports whether a value is one of those that the row was to hold.
func (b *birth) has(v sheets.Cell) bool {
	for _, w := range b.want {
		if w.Equal(v) {
			return true
		}
	}
	return false
}

// reborn makes a cell that was put back part of the row again that leadsheet added.
func (m *monitor) reborn(w gsheets.Write) {
	b := m.birthOf(w.Line)
	if b != nil && content(w.New) && b.want[sheets.Fold(title(w))].Equal(w.New.Value) {
		m.births[w.New] = b
	}
}

// ofACopy reports whether a write puts a cell back in a row that a person copied while it held the wrong value, or
// where a person typed just the wrong value: nobody can tell which is which.
func (m *monitor) ofACopy(w gsheets.Write, old, now sheets.Cell) bool {
	key, column := m.rowKey(w.Tab, w.Header, w.Line), title(w)
	for _, c := range w.Line {
		if d := m.debts[c]; d != nil && d.column == m.keys[w.Tab] {
			key = strings.TrimSpace(d.want.String()) // its own key was overwritten
		}
	}
	for _, d := range m.debts {
		if d.tab == w.Tab && d.key == key && d.column == column && d.want.Equal(now) && d.wrong == old.String() {
			return true
		}
	}
	return false
}

// inserted judges a row that was added.
func (m *monitor) inserted(row []gsheets.Write) {
	if m.cur == nil || m.cur.intent == nil {
		m.w.fail("I4", "%s row %d: a row was added that nothing asked for", row[0].Tab, row[0].Row)
		return
	}
	b := m.cur.intent.claim(row)
	if b == nil {
		m.w.fail("I4", "%s row %d: a row was added that no batch asked for: %s", row[0].Tab, row[0].Row, show(row))
		return
	}
	for _, w := range row {
		if content(w.New) {
			m.births[w.New] = b
		}
	}
	if id := b.want["id"].Text; row[0].Tab == lead.TabLeads && id != "" {
		m.born[id] = b
	}
	if k := b.want["key"].String(); row[0].Tab == lead.TabIntake && m.came[k] > m.cur.readRev {
		m.twice[k] = true
	}
	if row[0].Tab != lead.TabActivity {
		m.w.say("  %s row %d is new: %s", row[0].Tab, row[0].Row, show(row))
	}
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
		return slices.Contains([]string{lead.ColID, lead.ColAttention, lead.ColRespondBy, lead.ColLastActivity}, column)
	case lead.TabIntake:
		return slices.Contains([]string{"Outcome", "Lead", "Reason"}, column)
	}
	return column == "Check"
}

// allowed reports whether the rules may replace what a person wrote into a column and leadsheet has seen.
func allowed(tab, column string, _ sheets.Cell) bool {
	if ownColumn(tab, column) {
		return true
	}
	// A status that breaks a rule is put back; a closed lead whose contact writes again begins anew: with the first
	// status, an owner who is there, and no response yet.
	return tab == lead.TabLeads && slices.Contains([]string{lead.ColStatus, lead.ColOwner, lead.ColFirstResponse}, column)
}
