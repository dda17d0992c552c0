package today

import (
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/reports/canvas"
	"leadsheet/reports/facts"
)

// account is the line that says what came in since the last working day began, today left out, and what became of it
// (docs/definitions.md, section 11). It is "" while nothing has come in yet.
func (b *dataset) account(rows []lead.IntakeRow) string {
	if len(rows) == 0 {
		return ""
	}
	from, last := b.accountDays()
	period := b.Say.Today.Yesterday
	if from.Before(last) {
		period = b.Say.Today.FromTo.With(b.day(from), b.day(last))
	}
	return b.accountOf(rows, period, from, last)
}

// accountOf is the same line about the days of a period, from one to another, both with them.
func (b *dataset) accountOf(rows []lead.IntakeRow, period string, from, last time.Time) string {
	end := b.Midnight(last.AddDate(0, 0, 1))
	all, leads, added, damaged := 0, 0, 0, 0
	for i := range rows {
		if at := rows[i].Received; at.Before(from) || !at.Before(end) {
			continue
		}
		all++
		switch rows[i].Outcome {
		case lead.NewLead:
			leads++
		case lead.AddedTo:
			added++
		case lead.Damaged:
			damaged++
		}
	}
	say := &b.Say.Today
	if all == 0 {
		return say.Account.With(period, say.NothingCameIn)
	}
	parts := []string{say.AllCameIn.With(canvas.Thousands(b.Say, all)), canvas.CountLeads(b.Say, leads),
		say.Added.With(canvas.Thousands(b.Say, added)), say.PutAside.With(canvas.Thousands(b.Say, all-leads-added-damaged))}
	if damaged > 0 {
		parts = append(parts, say.NotRead.With(canvas.Thousands(b.Say, damaged)))
	}
	return say.Account.With(period, strings.Join(parts, ", "))
}

// accountDays are the first and the last day of the account: from the last working day before today to yesterday.
func (b *dataset) accountDays() (from, last time.Time) {
	last = b.Midnight(b.Today.AddDate(0, 0, -1))
	for n := 1; n < facts.AccountDays; n++ {
		if from = b.Midnight(b.Today.AddDate(0, 0, -n)); b.WorksOn(from) {
			return from, last
		}
	}
	return last, last
}
