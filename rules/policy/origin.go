package policy

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// SourceOf maps what is known about an inquiry's origin to a value of the tab Sources; raw is an origin that matches no
// row.
func (p *Policy) SourceOf(q *lead.Inquiry) (source, raw string) {
	if s := p.FindSource(q.Source); s != nil && q.Source != "" {
		return s.Name, ""
	}
	for _, name := range p.Words.Names(words.Sources) {
		is := func(word string) bool { return words.Same(word, q.Source) }
		if slices.ContainsFunc(p.Words.Spellings(words.Sources, name), is) {
			if s := p.SourceNamed(name); s != nil {
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
		for _, s := range p.Sources {
			if h != "" && slices.ContainsFunc(s.Words, func(word string) bool { return containsWord(h, word) }) {
				return s.Name, ""
			}
		}
	}
	if name := p.sourceSaid(q.Source); name != "" {
		return name, ""
	}
	if s := p.sourceOfFolder(q.Folder); s != "" {
		return s, q.Source
	}
	if q.Source != "" {
		return p.Words.Word(words.Sources, UnknownSource), q.Source
	}
	usual := "Email"
	switch {
	case lead.OfForm(q) && !q.Listed:
		usual = "Website form"
	case q.Listed, q.Channel == lead.ByHand:
		usual = UnknownSource
	}
	if s := p.SourceNamed(usual); s != nil {
		return s.Name, ""
	}
	return p.Words.Word(words.Sources, UnknownSource), ""
}

// sourceSaid is the source that a text names in the words of any language; "" when the tab Sources lacks it.
func (p *Policy) sourceSaid(text string) string {
	if name := lead.SourceIn(text); name != "" {
		if s := p.SourceNamed(name); s != nil {
			return s.Name
		}
	}
	return ""
}

// sourceOfFolder is the source that the name of a folder means: a row of the tab Sources, or a word for one. The
// innermost folder counts first. "" when no name means a source.
func (p *Policy) sourceOfFolder(folder string) string {
	names := strings.Split(folder, "/")
	slices.Reverse(names)
	for _, name := range names {
		if strings.TrimSpace(name) == "" {
			continue
		}
		if s := p.SourceNamed(name); s != nil {
			return s.Name
		}
		for _, s := range p.Sources {
			if slices.ContainsFunc(s.Words, func(word string) bool { return containsWord(name, word) }) {
				return s.Name
			}
		}
		if said := p.sourceSaid(name); said != "" {
			return said
		}
	}
	return ""
}

// measured reports whether a form's source was derived from all attribution parameters together. A paid click from Bing
// is called Microsoft Ads then, and single parameters must not turn it into organic search again.
func measured(q *lead.Inquiry) bool {
	return q.Kind == lead.ExportRow && q.Source != "" &&
		slices.ContainsFunc(q.Answers, func(a lead.Answer) bool { return a.Question == "Channel" })
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
