package aging

import (
	"fmt"
	"testing"

	"leadsheet/lead"
)

// What leads leave behind of their months, and that it is nothing once they are back.
func TestSums(t *testing.T) {
	p := team(t, 24)
	moved := func(id, to string, ago int) lead.Event {
		return lead.Event{Lead: id, What: lead.Changed, Column: lead.ColStatus, To: to, Time: months(ago)}
	}
	leads := []lead.Lead{
		{ID: "L-1", Status: "Won", Received: months(31), Value: 1200, HasValue: true},
		{ID: "L-2", Status: "Closed", Received: months(31)},
		{ID: "L-3", Status: "Won", Received: months(30)}, // nobody knows when it was won
		{ID: "L-4", Status: "Closed", Quality: "duplicate", Received: months(30)},
		{ID: "L-5", Status: "Not a lead", Received: months(30)},
	}
	history := []lead.Event{moved("L-1", "Closed", 31), moved("L-1", "Won", 30), moved("L-2", "Closed", 30),
		moved("L-4", "Closed", 30), moved("L-5", "Not a lead", 30)}
	var events []lead.Event
	for _, m := range Sums(p, leads, history, 1) {
		events = append(events, m.Event(now, "why"))
	}
	want := "[{2026-11 2 0 0 0} {2026-12 1 1 1 1200}]"
	if got := fmt.Sprint(lead.PastMonths(events)); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for _, m := range Sums(p, leads[:1], history, -1) {
		events = append(events, m.Event(now, "why"))
	}
	if got, want := fmt.Sprint(lead.PastMonths(events)), "[{2026-11 1 0 0 0} {2026-12 1 0 1 0}]"; got != want {
		t.Errorf("one is back: got %s, want %s", got, want)
	}
}
