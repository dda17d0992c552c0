package google

import (
	"fmt"
	"slices"
	"strings"

	api "google.golang.org/api/sheets/v4"

	"leadsheet/sheets"
	"leadsheet/sheets/google/draw"
	"leadsheet/sheets/google/undo"
)

// logRow notes a row whose cells are written.
func (p *plan) logRow(edits []cellEdit) {
	t := edits[0].t
	noted := make([]undo.Edit, len(edits))
	for i, e := range edits {
		noted[i] = undo.Edit{Col: e.col, Seen: e.seen, Want: e.want, PutBack: e.from == fromPutBack,
			Needed: e.needed, Removes: e.from == fromRemove}
	}
	p.log.Edit(&t.Table, edits[0].row, p.b.layout[sheets.Fold(t.Tab.Title)].Key, noted)
}

// logRows is how many rows the log has at least: most writes need no more, and its size stays.
const logRows = 50

// logRequests replaces the log by what is meant, and returns the id of its tab. The rows themselves are copied to it
// later.
func (p *plan) logRequests(tag string) ([]*api.Request, int64, error) {
	var reqs []*api.Request
	st := p.b.st
	needed, wide := p.log.Size()
	rows, cols := int64(needed), int64(wide)
	grid := &api.GridProperties{RowCount: max(rows, logRows), ColumnCount: cols}
	id := int64(0)
	if info := st.tab(undo.TabTitle); info == nil {
		id = st.freeID(undo.TabTitle)
		reqs = append(reqs, &api.Request{AddSheet: &api.AddSheetRequest{Properties: &api.SheetProperties{SheetId: id,
			Title: undo.TabTitle, Hidden: true, Index: int64(len(st.tabs)), GridProperties: grid}}})
	} else {
		id = info.ID
		reqs = append(reqs, &api.Request{UpdateCells: &api.UpdateCellsRequest{Fields: "userEnteredValue",
			Range: &api.GridRange{SheetId: id}}})
		// What the log of the write before needed is not needed any more: who writes now has read and judged it.
		if rows > info.Rows || cols > info.Cols || info.Rows*info.Cols > 2*max(rows, logRows)*cols {
			reqs = append(reqs, &api.Request{UpdateSheetProperties: &api.UpdateSheetPropertiesRequest{
				Fields:     "gridProperties(rowCount,columnCount)",
				Properties: &api.SheetProperties{SheetId: id, GridProperties: grid}}})
		}
	}
	lines, err := p.log.Rows(tag)
	if err != nil {
		return nil, 0, err
	}
	reqs = append(reqs, &api.Request{UpdateCells: &api.UpdateCellsRequest{Fields: "userEnteredValue", Rows: rowData(lines),
		Start: &api.GridCoordinate{SheetId: id}}})
	return reqs, id, nil
}

// copyRequests copies rows to the tab of the log.
func copyRequests(log int64, copies []undo.Copy) []*api.Request {
	reqs := make([]*api.Request, len(copies))
	for i, c := range copies {
		reqs[i] = &api.Request{CopyPaste: &api.CopyPasteRequest{PasteType: "PASTE_VALUES",
			Source:      draw.Range(c.Tab, c.Row, c.Row+c.Rows, 0, c.Width),
			Destination: draw.Range(log, c.To, c.To+c.Rows, undo.FirstCopied, undo.FirstCopied+c.Width)}}
	}
	return reqs
}

// logRange is where the log of the plan stands, in A1 notation, but for the inserted rows: those are known.
func (p *plan) logRange() string {
	_, cols := p.log.Size()
	title := strings.ReplaceAll(undo.TabTitle, "'", "''")
	return fmt.Sprintf("'%s'!A2:%s%d", title, columnLetters(int64(cols)), p.log.Noted()+1)
}

// missedSpots are the cells that needed changes have missed and that are as they were: the row is that of the table.
// over says that somewhere nothing is left to do.
func (s *snapshot) missedSpots() (spots []undo.Spot, over bool) {
	for _, m := range s.log.Missed() {
		for _, t := range s.tables {
			if t.ID != m.Tab() {
				continue
			}
			rows, col, done := m.Find(&t.Table)
			over = over || done
			for _, row := range rows {
				spots = append(spots, undo.Spot{Tab: t.ID, Row: row, Col: col})
			}
		}
	}
	return spots, over
}

// carryMissed keeps in the log what has been missed, unless this plan reaches it or nothing is left to do. While there
// is damage that cannot be told: what the cell holds may be what was written there by mistake, and is put back.
func (p *plan) carryMissed() {
	missed := p.s.log.Missed()
	if !p.s.log.Damage().None() {
		p.log.Miss(missed...)
		return
	}
	var kept, lost []undo.Missed
	for _, m := range missed {
		switch left, found := p.leftOf(m); {
		case !found:
			lost = append(lost, m)
		case left:
			kept = append(kept, m)
		}
	}
	p.log.Miss(lost[max(0, len(lost)-undo.MostLost):]...)
	p.log.Miss(kept...)
}

// leftOf reports whether a cell that was missed is left as it is by this plan. It is not found where its row, its
// column or its tab is not there.
func (p *plan) leftOf(m undo.Missed) (left, found bool) {
	for _, t := range p.s.tables {
		if t.ID != m.Tab() {
			continue
		}
		rows, col, over := m.Find(&t.Table)
		left := slices.ContainsFunc(rows, func(row int) bool {
			return !slices.ContainsFunc(p.edits, func(e cellEdit) bool {
				return e.needed && e.t == t && e.row == row && e.col == col
			})
		})
		return left, over || rows != nil
	}
	return false, false
}
