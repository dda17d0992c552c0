// Package demo holds what the command demo shows: three months of Studio North, a design studio of four people that
// does not exist, and the mails and exports that come in while one looks.
//
// The past is no workbook that was made before: customers write and people act as a table and a seed say, as seen from
// the day of the demo, and the rules of leadsheet write down what follows. So its days are always the last ones, its
// hours are those of the business, and its history is what leadsheet itself would have written. The past is computed
// from the arguments.
package demo

import (
	"fmt"
	"slices"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

// domain is that of Studio North.
const domain = "studio-north.example"

// Mailbox is the address of the mailbox to which customers write.
const Mailbox = "hello@" + domain

// Past is what a workbook holds of the time before today.
type Past struct {
	Leads   []lead.Lead
	History []lead.Event
	Intake  []lead.IntakeRow
	zone    *time.Location
	// End is the beginning of today: nothing in it is later.
	End time.Time
}

// Begin is when the past of a demo at that time begins.
func Begin(tables []policy.Table, now time.Time) (time.Time, error) {
	inForce, err := read(tables)
	if err != nil {
		return time.Time{}, err
	}
	return beginOf(inForce, now), nil
}

func beginOf(p *policy.Policy, now time.Time) time.Time {
	return policy.Midnight(policy.DayAfter(workdayBefore(&p.Calendar, now, longest), -week))
}

// read is what rule tabs say. A mistake in them is one of the program.
func read(tables []policy.Table) (*policy.Policy, error) {
	byTitle := map[string]policy.Table{}
	for _, t := range tables {
		byTitle[t.Title] = t
	}
	p, checks := policy.ReadPolicy(words.Language{}, byTitle, policy.InForce{})
	for _, c := range checks {
		if c.Text != "" && !c.Hint {
			return nil, fmt.Errorf("the demo's tab %s, row %d: %s", c.Tab, c.Row, c.Text)
		}
	}
	return &p, nil
}

// longest is how many working days the past has.
const longest = 64

// NewPast plays the past of the demo on the day of now. tables are the rule tabs; first is the number of the last event
// that the workbook has already.
func NewPast(tables []policy.Table, columns []string, first int, now time.Time) (*Past, error) {
	inForce, err := read(tables)
	if err != nil {
		return nil, err
	}
	all, err := customers()
	if err != nil {
		return nil, err
	}
	return newPast(inForce, all, columns, first, now), nil
}

// newPast is NewPast of some customers.
func newPast(inForce *policy.Policy, all []*customer, columns []string, first int, now time.Time) *Past {
	p := &play{state: rules.State{Policy: *inForce, LeadColumns: columns}, cal: &inForce.Calendar, customers: all,
		byLead: map[string]*customer{}, touched: map[string]bool{}, events: map[string][]int{},
		came: map[string][]int{}, no: first}
	end := policy.Midnight(now.In(inForce.Location()))
	fair := false
	for _, c := range all {
		if c.source == "Trade fair" {
			c := c
			p.on(c.at(p.cal, end), func() {
				if !fair {
					p.requests(c)
				}
				fair = true
				p.within(slot+time.Minute, func() { p.takes(c) })
			})
			continue
		}
		p.on(c.at(p.cal, end), func() { p.arrive(c) })
	}
	p.mornings(beginOf(inForce, now), end)
	p.run(end)
	p.now, p.whole = end, true
	p.pass() // nothing that time alone brings is left
	s := &p.state
	return &Past{Leads: s.Leads, History: s.History, Intake: s.Intake, zone: inForce.Location(), End: end}
}

// Batch is the past as one change of a workbook whose tab Leads is that one.
func (p *Past) Batch(leads *sheets.Tab) sheets.Batch {
	zone := p.zone
	return sheets.Batch{Whole: true, Appends: []sheets.Append{sheets.AppendLeads(p.Leads, leads, zone),
		sheets.AppendEvents(p.History, zone), sheets.AppendIntake(p.Intake, zone)}}
}

// LacksPast reports whether a workbook is that of a demo which was ended before it had its past: it has the people of
// Studio North and no leads.
func LacksPast(book *sheets.Snapshot) bool {
	for _, title := range []string{lead.TabLeads, lead.TabActivity, lead.TabIntake, lead.TabTeam} {
		if book.Tabs[title] == nil || len(book.Tabs[title].Columns) == 0 {
			return false
		}
	}
	people := book.Tabs[lead.TabTeam]
	for _, p := range team {
		if !slices.ContainsFunc(people.Rows, func(row []sheets.Cell) bool {
			at := people.Col(lead.ColEmail)
			return at >= 0 && at < len(row) && row[at].String() == p.email
		}) {
			return false
		}
	}
	return len(book.Tabs[lead.TabLeads].Rows) == 0 && len(book.Tabs[lead.TabIntake].Rows) == 0
}
