package google

import (
	"maps"
	"slices"
	"sort"

	api "google.golang.org/api/sheets/v4"

	"leadsheet/sheets"
	"leadsheet/sheets/google/draw"
	"leadsheet/sheets/google/undo"
)

// plan is a batch in the coordinates of one snapshot.
type plan struct {
	b     *Book
	s     *snapshot
	edits []cellEdit
	taken map[undo.Spot]bool // cells that an edit writes already
	adds  map[int64]*addition
	order []int64 // of adds
	// removed are the rows that go behind all others, and ends is where the grids of their tabs end then.
	removed []removedRow
	ends    map[int64]int64
	pages   []sheets.Page
	// former are, by the titles of pages, the tabs that they had in an earlier version, and that become them.
	former map[string]draw.Tab
	shown  []sheets.TabShown
	// checked are the cells of pages that say when these were looked at last.
	checked []*api.Request
	marks   []*api.Request // of leadsheet about itself
	clear   bool           // the log has to go, even if nothing else is written
	result  sheets.Result
	log     undo.Draft
}

// cellEdit is one cell to be written, in a row of a table.
type cellEdit struct {
	t        *table
	row, col int // of t.Tab, or undo.TitleRow
	seen     sheets.Cell
	want     sheets.Cell
	from     int // index in the batch's changes, or fromPutBack or fromRemove
	needed   bool
}

func (e cellEdit) spot() undo.Spot { return undo.Spot{Tab: e.t.ID, Row: e.t.Num(e.row), Col: e.col} }

// addition is the new rows of a tab.
type addition struct {
	t    *table
	rows [][]sheets.Cell // as wide as the table
}

func (b *Book) newPlan(s *snapshot) *plan {
	p := &plan{b: b, s: s, taken: map[undo.Spot]bool{}, adds: map[int64]*addition{}, ends: map[int64]int64{},
		former: map[string]draw.Tab{}}
	p.log.Pages = map[string]undo.PageHash{}
	maps.Copy(p.log.Pages, s.log.Pages)
	return p
}

// resolve plans the changes and appends of a batch. find tells where a row of base is now; nil: base is what was read
// last.
func (p *plan) resolve(batch sheets.Batch, base *snapshot, find func(was, now *table, row int) (int, string)) error {
	got, err := sheets.Resolve(batch, func(title string) sheets.Target {
		k := sheets.Fold(title)
		t := sheets.Target{Layout: p.b.layout[k], Clean: clean}
		was, now := base.tables[k], p.s.tables[k]
		if was != nil {
			t.Base = was.Tab
		}
		if now != nil {
			t.Now = now.Tab
		}
		if find != nil && was != nil && now != nil {
			t.Find = func(row int) (int, string) { return find(was, now, row) }
		}
		return t
	})
	if err != nil {
		return err
	}
	for _, e := range got.Edits {
		p.edit(cellEdit{p.s.tables[e.Tab], e.Row, e.Col, e.Seen, e.Want, e.Change, batch.Changes[e.Change].Needed})
	}
	for _, a := range got.Added {
		t := p.s.tables[a.Tab]
		p.adds[t.ID] = &addition{t, a.Rows}
		p.order = append(p.order, t.ID)
	}
	p.remove(got.Removed)
	p.result.Skipped, p.result.MissingColumns = got.Skipped, got.MissingColumns
	return nil
}

// edit plans a cell unless another edit writes it already.
func (p *plan) edit(e cellEdit) bool {
	if p.taken[e.spot()] {
		return false
	}
	p.taken[e.spot()] = true
	p.edits = append(p.edits, e)
	return true
}

func (p *plan) effective() bool { return len(p.checked) > 0 || p.changes() }

// changes reports whether the plan does more than to say when pages were looked at last.
func (p *plan) changes() bool {
	return len(p.edits) > 0 || len(p.adds) > 0 || len(p.pages) > 0 || len(p.shown) > 0 || len(p.marks) > 0 || p.clear
}

// requests turns the plan into the requests of one batch, without the lock.
func (p *plan) requests(tag string) ([]*api.Request, error) {
	edits := p.editRequests()
	adds := p.addRequests()
	pages := p.pageRequests()
	removed := p.removeRequests()
	p.carryMissed()
	log, id, err := p.logRequests(tag)
	if err != nil {
		return nil, err
	}
	before, inserted := copyRequests(id, p.log.Copies()), copyRequests(id, p.log.InsertedCopies())
	return slices.Concat(log, before, edits, adds, inserted, pages, p.checked, p.shownRequests(), p.marks, removed), nil
}

// editRequests writes the cells, neighbours together, and notes them in the log.
func (p *plan) editRequests() []*api.Request {
	sort.SliceStable(p.edits, func(i, j int) bool {
		a, b := p.edits[i], p.edits[j]
		switch {
		case a.t.ID != b.t.ID:
			return a.t.ID < b.t.ID
		case a.row != b.row:
			return a.row < b.row
		}
		return a.col < b.col
	})
	reqs := blocks{last: map[block]*api.UpdateCellsRequest{}}
	for i := 0; i < len(p.edits); {
		j := i
		for j < len(p.edits) && p.edits[j].t == p.edits[i].t && p.edits[j].row == p.edits[i].row {
			j++
		}
		p.logRow(p.edits[i:j])
		for i < j {
			k := i + 1
			for k < j && p.edits[k].col == p.edits[k-1].col+1 {
				k++
			}
			e := p.edits[i]
			cells := make([]*api.CellData, 0, k-i)
			for _, e := range p.edits[i:k] {
				cells = append(cells, &api.CellData{UserEnteredValue: draw.Value(e.want)})
			}
			reqs.put(e.t.ID, e.t.Num(e.row), e.col, cells)
			i = k
		}
	}
	return append(reqs.all, p.clockRequests()...)
}

// clockRequests let the cells of a column of days show the time of day, where they get one or had one.
func (p *plan) clockRequests() []*api.Request {
	var reqs []*api.Request
	for _, e := range p.edits {
		if e.want.Kind == sheets.DateCell && e.row >= 0 && (hasClock(e.want) || hasClock(e.seen)) &&
			p.showsClock(e.t, e.col) {
			reqs = append(reqs, clockRequest(e.t.ID, e.t.Num(e.row), e.col, hasClock(e.want)))
		}
	}
	return reqs
}

// newClocks does so for the cells of new rows, the first of which is the row from.
func (p *plan) newClocks(add *addition, from int64) []*api.Request {
	var reqs []*api.Request
	for i, row := range add.rows {
		for col, c := range row {
			if hasClock(c) && p.showsClock(add.t, col) {
				reqs = append(reqs, clockRequest(add.t.ID, int(from)+i, col, true))
			}
		}
	}
	return reqs
}

// showsClock reports whether a column is one of days, in which a time of day is to be seen.
func (p *plan) showsClock(t *table, col int) bool {
	layout := p.b.layout[sheets.Fold(t.Tab.Title)]
	return col < len(t.Tab.Columns) && layout.ShowsClock(t.Tab.Columns[col])
}

// clockRequest lets one cell show a day with its time, or without.
func clockRequest(id int64, row, col int, withTime bool) *api.Request {
	format := sheets.DateOnly
	if withTime {
		format = sheets.DateTime
	}
	return &api.Request{RepeatCell: &api.RepeatCellRequest{Fields: "userEnteredFormat.numberFormat",
		Range: draw.Range(id, row, row+1, col, col+1),
		Cell: &api.CellData{UserEnteredFormat: &api.CellFormat{
			NumberFormat: draw.NumberFormat(sheets.NumberFormatOf(format))}}}}
}

// hasClock reports whether a cell holds a day with a time of day.
func hasClock(c sheets.Cell) bool {
	return (c.Kind == sheets.DateCell || c.Kind == sheets.NumberCell) && c.Num != float64(int(c.Num))
}

// blocks are cells to be written, of which neighbours are one request: the same columns of rows that follow each other.
type blocks struct {
	all  []*api.Request
	last map[block]*api.UpdateCellsRequest
}

type block struct {
	id         int64
	col, width int
}

func (b *blocks) put(id int64, num, col int, cells []*api.CellData) {
	k := block{id, col, len(cells)}
	if u := b.last[k]; u != nil && u.Start.RowIndex+int64(len(u.Rows)) == int64(num) {
		u.Rows = append(u.Rows, &api.RowData{Values: cells})
		return
	}
	u := &api.UpdateCellsRequest{Fields: "userEnteredValue", Rows: []*api.RowData{{Values: cells}},
		Start: &api.GridCoordinate{SheetId: id, RowIndex: int64(num), ColumnIndex: int64(col)}}
	b.all, b.last[k] = append(b.all, &api.Request{UpdateCells: u}), u
}

// addRequests inserts the new rows and fills them: a row that this batch inserts cannot have been edited yet.
func (p *plan) addRequests() []*api.Request {
	var reqs []*api.Request
	for _, id := range p.order {
		add := p.adds[id]
		t, n := add.t, int64(len(add.rows))
		from := int64(t.end() + 1)
		if from >= t.rows {
			reqs = append(reqs, &api.Request{AppendDimension: &api.AppendDimensionRequest{
				SheetId: id, Dimension: "ROWS", Length: from - t.rows + 1}})
		}
		reqs = append(reqs,
			&api.Request{InsertDimension: &api.InsertDimensionRequest{InheritFromBefore: from > int64(t.Header)+1,
				Range: &api.DimensionRange{SheetId: id, Dimension: "ROWS", StartIndex: from, EndIndex: from + n}}},
			&api.Request{UpdateCells: &api.UpdateCellsRequest{Fields: "userEnteredValue", Rows: rowData(add.rows),
				Start: &api.GridCoordinate{SheetId: id, RowIndex: from}}})
		reqs = append(append(reqs, p.formats(t, from, n)...), p.newClocks(add, from)...)
		p.log.Insert(&t.Table, int(from), add.rows)
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
			out[i].Values[j] = &api.CellData{UserEnteredValue: draw.Value(c)}
		}
	}
	return out
}

// formats gives the new rows the number formats of the layout, columns of the same format together.
func (p *plan) formats(t *table, from, n int64) []*api.Request {
	byTitle := map[string]sheets.Format{}
	for _, c := range p.b.layout[sheets.Fold(t.Tab.Title)].Columns {
		byTitle[sheets.Fold(c.Title)] = c.Format
	}
	var reqs []*api.Request
	for i := 0; i < len(t.Tab.Columns); {
		f := byTitle[sheets.Fold(t.Tab.Columns[i])]
		j := i + 1
		for j < len(t.Tab.Columns) && byTitle[sheets.Fold(t.Tab.Columns[j])] == f {
			j++
		}
		if nf := draw.NumberFormat(sheets.NumberFormatOf(f)); nf != nil {
			reqs = append(reqs, &api.Request{RepeatCell: &api.RepeatCellRequest{Fields: "userEnteredFormat.numberFormat",
				Range: draw.Range(t.ID, int(from), int(from+n), i, j),
				Cell:  &api.CellData{UserEnteredFormat: &api.CellFormat{NumberFormat: nf}}}})
		}
		i = j
	}
	return reqs
}
