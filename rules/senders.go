package rules

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/matching"
	"leadsheet/rules/outcomes"
	"leadsheet/rules/policy"
)

// senderRule is the row of the tab Senders that decides about an inquiry; nil for none.
func (p *planner) senderRule(q *lead.Inquiry) *lead.SenderRule { return p.policy.Senders.About(q) }

// isRelayed reports whether the tab Senders says that a sender passes on what others want. Each mail is a lead of its
// own then.
func (p *planner) isRelayed(q *lead.Inquiry) bool {
	rule := p.senderRule(q)
	return rule != nil && rule.Then == lead.RelaySender
}

// take decides what becomes of an inquiry that is no mail of the team, and names the rule that decided.
func (p *planner) take(q *lead.Inquiry, r *lead.IntakeRow) {
	if matching.IsForgotten(q, p.received(q), p.state.Memory) {
		r.Outcome, r.Reason, r.From, r.Subject, r.MessageID = lead.Duplicate, p.texts.Intake.TwiceMessage, "", "", ""
		return
	}
	var special bool
	if r.Outcome, r.Lead, r.Reason, special = p.assignSpecial(q); special {
		return
	}
	rule, say, decided := p.senderRule(q), &p.texts.Intake, ""
	if rule != nil {
		tab := p.policy.Words.Tab(lead.TabSenders)
		switch rule.Then {
		case lead.IgnoreSender:
			r.Outcome, r.Lead, r.Reason = lead.Ignored, "", say.Blocked.With(tab, rule.String())
			return
		case lead.RelaySender:
			decided = say.Relayed.With(tab, rule.String())
		default:
			decided = say.TakenIn.With(tab, rule.String())
		}
	} else if p.policy.Words.English() {
		decided = q.Rule // as the reason that the parser gives: see ignored
	}
	if r.Reason = p.ignored(q); r.Reason != "" {
		r.Outcome, r.Lead, r.Reason = lead.Ignored, "", joined(p.withProof(r.Reason, q), p.noteAbsence(q))
		return
	}
	r.Outcome, r.Lead, r.Reason = p.assign(q)
	r.Reason = p.withProof(r.Reason, q)
	if r.Reason == "" || decided == "" {
		r.Reason += decided
	} else {
		r.Reason = outcomes.JoinReasons(r.Reason, decided)
	}
	if rule == nil {
		p.proposeSender(q, r)
	}
}

// proposeAfter is how many mails of a program, none of them answered, propose a row of the tab Senders, and
// proposeWithin in what time they came.
const (
	proposeAfter  = 5
	proposeWithin = 180 * 24 * time.Hour
)

// proposeSender proposes to put aside the mails of a program if the last of them were leads without a person and
// without an answer. It proposes that once: a row that people delete does not come back.
func (p *planner) proposeSender(q *lead.Inquiry, last *lead.IntakeRow) {
	if !p.policy.HasSenders || !p.namesNobody(q) || p.isHistoric(q) {
		return
	}
	address := strings.ToLower(q.From)
	covers := func(named string) bool {
		rule := lead.SenderRule{Sender: named}
		return rule.FitsSender(address)
	}
	proposed := func(s Sender) bool { return s.Address == address }
	if slices.ContainsFunc(p.policy.Named, covers) || slices.ContainsFunc(p.work.Senders, proposed) {
		return
	}
	before := outcomes.Unanswered(q.From, p.now.Add(-proposeWithin), p.isUnanswered, p.state.Intake, p.work.Intake)
	if before+1 < proposeAfter || policy.Proposed(p.state.History)[address] {
		return
	}
	say, tab := &p.texts.Activity, p.policy.SeeTab(lead.TabSenders)
	p.work.Senders = append(p.work.Senders, Sender{Address: address, Proposed: true,
		Why: say.Proposed.With(strconv.Itoa(before+1), last.Lead)})
	p.work.Events = append(p.work.Events, policy.ProposedEvent(p.policy.Words, address, p.now))
	if i := p.rowOf(last.Lead); i >= 0 {
		p.standing(p.rows[i].rec, q, p.texts.Attention.Proposed.With(strconv.Itoa(before+1), address, tab), "")
	}
}

// namesNobody reports whether a mail was sent by a program in its own name, and about no person who can be answered.
func (p *planner) namesNobody(q *lead.Inquiry) bool {
	program := q.Automatic || lead.ReadershipOf(q.From) >= lead.Unsure
	nobody := q.Phone == "" && (q.Email == "" || lead.SameAddress(q.Email, q.From))
	return program && nobody && q.Channel == lead.ByMail && (q.Kind == lead.Direct || q.Kind == lead.Reply)
}

// isUnanswered reports whether nobody has answered a lead, in whatever way. That it was called none is no answer.
func (p *planner) isUnanswered(id string) bool {
	rec := p.history.Find(id)
	if rec == nil {
		return false
	}
	if rec.Row > 0 && !p.rows[rec.Row-1].l.FirstResponse.IsZero() && !p.isNoLead(rec.Row-1) {
		return false
	}
	return rec.Turns.Unanswered()
}
