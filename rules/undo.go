package rules

import (
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/command"
	"leadsheet/rules/history"
	"leadsheet/rules/outcomes"
	"leadsheet/rules/turns"
)

// undoFor is how long something can be taken back.
const undoFor = 30 * 24 * time.Hour

// lastAct is what undo takes back for a row: the last thing that was done, or the last message that has joined it.
func (p *planner) lastAct(rec *history.Record) (a history.Act, join *lead.IntakeRow, ok bool) {
	join = p.lastMessage(rec)
	if join != nil && p.now.Sub(join.Received) > undoFor {
		join = nil
	}
	if n := len(rec.Acts); n > 0 && p.now.Sub(rec.Acts[n-1].Event.Time) <= undoFor {
		if a = rec.Acts[n-1]; join == nil || !join.Received.After(a.Event.Time) {
			return a, nil, true
		}
	}
	return history.Act{}, join, join != nil
}

// undo takes back what was done to a row last. A cell is restored only where it still holds what was written.
func (p *planner) undo(i int, x *outcomes.Origins) {
	rec, why := p.rows[i].rec, p.policy.Words.Word(words.Commands, string(command.Undo))
	a, join, _ := p.lastAct(rec)
	if join != nil {
		p.takeOut(join, x)
		return
	}
	switch a.Verb {
	case command.NotALead, command.Done:
		p.restoreStatus(i, &a.Event, why)
		p.undone(rec, &a.Event)
		if a.Verb == command.NotALead {
			p.rowAgain(rec)
		}
	case command.Called, command.OfferSent:
		p.notAnswered(i, turns.Moment(lead.FactOf(a.Event.To, lead.FactAt)), why)
		fallthrough
	case command.NoAnswer, command.NextContact, command.CallBack, command.PassTo, command.Won, command.Lost,
		command.DoNotContact, command.MayContact:
		p.putCells(i, p.actsOf(i).Before(&a.Event), why)
		p.restoreStatus(i, &a.Event, why)
		p.undone(rec, &a.Event)
	case command.SameAs:
		p.unmerge(rec, a, why)
	case command.NewLead:
		p.undone(rec, &a.Event)
		from, to := rec, p.history.Find(a.Lead)
		if a.Copy { // typed in the row that was made
			from, to = to, from
		}
		if from != nil && to != nil && from.Row > 0 && to.Row > 0 {
			p.merge(to.Row-1, from.Row-1, why)
		}
	}
}

// undone says that an event does not count any more.
func (p *planner) undone(rec *history.Record, e *lead.Event) {
	p.event(rec, lead.Event{What: lead.Undone, Column: lead.ColDo, From: e.To, By: byTeam,
		Why: words.Shorten(e.Why, history.RecordedLength)})
}

func (p *planner) restoreStatus(i int, e *lead.Event, why string) {
	if is := lead.FactOf(e.To, lead.FactIs); is != "" && words.Same(p.rows[i].l.Status, is) {
		p.setStatus(i, lead.FactOf(e.To, lead.FactWas), why)
	}
}

// unmerge takes a merge back, in both rows as far as they are there.
func (p *planner) unmerge(rec *history.Record, a history.Act, why string) {
	other := p.history.Find(a.Lead)
	p.restore(rec, &a, why)
	if other == nil {
		return
	}
	for n := len(other.Acts) - 1; n >= 0; n-- {
		if b := other.Acts[n]; b.Verb == command.SameAs && b.Lead == rec.ID && b.Copy != a.Copy {
			p.restore(other, &b, why)
			return
		}
	}
}

// restore gives a row back what it held before a merge.
func (p *planner) restore(rec *history.Record, a *history.Act, why string) {
	if rec.Row == 0 {
		p.undone(rec, &a.Event)
		return
	}
	i := rec.Row - 1
	p.handlePending(i)
	was := map[string]string{}
	lead.EachFact(a.Event.From, func(name, text string) { was[name] = text })
	columns := copyCells
	if a.Copy {
		columns = originalCells
	}
	var back []lead.Fact
	is := map[string]string{}
	lead.EachFact(a.Event.To, func(name, text string) { is[name] = text })
	for _, f := range p.cellsOf(i, columns) {
		if f.Text == is[f.Name] && f.Text != was[f.Name] {
			back = append(back, lead.Fact{Name: f.Name, Text: was[f.Name]})
		}
	}
	for _, f := range back {
		p.setFact(i, f, why)
	}
	p.undone(rec, &a.Event) // last, for it brings back whose turn it was
}

// split writes down in both leads that a message of the one is the other one now.
func (p *planner) split(from, made *history.Record, key string) {
	why := p.texts.Activity.OwnLead
	p.event(from, lead.Event{What: lead.Split, From: key, By: byTeam, Why: why,
		To: lead.FormatFacts([]lead.Fact{{Name: lead.FactLead, Text: made.ID}})})
	p.event(made, lead.Event{What: lead.Split, From: key, By: byTeam, Why: why,
		To: lead.FormatFacts([]lead.Fact{{Name: lead.FactLead, Text: from.ID},
			{Name: lead.FactCopy, Text: "true", Raw: true}})})
}
