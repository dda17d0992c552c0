package rules

import (
	"cmp"
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/outcomes"
	"leadsheet/rules/policy"
	"leadsheet/rules/signals"
)

// When the team gains an address, mails that it had sent before were read as those of a customer. They are read again,
// and what nobody has touched is set right. Each row is looked at once: an event of its lead says so.

// OfNewTeam are the rows of mails of people who are in the team now, and whose leads have an address of the team: those
// that joined a lead before those that made it.
func (s *State) OfNewTeam() []lead.IntakeRow {
	team := s.Policy.TeamAddresses()
	kinds, ours := policy.NewKindCache(&s.Policy), map[string]bool{}
	for i := range s.Leads {
		l := &s.Leads[i]
		if kind, _ := kinds.Of(l.Status); l.ID != "" && l.Email != "" && kind != policy.KindNoLead &&
			team.Has(l.Email) {
			ours[l.ID] = true
		}
	}
	if len(ours) == 0 {
		return nil
	}
	return outcomes.OfNewTeam(team, ours, s.History, s.Intake)
}

// setRight sets right what became of the mails of people who are in the team now, as far as they were read again.
func (p *planner) setRight(items []lead.Inquiry) {
	again := map[string]*lead.Inquiry{}
	for i := range items {
		if key := items[i].Again; key != "" {
			again[key] = &items[i]
		}
	}
	if len(again)+len(p.state.Nowhere) == 0 {
		return
	}
	x := outcomes.NewOrigins(p.state.History, p.state.Intake)
	for _, r := range p.state.OfNewTeam() {
		q := again[r.Key]
		i := p.rowOf(r.Lead)
		if i < 0 || q == nil && !p.state.Nowhere[r.Key] {
			continue
		}
		if p.handlePending(i); p.isNoLead(i) || !p.team.Has(p.rows[i].l.Email) {
			continue
		}
		p.setRightRow(i, &r, q, x)
	}
}

// setRightRow does so for one row of Intake, whose lead is in row i. q is its mail as it reads now; nil for one that is
// nowhere any more.
func (p *planner) setRightRow(i int, r *lead.IntakeRow, q *lead.Inquiry, x *outcomes.Origins) {
	rec, say := p.rows[i].rec, &p.texts.Regained
	about := say.Nowhere
	if q != nil {
		about = cmp.Or(strings.TrimSpace(q.Name+" "+q.Email), q.Phone, say.Nobody)
	}
	touched, began := p.isTouched(i), x.Began(r)
	looked := lead.Event{What: lead.Noted, Column: lead.ColEmail, From: r.Key, By: byUs, Why: say.Read.With(r.From)}
	if q != nil && !touched && began {
		looked.To = about // what was asked about its sender is settled
	}
	p.event(rec, looked)
	if q == nil || touched {
		p.standing(rec, &lead.Inquiry{Key: r.Key, Received: p.now},
			say.Left.With(r.From, words.Shorten(about, 100)), "")
		return
	}
	own := *q
	own.Key, own.Where, own.Received, own.Again = r.Key, r.Where, r.Received, ""
	c := IntakeChange{Ref: r.Ref, Outcome: r.Outcome, Lead: r.Lead, Reason: say.Read.With(r.From)}
	switch request := own.Ignore == "" && len(own.AnsweredTo) == 0; {
	case request && began:
		p.correct(i, &own)
	case request:
		p.takenOut(rec, r.Key)
		made := p.newRequest(&own, p.endedOf(&own))
		c.Outcome, c.Lead = lead.NewLead, p.rows[made].l.ID
		p.note(p.rows[made].rec, say.Made.With(r.From))
		p.contacts.Add(made, lead.ContactOf(&p.rows[made].l))
	default:
		p.takenOut(rec, r.Key)
		c.Outcome, c.Lead, c.Reason = lead.Ignored, "", outcomes.JoinReasons(p.ignored(&own), c.Reason)
		for _, a := range p.answeredBy(&own) {
			if a.row != i {
				p.respond(a, &own)
				c.Outcome, c.Lead = lead.AddedTo, p.rows[a.row].l.ID
			}
		}
		if began {
			p.setStatus(i, p.policy.StatusOf(policy.KindNoLead), say.Read.With(r.From))
		}
	}
	p.changeIntake(c)
}

// correct gives a lead, which was made of a colleague's mail, what that says about the customer.
func (p *planner) correct(i int, q *lead.Inquiry) {
	l, rec, say := &p.rows[i].l, p.rows[i].rec, &p.texts.Regained
	other, suspects, what := p.contacts.Find(lead.ContactIn(q))
	source, details, _ := p.answers(q)
	quality, _ := signals.Suggest(q, p.policy.Qualities)
	before := lead.ContactOf(l)
	for _, f := range []struct{ column, text string }{
		{lead.ColName, q.Name}, {lead.ColEmail, q.Email}, {lead.ColPhone, q.Phone}, {lead.ColCompany, q.Company},
		{lead.ColSource, source}, {lead.ColNeed, q.Need}, {lead.ColCampaign, q.Campaign}, {lead.ColDetails, details},
		{lead.ColQuality, quality},
	} {
		p.setFact(i, lead.Fact{Name: lead.LeadColumn(f.column).Fact(), Text: f.text}, say.Read.With(q.From))
	}
	p.fillBlanks(i, q)
	p.contacts.Learn(i, before, lead.ContactOf(l))
	p.forwarded(rec, q)
	p.note(rec, say.Made.With(q.From))
	if q.Problem != "" {
		p.standing(rec, q, p.problem(q), "")
	}
	if other >= 0 && other != i {
		suspects, what = []int{other}, p.texts.Pairs.SameAddress
	}
	p.askPair(i, suspects, what)
}

// isTouched reports whether people have worked on a lead: edited it, answered it, said what to do with it.
func (p *planner) isTouched(i int) bool {
	l, id := &p.rows[i].l, p.rows[i].rec.ID
	if strings.TrimSpace(l.Do+l.Comment+l.NextStep+l.RefusalReason) != "" || l.HasValue || !l.FirstResponse.IsZero() {
		return true
	}
	touches := func(e lead.Event) bool { return e.Lead == id && outcomes.IsWork(&e) }
	return slices.ContainsFunc(p.state.History, touches) || slices.ContainsFunc(p.work.Events, touches) ||
		p.rows[i].rec.DuplicateOf != ""
}
