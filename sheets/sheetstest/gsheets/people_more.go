package gsheets

import (
	"maps"
	"slices"

	"leadsheet/sheets"
)

// RenameColumn types a new title over a column's.
func (p *People) RenameColumn(tab, from, to string) {
	p.edit(tab, func(t *personEdit) {
		if c := t.column(from); c >= 0 {
			t.typeCell(0, c, textCell(to))
		}
	})
}

// MoveColumn moves a column to the right end.
func (p *People) MoveColumn(tab, column string) {
	p.edit(tab, func(t *personEdit) {
		if c := t.column(column); c >= 0 {
			t.moveColumns(t.s, c, 1, t.s.width(0))
		}
	})
}

// AddColumn inserts an empty column at the left.
func (p *People) AddColumn(tab, title string) {
	p.edit(tab, func(t *personEdit) {
		t.insertColumns(t.s, 0, 1, false)
		t.typeCell(0, 0, textCell(title))
	})
}

// DeleteColumn deletes a column.
func (p *People) DeleteColumn(tab, column string) {
	p.edit(tab, func(t *personEdit) {
		if c := t.column(column); c >= 0 && t.s.cols > 1 {
			t.deleteColumns(t.s, c, 1)
		}
	})
}

// Undo reverts the last change, by the API or a person, of content or structure. Another Undo goes one change further
// back.
func (p *People) Undo() {
	d := p.d
	d.mu.Lock()
	defer d.mu.Unlock()
	if n := len(d.undoStack); n > 0 {
		old := d.undoStack[n-1]
		d.undoStack = d.undoStack[:n-1]
		d.goBack(old)
	}
}

// Restore restores an old version by its Revision. A version that is no longer kept is ignored.
func (p *People) Restore(revision int) {
	d := p.d
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, old := range slices.Backward(d.versions) {
		if old.rev == revision {
			d.undoStack = keepVersion(d.undoStack, d.current)
			d.goBack(old)
			return
		}
	}
	p.reportMissing("version %d is not kept", revision)
}

// AddTab adds an empty tab at the end.
func (p *People) AddTab(title string) {
	_ = p.d.change(true, func(e *edit) error {
		if e.st.titled(title) != nil {
			p.reportMissing("there is a tab %q already", title)
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
	p.edit(tab, func(t *personEdit) {
		if len(t.st.sheets) > 1 {
			t.deleteSheet(t.s)
		}
	})
}

// RenameTab gives a tab another title.
func (p *People) RenameTab(from, to string) {
	p.edit(from, func(t *personEdit) {
		if t.st.titled(to) == nil {
			t.s.title, t.dirty = to, true
		}
	})
}

// Tabs returns the titles of all tabs in their order, including hidden ones.
func (p *People) Tabs() []string { return p.d.Tabs() }

// Hidden reports whether a tab is hidden.
func (p *People) Hidden(tab string) bool {
	s := p.d.state().titled(tab)
	return s != nil && s.hidden()
}

// ColumnHidden reports whether a column is hidden.
func (p *People) ColumnHidden(tab, column string) (hidden bool) {
	p.edit(tab, func(t *personEdit) {
		c := t.column(column)
		hidden = c >= 0 && c < len(t.s.columns) && t.s.columns[c].hidden
	})
	return hidden
}

// SetHidden hides or shows a tab. The last one that is seen stays.
func (p *People) SetHidden(tab string, hidden bool) {
	p.edit(tab, func(t *personEdit) {
		if shown := t.st.shown(); hidden && len(shown) == 1 && shown[0] == t.s.title {
			return
		}
		t.s.props, t.dirty = maps.Clone(t.s.props), true
		if delete(t.s.props, "hidden"); hidden {
			t.s.props["hidden"] = true
		}
	})
}

// SetFilter sets a filter on the tab that hides the rows with one of the values in the column.
func (p *People) SetFilter(tab, column string, hidden ...string) {
	p.edit(tab, func(t *personEdit) {
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
	p.edit(tab, func(t *personEdit) {
		r, a, b := t.find(row), t.column(col1), t.column(col2)
		if r >= 0 && a >= 0 && b >= 0 && a != b {
			// Cells that are merged already stay unchanged.
			t.dirty = true
			_ = t.merge(t.s, area{r, r + 1, min(a, b), max(a, b) + 1})
		}
	})
}

// Protect allows only the owner, who is not the API's caller, to edit a column.
func (p *People) Protect(tab, column string) {
	p.edit(tab, func(t *personEdit) {
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
	p.edit(tab, func(t *personEdit) {
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
