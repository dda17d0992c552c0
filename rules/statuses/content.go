package statuses

import (
	_ "embed" // the texts that say nothing
	"strings"
	"sync"

	"leadsheet/lead/words"
)

//go:embed placeholders.txt
var placeholdersFile string

// placeholders are the texts of placeholders.txt by their lists, in all languages, folded.
var placeholders = sync.OnceValue(func() map[string]map[string]bool {
	lists, list := map[string]map[string]bool{}, map[string]bool{}
	for line := range strings.Lines(placeholdersFile) {
		switch line = strings.TrimSpace(line); {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			list = map[string]bool{}
			lists[strings.Trim(line, "[]")] = list
		default:
			_, texts, _ := strings.Cut(line, " ")
			for text := range strings.SplitSeq(texts, ",") {
				list[words.Fold(strings.Trim(text, marks))] = true
			}
		}
	}
	return lists
})

// marks are the signs that say nothing by themselves.
const marks = " \t\n.,;:!?-_/\\|*#~=+()[]{}<>\"'`´^–—‐‑−…·•¿¡\u00a0"

// longestPlaceholder is more bytes than any text has that says nothing, but for signs.
const longestPlaceholder = 60

// Column is what a column is about, where that decides which texts say nothing in it.
type Column uint8

// The columns. Theirs are those that a team has added, which may ask for what says nothing elsewhere: none, no. In
// Names every word may be one.
const (
	Ours Column = iota
	Theirs
	Names
)

// SaysNothing reports whether a text is blank, or stands there only so that the cell is not: signs, a naught, n/a.
func SaysNothing(text string, in Column) bool {
	if in == Names && text != "" && 'A' <= text[0]&^0x20 && text[0]&^0x20 <= 'Z' {
		return false // nearly always, and that costs less than to trim
	}
	bare := strings.Trim(text, marks)
	if len(bare) > longestPlaceholder {
		return false
	}
	if strings.Trim(bare, marks+"0") == "" {
		return true
	}
	if in == Names {
		return false
	}
	bare = words.Fold(bare)
	return placeholders()["any"][bare] || in == Ours && placeholders()["ours"][bare]
}

// SaysValue reports whether a text that is no number says something of a value: a direction, such as "large", or that
// it is asked for.
func SaysValue(text string) bool {
	isAsked := strings.Contains(text, "?") && strings.Trim(text, "? ") == ""
	return isAsked || !SaysNothing(text, Ours)
}
