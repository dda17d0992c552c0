package sheets

import (
	"math"
	"time"

	"leadsheet/lead"
)

// Contacted reads the rows of the tab Activity in which people have typed that they called a customer, say. Times are
// read in loc.
func Contacted(t *Tab, loc *time.Location) []lead.Contacted {
	if t == nil {
		return nil
	}
	table, typed := lead.ActivityTable(), typedRows{}
	at, ofTime := places(t, table), t.Col(lead.ColTime)
	var out []lead.Contacted
	for r := range t.Rows {
		if _, numbered := wholeOf(t.At(r, t.Col(lead.ColNo))); numbered {
			continue
		}
		var e lead.Event
		if readRow(&e, table, at, t, r, loc); !typed.has(&e) {
			continue
		}
		c := lead.Contacted{Lead: e.Lead, What: string(e.What), At: e.Time, By: e.By, Why: e.Why}
		if cell := t.At(r, ofTime); c.At.IsZero() {
			if c.Clock = cell.String(); cell.Kind != lead.Text && cell.Num > 0 && cell.Num < 1 {
				minute := int(math.Round(cell.Num * 24 * 60))
				c.Clock = time.Date(2000, 1, 1, 0, minute, 0, 0, time.UTC).Format("15:04")
			}
		}
		out = append(out, c)
	}
	return out
}

// typedRows tells such rows from events: whether what stands in What says so, by the text.
type typedRows map[lead.EventKind]bool

// has reports whether a row is one: it has no number and says nothing of when it was recorded.
func (w typedRows) has(e *lead.Event) bool {
	if e.No != 0 || !e.Recorded.IsZero() || e.What == "" {
		return false
	}
	is, known := w[e.What]
	if !known {
		is = lead.ReachIn(string(e.What)) != lead.NoAttempt
		w[e.What] = is
	}
	return is
}
