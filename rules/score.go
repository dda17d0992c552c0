package rules

import (
	"leadsheet/lead"
	"leadsheet/rules/history"
	"leadsheet/rules/scoring"
	"leadsheet/rules/signals"
)

// hearSignal raises the quality of a lead whose customer says a signal word in a later message, unless a person has
// chosen it.
func (p *planner) hearSignal(i int, q *lead.Inquiry) {
	l, rec := &p.rows[i].l, p.rows[i].rec
	if l.Quality != "" && rec.Quality == history.SetByPerson || !p.kinds.Open(l) ||
		!p.hasColumn(lead.ColQuality) || l.IsUnknown(lead.ColQuality) {
		return
	}
	if quality, word := signals.Raise(q, l.Quality, p.policy.Qualities); quality != "" {
		why := p.texts.Activity.LaterSignal.With(word)
		p.setFact(i, lead.Fact{Name: lead.LeadColumn(lead.ColQuality).Fact(), Text: quality}, why)
		p.qualitySet(i)
	}
}

// scoreLeads gives the open leads the points that they deserve, and the quality that follows from them.
func (p *planner) scoreLeads() {
	pass := scoring.Begin(&p.policy, p.state.LeadColumns, p.state.History)
	if pass == nil || !p.hasColumn(lead.ColScore) || !p.hasColumn(lead.ColScoreReasons) {
		return
	}
	var rows []int
	var ids []string
	for i := range p.rows {
		e := &p.rows[i]
		if !e.skip && e.todo == nothing && p.kinds.Open(&e.l) && pass.Wants(&e.l, e.isNew || e.touched) {
			rows, ids = append(rows, i), append(ids, e.rec.ID)
		}
	}
	pass.Hear(ids, p.state.History, p.work.Events)
	n, left := 0, p.work.Left
	for _, i := range rows {
		e := &p.rows[i]
		s := pass.Score(e.rec.ID, &e.l)
		pass.Suggest(&s, &e.l, e.rec.Quality)
		if s.Changes(&e.l) && (e.isNew || e.touched || p.hasRoom(&n)) {
			p.scoreLead(i, pass, s)
		}
	}
	if e, changed := pass.Done(); changed && p.work.Left == left {
		e.Time = p.now
		p.work.Events = append(p.work.Events, e)
	}
}

func (p *planner) scoreLead(i int, pass *scoring.Pass, s scoring.Score) {
	l, rec := &p.rows[i].l, p.rows[i].rec
	if why, ok := pass.Proposes(l, s); ok {
		p.event(rec, lead.Event{What: lead.Noted, Column: lead.ColScore, By: byUs, Why: why})
	}
	l.Score, l.HasScore = s.Points, true
	p.change(i, lead.ColScore, lead.NumberValue(s.Points), "score")
	p.setText(i, lead.ColScoreReasons, s.Reasons, "score")
	if s.Why != "" {
		p.setFact(i, lead.Fact{Name: lead.LeadColumn(lead.ColQuality).Fact(), Text: s.Quality}, s.Why)
		p.qualitySet(i)
	}
}
