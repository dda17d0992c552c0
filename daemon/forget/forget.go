// Package forget says which cells of a workbook are about a person, and what is to stand there once the person is
// forgotten. A lead keeps what figures are made of: its ID, dates, status, source, quality, owner and value. What the
// history and the tab Intake say of it stays as far as rules and figures need it, without names, contacts and texts.
//
// Everything here is computed from its arguments.
package forget

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"leadsheet/intake/ledger"
	"leadsheet/lead"
	"leadsheet/sheets"
)

// Who is the person: a mail address or a telephone number, as keys of lead.Contact.
type Who struct{ Address, Phone string }

// Parse reads an address or a telephone number, of that country where it has none; ok is false for another text.
func Parse(text, country string) (w Who, ok bool) {
	if strings.Contains(text, "@") {
		w.Address = lead.Contact{Email: text}.EmailKey()
	} else {
		w.Phone = lead.Contact{Phone: text}.PhoneKey(country)
	}
	return w, w != Who{}
}

// Book is what is known of the workbook.
type Book struct {
	Leads, Activity, Intake *sheets.Tab
	Rules                   []*sheets.Tab  // those that may name somebody: Senders
	Zone                    *time.Location // in which Intake is written
	Country                 string
	Team                    lead.Team
	Open                    func(status string) bool
	// Marker stands in the column Name afterwards.
	Marker string
}

// Mention is a row that names the person and stays as it is, because it is about somebody else.
type Mention struct{ Tab, Row string }

// Plan is what is to be done. The two lists of changes are two batches: as long as the first is not stored whole, the
// workbook still says who the person is, and whoever begins again finds all that is left.
type Plan struct {
	IDs          []string // of the person's leads
	Open         []string // those that have not ended: nobody is forgotten who waits
	First        []sheets.Change
	Last         []sheets.Change
	Rows         []lead.IntakeRow // what came in from the person
	Cells        map[string]int   // how many cells of each tab are changed
	Mentions     []Mention
	DoNotContact bool // the person wanted no mails and calls
}

// IsEmpty reports whether nothing is left to be erased.
func (p *Plan) IsEmpty() bool { return len(p.First)+len(p.Last) == 0 }

// planner makes one plan.
type planner struct {
	Book
	who   Who
	mine  map[string]bool // the person's leads
	words traces
	out   Plan
}

// New plans to forget a person.
func New(b Book, who Who) Plan {
	p := &planner{Book: b, who: who, mine: map[string]bool{}, out: Plan{Cells: map[string]int{}}}
	p.find()
	p.trace()
	p.leads()
	p.activity()
	p.intake()
	p.out.IDs = slices.Sorted(maps.Keys(p.mine))
	p.mentions()
	return p.out
}

// is reports whether a contact is the person.
func (p *planner) is(email, phone string) bool {
	c := lead.Contact{Email: email, Phone: phone}
	return p.who.Address != "" && c.EmailKey() == p.who.Address ||
		p.who.Phone != "" && c.PhoneKey(p.Country) == p.who.Phone
}

// text is the text of a cell.
func text(t *sheets.Tab, row int, column string) string { return t.At(row, t.Col(column)).String() }

// find finds the person's leads: those whose row says so, and those without a row, or without a contact in it, of which
// the history says so.
func (p *planner) find() {
	other := map[string]bool{}
	for r := range p.Leads.Rows {
		id, email, phone := text(p.Leads, r, lead.ColID), text(p.Leads, r, lead.ColEmail), text(p.Leads, r, lead.ColPhone)
		switch {
		case id == "":
		case p.is(email, phone):
			if p.mine[id] = true; p.Open(text(p.Leads, r, lead.ColStatus)) {
				p.out.Open = append(p.out.Open, id)
			}
		case email+phone != "":
			other[id] = true
		}
	}
	for r := range p.Activity.Rows {
		id := text(p.Activity, r, lead.ColLead)
		if id == "" || id == lead.Workbook || other[id] {
			continue
		}
		to, column := text(p.Activity, r, lead.ColTo), text(p.Activity, r, lead.ColColumn)
		said := p.is(lead.FactOf(to, fact(lead.ColEmail)), lead.FactOf(to, fact(lead.ColPhone)))
		switch column {
		case lead.ColEmail:
			said = said || p.is(to, "") || p.is(text(p.Activity, r, lead.ColFrom), "")
		case lead.ColPhone:
			said = said || p.is("", to) || p.is("", text(p.Activity, r, lead.ColFrom))
		}
		if said {
			p.mine[id] = true
		}
	}
	slices.Sort(p.out.Open)
}

func fact(column string) string { return lead.LeadColumn(column).Fact() }

// trace collects what would tell who the person was.
func (p *planner) trace() {
	p.words.add(p.who.Address)
	for r := range p.Leads.Rows {
		if p.mine[text(p.Leads, r, lead.ColID)] {
			p.words.addPerson(text(p.Leads, r, lead.ColName), p.Marker)
			p.words.add(text(p.Leads, r, lead.ColEmail))
			p.words.add(text(p.Leads, r, lead.ColPhone))
			p.words.add(text(p.Leads, r, lead.ColCompany))
		}
	}
	for r := range p.Intake.Rows {
		if p.isTheirs(r) {
			p.words.add(text(p.Intake, r, lead.ColSubject))
		}
	}
}

// erase adds the change of a cell, unless it is so already.
func (p *planner) erase(list *[]sheets.Change, t *sheets.Tab, row int, column, want string) {
	at := t.Col(column)
	if at < 0 || t.At(row, at).String() == want {
		return
	}
	*list = append(*list, sheets.Change{Tab: t.Title, Row: row, Column: t.Columns[at], Seen: t.At(row, at),
		Want: lead.TextValue(want)})
	p.out.Cells[t.Title]++
}

// erased are the columns of Leads that say who the person is and what they wanted. Email and Phone go last.
var erased = []string{lead.ColName, lead.ColCompany, lead.ColNeed, lead.ColComment, lead.ColDetails, lead.ColNextStep,
	lead.ColAttention, lead.ColDo, lead.ColEmail, lead.ColPhone}

// isIdentity reports whether a column says who the person is as leadsheet looks for them.
func isIdentity(column string) bool { return column == lead.ColEmail || column == lead.ColPhone }

func isErased(column string) bool { return slices.Contains(erased, column) }

// after is what stands in a column of Leads afterwards.
func (p *planner) after(column string) string {
	if column == lead.ColName {
		return p.Marker
	}
	return ""
}

// leads erases the rows of the person's leads, columns of the team's own too.
func (p *planner) leads() {
	for r := range p.Leads.Rows {
		if !p.mine[text(p.Leads, r, lead.ColID)] {
			continue
		}
		for i, title := range p.Leads.Columns {
			column := canonical(title)
			if title == "" || p.Leads.Col(title) != i || column != "" && !isErased(column) {
				continue
			}
			if p.Leads.At(r, i).Kind == lead.Bool {
				continue // a tick says nothing of anybody
			}
			list := &p.out.First
			if isIdentity(column) {
				list = &p.out.Last
			}
			p.erase(list, p.Leads, r, title, p.after(column))
		}
	}
}

// canonical is the column of Leads with that title; "" for one of the team's own.
func canonical(title string) string {
	for _, c := range lead.LeadTable() {
		if sheets.Fold(c.Title) == sheets.Fold(title) {
			return c.Title
		}
	}
	return ""
}

// isTheirs reports whether a row of Intake is about the person: it came from them, or made or joined a lead of theirs.
func (p *planner) isTheirs(row int) bool {
	return p.is(text(p.Intake, row, lead.ColFrom), "") || p.mine[text(p.Intake, row, lead.ColLead)]
}

// intake erases what the rows of Intake say of the person. They stay as what has come in: their keys, without what
// these remember of answers, say that it was taken in.
func (p *planner) intake() {
	for r := range p.Intake.Rows {
		if !p.isTheirs(r) {
			continue
		}
		from, where := text(p.Intake, r, lead.ColFrom), text(p.Intake, r, lead.ColWhere)
		row := lead.IntakeRow{Key: text(p.Intake, r, lead.ColKey), Where: where, From: from,
			Subject: text(p.Intake, r, lead.ColSubject), MessageID: text(p.Intake, r, lead.ColMessageID)}
		row.Received, _ = p.Intake.At(r, p.Intake.Col(lead.ColReceived)).Time(p.Zone)
		before := len(p.out.First)
		if p.is(from, "") || strings.Contains(from, "@") && !p.Team.Has(from) {
			from = ""
		}
		if ledger.ShownPlace(where) == where {
			where = p.words.without(where)
		}
		reason := p.words.without(text(p.Intake, r, lead.ColReason))
		for column, want := range map[string]string{lead.ColSubject: "", lead.ColMessageID: "", lead.ColWhere: where,
			lead.ColKey: ledger.ParseKey(row.Key).Own(), lead.ColReason: reason} {
			p.erase(&p.out.First, p.Intake, r, column, want)
		}
		list := &p.out.First
		if !p.mine[text(p.Intake, r, lead.ColLead)] {
			list = &p.out.Last // nothing else says that it is theirs
		}
		last := len(p.out.Last)
		p.erase(list, p.Intake, r, lead.ColFrom, p.words.without(from))
		if len(p.out.First) > before || len(p.out.Last) > last {
			p.out.Rows = append(p.out.Rows, row)
		}
	}
	slices.SortFunc(p.out.First, func(a, b sheets.Change) int {
		return cmp.Or(cmp.Compare(a.Tab, b.Tab), cmp.Compare(a.Row, b.Row), cmp.Compare(a.Column, b.Column))
	})
}

// mentions finds rows of others that name the person.
func (p *planner) mentions() {
	for _, t := range append([]*sheets.Tab{p.Leads, p.Activity, p.Intake}, p.Rules...) {
		if t == nil {
			continue
		}
		for r, row := range t.Rows {
			id := cmp.Or(text(t, r, lead.ColID), text(t, r, lead.ColLead), text(t, r, lead.ColSender))
			if t == p.Intake && p.isTheirs(r) || p.mine[id] {
				continue
			}
			named := slices.ContainsFunc(row, func(c sheets.Cell) bool {
				return c.Kind == lead.Text && p.who.in(c.Text, p.Country)
			})
			if named && t.Col(lead.ColSender) >= 0 {
				id = ""
			}
			if m := (Mention{t.Title, id}); named && !slices.Contains(p.out.Mentions, m) {
				p.out.Mentions = append(p.out.Mentions, m)
			}
		}
	}
}
