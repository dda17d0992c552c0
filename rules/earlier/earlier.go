// Package earlier names the ended leads of a contact, as the column Earlier leads shows them: those that have rows, and
// those that have left the workbook.
//
// Everything here is computed from its arguments.
package earlier

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"leadsheet/intake/ledger/packed"
	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/matching"
)

// Shown is how many ended leads the column names.
const Shown = 5

// Lead is an ended lead that has a row.
type Lead struct {
	Row             int
	ID, Status      string
	Received, Ended time.Time // zero where that is not known
}

// Text names ended leads, the latest first, and behind them the archived ones.
func Text(leads []Lead, archived []string, say *words.RequestTexts, month func(time.Time) string) string {
	slices.SortFunc(leads, func(a, b Lead) int {
		x, y := a.Received, b.Received
		switch { // of a row that came with its end it is not known when it came: it is named first
		case x.IsZero() && !y.IsZero():
			return -1
		case y.IsZero() && !x.IsZero():
			return 1
		}
		return cmp.Or(y.Compare(x), cmp.Compare(b.Row, a.Row))
	})
	parts := make([]string, 0, len(leads)+len(archived))
	for _, l := range leads {
		status := words.Shorten(l.Status, 60)
		if l.Ended.IsZero() {
			parts = append(parts, say.EarlierUndated.With(l.ID, status))
		} else {
			parts = append(parts, say.Earlier.With(l.ID, status, month(l.Ended)))
		}
	}
	for _, id := range archived {
		if !slices.ContainsFunc(leads, func(l Lead) bool { return l.ID == id }) {
			parts = append(parts, say.EarlierArchived.With(id))
		}
	}
	if n := len(parts) - Shown; n > 0 {
		parts = append(parts[:Shown], say.MoreEarlier.Count(n))
	}
	return strings.Join(parts, ", ")
}

// Archived are the IDs of leads that have left the workbook and that an inquiry is about: those of the messages that it
// answers, the nearest first, then those of its address. hasRow reports whether a lead has not left it after all.
func Archived(q *lead.Inquiry, m *packed.Memory, country string, hasRow func(id string) bool) (ids []string) {
	if m.IsEmpty() || q.Kind == lead.Notification && q.Email == "" {
		return nil
	}
	add := func(id string) {
		if id != "" && !hasRow(id) && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	if q.Kind != lead.Notification { // a form's mail is a new request, whatever its program says it answers
		for _, id := range matching.Ancestors(q) {
			for _, mail := range m.Mails(&lead.IntakeRow{MessageID: id}) {
				add(mail.Lead)
			}
		}
	}
	for _, id := range m.Person(lead.ContactIn(q), country).ByAddress {
		add(id)
	}
	return ids
}
