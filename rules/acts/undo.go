package acts

import (
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/command"
	"leadsheet/rules/history"
)

// Day is the day that a person means who has typed a word for it into the cell Next contact: tomorrow, Friday, in 3
// days. It is counted from when that was typed.
func (r *Row) Day() (day time.Time, ok bool) {
	text, isBad := lead.BadText(r.Lead, lead.ColNextContact)
	if !isBad {
		return time.Time{}, false
	}
	day, fault := command.When(r.typed(), r.Policy.Words, text, r.Then)
	return day, fault == command.NoFault
}

// Facts are what the event of a command says of its cells: what they held before it is done, and since. Of the commands
// about contact they say the address.
func (r *Row) Facts(verb command.Verb, cells []Cell) (facts []lead.Fact) {
	if verb == command.DoNotContact || verb == command.MayContact {
		facts = append(facts, lead.Fact{Name: lead.FactOptOut, Text: lead.ContactOf(r.Lead).EmailKey()})
	}
	after := *r.Lead
	for n := range cells {
		if k := history.TrackedIndex(cells[n].Column); k >= 0 && cells[n].Put(&after) {
			name := lead.TrackedColumns()[k].Fact()
			facts = append(facts, lead.Fact{Name: lead.FactCellWas + name, Text: r.Record.At[k]},
				lead.Fact{Name: lead.FactCellIs + name, Text: r.History.RecordedAs(r.Record, &after, k)})
		}
	}
	return facts
}

// Before are the cells as they were before a command, of those that still hold what it wrote.
func (r *Row) Before(did *lead.Event) (cells []Cell) {
	was := map[string]string{}
	lead.EachFact(did.To, func(name, text string) { was[name] = text })
	var before lead.Lead
	for k, c := range lead.TrackedColumns() {
		is, wrote := was[lead.FactCellIs+c.Fact()] // a blank one is not there
		if _, had := was[lead.FactCellWas+c.Fact()]; had {
			wrote = true
		}
		whole := !strings.Contains(was[lead.FactCellWas+c.Fact()], history.DigestMark)
		follow := r.Record.FollowOf()
		planned := c.Title == lead.ColNextStep && follow.Step || c.Title == lead.ColNextContact && follow.Date
		if !wrote || !whole || r.Record.At[k] != is && !planned {
			continue
		}
		history.SetTyped(&before, c, was[lead.FactCellWas+c.Fact()], r.Then.Location())
		cell := Cell{Column: c.Title}
		switch {
		case c.Text != nil:
			cell.Text = *c.Text(&before)
		case c.Time != nil:
			cell.Time = *c.Time(&before)
		default:
			number, _ := c.Number(&before)
			cell.Number = *number
		}
		cells = append(cells, cell)
	}
	return cells
}
