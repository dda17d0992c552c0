package daemon

import (
	"testing"

	"leadsheet/lead"
	"leadsheet/rules"
	"leadsheet/sheets"
)

// A command whose cell cannot be emptied, as one of a formula, holds up no pass for ever: not even when people have
// copied its row, so that another one has its ID. What is typed instead is tried again.
func TestCommands_CellThatCannotBeEmptied(t *testing.T) {
	d := &Daemon{}
	// read returns what the rules see of the rows' commands.
	read := func(texts ...string) *view {
		v := &view{snap: &sheets.Snapshot{Tabs: map[string]*sheets.Tab{lead.TabLeads: {Columns: []string{lead.ColID}}}},
			state: rules.State{}}
		for i, text := range texts {
			v.state.Leads = append(v.state.Leads, lead.Lead{ID: "L-1001", Ref: i, Do: text})
		}
		d.readCommands(v)
		return v
	}
	refused := &sheets.Unmet{Skipped: []sheets.Skip{{Change: sheets.Change{Tab: lead.TabLeads, Row: 0, Column: lead.ColDo}}}}
	tries := 0
	for ; tries < attempts; tries++ {
		v := read("done", "")
		if v.state.Leads[0].Do == "" {
			break
		}
		d.refuse(v, refused)
	}
	if tries != mostRefusals {
		t.Errorf("tried %d times, want %d", tries, mostRefusals)
	}
	if v := read("reopen", ""); v.state.Leads[0].Do != "reopen" {
		t.Error("what was typed instead is kept from the rules")
	}
	if v := read("done", ""); v.state.Leads[0].Do != "done" {
		t.Error("what was typed again is kept from the rules")
	}
}
