package sheets

import (
	"strings"

	"leadsheet/lead"
)

// twins are the values of a row that stand in a second column of the same title.
func (t *Tab) twins(row []Cell) []lead.LooseValue {
	var out []lead.LooseValue
	for _, i := range t.Twins {
		if i < len(row) && !row[i].IsEmpty() {
			out = append(out, lead.LooseValue{
				Column: strings.TrimSpace(t.Columns[i]),
				Text:   row[i].String(),
				Place:  lead.InDuplicateColumn,
			})
		}
	}
	return out
}
