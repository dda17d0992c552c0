package main

import (
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"leadsheet/intake/ledger"
	"leadsheet/lead"
	"leadsheet/sheets"
	"leadsheet/sheets/sheetstest/gsheets"
)

// checkPass checks the promise of a pass without an error: all messages that were in the mailbox when it began are in
// Intake.
func (m *monitor) checkPass(p *process, was []string) {
	if m.paused {
		return
	}
	have := m.column(lead.TabIntake, "Key")
	for _, k := range was {
		if at, lost := m.removedKeys[k]; !have[k] && (!lost || at < p.began) {
			m.w.fail("I13", "d%d ended a pass without an error, but message %s is not in Intake", p.id, k)
		}
	}
	if m.createdAt == math.MaxInt {
		m.createdAt = m.w.doc.Revision()
	}
	m.pages.check()
}

// checkSettle checks that no message is acknowledged before it is stored.
func (m *monitor) checkSettle(p *process, stored []lead.Inquiry) {
	if len(stored) == 0 || m.paused {
		return
	}
	have := m.column(lead.TabIntake, "Key")
	var rows map[string]int
	if m.w.local != nil {
		rows, _, _ = m.w.local.drop.ownRows()
	}
	for i := range stored {
		k := stored[i].Key
		if stored[i].Kind == lead.SentMail || rows[ledger.ParseKey(k).Own()] > 0 {
			// It has a row only if it went to a lead; a record of two exports has one row, with the suffix of one.
			continue
		}
		if at, lost := m.removedKeys[k]; !have[k] && (!lost || at < p.began) {
			m.w.fail("I1", "d%d acknowledges message %s, which is not in Intake", p.id, k)
		}
	}
}

// maxCalmPasses is how many passes may still write after the world has become calm.
const maxCalmPasses = 8

// calmDown ends all faults and edits, and checks the invariants of a calm world.
func (w *world) calmDown() {
	w.calm = true
	w.calmPost()
	for len(w.lateWrites) > 0 {
		w.landLate(0)
	}
	if w.local != nil {
		w.local.calm()
		w.local.drop.Calm()
	}
	w.byHand(func() { w.do("rename back", w.editors.renameBack) })
	w.drive.Calm()
	w.say("calm")
	var last *process
	for len(w.processes) > 0 {
		p := w.processes[0]
		if last == nil && w.rng.IntN(2) == 0 && !p.stopping {
			last = p
			w.processes = w.processes[1:]
			continue
		}
		w.kill(p)
	}
	if last == nil {
		last = w.start(w.scenario.daemons + 1)
	} else {
		w.processes = append(w.processes, last)
		w.passes(last, 1) // the pass under way
	}
	w.passes(last, 2)
	if w.failed == nil {
		last = w.poisonMessages(w.headerAccident(last))
	}
	idle := false
	for n := 0; n < maxCalmPasses && !idle && w.failed == nil; n++ {
		w.passes(last, 1)
		idle = last.lastErr == nil && !last.wrote
	}
	switch {
	case w.failed != nil:
		return
	case last.lastErr != nil:
		w.fail("I1", "the world is calm, and a pass still fails: %v", last.lastErr)
		return
	case !idle:
		w.fail("I7", "the world is calm, and a pass still writes after %d passes", maxCalmPasses)
		return
	}
	w.monitor.checkCalm()
	w.settlePost(last)
	if w.failed != nil {
		return
	}
	w.end(last)
	// The clock stands still from here on, so that no deadline passes in between.
	w.frozen = true
	w.passes(w.start(w.scenario.daemons+2), 1)
	if w.failed != nil {
		return
	}
	w.kill(w.processes[0])
	again := w.start(w.scenario.daemons + 3)
	w.passes(again, 1)
	if w.failed == nil && (again.wrote || again.lastErr != nil) {
		w.fail("I7", "stopped and started again, a pass wrote: wrote=%v err=%v", again.wrote, again.lastErr)
	}
}

// checkCalm checks all invariants of a calm world but I5, for which time has to pass: see settlePost.
func (m *monitor) checkCalm() {
	m.checkIntake()
	m.checkNumbers()
	m.checkTimes()
	m.checkLeads()
	m.checkRestored()
	m.checkAppended()
	m.checkOrders()
	m.pages.check()
	if m.w.local != nil {
		m.w.local.check()
		m.w.local.drop.check()
		m.checkAnswered()
	}
	for _, v := range m.w.srv.Violations() {
		m.w.fail("API", "%s", v)
	}
}

// checkIntake checks that each message is in exactly one row, and that the lead which it made or touched exists, unless
// editors removed it.
func (m *monitor) checkIntake() {
	p := tabCells{lead.TabIntake, m.w.doc.Cells(lead.TabIntake)}
	key, outcome, id := p.col("Key"), p.col("Outcome"), p.col("Lead")
	leads := m.column(lead.TabLeads, lead.ColID)
	times := map[string]int{}
	for r := 1; r < len(p.rows); r++ {
		k := p.at(r, key).String()
		times[k]++
		switch l := p.at(r, id).String(); lead.Outcome(p.at(r, outcome).String()) {
		case lead.NewLead, lead.AddedTo, lead.Duplicate:
			if !leads[l] && !m.removed[l] && !m.copies[l] {
				m.w.fail("I1", "Intake says that message %s became lead %q, "+
					"which is not there and was not taken away by people", k, l)
			}
		}
	}
	for _, k := range slices.Sorted(maps.Keys(times)) {
		if times[k] > 1 && k != "" && !m.mayRepeat[k] {
			m.w.fail("I2", "%s is in %d rows of Intake", k, times[k])
		}
	}
	for _, k := range m.w.mail.keys() {
		switch n := times[k]; {
		case n == 0:
			m.w.fail("I1", "message %s is in the mailbox and in no row of Intake", k)
		case n > 1 && !m.mayRepeat[k]:
			m.w.fail("I2", "message %s is in %d rows of Intake", k, n)
		}
	}
}

// checkNumbers checks that no two rows that leadsheet wrote into Activity have the same number. Rows that editors
// copied, typed or brought back are not checked.
func (m *monitor) checkNumbers() {
	p := tabCells{lead.TabActivity, m.w.doc.Cells(lead.TabActivity)}
	no := p.col(lead.ColNo)
	at := map[string]int{}
	for r := 1; r < len(p.rows); r++ {
		if no < 0 || no >= len(p.rows[r]) || !content(p.rows[r][no]) || m.appended[p.rows[r][no]] == nil {
			continue
		}
		n := p.at(r, no).String()
		if other, twice := at[n]; twice {
			m.w.fail("I2", "No. %s stands in the rows %d and %d of Activity", n, other, r)
		}
		at[n] = r
	}
}

// checkLeads checks that no lead exists twice, that no deleted lead is back, and that each holds the content of its
// message.
func (m *monitor) checkLeads() {
	p := tabCells{lead.TabLeads, m.w.doc.Cells(lead.TabLeads)}
	id := p.col(lead.ColID)
	at := map[string]int{}
	for r := 1; r < len(p.rows); r++ {
		k := strings.TrimSpace(p.at(r, id).String())
		if k == "" {
			continue
		}
		if other, twice := at[k]; twice {
			m.w.fail("I2", "lead %s stands in the rows %d and %d", k, other, r)
		}
		at[k] = r
		if m.deleted[k] && !m.copies[k] && m.restorations[p.rows[r][id]] == nil {
			m.w.fail("I12", "a person deleted lead %s, and it is there again", k)
		}
	}
	need := p.col(lead.ColNeed)
	seen := map[string]*gsheets.Cell{}
	for k := range m.mayRepeat {
		for _, text := range m.texts(k) {
			seen[text] = nil
		}
	}
	for r := 1; r < len(p.rows); r++ {
		if need < 0 || need >= len(p.rows[r]) || !content(p.rows[r][need]) || p.rows[r][need].Human ||
			m.restoredForEditor[p.rows[r][need]] {
			continue
		}
		c := p.rows[r][need]
		other, again := seen[c.Value.Text]
		if other != nil && other != c && !m.broughtBack[c.Value.Text] && strings.HasPrefix(c.Value.Text, "message ") {
			m.w.fail("I2", "%q was made two leads", c.Value.Text)
		}
		if !again {
			seen[c.Value.Text] = c
		}
	}
	if !m.partSorted {
		m.checkContent(p, at)
	}
}

// checkContent checks that the content of each message is in the lead's row, unless editors changed it.
func (m *monitor) checkContent(leads tabCells, at map[string]int) {
	p := tabCells{lead.TabIntake, m.w.doc.Cells(lead.TabIntake)}
	for r := 1; r < len(p.rows); r++ {
		in := m.w.mail.byKey(p.at(r, p.col("Key")).String())
		id := p.at(r, p.col("Lead")).String()
		row, there := at[id]
		if in == nil || !there || m.excused[id] || lead.Outcome(p.at(r, p.col("Outcome")).String()) != lead.NewLead {
			continue
		}
		if strings.Contains(p.at(r, p.col("Reason")).String(), "by hand") {
			continue // Intake has no name
		}
		details := leads.at(row, leads.col(lead.ColDetails)).String()
		for _, f := range []struct{ column, said string }{
			{lead.ColName, in.Name}, {lead.ColEmail, in.Email}, {lead.ColNeed, in.Need},
		} {
			gone := m.renamed[lead.TabLeads+"/"+sheets.Fold(f.column)] &&
				m.renamed[lead.TabLeads+"/"+sheets.Fold(lead.ColDetails)]
			stands := m.holds(leads, row, f.column, f.said) || strings.Contains(details, f.column+": "+f.said)
			if !gone && !stands && !m.retyped(id, f.column) {
				m.w.fail("I4", "lead %s of message %s has the %s %q, "+
					"the message said %q", id, in.Key, f.column, leads.at(row, leads.col(f.column)).String(), f.said)
			}
		}
	}
}

// retyped reports whether Activity says that people have changed a column of a lead: what they cleared, a merge or a
// further message may have filled.
func (m *monitor) retyped(id, column string) bool {
	a := tabCells{lead.TabActivity, m.w.doc.Cells(lead.TabActivity)}
	for r := 1; r < len(a.rows); r++ {
		if a.at(r, a.col(lead.ColLead)).String() == id && a.at(r, a.col(lead.ColColumn)).String() == column &&
			a.at(r, a.col(lead.ColBy)).String() == lead.ByTeam {
			return true
		}
	}
	return false
}

// plannedTo reports whether leadsheet had planned the day that a person typed too, in the moment between two of its
// requests: nobody can tell the two apart, and the day goes with the plan.
func (m *monitor) plannedTo(c *plannedChange) bool {
	if c.column != lead.ColNextContact || c.seen.IsEmpty() {
		return false
	}
	day := time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(c.seen.Num)).Format(time.DateOnly)
	a := tabCells{lead.TabActivity, m.w.doc.Cells(lead.TabActivity)}
	for r := 1; r < len(a.rows); r++ {
		if a.at(r, a.col(lead.ColLead)).String() == c.key && strings.Contains(a.at(r, a.col(lead.ColTo)).String(), day) &&
			a.at(r, a.col(lead.ColWhat)).String() == string(lead.Planned) {
			return true
		}
	}
	return false
}

// typedNamePrefix begins the names that editors type, so that a typed name is recognised after it was moved to another
// column.
const typedNamePrefix = "Name "

// holds reports whether a row has a text under a title, or what an editor put in its place. If a title was missing for
// a while, there may be two columns of that name.
func (m *monitor) holds(p tabCells, row int, title, text string) bool {
	for col := range p.rows[0] {
		if t := strings.TrimPrefix(p.at(0, col).String(), renamedPrefix); sheets.Fold(t) != sheets.Fold(title) {
			continue
		}
		if col >= len(p.rows[row]) {
			return true
		}
		c, now := p.rows[row][col], p.at(row, col).String()
		if c == nil || c.Human || m.restoredForEditor[c] || now == text || strings.HasPrefix(now, typedNamePrefix) {
			return true
		}
	}
	return false
}

// checkRestored checks that everything written to a wrong place was put back. Attention is not checked: it is computed
// from the rest of the row, and the last pass found nothing to change in it.
func (m *monitor) checkRestored() {
	m.eachCell(func(tab string, r int, c *gsheets.Cell) {
		if d := m.restorations[c]; d != nil && !d.want.Equal(c.Value) && !m.copies[d.key] &&
			d.column != lead.ColAttention && !m.orders.unknown(d) {
			m.w.fail(d.invariant, "%s row %d still holds %q, written into %s; "+
				"before it held %q (%s, %s)", tab, r, c.Value.String(), d.text, d.want.String(), d.key, d.column)
		}
	})
	for _, d := range m.lostRestorations {
		if m.orders.unknown(d) {
			continue
		}
		p := tabCells{d.tab, m.w.doc.Cells(d.tab)}
		for r := 1; r < len(p.rows); r++ {
			if m.rowKey(d.tab, p.rows[0], p.rows[r]) == d.key && p.at(r, p.col(d.column)).IsEmpty() && !d.want.IsEmpty() {
				m.w.fail(d.invariant, "%s row %d: %s is still blank, emptied as %s; "+
					"before it held %q", d.tab, r, d.column, d.text, d.want.String())
			}
		}
	}
}

// checkAppended checks that the cells of added rows are under the titles that they were meant for.
func (m *monitor) checkAppended() {
	m.misplaced(func(tab string, r int, title string, c *gsheets.Cell) {
		if m.renamed[tab+"/"+sheets.Fold(title)] {
			return // the title itself had another name for a while
		}
		for fold, v := range m.appended[c].want {
			if v.Equal(c.Value) && (m.renamed[tab+"/"+fold] || m.editorTyped(tab, r, fold)) {
				return // its title was missing when the cell should have been moved, or an editor has typed there
			}
			if fold == "id" && m.copies[v.Text] {
				return // the copy got an ID of its own
			}
		}
		m.w.fail("I4", "%s row %d: %q stands under %q", tab, r, c.Value.String(), title)
	})
}

// editorTyped reports whether an editor has typed into the column of a row.
func (m *monitor) editorTyped(tab string, r int, fold string) bool {
	p := tabCells{tab, m.w.doc.Cells(tab)}
	col := p.col(fold)
	return col >= 0 && col < len(p.rows[r]) && p.rows[r][col] != nil && p.rows[r][col].Human
}

// misplaced visits the cells of added rows that are under a title which they were not meant for.
func (m *monitor) misplaced(f func(tab string, r int, title string, c *gsheets.Cell)) {
	if len(m.appended) == 0 {
		return
	}
	for _, tab := range m.tabs {
		p := tabCells{tab, m.w.doc.Cells(tab)}
		for r := 1; r < len(p.rows); r++ {
			for col, c := range p.rows[r] {
				b := m.appended[c]
				if b == nil || !content(c) {
					continue
				}
				title := p.at(0, col).String()
				if want := b.want[sheets.Fold(strings.TrimPrefix(title, renamedPrefix))]; !want.Equal(c.Value) {
					f(tab, r, title, c)
				}
			}
		}
	}
}
