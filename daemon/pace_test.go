package daemon

import (
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/sheets"
)

func TestPace_SlowsDownAndRecovers(t *testing.T) {
	start := time.Date(2026, 11, 23, 18, 0, 0, 0, time.UTC)
	type step struct {
		after time.Duration // since the step before
		alive bool
		want  time.Duration
	}
	for _, c := range []struct {
		name       string
		poll, slow time.Duration
		steps      []step
	}{
		{"step by step to the slowest", 40 * time.Second, 2 * time.Minute, []step{
			{0, true, 40 * time.Second},
			{14 * time.Minute, false, 40 * time.Second},
			{time.Minute, false, time.Minute},
			{time.Minute, false, 90 * time.Second},
			{90 * time.Second, false, 2 * time.Minute},
			{2 * time.Minute, false, 2 * time.Minute},
			{2 * time.Minute, true, 40 * time.Second},
			{40 * time.Second, false, 40 * time.Second},
			{14 * time.Minute, false, 40 * time.Second},
			{time.Minute, false, time.Minute},
		}},
		{"the first pass counts as life", time.Second, time.Minute, []step{
			{0, false, time.Second}, {14 * time.Minute, false, time.Second}, {time.Minute, false, 1500 * time.Millisecond},
		}},
		{"never slower unless that is wanted", 15 * time.Second, 0, []step{
			{0, true, 15 * time.Second}, {10 * time.Hour, false, 15 * time.Second}, {10 * time.Hour, false, 15 * time.Second},
		}},
		{"never faster than the setting", 5 * time.Minute, 2 * time.Minute, []step{
			{0, true, 5 * time.Minute}, {time.Hour, false, 5 * time.Minute}, {time.Hour, false, 5 * time.Minute},
		}},
		{"a clock that is set back", 15 * time.Second, 2 * time.Minute, []step{
			{0, true, 15 * time.Second},
			{-24 * time.Hour, false, 15 * time.Second},
			{15 * time.Minute, false, 22500 * time.Millisecond},
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, now := pace{poll: c.poll, slow: c.slow}, start
			for i, s := range c.steps {
				now = now.Add(s.after)
				if got := p.next(now, s.alive); got != s.want {
					t.Fatalf("step %d: %v, want %v", i, got, s.want)
				}
			}
		})
	}
}

func TestPace_AnyChangedCellCounts(t *testing.T) {
	text := func(cells ...string) []sheets.Cell {
		var row []sheets.Cell
		for _, c := range cells {
			row = append(row, lead.TextValue(c))
		}
		return row
	}
	snap := func(columns []string, rows ...[]sheets.Cell) *sheets.Snapshot {
		return &sheets.Snapshot{Tabs: map[string]*sheets.Tab{
			lead.TabLeads:  {Columns: columns, Rows: rows},
			lead.TabIntake: {Columns: []string{"Key"}, Rows: [][]sheets.Cell{text("k")}},
		}}
	}
	d := &Daemon{}
	for i, step := range []struct {
		what string
		snap *sheets.Snapshot
		want bool
	}{
		{"the first look", snap([]string{"ID", "Name"}, text("L-1", "Ada"), text("L-2", "Ben")), true},
		{"the same", snap([]string{"ID", "Name"}, text("L-1", "Ada"), text("L-2", "Ben")), false},
		{"sorted", snap([]string{"ID", "Name"}, text("L-2", "Ben"), text("L-1", "Ada")), true},
		{"a cell", snap([]string{"ID", "Name"}, text("L-2", "Bea"), text("L-1", "Ada")), true},
		{"a letter in another cell", snap([]string{"ID", "Name"}, text("L-2B", "ea"), text("L-1", "Ada")), true},
		{"text became a number", snap([]string{"ID", "Name"}, []sheets.Cell{lead.TextValue("L-2B"), lead.NumberValue(1)}, text("L-1", "Ada")), true},
		{"a tick instead", snap([]string{"ID", "Name"}, []sheets.Cell{lead.TextValue("L-2B"), lead.BoolValue(true)}, text("L-1", "Ada")), true},
		{"a title", snap([]string{"ID", "Who"}, []sheets.Cell{lead.TextValue("L-2B"), lead.BoolValue(true)}, text("L-1", "Ada")), true},
		{"a row less", snap([]string{"ID", "Who"}, text("L-1", "Ada")), true},
		{"the same again", snap([]string{"ID", "Who"}, text("L-1", "Ada")), false},
		{"a tab less", &sheets.Snapshot{Tabs: map[string]*sheets.Tab{lead.TabIntake: {Columns: []string{"Key"}, Rows: [][]sheets.Cell{text("k")}}}}, true},
	} {
		if got := d.changed(step.snap); got != step.want {
			t.Errorf("%d, %s: %v", i, step.what, got)
		}
	}
}

// What another leadsheet writes is no sign of life, what people write beside it is.
func TestPace_ManagedColumnsDoNotCount(t *testing.T) {
	snap := func(attention, comment string) *sheets.Snapshot {
		return &sheets.Snapshot{Tabs: map[string]*sheets.Tab{lead.TabLeads: {Columns: []string{"attention", lead.ColComment},
			Rows: [][]sheets.Cell{{lead.TextValue(attention), lead.TextValue(comment)}}}}}
	}
	d := &Daemon{Layout: Layout(nil)}
	d.changed(snap("1 h late", ""))
	if d.changed(snap("2 h late", "")) {
		t.Error("how late a lead is counts")
	}
	if !d.changed(snap("2 h late", "called")) {
		t.Error("a comment does not count")
	}
}

func BenchmarkChanged10000(b *testing.B) {
	tab := &sheets.Tab{Columns: lead.LeadColumns()}
	for range 10000 {
		row := make([]sheets.Cell, len(tab.Columns))
		for i := range row {
			row[i] = lead.TextValue("what somebody wrote there")
		}
		tab.Rows = append(tab.Rows, row)
	}
	d, snap := &Daemon{}, &sheets.Snapshot{Tabs: map[string]*sheets.Tab{lead.TabLeads: tab}}
	for b.Loop() {
		d.changed(snap)
	}
}
