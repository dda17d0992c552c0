package main

import "leadsheet/sheets/sheetstest/gsheets"

// rowAt is a row of a tab.
type rowAt struct {
	tab string
	row int
}

// filledDown returns the rows of a local file that were added where a person had filled a column down: leadsheet takes
// such a row if what stands there is what the new row has in that column. Each is given as if it had been blank.
func (m *monitor) filledDown() map[rowAt][]gsheets.Write {
	out := map[rowAt][]gsheets.Write{}
	if m.w.local == nil || m.call == nil || m.call.intent == nil {
		return out
	}
	asked := map[rowAt]bool{}
	for _, w := range m.writes {
		at := rowAt{w.Tab, w.Row}
		if asked[at] || w.Inserted || w.Row == 0 || content(w.Old) {
			continue
		}
		asked[at] = true
		var row []gsheets.Write
		for col, c := range m.w.doc.Line(w.Tab, w.Row) {
			if content(c) {
				row = append(row, gsheets.Write{Tab: w.Tab, SheetID: w.SheetID, Row: w.Row, Col: col, New: c, Header: w.Header})
			}
		}
		if len(row) > 0 && m.call.intent.rowFor(row) != nil {
			out[at] = row
		}
	}
	return out
}
