package xlsx

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"leadsheet/sheets"
	"leadsheet/sheets/xlsx/highlight"
	"leadsheet/sheets/xlsx/ooxml/refer"
)

// listRows is the last row that lists, colours and the filter cover, more than a team's table grows to. listValues is
// how many values a list offers at most.
const (
	listRows   = 20000
	listValues = 199
)

// drawer adds tabs and columns to an opened workbook.
type drawer struct {
	f  *excelize.File
	wb *workbook // the workbook that the tabs are for; nil for a new one
	// rows is the last row of the tables, where it is known; 0: they grow to listRows.
	rows int
}

// lastRow is the last row that lists, colours and the filter cover.
func (d *drawer) lastRow() int { return cmp.Or(d.rows, listRows) }

// makeTabs creates all tabs first and their lists afterwards, because lists refer to other tabs.
func (d *drawer) makeTabs(tabs []sheets.TabLayout) error {
	for _, t := range tabs {
		if _, err := d.f.NewSheet(t.Title); err != nil {
			return fmt.Errorf("make tab %q: %w", t.Title, err)
		}
		if err := d.drawTab(t); err != nil {
			return fmt.Errorf("make tab %q: %w", t.Title, err)
		}
	}
	for _, t := range tabs {
		for i, c := range t.Columns {
			if err := d.addList(t.Title, 1, i, c); err != nil {
				return fmt.Errorf("make the lists of tab %q: %w", t.Title, err)
			}
		}
	}
	for _, t := range tabs {
		if !t.Hidden {
			continue
		}
		if err := d.f.SetSheetVisible(t.Title, false); err != nil {
			return fmt.Errorf("hide tab %q: %w", t.Title, err)
		}
	}
	return nil
}

// drawTab writes header, columns, initial rows, colours, filter and frozen header.
func (d *drawer) drawTab(t sheets.TabLayout) error {
	f := d.f
	for i, c := range t.Columns {
		if err := d.drawColumn(t.Title, 1, i, c, t.Note); err != nil {
			return err
		}
	}
	look := newStyler(f)
	for r, row := range t.Rows {
		for i, c := range row {
			if err := look.set(cellEdit{title: t.Title, row: r + 2, col: i, cell: storable(c)}); err != nil {
				return err
			}
		}
	}
	if err := highlight.Rows(f, t, d.lastRow()); err != nil {
		return err
	}
	if color := tabColor(t.Color); color != "" {
		if err := f.SetSheetProps(t.Title, &excelize.SheetPropsOptions{TabColorRGB: &color}); err != nil {
			return err
		}
	}
	if err := f.SetRowHeight(t.Title, 1, 24); err != nil {
		return err
	}
	if err := setHeights(f, firstHeights(t)); err != nil {
		return err
	}
	last, err := excelize.CoordinatesToCellName(max(len(t.Columns), 1), d.lastRow())
	if err != nil {
		return err
	}
	if err := f.AutoFilter(t.Title, "A1:"+last, nil); err != nil {
		return err
	}
	landscape, a4, fit, any := "landscape", 9, true, 0
	one := 1
	paper := &excelize.PageLayoutOptions{Orientation: &landscape, Size: &a4, FitToWidth: &one, FitToHeight: &any}
	if err := f.SetPageLayout(t.Title, paper); err != nil {
		return err
	}
	if err := f.SetSheetProps(t.Title, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	if err := groupColumns(f, t.Title, t.Columns); err != nil {
		return err
	}
	return freeze(f, t.Title, 1, t.Frozen)
}

// drawColumn adds one column: the style of all its cells, its width, its title in the given row, and the title's note.
func (d *drawer) drawColumn(title string, header, i int, c sheets.Column, tabNote string) error {
	f := d.f
	name, err := excelize.ColumnNumberToName(i + 1)
	if err != nil {
		return err
	}
	body, err := f.NewStyle(columnStyle(c))
	if err != nil {
		return err
	}
	if err := f.SetColStyle(title, name, body); err != nil {
		return err
	}
	width := c.Width
	if width <= 0 {
		width = max(float64(len([]rune(c.Title)))+4, 12)
	}
	if err := f.SetColWidth(title, name, name, min(width, 120)); err != nil {
		return err
	}
	if c.Hidden {
		if err := f.SetColVisible(title, name, false); err != nil {
			return err
		}
	}
	return d.drawHeader(title, fmt.Sprint(name, header), i, c, tabNote)
}

func (d *drawer) drawHeader(title, ref string, i int, c sheets.Column, tabNote string) error {
	f := d.f
	id, err := f.NewStyle(headerStyle(c))
	if err != nil {
		return err
	}
	if err := f.SetCellStr(title, ref, c.Title); err != nil {
		return err
	}
	if err := f.SetCellStyle(title, ref, ref, id); err != nil {
		return err
	}
	note := c.Note
	if i == 0 && tabNote != "" {
		note = strings.TrimSpace(tabNote + "\n\n" + note)
	}
	if c.Managed && note != "" {
		note += "\n\nleadsheet writes this column; what you type here may be replaced."
	}
	if note == "" {
		return nil
	}
	lines := strings.Count(note, "\n") + 2 + len([]rune(note))/42
	return f.AddComment(title, excelize.Comment{
		Cell: ref, Author: "leadsheet", Width: 300, Height: uint(min(lines*18+10, 420)),
		Paragraph: []excelize.RichTextRun{{Text: note, Font: &excelize.Font{Family: sheets.LookFont, Size: 10}}},
	})
}

// addColumns draws columns that are missing in an existing table where they belong: to the right of all content, so
// that a person's notes beside the table do not get into a column. It returns the first one's place.
func (d *drawer) addColumns(t *table, columns []sheets.Column) (int, error) {
	at := 0
	for _, r := range t.grid.Rows {
		for _, c := range r.Cells {
			at = max(at, c.Col+1)
		}
	}
	title, header := t.grid.Title, max(t.header, 1)
	if _, err := d.f.NewSheet(title); err != nil {
		return 0, err
	}
	for i, c := range columns {
		if err := d.drawColumn(title, header, at+i, c, ""); err != nil {
			return 0, fmt.Errorf("column %s: %w", sheets.ColumnLetters(at+i), err)
		}
		if err := d.addList(title, header, at+i, c); err != nil {
			return 0, err
		}
	}
	return at, nil
}

// addList makes a column offer its allowed values. Other values get a warning, unless they are as good, and are not
// refused: the rules report what is wrong.
func (d *drawer) addList(title string, header, i int, c sheets.Column) error {
	name := sheets.ColumnLetters(i)
	dv := excelize.NewDataValidation(true)
	dv.Sqref = fmt.Sprintf("%s%d:%s%d", name, header+1, name, d.lastRow())
	switch {
	case c.ListFrom != "":
		from, err := d.listRange(c.ListFrom)
		if err != nil || from == "" {
			return err
		}
		dv.SetSqrefDropList(from)
	case len(c.List) > 0 && len(strings.Join(c.List, ",")) <= 255:
		if err := dv.SetDropList(c.List); err != nil {
			return err
		}
	default:
		return nil
	}
	if !c.Free {
		dv.SetError(excelize.DataValidationErrorStyleWarning, c.Title, "This value is not in the list.")
	}
	return d.f.AddDataValidation(title, dv)
}

// listRange returns the range of the values of "Tab/Column", "" if there is no such column.
func (d *drawer) listRange(from string) (string, error) {
	tab, column, _ := strings.Cut(from, "/")
	if d.wb != nil {
		if g := d.wb.byName[sheets.Fold(tab)]; g != nil {
			top, _ := headerRows(g)
			if ref := listIn(g.Title, top, column); ref != "" {
				return ref, nil
			}
		}
	}
	list := d.f.GetSheetList()
	n := slices.IndexFunc(list, func(s string) bool { return sheets.Fold(s) == sheets.Fold(tab) })
	if n < 0 {
		return "", nil
	}
	rows, err := d.f.Rows(list[n])
	if err != nil {
		return "", err
	}
	defer rows.Close()
	var top [][]sheets.Cell
	for len(top) < sheets.HeaderRows && rows.Next() {
		cells, err := rows.Columns()
		if err != nil {
			return "", err
		}
		row := make([]sheets.Cell, len(cells))
		for i, c := range cells {
			row[i] = text(c)
		}
		top = append(top, row)
	}
	return listIn(list[n], top, column), nil
}

// listIn returns the range of the values of a column whose title is in one of the first rows of a tab.
func listIn(tab string, top [][]sheets.Cell, column string) string {
	for num, cells := range top {
		for i, c := range cells {
			if sheets.Fold(c.String()) == sheets.Fold(column) {
				name := sheets.ColumnLetters(i)
				return fmt.Sprintf("%s!$%s$%d:$%s$%d", refer.Quote(tab), name, num+2, name, num+1+listValues)
			}
		}
	}
	return ""
}
