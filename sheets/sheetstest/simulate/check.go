package main

import (
	"math"
	"strings"

	"leadsheet/lead"
	"leadsheet/sheets"
	"leadsheet/sheets/sheetstest/gsheets"
)

// passed checks what a pass without an error has promised: what was in the mailbox when it began is in Intake.
func (m *monitor) passed(p *proc, was []string) {
	if m.away {
		return
	}
	have := m.column(lead.TabIntake, "Key")
	for _, k := range was {
		if at, lost := m.missed[k]; !have[k] && (!lost || at < p.began) {
			m.w.fail("I13", "d%d ended a pass without an error, but message %s is not in Intake", p.id, k)
		}
	}
	if m.settled == math.MaxInt {
		m.settled = m.w.doc.Revision()
	}
	m.pages.look()
}

// settling checks that nothing is acknowledged before it is stored.
func (m *monitor) settling(p *proc, stored []lead.Inquiry) {
	if len(stored) == 0 || m.away {
		return
	}
	have := m.column(lead.TabIntake, "Key")
	for i := range stored {
		k := stored[i].Key
		if at, lost := m.missed[k]; !have[k] && (!lost || at < p.began) {
			m.w.fail("I1", "d%d acknowledges message %s, which is not in Intake", p.id, k)
		}
	}
}

// patience is how many passes may bring the last changes of a world that has become calm.
const patience = 8

// settle lets the world become calm, and checks what must be true then.
func (w *world) settle() {
	w.calm = true
	for len(w.ghosts) > 0 {
		w.land(0)
	}
	w.do("rename back", w.crowd.renameBack)
	w.say("calm")
	var last *proc
	for len(w.procs) > 0 {
		p := w.procs[0]
		if last == nil && w.rng.IntN(2) == 0 {
			last = p
			w.procs = w.procs[1:]
			continue
		}
		w.kill(p)
	}
	if last == nil {
		last = w.start(w.weather.daemons + 1)
	} else {
		w.procs = append(w.procs, last)
		w.passes(last, 1) // the one under way
	}
	w.passes(last, 2)
	if w.failed == nil {
		last = w.killer(w.slip(last))
	}
	quiet := false
	for n := 0; n < patience && !quiet && w.failed == nil; n++ {
		w.passes(last, 1)
		quiet = last.lastErr == nil && !last.wrote
	}
	switch {
	case w.failed != nil:
		return
	case last.lastErr != nil:
		w.fail("I1", "the world is calm, and a pass still fails: %v", last.lastErr)
		return
	case !quiet:
		w.fail("I7", "the world is calm, and a pass still writes after %d passes", patience)
		return
	}
	w.watch.final()
	if w.failed != nil {
		return
	}
	w.kill(last)
	// The clock stands still from here on, so that nobody becomes late in between.
	w.frozen = true
	w.passes(w.start(w.weather.daemons+2), 1)
	if w.failed != nil {
		return
	}
	w.kill(w.procs[0])
	again := w.start(w.weather.daemons + 3)
	w.passes(again, 1)
	if w.failed == nil && (again.wrote || again.lastErr != nil) {
		w.fail("I7", "stopped and started again, a pass wrote: wrote=%v err=%v", again.wrote, again.lastErr)
	}
}

// final checks everything that has to be true of a calm world. I5, the mails to customers, joins here once there is an
// outbox.
func (m *monitor) final() {
	m.checkIntake()
	m.checkNumbers()
	m.checkLeads()
	m.checkDebts()
	m.checkBirths()
	m.pages.look()
	for _, v := range m.w.srv.Violations() {
		m.w.fail("API", "%s", v)
	}
}

// checkIntake: each message is in exactly one row, and the lead that it made or touched is there, or people took it
// away.
func (m *monitor) checkIntake() {
	p := page{lead.TabIntake, m.w.doc.Cells(lead.TabIntake)}
	key, outcome, id := p.col("Key"), p.col("Outcome"), p.col("Lead")
	leads := m.column(lead.TabLeads, lead.ColID)
	times := map[string]int{}
	for r := 1; r < len(p.rows); r++ {
		k := p.at(r, key).String()
		times[k]++
		switch l := p.at(r, id).String(); lead.Outcome(p.at(r, outcome).String()) {
		case lead.NewLead, lead.AddedTo, lead.Duplicate:
			if !leads[l] && !m.gone[l] && !m.copied[l] {
				m.w.fail("I1", "Intake says that message %s became lead %q, "+
					"which is not there and was not taken away by people", k, l)
			}
		}
	}
	for _, k := range m.w.mail.keys() {
		switch n := times[k]; {
		case n == 0:
			m.w.fail("I1", "message %s is in the mailbox and in no row of Intake", k)
		case n > 1 && !m.twice[k]:
			m.w.fail("I2", "message %s is in %d rows of Intake", k, n)
		}
	}
}

// checkNumbers: no two rows that leadsheet wrote into Activity have one number. What people copied, typed or brought
// back is theirs.
func (m *monitor) checkNumbers() {
	p := page{lead.TabActivity, m.w.doc.Cells(lead.TabActivity)}
	no := p.col(lead.ColNo)
	at := map[string]int{}
	for r := 1; r < len(p.rows); r++ {
		if no < 0 || no >= len(p.rows[r]) || !content(p.rows[r][no]) || m.births[p.rows[r][no]] == nil {
			continue
		}
		n := p.at(r, no).String()
		if other, twice := at[n]; twice {
			m.w.fail("I2", "No. %s stands in the rows %d and %d of Activity", n, other, r)
		}
		at[n] = r
	}
}

// checkLeads: no lead is there twice, none that was deleted is back, and each tells what its message said.
func (m *monitor) checkLeads() {
	p := page{lead.TabLeads, m.w.doc.Cells(lead.TabLeads)}
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
		if m.deleted[k] && !m.copied[k] && m.debts[p.rows[r][id]] == nil {
			m.w.fail("I12", "a person deleted lead %s, and it is there again", k)
		}
	}
	need := p.col(lead.ColNeed)
	told := map[string]*gsheets.Cell{}
	for k := range m.twice {
		told[m.w.mail.byKey(k).Need] = nil
	}
	for r := 1; r < len(p.rows); r++ {
		if need < 0 || need >= len(p.rows[r]) || !content(p.rows[r][need]) || p.rows[r][need].Human ||
			m.theirs[p.rows[r][need]] {
			continue
		}
		c := p.rows[r][need]
		other, again := told[c.Value.Text]
		if other != nil && other != c && strings.HasPrefix(c.Value.Text, "message ") {
			m.w.fail("I2", "%q was made two leads", c.Value.Text)
		}
		if !again {
			told[c.Value.Text] = c
		}
	}
	if !m.mixed {
		m.checkContent(p, at)
	}
}

// checkContent: what a message said stands in one row, unless people changed it.
func (m *monitor) checkContent(leads page, at map[string]int) {
	p := page{lead.TabIntake, m.w.doc.Cells(lead.TabIntake)}
	for r := 1; r < len(p.rows); r++ {
		in := m.w.mail.byKey(p.at(r, p.col("Key")).String())
		id := p.at(r, p.col("Lead")).String()
		row, there := at[id]
		if in == nil || !there || m.revived[id] || lead.Outcome(p.at(r, p.col("Outcome")).String()) != lead.NewLead {
			continue
		}
		details := leads.at(row, leads.col(lead.ColDetails)).String()
		for _, f := range []struct{ column, said string }{
			{lead.ColName, in.Name}, {lead.ColEmail, in.Email}, {lead.ColNeed, in.Need},
		} {
			gone := m.renamed[lead.TabLeads+"/"+sheets.Fold(f.column)] &&
				m.renamed[lead.TabLeads+"/"+sheets.Fold(lead.ColDetails)]
			if !gone && !m.tells(leads, row, f.column, f.said) && !strings.Contains(details, f.column+": "+f.said) {
				m.w.fail("I4", "lead %s of message %s has the %s %q, "+
					"the message said %q", id, in.Key, f.column, leads.at(row, leads.col(f.column)).String(), f.said)
			}
		}
	}
}

// typedName begins the names that people type: one that was moved under its title is still theirs.
const typedName = "Name "

// tells reports whether a row holds a text under a title, or what a person put in its place. When a title was gone for
// a while there may be two columns of that name.
func (m *monitor) tells(p page, row int, title, text string) bool {
	for col := range p.rows[0] {
		if t := strings.TrimPrefix(p.at(0, col).String(), renaming); sheets.Fold(t) != sheets.Fold(title) {
			continue
		}
		if col >= len(p.rows[row]) || p.rows[row][col] == nil || p.rows[row][col].Human || m.theirs[p.rows[row][col]] ||
			p.at(row, col).String() == text ||
			strings.HasPrefix(p.at(row, col).String(), typedName) {
			return true
		}
	}
	return false
}

// checkDebts: what was written where it should not have been is put back. Attention follows from the rest of the row,
// and the last pass has found nothing to change in it.
func (m *monitor) checkDebts() {
	m.each(func(tab string, r int, c *gsheets.Cell) {
		if d := m.debts[c]; d != nil && !d.want.Equal(c.Value) && !m.copied[d.key] && d.column != lead.ColAttention {
			m.w.fail(d.invariant, "%s row %d still holds %q, written into %s; "+
				"before it held %q (%s, %s)", tab, r, c.Value.String(), d.text, d.want.String(), d.key, d.column)
		}
	})
	for _, d := range m.lost {
		p := page{d.tab, m.w.doc.Cells(d.tab)}
		for r := 1; r < len(p.rows); r++ {
			if m.rowKey(d.tab, p.rows[0], p.rows[r]) == d.key && p.at(r, p.col(d.column)).IsEmpty() && !d.want.IsEmpty() {
				m.w.fail(d.invariant, "%s row %d: %s is still blank, emptied as %s; "+
					"before it held %q", d.tab, r, d.column, d.text, d.want.String())
			}
		}
	}
}

// checkBirths: what leadsheet added stands under the titles that it was meant for.
func (m *monitor) checkBirths() {
	m.misplaced(func(tab string, r int, title string, c *gsheets.Cell) {
		if m.renamed[tab+"/"+sheets.Fold(title)] {
			return // the same from the other side
		}
		for fold, v := range m.births[c].want {
			if v.Equal(c.Value) && (m.renamed[tab+"/"+fold] || m.typed(tab, r, fold)) {
				return // its title was gone when it should have been moved there, or a person has taken its place
			}
			if fold == "id" && m.copied[v.Text] {
				return // the copy was set right
			}
		}
		m.w.fail("I4", "%s row %d: %q stands under %q", tab, r, c.Value.String(), title)
	})
}

// typed reports whether a person has typed into the column of a row.
func (m *monitor) typed(tab string, r int, fold string) bool {
	p := page{tab, m.w.doc.Cells(tab)}
	col := p.col(fold)
	return col >= 0 && col < len(p.rows[r]) && p.rows[r][col] != nil && p.rows[r][col].Human
}

// misplaced visits the cells of rows that leadsheet added and that stand under a title that they were not meant for.
func (m *monitor) misplaced(f func(tab string, r int, title string, c *gsheets.Cell)) {
	if len(m.births) == 0 {
		return
	}
	for _, tab := range m.tabs {
		p := page{tab, m.w.doc.Cells(tab)}
		for r := 1; r < len(p.rows); r++ {
			for col, c := range p.rows[r] {
				b := m.births[c]
				if b == nil || !content(c) {
					continue
				}
				title := p.at(0, col).String()
				if want := b.want[sheets.Fold(strings.TrimPrefix(title, renaming))]; !want.Equal(c.Value) {
					f(tab, r, title, c)
				}
			}
		}
	}
}
