package sheets

import (
	"time"

	"leadsheet/lead"
	"leadsheet/lead/typed"
)

// RowsOf returns a function that reports whether a row belongs to the table of a tab: such rows are counted, and new
// rows go below the last of them. In the tab Leads a row belongs if it is a lead; in any other tab, if a titled column
// has content. Unticked boxes, and what stands beside the table, do not count.
func RowsOf(t *Tab) func(row []Cell) bool {
	if Fold(t.Title) != Fold(lead.TabLeads) {
		return func(row []Cell) bool {
			for i, c := range row {
				if i < len(t.Columns) && t.Columns[i] != "" && !c.IsEmpty() && !Unticked(c) {
					return true
				}
			}
			return false
		}
	}
	// Only these columns decide; the others of a long table need not be read.
	type place struct {
		col   int
		field *lead.ColumnOf[lead.Lead]
	}
	var places []place
	for _, title := range [...]string{
		lead.ColID, lead.ColName, lead.ColEmail, lead.ColPhone, lead.ColCompany, lead.ColNeed, lead.ColStatus,
		lead.ColReceived, lead.ColValue,
	} {
		if col := t.Col(title); col >= 0 {
			places = append(places, place{col, lead.LeadColumn(title)})
		}
	}
	read := typed.NewReader("", time.UTC, time.Time{})
	return func(row []Cell) bool {
		var l lead.Lead
		for _, p := range places {
			if p.col < len(row) && !row[p.col].IsEmpty() {
				setField(p.field, &l, row[p.col], &read)
			}
		}
		return l.IsLead()
	}
}

// Unticked reports whether a cell is a box that is not ticked: whole columns of them are put into a sheet at once.
func Unticked(c Cell) bool { return c.Kind == lead.Bool && c.Num == 0 }
