package rules

import (
	"cmp"
	"slices"

	"leadsheet/lead"
	"leadsheet/rules/outcomes"
)

// The way back: what people made a lead by typing that into Intake is read again where it came from. Its original comes
// as an inquiry that overrules its row.

// Requested returns the rows of Intake of which people want a lead, and whose originals are to be read again.
func (s State) Requested() []lead.IntakeRow {
	return outcomes.Requested(s.Intake)
}

// keepOriginals takes the originals of rows of Intake out of the inquiries, and returns those that have just come in.
func (p *planner) keepOriginals(items []lead.Inquiry) []lead.Inquiry {
	p.coming = items
	for i := range items {
		if key := items[i].Overrules; key != "" {
			if p.originals == nil {
				p.originals = map[string]*lead.Inquiry{}
			}
			p.originals[key] = &items[i]
		}
	}
	again := func(q lead.Inquiry) bool { return q.Overrules != "" || q.Again != "" }
	if !slices.ContainsFunc(items, again) {
		return items
	}
	return slices.DeleteFunc(slices.Clone(items), again)
}

// maxWaitingNotes is how many rows that wait for their source are told of one by one.
const maxWaitingNotes = 5

// waitsForSource reports whether a row that is to be a lead waits for a later pass. What a person typed stands until
// then.
func (p *planner) waitsForSource(r *lead.IntakeRow, x *outcomes.Origins) bool {
	tell, waits := p.state.Later[r.Key]
	if !waits || p.originals[r.Key] != nil {
		return false
	}
	if _, lives := p.madeOf(r, x); lives {
		return false // there is nothing to read
	}
	if p.waitFor++; tell && p.waitFor <= maxWaitingNotes {
		named := *r
		named.From, named.Subject = "", "" // no customer's text goes into the log
		p.work.Notes = append(p.work.Notes, p.texts.Typed.Waits.With(p.describe(&named)))
	}
	return true
}

// inquiryOf is what a lead is made of: the original of a row, or where that is nowhere any more, what the row says.
// What is the row's stays: its key, its place and when it came.
func (p *planner) inquiryOf(r *lead.IntakeRow) lead.Inquiry {
	q := p.fromIntake(r)
	if again := p.originals[r.Key]; again != nil {
		own := q
		q = *again
		q.Key, q.Where, q.MessageID = own.Key, own.Where, cmp.Or(own.MessageID, q.MessageID)
		q.Channel = cmp.Or(own.Channel, q.Channel)
		if q.Need == "" || q.Kind == lead.Unreadable {
			q.Need = own.Need
		}
		if q.Ignore = ""; !own.Received.IsZero() {
			q.Received = own.Received
		}
	}
	if p.team.Has(q.Email) || lead.Unread(q.Email) {
		q.Name, q.Email = "", "" // the mail is from a colleague or a program and about a customer whom a user has to name
	}
	return q
}

// fromIntake rebuilds an inquiry from its row, and from its text if the history has it.
func (p *planner) fromIntake(r *lead.IntakeRow) lead.Inquiry {
	return outcomes.FromRow(r, p.reasons.TextOf(r, p.state.History), p.texts.Attention.MadeByHand.With(p.describe(r)))
}

// endedOf returns the row of the last ended lead of an inquiry's contact, -1 when there is none or one is open.
func (p *planner) endedOf(q *lead.Inquiry) int {
	row, _, _ := p.contacts.Find(lead.ContactIn(q))
	if row < 0 {
		return -1
	}
	if p.handlePending(row); p.kinds.Open(&p.rows[row].l) {
		return -1
	}
	return row
}

func (p *planner) describe(r *lead.IntakeRow) string {
	return outcomes.Describe(r, &p.texts.Activity, p.policy.Location())
}
