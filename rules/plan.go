package rules

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/lists"
	"leadsheet/rules/policy"
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
	rec   *record
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

	records      map[string]*record
	order        []*record   // records in the order in which their leads first appeared
	recordPool   []record    // memory for records: one allocation instead of one for each lead
	textPool     []string    // memory for the tracked columns of the records
	noneRare     *rareRecord // without content
	lastID       int
	unrestricted bool // no status restricts the next one
	// showsSince and showsDue say that the tab has the columns in which leads show their turn.
	showsSince, showsDue bool
	quietPhrases         vocabulary     // nil until a message is looked at
	noLeads              map[string]int // rows that are no leads, by address; nil until a mail asks
	takenBack            map[string]int // rows of Intake that were taken back, by own keys; nil until one is wanted

	kinds    map[string]statusKind // of statuses that were asked for
	assigned map[string]assignments
	contacts contactIndex
	// originals are what rows of Intake are made leads of, by their keys; nil for none. waitFor counts the rows that wait
	// for theirs.
	originals map[string]*lead.Inquiry
	waitFor   int
	threads   threadIndex
	subjects  map[string][]string // of what came in, by lead; nil until they are needed
	team      lead.Team
	adopted   []int        // rows that people have added and this pass takes in
	changed   map[cell]int // index in work.Changes
	absent    []bool       // by the places in record.at: the tab Leads has no such column
	buffer    []byte
	aside     map[string]time.Time // when a mail of the team came in that belongs to no lead, by Message-ID
	ours      []*lead.Inquiry      // mails of the team that this pass has met so far
	many      map[string]bool      // files and tabs of this pass that bring more new leads than can be answered at once
	days      *lists.Days          // the days of contact of such leads; nil until one is needed
}

type cell struct {
	row    int
	column string
}

func newPlanner(s State, now time.Time, items int) *planner {
	p := &planner{state: s, policy: s.Policy, texts: s.Policy.Words.Texts(), now: second(now), lastID: 1000,
		unrestricted: true,
		team:         s.Policy.TeamAddresses(),
		noneRare:     &rareRecord{},
		records:      make(map[string]*record, len(s.Leads)+items),
		kinds:        map[string]statusKind{}, assigned: map[string]assignments{}, changed: map[cell]int{}}
	if p.then = second(s.Edited); p.then.IsZero() || p.then.After(p.now) {
		p.then = p.now
	}
	for _, st := range s.Policy.Statuses {
		p.unrestricted = p.unrestricted && len(st.Next) == 0
	}
	p.absent = p.absentColumns()
	p.showsSince, p.showsDue = p.hasColumn(lead.ColWaitingSince), p.hasColumn(lead.ColRespondBy)
	p.recordPool = make([]record, 0, len(s.Leads)+items)
	p.textPool = make([]string, (len(s.Leads)+items)*len(lead.TrackedColumns()))
	p.order = make([]*record, 0, len(s.Leads)+items)
	p.rows = make([]leadRow, len(s.Leads), len(s.Leads)+items)
	for i := range s.Leads {
		p.rows[i].l = s.Leads[i]
		p.noteID(s.Leads[i].ID)
	}
	for i := range s.Intake {
		p.noteID(s.Intake[i].Lead)
	}
	return p
}

// noteID keeps the highest number that was ever used, so that no ID is given twice, even after its lead was deleted.
func (p *planner) noteID(id string) {
	if digits, ok := strings.CutPrefix(id, "L-"); ok && len(digits) < 10 {
		if n, err := strconv.Atoi(digits); err == nil && n > p.lastID {
			p.lastID = n
		}
	}
}

func (p *planner) newID() string {
	p.lastID++
	return "L-" + strconv.Itoa(p.lastID)
}

// event appends an event to the history, and adds it to the record of its lead.
func (p *planner) event(rec *record, e lead.Event) {
	at := p.now
	if e.By == byTeam {
		at = p.then
	}
	p.eventAt(rec, at, e)
}

// eventAt appends an event that happened before this pass.
func (p *planner) eventAt(rec *record, at time.Time, e lead.Event) {
	if at.After(p.now) {
		at = p.now
	}
	e.Time, e.Lead = at, rec.id
	p.work.Events = append(p.work.Events, e)
	if rec.row > 0 {
		p.rows[rec.row-1].touched = true
	}
	p.fold(rec, &e)
}

// note keeps a text in Attention until a user works on the lead.
func (p *planner) note(rec *record, text string) {
	p.event(rec, lead.Event{What: lead.Noted, Column: lead.ColAttention, By: byUs, Why: text})
}

// title is the title of a column of Leads in the workbook's language.
func (p *planner) title(column string) string { return p.policy.Words.Column(lead.TabLeads, column) }

// titles are those of several columns, in one line.
func (p *planner) titles(columns []string) string {
	out := make([]string, len(columns))
	for i, c := range columns {
		out[i] = p.title(c)
	}
	return strings.Join(out, ", ")
}

// setText writes a text column of a row. A cell with content that could not be read is left alone.
func (p *planner) setText(i int, column, text, why string) {
	field := textField(&p.rows[i].l, column)
	if field == nil || *field == text {
		return
	}
	*field = text
	p.change(i, column, lead.TextValue(text), why)
}

// setTime writes a column of times, unless a user wrote something there that is not a time.
func (p *planner) setTime(i int, column string, t time.Time, why string) bool {
	l := &p.rows[i].l
	field := timeField(l, column)
	if field == nil || unreadable(l, column) {
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
		if before := cellOf(&p.state.Leads[rowOf[n]], c.Column, p.policy.Location()); !before.Equal(c.Want) {
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

// unreadable reports whether a lead's cell has content that does not fit its column.
func unreadable(l *lead.Lead, column string) bool {
	return slices.ContainsFunc(l.Bad, func(b lead.BadCell) bool { return words.Same(b.Column, column) })
}

// cellOf is the content of a lead's cell; empty for a column that leadsheet does not know.
func cellOf(l *lead.Lead, column string, zone *time.Location) lead.Value {
	if c := lead.LeadColumn(column); c != nil {
		return c.Value(l, zone)
	}
	return lead.Value{}
}

// textField is where a lead holds a column of text; nil for another kind of column.
func textField(l *lead.Lead, column string) *string {
	if c := lead.LeadColumn(column); c != nil && c.Text != nil {
		return c.Text(l)
	}
	return nil
}

// timeField is where a lead holds a column of times; nil for another kind of column.
func timeField(l *lead.Lead, column string) *time.Time {
	if c := lead.LeadColumn(column); c != nil && c.Time != nil {
		return c.Time(l)
	}
	return nil
}
