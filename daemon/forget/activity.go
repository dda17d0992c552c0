package forget

import (
	"strings"

	"leadsheet/intake/ledger"
	"leadsheet/lead"
	"leadsheet/sheets"
)

// activity erases what the history says of the person. Times, kinds of events, statuses, owners and values stay, so
// that rules and figures find what they found before.
func (p *planner) activity() {
	for r := range p.Activity.Rows {
		if !p.mine[text(p.Activity, r, lead.ColLead)] {
			p.ofOthers(r)
			continue
		}
		e := eventAt(p.Activity, r)
		if e.typed() {
			for _, title := range p.Activity.Columns { // people's own: what is left of it would be a call of its own
				p.erase(&p.out.First, p.Activity, r, title, "")
			}
			continue
		}
		if lead.FactOf(e.to, lead.FactOptOut) != "" {
			p.out.DoNotContact = lead.FactOf(e.to, lead.FactVerb) == "do not contact"
		}
		p.event(r, e)
	}
}

// ofOthers erases what the history of another lead says of the person: that they have written, or were written to.
func (p *planner) ofOthers(r int) {
	e := eventAt(p.Activity, r)
	if !p.is(e.by, "") && !p.is(e.from, "") {
		return
	}
	if p.is(e.by, "") {
		p.erase(&p.out.First, p.Activity, r, lead.ColBy, "")
		p.erase(&p.out.First, p.Activity, r, lead.ColWhy, "")
	}
	if p.is(e.from, "") {
		p.erase(&p.out.First, p.Activity, r, lead.ColFrom, "")
	}
}

// event is a row of Activity, as it stands.
type event struct {
	what                      lead.EventKind
	column, from, to, by, why string
	no, recorded              string
}

func eventAt(t *sheets.Tab, r int) event {
	return event{lead.EventKind(text(t, r, lead.ColWhat)), text(t, r, lead.ColColumn), text(t, r, lead.ColFrom),
		text(t, r, lead.ColTo), text(t, r, lead.ColBy), text(t, r, lead.ColWhy), text(t, r, lead.ColNo),
		text(t, r, lead.ColRecorded)}
}

// typed reports whether a person has typed the row: see lead.Contacted.
func (e *event) typed() bool {
	return e.no == "" && e.recorded == "" && lead.ReachIn(string(e.what)) != lead.NoAttempt
}

// event erases what one event says.
func (p *planner) event(r int, e event) {
	from, to, why, by := e.from, e.to, e.why, e.by
	switch {
	case e.what == lead.Changed && isErased(e.column):
		from, to = "", p.after(e.column)
		why = p.words.without(why)
	case e.what == lead.Waits:
		to, why = "", ""
	case saysText(e.what):
		why = ""
		from, to = p.words.without(ownKey(from)), p.words.without(to)
	default:
		from, to, why = p.words.without(ownKey(from)), p.words.without(to), p.words.reason(why)
	}
	if e.what == lead.Inquired && ledger.ShownPlace(from) == from {
		from = ""
	}
	list := &p.out.First
	if !strings.HasPrefix(e.to, "{") && !strings.HasPrefix(e.from, "{") && isIdentity(e.column) {
		list = &p.out.Last
	}
	// Address and number go last, the rest of the facts with the row that they are compared with.
	with := p.facts(e.to, true) != e.to || p.facts(e.from, true) != e.from
	if strings.HasPrefix(e.to, "{") {
		if to = p.facts(e.to, with); !with {
			list = &p.out.Last
		}
	}
	if strings.HasPrefix(e.from, "{") {
		if from = p.facts(e.from, with); !with {
			list = &p.out.Last
		}
	}
	if strings.Contains(by, "@") && !p.Team.Has(by) {
		by = ""
	}
	p.erase(list, p.Activity, r, lead.ColFrom, from)
	p.erase(list, p.Activity, r, lead.ColTo, to)
	p.erase(&p.out.First, p.Activity, r, lead.ColBy, by)
	p.erase(&p.out.First, p.Activity, r, lead.ColWhy, why)
}

// ownKey is a text of the column From without what the key of a record remembers of its answers.
func ownKey(text string) string { return ledger.ParseKey(text).Own() }

// saysText reports whether the column Why of an event has what somebody wrote.
func saysText(kind lead.EventKind) bool {
	switch kind {
	case lead.Asked, lead.Quiet, lead.Inquired, lead.Noted, lead.Did, lead.Reopened, lead.Adopted, lead.Typed:
		return true
	}
	return false
}

// facts are the facts of an event that may stay, with the address and the number or without. Any other text stays.
func (p *planner) facts(text string, identity bool) string {
	if !strings.HasPrefix(text, "{") {
		return text
	}
	var facts []lead.Fact
	ok := lead.EachFact(text, func(name, value string) {
		of, column := strings.TrimPrefix(strings.TrimPrefix(name, lead.FactCellWas), lead.FactCellIs), ""
		if c := lead.FactColumn(of); c != nil {
			column = c.Title
		}
		switch {
		case isIdentity(column) || name == lead.FactOptOut:
			if !identity {
				return
			}
		case isErased(column):
			if value = p.after(column); value == "" {
				return
			}
		case p.words.without(value) != value:
			return
		}
		facts = append(facts, lead.Fact{Name: name, Text: value, Raw: isRaw(text, name, value)})
	})
	if !ok {
		return ""
	}
	return lead.FormatFacts(facts)
}

// isRaw reports whether a fact stands in a text as it is, without quotation marks.
func isRaw(text, name, value string) bool { return strings.Contains(text, `"`+name+`":`+value) }
