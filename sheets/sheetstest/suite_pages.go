package sheetstest

import "leadsheet/sheets"

// A clock within a text is no reason to write a page again; all else of the text is.
func pageClock(s *testCase) {
	snap := s.setUp()
	const first = "Nobody waits (checked 09:58). Not watched: calls."
	for _, step := range []struct {
		text, clock string
		wrote       bool
		want        string
	}{
		{first, "09:58", true, first},
		{"Nobody waits (checked 10:03). Not watched: calls.", "10:03", false, first},
		{"Nobody waits (checked 10:04). Not watched: chats.", "10:04", true, ""},
		{"Nobody knows (checked 10:05). Not watched: chats.", "10:05", true, ""},
		{"Somebody waits", "", true, ""},
		{"Somebody waits", "10:06", false, ""},
	} {
		if step.want == "" {
			step.want = step.text
		}
		page := sheets.Page{Title: "Report", Cells: []sheets.PageCell{{Cell: T("Report")},
			{Row: 1, Cell: T(step.text), Clock: step.clock}}}
		if res := s.commit(snap, sheets.Batch{Pages: []sheets.Page{page}}); res.Wrote != step.wrote {
			s.Errorf("%q: wrote %v", step.text, res.Wrote)
		}
		snap = s.read()
		shown, err := s.book.Read(s.ctx, "Report")
		s.check(err)
		if got := shown.Tabs["Report"].Rows; len(got) != 1 || got[0][0].Text != step.want {
			s.Errorf("got %+v, want %q", got, step.want)
		}
	}
}
