// Package explain tells what happened to one lead, and which rule did it, in plain English sentences: from the events
// of the tab Activity, the rows of Intake and the rules in force.
//
// Everything here is computed from its arguments.
package explain

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
)

// Input is what the workbook says.
type Input struct {
	Policy policy.Policy
	// Leads are the rows as the next pass will leave them.
	Leads []lead.Lead
	// History is the tab Activity in the order in which it was written, Pending what the next pass will add to it: what
	// users have changed since the last one.
	History, Pending []lead.Event
	Intake           []lead.IntakeRow
	Journals         *time.Location // the zone in which Activity keeps times
}

// Explanation is what happened to a lead, and how it stands. All times are in the zone of the business.
type Explanation struct {
	ID   string `json:"id"`
	Name string `json:"name,omitempty"`
	// Hint says what to look at instead, or what can be done: the lead is a duplicate, its row was deleted.
	Hint string `json:"hint,omitempty"`
	// DuplicateOf is the lead that it is a duplicate of; DeletedAt is when its row was found deleted.
	DuplicateOf string     `json:"duplicate_of,omitempty"`
	DeletedAt   *time.Time `json:"deleted_at,omitempty"`
	// Now is how the lead stands; nil without a row.
	Now    *Present  `json:"now,omitempty"`
	CameIn []Arrival `json:"came_in"`
	Events []Event   `json:"events"`
}

// Event is one event in words.
type Event struct {
	Time time.Time      `json:"time"`
	What lead.EventKind `json:"what"`
	Text string         `json:"text"` // one or two sentences
	By   string         `json:"by"`
	// Why are the reasons that the event gives: the rule, or what a person did.
	Why []string `json:"why,omitempty"`
	// Recorded is when it was written down, where that was another minute; Pending says that the next pass will do that.
	Recorded *time.Time `json:"recorded,omitempty"`
	Pending  bool       `json:"pending,omitempty"`
}

// Arrival is a row of the tab Intake.
type Arrival struct {
	Time    time.Time    `json:"time"`
	Channel lead.Channel `json:"channel"`
	From    string       `json:"from,omitempty"`
	Subject string       `json:"subject,omitempty"`
	Outcome lead.Outcome `json:"outcome"`
	Reason  string       `json:"reason,omitempty"`
	Where   string       `json:"where,omitempty"`
}

// NotFound says that no lead has an ID, now or before.
type NotFound struct {
	ID string
	// Near are IDs that may be meant: of the person whose name or address was given, or of numbers that are close.
	Near []string
}

// Error is the message.
func (e NotFound) Error() string { return "there is no lead " + strconv.Quote(e.ID) }

// Of explains a lead. id may be typed in small letters, and without "L-". An error is a NotFound.
func Of(in Input, id string, now time.Time) (Explanation, error) {
	x := &explainer{Input: in, zone: in.Policy.Location(), now: now}
	if x.Journals == nil {
		x.Journals = x.zone
	}
	if x.id = x.find(id); x.id == "" {
		return Explanation{}, NotFound{strings.TrimSpace(id), x.near(strings.TrimSpace(id))}
	}
	out := Explanation{ID: x.id, CameIn: []Arrival{}, Events: []Event{}}
	for i := range in.Intake {
		if r := &in.Intake[i]; words.Same(r.Lead, x.id) {
			out.CameIn = append(out.CameIn, Arrival{r.Received.In(x.zone), r.Channel, r.From, r.Subject, r.Outcome,
				r.Reason, r.Where})
		}
	}
	slices.SortStableFunc(out.CameIn, func(a, b Arrival) int { return a.Time.Compare(b.Time) })
	for i := range in.History {
		x.add(&out, &in.History[i], false)
	}
	for i := range in.Pending {
		x.add(&out, &in.Pending[i], true)
	}
	first := 0 // a lead begins with its first event, also where a message was older
	if len(out.Events) > 0 && (out.Events[0].What == lead.Created || out.Events[0].What == lead.Adopted) {
		first = 1
	}
	slices.SortStableFunc(out.Events[first:], func(a, b Event) int { return a.Time.Compare(b.Time) })
	out.DuplicateOf = x.duplicateOf
	if !x.deleted.IsZero() {
		at := x.deleted.In(x.zone)
		out.DeletedAt = &at
	}
	if x.row != nil {
		out.Name = x.row.Name
		out.Now = x.present()
	} else {
		out.Name = x.name
	}
	out.Hint = x.hint()
	return out, nil
}

// explainer explains one lead.
type explainer struct {
	Input
	zone *time.Location
	now  time.Time
	id   string
	row  *lead.Lead // nil when it has no row

	fold
}

// add puts an event of the lead into words, and folds it.
func (x *explainer) add(out *Explanation, e *lead.Event, pending bool) {
	if !words.Same(e.Lead, x.id) {
		return
	}
	x.take(e, x.Journals)
	text, why := x.sentence(e)
	if !pending && e.What == lead.Baseline && text == "" {
		return
	}
	event := Event{Time: e.Time.In(x.zone), What: e.What, Text: text, By: author(e.By), Why: why, Pending: pending}
	if !e.Recorded.IsZero() && e.Recorded.Sub(e.Time) >= time.Minute {
		at := e.Recorded.In(x.zone)
		event.Recorded = &at
	}
	out.Events = append(out.Events, event)
}

// hint says what to look at where the lead itself says little.
func (x *explainer) hint() string {
	switch {
	case x.duplicateOf != "":
		return x.id + " is a duplicate of " + x.duplicateOf + ": what goes on with the customer is there, see " +
			x.duplicateOf
	case x.row == nil && !x.deleted.IsZero():
		return "its row is not in the tab Leads any more: somebody deleted it. To have it again, type \"bring back " +
			x.id + "\" into the column Do of any other row"
	case x.row == nil:
		return "it has no row in the tab Leads at present; the next pass will say that it was deleted"
	}
	return ""
}

// find is the ID that somebody means, as the workbook writes it, and sets the row; "" for none.
func (x *explainer) find(typed string) string {
	typed = strings.TrimSpace(typed)
	if typed == "" || typed == lead.Workbook {
		return ""
	}
	if _, err := strconv.Atoi(typed); err == nil {
		typed = "L-" + typed
	}
	for i := range x.Leads {
		if words.Same(x.Leads[i].ID, typed) {
			x.row = &x.Leads[i]
			return strings.TrimSpace(x.row.ID)
		}
	}
	for _, events := range [][]lead.Event{x.History, x.Pending} {
		for i := range events {
			if events[i].OfLead() && words.Same(events[i].Lead, typed) {
				return strings.TrimSpace(events[i].Lead)
			}
		}
	}
	return ""
}

// mostNear is how many IDs are suggested.
const mostNear = 5

// near are the IDs that somebody may mean.
func (x *explainer) near(typed string) []string {
	var out []string
	for i := range x.Leads {
		l := &x.Leads[i]
		is := lead.SameAddress(l.Email, typed) || words.Same(l.Name, typed) || words.Same(l.Company, typed)
		if typed != "" && l.ID != "" && is {
			out = append(out, l.ID)
		}
	}
	if n, ok := number(typed); ok && len(out) == 0 {
		type candidate struct {
			id    string
			swaps int
			far   int
		}
		var all []candidate
		for i := range x.Leads {
			m, ok := number(x.Leads[i].ID)
			if d := words.Distance([]rune(strconv.Itoa(n)), []rune(strconv.Itoa(m))); ok && d <= 2 {
				all = append(all, candidate{x.Leads[i].ID, d, max(n-m, m-n)})
			}
		}
		slices.SortFunc(all, func(a, b candidate) int {
			return cmp.Or(a.swaps-b.swaps, a.far-b.far, cmp.Compare(a.id, b.id))
		})
		for _, c := range all {
			out = append(out, c.id)
		}
	}
	return out[:min(len(out), mostNear)]
}

// number is the number in an ID such as L-1042, l1042 or 1042.
func number(id string) (int, bool) {
	digits := strings.TrimLeft(strings.ToUpper(strings.TrimSpace(id)), "L-–# ")
	n, err := strconv.Atoi(digits)
	return n, err == nil
}
