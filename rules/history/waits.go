package history

import (
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// Waiting returns the values of a row that wait in Details. For leads from before Activity recorded them, only an
// address or a number counts, and only where the row has neither.
func (h *History) Waiting(l *lead.Lead) []lead.Answer {
	if l.Details == "" {
		return nil
	}
	if rec := h.Find(l.ID); rec != nil && len(rec.Waits) > 0 {
		return slices.Clone(rec.Waits)
	}
	if l.Email != "" || l.Phone != "" {
		return nil
	}
	var out []lead.Answer
	for line := range strings.SplitSeq(l.Details, "\n") {
		title, value, _ := strings.Cut(line, ": ")
		if column, ok := h.policy.Words.ColumnName(lead.TabLeads, title); ok &&
			words.Fold(column) != words.Fold(title) {
			title = column // written in another language than English
		}
		switch {
		case title == lead.ColEmail && strings.Contains(value, "@"), title == lead.ColPhone && h.dialable(value):
			out = append(out, lead.Answer{Question: title, Value: value})
		}
	}
	return out
}

// FieldText is the text that Activity would have of a column, not shortened; "" for a column that leadsheet does not
// know.
func (h *History) FieldText(l *lead.Lead, column string) string {
	c := lead.LeadColumn(column)
	switch {
	case c == nil:
		return ""
	case c.Text != nil:
		return strings.TrimSpace(*c.Text(l))
	}
	return h.Text(l, c)
}

// Fill writes a text of Activity into the field of a column; false when it is not valid there.
func (h *History) Fill(l *lead.Lead, column, text string) bool {
	if s := lead.TextField(l, column); s != nil {
		*s = text
		return true
	}
	field := lead.TimeField(l, column)
	if field == nil {
		return false
	}
	t, ok := h.Parse(nil, column, text)
	if !ok {
		var err error
		t, err = time.ParseInLocation("2006-01-02 15:04", text, h.policy.Location()) // of a column that was renamed
		ok = err == nil
	}
	if ok {
		*field = t
	}
	return ok
}

func (h *History) dialable(s string) bool {
	_, ok := lead.NormalizePhone(s, h.policy.Country)
	return ok
}
