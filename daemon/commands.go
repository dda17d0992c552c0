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
// faster. Then it waits for the next pass, and holds up nothing.
const mostRefusals = 2

// refusal is what a batch was refused for.
type refusal struct {
	times int // in this pass
	// lasts says that the cell holds a formula: that stays so until somebody types something else.
	lasts bool
}

// refuse counts the commands that a batch was refused for, each once: people may have copied its row.
func (d *Daemon) refuse(v *view, unmet *sheets.Unmet) {
	if d.refused == nil {
		d.refused = map[typedCommand]refusal{}
	}
	counted := map[typedCommand]bool{}
	for _, s := range unmet.Skipped {
		for i := range v.state.Leads {
			l := &v.state.Leads[i]
			if s.Change.Tab != lead.TabLeads || l.Ref != s.Change.Row {
				continue
			}
			o := commandOf(l)
			r := d.refused[o]
			r.lasts = r.lasts || s.Why == sheets.SkipFormula
			if !counted[o] {
				counted[o], r.times = true, r.times+1
			}
			d.refused[o] = r
		}
	}
}

// tryAgain lets a pass try what people got in the way of in the one before.
func (d *Daemon) tryAgain() {
	maps.DeleteFunc(d.refused, func(_ typedCommand, r refusal) bool { return !r.lasts })
}

// readCommands says of each lead whether what Do holds has been done already or is a formula, and keeps from the rules
// what has to wait.
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
		if r, ok := d.refused[o]; ok {
			held[o] = true
			if l.DoIsFormula = r.lasts; !r.lasts && r.times >= mostRefusals {
				l.Do = ""
			}
		}
	}
	maps.DeleteFunc(d.refused, func(o typedCommand, _ refusal) bool { return !held[o] })
}
