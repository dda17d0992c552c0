package policy

import (
	"regexp"
	"strconv"
	"strings"
	"sync"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// Take is one entry of the column Takes: leads that a person gets before those who take anything.
type Take struct {
	Kind TakeKind
	Text string // as people have written it; the source, the quality, the word or the country
	// From and To are the first and the last postcode, as far as they are given: 10 and 14 for all from 10000 to 14999.
	From, To string
}

// TakeKind says by what a lead is taken.
type TakeKind string

// The kinds, by their names in package words.
const (
	TakesSource   TakeKind = "source"
	TakesQuality  TakeKind = "quality"
	TakesWord     TakeKind = "word"
	TakesPostcode TakeKind = "postcode"
	TakesCountry  TakeKind = "country"
)

// codes matches postcodes, or the beginnings of some, one or from one to another.
var codes = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?i)([a-z]{0,3}\d[\da-z]{0,6})(?:\s*(?:-|–|to|bis)\s*([a-z]{0,3}\d[\da-z]{0,6}))?$`)
})

// takes reads the column Takes. p has the sources and qualities.
func (r *row) takes(p *Policy) []Take {
	var out []Take
	for _, text := range list(r.get(lead.ColTakes)) {
		if t, ok := r.take(p, text); ok {
			t.Text = strings.TrimSpace(t.Text)
			out = append(out, t)
		}
	}
	return out
}

func (r *row) take(p *Policy, text string) (Take, bool) {
	say := &r.words.Texts().Team
	if plain := strings.Trim(text, `"'“”„«»`); plain != text && plain != "" {
		return Take{Kind: TakesWord, Text: plain}, true
	}
	kind, rest := r.takeKind(text)
	switch {
	case kind == TakesPostcode, kind == "" && text[0] >= '0' && text[0] <= '9':
		m := codes().FindStringSubmatch(rest)
		if m == nil {
			break
		}
		if m[2] == "" {
			m[2] = m[1]
		}
		return Take{Kind: TakesPostcode, Text: rest, From: strings.ToUpper(m[1]), To: strings.ToUpper(m[2])}, true
	case kind == TakesWord:
		return Take{Kind: TakesWord, Text: strings.Trim(rest, `"'“”„«»`)}, true
	case p.FindSource(rest) != nil && kind != TakesQuality && kind != TakesCountry:
		return Take{Kind: TakesSource, Text: p.FindSource(rest).Name}, true
	case p.SourceNamed(rest) != nil && kind != TakesQuality && kind != TakesCountry:
		return Take{Kind: TakesSource, Text: p.SourceNamed(rest).Name}, true
	case p.FindQuality(rest) != nil && kind != TakesSource && kind != TakesCountry:
		return Take{Kind: TakesQuality, Text: p.FindQuality(rest).Name}, true
	case kind == TakesCountry, kind == "" && (len(rest) > 3 || len(rest) == 2 && rest == strings.ToUpper(rest)):
		if code := lead.CountryCalled(rest); code != "" {
			return Take{Kind: TakesCountry, Text: code}, true
		}
	}
	switch kind {
	case TakesPostcode:
		r.fault(say.NoPostcode.With(strconv.Quote(rest)))
		return Take{}, false
	case TakesCountry:
		r.fault(say.NoCountry.With(strconv.Quote(rest)))
		return Take{}, false
	}
	r.fault(say.TakesWord.With(strconv.Quote(rest)))
	return Take{Kind: TakesWord, Text: rest}, true
}

// takeKind takes the word away that says what follows: postcode 10-14, country: DE.
func (r *row) takeKind(text string) (TakeKind, string) {
	first, rest, _ := strings.Cut(text, " ")
	rest = strings.TrimSpace(rest)
	name, ok := r.words.Name(words.Choices, strings.TrimSuffix(first, ":"))
	kind := TakeKind(name)
	switch kind {
	case TakesSource, TakesQuality, TakesWord, TakesPostcode, TakesCountry:
		if ok && rest != "" {
			return kind, rest
		}
	}
	switch strings.ToLower(strings.TrimSuffix(first, ":")) {
	case "zip", "plz", "postcodes":
		if rest != "" {
			return TakesPostcode, rest
		}
	}
	return "", text
}
