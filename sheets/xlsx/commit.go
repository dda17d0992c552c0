package xlsx

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"leadsheet/sheets"
	"leadsheet/sheets/xlsx/ooxml"
	"leadsheet/sheets/xlsx/ooxml/closeup"
)

// Commit implements sheets.Book.
func (b *Book) Commit(ctx context.Context, snap *sheets.Snapshot, batch sheets.Batch) (*sheets.Result, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	s, ok := snap.Version.(*snapshot)
	if !ok {
		return nil, errors.New("commit to workbook: the snapshot is not one of this workbook's")
	}
	for range maxTries {
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
		if err == nil {
			err = p.losesColumn(s, batch)
		}
		if err != nil {
			return nil, err
		}
		if p.hidden, err = toHide(cur.wb, batch.Shown); err != nil {
			return nil, err
		}
		if !p.effective() {
			return b.settled(&p.result)
		}
		err = b.write(ctx, cur, change{draft: p.draft, check: p.check, checked: p.onlyChecked()})
		if errors.Is(err, errDisplaced) {
			continue
		}
		if errors.Is(err, sheets.ErrBusy) && p.onlyChecked() {
			return b.settled(&p.result)
		}
		if errors.Is(err, errPage) { // the rows matter more than a report
			b.notes = append(b.notes, fmt.Sprintf("a report could not be drawn, the rest was stored: %v", err))
			batch.Pages = nil
			continue
		}
		if err != nil {
			return nil, err
		}
		p.result.Wrote, p.result.Checked = true, p.onlyChecked()
		p.result.Notes = append(p.result.Notes, b.tellOwner()...)
		b.toldTotals = b.toldTotals || p.belowTotals
		return b.settled(&p.result)
	}
	return nil, fmt.Errorf("commit to workbook: it was saved by others %d times while it was written: %w",
		maxTries, sheets.ErrBusy)
}

// settled is the end of a commit: its result, if the copy of what was written last is stored, too.
func (b *Book) settled(r *sheets.Result) (*sheets.Result, error) {
	if err := b.keepLast(nil); err != nil {
		return nil, err
	}
	return r, nil
}

// losesColumn returns ErrConflict if a value of a new row has lost its column since the snapshot was read: planned
// anew, the value goes elsewhere, while a row without it would say that a person had cleared it.
func (p *commitPlan) losesColumn(s *snapshot, batch sheets.Batch) error {
	for _, a := range batch.Appends {
		base, now := s.tables[sheets.Fold(a.Tab)], p.table(a.Tab)
		if base == nil || now == nil || base == now {
			continue
		}
		for i, title := range a.Columns {
			if base.tab.Col(title) < 0 || now.tab.Col(title) >= 0 {
				continue
			}
			if slices.ContainsFunc(a.Rows, func(row []sheets.Cell) bool { return !row[i].IsEmpty() }) {
				return fmt.Errorf("commit to workbook: the column %q of the tab %q was just renamed or removed: %w",
					title, a.Tab, sheets.ErrConflict)
			}
		}
	}
	return nil
}

// conflict returns ErrConflict if another leadsheet process has written the file since base, or if the file is older
// than base. Writes of this Book in between are no conflict, since rows are found by their content.
func (b *Book) conflict(base, cur *workbook) error {
	switch {
	case cur.gen < base.gen, b.setBack: // since the snapshot was read, also by another process
		return fmt.Errorf("commit to workbook: an older copy was saved over it, read it again: %w", sheets.ErrConflict)
	case cur.gen == base.gen && cur.writer != base.writer:
		return fmt.Errorf("commit to workbook: %w", sheets.ErrConflict)
	}
	for g := base.gen + 1; g <= cur.gen; g++ {
		if !b.ownGenerations[g] {
			return fmt.Errorf("commit to workbook: %w", sheets.ErrConflict)
		}
	}
	if cur.gen > base.gen && cur.writer != b.processID {
		return fmt.Errorf("commit to workbook: %w", sheets.ErrConflict)
	}
	return nil
}

// errPage marks the failure to draw a page.
var errPage = errors.New("a page cannot be drawn")

// cellEdit is one cell to be written.
type cellEdit struct {
	title    string
	row, col int // the sheet's row from 1, the column from 0
	cell     sheets.Cell
	clock    bool // a date shows its time of day, where it has one
}

// commitPlan is a batch in the coordinates of one version of the file.
type commitPlan struct {
	book    *Book
	base    *version
	edits   []cellEdit
	heights []newHeight
	fitters map[*table]*fitter
	pages   []pageEdit
	checked int                        // edits that say when a page was looked at last
	hidden  map[string]bool            // tabs to be hidden or shown, by folded title
	growth  map[string]ooxml.Growth    // by the tab's title
	drops   map[string]closeup.Dropped // rows that are taken out, by the tab's title
	stale   map[string]map[[2]int]bool
	tables  map[string]*table         // of base, by folded title
	links   map[string]map[string]int // by folded title: key to sheet row
	result  sheets.Result

	belowTotals bool // new rows stand below a row of totals
}

// merge converts the batch to the coordinates of cur. What editors have changed since s was read stays.
func (b *Book) merge(s *snapshot, cur *version, batch sheets.Batch) (*commitPlan, error) {
	p := &commitPlan{book: b, base: cur, tables: map[string]*table{}, links: map[string]map[string]int{},
		growth: map[string]ooxml.Growth{}, drops: map[string]closeup.Dropped{}, fitters: map[*table]*fitter{}}
	if s.v.wb == cur.wb {
		for k, t := range s.tables {
			p.tables[k] = t
		}
	}
	got, err := sheets.Resolve(batch, func(title string) sheets.Target { return p.target(s, title) })
	if err != nil {
		return nil, err
	}
	type place struct {
		tab string
		row int
	}
	edited := map[place][]sheets.Cell{} // what the rows will hold
	var order []place
	for _, e := range got.Edits {
		t, at := p.tables[e.Tab], place{e.Tab, e.Row}
		p.edits = append(p.edits, cellEdit{title: t.grid.Title, row: t.nums[e.Row], col: e.Col, cell: e.Want,
			clock: p.showsClock(t, e.Col, e.Want)})
		if edited[at] == nil {
			edited[at], order = slices.Clone(t.tab.Rows[e.Row]), append(order, at)
		}
		if e.Col < len(edited[at]) {
			edited[at][e.Col] = e.Want
		}
	}
	for _, at := range order {
		t := p.tables[at.tab]
		p.fit(t, t.nums[at.row], t.tab.Rows[at.row], edited[at])
	}
	for _, a := range got.Added {
		if err := p.addRows(p.tables[a.Tab], a.Rows); err != nil {
			return nil, err
		}
	}
	if s.v.wb != cur.wb && slices.ContainsFunc(got.Skipped, func(k sheets.Skip) bool {
		return p.book.layout[sheets.Fold(k.Change.Tab)].Key == k.Change.Column
	}) {
		// What else the batch says of the row says it of the key that the row was to get.
		return nil, fmt.Errorf("commit to workbook: a row that was to get its key has changed: %w", sheets.ErrConflict)
	}
	p.result.Skipped, p.result.MissingColumns = got.Skipped, got.MissingColumns
	if err := p.remove(got.Removed, batch.Removes); err != nil {
		return nil, err
	}
	for _, pg := range sheets.OwnPages(batch.Pages, cur.wb.isOthers) {
		e := comparePage(cur.wb.byName[sheets.Fold(pg.Title)], pg)
		if batch.Checked {
			p.sayChecked(&e)
		}
		if g := cur.wb.byName[sheets.Fold(pg.Former)]; pg.Former != "" && e.grid == nil && g != nil && g.NoLines {
			e.former = g // a page of earlier versions
		}
		p.pages = append(p.pages, e)
	}
	return p, nil
}

// effective reports whether the plan changes the file.
func (p *commitPlan) effective() bool {
	return len(p.edits)+len(p.hidden)+len(p.drops) > 0 ||
		slices.ContainsFunc(p.pages, func(e pageEdit) bool { return e.differs })
}

// table returns a tab of the plan's version of the file, nil if it is missing.
func (p *commitPlan) table(title string) *table {
	k := sheets.Fold(title)
	if t, ok := p.tables[k]; ok {
		return t
	}
	g := p.base.wb.byName[k]
	if g == nil {
		return nil
	}
	t := tableOf(g, p.book.tabLayout(title))
	p.tables[k] = t
	return t
}

// target returns a tab as the snapshot has it and as the file has it now.
func (p *commitPlan) target(s *snapshot, title string) sheets.Target {
	k := sheets.Fold(title)
	t := sheets.Target{Layout: p.book.layout[k], Clean: storable}
	base, now := s.tables[k], p.table(title)
	if base != nil {
		t.Base = base.tab
	}
	if now == nil {
		return t
	}
	t.Now = now.tab
	t.Formula = func(row, col int) bool { return now.grid.At(now.nums[row], col).Formula }
	if base != nil && base != now {
		var f *finder // built on first use
		t.Find = func(row int) (int, string) {
			if f == nil {
				f = newFinder(base, now, t.Layout.Key)
			}
			return f.find(row)
		}
	}
	return t
}

// showsClock reports whether a cell is a day of a column that shows the time of day where there is one.
func (p *commitPlan) showsClock(t *table, col int, c sheets.Cell) bool {
	layout := p.book.tabLayout(t.tab.Title)
	return (c.Kind == dateKind || c.Kind == numberKind) && col < len(t.tab.Columns) &&
		layout.ShowsClock(t.tab.Columns[col])
}

// addRows plans new rows below the last row of a table.
func (p *commitPlan) addRows(t *table, rows [][]sheets.Cell) error {
	place := newRowFinder(t)
	totals, why, err := p.movesTotals(t, len(rows))
	if err != nil {
		return err
	}
	p.tellTotals(t, why)
	place.move = totals.Row
	grow := ooxml.Growth{Header: t.header, From: place.last, Right: len(t.tab.Columns) - 1}
	if len(rows) > 0 {
		p.edits = slices.Grow(p.edits, len(rows)*len(rows[0]))
	}
	for _, row := range rows {
		cells := make(map[int]sheets.Cell, len(row))
		for col, c := range row {
			if !c.IsEmpty() {
				cells[col] = c
			}
		}
		num := place.next(cells)
		if num > ooxml.MaxRows { // something stands in the last row
			place.last = t.aboveStray()
			grow.From = place.last
			num = place.next(cells)
		}
		if num > ooxml.MaxRows {
			return fmt.Errorf("append to tab %q: it has %d rows, as many as fit: move old rows to another workbook",
				t.tab.Title, ooxml.MaxRows)
		}
		for col := range row {
			if c, ok := cells[col]; ok && (num == place.move || !t.grid.At(num, col).Value.Equal(c)) {
				p.edits = append(p.edits, cellEdit{title: t.grid.Title, row: num, col: col, cell: c,
					clock: p.showsClock(t, col, c)})
			}
		}
		p.fit(t, num, nil, row)
		grow.To = num
	}
	if place.move > 0 && grow.To >= place.move {
		grow.Totals, grow.By = totals, grow.To-place.move+1
	}
	p.growth[t.grid.Title] = grow
	return nil
}
