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
)

// unknownSource is the name of the source for inquiries that match no row of the tab Sources.
const unknownSource = "Unknown"

// newLead makes a lead of an inquiry and returns its row; past is what ended before.
func (w *planner) newLead(q *lead.Inquiry, past earlier) int {
	source, details, extra := w.answers(q)
	l := lead.Lead{Ref: -1, ID: w.newID(), Received: w.received(q), Name: q.Name, Email: q.Email, Phone: q.Phone,
		Company: q.Company, Source: source, Need: q.Need, Quality: w.suggest(q), Status: w.p.First(),
		Campaign: q.Campaign, Details: details, Extra: extra, Earlier: past.text}
	l.LastActivity = l.Received
	why := w.p.Words.Word(words.Channels, string(cmp.Or(q.Channel, lead.ByHand)))
	if q.Where != "" {
		why += ": " + q.Where
	}
	if q.ForwardedBy != "" {
		why += "; " + w.say.Activity.ForwardedBy.With(q.ForwardedBy)
	}
	if past.id != "" {
		why += "; " + w.say.Activity.After.With(past.id)
	}
	if w.isHistoric(q) {
		why += "; " + w.say.Activity.TooOld
	} else {
		l.RespondBy = second(w.p.Calendar.Due(l.Received, w.p.target(l.Source, l.Quality)))
	}
	owner := w.ownerFor(&l, past.owner)
	l.Owner = owner.name
	rec := w.recordOf(l.ID)
	i := len(w.rows)
	w.rows = append(w.rows, entry{l: l, rec: rec, isNew: true})
	rec.row = i + 1
	signals := ""
	if l.Quality != "" {
		signals = w.title(lead.ColQuality) + ": " + w.say.Activity.SignalWords
	}
	w.began(i, lead.Event{What: lead.Created, By: byUs, Why: joined(why, signals, owner.why)}, owner.byRule)
	if owner.nobody {
		w.note(rec, w.say.Attention.NobodyThere)
	}
	w.forwarded(rec, q)
	if q.Problem != "" || q.Kind == lead.Unreadable {
		w.standing(rec, q, w.problem(q), "")
	}
	if q.Received.After(w.now.Add(doubleClick)) {
		w.note(rec, w.say.Attention.InFuture)
	}
	return i
}

// answers divides the answers of a form into the source, the lines for Details, and those that have a column of their
// own.
func (w *planner) answers(q *lead.Inquiry) (source, details string, extra []lead.Answer) {
	var lines []string
	for _, a := range q.Answers {
		if w.ownColumn(a.Question) {
			extra = append(extra, a)
		} else if strings.TrimSpace(a.Question+a.Value) != "" {
			lines = append(lines, a.Question+": "+a.Value)
		}
	}
	source, raw := w.sourceOf(q)
	if raw != "" {
		lines = append(lines, ledger.SourceLine(w.title(lead.ColSource), raw))
	}
	return source, strings.Join(lines, "\n"), extra
}

// ownColumn reports whether the team has added a column of that title to the tab Leads.
func (w *planner) ownColumn(question string) bool {
	k := foldTitle(question)
	is := func(c string) bool { return foldTitle(c) == k }
	return k != "" && slices.ContainsFunc(w.s.LeadColumns, is) &&
		!slices.ContainsFunc(lead.LeadTable(), func(c lead.ColumnOf[lead.Lead]) bool { return is(c.Title) })
}

// sourceOf maps what is known about an inquiry's origin to a value of the tab Sources; raw is an origin that matches no
// row.
func (w *planner) sourceOf(q *lead.Inquiry) (source, raw string) {
	if s := w.p.source(q.Source); s != nil && q.Source != "" {
		return s.Name, ""
	}
	for _, name := range w.p.Words.Names(words.Sources) {
		is := func(word string) bool { return same(word, q.Source) }
		if slices.ContainsFunc(w.p.Words.Spellings(words.Sources, name), is) {
			if s := w.p.sourceNamed(name); s != nil {
				return s.Name, ""
			}
		}
	}
	hints := []string{q.Source, q.Campaign}
	for _, a := range q.Answers {
		if k := foldTitle(a.Question); strings.HasPrefix(k, "utm_") || k == "source" || k == "gclid" {
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
		for _, s := range w.p.Sources {
			if h != "" && slices.ContainsFunc(s.Words, func(word string) bool { return containsWord(h, word) }) {
				return s.Name, ""
			}
		}
	}
	if q.Source != "" {
		return w.p.Words.Word(words.Sources, unknownSource), q.Source
	}
	usual := "Email"
	switch {
	case q.Channel == lead.ByForm || q.Kind == lead.Notification || q.Kind == lead.ExportRow:
		usual = "Website form"
	case q.Channel == lead.ByHand:
		usual = unknownSource
	}
	if s := w.p.sourceNamed(usual); s != nil {
		return s.Name, ""
	}
	return w.p.Words.Word(words.Sources, unknownSource), ""
}

// suggest returns the quality whose signal words are in the request, "" when there is none.
func (w *planner) suggest(q *lead.Inquiry) string {
	texts := []string{q.Need, q.Subject}
	for _, a := range q.Answers {
		texts = append(texts, a.Value)
	}
	text := strings.Join(texts, "\n")
	for _, k := range w.p.Qualities {
		if slices.ContainsFunc(k.Signals, func(word string) bool { return containsWord(text, word) }) {
			return k.Name
		}
	}
	return ""
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
