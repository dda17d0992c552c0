package rules

import (
	"cmp"
	"encoding/base64"
	"hash/fnv"
	"slices"
	"strings"

	"leadsheet/lead"
)

// What a form export brings besides requests.
const (
	// Edited are the answers of a record that has come in before, as they are now. References holds the key under which it came.
	Edited lead.Kind = "edited answers"
	// ExportFile sums up a file whose records have all been taken in. Ignore is the sum.
	ExportFile lead.Kind = "export file"
	// FileRead is the outcome of an ExportFile.
	FileRead lead.Outcome = "file read"
)

// measured reports whether a form's source was worked out of everything that its visitor's way has left: a paid click
// from Bing is called Microsoft Ads then, and the parameters of its link must not make organic search of it again.
func measured(q *lead.Inquiry) bool {
	return q.Kind == lead.ExportRow && q.Source != "" &&
		slices.ContainsFunc(q.Answers, func(a lead.Answer) bool { return a.Question == "Channel" })
}

// editable are the columns that follow when answers are edited in the form, in the order of a print; the answers that
// are none of them come last.
func editable() [5]string {
	return [5]string{lead.ColName, lead.ColEmail, lead.ColPhone, lead.ColCompany, lead.ColNeed}
}

// recordKey is how the keys of a form's records begin.
const recordKey = "f:"

// printLength is how many letters a print has at the end of a key.
const printLength = 16

// Print is what the key of a record remembers of its answers, two bytes for each column: enough to see whether a cell
// still holds what the record said.
func Print(q *lead.Inquiry) string {
	var b [12]byte
	for i, column := range editable() {
		put(b[2*i:], inkOf(said(q, column)))
	}
	var sum uint16
	for _, a := range q.Answers {
		sum += inkOfLines(a.Question + ": " + a.Value)
	}
	put(b[10:], sum)
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// prints takes a print apart; ok is false for a key without one.
func prints(key string) (out [6]uint16, ok bool) {
	_, tail, marked := strings.Cut(key, "~")
	if !marked || len(tail) < printLength {
		return out, false
	}
	b, err := base64.RawURLEncoding.DecodeString(tail[len(tail)-printLength:])
	if err != nil {
		return out, false
	}
	for i := range out {
		out[i] = uint16(b[2*i])<<8 | uint16(b[2*i+1])
	}
	return out, true
}

// identities are all keys under which what came in under one is known: a record is the same whatever its key remembers
// of its answers, and so is an edit of it.
func identities(key string) [3]string {
	own, _, marked := strings.Cut(key, "~")
	if !marked || len(key)-len(own) <= printLength || !strings.HasPrefix(key, recordKey) {
		return [3]string{key, key, key}
	}
	return [3]string{own, key[:len(key)-printLength], key}
}

// identity is the one of them by which an inquiry is known.
func identity(q *lead.Inquiry) string {
	if q.Kind == Edited {
		return identities(q.Key)[1]
	}
	return identities(q.Key)[0]
}

func put(b []byte, n uint16) { b[0], b[1] = byte(n>>8), byte(n) }

// inkOf is two bytes of a text whatever its blanks; 0 for none.
func inkOf(s string) uint16 {
	s = strings.Join(strings.Fields(s), " ")
	if s == "" {
		return 0
	}
	h := fnv.New32a()
	_, _ = h.Write([]byte(s)) // a hash cannot return an error
	n := h.Sum32()
	return max(uint16(n>>16)^uint16(n), 1)
}

// inkOfLines adds up the lines of a text, so that their order does not matter.
func inkOfLines(s string) (sum uint16) {
	for line := range strings.Lines(s) {
		sum += inkOf(line)
	}
	return sum
}

// said is what an inquiry says for a column.
func said(q *lead.Inquiry, column string) string {
	switch column {
	case lead.ColName:
		return q.Name
	case lead.ColEmail:
		return q.Email
	case lead.ColPhone:
		return q.Phone
	case lead.ColCompany:
		return q.Company
	}
	return q.Need
}

// edited brings the cells of a lead that nobody has touched up to date with the edited answers of its record. What
// somebody has changed stays, and Attention says what the form says now.
func (w *planner) edited(q *lead.Inquiry) (outcome lead.Outcome, id, reason string) {
	var was *lead.IntakeRow
	if len(q.References) > 0 {
		was = w.earlier(q.References[0])
	}
	if was == nil {
		q.Kind = lead.ExportRow
		return w.place(q)
	}
	rec := w.records[was.Lead]
	if rec != nil && rec.row != 0 {
		w.take(rec.row - 1)
	}
	if was.Lead == "" || rec == nil || rec.row == 0 || rec.deleted {
		return lead.Ignored, was.Lead, "its answers were edited in the form, but its lead is no longer there"
	}
	before, ok := prints(was.Key)
	if !ok {
		return lead.Ignored, was.Lead, "its answers were edited in the form; compare them with the lead"
	}
	if q.Problem != "" { // what a spreadsheet has damaged is no edit
		return lead.Ignored, was.Lead, "its answers changed in the form, but cannot be read as they are: " + q.Problem
	}
	i := rec.row - 1
	now, _ := prints("~" + Print(q))
	var done, kept []string
	for n, column := range editable() {
		text := said(q, column)
		cell := *textField(&w.rows[i].l, column)
		switch {
		case now[n] == before[n] || text == "" || text == cell:
		case inkOf(cell) == before[n]:
			w.setEdited(i, column, cell, text)
			done = append(done, column)
		default:
			kept = append(kept, column+" is "+shorten(text, 60)+" there")
		}
	}
	if now[5] != before[5] {
		if w.editedAnswers(i, q, before[5]) {
			done = append(done, lead.ColDetails)
		} else {
			kept = append(kept, lead.ColDetails)
		}
	}
	reason = "its answers were edited in the form"
	if len(done) > 0 {
		reason += "; brought up to date: " + strings.Join(done, ", ")
	}
	if len(kept) > 0 {
		reason += "; left as it is, somebody had changed it: " + strings.Join(kept, ", ")
		w.note(rec, "Edited in the form, but changed here before: "+strings.Join(kept, "; "))
	}
	return lead.AddedTo, was.Lead, reason
}

// setEdited changes a cell, and keeps in Activity what it held.
func (w *planner) setEdited(i int, column, from, to string) {
	const why = "its answers were edited in the form"
	w.setText(i, column, to, why)
	w.event(w.rows[i].rec, lead.Event{What: lead.Changed, Column: column, From: shorten(from, 200), To: shorten(to, 200), By: byUs, Why: why})
}

// editedAnswers does so for the answers in Details and in columns of the team's own; false when somebody has changed
// any of them.
func (w *planner) editedAnswers(i int, q *lead.Inquiry, before uint16) bool {
	l := &w.rows[i].l
	_, details, extra := w.answers(q)
	sum := inkOfLines(l.Details)
	cell := func(title string) *lead.Answer {
		n := slices.IndexFunc(l.Extra, func(a lead.Answer) bool { return same(a.Question, title) })
		if n < 0 {
			return nil
		}
		return &l.Extra[n]
	}
	for _, a := range extra {
		if c := cell(a.Question); c != nil && c.Value != "" {
			sum += inkOfLines(a.Question + ": " + c.Value)
		}
	}
	if sum != before {
		last := l.Details[strings.LastIndex(l.Details, "\n")+1:] // the source that nobody recognised
		if !strings.HasPrefix(last, "Source: ") || sum-inkOf(last) != before {
			return false
		}
	}
	if details != l.Details {
		w.setEdited(i, lead.ColDetails, l.Details, details)
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
		w.change(i, c.Question, lead.TextValue(a.Value), "its answers were edited in the form")
		w.event(w.rows[i].rec, lead.Event{What: lead.Changed, Column: c.Question, From: shorten(from, 200), To: shorten(a.Value, 200), By: byUs, Why: "its answers were edited in the form"})
	}
	return true
}

// titleOf is a column's title as the team writes it.
func (w *planner) titleOf(question string) string {
	for _, c := range w.s.LeadColumns {
		if foldTitle(c) == foldTitle(question) {
			return c
		}
	}
	return question
}

// earlier returns the row of Intake that tells of a record, as it was edited last; nil for none.
func (w *planner) earlier(key string) *lead.IntakeRow {
	base, _, _ := strings.Cut(key, "~")
	for _, rows := range [][]lead.IntakeRow{w.work.Intake, w.s.Intake} {
		for i := len(rows) - 1; i >= 0 && base != ""; i-- {
			if b, _, _ := strings.Cut(rows[i].Key, "~"); b == base {
				return &rows[i]
			}
		}
	}
	return nil
}

// special places what is no request; ok is false for one.
func (w *planner) special(q *lead.Inquiry) (outcome lead.Outcome, id, reason string, ok bool) {
	switch q.Kind {
	case ExportFile:
		return FileRead, "", cmp.Or(q.Ignore, "all of its records are here"), true
	case Edited:
		if q.Ignore == "" {
			outcome, id, reason = w.edited(q)
			return outcome, id, reason, true
		}
	}
	return "", "", "", false
}
