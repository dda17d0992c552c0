package rules

import (
	"cmp"
	"slices"
	"strings"

	"leadsheet/intake/ledger"
	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/details"
	"leadsheet/rules/history"
	"leadsheet/rules/outcomes"
)

// applyEdit writes the edited answers of a record into those cells of its lead that no user has changed. The others
// stay, and Attention says what the form says now.
func (p *planner) applyEdit(q *lead.Inquiry) (outcome lead.Outcome, id, reason string) {
	var was *lead.IntakeRow
	if len(q.References) > 0 {
		p.cameAgain(q)
		was = outcomes.Newest(ledger.ParseKey(q.References[0]).Own(), p.state.Intake, p.work.Intake)
	}
	if was == nil {
		q.Kind = lead.ExportRow
		return p.assign(q)
	}
	rec := p.history.Find(was.Lead)
	if rec != nil && rec.Row != 0 {
		p.handlePending(rec.Row - 1)
	}
	if was.Lead == "" || rec == nil || rec.Row == 0 || rec.Deleted {
		return lead.Ignored, was.Lead, p.texts.Intake.EditedGone
	}
	edit, ok := ledger.NewEdit(ledger.ParseKey(was.Key), q)
	if !ok {
		return lead.Ignored, was.Lead, p.texts.Intake.EditedCompare
	}
	if q.Problem != "" { // damage by a spreadsheet is not an edit
		return lead.Ignored, was.Lead, p.texts.Intake.EditedUnread.With(q.Problem)
	}
	i := rec.Row - 1
	var done, kept []string
	for n, column := range ledger.DigestColumns() {
		text := ledger.ValueFor(q, column)
		cell := *lead.TextField(&p.rows[i].l, column)
		switch edit.Cell(n, cell, text) {
		case ledger.Leave:
		case ledger.Update:
			p.setEdited(i, column, cell, text)
			done = append(done, p.title(column))
		case ledger.Keep:
			kept = append(kept, p.texts.Intake.IsThere.With(p.title(column), words.Shorten(text, 60)))
		}
	}
	if edit.AnswersChanged() {
		if p.editedAnswers(i, q, edit) {
			done = append(done, p.title(lead.ColDetails))
		} else {
			kept = append(kept, p.title(lead.ColDetails))
		}
	}
	reason = p.texts.Intake.Edited
	if len(done) > 0 {
		reason += "; " + p.texts.Intake.Updated.With(strings.Join(done, ", "))
	}
	if len(kept) > 0 {
		reason += "; " + p.texts.Intake.Kept.With(strings.Join(kept, ", "))
		p.standing(rec, q, p.texts.Attention.ChangedHere.With(strings.Join(kept, "; ")), "")
	}
	return lead.AddedTo, was.Lead, reason
}

// setEdited changes a cell, and records its old content in Activity.
func (p *planner) setEdited(i int, column, from, to string) {
	why := p.texts.Activity.FormEdited
	p.setText(i, column, to, why)
	p.event(p.rows[i].rec, lead.Event{What: lead.Changed, Column: column, From: history.AsRecorded(from),
		To: history.AsRecorded(to), By: byUs, Why: why})
}

// editedAnswers does so for the answers in Details and in columns that the team added; false when a user has changed
// any of them.
func (p *planner) editedAnswers(i int, q *lead.Inquiry, edit ledger.Edit) bool {
	l := &p.rows[i].l
	_, text, extra := p.answers(q)
	cell := func(title string) *lead.Answer {
		n := slices.IndexFunc(l.Extra, func(a lead.Answer) bool { return words.Same(a.Question, title) })
		if n < 0 {
			return nil
		}
		return &l.Extra[n]
	}
	var own []lead.Answer // as in the cells of the team's columns
	for _, a := range extra {
		if c := cell(a.Question); c != nil && c.Value != "" {
			own = append(own, lead.Answer{Question: a.Question, Value: c.Value})
		}
	}
	titles, answers, said := p.policy.Words.ColumnTitles(lead.TabLeads, lead.ColSource), l.Details, ""
	if !edit.AnswersUntouched(answers, own, titles) {
		if answers, said = details.Cut(l.Details); said == "" || !edit.AnswersUntouched(answers, own, titles) {
			return false
		}
	}
	if text != answers {
		p.setEdited(i, lead.ColDetails, l.Details, details.Join(text, said))
	}
	l.Extra = slices.Clone(l.Extra)
	for _, a := range extra {
		c, from := cell(a.Question), ""
		if c != nil {
			from = c.Value
		}
		if from == a.Value {
			continue
		}
		if c == nil {
			l.Extra = append(l.Extra, lead.Answer{Question: p.titleOf(a.Question)})
			c = &l.Extra[len(l.Extra)-1]
		}
		c.Value = a.Value
		p.change(i, c.Question, lead.TextValue(a.Value), p.texts.Activity.FormEdited)
		p.event(p.rows[i].rec, lead.Event{What: lead.Changed, Column: c.Question, From: words.Shorten(from, 200),
			To: words.Shorten(a.Value, 200), By: byUs, Why: p.texts.Activity.FormEdited})
	}
	return true
}

// titleOf is a column's title in the workbook.
func (p *planner) titleOf(question string) string {
	for _, c := range p.state.LeadColumns {
		if words.Fold(c) == words.Fold(question) {
			return c
		}
	}
	return question
}

// assignSpecial handles inquiries that are not requests; ok is false for requests.
func (p *planner) assignSpecial(q *lead.Inquiry) (outcome lead.Outcome, id, reason string, ok bool) {
	switch q.Kind {
	case lead.ExportFile:
		return lead.FileRead, "", cmp.Or(q.Ignore, p.texts.Intake.AllHere), true
	case lead.Edited:
		if q.Ignore == "" {
			outcome, id, reason = p.applyEdit(q)
			return outcome, id, reason, true
		}
	}
	return "", "", "", false
}
