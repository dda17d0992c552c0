package sheetstest

import (
	"slices"

	"leadsheet/sheets"
)

// What says when a page was looked at last is written alone, and only when a batch asks for it.
func pageIsChecked(s *testCase) {
	snap := s.setUp()
	at := func(clock, text string, checked bool) sheets.Batch {
		return sheets.Batch{Checked: checked, Pages: []sheets.Page{{Title: "Report", Widths: []float64{20, 20},
			Cells: []sheets.PageCell{{Cell: T("as of " + clock), AsOf: true, Style: sheets.Subtitle},
				{Col: 1, Cell: T("checked " + clock), AsOf: true, Checked: true, Style: sheets.Subtitle},
				{Row: 2, Cell: T(text), Style: sheets.TableText}}}}}
	}
	for _, step := range []struct {
		batch sheets.Batch
		wrote bool
		want  []string
	}{
		{at("10:00", "a", false), true, []string{"as of 10:00", "checked 10:00", "a", ""}},
		{at("10:30", "a", false), false, []string{"as of 10:00", "checked 10:00", "a", ""}},
		{at("11:00", "a", true), true, []string{"as of 10:00", "checked 11:00", "a", ""}},
		{at("11:30", "b", true), true, []string{"as of 11:30", "checked 11:30", "b", ""}},
	} {
		if res := s.commit(snap, step.batch); res.Wrote != step.wrote {
			s.Errorf("%v: wrote %v", step.want, res.Wrote)
		}
		snap = s.read()
		shown, err := s.book.Read(s.ctx, "Report")
		s.check(err)
		tab := shown.Tabs["Report"]
		got := slices.Clone(tab.Columns)
		for _, r := range tab.Rows {
			for _, c := range r {
				got = append(got, c.Text)
			}
		}
		if !slices.Equal(got, step.want) {
			s.Errorf("got %q, want %q", got, step.want)
		}
	}
	s.checkColumn("Status", "L-1=New L-2=New L-3=New")
}
