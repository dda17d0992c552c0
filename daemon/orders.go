package daemon

import (
	"strings"

	"leadsheet/lead"
	"leadsheet/sheets"
)

// refusal is a command of the column Do whose cell could not be emptied.
type refusal struct {
	text  string
	times int
}

// mostRefusals is how often a command is planned anew in a pass because its cell could not be emptied: a person was
// faster. Then it waits until somebody types something else, and holds up nothing: its cell may hold a formula.
const mostRefusals = 2

// refuse counts the commands that a batch was refused for.
func (d *Daemon) refuse(v *view, unmet *sheets.Unmet) {
	if d.refused == nil {
		d.refused = map[string]refusal{}
	}
	for _, s := range unmet.Skipped {
		for i := range v.state.Leads {
			if l := &v.state.Leads[i]; s.Change.Tab == lead.TabLeads && l.Ref == s.Change.Row {
				id := strings.TrimSpace(l.ID)
				was := d.refused[id]
				if was.text != l.Do {
					was = refusal{text: l.Do}
				}
				was.times++
				d.refused[id] = was
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
	for i := range v.state.Leads {
		l := &v.state.Leads[i]
		if l.DoIsDone = done[l.Ref]; len(d.refused) == 0 {
			continue
		}
		id := strings.TrimSpace(l.ID)
		switch r, ok := d.refused[id]; {
		case !ok:
		case r.text != l.Do:
			delete(d.refused, id)
		case r.times >= mostRefusals:
			l.Do = ""
		}
	}
}
