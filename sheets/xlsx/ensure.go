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

// listRows is how far down lists, colours and the filter reach: farther than a team's table grows.
const listRows = 20000

// Ensure implements sheets.Book. It also tells the Book which column is the key of each tab.
func (b *Book) Ensure(ctx context.Context, layout sheets.Layout) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, t := range layout.Tabs {
		b.keys[sheets.Fold(t.Title)] = t.Key
	}
	b.sweep()
	for range tries {
		if err := ctx.Err(); err != nil {
			return err
		}
		v, err := b.load()
		switch {
		case errors.Is(err, sheets.ErrNoBook):
			err = b.ensureNew(layout)
		case err != nil:
			return err
		default:
			err = b.ensureOld(ctx, v, layout)
		}
		if !errors.Is(err, errDisplaced) {
			return err
		}
	}
	return fmt.Errorf("lay the workbook out: it was saved by others %d times meanwhile: %w", tries, sheets.ErrBusy)
}

// gaps are what a workbook lacks.
type gaps struct {
	tabs    []sheets.TabLayout
	columns map[string][]sheets.Column // by the title of the tab as it is in the file
	titles  []string                   // the keys of columns in order
}

func (g gaps) none() bool { return len(g.tabs) == 0 && len(g.titles) == 0 }

func findGaps(wb *workbook, layout sheets.Layout) gaps {
	g := gaps{columns: map[string][]sheets.Column{}}
	for _, t := range layout.Tabs {
		sheet := wb.byName[sheets.Fold(t.Title)]
		if sheet == nil {
			g.tabs = append(g.tabs, t)
			continue
		}
		tab := tableOf(sheet, t.Title).tab
		for _, c := range t.Columns {
			if tab.Col(c.Title) < 0 {
				if len(g.columns[sheet.title]) == 0 {
					g.titles = append(g.titles, sheet.title)
				}
				g.columns[sheet.title] = append(g.columns[sheet.title], c)
			}
		}
	}
	return g
}

// complete checks with another reader that nothing is missing any more.
func complete(layout sheets.Layout) func(*workbook) error {
	return func(wb *workbook) error {
		if !findGaps(wb, layout).none() {
			return errors.New("tabs or columns are still missing")
		}
		return nil
	}
}

func (b *Book) ensureNew(layout sheets.Layout) error {
	f := excelize.NewFile(openOptions())
	defer f.Close()
	if err := f.SetDefaultFont(font); err != nil {
		return fmt.Errorf("make workbook: %w", err)
	}
	if len(layout.Tabs) > 0 { // the first tab takes the place of the one that every new file has
		if err := f.SetSheetName(f.GetSheetName(0), layout.Tabs[0].Title); err != nil {
			return fmt.Errorf("make workbook: %w", err)
		}
	}
	if err := makeTabs(f, layout.Tabs); err != nil {
		return fmt.Errorf("make workbook: %w", err)
	}
	f.SetActiveSheet(0)
	return b.create(f, complete(layout))
}

func (b *Book) ensureOld(ctx context.Context, v *version, layout sheets.Layout) error {
	g := findGaps(v.wb, layout)
	if g.none() {
		return nil
	}
	return b.write(ctx, v, change{
		apply: func(f *excelize.File) error {
			if err := makeTabs(f, g.tabs); err != nil {
				return err
			}
			for _, title := range g.titles {
				if err := addColumns(f, v.wb, title, g.columns[title]); err != nil {
					return fmt.Errorf("add columns to tab %q: %w", title, err)
				}
			}
			return nil
		},
		check: func(wb *workbook) error {
			for _, old := range v.wb.order {
				if err := unchanged(old, wb, func(int, int) bool { return false }); err != nil {
					return err
				}
			}
			return complete(layout)(wb)
		},
	})
}

// makeTabs makes all tabs first and their lists after, because lists point at other tabs.
func makeTabs(f *excelize.File, tabs []sheets.TabLayout) error {
	for _, t := range tabs {
		if _, err := f.NewSheet(t.Title); err != nil {
			return fmt.Errorf("make tab %q: %w", t.Title, err)
		}
		if err := drawTab(f, t); err != nil {
			return fmt.Errorf("make tab %q: %w", t.Title, err)
		}
	}
	for _, t := range tabs {
		for i, c := range t.Columns {
			if err := addList(f, t.Title, i, c); err != nil {
				return fmt.Errorf("make the lists of tab %q: %w", t.Title, err)
			}
		}
	}
	return nil
}

// drawTab draws header, columns, first rows, colours, filter and frozen header.
func drawTab(f *excelize.File, t sheets.TabLayout) error {
	for i, c := range t.Columns {
		if err := drawColumn(f, t.Title, i, c, t.Note); err != nil {
			return err
		}
	}
	look := newLook(f)
	for r, row := range t.Rows {
		for i, c := range row {
			if err := look.set(edit{title: t.Title, row: r + 2, col: i, cell: clean(c)}); err != nil {
				return err
			}
		}
	}
	if err := colorRows(f, t); err != nil {
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
	last, err := excelize.CoordinatesToCellName(max(len(t.Columns), 1), listRows)
	if err != nil {
		return err
	}
	if err := f.AutoFilter(t.Title, "A1:"+last, nil); err != nil {
		return err
	}
	landscape, a4, fit, any := "landscape", 9, true, 0
	one := 1
	if err := f.SetPageLayout(t.Title, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &a4, FitToWidth: &one, FitToHeight: &any}); err != nil {
		return err
	}
	if err := f.SetSheetProps(t.Title, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	return freeze(f, t.Title, 1, 0)
}

// drawColumn draws one column: the style of all its cells, its width, its header and the note on it.
func drawColumn(f *excelize.File, title string, i int, c sheets.Column, tabNote string) error {
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
	return drawHeader(f, title, name+"1", i, c, tabNote)
}

func drawHeader(f *excelize.File, title, ref string, i int, c sheets.Column, tabNote string) error {
	ground := head
	if c.Ours {
		ground = headOurs
	}
	id, err := f.NewStyle(&excelize.Style{
		Font:      &excelize.Font{Family: font, Size: 11, Bold: true, Color: ink},
		Fill:      fill(ground),
		Border:    []excelize.Border{{Type: "bottom", Color: rule, Style: 2}},
		Alignment: &excelize.Alignment{Vertical: "center", Horizontal: "left"},
	})
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
	if c.Ours && note != "" {
		note += "\n\nleadsheet writes this column; what you type here may be replaced."
	}
	if note == "" {
		return nil
	}
	lines := strings.Count(note, "\n") + 2 + len([]rune(note))/42
	return f.AddComment(title, excelize.Comment{
		Cell: ref, Author: "leadsheet", Width: 300, Height: uint(min(lines*18+10, 420)),
		Paragraph: []excelize.RichTextRun{{Text: note, Font: &excelize.Font{Family: font, Size: 10}}},
	})
}

// columnStyle is the look of a column's cells.
func columnStyle(c sheets.Column) *excelize.Style {
	st := &excelize.Style{
		Font:      &excelize.Font{Family: font, Size: 11, Color: ink},
		Alignment: &excelize.Alignment{Vertical: "top", WrapText: c.Wrap},
	}
	format := ""
	switch c.Format {
	case sheets.PlainText:
		st.NumFmt = 49
		return st
	case sheets.DateOnly:
		format = dateFormat
	case sheets.DateTime:
		format = dateTimeFormat
	case sheets.Amount:
		format = amountFormat
	default:
		return st
	}
	st.CustomNumFmt = &format
	if c.Format != sheets.Amount {
		st.Alignment.Horizontal = "left"
	}
	return st
}

// addColumns puts missing columns at the right end of a header that people own.
func addColumns(f *excelize.File, wb *workbook, title string, columns []sheets.Column) error {
	g := wb.byName[sheets.Fold(title)]
	at := 0
	for _, r := range g.rows { // right of everything: notes beside the table are not to become part of a column
		for _, c := range r.cells {
			at = max(at, c.col+1)
		}
	}
	for i, c := range columns {
		name, err := excelize.ColumnNumberToName(at + i + 1)
		if err != nil {
			return err
		}
		if err := drawColumn(f, title, at+i, c, ""); err != nil {
			return fmt.Errorf("column %s: %w", name, err)
		}
		if err := addList(f, title, at+i, c); err != nil {
			return err
		}
	}
	return nil
}

// addList lets a column offer its allowed values. Another value is warned about, not refused: the rules say what is wrong.
func addList(f *excelize.File, title string, i int, c sheets.Column) error {
	name, err := excelize.ColumnNumberToName(i + 1)
	if err != nil {
		return err
	}
	dv := excelize.NewDataValidation(true)
	dv.Sqref = fmt.Sprintf("%s2:%s%d", name, name, listRows)
	switch {
	case c.ListFrom != "":
		tab, column, _ := strings.Cut(c.ListFrom, "/")
		list := f.GetSheetList()
		n := slices.IndexFunc(list, func(s string) bool { return sheets.Fold(s) == sheets.Fold(tab) })
		if n < 0 {
			return nil
		}
		from, err := headerColumn(f, list[n], column)
		if err != nil || from == "" {
			return err
		}
		dv.SetSqrefDropList(fmt.Sprintf("%s!$%s$2:$%s$200", quote(list[n]), from, from))
	case len(c.List) > 0 && len(strings.Join(c.List, ",")) <= 255:
		if err := dv.SetDropList(c.List); err != nil {
			return err
		}
	default:
		return nil
	}
	dv.SetError(excelize.DataValidationErrorStyleWarning, c.Title, "This value is not in the list.")
	return f.AddDataValidation(title, dv)
}

// headerColumn returns the letters of the column with that title, or "".
func headerColumn(f *excelize.File, title, column string) (string, error) {
	rows, err := f.Rows(title)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	if !rows.Next() {
		return "", nil
	}
	cells, err := rows.Columns()
	if err != nil {
		return "", err
	}
	for i, c := range cells {
		if sheets.Fold(c) == sheets.Fold(column) {
			return excelize.ColumnNumberToName(i + 1)
		}
	}
	return "", nil
}
