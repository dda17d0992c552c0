package xlsx

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/xuri/excelize/v2"

	"leadsheet/sheets"
	"leadsheet/sheets/xlsx/files"
	"leadsheet/sheets/xlsx/ooxml"
	"leadsheet/sheets/xlsx/ooxml/refer"
	"leadsheet/sheets/xlsx/stream"
)

// TooManyRows is the error of an export with more rows than a sheet.
type TooManyRows = stream.TooManyRows

// Save writes a workbook to a new file. The file is there when it is whole; until then it has another name in the same
// folder, and an error leaves nothing behind. An error that Is fs.ErrExist says that the name is taken; with replace
// what has the name is replaced. tell is told how many of all rows are written; nil for nobody.
func Save(ctx context.Context, path string, w sheets.Export, replace bool, tell func(done, of int)) (err error) {
	dir, name := filepath.Split(path)
	f, err := os.CreateTemp(dir, ".leadsheet-"+name+".*.tmp")
	if err != nil {
		return fmt.Errorf("write the export: %w", err)
	}
	temp := f.Name()
	defer func() {
		_ = f.Close() // it is closed already, or its error is not the reason
		if removed := os.Remove(temp); removed != nil && !errors.Is(removed, fs.ErrNotExist) {
			err = errors.Join(err, removed)
		}
	}()
	if err := Write(ctx, f, w, tell); err != nil {
		return fmt.Errorf("write the export: %w", err)
	}
	if err := errors.Join(f.Chmod(0o644), f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write the export: %w", err)
	}
	if err := files.Put(temp, path, replace); err != nil {
		return fmt.Errorf("write the export: %w", err)
	}
	return nil
}

// Write writes a workbook: pages and what is around the rows of tables are drawn as those of a Book are, and the rows
// are streamed, so that it needs little memory however many they are. An error that As *TooManyRows says that a
// table has more rows than a sheet.
func Write(ctx context.Context, out io.Writer, w sheets.Export, tell func(done, of int)) error {
	if tell == nil {
		tell = func(int, int) {}
	}
	for _, t := range w.Tabs {
		if t.Table != nil && t.Table.Len+1 > ooxml.MaxRows {
			return fmt.Errorf("tab %q: %w", t.Table.Title, &stream.TooManyRows{Rows: t.Table.Len + 1})
		}
	}
	made, err := drawExport(ctx, w)
	if err != nil {
		return err
	}
	book, err := ooxml.Open(made.template)
	if err != nil {
		return err
	}
	done, all := 0, 0
	var parts []stream.Part
	for _, t := range w.Tabs {
		if t.Table == nil {
			continue
		}
		all += t.Table.Len
		i := slices.IndexFunc(book.Sheets, func(s ooxml.Sheet) bool { return s.Title == t.Table.Title })
		if i < 0 {
			return fmt.Errorf("tab %q is missing", t.Table.Title)
		}
		last := sheets.ColumnLetters(max(len(t.Table.Columns), 1) - 1)
		parts = append(parts, stream.Part{Name: book.Sheets[i].Part, First: 2,
			Area: fmt.Sprintf("A1:%s%d", last, t.Table.Len+1),
			Fill: func(rows *stream.Rows) error {
				return (&body{t.Table, made.looks[t.Table.Title]}).write(ctx, rows, func() {
					done++
					tell(done, all)
				})
			}})
	}
	return stream.Fill(out, made.template, parts)
}

// drawn is a workbook without the rows of its tables.
type drawn struct {
	template []byte
	looks    map[string][]cellLook // by the tab's title: the formats of its columns
}

// cellLook are the formats of the cells of a column: of others, of days, and of days with a time.
type cellLook struct {
	plain, day, clock int
	dates             bool // its numbers are days
}

// drawExport draws everything but the rows of the tables.
func drawExport(ctx context.Context, w sheets.Export) (*drawn, error) {
	f := excelize.NewFile(openOptions())
	defer f.Close()
	if err := f.SetDefaultFont(sheets.LookFont); err != nil {
		return nil, err
	}
	if err := f.SetDocProps(&excelize.DocProperties{Creator: "leadsheet", LastModifiedBy: "leadsheet"}); err != nil {
		return nil, err
	}
	rows, err := linkedRows(ctx, w)
	if err != nil {
		return nil, err
	}
	link := func(c sheets.PageCell) string {
		at, ok := rows[[2]string{c.LinkTab, c.LinkKey}]
		if !ok {
			return ""
		}
		return fmt.Sprintf("%s!A%d", refer.Quote(c.LinkTab), at)
	}
	look, out := newStyler(f), &drawn{looks: map[string][]cellLook{}}
	for i, t := range w.Tabs {
		if i == 0 {
			if err := f.SetSheetName(f.GetSheetName(0), t.Title()); err != nil {
				return nil, err
			}
		}
		if t.Page != nil {
			err = drawPage(f, look, *t.Page, link)
		} else {
			out.looks[t.Title()], err = drawTable(f, look, t.Table)
		}
		if err != nil {
			return nil, fmt.Errorf("draw tab %q: %w", t.Title(), err)
		}
	}
	f.SetActiveSheet(0)
	yes := true
	if err := f.SetCalcProps(&excelize.CalcPropsOptions{FullCalcOnLoad: &yes}); err != nil {
		return nil, err
	}
	var buf bytes.Buffer
	if _, err := f.WriteTo(&buf); err != nil {
		return nil, err
	}
	out.template = buf.Bytes()
	return out, nil
}

// drawTable draws a table without its rows, and returns the formats of its columns.
func drawTable(f *excelize.File, look *styler, t *sheets.ExportTable) ([]cellLook, error) {
	layout := t.TabLayout
	layout.Rows = nil
	d := drawer{f: f, rows: max(t.Len+1, 2)}
	if err := d.makeTabs([]sheets.TabLayout{layout}); err != nil {
		return nil, err
	}
	out := make([]cellLook, len(t.Columns))
	for i := range out {
		plain, err := f.GetColStyle(t.Title, sheets.ColumnLetters(i))
		if err != nil {
			return nil, err
		}
		day, err1 := look.dateStyle(plain, false)
		clock, err2 := look.dateStyle(plain, true)
		if err := errors.Join(err1, err2); err != nil {
			return nil, err
		}
		format := t.Columns[i].Format
		if format == sheets.DateOnly { // its own format shows no time of day
			if clock, err = look.clockStyle(plain); err != nil {
				return nil, err
			}
		}
		out[i] = cellLook{plain, day, clock, format == sheets.DateOnly || format == sheets.DateTime}
	}
	return out, nil
}

// linkedRows are the rows, from 1, of the keys that cells of pages link to.
func linkedRows(ctx context.Context, w sheets.Export) (map[[2]string]int, error) {
	rows := map[[2]string]int{}
	wanted := map[string]bool{} // tabs
	for _, t := range w.Tabs {
		if t.Page == nil {
			continue
		}
		for i := range t.Page.Cells {
			if c := &t.Page.Cells[i]; c.LinkTab != "" && c.LinkKey != "" {
				rows[[2]string{c.LinkTab, c.LinkKey}] = 0
				wanted[c.LinkTab] = true
			}
		}
	}
	for _, t := range w.Tabs {
		if t.Table == nil || !wanted[t.Table.Title] {
			continue
		}
		key := slices.IndexFunc(t.Table.Columns, func(c sheets.Column) bool { return c.Title == t.Table.Key })
		num := 1
		for row := range t.Table.Body {
			if num++; num%rowsBetween == 0 && ctx.Err() != nil {
				return nil, ctx.Err()
			}
			if key < 0 || key >= len(row) {
				continue
			}
			at := [2]string{t.Table.Title, row[key].Text}
			if was, ok := rows[at]; ok && was == 0 {
				rows[at] = num
			}
		}
	}
	for at, num := range rows {
		if num == 0 {
			delete(rows, at)
		}
	}
	return rows, nil
}

// rowsBetween is how many rows are written before it is asked whether to go on.
const rowsBetween = 1000

// body writes the rows of a table.
type body struct {
	table *sheets.ExportTable
	looks []cellLook
}

func (b *body) write(ctx context.Context, rows *stream.Rows, wrote func()) error {
	fit := fitter{columns: slices.Clone(b.table.Columns)}
	for i := range fit.columns {
		if fit.columns[i].Hidden {
			fit.columns[i].Width = 0
		}
	}
	cells := make([]stream.Cell, len(b.table.Columns))
	n := 0
	for row, formulas := range b.table.Body {
		if n++; n%rowsBetween == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		for i := range cells {
			cells[i] = stream.Cell{}
			if i < len(row) {
				cells[i].Style, cells[i].Value = b.looks[i].of(row[i])
			}
			if i < len(formulas) {
				cells[i].Formula = string(formulas[i])
			}
		}
		if err := rows.Row(cells, heightOf(fit.linesOf(row))); err != nil {
			return err
		}
		wrote()
	}
	if n != b.table.Len {
		return fmt.Errorf("tab %q has %d rows instead of %d", b.table.Title, n, b.table.Len)
	}
	return nil
}

// firstDay is the first day that all programs show alike: in some there was a 29 February 1900 before it.
const firstDay = 61

// of is the format of a cell, and what it holds: a day that programs cannot show is a text.
func (l cellLook) of(c sheets.Cell) (int, sheets.Cell) {
	if l.dates && c.Kind == sheets.NumberCell { // as a workbook file calls a day
		c.Kind = sheets.DateCell
	}
	switch {
	case c.Kind != sheets.DateCell:
		return l.plain, c
	case c.Num < firstDay:
		return l.plain, text(dayText(c.Num))
	case c.Num != math.Trunc(c.Num):
		return l.clock, c
	}
	return l.day, c
}

// dayText is a day, with the time of day if it has one.
func dayText(n float64) string {
	const most = 1e6 // days: beyond them the number is no day
	if !(math.Abs(n) < most) {
		return sheets.Cell{Kind: sheets.NumberCell, Num: n}.String()
	}
	t := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).Add(time.Duration(math.Round(n*24*60)) * time.Minute)
	if t.Hour() == 0 && t.Minute() == 0 {
		return t.Format("2006-01-02")
	}
	return t.Format("2006-01-02 15:04")
}
