package rules

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/details"
	"leadsheet/rules/history"
)

// Nothing that a contact said is lost: what a further inquiry says otherwise than the row is kept as dated lines at the
// end of Details, and its text in Activity.

const (
	keptText    = 2000  // characters of a text in Activity
	keptDetails = 20000 // bytes from which on Details takes no more: Activity keeps it then
)

// kept is a text as Activity keeps it, in one line; a longer one says that there is more.
func (p *planner) kept(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if r := []rune(text); len(r) > keptText {
		return p.texts.Activity.MoreSaid.With(strings.TrimSpace(string(r[:keptText])))
	}
	return text
}

// fillBlanks gives a lead what its cells lack and its contact states now.
func (p *planner) fillBlanks(i int, q *lead.Inquiry) {
	l, rec := &p.rows[i].l, p.rows[i].rec
	filled := func(column, text string) {
		p.event(rec, lead.Event{What: lead.Changed, Column: column, To: history.AsRecorded(text), By: byUs,
			Why: p.texts.Activity.WasBlank})
	}
	for _, f := range []struct{ column, text string }{
		{lead.ColName, q.Name}, {lead.ColEmail, q.Email}, {lead.ColPhone, q.Phone}, {lead.ColCompany, q.Company},
		{lead.ColNeed, q.Need}, {lead.ColCampaign, q.Campaign},
	} {
		if is := lead.TextField(l, f.column); strings.TrimSpace(*is) == "" && strings.TrimSpace(f.text) != "" {
			p.setText(i, f.column, f.text, "blank, and the contact wrote it now")
			filled(f.column, f.text)
		}
	}
	for _, a := range q.Answers {
		if !p.ownColumn(a.Question) || strings.TrimSpace(a.Value) == "" || details.ExtraOf(l, a.Question) != "" {
			continue
		}
		column := p.titleOf(a.Question)
		l.Extra = slices.DeleteFunc(slices.Clone(l.Extra), func(b lead.Answer) bool { return words.Same(b.Question, column) })
		l.Extra = append(l.Extra, lead.Answer{Question: column, Value: a.Value})
		p.change(i, column, lead.TextValue(a.Value), "blank, and the contact wrote it now")
		filled(column, a.Value)
	}
}

// keepSaid puts it at the end of Details, with its day, and all of it into Activity.
func (p *planner) keepSaid(i int, q *lead.Inquiry) {
	l, rec := &p.rows[i].l, p.rows[i].rec
	said := details.SaidMore(l, q, &p.policy, p.ownColumn)
	if len(said) == 0 {
		return
	}
	day := p.received(q).In(p.policy.Location()).Format(time.DateOnly)
	var lines, plain []string
	for _, a := range said {
		lines = append(lines, day+" "+a.Question+": "+a.Value)
		plain = append(plain, a.Question+": "+a.Value)
	}
	why := p.texts.Activity.SaidMore.With(p.kept(strings.Join(plain, "; ")))
	before, text := l.Details, strings.Join(lines, "\n")
	if before != "" {
		text = before + "\n" + text
	}
	if len(text) > keptDetails {
		for _, line := range plain {
			p.event(rec, lead.Event{What: lead.Noted, By: cmp.Or(q.From, q.Email), Why: p.kept(line)})
		}
		return
	}
	p.setText(i, lead.ColDetails, text, "the contact said more")
	p.event(rec, lead.Event{What: lead.Changed, Column: lead.ColDetails, From: rec.At[history.InDetails],
		To: p.history.RecordedAs(rec, l, history.InDetails), By: byUs, Why: why})
}
