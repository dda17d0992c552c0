package demo

import (
	"cmp"
	"slices"
	"time"

	"leadsheet/lead"
	"leadsheet/mailin/reading"
	"leadsheet/rules"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

// play is the past while it happens: a workbook in memory, customers who write, and people who act.
type play struct {
	state     rules.State
	cal       *policy.Calendar
	now       time.Time
	customers []*customer
	byLead    map[string]*customer

	tasks   []task         // by time; of the same time in the order in which they were planned
	inbox   []lead.Inquiry // what has come since the last pass
	touched map[string]bool
	whole   bool // the next pass looks at all leads
	edited  time.Time
	mails   int
	sent    int
	no      int              // the number of the last event
	events  map[string][]int // of each lead: indices in History
	came    map[string][]int // and in Intake
}

// task is what somebody does at a time.
type task struct {
	at time.Time
	do func()
}

// slot is how much of the time one pass of leadsheet takes together.
const slot = 5 * time.Minute

// on plans something.
func (p *play) on(at time.Time, do func()) {
	n, _ := slices.BinarySearchFunc(p.tasks, at, func(t task, at time.Time) int {
		return cmp.Or(t.at.Compare(at), -1) // behind those of the same time
	})
	p.tasks = slices.Insert(p.tasks, n, task{at, do})
}

// within plans something that a person does after so much working time.
func (p *play) within(d time.Duration, do func()) { p.on(atWork(p.cal, p.now, d), do) }

// run plays all that happens before a moment.
func (p *play) run(end time.Time) {
	for len(p.tasks) > 0 && p.tasks[0].at.Before(end) {
		until := p.tasks[0].at.Truncate(slot).Add(slot)
		for len(p.tasks) > 0 && p.tasks[0].at.Before(until) && p.tasks[0].at.Before(end) {
			next := p.tasks[0]
			p.tasks = p.tasks[1:]
			p.now = next.at.Truncate(time.Second)
			next.do()
		}
		if p.now = until; until.After(end) {
			p.now = end
		}
		p.pass()
	}
}

// pass is one pass of leadsheet. Most concern few leads: only those are looked at then, with what is known of them,
// which comes to the same.
func (p *play) pass() {
	if !p.whole && len(p.inbox) == 0 && len(p.touched) == 0 {
		return
	}
	state := p.state
	if !p.whole {
		state = p.part()
	}
	state.Edited = p.edited
	work := rules.Plan(state, p.inbox, p.now)
	p.inbox, p.whole, p.edited = nil, false, time.Time{}
	clear(p.touched)
	p.apply(&work)
}

// part is what is known of the leads that something has happened to.
func (p *play) part() rules.State {
	state := p.state
	state.Leads, state.History, state.Intake = nil, nil, nil
	var events, came []int
	for i := range p.state.Leads {
		if id := p.state.Leads[i].ID; p.touched[id] {
			state.Leads = append(state.Leads, p.state.Leads[i])
			events, came = append(events, p.events[id]...), append(came, p.came[id]...)
		}
	}
	slices.Sort(events)
	slices.Sort(came)
	for _, i := range events {
		state.History = append(state.History, p.state.History[i])
	}
	for _, i := range came {
		state.Intake = append(state.Intake, p.state.Intake[i])
	}
	return state
}

// apply does what the workbook does.
func (p *play) apply(work *rules.Work) {
	zone := p.state.Policy.Location()
	for _, c := range work.Changes {
		sheets.Set(&p.state.Leads[c.Ref], c.Column, c.Want, zone)
	}
	for i := range work.NewLeads {
		l := work.NewLeads[i]
		l.Ref = len(p.state.Leads)
		p.state.Leads = append(p.state.Leads, l)
	}
	for _, c := range work.IntakeChanges {
		r := &p.state.Intake[c.Ref]
		r.Outcome, r.Lead, r.Reason = c.Outcome, c.Lead, c.Reason
	}
	for _, r := range work.Intake {
		r.Ref = len(p.state.Intake)
		p.came[r.Lead] = append(p.came[r.Lead], r.Ref)
		p.state.Intake = append(p.state.Intake, r)
	}
	for i := range work.Events {
		e := work.Events[i]
		p.no++
		e.No, e.Recorded = p.no, p.now.Truncate(time.Second)
		p.events[e.Lead] = append(p.events[e.Lead], len(p.state.History))
		p.state.History = append(p.state.History, e)
	}
}

// lead is the row of a customer; nil when it is not there yet, or any more. It is valid until the next pass.
func (p *play) lead(c *customer) *lead.Lead {
	for i := len(p.state.Leads) - 1; i >= 0; i-- {
		l := &p.state.Leads[i]
		if c.id != "" && l.ID == c.id || c.id == "" && l.ID != "" && p.byLead[l.ID] == nil &&
			(c.email != "" && l.Email == c.email || c.email == "" && l.Name == c.name) {
			c.id = l.ID
			p.byLead[l.ID] = c
			return l
		}
	}
	return nil
}

// open is the row of a customer while nothing has ended it.
func (p *play) open(c *customer) *lead.Lead {
	l := p.lead(c)
	if l == nil || !p.kind(l).Open() {
		return nil
	}
	return l
}

// edit is the row of a customer that somebody edits now.
func (p *play) edit(c *customer) *lead.Lead {
	l := p.lead(c)
	if l != nil {
		p.touch(c)
		p.edited = p.now
	}
	return l
}

// editOpen is edit for a row that nothing has ended; nil for others.
func (p *play) editOpen(c *customer) *lead.Lead {
	if p.open(c) == nil {
		return nil
	}
	return p.edit(c)
}

// touch has the next pass look at the lead of a customer.
func (p *play) touch(c *customer) {
	if c.id == "" {
		p.whole = true
		return
	}
	p.touched[c.id] = true
}

// kind is that of the status of a row.
func (p *play) kind(l *lead.Lead) policy.StatusKind {
	kind, _ := p.state.Policy.KindOf(l.Status)
	return kind
}

// worker is who works on a lead now: its owner, or who stands in.
func (p *play) worker(l *lead.Lead) *person {
	m := p.state.Policy.FindPerson(l.Owner)
	if by, away := p.state.Policy.StandIn(m, p.now); away && by != nil {
		m = by
	}
	if m != nil {
		if w := personOf(m.Name); w != nil {
			return w
		}
	}
	return &team[0]
}

// options are those by which mails are read.
func (p *play) options() reading.Options {
	return reading.Options{Team: p.state.Policy.TeamAddresses(), Country: p.state.Policy.Country, Self: []string{Mailbox}}
}
