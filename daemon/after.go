package daemon

import (
	"slices"
	"strings"
	"time"

	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/reports"
	"leadsheet/rules"
	"leadsheet/sheets"
)

// intakeAfter are the rows of Intake that are there, as they will be once the work is stored.
func (v *view) intakeAfter(w rules.Work) []lead.IntakeRow {
	if len(w.IntakeChanges) == 0 {
		return v.state.Intake
	}
	changes := make(map[int]*rules.IntakeChange, len(w.IntakeChanges))
	for i := range w.IntakeChanges {
		changes[w.IntakeChanges[i].Ref] = &w.IntakeChanges[i]
	}
	rows := slices.Clone(v.state.Intake)
	for i := range rows {
		if c := changes[rows[i].Ref]; c != nil {
			rows[i].Outcome, rows[i].Lead, rows[i].Reason = c.Outcome, c.Lead, c.Reason
		}
	}
	return rows
}

// inputAfter is what the reports are computed from once the work is stored, without what came in.
func (v *view) inputAfter(w rules.Work) reports.Input {
	in := v.reportInput()
	if len(w.Changes)+len(w.NewLeads) > 0 {
		at := make(map[int]int, len(in.Leads))
		for i := range in.Leads {
			at[in.Leads[i].Ref] = i
		}
		in.Leads = slices.Concat(in.Leads, w.NewLeads)
		for _, c := range w.Changes {
			if i, ok := at[c.Ref]; ok {
				sheets.Set(&in.Leads[i], c.Column, c.Want, v.zones.Leads)
			}
		}
	}
	if len(w.Events) > 0 {
		in.History = slices.Concat(in.History, w.Events)
	}
	for _, c := range w.Team {
		c.Fill(&in.Policy)
	}
	in.Policy.Named = slices.Clip(in.Policy.Named)
	for _, s := range w.Senders { // Today asks about a proposed row as soon as it is there
		in.Policy.Named = append(in.Policy.Named, strings.ToLower(s.Address))
	}
	return in
}

// wholeInput is what the pages and messages are computed from, so that the pages go into one batch with the work. The
// state stays unchanged: if the batch is too large, other work is planned from it. more says that more has come in.
func (v *view) wholeInput(w rules.Work, now time.Time, more bool) reports.Input {
	in := v.inputAfter(w)
	in.Mails = [][]lead.IntakeRow{v.intakeAfter(w), w.Intake}
	in.CameIn, in.Watched, in.Checked, in.More = cameIn(in.Policy.Words, in.Mails, now), v.watched, v.checked, more
	return in
}

// cameIn are those of the rows of Intake that the account on Today needs: copies of our own messages did not come in.
func cameIn(in words.Language, intakeRows [][]lead.IntakeRow, now time.Time) []lead.IntakeRow {
	own := func(r *lead.IntakeRow) bool {
		return r.Outcome == lead.Ignored && in.Any(func(t *words.Texts) bool { return t.ByMail.Own == r.Reason })
	}
	since := now.AddDate(0, 0, -reports.AccountDays-1)
	var out []lead.IntakeRow
	for _, rows := range intakeRows {
		for i := range rows {
			r := &rows[i]
			// One row is there always: it says that something has come in some day.
			if len(out) > 0 && r.Received.Before(since) || !intake.CameIn(r) || own(r) {
				continue
			}
			out = append(out, *r)
		}
	}
	return out
}
