package reports

import (
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/reports/facts"
	"leadsheet/reports/figures"
	"leadsheet/rules/policy"
)

// A reply before opening took no working time, and five hours all the same: the report says both.
func TestWorkingTimeAndTheClockOnTheWall(t *testing.T) {
	saturday := time.Date(2026, 11, 21, 15, 0, 0, 0, time.UTC)
	l := lead.Lead{ID: "L-1", Name: "Ann", Status: "working", Received: saturday, RespondBy: time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC),
		FirstResponse: saturday.Add(5 * time.Hour)}
	in := Input{Policy: examplePolicy(), Leads: []lead.Lead{l}}
	r := figuresOf(in, now).Response
	if r.Median != 0 || r.Wall != 5*time.Hour || r.Met != 1 {
		t.Errorf("median %s, by the clock on the wall %s, met %d", r.Median, r.Wall, r.Met)
	}
	said := func() bool {
		for _, cell := range Build(in, now)[0].Cells {
			if strings.HasSuffix(cell.Cell.Text, "; wall clock 5 h") {
				return true
			}
		}
		return false
	}
	if !said() {
		t.Error("the report does not say so")
	}
	if d := figures.NewDocument(facts.New(in, now)); *d.Figures["response_first_wall_min"].Value != 300 {
		t.Errorf("%+v", d.Figures["response_first_wall_min"])
	}
	in.Leads[0].FirstResponse = saturday.Add(-time.Hour) // by a clock that is slow
	if r := figuresOf(in, now).Response; r.Median != 0 || r.Wall != 0 || r.Clamped != 1 {
		t.Errorf("median %s, by the clock on the wall %s, clamped %d", r.Median, r.Wall, r.Clamped)
	}
	in.Leads[0].FirstResponse = saturday.Add(5 * time.Hour)
	in.Policy.Calendar.Week = [7][]policy.Span{}
	if said() {
		t.Error("around the clock both are the same")
	}
}
