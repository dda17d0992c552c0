package daemon

import (
	"maps"
	"strings"

	"leadsheet/lead"
	"leadsheet/sheets"
)

// order is a command of the column Do: the ID of its row, and the text.
type order struct{ lead, text string }

func orderOf(l *lead.Lead) order { return order{strings.TrimSpace(l.ID), l.Do} }

// mostRefusals is how often a command is planned anew in a pass because its cell could not be emptied: a person was
// faster. Then it waits until somebody types something else, and holds up nothing: its cell may hold a formula.
const mostRefusals = 2

// refuse counts the commands that a batch was refused for.
func (d *Daemon) refuse(v *view, unmet *sheets.Unmet) {
	if d.refused == nil {
		d.refused = map[order]int{}
	}
	for _, s := range unmet.Skipped {
		for i := range v.state.Leads {
			if l := &v.state.Leads[i]; s.Change.Tab == lead.TabLeads && l.Ref == s.Change.Row {
				d.refused[orderOf(l)]++
			}
		}
	}
}

// readOrders says of each lead whether what Do holds has been done already, and keeps from the rules what cannot be
// done.
func (d *Daemon) readOrders(v *view) {
	tab := v.snap.Tabs[lead.TabLeads]
	column := tab.Col(lead.ColDo)
	done := map[int]bool{}
	for _, spot := range tab.Missed {
		if spot.Col == column {
			done[spot.Row] = true
		}
	}
	held := map[order]bool{}
	for i := range v.state.Leads {
		l := &v.state.Leads[i]
		if l.DoIsDone = done[l.Ref]; len(d.refused) == 0 {
			continue
		}
		o := orderOf(l)
		if n := d.refused[o]; n > 0 {
			held[o] = true
			if n >= mostRefusals {
				l.Do = ""
			}
		}
	}
	maps.DeleteFunc(d.refused, func(o order, _ int) bool { return !held[o] })
}
