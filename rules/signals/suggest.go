package signals

import (
	"slices"
	"strings"
	"unicode"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
)

// Suggest returns the quality whose signal words are in the request, with the word that was found; "" when there is
// none. What sells to us asks for nothing, and what a form is called says nothing about a visitor.
func Suggest(q *lead.Inquiry, qualities []policy.Quality) (quality, word string) {
	if q.Pitch != lead.NoPitch {
		return "", ""
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
	for _, k := range qualities {
		if i := slices.IndexFunc(k.Signals, func(word string) bool { return Says(text, word) }); i >= 0 {
			return k.Name, k.Signals[i]
		}
	}
	return "", ""
}

// Raise is Suggest for a message that joins a lead with a quality: of those that stand below it in the tab it suggests
// none. A lead without one may get any, and one with a quality that the tab does not have keeps it.
func Raise(q *lead.Inquiry, has string, qualities []policy.Quality) (quality, word string) {
	better := qualities
	if strings.TrimSpace(has) != "" {
		at := slices.IndexFunc(qualities, func(k policy.Quality) bool { return words.Same(k.Name, has) })
		better = qualities[:max(at, 0)]
	}
	return Suggest(q, better)
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
