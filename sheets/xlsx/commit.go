package xlsx

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"leadsheet/sheets"
)

// Commit implements sheets.Book.
func (b *Book) Commit(ctx context.Context, snap *sheets.Snapshot, batch sheets.Batch) (*sheets.Result, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	s, ok := snap.Version.(*snapshot)
	if !ok {
		return nil, errors.New("commit to workbook: the snapshot is not one of this workbook's")
	}
	for range tries {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		cur, err := b.load()
		if err != nil {
			return nil, err
		}
		if err := b.conflict(s.v.wb, cur.wb); err != nil {
			return nil, err
		}
		p, err := b.merge(s, cur, batch)
		if err != nil {
			return nil, err
		}
		if !p.effective() {
			return &p.result, nil
		}
		err = b.write(ctx, cur, change{apply: p.apply, check: p.check})
		if errors.Is(err, errDisplaced) {
			continue
		}
		if errors.Is(err, errPage) { // rows are worth more than the report beside them
			b.notes = append(b.notes, fmt.Sprintf("a report could not be drawn, the rest was stored: %v", err))
			batch.Pages = nil
			continue
		}
		if err != nil {
			return nil, err
		}
		p.result.Wrote = true
		return &p.result, nil
	}
	return nil, fmt.Errorf("commit to workbook: it was saved by others %d times while it was written: %w",
		tries, sheets.ErrBusy)
}

// conflict returns ErrConflict when the file was written by another of us since base, or is older than base. Our own
// writes in between are no conflict: rows are found by their content.
func (b *Book) conflict(base, cur *workbook) error {
	switch {
	case cur.gen < base.gen:
		return fmt.Errorf("commit to workbook: an older copy was saved over it, read it again: %w", sheets.ErrConflict)
	case cur.gen == base.gen && cur.writer != base.writer:
		return fmt.Errorf("commit to workbook: %w", sheets.ErrConflict)
	}
	for g := base.gen + 1; g <= cur.gen; g++ {
		if !b.ours[g] {
			return fmt.Errorf("commit to workbook: %w", sheets.ErrConflict)
		}
	}
	if cur.gen > base.gen && cur.writer != b.who {
		return fmt.Errorf("commit to workbook: %w", sheets.ErrConflict)
	}
	return nil
}

// errPage says that a page could not be drawn.
var errPage = errors.New("a page cannot be drawn")

// edit is one cell to be written.
type edit struct {
	title    string
	row, col int // the sheet's row from 1, the column from 0
	cell     sheets.Cell
}

// newRow is an appended row and how many lines of text it shows: a row without a height of its own is drawn with one
// line by some programs, whatever it holds.
type newRow struct {
	title      string
	row, lines int
}

const (
	lineHeight = 15 // points
	maxLines   = 4  // more would push the other leads out of sight
)

// linesOf is how many lines the fullest cell of a row has.
func linesOf(row []sheets.Cell) int {
	lines := 1
	for _, c := range row {
		lines = max(lines, 1+strings.Count(strings.TrimRight(c.Text, "\n"), "\n"))
	}
	return min(lines, maxLines)
}

// plan is a batch in the coordinates of one version of the file.
type plan struct {
	book    *Book
	base    *version
	edits   []edit
	newRows []newRow
	pages   []pageEdit
	tables  map[string]*table         // of base, by folded title
	links   map[string]map[string]int // by folded title: key to sheet row
	result  sheets.Result
}

// merge brings the batch into the coordinates of cur. What people have changed since s was read stays.
func (b *Book) merge(s *snapshot, cur *version, batch sheets.Batch) (*plan, error) {
	p := &plan{book: b, base: cur, tables: map[string]*table{}, links: map[string]map[string]int{}}
	if s.v.wb == cur.wb {
		for k, t := range s.tables {
			p.tables[k] = t
		}
	}
	got, err := sheets.Resolve(batch, func(title string) sheets.Target { return p.target(s, title) })
	if err != nil {
		return nil, err
	}
	for _, e := range got.Edits {
		t := p.tables[e.Tab]
		p.edits = append(p.edits, edit{title: t.grid.title, row: t.nums[e.Row], col: e.Col, cell: e.Want})
	}
	for _, a := range got.Added {
		if err := p.add(p.tables[a.Tab], a.Rows); err != nil {
			return nil, err
		}
	}
	p.result.Skipped, p.result.MissingColumns = got.Skipped, got.MissingColumns
	for _, pg := range batch.Pages {
		p.pages = append(p.pages, comparePage(cur.wb.byName[sheets.Fold(pg.Title)], pg))
	}
	return p, nil
}

// effective reports whether the plan is a reason to touch the file.
func (p *plan) effective() bool {
	return len(p.edits) > 0 || slices.ContainsFunc(p.pages, func(e pageEdit) bool { return e.differs })
}

// table returns a tab of the current file, or nil.
func (p *plan) table(title string) *table {
	k := sheets.Fold(title)
	if t, ok := p.tables[k]; ok {
		return t
	}
	g := p.base.wb.byName[k]
	if g == nil {
		return nil
	}
	t := tableOf(g, p.book.want(title))
	p.tables[k] = t
	return t
}

// target is a tab as the snapshot has it and as the file has it now.
func (p *plan) target(s *snapshot, title string) sheets.Target {
	k := sheets.Fold(title)
	t := sheets.Target{Layout: p.book.layout[k], Clean: clean}
	base, now := s.tables[k], p.table(title)
	if base != nil {
		t.Base = base.tab
	}
	if now == nil {
		return t
	}
	t.Now = now.tab
	t.Formula = func(row, col int) bool { return now.grid.at(now.nums[row], col).formula }
	if base != nil && base != now {
		var f *finder // made when a change needs it
		t.Find = func(row int) (int, string) {
			if f == nil {
				f = newFinder(base, now, t.Layout.Key)
			}
			return f.find(row)
		}
	}
	return t
}

// add plans new rows below the last row of a table.
func (p *plan) add(t *table, rows [][]sheets.Cell) error {
	below := newPlace(t)
	for _, row := range rows {
		cells := make(map[int]sheets.Cell, len(row))
		for col, c := range row {
			if !c.IsEmpty() {
				cells[col] = c
			}
		}
		num := below.next(cells)
		if num > excelize.TotalRows {
			return fmt.Errorf("append to tab %q: it is full", t.tab.Title)
		}
		for col := range row {
			if c, ok := cells[col]; ok && !t.grid.at(num, col).cell.Equal(c) {
				p.edits = append(p.edits, edit{title: t.grid.title, row: num, col: col, cell: c})
			}
		}
		p.newRows = append(p.newRows, newRow{t.grid.title, num, linesOf(row)})
	}
	return nil
}

// apply writes the plan into an opened workbook.
func (p *plan) apply(f *excelize.File) error {
	look := newLook(f)
	for _, e := range p.edits {
		if err := look.set(e); err != nil {
			return fmt.Errorf("write tab %q: %w", e.title, err)
		}
	}
	for _, n := range p.newRows {
		if n.lines > 1 {
			if err := f.SetRowHeight(n.title, n.row, lineHeight*float64(n.lines)); err != nil {
				return fmt.Errorf("write tab %q: %w", n.title, err)
			}
		}
	}
	for i := range p.pages {
		if err := p.applyPage(f, look, &p.pages[i]); err != nil {
			return fmt.Errorf("%w: write tab %q: %w", errPage, p.pages[i].page.Title, err)
		}
	}
	return nil
}

// check compares what was written with what was meant: every cell of the plan is there, every other is as it was.
func (p *plan) check(wb *workbook) error {
	type at struct {
		title    string
		row, col int
	}
	edited := make(map[at]sheets.Cell, len(p.edits))
	for _, e := range p.edits {
		edited[at{e.title, e.row, e.col}] = e.cell
	}
	for k, c := range edited {
		if g := wb.byName[sheets.Fold(k.title)]; g == nil || !g.at(k.row, k.col).cell.Equal(c) {
			return fmt.Errorf("tab %q does not hold what was written", k.title)
		}
	}
	for _, e := range p.pages {
		if now := comparePage(wb.byName[sheets.Fold(e.page.Title)], e.page); now.differs {
			return fmt.Errorf("tab %q does not hold what was written", e.page.Title)
		}
	}
	isPage := func(g *grid) bool {
		same := func(e pageEdit) bool { return sheets.Fold(e.page.Title) == sheets.Fold(g.title) }
		return slices.ContainsFunc(p.pages, same)
	}
	for _, g := range p.base.wb.order {
		if isPage(g) {
			continue
		}
		except := func(row, col int) bool { _, ok := edited[at{g.title, row, col}]; return ok }
		if err := unchanged(g, wb, except); err != nil {
			return err
		}
	}
	return nil
}

// unchanged checks that a tab holds in wb what it held before, but for the cells that except names.
func unchanged(g *grid, wb *workbook, except func(row, col int) bool) error {
	now := wb.byName[sheets.Fold(g.title)]
	if now == nil {
		return fmt.Errorf("tab %q would be lost", g.title)
	}
	for _, r := range g.rows {
		for _, c := range r.cells {
			if except(r.num, c.col) {
				continue
			}
			if n := now.at(r.num, c.col); !n.cell.Equal(c.cell) || n.formula != c.formula {
				return fmt.Errorf("a cell of tab %q would be changed", g.title)
			}
		}
	}
	return nil
}
