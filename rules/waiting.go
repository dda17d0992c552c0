package rules

import (
	"fmt"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/history"
)

// A lead that comes in while a column is missing keeps the column's value in Details, and Activity remembers which it
// is: a form may have said something under the same title.

// noteWaiting records which values of a new lead go to Details.
func (p *planner) noteWaiting(i int) {
	if !p.hasColumn(lead.ColID) { // the columns of the tab are not known
		return
	}
	table := lead.LeadTable()
	for k := range table {
		c := &table[k]
		if !c.WaitsInDetails() || p.hasColumn(c.Title) {
			continue
		}
		if text := p.history.FieldText(&p.rows[i].l, c.Title); text != "" {
			p.event(p.rows[i].rec, lead.Event{What: lead.Waits, Column: c.Title, To: text, By: byUs,
				Why: p.texts.Activity.ColumnMissing})
		}
	}
}

// waitingValue is a value in Details whose column exists again.
type waitingValue struct {
	row int
	lead.Answer
}

// readWaiting gives the leads the values that wait in Details, so that they count for finding contacts, and returns
// those whose column exists again.
func (p *planner) readWaiting() (back []waitingValue) {
	for i := range p.rows {
		l := &p.rows[i].l
		p.readRenamed(l)
		for _, v := range p.history.Waiting(l) {
			_, there := p.history.Without(l, v)
			switch {
			case p.history.FieldText(l, v.Question) != "": // a user has filled it meanwhile
			case !p.hasColumn(v.Question):
				p.history.Fill(l, v.Question, v.Value)
				l.Loose = append(l.Loose, lead.LooseValue{Column: v.Question, Text: v.Value, Place: lead.InDetails})
			case there && p.history.Fill(l, v.Question, v.Value): // otherwise a user has removed it
				back = append(back, waitingValue{i, v})
			}
		}
	}
	return back
}

// returnWaiting puts values that waited in Details into their columns, as far as this pass has room. A lead with other
// pending work is left completely for a later pass.
func (p *planner) returnWaiting(back []waitingValue) {
	moved := map[string]int{}
	n, last, may := 0, -1, false
	for _, v := range back {
		e := &p.rows[v.row]
		if e.todo != nothing || e.skip {
			continue
		}
		if v.row != last {
			last, may = v.row, p.hasRoom(&n)
		}
		if rest, there := p.history.Without(&e.l, v.Answer); may && there {
			p.putBack(v.row, v.Answer, rest)
			moved[v.Question]++
		}
	}
	for _, c := range lead.LeadColumns() {
		if n := moved[c]; n > 0 {
			p.work.Notes = append(p.work.Notes, fmt.Sprintf("the column %q is there again: "+
				"values of %d leads that waited in Details are back in it", c, n))
		}
	}
}

// putBack writes a returned value into its cell; rest is what stays in Details.
func (p *planner) putBack(i int, v lead.Answer, rest string) {
	why := p.texts.Activity.ColumnBack
	l := &p.rows[i].l
	p.change(i, v.Question, lead.CellOf(l, v.Question, p.policy.Location()), why)
	p.setText(i, lead.ColDetails, rest, why)
	rec, to := p.history.Of(l.ID), v.Value
	if k := history.TrackedIndex(v.Question); k >= 0 {
		to = p.history.RecordedAs(rec, l, k)
	}
	p.event(rec, lead.Event{What: lead.Changed, Column: v.Question, To: to, By: byUs, Why: why})
}

// hasColumn reports whether the tab Leads has a column of that title.
func (p *planner) hasColumn(title string) bool {
	has, asked := p.there[title]
	if !asked {
		has = words.Among(p.state.LeadColumns, title)
		p.there[title] = has
	}
	return has
}

// readRenamed reads the columns that have another title now. Otherwise their values would seem to be deleted, and
// contacts would not be recognised.
func (p *planner) readRenamed(l *lead.Lead) {
	for _, x := range l.Extra {
		if column := p.state.Renamed[x.Question]; column != "" && p.history.FieldText(l, column) == "" {
			p.history.Fill(l, column, x.Value)
		}
	}
}
