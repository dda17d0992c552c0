package main

import (
	"leadsheet/lead"
	"leadsheet/sheets"
	"leadsheet/sheets/sheetstest/gsheets"
)

// appendedRow is a row that leadsheet added, as planned.
type appendedRow struct {
	tab  string
	want map[string]sheets.Cell // by folded title
	file bool                   // of a workbook that is a local file
}

// completes reports whether a write brings an added row to its planned content, after columns moved while it was added.
func (m *monitor) completes(w gsheets.Write, now sheets.Cell) bool {
	b := m.appendedRowOf(w.Line)
	if b == nil {
		return false
	}
	want := b.want[sheets.Fold(title(w))]
	if !want.Equal(now) || content(w.Old) && !b.has(w.Old.Value) {
		return false
	}
	if w.New != nil {
		m.appended[w.New] = b
	}
	return true
}

// appendedRowOf returns the added row to which these cells belong, or of which they are a copy; nil if there is none.
func (m *monitor) appendedRowOf(line []*gsheets.Cell) *appendedRow {
	for _, c := range line {
		if b := m.appended[c]; b != nil {
			return b
		}
	}
	for _, c := range line {
		if content(c) && m.lastAppended[c.Value.Text] != nil {
			return m.lastAppended[c.Value.Text]
		}
	}
	return nil
}

// has reports whether a value is one of the row's planned values.
func (b *appendedRow) has(v sheets.Cell) bool {
	for _, w := range b.want {
		if w.Equal(v) {
			return true
		}
	}
	return false
}

// relink makes a restored cell part of its added row again.
func (m *monitor) relink(w gsheets.Write) {
	b := m.appendedRowOf(w.Line)
	if b != nil && content(w.New) && b.want[sheets.Fold(title(w))].Equal(w.New.Value) {
		m.appended[w.New] = b
	}
}

// checkInserted checks a row that was added.
func (m *monitor) checkInserted(row []gsheets.Write) {
	if m.call == nil || m.call.intent == nil {
		m.w.fail("I4", "%s row %d: a row was added that nothing asked for", row[0].Tab, row[0].Row)
		return
	}
	b := m.call.intent.rowFor(row)
	if b == nil {
		m.w.fail("I4", "%s row %d: a row was added that no batch asked for: %s", row[0].Tab, row[0].Row, show(row))
		return
	}
	for _, w := range row {
		if content(w.New) {
			m.appended[w.New] = b
		}
	}
	if id := b.want["id"].Text; row[0].Tab == lead.TabLeads && id != "" {
		m.lastAppended[id] = b
	}
	m.checkCommand(b, row)
	if k := b.want["key"].String(); row[0].Tab == lead.TabIntake && m.returnedKeys[k] > m.call.readRev {
		m.mayRepeat[k] = true
	}
	if row[0].Tab != lead.TabActivity || m.w.local != nil {
		m.w.say("  %s row %d is new: %s", row[0].Tab, row[0].Row, show(row))
	}
}
