package rules

import (
	"slices"
	"strings"

	"leadsheet/intake/ledger"
	"leadsheet/lead"
	"leadsheet/rules/history"
	"leadsheet/rules/outcomes"
)

// complete takes in a mail of which only the header was known. Its lead gets what it says, in the cells that still hold
// what the header said, and its row of Intake says so: this happens once. It returns the row's lead.
func (p *planner) complete(q *lead.Inquiry) (id string) {
	n := slices.IndexFunc(p.state.Intake, func(r lead.IntakeRow) bool { return r.Key == q.Completes.Key })
	if n < 0 {
		return ""
	}
	r := &p.state.Intake[n]
	if outcomes.Of(r) != lead.Damaged {
		return r.Lead
	}
	c := IntakeChange{Ref: r.Ref, Outcome: lead.AddedTo, Lead: r.Lead, Reason: p.texts.Intake.CameWhole}
	if rec := p.history.Find(r.Lead); rec != nil && rec.Row > 0 && !rec.Deleted {
		p.handlePending(rec.Row - 1)
		if outcomes.NewOrigins(p.state.History, p.state.Intake).Began(r) {
			c.Outcome = lead.NewLead
		}
		if updated := p.fillWhole(rec.Row-1, q, r); len(updated) > 0 {
			c.Reason += "; " + p.texts.Intake.Updated.With(strings.Join(updated, ", "))
		}
		// The remark that it could not be read goes.
		p.event(rec, lead.Event{What: lead.Changed, Column: lead.ColAttention, From: r.Key, By: byUs,
			Why: p.texts.Activity.CameWhole})
	}
	p.changeIntake(c)
	return r.Lead
}

// placed reports whether a row of Intake stands for what has that place.
func (p *planner) placed(where string) bool {
	return slices.ContainsFunc(p.state.Intake, func(r lead.IntakeRow) bool { return r.Where == where })
}

// fillWhole gives a lead what a mail says that came whole, and returns the titles of the columns. What people have
// changed stays; the mail's text is in Activity then.
func (p *planner) fillWhole(i int, q *lead.Inquiry, r *lead.IntakeRow) (updated []string) {
	l, rec := &p.rows[i].l, p.rows[i].rec
	if q.Ignore != "" || isTeamMail(q) {
		p.event(rec, lead.Event{What: lead.Noted, By: byUs, Why: p.texts.Activity.CameWhole + ": " + p.ignored(q)})
		return nil
	}
	said := func(column, cell string) bool {
		return slices.ContainsFunc(q.Completes.Said, func(s lead.Inquiry) bool {
			return sameText(ledger.ValueFor(&s, column), cell)
		})
	}
	before, hasNeed := lead.ContactOf(l), false
	for _, column := range ledger.DigestColumns() {
		text, cell := ledger.ValueFor(q, column), *lead.TextField(l, column)
		if sameText(text, cell) || strings.TrimSpace(text) == "" {
			hasNeed = hasNeed || column == lead.ColNeed
			continue
		}
		if !said(column, cell) {
			continue
		}
		p.setText(i, column, text, p.texts.Activity.CameWhole)
		p.event(rec, lead.Event{What: lead.Changed, Column: column, From: history.AsRecorded(cell),
			To: history.AsRecorded(text), By: byUs, Why: p.texts.Activity.CameWhole})
		updated = append(updated, p.title(column))
		hasNeed = hasNeed || column == lead.ColNeed
	}
	if !hasNeed {
		p.event(rec, lead.Event{What: lead.Noted, From: r.Where, By: q.Email, Why: p.summary(q)})
	}
	p.fillBlanks(i, q)
	p.keepSaid(i, q)
	p.contacts.Learn(i, before, lead.ContactOf(l))
	return updated
}

// sameText compares two texts whatever their blanks.
func sameText(a, b string) bool {
	return strings.Join(strings.Fields(a), " ") == strings.Join(strings.Fields(b), " ")
}
