package rules

import (
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/attention"
	"leadsheet/rules/history"
	"leadsheet/rules/lists"
	"leadsheet/rules/matching"
	"leadsheet/rules/outcomes"
	"leadsheet/rules/outgoing"
	"leadsheet/rules/owners"
	"leadsheet/rules/policy"
	"leadsheet/rules/turns"
)

// Plan decides the work of one pass: what users changed since the last one becomes history, inquiries become leads or
// are added to one, and every lead gets its Attention. The same arguments give the same work, and a second plan on the
// applied result is empty.
func Plan(s State, items []lead.Inquiry, now time.Time) Work {
	return PlanSome(s, items, now, 0)
}

// leadRow is a lead while it is planned: its row as it will be.
type leadRow struct {
	l     lead.Lead
	rec   *history.Record
	skip  bool // a row that is not a lead
	isNew bool
	todo  pendingWork
	// touched says that this pass changes the lead or has events of it.
	touched bool
}

// planner holds the state of one Plan.
type planner struct {
	state  State
	policy policy.Policy
	texts  *words.Texts // texts in the language of the workbook
	now    time.Time
	then   time.Time // when users made the edits that this pass finds
	limit  int       // leads for each kind of work; 0: no limit
	rows   []leadRow
	work   Work

	history *history.History
	kinds   *policy.KindCache
	there   map[string]bool // columns of the tab Leads that were asked for
	phrases *attention.Phrases
	reasons outcomes.Reasons
	shares  *owners.Shares
	// showsSince and showsDue say that the tab has the columns in which leads show their turn.
	showsSince, showsDue bool
	quietPhrases         turns.Vocabulary // nil until a message is looked at
	noLeads              map[string]int   // rows that are no leads, by address; nil until a mail asks
	takenBack            map[string]int   // rows of Intake that were taken back, by own keys; nil until one is wanted

	contacts matching.Contacts
	// originals are what rows of Intake are made leads of, by their keys; nil for none. waitFor counts the rows that wait
	// for theirs.
	originals map[string]*lead.Inquiry
	coming    []lead.Inquiry // all that has come in with this pass
	waitFor   int
	threads   matching.Threads
	subjects  map[string][]string // of what came in, by lead; nil until they are needed
	team      lead.Team
	adopted   []int                // rows that people have added and this pass takes in
	changed   map[cell]int         // index in work.Changes
	aside     map[string]time.Time // when a mail of the team came in that belongs to no lead, by Message-ID
	ours      []*lead.Inquiry      // mails of the team that this pass has met so far
	claims    *outgoing.Claims     // of the messages of leadsheet; nil until one is asked for
	by        string               // whose command is being done that came by mail; "" for none
	many      map[string]bool      // files and tabs of this pass that bring more new leads than can be answered at once
	days      *lists.Days          // the days of contact of such leads; nil until one is needed
}

type cell struct {
	row    int
	column string
}

func newPlanner(s State, now time.Time, items int) *planner {
	p := &planner{state: s, policy: s.Policy, texts: s.Policy.Words.Texts(), now: second(now),
		team:    s.Policy.TeamAddresses(),
		changed: map[cell]int{}}
	if p.then = second(s.Edited); p.then.IsZero() || p.then.After(p.now) {
		p.then = p.now
	}
	p.reasons = outcomes.NewReasons(s.Policy.Words)
	p.kinds, p.shares = policy.NewKindCache(&p.policy), owners.New(&p.policy, p.now)
	p.shares.CountOpen(p.openOwners)
	p.history = history.New(&p.policy, p.kinds, p.shares, s.LeadColumns, p.journals(), len(s.Leads)+items)
	if !s.Memory.IsEmpty() {
		p.history.Beside(s.Memory.HighestID(), s.Memory.WantsNone(s.Policy.Country))
	}
	p.phrases = attention.New(&p.policy, p.kinds, s.LeadColumns, p.now, p.history)
	p.there = map[string]bool{}
	p.showsSince, p.showsDue = p.hasColumn(lead.ColWaitingSince), p.hasColumn(lead.ColRespondBy)
	p.rows = make([]leadRow, len(s.Leads), len(s.Leads)+items)
	for i := range s.Leads {
		p.rows[i].l = s.Leads[i]
		p.history.NoteID(s.Leads[i].ID)
	}
	for i := range s.Intake {
		p.history.NoteID(s.Intake[i].Lead)
	}
	return p
}

// event appends an event to the history, and adds it to the record of its lead.
func (p *planner) event(rec *history.Record, e lead.Event) {
	at := p.now
	if e.By == byTeam || e.Column == lead.AnswerToUs {
		at = p.then
	}
	if e.By == byTeam && p.by != "" && (e.What == lead.Did || e.What == lead.Changed) {
		e.By = p.by
	}
	p.eventAt(rec, at, e)
}

// eventAt appends an event that happened before this pass.
func (p *planner) eventAt(rec *history.Record, at time.Time, e lead.Event) {
	if at.After(p.now) {
		at = p.now
	}
	e.Time, e.Lead = at, rec.ID
	p.work.Events = append(p.work.Events, e)
	if rec.Row > 0 {
		p.rows[rec.Row-1].touched = true
	}
	p.history.Add(rec, &e)
}

// note keeps a text in Attention until a user works on the lead.
func (p *planner) note(rec *history.Record, text string) {
	p.event(rec, lead.Event{What: lead.Noted, Column: lead.ColAttention, By: byUs, Why: text})
}

// title is the title of a column of Leads in the workbook's language.
func (p *planner) title(column string) string { return p.policy.Words.Column(lead.TabLeads, column) }

// setText writes a text column of a row. A cell with content that could not be read is left alone.
func (p *planner) setText(i int, column, text, why string) {
	field := lead.TextField(&p.rows[i].l, column)
	if field == nil || *field == text {
		return
	}
	*field = text
	p.change(i, column, lead.TextValue(text), why)
}

// setTime writes a column of times, unless a user wrote something there that is not a time.
func (p *planner) setTime(i int, column string, t time.Time, why string) bool {
	l := &p.rows[i].l
	field := lead.TimeField(l, column)
	if field == nil || lead.IsBad(l, column) {
		return false
	}
	t = second(t)
	if field.Equal(t) {
		return true
	}
	*field = t
	p.change(i, column, lead.DateValue(t, p.policy.Location()), why)
	return true
}

func (p *planner) change(i int, column string, v lead.Value, why string) {
	if p.rows[i].isNew {
		return
	}
	p.rows[i].touched = true
	c := Change{Ref: p.rows[i].l.Ref, Column: column, Want: v, Why: why}
	k := cell{i, column}
	if n, ok := p.changed[k]; ok {
		c.Needed = p.work.Changes[n].Needed
		p.work.Changes[n] = c
		return
	}
	p.changed[k] = len(p.work.Changes)
	p.work.Changes = append(p.work.Changes, c)
}

// finish leaves out changes that in the end do not change their cell, and adds the new leads to the work.
func (p *planner) finish() Work {
	kept := p.work.Changes[:0]
	rowOf := make([]int, len(p.work.Changes))
	for k, n := range p.changed {
		rowOf[n] = k.row
	}
	for n, c := range p.work.Changes {
		before := lead.CellOf(&p.state.Leads[rowOf[n]], c.Column, p.policy.Location())
		if !before.Equal(c.Want) || p.isStale(rowOf[n], c.Column) {
			c.ID = p.rows[rowOf[n]].l.ID
			kept = append(kept, c)
			p.recordWritten(rowOf[n], c.Column)
		}
	}
	p.work.Changes = kept
	for i := range p.rows {
		if p.rows[i].isNew {
			for _, c := range lead.TrackedColumns() { // a second message may have come in the same pass
				p.recordWritten(i, c.Title)
			}
			p.noteWaiting(i)
			p.work.NewLeads = append(p.work.NewLeads, p.rows[i].l)
		}
	}
	return p.work
}
