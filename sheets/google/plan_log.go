package google

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	api "google.golang.org/api/sheets/v4"

	"leadsheet/sheets"
)

// logLine is a row of the log: what was meant, and which row of which tab is to be copied beside it.
type logLine struct {
	kind  string
	id    int64
	entry any
	num   int // the sheet's row to copy; -1 for none
	width int
	was   []sheets.Cell // or what was there as it is known from an earlier write
}

// head notes the titles of a table in the log, once.
func (p *plan) head(t *table) {
	for _, l := range p.log {
		if l.kind == logHead && l.id == t.id {
			return
		}
	}
	p.log = append(p.log, logLine{logHead, t.id, &headEntry{Row: t.header, Titles: t.tab.Columns}, t.header, t.copied(), nil})
}

// logRow notes a row whose cells are written.
func (p *plan) logRow(edits []cellEdit) {
	e := edits[0]
	t := e.t
	entry := &rowEntry{id: t.id, Num: t.num(e.row), KeyName: p.b.layout[sheets.Fold(t.tab.Title)].Key}
	if entry.KeyCol = t.tab.Col(entry.KeyName); entry.KeyName != "" && entry.KeyCol >= 0 {
		entry.Key = keyText(at(t.cells(e.row), entry.KeyCol))
	}
	rekeyed := p.rekeys(edits, entry.KeyCol)
	if entry.Named = rekeyed && slices.ContainsFunc(edits, func(e cellEdit) bool { return e.from >= 0 }); rekeyed && !entry.Named {
		entry.Key = "" // a put-back: what stands there is not the row's own
	}
	if entry.Key == "" || rekeyed && !p.unique(t, entry.KeyCol, entry.Key) {
		entry.Width, entry.Marks = len(t.tab.Columns), cellMarks(t.cells(e.row))
	}
	if entry.Key == "" {
		entry.Common = t.common(e.row)
	}
	for _, e := range edits {
		entry.Cells = append(entry.Cells, change{e.col, e.t.tab.Columns[e.col], fingerprint(e.seen), fingerprint(e.want)})
	}
	p.log = append(p.log, logLine{logRow, t.id, entry, entry.Num, t.copied(), nil})
}

// neighbours is how many rows on either side are asked whether they hold the same.
const neighbours = 500

// common returns the columns in which other rows hold what this one does: they do not tell which row it is.
func (t *table) common(row int) []int {
	if row == titleRow {
		return nil
	}
	var out []int
	around := t.tab.Rows[max(0, row-neighbours):min(len(t.tab.Rows), row+neighbours)]
	mine := t.tab.Rows[row]
	for col, c := range mine {
		same := 0
		for _, other := range around {
			if !c.IsEmpty() && at(other, col).Equal(c) {
				if same++; same > 1 { // itself is one
					out = append(out, col)
					break
				}
			}
		}
	}
	return out
}

// rekeys reports whether a row's key is among the cells that are written.
func (p *plan) rekeys(edits []cellEdit, key int) bool {
	return slices.ContainsFunc(edits, func(e cellEdit) bool { return e.col == key })
}

// unique reports whether a key stands once in its column.
func (p *plan) unique(t *table, col int, key string) bool {
	if t.keys == nil {
		t.keys = map[string]int{}
		for i := range t.tab.Rows {
			t.keys[keyText(t.tab.At(i, col))]++
		}
	}
	return t.keys[key] == 1
}

// logRows is how many rows the log has at least: most writes need no more, and its size stays.
const logRows = 50

// logRequests replaces the log by what is meant, and returns the id of its tab. The rows themselves are copied to it later.
func (p *plan) logRequests(tag string) ([]*api.Request, int64, error) {
	var reqs []*api.Request
	st := p.b.st
	p.log = append(p.log, p.due...)
	p.due = nil
	rows, cols := int64(1+len(p.log)+len(p.fresh)), int64(p.widest())
	id := int64(0)
	if info := st.tab(logTab); info == nil {
		id = st.freeID(logTab)
		reqs = append(reqs, &api.Request{AddSheet: &api.AddSheetRequest{Properties: &api.SheetProperties{SheetId: id, Title: logTab, Hidden: true,
			Index: int64(len(st.tabs)), GridProperties: &api.GridProperties{RowCount: max(rows, logRows), ColumnCount: cols}}}})
	} else {
		id = info.id
		reqs = append(reqs, &api.Request{UpdateCells: &api.UpdateCellsRequest{Fields: "userEnteredValue", Range: &api.GridRange{SheetId: id}}})
		// What the log of the write before needed is not needed any more: who writes now has read and judged it.
		if rows > info.rows || cols > info.cols || info.rows*info.cols > 2*max(rows, logRows)*cols {
			reqs = append(reqs, &api.Request{UpdateSheetProperties: &api.UpdateSheetPropertiesRequest{Fields: "gridProperties(rowCount,columnCount)",
				Properties: &api.SheetProperties{SheetId: id, GridProperties: &api.GridProperties{RowCount: max(rows, logRows), ColumnCount: cols}}}})
		}
	}
	marks, err := json.Marshal(p.marks)
	if err != nil {
		return nil, 0, fmt.Errorf("note the report tabs: %w", err)
	}
	lines := [][]sheets.Cell{{cellOf(logNotice), cellOf(string(marks)), cellOf(tag)}}
	for i, l := range slices.Concat(p.log, p.fresh) {
		if k := i - len(p.log); k > 0 && p.fresh[k-1].id == l.id {
			lines = append(lines, nil) // of the run that began above
			continue
		}
		text, err := json.Marshal(l.entry)
		if err != nil {
			return nil, 0, fmt.Errorf("note what is written: %w", err)
		}
		lines = append(lines, []sheets.Cell{cellOf(l.kind), cellOf(float64(l.id)), cellOf(string(text))})
		if len(l.was) > 0 {
			lines[len(lines)-1] = append(lines[len(lines)-1], l.was...)
		}
	}
	reqs = append(reqs, &api.Request{UpdateCells: &api.UpdateCellsRequest{Fields: "userEnteredValue", Rows: rowData(lines), Start: &api.GridCoordinate{SheetId: id}}})
	return reqs, id, nil
}

// copyLines copies the rows of log lines beside them, neighbours together. first is the log's row of the first line.
func copyLines(log int64, first int, lines []logLine) []*api.Request {
	var reqs []*api.Request
	for i := 0; i < len(lines); {
		l := lines[i]
		j := i + 1
		for j < len(lines) && l.num >= 0 && lines[j].kind == l.kind && lines[j].id == l.id && lines[j].num == lines[j-1].num+1 {
			j++
		}
		if l.num >= 0 && l.width > 0 {
			reqs = append(reqs, &api.Request{CopyPaste: &api.CopyPasteRequest{PasteType: "PASTE_VALUES",
				Source: &api.GridRange{SheetId: l.id, StartRowIndex: int64(l.num), EndRowIndex: int64(l.num + j - i), EndColumnIndex: int64(l.width)},
				Destination: &api.GridRange{SheetId: log, StartRowIndex: int64(first + i), EndRowIndex: int64(first + j),
					StartColumnIndex: logWas, EndColumnIndex: int64(logWas + l.width)}}})
		}
		i = j
	}
	return reqs
}

// logRange is where the log of the plan stands, in A1 notation, but for the inserted rows: those are known.
func (p *plan) logRange() string {
	return fmt.Sprintf("'%s'!A2:%s%d", strings.ReplaceAll(logTab, "'", "''"), columnLetters(int64(p.widest())), len(p.log)+1)
}

func (p *plan) widest() int {
	n := logWas
	for _, l := range slices.Concat(p.log, p.fresh) {
		n = max(n, logWas+l.width, logWas+len(l.was))
	}
	return n
}
