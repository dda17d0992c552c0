package rules

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/history"
	"leadsheet/rules/policy"
	"leadsheet/rules/turns"
)

// Two rows may be about the same request. The newer one becomes a duplicate of the other: it leaves the figures, and
// what it knew that the other did not goes there. A duplicate's messages and answers belong to the original from then
// on.

// originalOf follows a row to the one that it is a duplicate of, through several if need be.
func (p *planner) originalOf(row int) int {
	for range 100 { // a circle is refused, but people can write into Activity
		rec := p.rows[row].rec
		if rec == nil || rec.DuplicateOf == "" {
			break
		}
		of := p.rowOf(rec.DuplicateOf)
		if of < 0 {
			break
		}
		row = of
	}
	return row
}

// isDuplicate reports whether a row says that it is one, by whomever.
func (p *planner) isDuplicate(row int) bool {
	return p.policy.Words.Means(words.Qualities, p.rows[row].l.Quality, "duplicate")
}

// cannotMerge says why a row is no duplicate of another one.
func (p *planner) cannotMerge(i int, o *typedCommand) string {
	say, rec := &p.texts.Do, p.rows[i].rec
	other := p.history.Find(o.Lead)
	switch {
	case other == nil || other.Row == 0:
		return say.NoSuchLead.With(o.Lead)
	case other == rec:
		return say.Itself
	case rec.DuplicateOf != "":
		return say.IsMerged.With(rec.DuplicateOf)
	case p.originalOf(o.row) == i:
		return say.Circle.With(o.Lead)
	case p.isNoLead(o.row):
		return say.OfNoLead.With(o.Lead)
	case p.contradicts(i, o):
		return say.Contradicts.With(o.Lead)
	case p.duplicateStatus() == "":
		kind := p.policy.Words.Word(words.StatusKinds, string(policy.KindUnqualified))
		return say.NoStatus.With(words.Quoted(kind), p.policy.SeeTab(lead.TabStatuses))
	}
	return ""
}

// contradicts reports whether the other row wants the opposite at the same time.
func (p *planner) contradicts(i int, o *typedCommand) bool {
	back, ok := p.otherCommand(o.row)
	return ok && back.Lead == p.rows[i].rec.ID
}

// duplicateStatus is the status of a duplicate.
func (p *planner) duplicateStatus() string {
	return cmp.Or(p.policy.StatusOf(policy.KindUnqualified), p.policy.StatusOf(policy.KindClosed))
}

// cellsOf are the facts of some cells of a row.
func (p *planner) cellsOf(i int, columns []string) []lead.Fact {
	return p.history.CellFacts(p.rows[i].rec, &p.rows[i].l, columns)
}

var (
	copyCells     = []string{lead.ColQuality, lead.ColRefusalReason, lead.ColStatus, lead.ColFirstResponse}
	originalCells = []string{lead.ColReceived, lead.ColFirstResponse, lead.ColRespondBy, lead.ColLastActivity}
)

// merge makes a row a duplicate of another one. why is the command.
func (p *planner) merge(i, into int, why string) {
	p.handlePending(into)
	into = p.originalOf(into)
	c, o := p.rows[i].rec, p.rows[into].rec
	wasCopy, wasOriginal := p.cellsOf(i, copyCells), p.cellsOf(into, originalCells)
	unanswered := turns.Unanswered(p.waitingPart(i), p.waitingPart(into))
	waited := o.Turns.Keys()
	copied := p.rows[i].l

	isCopy := []lead.Fact{{Name: lead.FactLead, Text: o.ID},
		{Name: copyName(lead.ColQuality), Text: p.policy.Words.Word(words.Qualities, "duplicate")},
		{Name: copyName(lead.ColRefusalReason), Text: p.policy.Words.Word(words.Reasons, "Duplicate")},
		{Name: copyName(lead.ColStatus), Text: p.duplicateStatus()}, {Name: copyName(lead.ColFirstResponse)}}
	p.event(c, lead.Event{What: lead.Merged, From: lead.FormatFacts(wasCopy), To: lead.FormatFacts(isCopy), By: byTeam,
		Why: why})
	for _, f := range isCopy[1:] {
		p.setFact(i, f, why)
	}

	p.carryOver(into, &copied)
	var keys []string
	for n := range unanswered {
		if u := &unanswered[n]; !slices.Contains(waited, u.Key) {
			keys = append(keys, u.Key)
		}
	}
	isOriginal := append(p.cellsOf(into, originalCells), lead.Fact{Name: lead.FactLead, Text: c.ID},
		lead.Fact{Name: lead.FactCopy, Text: "true", Raw: true},
		lead.Fact{Name: lead.FactKeys, Text: strings.Join(keys, " ")})
	p.event(o, lead.Event{What: lead.Merged, From: lead.FormatFacts(wasOriginal), To: lead.FormatFacts(isOriginal),
		By: byTeam, Why: p.texts.Activity.IsCopy.With(c.ID)})
	p.recordWritten(into, lead.ColFirstResponse)
	for n := range unanswered {
		if u := &unanswered[n]; slices.Contains(keys, u.Key) {
			p.wait(into, u)
		}
	}
}

func copyName(column string) string { return lead.LeadColumn(column).Fact() }

// carryOver gives the original the earliest arrival and the earliest response of both.
func (p *planner) carryOver(into int, c *lead.Lead) {
	l := &p.rows[into].l
	earlier := func(a, b time.Time) bool { return !a.IsZero() && (b.IsZero() || a.Before(b)) }
	if earlier(c.Received, l.Received) {
		p.setTime(into, lead.ColReceived, c.Received, "merge")
		first, waits := p.turnOf(into)
		if waits && first.First && !p.rows[into].rec.Turns.IsKept() && earlier(c.RespondBy, l.RespondBy) {
			p.setTime(into, lead.ColRespondBy, c.RespondBy, "merge")
		}
	}
	if earlier(c.FirstResponse, l.FirstResponse) {
		p.setTime(into, lead.ColFirstResponse, c.FirstResponse, "merge")
	}
	if c.LastActivity.After(l.LastActivity) {
		p.setTime(into, lead.ColLastActivity, c.LastActivity, "merge")
	}
}

// waitingPart is one of two rows that become one, as turns see it.
func (p *planner) waitingPart(i int) *turns.Part {
	e := &p.rows[i]
	return &turns.Part{Lead: &e.l, Turns: &e.rec.Turns, ID: e.rec.ID, Open: p.kinds.Open(&e.l),
		Text: cmp.Or(p.kept(e.l.Need), p.texts.Activity.NoText)}
}

// setFact writes a fact into its cell, and what is tracked into the history.
func (p *planner) setFact(i int, f lead.Fact, why string) {
	c := lead.FactColumn(f.Name)
	l, rec := &p.rows[i].l, p.rows[i].rec
	switch {
	case c.Text != nil:
		p.setText(i, c.Title, f.Text, why)
	case c.Time != nil:
		t, _ := p.history.Parse(rec, c.Title, f.Text)
		if !p.setTime(i, c.Title, t, why) {
			return
		}
	}
	if k := history.TrackedIndex(c.Title); k >= 0 && !p.history.Unchanged(rec, l, k) {
		p.event(rec, lead.Event{What: lead.Changed, Column: c.Title, From: rec.At[k],
			To: p.history.RecordedAs(rec, l, k), By: byUs, Why: words.Shorten(why, history.RecordedLength)})
	}
}

// aliases lets what is found by the contact of a duplicate lead to its original: also where a person has marked the
// row, and the contact has just one other.
func (p *planner) aliases() {
	marked := map[int]int{}
	p.contacts.EachRow(func(row int) int {
		if of := p.originalOf(row); of != row || !p.isDuplicate(row) {
			return of
		}
		if of, known := marked[row]; known {
			return of
		}
		others := slices.DeleteFunc(p.contacts.RowsOf(lead.ContactOf(&p.rows[row].l)), p.isDuplicate)
		marked[row] = row
		if len(others) == 1 {
			marked[row] = others[0]
		}
		return marked[row]
	})
}
