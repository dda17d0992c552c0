package handover

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// index is a business with what belongs together: the events of each lead, and the leads of each contact and company.
type index struct {
	*Business
	at        map[string]int // columns by what leadsheet calls them
	refs      []string       // of each lead, a name that no other one has
	events    []int32        // those of leads, in the order of their rows, each one's as they were written
	from      []int32        // where the events of a lead begin in events; one more than leads
	contacts  []contact
	companies []company
	contactOf []int32 // of each lead
	companyOf []int32 // of each lead; -1 for none
}

// contact is a person who has asked, or several who asked with one address.
type contact struct {
	ref    string
	leads  []int32
	latest int32 // the lead that was received last
	deal   bool  // one of the leads is or was a deal
	alone  bool  // one of these deals names no company
}

// company is what leads name as their company, in one spelling.
type company struct {
	ref   string
	first int32 // a lead of it
	deal  bool  // one of its leads is or was a deal
}

func newIndex(b *Business) *index {
	x := &index{Business: b, at: map[string]int{}}
	for i, c := range b.Columns {
		if c.Name != "" {
			x.at[c.Name] = i
		}
	}
	x.name()
	x.sortEvents()
	x.group()
	return x
}

// name gives each lead a name of its own: its ID, with a number where people have copied a row, and "new" with the
// number of its row where it has none yet.
func (x *index) name() {
	seen := make(map[string]bool, x.Rows)
	x.refs = make([]string, x.Rows)
	for row := range x.Rows {
		id := strings.TrimSpace(x.cell(row, lead.ColID))
		if id == "" {
			id = "new-" + strconv.Itoa(row+1)
		}
		ref := id
		for n := 2; seen[ref]; n++ {
			ref = fmt.Sprintf("%s-%d", id, n)
		}
		seen[ref], x.refs[row] = true, ref
	}
}

// sortEvents finds the events of each lead.
func (x *index) sortEvents() {
	rows := make(map[string]int32, x.Rows)
	for row, ref := range x.refs {
		rows[ref] = int32(row)
	}
	of := make([]int32, len(x.Events))
	x.from = make([]int32, x.Rows+1)
	for i := range x.Events {
		row, ok := rows[strings.TrimSpace(x.Events[i].Lead)]
		if !ok {
			of[i] = -1
			continue
		}
		of[i] = row
		x.from[row+1]++
	}
	for row := range x.Rows {
		x.from[row+1] += x.from[row]
	}
	next := slices.Clone(x.from)
	x.events = make([]int32, x.from[x.Rows])
	for i, row := range of {
		if row >= 0 {
			x.events[next[row]] = int32(i)
			next[row]++
		}
	}
}

// group finds the contacts, by their addresses, and the companies.
func (x *index) group() {
	people, firms := map[string]int32{}, map[string]int32{}
	x.contactOf, x.companyOf = make([]int32, x.Rows), make([]int32, x.Rows)
	for row := range x.Rows {
		key, known := lead.NormalizeEmail(x.cell(row, lead.ColEmail))
		if !known {
			key = "row " + strconv.Itoa(row)
		}
		at, ok := people[key]
		if !ok {
			at = int32(len(x.contacts))
			people[key] = at
			x.contacts = append(x.contacts, contact{ref: "contact-" + x.refs[row], latest: int32(row)})
		}
		c := &x.contacts[at]
		c.leads = append(c.leads, int32(row))
		if !x.time(row, lead.ColReceived).Before(x.time(int(c.latest), lead.ColReceived)) {
			c.latest = int32(row)
		}
		x.contactOf[row], x.companyOf[row] = at, -1
		deal := x.isDeal(row)
		c.deal = c.deal || deal

		name := strings.ToLower(strings.Join(strings.Fields(x.cell(row, lead.ColCompany)), " "))
		if name == "" {
			c.alone = c.alone || deal
			continue
		}
		if at, ok = firms[name]; !ok {
			at = int32(len(x.companies))
			firms[name] = at
			x.companies = append(x.companies, company{ref: "company-" + x.refs[row], first: int32(row)})
		}
		x.companyOf[row] = at
		x.companies[at].deal = x.companies[at].deal || deal
	}
}

// cell is the text of a lead's column, as CSV files have it; "" where the workbook has no such column.
func (x *index) cell(row int, name string) string {
	at, ok := x.at[name]
	if !ok {
		return ""
	}
	return x.text(x.Value(row, at), &x.Columns[at])
}

// time is the time that a lead has in a column; zero for none.
func (x *index) time(row int, name string) time.Time {
	if at, ok := x.at[name]; ok {
		t, _ := x.Value(row, at).(time.Time)
		return t
	}
	return time.Time{}
}

// eventsOf are the events of a lead, the oldest first.
func (x *index) eventsOf(row int) []*lead.Event {
	out := make([]*lead.Event, 0, x.from[row+1]-x.from[row])
	for _, i := range x.events[x.from[row]:x.from[row+1]] {
		out = append(out, &x.Events[i])
	}
	slices.SortStableFunc(out, func(a, b *lead.Event) int { return cmp.Compare(a.Time.Unix(), b.Time.Unix()) })
	return out
}

// kind is the kind of a lead's status; a blank status counts as new, and one that is not known as working.
func (x *index) kind(row int) policy.StatusKind {
	status := x.cell(row, lead.ColStatus)
	if strings.TrimSpace(status) == "" {
		return policy.KindNew
	}
	if kind := x.Kind(status); kind != "" {
		return kind
	}
	return policy.KindWorking
}

// isDeal reports whether a lead is a deal, or was one before it was lost or postponed.
func (x *index) isDeal(row int) bool {
	switch x.kind(row) {
	case policy.KindDeal, policy.KindWon:
		return true
	case policy.KindClosed, policy.KindUnqualified, policy.KindPostponed:
	default:
		return false
	}
	for _, i := range x.events[x.from[row]:x.from[row+1]] {
		e := &x.Events[i]
		if e.Column == lead.ColStatus && (e.What == lead.Changed || e.What == lead.Reverted) {
			if k := x.Kind(e.To); k == policy.KindDeal || k == policy.KindWon {
				return true
			}
		}
	}
	return false
}

// ended is when a lead got the status that ended it; zero for one that is open, and where Activity does not say so.
func (x *index) ended(row int) time.Time {
	if x.kind(row).Open() {
		return time.Time{}
	}
	var at time.Time
	for _, i := range x.events[x.from[row]:x.from[row+1]] {
		e := &x.Events[i]
		if e.Column == lead.ColStatus && (e.What == lead.Changed || e.What == lead.Reverted) {
			at = e.Time
		}
	}
	return at
}

// isLost reports whether a lead has ended without being won.
func (x *index) isLost(row int) bool {
	kind := x.kind(row)
	return !kind.Open() && kind != policy.KindWon
}
