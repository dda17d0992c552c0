package outcomes

import (
	"strings"
	"time"

	"leadsheet/lead"
)

// Imported is a lead that a file made, as the history tells of it.
type Imported struct {
	Row     int       // of its record, in Intake
	At      time.Time // when it was made
	Touched bool      // by a person, or by a mail
	File    string    // the key of the file with which it was taken back; "" for none
	aside   time.Time // when
}

// Add adds an event of the lead. where is the place of the file, keys are those of its records: what they say of the
// same contact is no touch.
func (m *Imported) Add(e *lead.Event, where string, keys map[string]bool) {
	file := ""
	if e.What == lead.Did {
		file = lead.FactOf(e.To, lead.FactFile)
	}
	switch {
	case e.What == lead.Created:
		m.At, m.Touched, m.File = e.Time, false, ""
	case file != "":
		m.File, m.aside = file, e.Time
	case e.What == lead.TurnEnded && e.Time.Equal(m.aside):
	case e.What == lead.Undone && e.By == lead.ByLeadsheet && lead.IsOfFile(e.From):
		m.At, m.File = e.Time, ""
	case (e.What == lead.Asked || e.What == lead.Inquired || e.What == lead.Quiet) &&
		(keys[e.From] || strings.HasPrefix(e.From, where+", ")):
	case e.By != lead.ByLeadsheet, e.What == lead.Responded, e.What == lead.Answered, e.What == lead.TurnAnswered:
		m.Touched = true
	}
}
