package rules

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// Plan decides the work of one pass: what users changed since the last one becomes history, inquiries become leads or
// are added to one, and every lead gets its Attention. The same arguments give the same work, and a second plan on the
// applied result is empty.
func Plan(s State, items []lead.Inquiry, now time.Time) Work {
	return PlanSome(s, items, now, 0)
}

// entry is a lead while it is planned: its row as it will be.
type entry struct {
	l     lead.Lead
	rec   *record
	skip  bool // a row that is not a lead
	isNew bool
	todo  todo
	// touched says that this pass changes the lead or has events of it.
	touched bool
}

// planner holds the state of one Plan.
type planner struct {
	s    State
	p    Policy
	say  *words.Texts // texts in the language of the workbook
	now  time.Time
	then time.Time // when users made the edits that this pass finds
	most int       // leads for each kind of work; 0: no limit
	rows []entry
	work Work

	records      map[string]*record
	order        []*record // records in the order in which their leads first appeared
	recordPool   []record  // memory for records: one allocation instead of one for each lead
	texts        []string  // memory for the tracked columns of the records
	lastID       int
	unrestricted bool // no status restricts the next one
	// showsSince and showsDue say that the tab has the columns in which leads show their turn.
	showsSince, showsDue bool
	quietPhrases         vocabulary // nil until a message is looked at

	ends     map[string]StatusKind // of statuses that were asked for
	assigned map[string]assignments
	contacts contactIndex
	threads  threadIndex
	team     lead.Team
	changed  map[cell]int // index in work.Changes
	absent   []bool       // by the places in record.at: the tab Leads has no such column
	buffer   []byte
}

type cell struct {
	row    int
	column string
}

func newPlanner(s State, now time.Time, items int) *planner {
	w := &planner{s: s, p: s.Policy, say: s.Policy.Words.Texts(), now: second(now), lastID: 1000, unrestricted: true,
		team:    s.Policy.TeamAddresses(),
		records: make(map[string]*record, len(s.Leads)+items),
		ends:    map[string]StatusKind{}, assigned: map[string]assignments{}, changed: map[cell]int{}}
	if w.then = second(s.Edited); w.then.IsZero() || w.then.After(w.now) {
		w.then = w.now
	}
	for _, st := range s.Policy.Statuses {
		w.unrestricted = w.unrestricted && len(st.Next) == 0
	}
	w.absent = w.absentColumns()
	w.showsSince, w.showsDue = w.hasColumn(lead.ColWaitingSince), w.hasColumn(lead.ColRespondBy)
	w.recordPool = make([]record, 0, len(s.Leads)+items)
	w.texts = make([]string, (len(s.Leads)+items)*len(lead.TrackedColumns()))
	w.order = make([]*record, 0, len(s.Leads)+items)
	w.rows = make([]entry, len(s.Leads), len(s.Leads)+items)
	for i := range s.Leads {
		w.rows[i].l = s.Leads[i]
		w.noteID(s.Leads[i].ID)
	}
	for i := range s.Intake {
		w.noteID(s.Intake[i].Lead)
	}
	return w
}

// noteID keeps the highest number that was ever used, so that no ID is given twice, even after its lead was deleted.
func (w *planner) noteID(id string) {
	if digits, ok := strings.CutPrefix(id, "L-"); ok && len(digits) < 10 {
		if n, err := strconv.Atoi(digits); err == nil && n > w.lastID {
			w.lastID = n
		}
	}
}

func (w *planner) newID() string {
	w.lastID++
	return "L-" + strconv.Itoa(w.lastID)
}

// event appends an event to the history, and adds it to the record of its lead.
func (w *planner) event(rec *record, e lead.Event) {
	at := w.now
	if e.By == byTeam {
		at = w.then
	}
	w.eventAt(rec, at, e)
}

// eventAt appends an event that happened before this pass.
func (w *planner) eventAt(rec *record, at time.Time, e lead.Event) {
	if at.After(w.now) {
		at = w.now
	}
	e.Time, e.Lead = at, rec.id
	w.work.Events = append(w.work.Events, e)
	if rec.row > 0 {
		w.rows[rec.row-1].touched = true
	}
	w.fold(rec, &e)
}

// note keeps a text in Attention until a user works on the lead.
func (w *planner) note(rec *record, text string) {
	w.event(rec, lead.Event{What: lead.Noted, Column: lead.ColAttention, By: byUs, Why: text})
}

// title is the title of a column of Leads in the workbook's language.
func (w *planner) title(column string) string { return w.p.Words.Column(lead.TabLeads, column) }

// titles are those of several columns, in one line.
func (w *planner) titles(columns []string) string {
	out := make([]string, len(columns))
	for i, c := range columns {
		out[i] = w.title(c)
	}
	return strings.Join(out, ", ")
}

// setText writes a text column of a row. A cell with content that could not be read is left alone.
func (w *planner) setText(i int, column, text, why string) {
	field := textField(&w.rows[i].l, column)
	if field == nil || *field == text {
		return
	}
	*field = text
	w.change(i, column, lead.TextValue(text), why)
}

// setTime writes a column of times, unless a user wrote something there that is not a time.
func (w *planner) setTime(i int, column string, t time.Time, why string) bool {
	l := &w.rows[i].l
	field := timeField(l, column)
	if field == nil || slices.ContainsFunc(l.Bad, func(b lead.BadCell) bool { return same(b.Column, column) }) {
		return false
	}
	t = second(t)
	if field.Equal(t) {
		return true
	}
	*field = t
	w.change(i, column, lead.DateValue(t, w.p.zone()), why)
	return true
}

func (w *planner) change(i int, column string, v lead.Value, why string) {
	if w.rows[i].isNew {
		return
	}
	w.rows[i].touched = true
	c := Change{Ref: w.rows[i].l.Ref, Column: column, Want: v, Why: why}
	k := cell{i, column}
	if n, ok := w.changed[k]; ok {
		w.work.Changes[n] = c
		return
	}
	w.changed[k] = len(w.work.Changes)
	w.work.Changes = append(w.work.Changes, c)
}

// finish leaves out changes that in the end do not change their cell, and adds the new leads to the work.
func (w *planner) finish() Work {
	kept := w.work.Changes[:0]
	rowOf := make([]int, len(w.work.Changes))
	for k, n := range w.changed {
		rowOf[n] = k.row
	}
	for n, c := range w.work.Changes {
		if before := cellOf(&w.s.Leads[rowOf[n]], c.Column, w.p.zone()); !before.Equal(c.Want) {
			c.ID = w.rows[rowOf[n]].l.ID
			kept = append(kept, c)
			w.recordWritten(rowOf[n], c.Column)
		}
	}
	w.work.Changes = kept
	for i := range w.rows {
		if w.rows[i].isNew {
			for _, c := range lead.TrackedColumns() { // a second message may have come in the same pass
				w.recordWritten(i, c.Title)
			}
			w.noteWaiting(i)
			w.work.NewLeads = append(w.work.NewLeads, w.rows[i].l)
		}
	}
	return w.work
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
