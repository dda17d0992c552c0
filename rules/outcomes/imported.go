package outcomes

import (
	"strings"
	"time"

	"leadsheet/intake/ledger"
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

// Imports are the leads that the records of a file made, in the order of their rows, also those that were taken back.
// sum is the row of Intake that sums the file up, has says which leads have a row.
func Imports(sum int, intake []lead.IntakeRow, reasons Reasons, x *Origins, has func(id string) bool,
	events ...[]lead.Event) []*Imported {
	file := &intake[sum]
	last := true
	for i := range intake[sum+1:] {
		last = last && intake[sum+1+i].Where != file.Where
	}
	owned, keys := map[int]bool{}, map[string]bool{}
	for _, i := range ledger.OfFile(intake, sum) {
		owned[i], keys[intake[i].Key] = true, true
	}
	var out []*Imported
	of := map[string]*Imported{}
	for i := range intake {
		r := &intake[i]
		mine, back := owned[i], reasons.IsTakenBack(r.Reason)
		// What was taken back once is the other file's that had it again.
		if again := reasons.BroughtBy(r); again != "" {
			mine = last && again == file.Where
		}
		mine = mine || back && strings.Contains(r.Reason, file.Where)
		if !mine || r.Lead == "" || of[r.Lead] != nil || !has(r.Lead) {
			continue
		}
		outcome := Of(r)
		if (outcome == lead.NewLead || outcome == lead.Damaged) && x.Began(r) || back {
			m := &Imported{Row: i}
			of[r.Lead], out = m, append(out, m)
		}
	}
	for _, some := range events {
		for i := range some {
			if m := of[some[i].Lead]; m != nil {
				m.Add(&some[i], file.Where, keys)
			}
		}
	}
	return out
}
