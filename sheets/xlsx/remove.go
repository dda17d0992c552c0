package xlsx

import (
	"context"
	"slices"

	"leadsheet/sheets"
	"leadsheet/sheets/xlsx/grids"
	"leadsheet/sheets/xlsx/ooxml"
	"leadsheet/sheets/xlsx/ooxml/closeup"
)

// skipMade is why a row stays of which only the key is left.
const skipMade = "the row has a note or a formula, or stands in a tab whose totals move"

// remove plans to take rows out: those below close up. Rows with notes, and what stands beside the table, stay.
func (p *commitPlan) remove(rows []sheets.RemovedRow, changes []sheets.Remove) error {
	for _, r := range rows {
		t := p.tables[r.Tab]
		noted, err := p.noted(t.grid.Title)
		if err != nil {
			return err
		}
		num := t.nums[r.Row]
		if noted[num] || !grids.Bare(t.grid.RowAt(num), r.Key) || p.growth[t.grid.Title].By > 0 {
			p.result.Skipped = append(p.result.Skipped, sheets.Skip{Change: sheets.Change{Tab: changes[r.Index].Tab,
				Row: changes[r.Index].Row}, Why: skipMade})
			continue
		}
		p.drops[t.grid.Title] = append(p.drops[t.grid.Title], num)
	}
	for _, d := range p.drops {
		slices.Sort(d)
	}
	return nil
}

// noted are the rows of a tab that have notes.
func (p *commitPlan) noted(title string) (map[int]bool, error) {
	for _, s := range p.base.wb.book.Sheets {
		if s.Title == title {
			return closeup.Noted(p.base.raw, s.Part)
		}
	}
	return nil, nil
}

// FreeOfFormulas implements sheets.Formulas. Rows with notes are not among them either: a note has no place in another
// workbook.
func (b *Book) FreeOfFormulas(_ context.Context, snap *sheets.Snapshot, tab string, rows []int) (map[int]bool, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	s, ok := snap.Version.(*snapshot)
	if !ok || s.tables[sheets.Fold(tab)] == nil {
		return nil, nil
	}
	t := s.tables[sheets.Fold(tab)]
	p := commitPlan{base: s.v}
	noted, err := p.noted(t.grid.Title)
	if err != nil {
		return nil, err
	}
	free := map[int]bool{}
	for _, row := range rows {
		formula := func(c ooxml.Cell) bool { return c.Formula }
		if r := t.grid.RowAt(t.nums[row]); r != nil && !noted[r.Num] && !slices.ContainsFunc(r.Cells, formula) {
			free[row] = true
		}
	}
	return free, nil
}
