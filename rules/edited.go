package rules

import (
	"cmp"
	"slices"
	"strings"

	"leadsheet/intake/ledger"
	"leadsheet/lead"
)

// FileRead is the outcome of a lead.ExportFile.
const FileRead lead.Outcome = "file read"

// measured reports whether a form's source was derived from all attribution parameters together. A paid click from Bing
// is called Microsoft Ads then, and single parameters must not turn it into organic search again.
func measured(q *lead.Inquiry) bool {
	return q.Kind == lead.ExportRow && q.Source != "" &&
		slices.ContainsFunc(q.Answers, func(a lead.Answer) bool { return a.Question == "Channel" })
}

// edited writes the edited answers of a record into those cells of its lead that no user has changed. The others
// stay, and Attention says what the form says now.
func (w *planner) edited(q *lead.Inquiry) (outcome lead.Outcome, id, reason string) {
	var was *lead.IntakeRow
	if len(q.References) > 0 {
		was = w.earlier(q.References[0])
	}
	if was == nil {
		q.Kind = lead.ExportRow
		return w.assign(q)
	}
	rec := w.records[was.Lead]
	if rec != nil && rec.row != 0 {
		w.take(rec.row - 1)
	}
	if was.Lead == "" || rec == nil || rec.row == 0 || rec.deleted {
		return lead.Ignored, was.Lead, w.say.Intake.EditedGone
	}
	edit, ok := ledger.NewEdit(ledger.ParseKey(was.Key), q)
	if !ok {
		return lead.Ignored, was.Lead, w.say.Intake.EditedCompare
	}
	if q.Problem != "" { // damage by a spreadsheet is not an edit
		return lead.Ignored, was.Lead, w.say.Intake.EditedUnread.With(q.Problem)
	}
	i := rec.row - 1
	var done, kept []string
	for n, column := range ledger.DigestColumns() {
		text := ledger.ValueFor(q, column)
		cell := *textField(&w.rows[i].l, column)
		switch edit.Cell(n, cell, text) {
		case ledger.Leave:
		case ledger.Update:
			w.setEdited(i, column, cell, text)
			done = append(done, w.title(column))
		case ledger.Keep:
			kept = append(kept, w.say.Intake.IsThere.With(w.title(column), shorten(text, 60)))
		}
	}
	if edit.AnswersChanged() {
		if w.editedAnswers(i, q, edit) {
			done = append(done, w.title(lead.ColDetails))
		} else {
			kept = append(kept, w.title(lead.ColDetails))
		}
	}
	reason = w.say.Intake.Edited
	if len(done) > 0 {
		reason += "; " + w.say.Intake.Updated.With(strings.Join(done, ", "))
	}
	if len(kept) > 0 {
		reason += "; " + w.say.Intake.Kept.With(strings.Join(kept, ", "))
		w.standing(rec, q, w.say.Attention.ChangedHere.With(strings.Join(kept, "; ")), "")
	}
	return lead.AddedTo, was.Lead, reason
}

// setEdited changes a cell, and records its old content in Activity.
func (w *planner) setEdited(i int, column, from, to string) {
	why := w.say.Activity.FormEdited
	w.setText(i, column, to, why)
	w.event(w.rows[i].rec, lead.Event{What: lead.Changed, Column: column, From: asRecorded(from),
		To: asRecorded(to), By: byUs, Why: why})
}

// editedAnswers does so for the answers in Details and in columns that the team added; false when a user has changed
// any of them.
func (w *planner) editedAnswers(i int, q *lead.Inquiry, edit ledger.Edit) bool {
	l := &w.rows[i].l
	_, details, extra := w.answers(q)
	cell := func(title string) *lead.Answer {
		n := slices.IndexFunc(l.Extra, func(a lead.Answer) bool { return same(a.Question, title) })
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
	titles, answers, said := w.p.Words.ColumnTitles(lead.TabLeads, lead.ColSource), l.Details, ""
	if !edit.AnswersUntouched(answers, own, titles) {
		if answers, said = cutSaid(l.Details); said == "" || !edit.AnswersUntouched(answers, own, titles) {
			return false
		}
	}
	if details != answers {
		w.setEdited(i, lead.ColDetails, l.Details, withSaid(details, said))
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
			l.Extra = append(l.Extra, lead.Answer{Question: w.titleOf(a.Question)})
			c = &l.Extra[len(l.Extra)-1]
		}
		c.Value = a.Value
		w.change(i, c.Question, lead.TextValue(a.Value), w.say.Activity.FormEdited)
		w.event(w.rows[i].rec, lead.Event{What: lead.Changed, Column: c.Question, From: shorten(from, 200),
			To: shorten(a.Value, 200), By: byUs, Why: w.say.Activity.FormEdited})
	}
	return true
}

// titleOf is a column's title in the workbook.
func (w *planner) titleOf(question string) string {
	for _, c := range w.s.LeadColumns {
		if foldTitle(c) == foldTitle(question) {
			return c
		}
	}
	return question
}

// earlier returns the row of Intake of the last edit of a record; nil for none.
func (w *planner) earlier(key string) *lead.IntakeRow {
	own := ledger.ParseKey(key).Own()
	for _, rows := range [][]lead.IntakeRow{w.work.Intake, w.s.Intake} {
		for i := len(rows) - 1; i >= 0 && own != ""; i-- {
			if ledger.ParseKey(rows[i].Key).Own() == own {
				return &rows[i]
			}
		}
	}
	return nil
}

// special handles inquiries that are not requests; ok is false for requests.
func (w *planner) special(q *lead.Inquiry) (outcome lead.Outcome, id, reason string, ok bool) {
	switch q.Kind {
	case lead.ExportFile:
		return FileRead, "", cmp.Or(q.Ignore, w.say.Intake.AllHere), true
	case lead.Edited:
		if q.Ignore == "" {
			outcome, id, reason = w.edited(q)
			return outcome, id, reason, true
		}
	}
	return "", "", "", false
}
