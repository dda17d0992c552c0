package setup

import (
	"fmt"
	"os"

	"leadsheet/cmd/leadsheet/setup/growth"
	"leadsheet/daemon"
	"leadsheet/sheets"
)

// growth says when a workbook becomes too large at its present pace, and what to set. cells are those of a Google
// Sheet; 0 for a local workbook.
func (d *checks) growth(look daemon.Look, cells int64) {
	if look.Leads == nil {
		return
	}
	c := d.Config
	b := growth.Workbook{Google: c.Spreadsheet != "", Archive: c.Archive != "", KeepFor: look.KeepFor,
		Leads: len(look.Leads.Rows), Cells: cells, History: look.History, Stuck: look.Stuck}
	if info, err := os.Stat(c.Book); !b.Google && err == nil {
		b.Bytes = info.Size()
	}
	notes := growth.Notes(&b, d.Now())
	for _, n := range notes {
		state := Note
		if n.Wrong {
			state = Fail
		}
		d.add("growth", state, n.Text, n.Do)
	}
	if len(notes) == 0 {
		d.add("growth", OK, fmt.Sprintf("%s leads; there is room for years", sheets.Grouped(int64(b.Leads))), "")
	}
}
