package facts

import (
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/history"
)

// recalled is what the history says that a row held: of leads whose rows are gone, and of all leads as they were on a
// day. The zero value has nothing yet.
type recalled struct {
	merges []*lead.Event // that have not been taken back
	typed  bool          // the First response is what a person typed
	facts  bool          // it is known what the row held
}

// recaller reads the texts of Activity.
type recaller struct {
	texts []*words.Texts
	// inForce is the zone in which people type, journals that of Activity.
	inForce, journals *time.Location
}

func newRecaller(in *Input) recaller {
	r := recaller{inForce: in.Policy.Location(), journals: in.Journals}
	if r.journals == nil {
		r.journals = r.inForce
	}
	for _, l := range in.Policy.Words.All() {
		r.texts = append(r.texts, l.Texts())
	}
	return r
}

// add puts what an event says of the cells of a row into the lead. Long texts are their beginning.
func (r *recaller) add(l *lead.Lead, c *recalled, e *lead.Event) {
	switch e.What {
	case lead.Created, lead.Adopted, lead.Typed:
		if c.typed = false; strings.HasPrefix(e.To, "{") {
			r.clear(l)
		}
		known := r.setFacts(l, c, e.To)
		c.facts = c.facts || known && e.What != lead.Typed
	case lead.Baseline:
		c.facts = r.setFacts(l, c, e.To) || c.facts
	case lead.Planned:
		r.setFacts(l, c, e.To)
	case lead.Changed, lead.Reverted:
		r.set(l, c, lead.LeadColumn(e.Column), e.To)
	case lead.Merged: // what is recorded has events of its own
		c.merges = append(c.merges, e)
		history.SetArrival(l, e.To, r.journals)
	case lead.Undone:
		r.unmerge(l, c, e)
	case lead.Reopened:
		l.Status, l.FirstResponse, c.typed = e.To, time.Time{}, false
	case lead.Responded:
		c.typed = r.isTyped(e.Why)
		r.set(l, c, lead.LeadColumn(lead.ColFirstResponse), e.To)
	case lead.Noted:
		if e.Column == lead.ColRespondBy { // the first response was due earlier from then on
			r.set(l, c, lead.LeadColumn(e.Column), e.To)
		}
	}
}

// unmerge takes back when a lead came in and was due, as far as it is still what the merge made of it.
func (r *recaller) unmerge(l *lead.Lead, c *recalled, e *lead.Event) {
	for n, m := range c.merges {
		if m.To != e.From {
			continue
		}
		var is lead.Lead
		history.SetArrival(&is, m.To, r.journals)
		was := *l
		history.SetArrival(&was, m.From, r.journals)
		if l.Received.Equal(is.Received) {
			l.Received = was.Received
		}
		if l.RespondBy.Equal(is.RespondBy) {
			l.RespondBy = was.RespondBy
		}
		c.merges = append(c.merges[:n:n], c.merges[n+1:]...)
		return
	}
}

func (r *recaller) isTyped(why string) bool {
	for _, t := range r.texts {
		if why == t.Activity.Typed {
			return true
		}
	}
	return false
}

// clear empties the columns that facts say anew.
func (r *recaller) clear(l *lead.Lead) {
	for _, c := range lead.TrackedColumns() {
		history.SetRecorded(l, c, "", r.journals)
	}
}

// setFacts takes over the facts of a row, and reports whether the text holds any.
func (r *recaller) setFacts(l *lead.Lead, c *recalled, facts string) bool {
	return lead.EachFact(facts, func(name, text string) { r.set(l, c, lead.FactColumn(name), text) })
}

func (r *recaller) set(l *lead.Lead, c *recalled, column *lead.ColumnOf[lead.Lead], text string) {
	switch {
	case column == nil:
	case column.Title == lead.ColNextContact, column.Title == lead.ColFirstResponse && c.typed:
		history.SetTyped(l, column, text, r.inForce)
	case column.Text != nil:
		text, _, _ = strings.Cut(text, history.DigestMark)
		*column.Text(l) = text
	default:
		history.SetRecorded(l, column, text, r.journals)
	}
}
