package daemon

import (
	"maps"
	"strings"

	"leadsheet/lead"
	"leadsheet/sheets"
)

// typedCommand is a command of the column Do: the ID of its row, and the text.
type typedCommand struct{ lead, text string }

func commandOf(l *lead.Lead) typedCommand { return typedCommand{strings.TrimSpace(l.ID), l.Do} }

// mostRefusals is how often a command is planned anew in a pass because its cell could not be emptied: a person was
// faster. Then it waits until somebody types something else, and holds up nothing: its cell may hold a formula.
const mostRefusals = 2

// refuse counts the commands that a batch was refused for.
func (d *Daemon) refuse(v *view, unmet *sheets.Unmet) {
	if d.refused == nil {
		d.refused = map[typedCommand]int{}
	}
	for _, s := range unmet.Skipped {
		for i := range v.state.Leads {
			if l := &v.state.Leads[i]; s.Change.Tab == lead.TabLeads && l.Ref == s.Change.Row {
				d.refused[commandOf(l)]++
			}
		}
	}
}

// readCommands says of each lead whether what Do holds has been done already, and keeps from the rules what cannot be
// done.
func (d *Daemon) readCommands(v *view) {
	tab := v.snap.Tabs[lead.TabLeads]
	column := tab.Col(lead.ColDo)
	done := map[int]bool{}
	for _, spot := range tab.Missed {
		if spot.Col == column {
			done[spot.Row] = true
		}
	}
	held := map[typedCommand]bool{}
	for i := range v.state.Leads {
		l := &v.state.Leads[i]
		if l.DoIsDone = done[l.Ref]; len(d.refused) == 0 {
			continue
		}
		o := commandOf(l)
		if n := d.refused[o]; n > 0 {
			held[o] = true
			if n >= mostRefusals {
				l.Do = ""
			}
		}
	}
	maps.DeleteFunc(d.refused, func(o typedCommand, _ int) bool { return !held[o] })
}
