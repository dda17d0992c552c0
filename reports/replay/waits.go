package replay

import (
	"slices"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/clocks"
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
	// hotter are the qualities that it was given later, of a first response.
	hotter []hotter
	owners *clocks.Ownership
}

// owner is who had the lead at a moment.
func (w *wait) owner(at time.Time) string {
	if held := w.owners.At(at); held.Owner != "" {
		return held.Owner
	}
	return w.lead.Owner
}

// hotter says that a lead was given a quality while its request waited.
type hotter struct {
	at      time.Time
	quality string
}

// tale is a lead while its events are read.
type tale struct {
	lead    *lead.Lead
	turns   turns.Turns
	later   turns.LaterTurns
	owners  clocks.Ownership
	source  string
	quality string
	asked   []asked // the messages of the customer
	began   wait    // for the first response
}

// asked is what a lead was when a message of its customer came.
type asked struct{ key, source, quality string }

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
	zone := in.Journals
	if zone == nil {
		zone = in.Policy.Location()
	}
	for i := range in.History {
		e := &in.History[i]
		if t := tales[e.Lead]; t != nil && e.OfLead() {
			t.add(e, zone)
		}
	}
	var out []wait
	for _, t := range order {
		kind, known := in.Policy.KindOf(t.lead.Status)
		w := t.began
		w.due, w.answered = t.turns.FirstDue(t.lead), t.lead.FirstResponse
		w.ended = w.answered.IsZero() && (known && !kind.Open() || !t.turns.Unanswered())
		if !w.due.IsZero() && !w.since.IsZero() {
			out = append(out, w)
		}
		for i := range t.later {
			if x := &t.later[i]; !x.Moved() {
				out = append(out, t.laterWait(x.Key, wait{since: x.Since, due: x.Due, answered: x.Answered,
					ended: x.Answered.IsZero()}))
			}
		}
		if x, waits := t.turns.Of(t.lead, !known || kind.Open()); waits && !x.First {
			out = append(out, t.laterWait(x.Key, wait{since: x.Since, due: x.Due}))
		}
	}
	return out
}

// laterWait completes a wait for the answer to a later message.
func (t *tale) laterWait(key string, w wait) wait {
	w.lead, w.source, w.quality, w.owners = t.lead, t.source, t.quality, &t.owners
	if n := slices.IndexFunc(t.asked, func(a asked) bool { return a.key == key }); n >= 0 {
		w.source, w.quality = t.asked[n].source, t.asked[n].quality
	}
	if !w.answered.IsZero() { // the clocks of mail servers and senders differ
		w.answered = lead.Latest(w.answered, w.since)
	}
	return w
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

func (t *tale) add(e *lead.Event, zone *time.Location) {
	t.later.Add(&t.turns, e, t.lead)
	t.owners.Add(e, zone)
	switch e.What {
	case lead.Created, lead.Adopted:
		t.begin(e)
	case lead.Changed:
		switch e.Column {
		case lead.ColSource:
			t.source = e.To
		case lead.ColQuality:
			t.quality = e.To
			t.began.hotter = append(t.began.hotter, hotter{e.Time, e.To})
		}
	case lead.Asked:
		t.asked = append(t.asked, asked{e.From, t.source, t.quality})
	}
}

// begin takes over with what a lead began.
func (t *tale) begin(e *lead.Event) {
	t.quality = ""
	lead.EachFact(e.To, func(name, text string) {
		switch c := lead.FactColumn(name); {
		case c == nil:
		case c.Title == lead.ColSource:
			t.source = text
		case c.Title == lead.ColQuality:
			t.quality = text
		}
	})
	t.began.source, t.began.quality, t.began.hotter = t.source, t.quality, nil
}
