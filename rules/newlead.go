package rules

import (
	"cmp"
	"slices"
	"strings"

	"leadsheet/intake/ledger"
	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/clocks"
	"leadsheet/rules/lists"
	"leadsheet/rules/signals"
)

// newLead makes a lead of an inquiry and returns its row; past is what ended before.
func (p *planner) newLead(q *lead.Inquiry, past past) int {
	source, details, extra := p.answers(q)
	quality, signal := signals.Suggest(q, p.policy.Qualities)
	l := lead.Lead{Ref: -1, ID: p.history.NewID(), Received: p.received(q), Name: q.Name, Email: q.Email,
		Phone: q.Phone, Company: q.Company, Source: source, Need: q.Need,
		Quality: quality, Status: p.policy.First(),
		Campaign: q.Campaign, Details: details, Extra: extra, Earlier: past.text}
	l.LastActivity = l.Received
	why := p.policy.Words.Word(words.Channels, string(cmp.Or(q.Channel, lead.ByHand)))
	if q.Where != "" {
		why += ": " + q.Where
	}
	if q.ForwardedBy != "" {
		why += "; " + p.texts.Activity.ForwardedBy.With(q.ForwardedBy)
	}
	if past.id != "" {
		why += "; " + p.texts.Activity.After.With(past.id)
	}
	owner := p.shares.Choose(&l, past.owner)
	l.Owner = owner.Name
	var more []lead.Fact
	switch {
	case p.oneOfMany(q):
		why += "; " + p.texts.Activity.OneOfMany
		l.NextContact = p.contactDay(l.Owner)
		more = []lead.Fact{{Name: lead.FactList, Text: lists.Name(q.List)}}
	case p.isHistoric(q):
		why += "; " + p.texts.Activity.TooOld
		if q.Kind == lead.ExportRow {
			more = []lead.Fact{{Name: lead.FactOld, Text: "true", Raw: true}}
		}
	default:
		l.RespondBy = second(clocks.First(&p.policy, l.Source, l.Quality, l.Received))
	}
	if q.Pitch != lead.NoPitch {
		more = append(more, lead.Fact{Name: lead.FactPitch, Text: "true", Raw: true})
	}
	rec := p.history.Of(l.ID)
	i := len(p.rows)
	p.rows = append(p.rows, leadRow{l: l, rec: rec, isNew: true})
	rec.Row = i + 1
	if quality != "" {
		why = joined(why, p.texts.Activity.Signal.With(p.title(lead.ColQuality), quality, signal))
	}
	p.began(i, lead.Event{What: lead.Created, By: byUs, Why: joined(why, owner.Why)}, owner.ByRule,
		more...)
	if owner.Nobody {
		p.note(rec, p.texts.Attention.NobodyThere)
	}
	p.forwarded(rec, q)
	if q.Problem != "" || q.Kind == lead.Unreadable {
		p.standing(rec, q, p.problem(q), "")
	}
	if q.Received.After(p.now.Add(doubleClick)) {
		p.note(rec, p.texts.Attention.InFuture)
	}
	return i
}

// answers divides the answers of a form into the source, the lines for Details, and those that have a column of their
// own.
func (p *planner) answers(q *lead.Inquiry) (source, details string, extra []lead.Answer) {
	var lines []string
	for _, a := range q.Answers {
		if p.ownColumn(a.Question) {
			extra = append(extra, a)
		} else if strings.TrimSpace(a.Question+a.Value) != "" {
			lines = append(lines, a.Question+": "+a.Value)
		}
	}
	source, raw := p.policy.SourceOf(q)
	if raw != "" {
		lines = append(lines, ledger.SourceLine(p.title(lead.ColSource), raw))
	}
	return source, strings.Join(lines, "\n"), extra
}

// ownColumn reports whether the team has added a column of that title to the tab Leads.
func (p *planner) ownColumn(question string) bool {
	k := words.Fold(question)
	return k != "" && p.hasColumn(question) &&
		!slices.ContainsFunc(lead.LeadTable(), func(c lead.ColumnOf[lead.Lead]) bool { return words.Fold(c.Title) == k })
}
