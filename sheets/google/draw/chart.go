package draw

import (
	"fmt"
	"hash/fnv"
	"slices"

	api "google.golang.org/api/sheets/v4"

	"leadsheet/sheets"
)

// maxCharts is how many charts of a page are looked for when some are no longer wanted.
const maxCharts = 16

// chartID is the id of a page's chart, the same at every drawing. A chart that a person has moved to another tab keeps
// its id, and an id in use refuses the whole batch, so a taken one is passed over.
func chartID(info Tab, index int) int64 {
	id := int64(0)
	for try := 0; try == 0 || slices.Contains(info.TakenCharts, id); try++ {
		h := fnv.New32a()
		fmt.Fprintf(h, "leadsheet chart %d %d %d", info.ID, index, try)
		id = int64(h.Sum32()&0x7FFFFFFF | 1)
	}
	return id
}

// pageCharts makes the charts of a page or brings them up to date, and deletes those of ours that it no longer has.
// Charts that people have put there stay.
func pageCharts(p sheets.Page, info Tab, tabs func(string) (int64, bool)) []*api.Request {
	var out []*api.Request
	kept := map[int64]bool{}
	for i, c := range p.Charts {
		spec := chartSpec(c, tabs)
		if spec == nil {
			continue
		}
		id := chartID(info, i)
		kept[id] = true
		at := &api.EmbeddedObjectPosition{OverlayPosition: &api.OverlayPosition{
			AnchorCell:  &api.GridCoordinate{SheetId: info.ID, RowIndex: int64(c.Row), ColumnIndex: int64(c.Col)},
			WidthPixels: int64(max(c.Width, 100)), HeightPixels: int64(max(c.Height, 80)), OffsetYPixels: 2,
		}}
		if !slices.Contains(info.Charts, id) {
			out = append(out, &api.Request{AddChart: &api.AddChartRequest{Chart: &api.EmbeddedChart{
				ChartId: id, Spec: spec, Position: at,
				Border: &api.EmbeddedObjectBorder{ColorStyle: colorOf(sheets.ColorWhite)},
			}}})
			continue
		}
		out = append(out, &api.Request{UpdateChartSpec: &api.UpdateChartSpecRequest{ChartId: id, Spec: spec}},
			&api.Request{UpdateEmbeddedObjectPosition: &api.UpdateEmbeddedObjectPositionRequest{
				ObjectId: id, NewPosition: at, Fields: "anchorCell,offsetXPixels,offsetYPixels,widthPixels,heightPixels",
			}})
	}
	for i := range maxCharts {
		if id := chartID(info, i); !kept[id] && slices.Contains(info.Charts, id) {
			out = append(out, &api.Request{DeleteEmbeddedObject: &api.DeleteEmbeddedObjectRequest{ObjectId: id}})
		}
	}
	return out
}

// chartSpec draws a chart; nil when the tab of its numbers does not exist, because the server answers a chart without
// numbers with an error of its own.
func chartSpec(c sheets.Chart, tabs func(string) (int64, bool)) *api.ChartSpec {
	// The cell above the numbers is their name, as long as all of them have one.
	head := c.Categories.Row > 0
	for _, s := range c.Series {
		head = head && s.Values.Row > 0
	}
	categories := chartData(c.Categories, head, tabs)
	if categories == nil {
		return nil
	}
	small := lookText(9, sheets.ColorMuted, false)
	chart := &api.BasicChartSpec{
		ChartType: "COMBO", LegendPosition: "BOTTOM_LEGEND",
		Axis:    []*api.BasicChartAxis{{Position: "BOTTOM_AXIS", Format: small}, {Position: "LEFT_AXIS", Format: small}},
		Domains: []*api.BasicChartDomain{{Domain: categories}},
		// Left to guess, the server may take the first numbers for names.
		ForceSendFields: []string{"HeaderCount"},
	}
	if head {
		chart.HeaderCount = 1
	}
	if c.Type == sheets.SortedBars {
		chart.ChartType = "BAR" // draws the first row on top
	}
	for i, s := range c.Series {
		values := chartData(s.Values, head, tabs)
		if values == nil {
			continue
		}
		chart.Series = append(chart.Series, chartSeries(c.Type, i, values, s.Color))
	}
	if len(chart.Series) == 0 {
		return nil
	}
	if len(chart.Series) == 1 {
		chart.LegendPosition = "NO_LEGEND"
	}
	return &api.ChartSpec{
		AltText: c.Alt, FontName: sheets.LookFont, BasicChart: chart, BackgroundColorStyle: colorOf(sheets.ColorWhite),
		HiddenDimensionStrategy: "SHOW_ALL", // the numbers are on a hidden tab
	}
}

// chartSeries draws one row of numbers.
func chartSeries(kind sheets.ChartType, i int, values *api.ChartData, color string) *api.BasicChartSeries {
	s := &api.BasicChartSeries{Series: values, TargetAxis: "LEFT_AXIS", ColorStyle: colorOf(color)}
	switch {
	case kind == sheets.SortedBars:
		s.TargetAxis = "BOTTOM_AXIS"
		s.DataLabel = &api.DataLabel{Type: "DATA", Placement: "OUTSIDE_END", TextFormat: lookText(9, sheets.ColorText, true)}
	case i == 0:
		s.Type = "COLUMN"
	default:
		s.Type = "LINE"
		s.LineStyle = &api.LineStyle{Type: "SOLID", Width: 2}
		s.PointStyle = &api.PointStyle{Shape: "CIRCLE", Size: 6}
	}
	return s
}

// chartData is a range of numbers, with the cell above it when that is its name.
func chartData(r sheets.Range, head bool, tabs func(string) (int64, bool)) *api.ChartData {
	id, ok := tabs(r.Tab)
	if !ok || r.Last < r.Row {
		return nil
	}
	from := r.Row
	if head {
		from--
	}
	return &api.ChartData{
		SourceRange: &api.ChartSourceRange{Sources: []*api.GridRange{Range(id, from, r.Last+1, r.Col, r.Col+1)}},
	}
}
