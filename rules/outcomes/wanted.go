package outcomes

import (
	"leadsheet/intake/ledger"
	"leadsheet/lead"
	"leadsheet/lead/words"
)

// Requested returns the rows of Intake of which people want a lead, and whose originals are to be read again.
func Requested(intake []lead.IntakeRow) []lead.IntakeRow {
	var rows []lead.IntakeRow
	for i := range intake {
		r := &intake[i]
		switch outcome := Of(r); {
		case outcome == lead.MakeLead && ledger.ParseKey(r.Key).IsRequest(), outcome == lead.TakeHeld && IsHeldMail(r):
			rows = append(rows, *r)
		}
	}
	return rows
}

// IsHeldMail reports whether a row is about records that were held back, of an export that came by mail.
func IsHeldMail(r *lead.IntakeRow) bool {
	return ledger.ParseKey(r.Key).Kind() == ledger.HeldBack && r.Channel == lead.ByMail
}

// AllTakenBack are the own keys of the records whose leads were taken back with their file; nil for none.
func AllTakenBack(in words.Language, intake []lead.IntakeRow) map[string]bool {
	var out map[string]bool
	for i := range intake {
		r := &intake[i]
		if r.Outcome == lead.Ignored && r.Lead != "" && TakenBack(in, r.Reason) {
			if out == nil {
				out = map[string]bool{}
			}
			out[ledger.ParseKey(r.Key).Own()] = true
		}
	}
	return out
}
