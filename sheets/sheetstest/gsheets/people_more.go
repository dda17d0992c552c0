package gsheets

import (
	"slices"

	"leadsheet/sheets"
)

// RenameColumn types another title over a column's.
func (p *People) RenameColumn(tab, from, to string) {
	p.on(tab, func(t *session) {
		if c := t.column(from); c >= 0 {
			t.typed(0, c, textCell(to))
		}
	})
}

// MoveColumn takes a column to the right end.
func (p *People) MoveColumn(tab, column string) {
	p.on(tab, func(t *session) {
		if c := t.column(column); c >= 0 {
			t.moveColumns(t.s, c, 1, t.s.width(0))
		}
	})
}

// AddColumn inserts an empty column at the left.
func (p *People) AddColumn(tab, title string) {
	p.on(tab, func(t *session) {
		t.insertColumns(t.s, 0, 1, false)
		t.typed(0, 0, textCell(title))
	})
}

// DeleteColumn deletes a column.
func (p *People) DeleteColumn(tab, column string) {
	p.on(tab, func(t *session) {
		if c := t.column(column); c >= 0 && t.s.cols > 1 {
			t.deleteColumns(t.s, c, 1)
		}
	})
}

// Undo takes back the last change of anyone, content and structure. Another Undo goes one further back.
func (p *People) Undo() {
	d := p.d
	d.mu.Lock()
	defer d.mu.Unlock()
	if n := len(d.past); n > 0 {
		old := d.past[n-1]
		d.past = d.past[:n-1]
		d.back(old)
	}
}

// Restore brings an old version back, by its Revision. One that is no longer kept is ignored.
func (p *People) Restore(revision int) {
	d := p.d
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, old := range slices.Backward(d.versions) {
		if old.rev == revision {
			d.past = remember(d.past, d.cur)
			d.back(old)
			return
		}
	}
	p.missing("version %d is not kept", revision)
}

// AddTab adds an empty tab at the end.
func (p *People) AddTab(title string) {
	_ = p.d.change(true, func(e *edit) error {
		if e.st.titled(title) != nil {
			p.missing("there is a tab %q already", title)
			return nil
		}
		e.addSheet(
			&sheet{id: e.newSheetID(), title: title, props: tree{"sheetType": "GRID"}, rows: 1000, cols: 26},
			len(e.st.sheets),
		)
		return nil
	})
}

// DeleteTab deletes a tab, unless it is the last one.
func (p *People) DeleteTab(tab string) {
	p.on(tab, func(t *session) {
		if len(t.st.sheets) > 1 {
			t.deleteSheet(t.s)
		}
	})
}

// RenameTab gives a tab another title.
func (p *People) RenameTab(from, to string) {
	p.on(from, func(t *session) {
		if t.st.titled(to) == nil {
			t.s.title, t.dirty = to, true
		}
	})
}

// SetFilter puts a filter on the tab that hides the rows whose column holds one of the values.
func (p *People) SetFilter(tab, column string, hidden ...string) {
	p.on(tab, func(t *session) {
		c := t.column(column)
		if c < 0 {
			return
		}
		values := make([]any, len(hidden))
		for i, h := range hidden {
			values[i] = h
		}
		t.s.filter = tree{"range": gridRange(t.s.id, t.s.whole()),
			"criteria": tree{itoa(c): tree{"hiddenValues": values}}}
		t.dirty = true
		t.refilter(t.s)
	})
}

// Merge merges the cells of a row from the column col1 to the column col2.
func (p *People) Merge(tab, row, col1, col2 string) {
	p.on(tab, func(t *session) {
		r, a, b := t.find(row), t.column(col1), t.column(col2)
		if r >= 0 && a >= 0 && b >= 0 && a != b {
			// Cells that are merged already stay as they are.
			t.dirty = true
			_ = t.merge(t.s, area{r, r + 1, min(a, b), max(a, b) + 1})
		}
	})
}

// Protect lets only the owner edit a column; the API's caller is not the owner.
func (p *People) Protect(tab, column string) {
	p.on(tab, func(t *session) {
		if c := t.column(column); c >= 0 {
			t.dirty = true
			t.s.protected = append(slices.Clone(t.s.protected), tree{
				"protectedRangeId": float64(t.doc.srv.newID()),
				"range":            gridRange(t.s.id, area{0, t.s.rows, c, c + 1}),
				"editors":          tree{"users": []any{ownerAddress}},
			})
		}
	})
}

// MakeTable turns the tab's content into a table of that name.
func (p *People) MakeTable(tab, name string) {
	p.on(tab, func(t *session) {
		columns := []any{}
		for c := range t.s.width(0) {
			col := tree{"columnName": t.s.cell(0, c).Value.String()}
			if c > 0 {
				col["columnIndex"] = float64(c)
			}
			columns = append(columns, col)
		}
		t.dirty = true
		t.s.tables = append(slices.Clone(t.s.tables), tree{
			"tableId": itoa(int(t.doc.srv.newID())), "name": name,
			"range":            gridRange(t.s.id, area{0, max(t.s.height(), 2), 0, max(t.s.width(0), 1)}),
			"columnProperties": columns,
		})
	})
}

func textCell(s string) sheets.Cell {
	if s == "" {
		return sheets.Cell{}
	}
	return sheets.Cell{Kind: kindText, Text: s}
}
