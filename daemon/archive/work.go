package archive

import (
	"math"
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/sheets"
)

// work is a pass with what is known of the rows of its tabs.
type work struct {
	Pass
	leaving                  map[string]Claim
	leads, activity, intake  *sheets.Tab
	rows, events, messages   map[string][]int // rows of Leads, Activity and Intake, by the lead's ID
	highest                  float64          // the highest number in Activity
	noCol, whatCol, eventCol int              // of Activity: No., What and Lead
	unclear                  []string         // leads that would go, but for a cell that cannot be read
}

// index finds the rows of each lead.
func (w *work) index() {
	w.noCol, w.whatCol, w.eventCol = w.activity.Col(lead.ColNo), w.activity.Col(lead.ColWhat), w.activity.Col(lead.ColLead)
	w.rows = byLead(w.leads, w.leads.Col(lead.ColID))
	w.events = byLead(w.activity, w.eventCol)
	w.messages = byLead(w.intake, w.intake.Col(lead.ColLead))
	for r := range w.activity.Rows {
		w.highest = math.Max(w.highest, w.activity.At(r, w.noCol).Num)
	}
}

func byLead(t *sheets.Tab, col int) map[string][]int {
	out := map[string][]int{}
	for r := range t.Rows {
		if id := strings.TrimSpace(t.At(r, col).String()); lead.IsID(id) {
			out[id] = append(out[id], r)
		}
	}
	return out
}

// ids are the leads that are being taken out, in order.
func (w *work) ids() []string {
	var out []string
	for id := range w.leaving {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}

// isClaim reports whether a row of Activity says that its lead is archived.
func (w *work) isClaim(row int) bool {
	return w.activity.At(row, w.whatCol).String() == string(lead.Archived)
}

// isLast reports whether a row of Activity has the highest number: it stays until a later one is there, for the next
// number follows from it.
func (w *work) isLast(row int) bool {
	no := w.activity.At(row, w.noCol).Num
	return no > 0 && no >= w.highest
}

// empty adds the changes that empty a row, but for its key. ok is false when something of it could not be named.
func empty(b *sheets.Batch, t *sheets.Tab, tab, key string, row int) (ok bool) {
	n := len(b.Changes)
	for col, c := range t.Rows[row] {
		if c.IsEmpty() || sheets.Unticked(c) || col < len(t.Columns) && t.Columns[col] == key {
			continue
		}
		if !named(t, col) {
			b.Changes = b.Changes[:n]
			return false
		}
		b.Changes = append(b.Changes, sheets.Change{Tab: tab, Row: row, Column: t.Columns[col], Seen: c})
	}
	return true
}

// named reports whether a change can name a column: it has a title, and no other one has it.
func named(t *sheets.Tab, col int) bool {
	return col < len(t.Columns) && t.Columns[col] != "" && !slices.Contains(t.Twins, col)
}
