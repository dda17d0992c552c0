package main

import (
	"maps"
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/sheets"
	"leadsheet/sheets/sheetstest/gsheets"
)

// typing is a command that a person has typed into the column Do of a lead.
type typing struct {
	lead string
	// over says that a person has changed it since, or its row: then it need not be done, but may have been.
	over bool
	also []string // the IDs that its row had after leadsheet had taken back the first
}

// orderBook knows every command that was typed: each is done exactly once.
type orderBook struct {
	typings map[string][]*typing // by text
	last    map[string]string    // the last text of each lead
	excused map[string]bool      // texts that an undo or an old version may have taken or brought back
	copied  map[string]bool      // texts of rows that a person has copied
	emptied map[string]bool      // leads whose cell a person has emptied: it looks as if leadsheet had
}

func newOrderBook() orderBook {
	return orderBook{typings: map[string][]*typing{}, last: map[string]string{}, excused: map[string]bool{},
		copied: map[string]bool{}, emptied: map[string]bool{}}
}

// unknown reports whether it cannot be told by the workbook where a command is to be put back: a person has emptied the
// cell, or the row holds nothing else.
func (b *orderBook) unknown(d *restoration) bool {
	return strings.TrimPrefix(d.column, renamedPrefix) == lead.ColDo &&
		(b.emptied[d.key] || strings.Trim(d.key, "|") == "")
}

// typed records that a person has typed a text into the column Do of a lead; "" empties it.
func (m *monitor) typed(id, text string, page tabCells, row int) {
	key := m.rowKey(page.title, page.rows[0], page.rows[row])
	m.lostRestorations = slices.DeleteFunc(m.lostRestorations, func(d *restoration) bool {
		return d.tab == page.title && d.key == key && d.column == lead.ColDo
	})
	m.orders.overtake(id)
	if d := m.restorations[page.rows[row][page.col(lead.ColID)]]; d != nil {
		m.orders.overtake(strings.TrimSpace(d.want.String())) // it is that lead's row
	}
	if text = strings.TrimSpace(text); text == "" {
		m.orders.emptied[id] = true
	} else {
		m.orders.last[id] = text
		m.orders.typings[text] = append(m.orders.typings[text], &typing{lead: id, over: !m.surelyLead(id, page, row)})
	}
}

// followOrder lets a command follow its row when leadsheet takes back the ID that it gave the row, and when it gives
// the row another one after that: it was typed for this row.
func (m *monitor) followOrder(w gsheets.Write, old, now sheets.Cell, takenBack bool) {
	if w.Tab != lead.TabLeads || title(w) != lead.ColID {
		return
	}
	was, is := strings.TrimSpace(old.String()), strings.TrimSpace(now.String())
	for i, c := range w.Line {
		if i >= len(w.Header) || strings.TrimPrefix(valueOf(w.Header[i]).String(), renamedPrefix) != lead.ColDo {
			continue
		}
		for _, t := range m.orders.typings[strings.TrimSpace(valueOf(c).String())] {
			if takenBack && t.lead == was || slices.Contains(t.also, was) {
				t.also = append(t.also, is)
			}
		}
	}
}

// surelyLead reports whether a row is the one that its ID names: it was neither copied nor written there by mistake.
func (m *monitor) surelyLead(id string, page tabCells, row int) bool {
	if !strings.HasPrefix(id, "L-") || m.copies[id] {
		return false
	}
	rows := 0
	for r := range page.rows {
		if strings.TrimSpace(page.at(r, page.col(lead.ColID)).String()) == id {
			rows++
		}
	}
	return rows == 1 && m.restorations[page.rows[row][page.col(lead.ColID)]] == nil
}

// overtake notes that a person has changed what was typed for a lead.
func (b *orderBook) overtake(id string) {
	for _, list := range b.typings {
		for _, t := range list {
			t.over = t.over || t.lead == id
		}
	}
}

// excuseAll checks nothing any more of what was typed so far.
func (b *orderBook) excuseAll() {
	for text := range b.typings {
		b.excused[text] = true
	}
}

// order is a text in the column Do of a lead.
type order struct{ lead, text string }

// ordersNow counts what stands in the column Do, or in several, if people have doubled it.
func (m *monitor) ordersNow() map[order]int {
	p := tabCells{lead.TabLeads, m.w.doc.Cells(lead.TabLeads)}
	id, out := p.col(lead.ColID), map[order]int{}
	if len(p.rows) == 0 {
		return out
	}
	for col := range p.rows[0] {
		if strings.TrimPrefix(p.at(0, col).String(), renamedPrefix) != lead.ColDo {
			continue
		}
		for r := 1; r < len(p.rows); r++ {
			if text := strings.TrimSpace(p.at(r, col).String()); text != "" {
				out[order{strings.TrimSpace(p.at(r, id).String()), text}]++
			}
		}
	}
	return out
}

// afterActionOnOrders notes which commands an action has taken away.
func (m *monitor) afterActionOnOrders(name string, before, after view) {
	if len(m.orders.typings) == 0 {
		return
	}
	if name == "undo" || name == "restore" || name == "sort part" {
		m.orders.excuseAll()
		return
	}
	for o, n := range after.orders {
		if name == "copy row" && before.orders[o] < n {
			m.orders.copied[o.text] = true
		}
	}
	for o, n := range before.orders {
		if after.orders[o] < n {
			m.orders.overtake(o.lead)
		}
	}
	for id := range before.ids {
		if after.ids[id] == 0 {
			m.orders.overtake(id)
		}
	}
}

// done returns for which leads a text was done, as Activity has it.
func (m *monitor) done() map[string][]string {
	p := tabCells{lead.TabActivity, m.w.doc.Cells(lead.TabActivity)}
	what, from, of := p.col(lead.ColWhat), p.col(lead.ColFrom), p.col(lead.ColLead)
	out := map[string][]string{}
	for r := 1; r < len(p.rows); r++ {
		if p.at(r, what).String() == string(lead.Did) {
			text := p.at(r, from).String()
			out[text] = append(out[text], p.at(r, of).String())
		}
	}
	return out
}

// checkDone checks that nothing was done more often than it was typed, and nothing for another lead.
func (m *monitor) checkDone(done map[string][]string) {
	for _, text := range slices.Sorted(maps.Keys(done)) {
		typed, leads := m.orders.typings[text], done[text]
		if m.orders.excused[text] || m.partSorted {
			continue
		}
		if m.orders.copied[text] && m.renamed[lead.TabLeads+"/"+sheets.Fold(lead.ColDo)] {
			continue // put back into a copy that has its own ID by now
		}
		if len(leads) > m.mostDone(text) {
			m.w.fail("I14", "%q was typed %d times, and done %d times (%v)", text, len(typed), len(leads), leads)
		}
		for _, id := range leads {
			if !slices.ContainsFunc(typed, func(t *typing) bool {
				return t.lead == id || slices.Contains(t.also, id) || t.over || m.copies[t.lead]
			}) {
				m.w.fail("I14", "%q was done for %s, and typed for %s", text, id, typed[0].lead)
			}
		}
	}
}

// mostDone is how often a text may be done: as often as it was typed, and once more where the row that it was typed
// into is no longer known by its ID, because a person has typed over that, or has removed it beside a copy of it.
func (m *monitor) mostDone(text string) int {
	most := 0
	for _, t := range m.orders.typings[text] {
		if most++; m.removed[t.lead] && (t.over || m.orders.copied[text]) {
			most++
		}
	}
	return most
}

// checkOrders checks in the end that each command that no person changed was done once, or stays with a reason.
func (m *monitor) checkOrders() {
	if m.partSorted {
		return
	}
	done := m.done()
	m.checkDone(done)
	held, renamed := map[string]int{}, map[string]int{}
	p := tabCells{lead.TabLeads, m.w.doc.Cells(lead.TabLeads)}
	for r := 1; r < len(p.rows); r++ {
		for col := range p.rows[r] {
			title := p.at(0, col).String()
			if title == renamedTitle(lead.ColDo) || title == lead.ColDo && col != p.col(lead.ColDo) {
				// leadsheet has made another column since, or people have doubled it
				renamed[strings.TrimSpace(p.at(r, col).String())]++
			}
		}
		text := strings.TrimSpace(p.at(r, p.col(lead.ColDo)).String())
		if text == "" {
			continue
		}
		held[text]++
		if p.at(r, p.col(lead.ColID)).IsEmpty() {
			continue // the row holds nothing else: it is no lead
		}
		if m.orders.copied[text] && m.namesItsCopy(p, text) {
			continue // it was typed into what is the named lead now
		}
		if says := p.at(r, p.col(lead.ColAttention)).String(); !strings.Contains(says, lead.ColDo+": ") {
			m.w.fail("I14", "row %d: %q was not done, and Attention does not say why: %q", r, text, says)
		}
	}
	for _, text := range slices.Sorted(maps.Keys(m.orders.typings)) {
		typed := m.orders.typings[text]
		must := 0
		for _, t := range typed {
			if !t.over && !m.removed[t.lead] && (len(typed) == 1 || !m.copies[t.lead]) {
				must++
			}
		}
		switch n := len(done[text]) + held[text]; {
		case m.orders.excused[text]:
		case n+renamed[text] < must:
			m.w.fail("I14", "%q was typed for %s, was not done and is not there", text, typed[0].lead)
		case n > m.mostDone(text) && !m.orders.copied[text]:
			m.w.fail("I14", "%q of %s was done, and is still there", text, typed[0].lead)
		}
	}
}

// namesItsCopy reports whether a command stands in a row whose ID it names, too: the row was copied with the command,
// and the copy has got that ID.
func (m *monitor) namesItsCopy(p tabCells, text string) bool {
	for r := 1; r < len(p.rows); r++ {
		id := strings.TrimSpace(p.at(r, p.col(lead.ColID)).String())
		if id != "" && strings.Contains(text, id) && strings.TrimSpace(p.at(r, p.col(lead.ColDo)).String()) == text {
			return true
		}
	}
	return false
}

// checkCommand checks the commands when a row of Activity is added, and notes which deleted lead was brought back.
func (m *monitor) checkCommand(b *appendedRow, row []gsheets.Write) {
	switch id := b.want["id"].Text; {
	case b.tab == lead.TabActivity && b.want[sheets.Fold(lead.ColWhat)].Text == string(lead.Did):
		m.checkDone(m.done())
	case b.tab == lead.TabLeads && m.call.intent.did && m.deleted[id]:
		delete(m.deleted, id)
		m.removed[id], m.excused[id] = true, true
		m.w.say("  %s is brought back in row %d", id, row[0].Row)
	case b.tab == lead.TabLeads && (m.call.intent.did && m.removed[id] || m.call.intent.bringsBack(id)):
		m.broughtBack[b.want[sheets.Fold(lead.ColNeed)].Text] = true // its row has become another lead's
	case b.tab == lead.TabLeads && m.call.intent.did && b.want[sheets.Fold(lead.ColName)].IsEmpty():
		m.excused[id] = true // made of a row of Intake, which has no name
	}
}

// commanded reports whether a person's command may change a column that people write.
func (m *monitor) commanded(tab, column string) bool {
	return tab == lead.TabLeads && (column == lead.ColDo || m.call.intent.did && slices.Contains([]string{lead.ColQuality,
		lead.ColRefusalReason, lead.ColReceived, lead.ColOwner, lead.ColNextStep, lead.ColNextContact, lead.ColValue},
		column))
}
