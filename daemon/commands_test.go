package daemon

import (
	"testing"

	"leadsheet/lead"
	"leadsheet/rules"
	"leadsheet/sheets"
)

// commandDesk is a daemon that only reads commands. read returns what the rules see of them, one row for each text, all
// with the same ID.
type commandDesk struct{ Daemon }

func (d *commandDesk) read(texts ...string) *view {
	v := &view{snap: &sheets.Snapshot{Tabs: map[string]*sheets.Tab{lead.TabLeads: {Columns: []string{lead.ColID}}}},
		state: rules.State{}}
	for i, text := range texts {
		v.state.Leads = append(v.state.Leads, lead.Lead{ID: "L-1001", Ref: i, Do: text})
	}
	d.readCommands(v)
	return v
}

// unmet is the refusal of a batch that empties the cells of these rows.
func unmet(why string, rows ...int) *sheets.Unmet {
	var out sheets.Unmet
	for _, r := range rows {
		out.Skipped = append(out.Skipped, sheets.Skip{Why: why,
			Change: sheets.Change{Tab: lead.TabLeads, Row: r, Column: lead.ColDo}})
	}
	return &out
}

// A command whose cell cannot be emptied in the moment holds up no pass, not even when people have copied its row, so
// that another one has its ID. The next pass tries it again, and so does what is typed instead.
func TestCommands_CellThatCannotBeEmptied(t *testing.T) {
	for name, rows := range map[string][]int{"one row": {0}, "the row and its copy": {0, 1}} {
		t.Run(name, func(t *testing.T) {
			d := &commandDesk{}
			texts := []string{"done", "done"}[:len(rows)]
			for range 3 { // passes
				d.tryAgain()
				tries := 0
				for ; tries < attempts; tries++ {
					v := d.read(texts...)
					if v.state.Leads[0].Do == "" {
						break
					}
					d.refuse(v, unmet(sheets.SkipNoRow, rows...))
				}
				if tries != mostRefusals {
					t.Fatalf("tried %d times, want %d", tries, mostRefusals)
				}
			}
			if v := d.read("reopen", ""); v.state.Leads[0].Do != "reopen" {
				t.Error("what was typed instead is kept from the rules")
			}
			if v := d.read("done", ""); v.state.Leads[0].Do != "done" {
				t.Error("what was typed again is kept from the rules")
			}
		})
	}
}

// A formula cannot be emptied later either: the rules are told so until something else stands there.
func TestCommands_Formula(t *testing.T) {
	d := &commandDesk{}
	d.refuse(d.read("done"), unmet(sheets.SkipFormula, 0))
	for range 3 {
		d.tryAgain()
		if l := d.read("done").state.Leads[0]; !l.DoIsFormula || l.Do != "done" {
			t.Fatalf("the rules see %+v", l)
		}
	}
	d.read("called")
	if l := d.read("done").state.Leads[0]; l.DoIsFormula {
		t.Error("what was typed instead counts as a formula")
	}
}
