package bymail

import (
	"strings"
	"testing"
	"time"

	"leadsheet/lead/words"
	"leadsheet/rules/command"

	"pgregory.net/rapid"
)

func parse(text string) command.Reading {
	return command.Parse(words.Language{}, text, time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC))
}

// Which lines are commands, for which lead, and what is left.
func TestRead(t *testing.T) {
	for _, c := range []struct{ text, lines, rest string }{
		{"called", " called", ""},
		{"\n\n  Called.  \n", " called", ""},
		{"called\ntomorrow 10", " called| next contact", ""},
		{"called\n\nDear Jo,\nwe come.", " called", "Dear Jo,\nwe come."},
		{"Dear Jo,\ncalled", "", "Dear Jo,\ncalled"},
		{"L-1042 called\nl1043: no answer\n[L-1044] done", "L-1042 called|L-1043 no answer|L-1044 done", ""},
		{"L-1042, won 4500", "L-1042 won", ""},
		{"L-1042 what is this?", "L-1042 ?", ""},
		{"L-1042", "", "L-1042"},
		{"mine", " pass to Kim Li", ""},
		{"pass to me", " pass to Kim Li", ""},
		{"L-1042 mine", "L-1042 pass to Kim Li", ""},
		{"", "", ""},
		{"Lost your number", " lost", ""},
	} {
		lines, rest := Read(c.text, "Kim Li", parse)
		var got []string
		for _, l := range lines {
			verb := string(l.Verb)
			if l.Fault == command.UnknownVerb {
				verb = "?"
			}
			if l.Verb == command.PassTo {
				verb += " " + l.Reading.Text
			}
			got = append(got, l.Lead+" "+verb)
		}
		if strings.Join(got, "|") != c.lines || rest != c.rest {
			t.Errorf("%q: %q and %q, want %q and %q", c.text, got, rest, c.lines, c.rest)
		}
	}
}

// Nothing that somebody typed is lost: each line is a command or in the rest.
func TestRead_NothingIsLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		typed := rapid.SliceOfN(rapid.SampledFrom([]string{"called", "L-1042 mine", "Dear Jo", "", "tomorrow 10",
			"done x", "\x00", "L-9 ?"}), 0, 80).Draw(t, "lines")
		lines, rest := Read(strings.Join(typed, "\n"), "Kim", parse)
		want := 0
		for _, s := range typed {
			if strings.TrimSpace(s) != "" {
				want++
			}
		}
		left := 0
		for _, s := range strings.Split(rest, "\n") {
			if strings.TrimSpace(s) != "" {
				left++
			}
		}
		if len(lines)+left != want {
			t.Fatalf("%d lines and %d left of %d: %q", len(lines), left, want, rest)
		}
	})
}
