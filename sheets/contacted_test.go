package sheets

import (
	"testing"
	"time"

	"leadsheet/lead"
)

// Rows that people type into Activity are no events; what stands in them is read as people write it.
func TestContacted(t *testing.T) {
	zone := time.FixedZone("CET", 3600)
	when := time.Date(2026, 11, 20, 10, 15, 0, 0, zone)
	text := lead.TextValue
	tab := &Tab{Title: lead.TabActivity}
	for _, c := range lead.ActivityTable() {
		tab.Columns = append(tab.Columns, c.Title)
	}
	add := func(at Cell, of, what, by, why string, no Cell) {
		row := make([]Cell, len(tab.Columns))
		row[0], row[1], row[2], row[6], row[7], row[8] = at, text(of), text(what), text(by), text(why), no
		tab.Rows = append(tab.Rows, row)
	}
	add(lead.DateValue(when, zone), "L-1001", "created", "leadsheet", "", lead.NumberValue(1))
	add(lead.DateValue(when, zone), "L-1001", "call", "Ann", "wants plans", Cell{})
	add(Cell{Kind: lead.Date, Num: 14.5 / 24}, "L-1001", "called", "", "", Cell{})
	add(text("yesterday 14:30"), "L-1001", "no answer", "", "", Cell{})
	add(Cell{}, "L-1001", "Phone call", "", "", Cell{})
	add(lead.DateValue(when, zone), "L-1001", "call", "", "copied with its number", lead.NumberValue(2))
	add(lead.DateValue(when, zone), "L-1001", "idea", "", "", Cell{})
	add(lead.DateValue(when, zone), "L-1001", "note", "", "of an earlier version", Cell{})
	var got string
	for _, c := range Contacted(tab, zone) {
		got += c.What + " " + c.When() + " " + c.By + " " + c.Why + "; "
	}
	if want := "call 2026-11-20 10:15 Ann wants plans; called 14:30  ; no answer yesterday 14:30  ; Phone call   ; "; got != want {
		t.Errorf("read %q, want %q", got, want)
	}
	got = ""
	for _, e := range Events(tab, zone) {
		got += string(e.What) + " "
	}
	if got != "created call idea note " {
		t.Errorf("events %q", got)
	}
	if Contacted(nil, zone) != nil {
		t.Error("a tab that is missing has rows")
	}
}
