package lead

import (
	"sync"

	"leadsheet/lead/language"
)

// sourceLists are the lists of words in the files of languages, with the usual source that they mean, by its name in
// the set words.Sources. The first that fits counts.
var sourceLists = []struct{ list, source string }{
	{"source event", "Offline event"},
	{"source referral", "Referral"},
	{"source repeat", "Repeat request"},
	{"source search", "Organic search"},
	{"source website", "Website form"},
}

// sourceWords are the lists, folded.
var sourceWords = sync.OnceValue(func() []phraseSet {
	sets := make([]phraseSet, len(sourceLists))
	for i, l := range sourceLists {
		sets[i] = newPhraseSet(foldAll(language.Words(l.list)))
	}
	return sets
})

// SourceIn returns which of the usual sources a text names, in the words of any language: "Messe", "A friend told me",
// "Empfehlung". The result is the name of the source in the set words.Sources; "" when the text names none.
func SourceIn(text string) string {
	if len(text) > 300 {
		return ""
	}
	folded := foldLabel(text, false)
	for i, set := range sourceWords() {
		if set.in(folded) {
			return sourceLists[i].source
		}
	}
	return ""
}
