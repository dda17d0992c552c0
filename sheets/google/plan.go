package google

import (
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"strings"

	api "google.golang.org/api/sheets/v4"

	"leadsheet/sheets"
)

// plan is a batch in the coordinates of one snapshot.
type plan struct {
	b      *Book
	s      *snapshot
	edits  []cellEdit
	taken  map[spot]bool // cells that an edit writes already
	adds   map[int64]*addition
	order  []int64 // of adds
	pages  []sheets.Page
	marks  map[string]pageMark
	clear  bool // the log has to go, even if nothing else is written
	result sheets.Result
	log    []logLine
	due    []logLine // carried forward from an earlier write
	fresh  []logLine // of inserted rows, which are copied into the log once they are filled
}

// cellEdit is one cell to be written, in a row of a table.
type cellEdit struct {
	t        *table
	row, col int // of t.tab, or titleRow
	seen     sheets.Cell
	want     sheets.Cell
	from     int // index in the batch's changes; -1 for what is put back
}

type spot struct {
	id       int64
	num, col int
}

// addition is the new rows of a tab.
type addition struct {
	t    *table
	rows [][]sheets.Cell // as wide as the table
}

// logLine is a row of the log: what was meant, and which row of which tab is to be copied beside it.
type logLine struct {
	kind  string
	id    int64
	entry any
	num   int // the sheet's row to copy; -1 for none
	width int
	was   []sheets.Cell // or what was there as it is known from an earlier write
}

func (b *Book) newPlan(s *snapshot) *plan {
	p := &plan{b: b, s: s, taken: map[spot]bool{}, adds: map[int64]*addition{}, marks: map[string]pageMark{}}
	for title, m := range s.log.marks {
		p.marks[title] = m
	}
	return p
}

// change plans a cell of the snapshot that the caller saw.
func (p *plan) change(i int, c sheets.Change) {
	t := p.s.tables[sheets.Fold(c.Tab)]
	skip := func(why string) { p.result.Skipped = append(p.result.Skipped, sheets.Skip{Change: c, Why: why}) }
	if t == nil || c.Row < 0 || c.Row >= len(t.tab.Rows) {
		skip("the row is not in the snapshot")
		return
	}
	col := t.tab.Col(c.Column)
	if col < 0 {
		p.homeless(c.Tab, c.Column)
		skip("the column is missing")
		return
	}
	switch now := t.tab.At(c.Row, col); {
	case now.Equal(c.Want):
	case !now.Equal(c.Seen):
		skip("a person has changed the cell")
	default:
		p.edit(cellEdit{t, c.Row, col, now, c.Want, i})
	}
}

// edit plans a cell unless another edit writes it already.
func (p *plan) edit(e cellEdit) bool {
	s := spot{e.t.id, e.t.num(e.row), e.col}
	if p.taken[s] {
		return false
	}
	p.taken[s] = true
	p.edits = append(p.edits, e)
	return true
}

func (p *plan) homeless(tab, column string) {
	name := tab + "/" + column
	if !slices.Contains(p.result.Homeless, name) {
		p.result.Homeless = append(p.result.Homeless, name)
	}
}

// add plans rows below the last row of a tab.
func (p *plan) add(a sheets.Append) error {
	t := p.s.tables[sheets.Fold(a.Tab)]
	if t == nil {
		return fmt.Errorf("append to tab %q: there is no such tab; undo its deletion or renaming", a.Tab)
	}
	if len(a.Rows) == 0 {
		return nil
	}
	at := make([]int, len(a.Columns))
	for i, c := range a.Columns {
		at[i] = t.tab.Col(c)
	}
	add := p.adds[t.id]
	if add == nil {
		add = &addition{t: t}
		p.adds[t.id] = add
		p.order = append(p.order, t.id)
	}
	for _, row := range a.Rows {
		out := make([]sheets.Cell, len(t.tab.Columns))
		for i, c := range row {
			switch {
			case c.IsEmpty():
			case at[i] < 0:
				p.homeless(a.Tab, a.Columns[i])
			default:
				out[at[i]] = c
			}
		}
		add.rows = append(add.rows, out)
	}
	return nil
}

// page plans a report tab if it shows something else than it should.
func (p *plan) page(pg sheets.Page) {
	content, frame := pageMarks(pg)
	was, known := p.s.log.marks[pg.Title]
	info := p.b.st.tab(pg.Title)
	if known && info != nil && info.id == was.ID && was.Content == content && was.Frame == frame && !p.orphaned(pg) {
		return
	}
	p.pages = append(p.pages, pg)
}

// orphaned reports whether a tab is gone that a chart of the page draws from: it is made again, and the chart must be, too.
func (p *plan) orphaned(pg sheets.Page) bool {
	for _, c := range pg.Charts {
		from := []sheets.Range{c.Categories}
		for _, s := range c.Series {
			from = append(from, s.Values)
		}
		for _, r := range from {
			info := p.b.st.tab(r.Tab)
			mark, page := p.s.log.marks[r.Tab]
			if r.Tab != "" && (info == nil || page && info.id != mark.ID) {
				return true
			}
		}
	}
	return false
}

func (p *plan) effective() bool {
	return len(p.edits) > 0 || len(p.adds) > 0 || len(p.pages) > 0 || p.clear
}

// requests turns the plan into the requests of one batch, without the lock.
func (p *plan) requests(tag string) ([]*api.Request, error) {
	edits := p.editRequests()
	adds := p.addRequests()
	pages := p.pageRequests()
	log, id, err := p.logRequests(tag)
	if err != nil {
		return nil, err
	}
	copies := copyLines(id, 1, p.log)
	news := copyLines(id, 1+len(p.log), p.fresh)
	return slices.Concat(log, copies, edits, adds, news, pages), nil
}

// editRequests writes the cells, neighbours together, and notes them in the log.
func (p *plan) editRequests() []*api.Request {
	sort.SliceStable(p.edits, func(i, j int) bool {
		a, b := p.edits[i], p.edits[j]
		switch {
		case a.t.id != b.t.id:
			return a.t.id < b.t.id
		case a.row != b.row:
			return a.row < b.row
		}
		return a.col < b.col
	})
	var reqs []*api.Request
	for i := 0; i < len(p.edits); {
		j := i
		for j < len(p.edits) && p.edits[j].t == p.edits[i].t && p.edits[j].row == p.edits[i].row {
			j++
		}
		p.head(p.edits[i].t)
		p.logRow(p.edits[i:j])
		for i < j {
			k := i + 1
			for k < j && p.edits[k].col == p.edits[k-1].col+1 {
				k++
			}
			e := p.edits[i]
			cells := make([]*api.CellData, 0, k-i)
			for _, e := range p.edits[i:k] {
				cells = append(cells, &api.CellData{UserEnteredValue: valueOf(e.want)})
			}
			reqs = append(reqs, &api.Request{UpdateCells: &api.UpdateCellsRequest{Fields: "userEnteredValue",
				Start: &api.GridCoordinate{SheetId: e.t.id, RowIndex: int64(e.t.num(e.row)), ColumnIndex: int64(e.col)},
				Rows:  []*api.RowData{{Values: cells}}}})
			i = k
		}
	}
	return reqs
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
	entry.Like = !slices.ContainsFunc(edits, func(e cellEdit) bool { return e.from >= 0 })
	rekeyed := p.rekeys(edits, entry.KeyCol)
	if entry.Like && rekeyed {
		entry.Key = "" // what stands there is not the row's own
	}
	if entry.Key == "" || rekeyed && !p.unique(t, entry.KeyCol, entry.Key) {
		entry.Width, entry.Marks = len(t.tab.Columns), cellMarks(t.cells(e.row))
	}
	for _, e := range edits {
		entry.Cells = append(entry.Cells, change{e.col, e.t.tab.Columns[e.col], fingerprint(e.seen), fingerprint(e.want)})
	}
	p.log = append(p.log, logLine{logRow, t.id, entry, entry.Num, t.copied(), nil})
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

// addRequests inserts the new rows and fills them: a row born in this batch holds nobody's edit.
func (p *plan) addRequests() []*api.Request {
	var reqs []*api.Request
	for _, id := range p.order {
		add := p.adds[id]
		t, n := add.t, int64(len(add.rows))
		p.head(t)
		from := int64(max(t.last, t.header) + 1)
		if from >= t.rows {
			reqs = append(reqs, &api.Request{AppendDimension: &api.AppendDimensionRequest{SheetId: id, Dimension: "ROWS", Length: from - t.rows + 1}})
		}
		reqs = append(reqs,
			&api.Request{InsertDimension: &api.InsertDimensionRequest{InheritFromBefore: from > int64(t.header)+1,
				Range: &api.DimensionRange{SheetId: id, Dimension: "ROWS", StartIndex: from, EndIndex: from + n}}},
			&api.Request{UpdateCells: &api.UpdateCellsRequest{Fields: "userEnteredValue", Rows: rowData(add.rows),
				Start: &api.GridCoordinate{SheetId: id, RowIndex: from}}})
		reqs = append(reqs, p.formats(t, from, n)...)
		for i, row := range add.rows {
			p.fresh = append(p.fresh, logLine{logNew, id, &newEntry{id: id, wrote: row}, int(from) + i, len(row), nil})
		}
	}
	return reqs
}

func rowData(rows [][]sheets.Cell) []*api.RowData {
	out := make([]*api.RowData, len(rows))
	for i, row := range rows {
		n := len(row)
		for n > 0 && row[n-1].IsEmpty() {
			n--
		}
		out[i] = &api.RowData{Values: make([]*api.CellData, n)}
		for j, c := range row[:n] {
			out[i].Values[j] = &api.CellData{UserEnteredValue: valueOf(c)}
		}
	}
	return out
}

// formats gives the new rows the number formats of the layout, columns of the same format together.
func (p *plan) formats(t *table, from, n int64) []*api.Request {
	byTitle := map[string]sheets.Format{}
	for _, c := range p.b.layout[sheets.Fold(t.tab.Title)].Columns {
		byTitle[sheets.Fold(c.Title)] = c.Format
	}
	var reqs []*api.Request
	for i := 0; i < len(t.tab.Columns); {
		f := byTitle[sheets.Fold(t.tab.Columns[i])]
		j := i + 1
		for j < len(t.tab.Columns) && byTitle[sheets.Fold(t.tab.Columns[j])] == f {
			j++
		}
		if nf := columnFormat(sheets.Column{Format: f}).NumberFormat; nf != nil {
			reqs = append(reqs, &api.Request{RepeatCell: &api.RepeatCellRequest{Fields: "userEnteredFormat.numberFormat",
				Range: &api.GridRange{SheetId: t.id, StartRowIndex: from, EndRowIndex: from + n, StartColumnIndex: int64(i), EndColumnIndex: int64(j)},
				Cell:  &api.CellData{UserEnteredFormat: &api.CellFormat{NumberFormat: nf}}}})
		}
		i = j
	}
	return reqs
}

// pageRequests makes and fills the report tabs.
func (p *plan) pageRequests() []*api.Request {
	st := p.b.st
	ids := map[string]int64{}
	var taken []int64
	for _, pg := range p.pages {
		if info := st.tab(pg.Title); info != nil {
			ids[sheets.Fold(pg.Title)] = info.id
			continue
		}
		id := st.freeID(pg.Title, taken...)
		taken = append(taken, id)
		ids[sheets.Fold(pg.Title)] = id
	}
	tabs := func(title string) (int64, bool) {
		if id, ok := ids[sheets.Fold(title)]; ok {
			return id, true
		}
		if info := st.tab(title); info != nil {
			return info.id, true
		}
		return 0, false
	}
	var reqs, draws []*api.Request
	for i, pg := range p.pages {
		id := ids[sheets.Fold(pg.Title)]
		info := st.tab(pg.Title)
		content, frame := pageMarks(pg)
		redraw := info == nil || p.orphaned(pg) || p.s.log.marks[pg.Title].ID != id || p.s.log.marks[pg.Title].Frame != frame
		if info == nil {
			reqs = append(reqs, newPage(pg, id, int64(i+1))...) // behind the team's table
			made := newPageInfo(pg, id)
			made.taken = st.charts(id)
			info = &made
		}
		draws = append(draws, drawPage(pg, *info, tabs, p.rowOf, redraw)...)
		p.marks[pg.Title] = pageMark{id, content, frame}
	}
	return addsFirst(append(reqs, draws...))
}

// rowOf returns the sheet's row, from 1, that will hold a key once the batch is stored.
func (p *plan) rowOf(tab, key string) (int, bool) {
	t := p.s.tables[sheets.Fold(tab)]
	if t == nil {
		return 0, false
	}
	col := t.tab.Col(p.b.layout[sheets.Fold(tab)].Key)
	if col < 0 {
		return 0, false
	}
	if t.where == nil {
		t.where = make(map[string]int, len(t.tab.Rows))
		for i := range t.tab.Rows {
			t.where[keyText(t.tab.At(i, col))] = t.nums[i] + 1
		}
	}
	if n, ok := t.where[key]; ok {
		return n, true
	}
	if add := p.adds[t.id]; add != nil {
		for i, row := range add.rows {
			if keyText(at(row, col)) == key {
				return max(t.last, t.header) + 2 + i, true
			}
		}
	}
	return 0, false
}

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
			Index: int64(len(st.tabs)), GridProperties: &api.GridProperties{RowCount: max(rows, 50), ColumnCount: max(cols, 40)}}}})
	} else {
		id = info.id
		if rows > info.rows || cols > info.cols {
			reqs = append(reqs, &api.Request{UpdateSheetProperties: &api.UpdateSheetPropertiesRequest{Fields: "gridProperties(rowCount,columnCount)",
				Properties: &api.SheetProperties{SheetId: id, GridProperties: &api.GridProperties{RowCount: max(rows, info.rows), ColumnCount: max(cols, info.cols)}}}})
		}
		reqs = append(reqs, &api.Request{UpdateCells: &api.UpdateCellsRequest{Fields: "userEnteredValue", Range: &api.GridRange{SheetId: id}}})
	}
	marks, err := json.Marshal(p.marks)
	if err != nil {
		return nil, 0, fmt.Errorf("note the report tabs: %w", err)
	}
	lines := [][]sheets.Cell{{cellOf(logNotice), cellOf(string(marks)), cellOf(tag)}}
	for _, l := range slices.Concat(p.log, p.fresh) {
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
