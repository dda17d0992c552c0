package reading

import (
	"strings"
	"testing"

	"leadsheet/mailin/reading/phrases"
)

// The first letters refuse no line that the expression alone would take.
func TestLinePatterns(t *testing.T) {
	patterns := map[string]*phrases.LineExpr{"closing": signOff(), "sent from device": deviceLine(), "disclaimer": disclaimer(),
		"warning banner": banner(), "form trailer": formTrailer(), "greeting": greetingLine()}
	for list, e := range patterns {
		refused := 0
		lines := []string{"We need twenty chairs", "Wir brauchen", "Queremos", "x"}
		for _, entry := range words(list) {
			lines = append(lines, strings.NewReplacer("?", "", "(", "", ")", "", "\\", "", "[ ]", " ").Replace(entry))
			for part := range strings.SplitSeq(entry, "|") {
				lines = append(lines, strings.Trim(part, "()?"))
			}
		}
		for _, l := range lines {
			for _, s := range []string{l, strings.ToUpper(l), "  *" + l + ",", "[" + l} {
				if e.Regexp.MatchString(s) && !e.May(s) {
					t.Errorf("%s: %q is refused", list, s)
				}
				if !e.May(s) {
					refused++
				}
			}
		}
		if refused == 0 {
			t.Errorf("%s refuses nothing", list)
		}
	}
}
