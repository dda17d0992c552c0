package turns

import (
	"slices"
	"strings"
	"unicode"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// SaysNothing reports whether a text consists of thanks or emoji, with greetings and names around them.
func (v Vocabulary) SaysNothing(text string, names ...string) bool {
	emoji := false
	for _, r := range text {
		switch {
		case unicode.IsDigit(r), strings.ContainsRune("?¿？؟@&+/%$€£#", r):
			return false
		case unicode.Is(unicode.So, r):
			emoji = true
		}
	}
	called := map[string]bool{}
	for _, name := range names {
		for _, word := range wordsIn(name) {
			called[word] = true
		}
	}
	rest := wordsIn(text)
	thanks := emoji && len(rest) == 0
	for len(rest) > 0 {
		n, thanked := v.match(rest)
		if n == 0 && called[rest[0]] {
			n = 1
		}
		if n == 0 {
			return false
		}
		thanks, rest = thanks || thanked, rest[n:]
	}
	return thanks
}

// Vocabulary are phrases by their first word, the longest first. Those that thank, or are a reaction, say true.
type Vocabulary map[string][]phrase

type phrase struct {
	words  []string
	thanks bool
}

// NewVocabulary returns the phrases of all languages: it is not known in which one a customer writes.
func NewVocabulary(in words.Language) Vocabulary {
	v := Vocabulary{}
	for _, l := range in.All() {
		say := &l.Texts().Quiet
		for _, list := range []struct {
			texts  string
			thanks bool
		}{{say.Thanks, true}, {say.Reactions, true}, {say.Greetings, false}} {
			for text := range strings.SplitSeq(list.texts, ",") {
				if p := wordsIn(text); len(p) > 0 {
					v[p[0]] = append(v[p[0]], phrase{p, list.thanks})
				}
			}
		}
	}
	for _, list := range v {
		slices.SortStableFunc(list, func(a, b phrase) int { return len(b.words) - len(a.words) })
	}
	return v
}

// match returns how many of the words are a phrase, 0 for none.
func (v Vocabulary) match(text []string) (n int, thanks bool) {
	for _, p := range v[text[0]] {
		if len(p.words) <= len(text) && slices.Equal(p.words, text[:len(p.words)]) {
			return len(p.words), p.thanks
		}
	}
	return 0, false
}

// wordsIn are the words of a text in small letters, without what stands between them.
func wordsIn(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		selector := r == '\ufe0e' || r == '\ufe0f' || r == '\u20e3' // of an emoji
		return selector || !unicode.IsLetter(r) && !unicode.IsMark(r)
	})
}

// IsQuiet reports whether a message of a lead's contact asks for nothing: its new text is thanks, a greeting and those
// names and nothing else, or an emoji, or it went to others and to us in Cc alone. Everything more may be a question or
// an order.
func (v Vocabulary) IsQuiet(q *lead.Inquiry, names ...string) bool {
	if q.Channel != lead.ByMail || q.Kind != lead.Direct && q.Kind != lead.Reply || q.Problem != "" ||
		len(q.Answers) > 0 || q.ForwardedBy != "" {
		return false
	}
	return q.OnlyCc || v.SaysNothing(q.Need, names...)
}
