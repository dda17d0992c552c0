package phrasebook

import (
	"strings"
	"sync"
	"unicode"
)

// The language of a text is the one whose most usual words it has. A word of several languages counts less for each. A
// text of few words, or of two languages, is not decided.
const (
	enough    = 1.2 // what the words of a text have to weigh: one that no other language has, and part of another
	clearly   = 1.4 // how many times as much as those of the next language
	letter    = 0.7 // a letter that other languages seldom have, once
	mostWords = 2000
)

// weights are how much a word tells, and how many languages have it.
var weights = sync.OnceValue(func() map[string]float64 {
	n := map[string]float64{}
	for _, l := range all() {
		for w := range l.words {
			n[w]++
		}
	}
	for w := range n {
		n[w] = 1 / n[w]
	}
	return n
})

// Detect returns the language in which somebody writes; nil where the texts do not tell.
func Detect(texts ...string) *Language {
	text := strings.ToLower(strings.Join(texts, "\n"))
	if l, decided := ofScript(text); decided {
		return l
	}
	found := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
	found = once(found[:min(len(found), mostWords)])
	var best *Language
	most, next := 0.0, 0.0
	for _, l := range all() {
		if len(l.words) == 0 {
			continue
		}
		sum := 0.0
		for _, w := range found {
			if l.words[w] {
				sum += weights()[w]
			}
		}
		if l.letters != "" && strings.ContainsAny(text, l.letters) {
			sum += letter
		}
		switch {
		case sum > most:
			best, most, next = l, sum, most
		case sum > next:
			next = sum
		}
	}
	if most < enough || most < clearly*next {
		return nil
	}
	return best
}

// once are words without those that are there already, in their order.
func once(list []string) []string {
	seen := make(map[string]bool, len(list))
	out := list[:0]
	for _, w := range list {
		if !seen[w] {
			seen[w] = true
			out = append(out, w)
		}
	}
	return out
}

// ofScript decides about texts that are not in Latin or Cyrillic letters: their script is that of one language, or of
// one that is not known here.
func ofScript(text string) (l *Language, decided bool) {
	n := map[string]int{}
	for _, r := range text {
		if !unicode.IsLetter(r) {
			continue
		}
		switch {
		case unicode.In(r, unicode.Latin, unicode.Cyrillic):
			n[""]++
		case unicode.In(r, unicode.Hiragana, unicode.Katakana):
			n["Kana"]++
		default:
			n[scriptOf(r)]++
		}
	}
	// Han is also in Japanese texts, which have kana besides.
	if n["Kana"] > 0 {
		n["Kana"] += n["Han"]
		delete(n, "Han")
	}
	best, most := "", n[""]
	for _, s := range scripts() {
		if n[s] > most {
			best, most = s, n[s]
		}
	}
	if best == "" {
		return nil, n["other"] > n[""]
	}
	for _, l := range all() {
		for _, s := range l.scripts {
			if s == best {
				return l, true
			}
		}
	}
	return nil, true
}

// scripts are those that are the script of one language here.
func scripts() []string {
	var out []string
	for _, l := range all() {
		out = append(out, l.scripts...)
	}
	return out
}

// scriptOf is the name of the script of a letter, among those that a language has here; other for none.
func scriptOf(r rune) string {
	for _, s := range scripts() {
		if table := unicode.Scripts[s]; table != nil && unicode.Is(table, r) {
			return s
		}
	}
	return "other"
}
