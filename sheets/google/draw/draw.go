// Package draw turns the layout of tables and the pages of reports into requests to the Sheets API. It is pure: it
// knows neither the transport nor what is in the spreadsheet beyond what is passed to it as a Tab.
package draw

import (
	"math"
	"strconv"
	"strings"

	api "google.golang.org/api/sheets/v4"

	"leadsheet/sheets"
	"leadsheet/sheets/google/undo"
)

// Tab is a tab that exists, as the structure of the spreadsheet says.
type Tab struct {
	ID          int64
	Title       string
	Rows, Cols  int64 // of the grid
	Frozen      int64 // rows
	Hidden      bool
	Charts      []int64  // ids of the charts on the tab
	TakenCharts []int64  // ids of charts on other tabs: people move charts, and an id in use refuses the whole batch
	Rules       int      // how many conditional formats it has
	Header      []string // the titles of its columns as they are now
	HeaderRow   int      // where they stand, from 0: people leave blank rows above
	Protected   int      // how many protected ranges it has
	Merges      []*api.GridRange
	Tables      []*api.Table // ranges that people have converted to tables
}

// TabOf reads a tab from the answer to a structure read. TakenCharts, Header and HeaderRow are not part of that answer.
func TabOf(s *api.Sheet) Tab {
	t := Tab{Rules: len(s.ConditionalFormats), Protected: len(s.ProtectedRanges), Merges: s.Merges, Tables: s.Tables}
	if p := s.Properties; p != nil {
		t.ID, t.Title, t.Hidden = p.SheetId, p.Title, p.Hidden
		if g := p.GridProperties; g != nil {
			t.Rows, t.Cols, t.Frozen = g.RowCount, g.ColumnCount, g.FrozenRowCount
		}
	}
	for _, c := range s.Charts {
		t.Charts = append(t.Charts, c.ChartId)
	}
	return t
}

// Value writes a cell typed: nothing is parsed, so text never becomes a formula (docs/facts/sheets-api.md).
func Value(c sheets.Cell) *api.ExtendedValue {
	switch c.Kind {
	case sheets.TextCell:
		if c.Text == "" {
			return nil
		}
		text := undo.Clip(c.Text)
		return &api.ExtendedValue{StringValue: &text}
	case sheets.NumberCell, sheets.DateCell:
		if math.IsNaN(c.Num) || math.IsInf(c.Num, 0) {
			return nil
		}
		return &api.ExtendedValue{NumberValue: &c.Num}
	case sheets.BoolCell:
		b := c.Num != 0
		return &api.ExtendedValue{BoolValue: &b}
	}
	return nil
}

// colorOf turns RRGGBB into the form of the API; nil for what is no colour.
func colorOf(rgb string) *api.ColorStyle {
	n, err := strconv.ParseUint(rgb, 16, 32)
	if err != nil || len(rgb) != 6 {
		return nil
	}
	part := func(shift uint) float64 { // four digits tell 256 steps apart and keep requests short
		return math.Round(float64(n>>shift&0xFF)/255*10000) / 10000
	}
	return &api.ColorStyle{RgbColor: &api.Color{Red: part(16), Green: part(8), Blue: part(0)}}
}

// literal writes a text as it stands in formulas.
func literal(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// pixelsOf turns a width in characters into pixels, as spreadsheet programs do for an 11 point font.
func pixelsOf(chars float64) int64 { return int64(math.Round(max(chars, 0)*7 + 5)) }

// Range is a rectangle of a tab, its ends exclusive; an end of 0 is open.
func Range(id int64, row, rowEnd, col, colEnd int) *api.GridRange {
	return &api.GridRange{
		SheetId:          id,
		StartRowIndex:    int64(row),
		EndRowIndex:      int64(rowEnd),
		StartColumnIndex: int64(col),
		EndColumnIndex:   int64(colEnd),
	}
}

// spanOf is a stretch of rows or columns, its end exclusive. A start of 0 is sent: a missing one may be taken for
// open.
func spanOf(id int64, dimension string, from, end int) *api.DimensionRange {
	return &api.DimensionRange{
		SheetId:         id,
		Dimension:       dimension,
		StartIndex:      int64(from),
		EndIndex:        int64(end),
		ForceSendFields: []string{"StartIndex"},
	}
}

// resizeRequest sets the width of columns or the height of rows.
func resizeRequest(id int64, dimension string, from, end int, pixels int64) *api.Request {
	return &api.Request{UpdateDimensionProperties: &api.UpdateDimensionPropertiesRequest{
		Range:      spanOf(id, dimension, from, end),
		Properties: &api.DimensionProperties{PixelSize: pixels},
		Fields:     "pixelSize",
	}}
}

// hideRequest hides columns, from inclusive, end exclusive.
func hideRequest(id int64, from, end int) *api.Request {
	return &api.Request{UpdateDimensionProperties: &api.UpdateDimensionPropertiesRequest{
		Range:      spanOf(id, "COLUMNS", from, end),
		Properties: &api.DimensionProperties{HiddenByUser: true},
		Fields:     "hiddenByUser",
	}}
}

// warning makes a spreadsheet ask users before they edit a range; they can go on.
func warning(r *api.GridRange, why string) *api.Request {
	return &api.Request{AddProtectedRange: &api.AddProtectedRangeRequest{
		ProtectedRange: &api.ProtectedRange{Range: r, Description: why, WarningOnly: true},
	}}
}

// AddsFirst moves the requests that add tabs to the front and leaves all else in its order: lists and charts point at
// tabs that may be made by the same batch.
func AddsFirst(requests []*api.Request) []*api.Request {
	out := make([]*api.Request, 0, len(requests))
	for _, r := range requests {
		if r.AddSheet != nil {
			out = append(out, r)
		}
	}
	for _, r := range requests {
		if r.AddSheet == nil {
			out = append(out, r)
		}
	}
	return out
}
