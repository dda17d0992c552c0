package rules

import (
	"slices"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/command"
)

// undoFor is how long something can be taken back.
const undoFor = 30 * 24 * time.Hour

// act is something that was done to a lead and can be taken back.
type act struct {
	event lead.Event
	verb  command.Verb // of the command that did it
	lead  string       // the other lead
	copy  bool         // of a merge: this lead is the original; of a split: it is the one that was made
}

// foldActs follows what can be taken back: the last one first.
func (rec *record) foldActs(e *lead.Event) {
	a := act{event: *e}
	switch e.What {
	case lead.Did:
		a.verb = rec.foldDid(e)
		if a.verb != command.NotALead && a.verb != command.Done {
			return
		}
	case lead.Merged, lead.Split:
		a.verb = command.SameAs
		if e.What == lead.Split {
			a.verb = command.NewLead
		}
		a.lead, a.copy = lead.FactOf(e.To, factLead), lead.FactOf(e.To, factCopy) != ""
		if e.What == lead.Merged && !a.copy {
			rec.of = a.lead
		}
	case lead.Undone:
		rec.acts = slices.DeleteFunc(rec.acts, func(a act) bool { return a.event.To == e.From })
		if rec.of != "" && rec.of == lead.FactOf(e.From, factLead) {
			rec.of = ""
		}
		return
	default:
		return
	}
	rec.acts = append(rec.acts, a)
}

// lastAct is what undo takes back for a row: the last thing that was done, or the last message that has joined it.
func (p *planner) lastAct(rec *record) (a act, join *lead.IntakeRow, ok bool) {
	join = p.lastMessage(rec)
	if join != nil && p.now.Sub(join.Received) > undoFor {
		join = nil
	}
	if n := len(rec.acts); n > 0 && p.now.Sub(rec.acts[n-1].event.Time) <= undoFor {
		if a = rec.acts[n-1]; join == nil || !join.Received.After(a.event.Time) {
			return a, nil, true
		}
	}
	return act{}, join, join != nil
}

// undo takes back what was done to a row last. A cell is restored only where it still holds what was written.
func (p *planner) undo(i int, x *typedOutcomes) {
	rec, why := p.rows[i].rec, p.policy.Words.Word(words.Commands, string(command.Undo))
	a, join, _ := p.lastAct(rec)
	if join != nil {
		p.takeOut(join, x)
		return
	}
	switch a.verb {
	case command.NotALead, command.Done:
		p.restoreStatus(i, &a.event, why)
		p.undone(rec, &a.event)
		if a.verb == command.NotALead {
			p.rowAgain(rec)
		}
	case command.SameAs:
		p.unmerge(rec, a, why)
	case command.NewLead:
		p.undone(rec, &a.event)
		from, to := rec, p.records[a.lead]
		if a.copy { // typed in the row that was made
			from, to = to, from
		}
		if from != nil && to != nil && from.row > 0 && to.row > 0 {
			p.merge(to.row-1, from.row-1, why)
		}
	}
}

// undone says that an event does not count any more.
func (p *planner) undone(rec *record, e *lead.Event) {
	p.event(rec, lead.Event{What: lead.Undone, Column: lead.ColDo, From: e.To, By: byTeam,
		Why: shorten(e.Why, recordedLength)})
}

func (p *planner) restoreStatus(i int, e *lead.Event, why string) {
	if is := lead.FactOf(e.To, factIs); is != "" && words.Same(p.rows[i].l.Status, is) {
		p.setStatus(i, lead.FactOf(e.To, factWas), why)
	}
}

// unmerge takes a merge back, in both rows as far as they are there.
func (p *planner) unmerge(rec *record, a act, why string) {
	other := p.records[a.lead]
	p.restore(rec, &a, why)
	if other == nil {
		return
	}
	for n := len(other.acts) - 1; n >= 0; n-- {
		if b := other.acts[n]; b.verb == command.SameAs && b.lead == rec.id && b.copy != a.copy {
			p.restore(other, &b, why)
			return
		}
	}
}

// restore gives a row back what it held before a merge.
func (p *planner) restore(rec *record, a *act, why string) {
	if rec.row == 0 {
		p.undone(rec, &a.event)
		return
	}
	i := rec.row - 1
	p.handlePending(i)
	was := map[string]string{}
	lead.EachFact(a.event.From, func(name, text string) { was[name] = text })
	columns := copyCells
	if a.copy {
		columns = originalCells
	}
	var back []lead.Fact
	is := map[string]string{}
	lead.EachFact(a.event.To, func(name, text string) { is[name] = text })
	for _, f := range p.cellsOf(i, columns) {
		if f.Text == is[f.Name] && f.Text != was[f.Name] {
			back = append(back, lead.Fact{Name: f.Name, Text: was[f.Name]})
		}
	}
	for _, f := range back {
		p.setFact(i, f, why)
	}
	p.undone(rec, &a.event) // last, for it brings back whose turn it was
}

// split writes down in both leads that a message of the one is the other one now.
func (p *planner) split(from, made *record, key string) {
	why := p.texts.Activity.OwnLead
	p.event(from, lead.Event{What: lead.Split, From: key, By: byTeam, Why: why,
		To: lead.FormatFacts([]lead.Fact{{Name: factLead, Text: made.id}})})
	p.event(made, lead.Event{What: lead.Split, From: key, By: byTeam, Why: why,
		To: lead.FormatFacts([]lead.Fact{{Name: factLead, Text: from.id}, {Name: factCopy, Text: "true", Raw: true}})})
}
