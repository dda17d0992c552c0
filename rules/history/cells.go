package history

import (
	"strings"

	"leadsheet/lead"
)

// CellFacts are the facts of some cells of a lead.
func (h *History) CellFacts(rec *Record, l *lead.Lead, columns []string) []lead.Fact {
	out := make([]lead.Fact, len(columns))
	for n, title := range columns {
		c := lead.LeadColumn(title)
		out[n] = lead.Fact{Name: c.Fact(), Text: h.Text(l, c)}
		if k := TrackedIndex(title); k >= 0 {
			out[n].Text = h.RecordedAs(rec, l, k)
		}
	}
	return out
}

// Recall makes the tracked columns of a lead what the history has of them, as far as it has them whole.
func (h *History) Recall(rec *Record, l *lead.Lead) {
	for k, text := range rec.Known() {
		c := lead.TrackedColumns()[k]
		whole := c.Text == nil || !strings.Contains(text, DigestMark)
		if !whole || c.Title == lead.ColDetails || h.Unchanged(rec, l, k) || lead.IsBad(l, c.Title) {
			continue
		}
		if c.Time != nil {
			*c.Time(l), _ = h.Parse(rec, c.Title, text)
			continue
		}
		SetRecorded(l, c, text, h.journals)
	}
}
