package statuses

import (
	"strings"

	"leadsheet/lead/words"
)

// Content tells cells that say something from those that only look filled.
type Content struct{ placeholders, nothing map[string]bool }

// NewContent reads the texts of all languages that people may write.
func NewContent(in words.Language) *Content {
	c := &Content{map[string]bool{}, map[string]bool{}}
	for _, l := range in.All() {
		say := &l.Texts().Status
		for _, x := range []struct {
			to   map[string]bool
			text string
		}{{c.placeholders, say.Placeholders}, {c.nothing, say.Nothing}} {
			for item := range strings.SplitSeq(x.text, ",") {
				x.to[words.Fold(item)] = true
			}
		}
	}
	return c
}

// marks are the signs that say nothing by themselves.
const marks = " \t\n.,;:!?-_/\\|*#~=+()[]{}<>\"'`´^–—‐‑−…·•¿¡\u00a0"

// SaysNothing reports whether a text is blank, or stands there only so that the cell is not: signs, a naught, n/a. A
// column of the team's own may ask for what says nothing elsewhere: none, no.
func (c *Content) SaysNothing(text string, own bool) bool {
	if strings.TrimSpace(text) == "" || strings.Trim(text, marks+"0") == "" {
		return true
	}
	bare := words.Fold(strings.Trim(text, marks))
	return c.placeholders[bare] || !own && c.nothing[bare]
}

// SaysValue reports whether a text that is no number says something of a value: a direction, such as "large", or that
// it is asked for.
func (c *Content) SaysValue(text string) bool {
	isAsked := strings.Contains(text, "?") && strings.Trim(text, "? ") == ""
	return isAsked || !c.SaysNothing(text, false)
}
