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

// A column that earlier versions did not have is no fault of people's, and what stands in its place is theirs.
func TestColumnsThatCameLater(t *testing.T) {
	layout := Layout{Tabs: []TabLayout{{Title: "Activity",
		Columns: []Column{{Title: "Time"}, {Title: "Why"}, {Title: "No.", Later: true},
			{Title: "Recorded", Later: true}}}}}
	for _, titles := range [][]string{{"Time", "Why"}, {"Time", "Why", "Our remarks"}} {
		snap := &Snapshot{Tabs: map[string]*Tab{"Activity": {Title: "Activity", Columns: titles}}}
		i := Inspect(snap, layout)
		if got := i.Problems(layout); len(got) > 0 {
			t.Errorf("%v: problems %q", titles, got)
		}
		if got := i.Notes(layout); len(got) != 2 || !strings.Contains(got[0], `no column "No." yet`) {
			t.Errorf("%v: notes %q", titles, got)
		}
		for _, r := range snap.Tabs["Activity"].Remarks(layout.Tabs[0]) {
			if !strings.HasSuffix(r.Text, ": start leadsheet again, which adds it") {
				t.Errorf("%v: %s", titles, r.Text)
			}
		}
	}
	snap := &Snapshot{Tabs: map[string]*Tab{
		"Activity": {Title: "Activity", Columns: []string{"Time", "Reason", "No.", "Recorded"}},
	}}
	if got := Inspect(snap, layout).Problems(layout); len(got) != 1 ||
		!strings.Contains(got[0], `"Reason" stands in its place`) {
		t.Errorf("problems %q", got)
	}
}
