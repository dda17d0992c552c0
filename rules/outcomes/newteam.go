package outcomes

import (
	"leadsheet/intake/ledger"
	"leadsheet/lead"
)

// OfNewTeam are the rows of mails of people who are in the team now, of the leads with those IDs: those that joined a
// lead before those that made it. Each is looked at once: an event of its lead says so.
func OfNewTeam(team lead.Team, ours map[string]bool, history []lead.Event, intake []lead.IntakeRow) []lead.IntakeRow {
	looked := map[string]bool{}
	for i := range history {
		if e := &history[i]; isSetRight(e) {
			looked[e.From] = true
		}
	}
	var joined, made []lead.IntakeRow
	for i := range intake {
		r := &intake[i]
		if !ours[r.Lead] || looked[r.Key] || !team.Has(r.From) || r.Channel != lead.ByMail ||
			!ledger.ParseKey(r.Key).IsRequest() {
			continue
		}
		switch Of(r) {
		case lead.AddedTo:
			joined = append(joined, *r)
		case lead.NewLead:
			made = append(made, *r)
		}
	}
	return append(joined, made...)
}

// isSetRight reports whether an event says that a mail was read again because its sender is in the team now.
func isSetRight(e *lead.Event) bool {
	return e.What == lead.Noted && e.Column == lead.ColEmail && e.From != "" && e.By == lead.ByLeadsheet
}
