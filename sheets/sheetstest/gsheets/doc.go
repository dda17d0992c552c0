package gsheets

import (
	"slices"
	"sync"

	"leadsheet/sheets"
)

// Doc is one spreadsheet, as its people see it. Its methods are safe for concurrent use.
type Doc struct {
	// MetadataUndone makes Undo and Restore take developer metadata back too; which of the two the live service
	// does is not known.
	MetadataUndone bool

	srv *Server
	id  string

	// tell keeps the writes of the API, and what Watch's function is told of them, in one order.
	tell sync.Mutex

	mu       sync.Mutex
	cur      *state
	rev      int
	past     []*state // what Undo goes back to
	versions []*state // what Restore finds
	private  bool
	watch    func(Write)
	formats  map[string]*Format
	nextTag  uint64
}

// Write is a cell that a write of the API has changed.
type Write struct {
	Tab      string
	SheetID  int64
	Row, Col int  // where it was at the moment of the write
	Inserted bool // the row was inserted by the same batch
	Old, New *Cell
	// Line is the row as it was just before the batch first changed it, Header the tab's first row before the batch.
	Line, Header []*Cell
}

// What is kept for Undo and Restore: so many versions, and of large spreadsheets so many rows in all.
const (
	keptVersions = 200
	keptRows     = 4_000_000
)

func newDoc(s *Server, id, title string) *Doc {
	d := &Doc{srv: s, id: id, formats: map[string]*Format{}}
	d.cur = &state{props: defaultProperties(title)}
	d.cur.sheets = []*sheet{{title: "Sheet1", props: tree{"sheetType": "GRID"}, rows: 1000, cols: 26}}
	return d
}

// ID returns the id that is part of the spreadsheet's address.
func (d *Doc) ID() string { return d.id }

// Title returns the spreadsheet's title.
func (d *Doc) Title() string {
	title, _ := d.state().props["title"].(string)
	return title
}

func (d *Doc) state() *state {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.cur
}

// Tabs returns the titles of all tabs in their order, hidden ones too.
func (d *Doc) Tabs() []string {
	var titles []string
	for _, s := range d.state().sheets {
		titles = append(titles, s.title)
	}
	return titles
}

// Revision grows with every change by anyone.
func (d *Doc) Revision() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.rev
}

// Rows returns what is in a tab, header row first, without empty rows and cells at the ends; nil if there is no such
// tab.
func (d *Doc) Rows(tab string) [][]sheets.Cell {
	s := d.state().titled(tab)
	if s == nil {
		return nil
	}
	rows := make([][]sheets.Cell, s.height())
	for r := range rows {
		rows[r] = make([]sheets.Cell, s.width(r))
		for c := range rows[r] {
			if cell := s.cell(r, c); cell != nil {
				rows[r][c] = cell.Value
			}
		}
	}
	return rows
}

// Cells returns the same as Rows with everything that is known of a cell; nil for one that was never touched.
func (d *Doc) Cells(tab string) [][]*Cell {
	s := d.state().titled(tab)
	if s == nil {
		return nil
	}
	rows := make([][]*Cell, s.height())
	for r := range rows {
		rows[r] = slices.Clone(s.row(r)[:s.width(r)])
	}
	return rows
}

// Line returns all cells of a row, the empty ones at its end, too; nil for one that was never touched.
func (d *Doc) Line(tab string, row int) []*Cell {
	s := d.state().titled(tab)
	if s == nil || row < 0 {
		return nil
	}
	return slices.Clone(s.row(row))
}

// SetShared says whether the API's caller may see the spreadsheet.
func (d *Doc) SetShared(shared bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.private = !shared
}

func (d *Doc) isPrivate() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.private
}

// Watch sets who is told of every cell that the API changes, once the batch has been applied. It may look at the
// spreadsheet and play its people, but not write over the API.
func (d *Doc) Watch(f func(Write)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.watch = f
}

// change runs f on a copy of the spreadsheet and publishes it if f returns nil. Nothing is changed otherwise.
func (d *Doc) change(human bool, f func(*edit) error) error {
	if !human {
		d.tell.Lock()
		defer d.tell.Unlock()
	}
	d.mu.Lock()
	e := d.begin(human)
	err := f(e)
	if err != nil || !e.dirty {
		d.mu.Unlock()
		return err
	}
	d.publish(e.st)
	watch := d.watch
	d.mu.Unlock()
	if watch == nil {
		return nil
	}
	for _, p := range e.writes {
		if p.new != nil && p.col < len(p.l.cells) && p.l.cells[p.col] != nil && sameContent(p.new, p.l.cells[p.col]) {
			// A later request of the batch has only changed how it looks.
			p.new = p.l.cells[p.col]
		}
		watch(Write{Tab: p.s.title, SheetID: p.s.id, Row: p.row, Col: p.col, Inserted: p.inserted,
			Old: p.old, New: p.new, Line: p.l.before, Header: p.l.header})
	}
	return nil
}

// publish makes st the present. The caller holds d.mu.
func (d *Doc) publish(st *state) {
	d.past = remember(d.past, d.cur)
	d.versions = remember(d.versions, d.cur)
	d.cur, d.rev = st, st.rev
}

// remember adds a version and forgets the oldest that are too many.
func remember(kept []*state, st *state) []*state {
	kept = append(kept, st)
	rows := 0
	for i := len(kept) - 1; i >= 0; i-- {
		for _, s := range kept[i].sheets {
			rows += len(s.lines)
		}
		if len(kept)-i > keptVersions || rows > keptRows {
			return slices.Clone(kept[i+1:])
		}
	}
	return kept
}

// back makes an old version the present one, as a new version. The caller holds d.mu.
func (d *Doc) back(old *state) {
	st := *old
	st.rev = d.rev + 1
	if !d.MetadataUndone {
		st.meta = d.cur.meta
	}
	e := &edit{doc: d, st: &st}
	e.sweep()
	d.versions = remember(d.versions, d.cur)
	d.cur, d.rev = &st, st.rev
}
