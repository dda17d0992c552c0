package main

import (
	"strings"
	"time"

	"leadsheet/daemon"
	"leadsheet/daemon/told"
	"leadsheet/lead"
	"leadsheet/sheets/sheetstest/simulate/post"
)

// newPost lets the world have a mail server.
func (w *world) newPost() {
	w.out = post.New(post.World{Now: func() time.Time { return w.now }, Say: w.say, Fail: w.fail,
		Activity: w.monitor.messages}, w.cfg.seed)
	w.out.Alone = w.scenario.daemons == 1
	w.out.Skewed = w.scenario.skewed && !w.cfg.xlsx
}

// letSend decides whether a new process sends. The first that does may find requests in the workbook.
func (w *world) letSend(p *process) {
	if p.quiet = w.quiet || w.out == nil; p.quiet {
		return
	}
	leads := tabCells{lead.TabLeads, w.doc.Cells(lead.TabLeads)}
	var needs []string
	for r := 1; r < len(leads.rows); r++ {
		needs = append(needs, leads.at(r, leads.col(lead.ColNeed)).String())
	}
	w.out.Begin(needs)
}

// outgoing is how a process sends; nil if it does not.
func (p *process) outgoing() *daemon.Outgoing {
	if p.quiet {
		return nil
	}
	s, by := p.w.out, post.Process{ID: p.id, Step: p.step}
	sender, store := s.Sender(by), told.Store(post.Store{S: s, P: by})
	p.broken().Sender = sender
	if b := p.w.cfg.sabotage; b != nil && b.Sender != nil {
		sender = b.Sender(p.broken(), sender)
	}
	if b := p.w.cfg.sabotage; b != nil && b.Told != nil {
		store = b.Told(store)
	}
	return &daemon.Outgoing{Sender: sender, Ways: map[lead.Way]bool{lead.WayMail: true}, NewID: s.NewID,
		Told: told.New(store)}
}

// anew says that the workbook was moved away and is made anew: all of it comes in again.
func (w *world) anew() {
	if w.out != nil {
		w.out.Anew()
	}
}

// finish is the end of a process that was asked to end.
func (p *process) finish(d *daemon.Daemon) {
	if err := d.Finish(p.ctx); err != nil {
		p.w.say("d%d cannot store what has become of its messages: %v", p.id, err)
	}
	if !p.killed {
		p.ended = true
		p.w.say("d%d has ended", p.id)
	}
}

// endSoftly sometimes asks a process to end instead of killing it. Others may find what it kept beside the workbook
// deleted.
func (w *world) endSoftly(p *process) bool {
	if w.out == nil {
		return false
	}
	w.out.LoseTold()
	if w.stats.crashes%3 > 0 {
		return false
	}
	w.say("d%d is asked to end", p.id)
	p.stopping = true
	return true
}

// end ends a process when the world is calm: by asking it, where it may have something to store.
func (w *world) end(p *process) {
	if w.out == nil {
		w.kill(p)
		return
	}
	p.stopping = true
	for range maxCalmPasses * 1000 {
		if w.resume(p); p.ended {
			break
		}
	}
	w.remove(p)
}

// calmPost lets the mail server accept everything from now on.
func (w *world) calmPost() {
	if w.out != nil {
		w.out.Calm = true
	}
}

// settlePost lets time pass until everything that was claimed must have an outcome, and everybody a new day, and checks
// what was sent.
func (w *world) settlePost(last *process) {
	if w.out == nil || w.failed != nil {
		return
	}
	w.passTime(last, post.Settled)
	w.out.CheckClaims()
	for range 4 { // at one of these moments people work, in whatever zone
		w.passTime(last, 6*time.Hour)
	}
	w.out.CheckClaims()
	w.monitor.checkTold()
}

// passTime lets time pass, and passes take place until nothing more is written.
func (w *world) passTime(p *process, d time.Duration) {
	if w.failed != nil {
		return
	}
	w.advance(w.now.Add(d))
	for range maxCalmPasses {
		w.passes(p, 1)
		if w.failed != nil || p.lastErr == nil && !p.wrote {
			return
		}
	}
	w.fail("I7", "the world is calm, and a pass still writes or fails %v later: %v", d, p.lastErr)
}

// messages are the rows of Activity that tell of messages.
func (m *monitor) messages() []post.Row {
	a := tabCells{lead.TabActivity, m.w.doc.Cells(lead.TabActivity)}
	var out []post.Row
	for len(a.rows) > 0 && a.col(lead.ColWhat) < 0 {
		a.rows = a.rows[1:] // somebody has put something above the titles
	}
	what := a.col(lead.ColWhat)
	for r := 1; r < len(a.rows); r++ {
		kind := lead.EventKind(a.at(r, what).String())
		if !kind.OfSending() {
			continue
		}
		text := func(title string) string { return strings.TrimSpace(a.at(r, a.col(title)).String()) }
		row := post.Row{What: kind, Lead: text(lead.ColLead), Occasion: text(lead.ColColumn),
			Recipient: text(lead.ColFrom), ID: text(lead.ColTo), Why: text(lead.ColWhy)}
		if kind == lead.Sending {
			row.Key = row.Why
		}
		out = append(out, row)
	}
	return out
}

// checkTold checks that the owner of every new lead has heard of it, unless people have done something with it.
func (m *monitor) checkTold() {
	if m.partSorted || m.w.failed != nil {
		return
	}
	a := tabCells{lead.TabActivity, m.w.doc.Cells(lead.TabActivity)}
	created, touched := map[string]bool{}, map[string]bool{}
	for r := 1; r < len(a.rows); r++ {
		id, what := a.at(r, a.col(lead.ColLead)).String(), lead.EventKind(a.at(r, a.col(lead.ColWhat)).String())
		created[id] = created[id] || what == lead.Created
		touched[id] = touched[id] || a.at(r, a.col(lead.ColBy)).String() != lead.ByLeadsheet || what == lead.Merged ||
			what == lead.Did
	}
	p := tabCells{lead.TabLeads, m.w.doc.Cells(lead.TabLeads)}
	for r := 1; r < len(p.rows); r++ {
		id, text := strings.TrimSpace(p.at(r, p.col(lead.ColID)).String()), p.at(r, p.col(lead.ColNeed)).String()
		if !created[id] || touched[id] || m.removed[id] || m.copies[id] || m.excused[id] || hasHuman(p, r) ||
			m.w.out.WasBefore(text) || m.w.out.IsTold(id, text) {
			continue
		}
		m.w.fail("I5", "nobody was told of the new lead %s (%q)", id, text)
	}
}

// hasHuman reports whether a person has typed into a row.
func hasHuman(p tabCells, r int) bool {
	for _, c := range p.rows[r] {
		if c != nil && c.Human {
			return true
		}
	}
	return false
}
