package rules

import (
	"strconv"
	"strings"
	"time"

	"leadsheet/intake/ledger"
	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/command"
	"leadsheet/rules/history"
	"leadsheet/rules/outcomes"
)

// A file that should not have been read is taken back: what it made and nobody has touched since is not a lead any
// more. Where another file has the same records, their leads are what they were.

// namedKept is how many of the leads that stay the row of a file names.
const namedKept = 10

// takeBackFile takes back what a file made; sum is the row that sums it up, c what becomes of it. later says that the
// next pass goes on.
func (p *planner) takeBackFile(sum int, c *IntakeChange, x *outcomes.Origins, n *int) (later bool) {
	file, say := &p.state.Intake[sum], &p.texts.Typed
	has := func(id string) bool { return p.rowOf(id) >= 0 }
	made := outcomes.Imports(sum, p.state.Intake, p.reasons, x, has, p.state.History, p.work.Events)
	refused := p.noLeadStatus()
	read := time.Time{}
	for _, m := range made {
		read = lead.Latest(read, m.At)
	}
	switch {
	case refused != "":
	case len(made) == 0:
		refused = say.NoneMade
	case p.now.Sub(read) > undoFor:
		refused = say.TooOld
	}
	if refused != "" {
		c.Outcome, c.Reason = lead.FileRead, p.remark(file, say.NotPossible, refused)
		return false
	}
	back, kept := 0, []string(nil)
	for _, m := range made {
		r := &p.state.Intake[m.Row]
		i := p.rowOf(r.Lead)
		ours := m.File == file.Key
		switch {
		case p.reasons.IsTakenBack(r.Reason):
			if ours {
				back++
			}
			continue
		case p.isNoLead(i) && !ours:
			continue // as somebody has said
		case m.Touched || p.rows[i].l.Do != "":
			kept = append(kept, r.Lead)
			continue
		case !p.hasRoom(n):
			later = true
			continue
		case p.touchedNow(i, m):
			kept = append(kept, r.Lead)
			continue
		}
		p.setAside(i, string(file.Outcome), file.Key,
			p.policy.Words.Word(words.Commands, string(command.Undo))+": "+file.Where)
		back++
		p.work.IntakeChanges = append(p.work.IntakeChanges, IntakeChange{Ref: r.Ref, Outcome: lead.Ignored, Lead: r.Lead,
			Reason: outcomes.JoinReasons(p.reasons.WithoutAside(r.Reason), say.TakenBack.With(file.Where, r.Lead))})
	}
	if later {
		return true
	}
	c.Outcome = lead.FileRead
	c.Reason = outcomes.JoinReasons(p.reasons.WithoutRemark(file.Reason), say.Undone.With(p.tookBack(back, kept)))
	return false
}

// touchedNow reports whether a person has changed a row since the last pass.
func (p *planner) touchedNow(i int, m *outcomes.Imported) bool {
	from := len(p.work.Events)
	p.handlePending(i)
	for n := range p.work.Events[from:] {
		if e := &p.work.Events[from+n]; e.Lead == p.rows[i].rec.ID {
			m.Add(e, "", nil)
		}
	}
	return m.Touched
}

// tookBack says how many leads of a file were taken back, and which stay.
func (p *planner) tookBack(back int, kept []string) string {
	say, result := &p.texts.Typed, p.texts.Typed.UndoneLeads.Count(back)
	if n := len(kept); n > 0 {
		if n > namedKept {
			kept = append(kept[:namedKept:namedKept], p.texts.Requests.MoreEarlier.Count(n-namedKept))
		}
		result += "; " + say.UndoneKept.With(n, strconv.Itoa(n), strings.Join(kept, ", "))
	}
	return result
}

// TakenBack are the own keys of the records whose leads were taken back with their file; nil for none.
func (s *State) TakenBack() map[string]bool {
	return outcomes.AllTakenBack(s.Policy.Words, s.Intake)
}

// cameAgain makes the lead of a record what it was before its file was taken back: another file has it. What people
// have decided about the lead since then stays.
func (p *planner) cameAgain(q *lead.Inquiry) {
	if p.takenBack == nil {
		p.takenBack = map[string]int{}
		for i := range p.state.Intake {
			if r := &p.state.Intake[i]; r.Outcome == lead.Ignored && r.Lead != "" && p.reasons.IsTakenBack(r.Reason) {
				p.takenBack[ledger.ParseKey(r.Key).Own()] = i
			}
		}
	}
	own := q.References[0]
	row, ok := p.takenBack[own]
	if !ok {
		return
	}
	delete(p.takenBack, own)
	r, why := &p.state.Intake[row], p.texts.Typed.CameAgain.With(q.Where)
	c := IntakeChange{Ref: r.Ref, Lead: r.Lead}
	c.Outcome, c.Reason = p.reasons.MadeWith(r, why)
	p.changeIntake(c)
	i := p.rowOf(r.Lead)
	if i < 0 {
		return
	}
	p.handlePending(i)
	rec := p.rows[i].rec
	n := len(rec.Acts) - 1
	if n < 0 || !p.isNoLead(i) || !lead.IsOfFile(rec.Acts[n].Event.To) {
		return
	}
	a := rec.Acts[n]
	p.restoreStatus(i, &a.Event, why)
	p.event(rec, lead.Event{What: lead.Undone, Column: lead.ColOutcome, From: a.Event.To, By: byUs,
		Why: words.Shorten(why, history.RecordedLength)})
}
