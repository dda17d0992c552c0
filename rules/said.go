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
		if !p.ownColumn(a.Question) || strings.TrimSpace(a.Value) == "" || extraOf(l, a.Question) != "" {
			continue
		}
		column := p.titleOf(a.Question)
		l.Extra = slices.DeleteFunc(slices.Clone(l.Extra), func(b lead.Answer) bool { return words.Same(b.Question, column) })
		l.Extra = append(l.Extra, lead.Answer{Question: column, Value: a.Value})
		p.change(i, column, lead.TextValue(a.Value), "blank, and the contact wrote it now")
		filled(column, a.Value)
	}
}

// extraOf is what the row holds in a column of the team's own.
func extraOf(l *lead.Lead, question string) string {
	for _, a := range l.Extra {
		if words.Fold(a.Question) == words.Fold(question) {
			return strings.TrimSpace(a.Value)
		}
	}
	return ""
}

// said is what an inquiry says otherwise than the row, or besides it, without what stands in Details already.
func (p *planner) said(l *lead.Lead, q *lead.Inquiry) []lead.Answer {
	var out []lead.Answer
	add := func(question, value string) {
		a := lead.Answer{Question: question, Value: strings.Join(strings.Fields(value), " ")}
		if a.Value != "" && !details.Holds(l.Details, question, value) && !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	addOther := func(column, is, now string, alike bool) {
		if strings.TrimSpace(is) != "" && strings.TrimSpace(now) != "" && !alike {
			add(p.title(column), now)
		}
	}
	is, now := lead.ContactOf(l), lead.ContactIn(q)
	addOther(lead.ColName, is.Name, now.Name, words.Same(is.Name, now.Name) || lead.SimilarName(is.Name, now.Name))
	// The sender of a mail stands in Activity and in Intake.
	addOther(lead.ColEmail, is.Email, now.Email, lead.SameAddress(is.Email, now.Email) ||
		lead.SameAddress(q.From, now.Email))
	addOther(lead.ColPhone, is.Phone, now.Phone, p.samePhone(is, now))
	addOther(lead.ColCompany, is.Company, now.Company, words.Same(is.Company, now.Company))
	addOther(lead.ColCampaign, l.Campaign, q.Campaign, words.Same(l.Campaign, q.Campaign))
	if lead.OfForm(q) && q.Source != "" {
		source, _ := p.policy.SourceOf(q)
		addOther(lead.ColSource, l.Source, q.Source, words.Same(l.Source, source) || words.Same(l.Source, q.Source))
	}
	for _, a := range q.Answers {
		if !p.ownColumn(a.Question) || extraOf(l, a.Question) != strings.TrimSpace(a.Value) {
			add(a.Question, a.Value)
		}
	}
	return out
}

func (p *planner) samePhone(a, b lead.Contact) bool {
	x, y := a.PhoneKey(p.policy.Country), b.PhoneKey(p.policy.Country)
	return x == y && x != "" || x == "" && y == "" && words.Same(a.Phone, b.Phone)
}

// keepSaid puts it at the end of Details, with its day, and all of it into Activity.
func (p *planner) keepSaid(i int, q *lead.Inquiry) {
	l, rec := &p.rows[i].l, p.rows[i].rec
	said := p.said(l, q)
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
