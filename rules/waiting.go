package rules

import (
	"fmt"
	"slices"
	"strings"
	"time"

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
		if text := p.fieldText(&p.rows[i].l, c.Title); text != "" {
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
		for _, v := range p.waiting(l) {
			_, there := p.history.Without(l, v)
			switch {
			case p.fieldText(l, v.Question) != "": // a user has filled it meanwhile
			case !p.hasColumn(v.Question):
				p.fill(l, v.Question, v.Value)
				l.Loose = append(l.Loose, lead.LooseValue{Column: v.Question, Text: v.Value, Place: lead.InDetails})
			case there && p.fill(l, v.Question, v.Value): // otherwise a user has removed it
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

// waiting returns the values of a row that wait in Details. For leads from before Activity recorded them, only an
// address or a number counts, and only where the row has neither.
func (p *planner) waiting(l *lead.Lead) []lead.Answer {
	if l.Details == "" {
		return nil
	}
	if rec := p.history.Find(l.ID); rec != nil && len(rec.Waits) > 0 {
		return slices.Clone(rec.Waits)
	}
	if l.Email != "" || l.Phone != "" {
		return nil
	}
	var out []lead.Answer
	for line := range strings.SplitSeq(l.Details, "\n") {
		title, value, _ := strings.Cut(line, ": ")
		if column, ok := p.policy.Words.ColumnName(lead.TabLeads, title); ok && words.Fold(column) != words.Fold(title) {
			title = column // written in another language than English
		}
		switch {
		case title == lead.ColEmail && strings.Contains(value, "@"), title == lead.ColPhone && p.dialable(value):
			out = append(out, lead.Answer{Question: title, Value: value})
		}
	}
	return out
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

// fieldText is the text that Activity would have of a column, not shortened; "" for a column that leadsheet does not
// know.
func (p *planner) fieldText(l *lead.Lead, column string) string {
	c := lead.LeadColumn(column)
	switch {
	case c == nil:
		return ""
	case c.Text != nil:
		return strings.TrimSpace(*c.Text(l))
	}
	return p.history.Text(l, c)
}

// fill writes a text of Activity into the field of a column; false when it is not valid there.
func (p *planner) fill(l *lead.Lead, column, text string) bool {
	if s := lead.TextField(l, column); s != nil {
		*s = text
		return true
	}
	field := lead.TimeField(l, column)
	if field == nil {
		return false
	}
	t, ok := p.history.Parse(nil, column, text)
	if !ok {
		var err error
		t, err = time.ParseInLocation("2006-01-02 15:04", text, p.policy.Location()) // of a column that was renamed
		ok = err == nil
	}
	if ok {
		*field = t
	}
	return ok
}

// readRenamed reads the columns that have another title now. Otherwise their values would seem to be deleted, and
// contacts would not be recognised.
func (p *planner) readRenamed(l *lead.Lead) {
	for _, x := range l.Extra {
		if column := p.state.Renamed[x.Question]; column != "" && p.fieldText(l, column) == "" {
			p.fill(l, column, x.Value)
		}
	}
}

func (p *planner) dialable(s string) bool {
	_, ok := lead.NormalizePhone(s, p.policy.Country)
	return ok
}
