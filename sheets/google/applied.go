package google

import (
	"cmp"
	"slices"

	"leadsheet/sheets/google/draw"

	api "google.golang.org/api/sheets/v4"
)

// apply brings what is known of the structure up to a batch of ours that has been stored, so that it need not be read
// again. Where people changed it at the same time it is wrong; then the next write that relies on it is refused, and it
// is read again.
func (s *structure) apply(reqs []*api.Request) {
	for _, r := range reqs {
		switch {
		case r.AddSheet != nil:
			p := r.AddSheet.Properties
			s.tabs = append(s.tabs, draw.TabOf(&api.Sheet{Properties: p}))
		case r.UpdateSheetProperties != nil:
			p := r.UpdateSheetProperties.Properties
			t := s.byID(p.SheetId)
			if t != nil && p.GridProperties != nil {
				resize(t, p.GridProperties)
			}
			if fields := r.UpdateSheetProperties.Fields; t != nil && (fields == hiddenField || fields == draw.RenameFields) {
				t.Hidden = p.Hidden
				t.Title = cmp.Or(p.Title, t.Title)
			}
		case r.AppendDimension != nil:
			d := r.AppendDimension
			s.grow(d.SheetId, d.Dimension, d.Length)
		case r.InsertDimension != nil:
			d := r.InsertDimension.Range
			s.grow(d.SheetId, d.Dimension, d.EndIndex-d.StartIndex)
		case r.DeleteDimension != nil:
			d := r.DeleteDimension.Range
			s.grow(d.SheetId, d.Dimension, d.StartIndex-d.EndIndex)
		case r.AddProtectedRange != nil:
			if t := s.byID(r.AddProtectedRange.ProtectedRange.Range.SheetId); t != nil {
				t.Protected++
			}
		case r.AddConditionalFormatRule != nil:
			if rule := r.AddConditionalFormatRule.Rule; len(rule.Ranges) > 0 {
				if t := s.byID(rule.Ranges[0].SheetId); t != nil {
					t.Rules++
				}
			}
		case r.DeleteConditionalFormatRule != nil:
			if t := s.byID(r.DeleteConditionalFormatRule.SheetId); t != nil {
				t.Rules--
			}
		default:
			s.applyObject(r)
		}
	}
	for i := range s.tabs {
		s.tabs[i].TakenCharts = s.charts(s.tabs[i].ID)
	}
}

// applyObject follows what lies on a tab: charts, merges, the filter.
func (s *structure) applyObject(r *api.Request) {
	switch {
	case r.AddChart != nil:
		c := r.AddChart.Chart
		if p := c.Position; p != nil && p.OverlayPosition != nil && p.OverlayPosition.AnchorCell != nil {
			if t := s.byID(p.OverlayPosition.AnchorCell.SheetId); t != nil {
				t.Charts = append(t.Charts, c.ChartId)
			}
		}
	case r.DeleteEmbeddedObject != nil:
		for i := range s.tabs {
			s.tabs[i].Charts = slices.DeleteFunc(
				s.tabs[i].Charts,
				func(id int64) bool { return id == r.DeleteEmbeddedObject.ObjectId },
			)
		}
	case r.UnmergeCells != nil:
		if t := s.byID(r.UnmergeCells.Range.SheetId); t != nil {
			t.Merges = nil
		}
	case r.MergeCells != nil:
		if t := s.byID(r.MergeCells.Range.SheetId); t != nil {
			t.Merges = append(t.Merges, r.MergeCells.Range)
		}
	}
}

func resize(t *draw.Tab, g *api.GridProperties) {
	if g.RowCount > 0 {
		t.Rows = g.RowCount
	}
	if g.ColumnCount > 0 {
		t.Cols = g.ColumnCount
	}
}

func (s *structure) grow(id int64, dimension string, by int64) {
	t := s.byID(id)
	switch {
	case t == nil:
	case dimension == "ROWS":
		t.Rows += by
	default:
		t.Cols += by
	}
}
