package xlsx

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"leadsheet/sheets"
)

// toHide are the tabs to be hidden (true) or shown, by folded title. It is ErrConflict if users have changed one of
// them since it was read.
func toHide(wb *workbook, tabs []sheets.TabShown) (map[string]bool, error) {
	out := map[string]bool{}
	for _, t := range tabs {
		k := sheets.Fold(t.Tab)
		switch g := wb.byName[k]; {
		case g == nil:
		case t.Unread:
			if g.Hidden != t.Want {
				out[k] = t.Want
			}
		case g.Hidden != t.Was:
			return nil, fmt.Errorf("commit to workbook: a tab was hidden or shown meanwhile: %w", sheets.ErrConflict)
		case t.Want != t.Was:
			out[k] = t.Want
		}
	}
	return out, nil
}

// groupColumns groups the columns of a new table that are to be grouped, and closes the groups.
func groupColumns(f *excelize.File, title string, columns []sheets.Column) error {
	for i, c := range columns {
		if !c.Grouped {
			continue
		}
		name := sheets.ColumnLetters(i)
		if err := f.SetColOutlineLevel(title, name, 1); err != nil {
			return err
		}
		if err := f.SetColVisible(title, name, false); err != nil {
			return err
		}
		if i+1 == len(columns) || !columns[i+1].Grouped {
			if err := closeGroup(f, title, i+1); err != nil {
				return err
			}
		}
	}
	return nil
}

// closeGroup marks the column behind a group as the one with the button that opens it, and the sheet as one with
// groups. excelize reads and keeps both marks, but has no call that sets them. Without them the columns are hidden all
// the same, but LibreOffice shows the group as open.
func closeGroup(f *excelize.File, title string, col int) error {
	name := sheets.ColumnLetters(col)
	width, err := f.GetColWidth(title, name)
	if err != nil {
		return err
	}
	if err := f.SetColWidth(title, name, name, width); err != nil {
		return err
	}
	sheet, ok := sheetPart(f, title)
	if !ok {
		return nil
	}
	sheet.FieldByName("SheetFormatPr").Elem().FieldByName("OutlineLevelCol").SetUint(1)
	cols := sheet.FieldByName("Cols").Elem().FieldByName("Col")
	for i := range cols.Len() {
		if c := cols.Index(i); c.FieldByName("Min").Int() == int64(col+1) {
			c.FieldByName("Collapsed").SetBool(true)
		}
	}
	return nil
}
