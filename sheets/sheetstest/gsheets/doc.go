package gsheets

import (
	"slices"
	"sync"

	"leadsheet/sheets"
)

// Doc is one spreadsheet, as its editors see it. Its methods are safe for concurrent use.
type Doc struct {
	// MetadataUndone makes Undo and Restore revert developer metadata and named ranges too. It is not known if the live
	// service does so.
	MetadataUndone bool
	// MetadataTwice takes developer metadata under an ID that is in use, instead of refusing it.
	MetadataTwice bool
	// CarriedFixed keeps the developer metadata that a copy has carried along from being changed: a deletion is
	// accepted and does nothing (TylerMoser/BudgetApp issue 39).
	CarriedFixed bool

	srv *Server
	id  string

	// notifyMu keeps the writes of the API and the calls of Watch's function in the same order.
	notifyMu sync.Mutex

	mu        sync.Mutex
	current   *state
	rev       int
	undoStack []*state // the versions for Undo
	versions  []*state // the versions for Restore
	private   bool
	watch     func(Write)
	formats   map[string]*Format
	nextTag   uint64
}

// Write describes a cell that a write of the API has changed.
type Write struct {
	Tab      string
	SheetID  int64
	Row, Col int  // its position at the time of the write
	Inserted bool // the row was inserted by the same batch
	Old, New *Cell
	// Line is the row as it was just before the batch first changed it, Header the tab's first row before the batch.
	Line, Header []*Cell
}

// Limits of the versions kept for Undo and Restore. The number of rows bounds the memory for large spreadsheets.
const (
	maxVersions    = 200
	maxVersionRows = 4_000_000
)

func newDoc(s *Server, id, title string) *Doc {
	d := &Doc{srv: s, id: id, formats: map[string]*Format{}}
	d.current = &state{props: defaultProperties(title)}
	d.current.sheets = []*sheet{{title: "Sheet1", props: tree{"sheetType": "GRID"}, rows: 1000, cols: 26}}
	return d
}

// ID returns the ID in the spreadsheet's address.
func (d *Doc) ID() string { return d.id }

// Title returns the spreadsheet's title.
func (d *Doc) Title() string {
	title, _ := d.state().props["title"].(string)
	return title
}

func (d *Doc) state() *state {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.current
}

// Tabs returns the titles of all tabs in their order, including hidden ones.
func (d *Doc) Tabs() []string {
	var titles []string
	for _, s := range d.state().sheets {
		titles = append(titles, s.title)
	}
	return titles
}

// Shown returns the titles of the tabs that are not hidden, in their order.
func (d *Doc) Shown() []string { return d.state().shown() }

func (st *state) shown() []string {
	var titles []string
	for _, s := range st.sheets {
		if !s.hidden() {
			titles = append(titles, s.title)
		}
	}
	return titles
}

// Revision returns a number that grows with every change, by the API or a person.
func (d *Doc) Revision() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.rev
}

// Rows returns the content of a tab, header row first, without empty rows and cells at the ends; nil if there is no
// such tab.
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

// Cells returns the same as Rows with all that is known of each cell, nil for a cell that was never touched.
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

// Line returns all cells of a row, including empty ones at its end; nil for a row that was never touched.
func (d *Doc) Line(tab string, row int) []*Cell {
	s := d.state().titled(tab)
	if s == nil || row < 0 {
		return nil
	}
	return slices.Clone(s.row(row))
}

// SetShared sets whether the API's caller may see the spreadsheet.
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

// Watch sets a function that is called for every cell that the API changes, after the batch has been applied. The
// function may read the spreadsheet and edit it as a person, but not write through the API.
func (d *Doc) Watch(f func(Write)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.watch = f
}

// change runs f on a copy of the spreadsheet and publishes it if f returns nil. Nothing is changed otherwise.
func (d *Doc) change(human bool, f func(*edit) error) error {
	if !human {
		d.notifyMu.Lock()
		defer d.notifyMu.Unlock()
	}
	d.mu.Lock()
	e := d.newEdit(human)
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
			// A later request of the batch has changed only the looks of the cell.
			p.new = p.l.cells[p.col]
		}
		watch(Write{Tab: p.s.title, SheetID: p.s.id, Row: p.row, Col: p.col, Inserted: p.inserted,
			Old: p.old, New: p.new, Line: p.l.before, Header: p.l.header})
	}
	return nil
}

// publish makes st the current version. The caller holds d.mu.
func (d *Doc) publish(st *state) {
	d.undoStack = keepVersion(d.undoStack, d.current)
	d.show(st)
}

// show makes st the current version, and tells so. The caller holds d.mu.
func (d *Doc) show(st *state) {
	d.versions = keepVersion(d.versions, d.current)
	if d.current, d.rev = st, st.rev; d.srv.opt.Changed != nil {
		d.srv.opt.Changed(d.id)
	}
}

// keepVersion adds a version and drops the oldest ones beyond the limits.
func keepVersion(kept []*state, st *state) []*state {
	kept = append(kept, st)
	rows := 0
	for i := len(kept) - 1; i >= 0; i-- {
		for _, s := range kept[i].sheets {
			rows += len(s.lines)
		}
		if len(kept)-i > maxVersions || rows > maxVersionRows {
			return slices.Clone(kept[i+1:])
		}
	}
	return kept
}

// goBack makes an old version the current one, as a new version. The caller holds d.mu.
func (d *Doc) goBack(old *state) {
	st := *old
	st.rev = d.rev + 1
	if !d.MetadataUndone {
		st.meta, st.names = d.current.meta, d.current.names
	}
	e := &edit{doc: d, st: &st}
	e.dropOrphanedMeta()
	d.show(&st)
}
