package xlsx

import (
	"fmt"
	"math"
	"path"
	"reflect"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"leadsheet/sheets"
	"leadsheet/sheets/xlsx/wrap"
)

// LibreOffice draws a row without a height one line high, whatever it holds, and keeps the height that it has once
// saved. So every row gets the height of its text when leadsheet writes text that is shown in several lines. It is not
// marked as chosen by hand: programs fit it anew when somebody types into the row.

const (
	lineHeight  = 15 // points
	maxLines    = 4  // of what customers and users wrote: higher rows would push the other leads out of sight
	maxOurLines = 10 // of what leadsheet says: it is to be read to its end
)

// newHeight is the height that a row is to have, in points; 0 is that of a row without one.
type newHeight struct {
	title  string
	row    int // the sheet's row, from 1
	points float64
}

// heightOf is the height of so many lines.
func heightOf(lines int) float64 {
	if lines < 2 {
		return 0
	}
	return float64(lines * lineHeight)
}

// fitter knows how the columns of a table are drawn.
type fitter struct {
	table   *table
	columns []sheets.Column // with the width that the file has; 0 for a hidden one
}

// newFitter is the fitter of a table that want describes.
func newFitter(t *table, want sheets.TabLayout) *fitter {
	f := &fitter{table: t, columns: make([]sheets.Column, len(t.tab.Columns))}
	for col, title := range t.tab.Columns {
		if i := slices.IndexFunc(want.Columns, func(c sheets.Column) bool {
			return sheets.Fold(c.Title) == sheets.Fold(title)
		}); i >= 0 {
			f.columns[col] = want.Columns[i]
		}
		f.columns[col].Width = t.grid.WidthOf(col)
	}
	return f
}

// linesOf returns how many lines of text a row shows in the columns that are seen.
func (f *fitter) linesOf(row []sheets.Cell) int {
	lines := 1
	for col, c := range row {
		if c.Text != "" && col < len(f.columns) && f.columns[col].Width > 0 {
			lines = max(lines, linesIn(&f.columns[col], c.Text))
		}
	}
	return lines
}

// linesIn returns how many lines a text takes in a column, within the limits of its kind.
func linesIn(c *sheets.Column, text string) int {
	most, width := maxLines, c.Width
	if c.Managed {
		most = maxOurLines
	}
	if !c.Wrap {
		width = math.Inf(1)
	}
	return min(wrap.Lines(strings.TrimRight(text, "\n"), width), most)
}

// fit plans the height of a row that holds what now says and held what was says; was is nil for a new row. A height
// that a user has chosen stays, and so does one that another program found and that is enough.
func (p *commitPlan) fit(t *table, num int, was, now []sheets.Cell) {
	f := p.fitters[t]
	if f == nil {
		f = newFitter(t, p.book.tabLayout(t.tab.Title))
		p.fitters[t] = f
	}
	need := heightOf(f.linesOf(now))
	var height float64
	if r := t.grid.RowAt(num); r != nil {
		if r.ByHand {
			return
		}
		height = r.Height
	}
	ours := height == 0 || height == lineHeight || was != nil && height == heightOf(f.linesOf(was))
	if need == height || !ours && need <= height || need == 0 && height <= lineHeight {
		return
	}
	p.heights = append(p.heights, newHeight{t.grid.Title, num, need})
}

// firstHeights are the heights of the first rows of a new tab.
func firstHeights(t sheets.TabLayout) []newHeight {
	var out []newHeight
	for r, row := range t.Rows {
		lines := 1
		for i, c := range row {
			if i < len(t.Columns) && !t.Columns[i].Hidden {
				lines = max(lines, linesIn(&t.Columns[i], c.Text))
			}
		}
		if lines > 1 {
			out = append(out, newHeight{t.Title, r + 2, heightOf(lines)})
		}
	}
	return out
}

// setHeights gives rows their heights.
func setHeights(f *excelize.File, heights []newHeight) error {
	for _, h := range heights {
		points := h.points
		if points == 0 {
			points = -1 // none
		}
		if err := f.SetRowHeight(h.title, h.row, points); err != nil {
			return fmt.Errorf("write tab %q: %w", h.title, err)
		}
		if points < 0 {
			continue
		}
		// excelize marks every height that it sets as chosen by hand.
		if row, ok := sheetPart(f, h.title); ok {
			row.FieldByName("SheetData").FieldByName("Row").Index(h.row - 1).FieldByName("CustomHeight").SetBool(false)
		}
	}
	return nil
}

// sheetPart is what excelize holds of a tab that it has read; it has no call for some of it.
func sheetPart(f *excelize.File, title string) (reflect.Value, bool) {
	rels, ok := f.Relationships.Load("xl/_rels/workbook.xml.rels")
	if !ok {
		return reflect.Value{}, false
	}
	for _, s := range f.WorkBook.Sheets.Sheet {
		if s.Name != title {
			continue
		}
		all := reflect.Indirect(reflect.ValueOf(rels)).FieldByName("Relationships")
		for i := range all.Len() {
			if all.Index(i).FieldByName("ID").String() != s.ID {
				continue
			}
			target := all.Index(i).FieldByName("Target").String()
			if !path.IsAbs(target) {
				target = path.Join("xl", target)
			}
			part, ok := f.Sheet.Load(strings.TrimPrefix(target, "/"))
			if !ok {
				return reflect.Value{}, false
			}
			return reflect.Indirect(reflect.ValueOf(part)), true
		}
	}
	return reflect.Value{}, false
}
