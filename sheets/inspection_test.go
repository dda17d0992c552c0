package sheets

import (
	"strings"
	"testing"
)

// A workbook of which only a snapshot is known is judged as one whose structure was read.
func TestInspect(t *testing.T) {
	layout := Layout{Tabs: []TabLayout{
		{Title: "Leads", Key: "ID", Columns: []Column{{Title: "ID"}, {Title: "Name"}, {Title: "Status"}}},
		{Title: "Team", Key: "Name", Columns: []Column{{Title: "Name"}, {Title: "Email"}}},
	}}
	whole := func() *Snapshot {
		return &Snapshot{Tabs: map[string]*Tab{
			"Leads": {Title: "Leads", Columns: []string{"ID", "Name", "Status"}},
			"Team":  {Title: "Team", Columns: []string{"Name", "Email"}},
		}}
	}
	for _, c := range []struct {
		name string
		do   func(*Snapshot)
		want string
	}{
		{"in order", func(*Snapshot) {}, ""},
		{"nothing there yet", func(s *Snapshot) { clear(s.Tabs) }, ""},
		{"a tab is missing", func(s *Snapshot) { delete(s.Tabs, "Team") }, `the tab "Team" is missing`},
		{"a column is missing", func(s *Snapshot) { s.Tabs["Leads"].Columns[2] = "" }, `the column "Status" is missing`},
		{"a column has another title", func(s *Snapshot) { s.Tabs["Leads"].Columns[2] = "Stand" }, `"Stand" stands in its place`},
		{"a title stands twice", func(s *Snapshot) {
			s.Tabs["Leads"].Columns = append(s.Tabs["Leads"].Columns, "status")
			s.Tabs["Leads"].FindTwins()
		}, `passes over column D`},
		{"the titles are gone", func(s *Snapshot) { s.Tabs["Team"] = &Tab{Title: "Team", Fault: "no titles"} }, "no titles"},
	} {
		snap := whole()
		c.do(snap)
		got := Inspect(snap, layout).Problems(layout)
		if c.want == "" && len(got) > 0 || c.want != "" && (len(got) != 1 || !strings.Contains(got[0], c.want)) {
			t.Errorf("%s: %q, want one with %q", c.name, got, c.want)
		}
	}
}
