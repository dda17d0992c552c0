package replay

import (
	"slices"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
	"leadsheet/rules/turns"
)

// wait is a customer's wait for one answer of ours, as it happened.
type wait struct {
	lead     *lead.Lead
	first    bool      // for the first response
	since    time.Time // when the message came
	due      time.Time // until when it was to be answered, as the workbook has it
	answered time.Time // zero for none
	ended    bool      // the lead was ended, or the wait was, without an answer
	// source and quality are those of the lead when the wait began: the target was set by them then.
	source, quality string
	owners          *owners
}

// owners are who had a lead, since when.
type owners struct {
	since []time.Time
	names []string
}

func (o *owners) add(name string, at time.Time) {
	o.since, o.names = append(o.since, at), append(o.names, name)
}

// at is who had the lead at a moment; before the first owner it is that one.
func (o *owners) at(t time.Time) string {
	name := ""
	for i := range o.since {
		if i == 0 || !o.since[i].After(t) {
			name = o.names[i]
		}
	}
	return name
}

// tale is a lead while its events are read.
type tale struct {
	lead    *lead.Lead
	turns   turns.Turns
	owners  owners
	source  string
	quality string
	waits   []wait // for answers to later messages
	open    int    // index + 1 of the wait that goes on
	began   wait   // for the first response
}

// waitsOf are all waits of the leads that the workbook has, in the order of the rows. Leads that never were one,
// duplicates, and what came without a time to respond are left out.
func waitsOf(in *Input) []wait {
	tales := make(map[string]*tale, len(in.Leads))
	order := make([]*tale, 0, len(in.Leads))
	for i := range in.Leads {
		l := &in.Leads[i]
		if l.ID == "" || tales[l.ID] != nil || leftOut(&in.Policy, l) {
			continue
		}
		t := &tale{lead: l, source: l.Source, quality: l.Quality}
		t.began = wait{lead: l, first: true, since: l.Received, source: l.Source, quality: l.Quality, owners: &t.owners}
		tales[l.ID] = t
		order = append(order, t)
	}
	for i := range in.History {
		e := &in.History[i]
		if t := tales[e.Lead]; t != nil && e.OfLead() {
			t.add(e)
		}
	}
	var out []wait
	for _, t := range order {
		kind, known := in.Policy.KindOf(t.lead.Status)
		if len(t.owners.names) == 0 {
			t.owners.add(t.lead.Owner, t.lead.Received)
		}
		w := t.began
		w.due, w.answered = t.turns.FirstDue(t.lead), t.lead.FirstResponse
		w.ended = w.answered.IsZero() && (known && !kind.Open() || !t.turns.Unanswered())
		if !w.due.IsZero() && !w.since.IsZero() {
			out = append(out, w)
		}
		out = append(out, t.waits...)
	}
	return out
}

// leftOut reports whether a row is in no figure (docs/definitions.md, section 1).
func leftOut(p *policy.Policy, l *lead.Lead) bool {
	kind, known := p.KindOf(l.Status)
	is := func(set words.Set, text, name string) bool {
		return slices.ContainsFunc(p.Words.Spellings(set, name), func(s string) bool { return words.Same(s, text) })
	}
	return kind == policy.KindNoLead || is(words.Qualities, l.Quality, "duplicate") ||
		known && !kind.Open() && is(words.Reasons, l.RefusalReason, "Duplicate")
}

func (t *tale) add(e *lead.Event) {
	t.turns.Add(e)
	switch e.What {
	case lead.Created, lead.Adopted:
		t.begin(e)
	case lead.Changed:
		switch e.Column {
		case lead.ColOwner:
			if e.To != "" {
				t.owners.add(e.To, e.Time)
			}
		case lead.ColSource:
			t.source = e.To
		case lead.ColQuality:
			t.quality = e.To
		}
	case lead.Asked:
		if t.open == 0 && !t.inFirst() {
			t.waits = append(t.waits, wait{lead: t.lead, since: e.Time, due: turns.Moment(e.To), source: t.source,
				quality: t.quality, owners: &t.owners})
			t.open = len(t.waits)
		}
	case lead.TurnAnswered:
		t.close(e.Time, false)
	case lead.Responded:
		at := turns.Moment(e.To)
		if at.IsZero() {
			at = e.Time
		}
		t.close(at, false)
	case lead.TurnEnded, lead.Merged:
		t.close(time.Time{}, true)
	}
}

// begin takes over with what a lead began.
func (t *tale) begin(e *lead.Event) {
	owner := ""
	t.quality = ""
	lead.EachFact(e.To, func(name, text string) {
		switch c := lead.FactColumn(name); {
		case c == nil:
		case c.Title == lead.ColOwner:
			owner = text
		case c.Title == lead.ColSource:
			t.source = text
		case c.Title == lead.ColQuality:
			t.quality = text
		}
	})
	if owner != "" {
		t.owners.add(owner, e.Time)
	}
	t.waits, t.open = nil, 0
	t.began.source, t.began.quality = t.source, t.quality
}

// inFirst reports whether the first response is still to be given: what comes then waits with the request.
func (t *tale) inFirst() bool { return t.turns.Unanswered() && !t.turns.FirstDue(t.lead).IsZero() }

// close ends the later wait that goes on.
func (t *tale) close(at time.Time, ended bool) {
	if t.open == 0 {
		return
	}
	w := &t.waits[t.open-1]
	if w.answered, w.ended = at, ended; !at.IsZero() && at.Before(w.since) {
		w.answered = w.since
	}
	t.open = 0
}
