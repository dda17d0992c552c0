package rules

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"leadsheet/intake/ledger"
	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/lists"
	"leadsheet/rules/policy"
	"leadsheet/rules/signals"
)

// newLead makes a lead of an inquiry and returns its row; past is what ended before.
func (p *planner) newLead(q *lead.Inquiry, past earlier) int {
	source, details, extra := p.answers(q)
	l := lead.Lead{Ref: -1, ID: p.history.NewID(), Received: p.received(q), Name: q.Name, Email: q.Email,
		Phone: q.Phone, Company: q.Company, Source: source, Need: q.Need, Quality: p.suggest(q), Status: p.policy.First(),
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
		l.RespondBy = second(p.policy.Calendar.Due(l.Received, p.policy.Target(l.Source, l.Quality)))
	}
	if q.Pitch != lead.NoPitch {
		more = append(more, lead.Fact{Name: lead.FactPitch, Text: "true", Raw: true})
	}
	rec := p.history.Of(l.ID)
	i := len(p.rows)
	p.rows = append(p.rows, leadRow{l: l, rec: rec, isNew: true})
	rec.Row = i + 1
	signals := ""
	if l.Quality != "" {
		signals = p.title(lead.ColQuality) + ": " + p.texts.Activity.SignalWords
	}
	p.began(i, lead.Event{What: lead.Created, By: byUs, Why: joined(why, signals, owner.Why)}, owner.ByRule,
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
	source, raw := p.sourceOf(q)
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

// sourceOf maps what is known about an inquiry's origin to a value of the tab Sources; raw is an origin that matches no
// row.
func (p *planner) sourceOf(q *lead.Inquiry) (source, raw string) {
	if s := p.policy.FindSource(q.Source); s != nil && q.Source != "" {
		return s.Name, ""
	}
	for _, name := range p.policy.Words.Names(words.Sources) {
		is := func(word string) bool { return words.Same(word, q.Source) }
		if slices.ContainsFunc(p.policy.Words.Spellings(words.Sources, name), is) {
			if s := p.policy.SourceNamed(name); s != nil {
				return s.Name, ""
			}
		}
	}
	hints := []string{q.Source, q.Campaign}
	for _, a := range q.Answers {
		if k := words.Fold(a.Question); strings.HasPrefix(k, "utm_") || k == "source" || k == "gclid" {
			hints = append(hints, a.Value)
			if k == "gclid" && a.Value != "" {
				hints = append(hints, "gclid")
			}
		}
	}
	if measured(q) {
		hints = hints[:1]
	}
	// The source that the form or link states has priority over the name of a campaign.
	for _, h := range hints {
		for _, s := range p.policy.Sources {
			if h != "" && slices.ContainsFunc(s.Words, func(word string) bool { return containsWord(h, word) }) {
				return s.Name, ""
			}
		}
	}
	if q.Source != "" {
		return p.policy.Words.Word(words.Sources, policy.UnknownSource), q.Source
	}
	usual := "Email"
	switch {
	case lead.OfForm(q):
		usual = "Website form"
	case q.Channel == lead.ByHand:
		usual = policy.UnknownSource
	}
	if s := p.policy.SourceNamed(usual); s != nil {
		return s.Name, ""
	}
	return p.policy.Words.Word(words.Sources, policy.UnknownSource), ""
}

// suggest returns the quality whose signal words are in the request, "" when there is none. What sells to us asks for
// nothing, and what a form is called says nothing about a visitor.
func (p *planner) suggest(q *lead.Inquiry) string {
	if q.Pitch != lead.NoPitch {
		return ""
	}
	texts := []string{q.Need, q.Subject}
	if lead.OfForm(q) {
		if texts = texts[:1]; q.Need == q.Subject {
			texts = nil
		}
	}
	for _, a := range q.Answers {
		if !ofTheForm(a.Question) {
			texts = append(texts, a.Value)
		}
	}
	text := strings.Join(texts, "\n\n")
	for _, k := range p.policy.Qualities {
		if slices.ContainsFunc(k.Signals, func(word string) bool { return signals.Says(text, word) }) {
			return k.Name
		}
	}
	return ""
}

// formQuestions are the beginnings of titles under which an answer says what a form, a page or an ad is called. Blanks
// and what stands between words are left out.
var formQuestions = [...]string{"formname", "formtitle", "formid", "formlink", "formurl", "formularname",
	"formulartitel", "nomduformulaire", "nombredelformulario", "nomeformulario", "nomedoformulario", "formuliernaam",
	"nazwaformularza",
	"pagetitle", "pagename", "pageurl", "seitentitel", "adname", "adsetname", "adset", "campaign", "kampagne", "utm",
	"landingpage", "referrer", "sitename"}

// ofTheForm reports whether an answer is about the form and not about the visitor.
func ofTheForm(question string) bool {
	k := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, words.Fold(question))
	switch k {
	case "form", "formular", "formulaire", "formulario", "formulier", "formularz", "page", "ad", "site":
		return true
	}
	return slices.ContainsFunc(formQuestions[:], func(p string) bool { return strings.HasPrefix(k, p) })
}

// containsWord reports whether the text contains the words as whole words.
func containsWord(text, word string) bool {
	text, word = strings.ToLower(text), strings.ToLower(strings.TrimSpace(word))
	if word == "" {
		return false
	}
	letter := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	for from := 0; ; {
		i := strings.Index(text[from:], word)
		if i < 0 {
			return false
		}
		i += from
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(text[i+len(word):])
		if !letter(before) && !letter(after) {
			return true
		}
		from = i + len(word)
	}
}
