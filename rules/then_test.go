package rules

import (
	"testing"
	"time"

	"leadsheet/lead"
)

// What people did carries the time at which they did it, where that is known; what leadsheet does carries its own.
func TestEditsAreTimedByWhenTheyWereMade(t *testing.T) {
	w := newWorld(t)
	w.pass(w.mail("a"))
	w.now = w.now.Add(7 * time.Hour)
	edited := w.now.Add(-6 * time.Hour)
	w.state.Edited = edited.Add(time.Millisecond)
	w.lead("L-1001").Status = "In progress"
	for _, e := range butLate(w.pass()) {
		if !e.Time.Equal(edited) || e.By != byTeam {
			t.Errorf("%s %s by %s at %s", e.What, e.Column, e.By, e.Time)
		}
	}
	if l := w.lead("L-1001"); !l.FirstResponse.Equal(edited) {
		t.Errorf("first response at %s", l.FirstResponse)
	}
	w.state.Edited = w.now.Add(time.Hour) // the future is not known
	w.lead("L-1001").NextStep = "Call"
	if e := w.pass().Events[0]; !e.Time.Equal(w.now) {
		t.Errorf("an edit of the future is timed %s", e.Time)
	}
}

// A row in a workbook that was saved on Friday and closed on Monday was typed on Friday, and has its clock; so is a row
// deleted that was deleted then.
func TestRowsAreTimedByWhenTheyWereMade(t *testing.T) {
	w := newWorld(t)
	w.pass(w.mail("a"), w.mail("b"))
	edited := w.now.Add(time.Hour)
	w.state.Edited, w.now = edited, w.now.Add(72*time.Hour)
	w.state.Leads = append(w.state.Leads[:1], lead.Lead{Ref: 1, Name: "Kim", Phone: "030 1234567", Need: "A gate"})
	for _, e := range butLate(w.pass()) {
		if !e.Time.Equal(edited) {
			t.Errorf("%s at %s", e.What, e.Time)
		}
	}
	if l := w.lead("L-1003"); !l.Received.Equal(edited) || !l.RespondBy.Equal(edited.Add(half)) {
		t.Errorf("received %s, respond by %s", l.Received, l.RespondBy)
	}
}
