package google

import (
	"math"
	"strconv"
	"strings"

	api "google.golang.org/api/sheets/v4"
)

// tabInfo is what the structure read says of a tab that exists.
type tabInfo struct {
	id         int64
	title      string
	rows, cols int64 // of the grid
	frozen     int64
	hidden     bool
	charts     []int64  // ids of the charts on the tab
	taken      []int64  // ids of charts on other tabs: people move charts, and an id in use refuses the whole batch
	rules      int      // how many conditional formats it has
	header     []string // the titles of its columns as they are now
	headerRow  int      // where they stand, from 0: people leave blank rows above
	protected  int      // how many protected ranges it has
	merges     []*api.GridRange
	tables     []*api.Table // ranges that people have converted to tables
	filter     bool
}

// drawColor turns RRGGBB into the form of the API; nil for what is no colour.
func drawColor(rgb string) *api.ColorStyle {
	n, err := strconv.ParseUint(rgb, 16, 32)
	if err != nil || len(rgb) != 6 {
		return nil
	}
	part := func(shift uint) float64 { // four digits tell 256 steps apart and keep requests short
		return math.Round(float64(n>>shift&0xFF)/255*10000) / 10000
	}
	return &api.ColorStyle{RgbColor: &api.Color{Red: part(16), Green: part(8), Blue: part(0)}}
}

// drawLiteral writes a text as it stands in formulas.
func drawLiteral(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// drawPixels turns a width in characters into pixels, as spreadsheet programs do for an 11 point font.
func drawPixels(chars float64) int64 { return int64(math.Round(max(chars, 0)*7 + 5)) }

// drawRange is a rectangle of a tab, its ends exclusive; an end of 0 is open.
func drawRange(id int64, row, rowEnd, col, colEnd int) *api.GridRange {
	return &api.GridRange{
		SheetId:          id,
		StartRowIndex:    int64(row),
		EndRowIndex:      int64(rowEnd),
		StartColumnIndex: int64(col),
		EndColumnIndex:   int64(colEnd),
	}
}

// drawSpan is a stretch of rows or columns, its end exclusive. A start of 0 is sent: a missing one may be taken for
// open.
func drawSpan(id int64, dimension string, from, end int) *api.DimensionRange {
	return &api.DimensionRange{
		SheetId:         id,
		Dimension:       dimension,
		StartIndex:      int64(from),
		EndIndex:        int64(end),
		ForceSendFields: []string{"StartIndex"},
	}
}

// drawSize sets the width of columns or the height of rows.
func drawSize(id int64, dimension string, from, end int, pixels int64) *api.Request {
	return &api.Request{UpdateDimensionProperties: &api.UpdateDimensionPropertiesRequest{
		Range:      drawSpan(id, dimension, from, end),
		Properties: &api.DimensionProperties{PixelSize: pixels},
		Fields:     "pixelSize",
	}}
}

// drawWarning warns people before they edit a range; it stops nobody.
func drawWarning(r *api.GridRange, why string) *api.Request {
	return &api.Request{AddProtectedRange: &api.AddProtectedRangeRequest{
		ProtectedRange: &api.ProtectedRange{Range: r, Description: why, WarningOnly: true},
	}}
}

// addsFirst moves the requests that add tabs to the front and leaves all else in its order: lists and charts point at
// tabs that may be made by the same batch.
func addsFirst(requests []*api.Request) []*api.Request {
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
