// Package words holds what people read in the workbook, in every language that leadsheet knows: the titles of tabs and
// columns, the words that leadsheet writes into cells and reads back, the first content of a new workbook, and the
// sentences of Attention, of reasons and of the reports.
//
// A language is one file in the folder languages; en.txt says what its parts are. The rest of the program calls tabs,
// columns, outcomes and the like by their names, which never change: they happen to be the English words. Only where a
// cell is written or read does a name become a word, or a word a name.
package words

import (
	"embed"
	"sync"
)

// languageFiles are the languages of this program, a file each.
//
//go:embed languages/*.txt
var languageFiles embed.FS

// installed are the languages of this program. They are read on first use.
var installed = sync.OnceValue(func() *catalogue {
	c, err := load(languageFiles)
	if err != nil {
		panic(err) // the files are part of the program, and a test reads them
	}
	return c
})

// Language is one language of a catalogue. It is immutable. The zero value is English, of the languages that the
// program comes with.
type Language struct {
	catalogue *catalogue
	tongue    *tongue
}

// catalogue are languages that are recognised together. The first is English.
type catalogue struct {
	tongues []*tongue
	// names leads from what is read, folded, to the name, over all languages.
	names [sets]map[string]string
	// titles are the titles of all languages of a tab, by its name.
	titles map[string][]string
}

// tongue is what a file of a language says.
type tongue struct {
	tag   string // BCP 47: en, de, pt-BR
	words [sets]map[string]string
	order [sets][]string // the names in the order of the file
	texts Texts
}

func (l Language) all() *catalogue {
	if l.catalogue == nil {
		return installed()
	}
	return l.catalogue
}

func (l Language) own() *tongue {
	if l.tongue == nil {
		return l.all().tongues[0]
	}
	return l.tongue
}

// Tag is the language's BCP 47 tag: en.
func (l Language) Tag() string { return l.own().tag }

// Is reports whether two values are the same language of the same catalogue.
func (l Language) Is(other Language) bool { return l.own() == other.own() }

// English reports whether the names of things are also their words: nothing needs to be translated.
func (l Language) English() bool { return l.own() == l.all().tongues[0] }

// Alone reports whether the catalogue has no other language: what is read can only be English.
func (l Language) Alone() bool { return len(l.all().tongues) == 1 }

// All returns all languages of the catalogue, English first.
func (l Language) All() []Language {
	c := l.all()
	out := make([]Language, len(c.tongues))
	for i, t := range c.tongues {
		out[i] = Language{c, t}
	}
	return out
}

// Texts are the sentences of the language.
func (l Language) Texts() *Texts { return &l.own().texts }

// Any reports whether is holds for the sentences of any language: what was written in another one is known, too.
func (l Language) Any(is func(t *Texts) bool) bool {
	for _, t := range l.all().tongues {
		if is(&t.texts) {
			return true
		}
	}
	return false
}

// Word is how the language writes the thing of that name; the name itself where it has no word for it.
func (l Language) Word(set Set, name string) string {
	if word, ok := l.own().words[set][name]; ok {
		return word
	}
	return name
}

// Names returns the names of a set in the order of the English file. Callers must not change the result.
func (l Language) Names(set Set) []string { return l.all().tongues[0].order[set] }

// Name finds the name of the thing that a text means, in whichever language it is written and without regard to case,
// spaces and accents. ok is false for a text that is none of the set's words.
func (l Language) Name(set Set, text string) (name string, ok bool) {
	name, ok = l.all().names[set][Fold(text)]
	return name, ok
}

// Spellings are the words for the thing of that name in all languages, those of this language first.
func (l Language) Spellings(set Set, name string) []string {
	out := []string{l.Word(set, name)}
	for _, t := range l.all().tongues {
		if word, ok := t.words[set][name]; ok && word != out[0] {
			out = append(out, word)
		}
	}
	return out
}

// Means reports whether a text is the word for the thing of that name, in any language.
func (l Language) Means(set Set, text, name string) bool {
	got, ok := l.Name(set, text)
	return ok && got == name
}

// Tab is the title of a tab.
func (l Language) Tab(tab string) string { return l.Word(Tabs, tab) }

// TabTitles are the titles that a tab may have, those of this language first.
func (l Language) TabTitles(tab string) []string {
	out := []string{l.Tab(tab)}
	for _, title := range l.all().titles[tab] {
		if Fold(title) != Fold(out[0]) {
			out = append(out, title)
		}
	}
	return out
}

// Column is the title of a column of a tab.
func (l Language) Column(tab, column string) string {
	if word, ok := l.own().words[Columns][columnKey(tab, column)]; ok {
		return word
	}
	return column
}

// ColumnTitles are the titles that a column may have, those of this language first.
func (l Language) ColumnTitles(tab, column string) []string {
	out := []string{l.Column(tab, column)}
	for _, t := range l.all().tongues {
		if title, ok := t.words[Columns][columnKey(tab, column)]; ok && title != out[0] {
			out = append(out, title)
		}
	}
	return out
}

// ColumnName finds the column of a tab that a title means, in any language; ok is false for a column of people's own.
func (l Language) ColumnName(tab, title string) (column string, ok bool) {
	key, ok := l.all().names[Columns][columnKey(tab, Fold(title))]
	if !ok {
		return "", false
	}
	return key[len(tab)+1:], true
}

// ColumnNote explains a column to people; "" for one that explains itself.
func (l Language) ColumnNote(tab, column string) string {
	return l.own().words[Notes][columnKey(tab, column)]
}

// TabNote says what a tab is for; "" for one that needs no note.
func (l Language) TabNote(tab string) string { return l.own().words[Notes][tab] }

func columnKey(tab, column string) string { return tab + "/" + column }
