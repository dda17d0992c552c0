package owners

import (
	"regexp"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"leadsheet/lead"
)

// longestEnding is how many letters may follow a word that is looked for: gates are about a gate.
const longestEnding = 2

// hasWord reports whether a text has a word, in whatever case, with at most longestEnding more letters.
func hasWord(text, word string) bool {
	text, word = strings.ToLower(text), strings.ToLower(strings.TrimSpace(word))
	letter := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	for word != "" {
		i := strings.Index(text, word)
		if i < 0 {
			return false
		}
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		text = text[i+len(word):]
		ending := 0
		for _, r := range text {
			if !letter(r) {
				break
			}
			ending++
		}
		if !letter(before) && ending <= longestEnding {
			return true
		}
	}
	return false
}

// townAfter matches what looks like a postcode and has a town behind it, codeAlone a postcode that begins an answer.
var (
	townAfter = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?:^|[\s,;(])(?:[A-Z]{1,2}-)?(\d{4,5})[ \t]+(\p{Lu}[\p{L}.-]+)`)
	})
	codeAlone = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^[\s:]*(?:[A-Za-z]{1,2}-)?([A-Za-z]{0,2}\d[\dA-Za-z]{1,6})\b`)
	})
)

// postcodes are those that a lead names: the answers of a form first, else what its request says.
func (w *whereabouts) postcodes() []string {
	if w.asked {
		return w.codes
	}
	w.asked = true
	answer := func(question, value string) {
		if m := codeAlone().FindStringSubmatch(value); m != nil && lead.AsksPostcode(question) {
			w.codes = append(w.codes, strings.ToUpper(m[1]))
		}
	}
	for _, a := range w.lead.Extra {
		answer(a.Question, a.Value)
	}
	for line := range strings.SplitSeq(w.lead.Details, "\n") {
		question, value, _ := strings.Cut(line, ": ")
		answer(question, value)
	}
	if len(w.codes) > 0 {
		return w.codes
	}
	for _, text := range []string{w.lead.Need, w.lead.Details} {
		for _, at := range lead.BehindPostcode(text) {
			if m := codeAlone().FindStringSubmatch(text[at:]); m != nil {
				w.codes = append(w.codes, strings.ToUpper(m[1]))
			}
		}
		for _, m := range townAfter().FindAllStringSubmatch(text, -1) {
			money := w.of.Typed(time.Time{}).Currency(m[2]) != ""
			if !money && (len(m[1]) == 5 || shortCodes[w.of.Country]) {
				w.codes = append(w.codes, m[1])
			}
		}
	}
	return w.codes
}

// shortCodes are the countries whose postcodes have four digits: elsewhere those are quantities and prices.
var shortCodes = map[string]bool{"AT": true, "AU": true, "BE": true, "BG": true, "CH": true, "DK": true, "HU": true,
	"LU": true, "LV": true, "NL": true, "NO": true, "NZ": true, "SI": true, "ZA": true}

// within reports whether a postcode lies between two, both included; of each as much counts as is given.
func within(code, from, to string) bool {
	code = strings.ReplaceAll(code, " ", "")
	begin := func(of string) string { return code[:min(len(code), len(of))] }
	return len(code) >= len(from) && begin(from) >= from && begin(to) <= to
}

// country is where a lead comes from: what a form asked, else its telephone number, else its address. "" where nothing
// says it.
func (w *whereabouts) country() string {
	for _, a := range w.lead.Extra {
		if lead.FieldOf(a.Question) == lead.FieldCountry {
			return lead.CountryCalled(a.Value)
		}
	}
	for line := range strings.SplitSeq(w.lead.Details, "\n") {
		question, value, ok := strings.Cut(line, ": ")
		if ok && lead.FieldOf(question) == lead.FieldCountry {
			if code := lead.CountryCalled(value); code != "" {
				return code
			}
		}
	}
	return lead.CountryOf(lead.ContactOf(w.lead), w.of.Country)
}
