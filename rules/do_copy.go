package rules

import (
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/rules/history"
)

// People copy rows with a command in them. It was typed once, and is done once.

// dropCopied empties the cell of a row that was copied with the command in it: nobody has typed that for this row.
// While people move rows, what was put back for one may be put back for the other, so that is needed, too.
func (p *planner) dropCopied(i int, of *history.Record) {
	l := &p.rows[i].l
	if l.Do == "" || l.DoIsFormula {
		return
	}
	waits := of != nil && of.Row > 0 && of.Row <= len(p.state.Leads) &&
		strings.TrimSpace(p.state.Leads[of.Row-1].Do) == strings.TrimSpace(l.Do)
	if l.DoIsDone || waits || p.didLast(of, l.Do) {
		p.emptyDo(i)
	}
}

// doneInCopy reports whether a row holds the command that was done for its lead last, while another row has its ID:
// people have copied the row before the cell was emptied, and which is the original is not known.
func (p *planner) doneInCopy(i int) bool {
	rec := p.rows[i].rec
	return p.didLast(rec, p.rows[i].l.Do) && slices.ContainsFunc(p.state.Leads, func(l lead.Lead) bool {
		return l.Ref != p.rows[i].l.Ref && strings.TrimSpace(l.ID) == rec.ID
	})
}

// didLast reports whether a text is the command that was done for a lead last, not long ago.
func (p *planner) didLast(rec *history.Record, text string) bool {
	if rec == nil || rec.Did.Text == "" || p.now.Sub(rec.Did.At) >= notedFor {
		return false
	}
	return history.CommandText(text) == rec.Did.Text
}

// emptyDo empties the cell of a command. What is done depends on it.
func (p *planner) emptyDo(i int) {
	p.setText(i, lead.ColDo, "", "done")
	p.work.Changes[p.changed[cell{i, lead.ColDo}]].Needed = true
}
