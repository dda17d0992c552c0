package xlsx

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"leadsheet/sheets"
	"leadsheet/sheets/xlsx/highlight"
	"leadsheet/sheets/xlsx/ooxml/refer"
)

func reference(r sheets.Range) (string, error) {
	from, err := excelize.CoordinatesToCellName(r.Col+1, r.Row+1, true)
	if err != nil {
		return "", err
	}
	to, err := excelize.CoordinatesToCellName(r.Col+1, r.Last+1, true)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s!%s:%s", refer.Quote(r.Tab), from, to), nil
}

// addChart draws a chart. Colours are always set: the defaults are pale, and a line takes its colour from the fill.
func addChart(f *excelize.File, title string, c sheets.Chart) error {
	cats, err := reference(c.Categories)
	if err != nil {
		return err
	}
	at, err := excelize.CoordinatesToCellName(c.Col+1, c.Row+1)
	if err != nil {
		return err
	}
	axisFont := excelize.Font{Family: sheets.LookFont, Size: 9, Color: sheets.ColorMuted}
	gap := uint(40)
	zero := 0.0
	// A series has one colour. Otherwise LibreOffice writes one for each point when it saves, and that is black.
	no := false
	base := &excelize.Chart{
		Type:       excelize.Col,
		Dimension:  excelize.ChartDimension{Width: uint(max(c.Width, 100)), Height: uint(max(c.Height, 80))},
		Format:     excelize.GraphicOptions{AltText: c.Alt, Positioning: "oneCell"},
		Legend:     excelize.ChartLegend{Position: "top", Font: &axisFont},
		XAxis:      excelize.ChartAxis{Font: axisFont},
		YAxis:      excelize.ChartAxis{Font: axisFont, MajorGridLines: true, Minimum: &zero},
		Border:     excelize.LineOptions{Type: excelize.LineNone},
		GapWidth:   &gap,
		VaryColors: &no,
	}
	var lines []*excelize.Chart
	for i, s := range c.Series {
		vals, err := reference(s.Values)
		if err != nil {
			return err
		}
		series := excelize.ChartSeries{Name: highlight.Literal(s.Name), Categories: cats, Values: vals, Fill: fill(s.Color)}
		if c.Type == sheets.ColumnsAndLine && i > 0 {
			series.Line = excelize.LineOptions{Width: 2.25, Fill: fill(s.Color)}
			series.Marker = excelize.ChartMarker{Symbol: "circle", Size: 6, Fill: fill(s.Color)}
			if len(lines) == 0 {
				lines = append(
					lines,
					&excelize.Chart{Type: excelize.Line, Legend: base.Legend, XAxis: base.XAxis, YAxis: base.YAxis, VaryColors: &no},
				)
			}
			lines[0].Series = append(lines[0].Series, series)
			continue
		}
		base.Series = append(base.Series, series)
	}
	if len(base.Series) < 2 && len(lines) == 0 {
		base.Legend.Position = "none"
	}
	if c.Type == sheets.SortedBars {
		base.Type = excelize.Bar
		base.XAxis.ReverseOrder = true
		base.YAxis.MajorGridLines, base.YAxis.None = false, true
		base.PlotArea.ShowVal = true
		for i := range base.Series {
			base.Series[i].DataLabel = excelize.ChartDataLabel{
				Font: excelize.Font{Family: sheets.LookFont, Size: 9, Bold: true, Color: sheets.ColorText},
			}
			base.Series[i].DataLabelPosition = excelize.ChartDataLabelsPositionOutsideEnd
		}
	}
	return f.AddChart(title, at, base, lines...)
}
