package gsheets

import (
	"encoding/json"

	"leadsheet/sheets/sheetstest/gsheets/show"
)

// chartsOf are the charts of a tab; one that cannot be read is left out.
func chartsOf(s *sheet) []show.Embedded {
	var out []show.Embedded
	for _, t := range s.charts {
		var c show.Embedded
		raw, err := json.Marshal(t)
		if err == nil && json.Unmarshal(raw, &c) == nil {
			out = append(out, c)
		}
	}
	return out
}

// cellsOf are the cells that a chart is made of, and the one above them that names them.
func cellsOf(d show.Data, st *state, head int) (name *Cell, cells []*Cell) {
	if len(d.SourceRange.Sources) == 0 {
		return nil, nil
	}
	at := d.SourceRange.Sources[0]
	for _, s := range st.sheets {
		if s.id != at.SheetID {
			continue
		}
		if head > 0 {
			name = s.cell(at.FromRow, at.FromCol)
		}
		for r := at.FromRow + head; r < at.EndRow; r++ {
			cells = append(cells, s.cell(r, at.FromCol))
		}
	}
	return name, cells
}

// drawn is a chart with the numbers of the spreadsheet as they are now.
func drawn(st *state, c *show.Embedded) show.Chart {
	basic, pos := &c.Spec.BasicChart, &c.Position.OverlayPosition
	out := show.Chart{Alt: c.Spec.AltText, Bars: basic.ChartType == "BAR", Width: pos.Width, Height: pos.Height}
	if len(basic.Domains) > 0 {
		_, cells := cellsOf(basic.Domains[0].Domain, st, basic.HeaderCount)
		for _, cell := range cells {
			out.Names = append(out.Names, renderFormatted(cell))
		}
	}
	for _, s := range basic.Series {
		head, cells := cellsOf(s.Series, st, basic.HeaderCount)
		p := show.Series{Name: renderFormatted(head), Color: "#1d4ed8", Line: s.Type == "LINE"}
		if s.ColorStyle.RGBColor != nil {
			p.Color = s.ColorStyle.RGBColor.CSS()
		}
		for _, cell := range cells {
			p.Values = append(p.Values, numberOf(cell))
		}
		out.Series = append(out.Series, p)
	}
	return out
}

// Charts is how many charts stand on a tab whose numbers stand on another one.
func (p *People) Charts(tab, from string) int {
	st := p.d.state()
	s, source := st.titled(tab), st.titled(from)
	if s == nil || source == nil {
		return 0
	}
	n := 0
	for _, c := range chartsOf(s) {
		for _, d := range c.Spec.BasicChart.Domains {
			if len(d.Domain.SourceRange.Sources) > 0 && d.Domain.SourceRange.Sources[0].SheetID == source.id {
				n++
				break
			}
		}
	}
	return n
}
