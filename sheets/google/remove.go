package google

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	api "google.golang.org/api/sheets/v4"

	"leadsheet/sheets"
	"leadsheet/sheets/google/undo"
)

// How many blank rows stay below the content of a tab from which rows are taken out, and how many are taken away at
// once. People paste below the content, so the spare ones stay; a new tab of Google's has as many.
const (
	spareRows = 1000
	mostGone  = 300
)

// Where a cell that is to be written comes from, if not from a change of the batch.
const (
	fromPutBack = -1
	fromRemove  = -2
)

// remove plans to take rows out: their keys are emptied, and they go behind all others. See sheets.Remove.
func (p *plan) remove(rows []sheets.RemovedRow) {
	for _, r := range rows {
		t := p.s.tables[r.Tab]
		p.edit(cellEdit{t, r.Row, r.Key, t.Tab.At(r.Row, r.Key), sheets.Cell{}, fromRemove, false})
		p.removed = append(p.removed, removedRow{t, t.Num(r.Row)})
	}
}

// removedRow is a row that goes behind all others: the sheet's row, from 0.
type removedRow struct {
	t   *table
	num int
}

// removeRequests move the rows that are taken out to the end of the grid, and take blank rows away that are far below
// the content. They are the last of a batch, from the bottom up, so that they move nothing that is written before.
func (p *plan) removeRequests() []*api.Request {
	slices.SortFunc(p.removed, func(a, b removedRow) int {
		return cmp.Or(cmp.Compare(a.t.ID, b.t.ID), cmp.Compare(b.num, a.num))
	})
	var reqs []*api.Request
	for i := 0; i < len(p.removed); {
		r := p.removed[i]
		end, ok := p.ends[r.t.ID]
		if !ok {
			if end = r.t.rows; p.adds[r.t.ID] == nil {
				var gone *api.Request
				if gone, end = p.takeAway(r.t); gone != nil {
					reqs = append(reqs, gone)
				}
			}
			p.ends[r.t.ID] = end
		}
		n := 1
		for i+n < len(p.removed) && p.removed[i+n].t == r.t && p.removed[i+n].num == r.num-n {
			n++
		}
		if int64(r.num+1) < end {
			reqs = append(reqs, &api.Request{MoveDimension: &api.MoveDimensionRequest{DestinationIndex: end,
				Source: rowRange(r.t.ID, int64(r.num-n+1), int64(r.num+1))}})
		}
		i += n
	}
	return reqs
}

// takeAway takes blank rows away that are far below the content of a table, and returns how many rows the grid has
// then.
func (p *plan) takeAway(t *table) (*api.Request, int64) {
	from := int64(max(t.last, t.Header)+1) + p.b.spare
	from = max(from, t.rows-mostGone)
	if from >= t.rows {
		return nil, t.rows
	}
	p.log.Gone(&t.Table, int(from), int(t.rows-from))
	return &api.Request{DeleteDimension: &api.DeleteDimensionRequest{Range: rowRange(t.ID, from, t.rows)}}, from
}

func rowRange(id, from, to int64) *api.DimensionRange {
	return &api.DimensionRange{SheetId: id, Dimension: "ROWS", StartIndex: from, EndIndex: to}
}

// giveBack adds rows again that an earlier write took away although somebody had just filled them.
func (p *plan) giveBack(rows map[int64][][]sheets.Cell) {
	for _, t := range p.s.tables {
		if add := rows[t.ID]; len(add) > 0 {
			p.adds[t.ID] = &addition{t, add}
			p.order = append(p.order, t.ID)
		}
	}
	slices.Sort(p.order)
}

// FreeOfFormulas implements sheets.Formulas. It costs one request.
func (b *Book) FreeOfFormulas(ctx context.Context, snap *sheets.Snapshot, tab string, rows []int) (map[int]bool,
	error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	s, ok := snap.Version.(*snapshot)
	if !ok || s.tables[sheets.Fold(tab)] == nil || len(rows) == 0 {
		return nil, nil
	}
	t := s.tables[sheets.Fold(tab)]
	key := t.Tab.Col(b.want(tab).Key)
	if key < 0 {
		return nil, nil
	}
	title, width := strings.ReplaceAll(t.Tab.Title, "'", "''"), columnLetters(int64(len(t.Tab.Columns)))
	ranges := make([]string, len(rows))
	byKey := map[string]int{}
	for i, row := range rows {
		ranges[i] = fmt.Sprintf("'%s'!A%d:%s%d", title, t.Num(row)+1, width, t.Num(row)+1)
		byKey[undo.KeyText(t.Tab.At(row, key))] = row
	}
	var got *api.Spreadsheet
	err := b.read(ctx, "look for formulas in the spreadsheet", func(ctx context.Context) (err error) {
		got, err = b.svc.Spreadsheets.Get(b.id).Ranges(ranges...).IncludeGridData(true).Context(ctx).
			Fields("sheets(data(rowData(values(userEnteredValue,effectiveValue))))").Do()
		return err
	})
	if err != nil {
		return nil, err
	}
	plain := map[int]bool{}
	for _, sheet := range got.Sheets {
		for _, d := range sheet.Data {
			for _, r := range d.RowData {
				if key >= len(r.Values) || !isPlain(r.Values) {
					continue
				}
				if row, ok := byKey[undo.KeyText(extended(r.Values[key].EffectiveValue))]; ok {
					plain[row] = true
				}
			}
		}
	}
	return plain, nil
}

// isPlain reports whether all cells hold what was entered into them.
func isPlain(cells []*api.CellData) bool {
	return !slices.ContainsFunc(cells, func(c *api.CellData) bool {
		entered := c.UserEnteredValue
		return entered == nil && c.EffectiveValue != nil || entered != nil && entered.FormulaValue != nil
	})
}
