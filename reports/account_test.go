package reports

import (
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words/wordstest"
)

// accountOf is the line of Today that says what came in; "" when there is none.
func accountOf(in Input, now time.Time) string {
	text := ""
	for _, p := range Build(in, now) {
		for _, c := range p.Cells {
			if p.Title == lead.TabToday && c.Row == 2 {
				text += c.Cell.String()
			}
		}
	}
	return text
}

// Each morning Today says what came in since the last working day and what became of it, by Intake alone.
func TestToday_Account(t *testing.T) {
	policy := examplePolicy()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	policy.Zone, policy.Calendar.Zone = zone, zone
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 11, day, hour, minute, 0, 0, zone) }
	var rows []lead.IntakeRow
	add := func(when time.Time, outcome lead.Outcome, n int) {
		for range n {
			rows = append(rows, lead.IntakeRow{Received: when, Outcome: outcome})
		}
	}
	add(at(23, 23, 59), lead.NewLead, 5) // Monday
	add(at(24, 0, 0), lead.NewLead, 1097)
	add(at(24, 12, 0), lead.AddedTo, 31)
	add(at(24, 12, 0), lead.Ignored, 10)
	add(at(24, 23, 59), lead.Duplicate, 5)
	add(at(25, 0, 0), lead.NewLead, 3)
	add(at(25, 8, 0), lead.Damaged, 1)
	add(at(28, 8, 0), lead.NewLead, 1) // Saturday
	for _, c := range []struct {
		name string
		now  time.Time
		want string
	}{
		{"Wednesday", at(25, 9, 0), "Yesterday: 1,143 came in, 1,097 leads, 31 added, 15 put aside"},
		{"what could not be read", at(26, 9, 0), "Yesterday: 4 came in, 3 leads, 0 added, 0 put aside, 1 could not be read"},
		{"nothing", at(27, 9, 0), "Yesterday: nothing came in"},
		{"on Monday the weekend is told", at(30, 9, 0), "27 Nov 2026 to 29 Nov 2026: 1 came in, 1 lead, 0 added, 0 put aside"},
	} {
		if got := accountOf(Input{Policy: policy, CameIn: rows}, c.now); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	if got := accountOf(Input{Policy: policy}, at(25, 9, 0)); got != "" {
		t.Errorf("nothing has ever come in: %q", got)
	}
	policy.Words = wordstest.Pseudo(t)
	if got := accountOf(Input{Policy: policy, CameIn: rows}, at(26, 9, 0)); got == "" || got[:9] == "Yesterday" {
		t.Errorf("in another language it is %q", got)
	}
}
