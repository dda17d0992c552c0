package google

import (
	"slices"

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
			s.tabs = append(s.tabs, infoOf(&api.Sheet{Properties: p}))
		case r.UpdateSheetProperties != nil:
			p := r.UpdateSheetProperties.Properties
			if t := s.byID(p.SheetId); t != nil && p.GridProperties != nil {
				t.resize(p.GridProperties)
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
				t.protected++
			}
		case r.AddConditionalFormatRule != nil:
			if rule := r.AddConditionalFormatRule.Rule; len(rule.Ranges) > 0 {
				if t := s.byID(rule.Ranges[0].SheetId); t != nil {
					t.rules++
				}
			}
		case r.DeleteConditionalFormatRule != nil:
			if t := s.byID(r.DeleteConditionalFormatRule.SheetId); t != nil {
				t.rules--
			}
		default:
			s.applyObject(r)
		}
	}
	for i := range s.tabs {
		s.tabs[i].taken = s.charts(s.tabs[i].id)
	}
}

// applyObject follows what lies on a tab: charts, merges, the filter.
func (s *structure) applyObject(r *api.Request) {
	switch {
	case r.AddChart != nil:
		c := r.AddChart.Chart
		if p := c.Position; p != nil && p.OverlayPosition != nil && p.OverlayPosition.AnchorCell != nil {
			if t := s.byID(p.OverlayPosition.AnchorCell.SheetId); t != nil {
				t.charts = append(t.charts, c.ChartId)
			}
		}
	case r.DeleteEmbeddedObject != nil:
		for i := range s.tabs {
			s.tabs[i].charts = slices.DeleteFunc(
				s.tabs[i].charts,
				func(id int64) bool { return id == r.DeleteEmbeddedObject.ObjectId },
			)
		}
	case r.UnmergeCells != nil:
		if t := s.byID(r.UnmergeCells.Range.SheetId); t != nil {
			t.merges = nil
		}
	case r.MergeCells != nil:
		if t := s.byID(r.MergeCells.Range.SheetId); t != nil {
			t.merges = append(t.merges, r.MergeCells.Range)
		}
	case r.SetBasicFilter != nil:
		if f := r.SetBasicFilter.Filter; f.Range != nil {
			if t := s.byID(f.Range.SheetId); t != nil {
				t.filter = true
			}
		}
	}
}

func (t *tabInfo) resize(g *api.GridProperties) {
	if g.RowCount > 0 {
		t.rows = g.RowCount
	}
	if g.ColumnCount > 0 {
		t.cols = g.ColumnCount
	}
}

func (s *structure) grow(id int64, dimension string, by int64) {
	t := s.byID(id)
	switch {
	case t == nil:
	case dimension == "ROWS":
		t.rows += by
	default:
		t.cols += by
	}
}
