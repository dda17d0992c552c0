package reading

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"leadsheet/lead/language/dfa"
	"leadsheet/mailin/message"
	"leadsheet/mailin/reading/labels"
	"leadsheet/mailin/reading/letter"
	"leadsheet/mailin/reading/quotations"
)

// linesOfGoldens are the lines of the messages in testdata, each once.
func linesOfGoldens(t *testing.T) []string {
	t.Helper()
	paths, err := filepath.Glob("testdata/*/*.eml")
	if err != nil || len(paths) == 0 {
		t.Fatalf("%d messages, %v", len(paths), err)
	}
	var out []string
	known := map[string]bool{}
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		msg := message.Parse(raw)
		for _, l := range append(msg.Text, msg.HTML...) {
			if !known[l.Text] {
				known[l.Text] = true
				out = append(out, l.Text)
			}
		}
		out = append(out, msg.Header.Get("subject"))
	}
	return out
}

// What the automata say of lines is what package regexp says: of the lines of all messages in testdata, and of the
// entries of the lists in the expressions, as they are and in capitals, alone and within other text.
func TestExpressionsAnswerAsRegexp(t *testing.T) {
	lines := linesOfGoldens(t)
	for _, c := range []struct {
		list string
		e    *dfa.Regexp
	}{
		{"closing", letter.SignOff()}, {"closing", letter.SignOffNamed()}, {"greeting", letter.GreetingLine()}, {"disclaimer", letter.Disclaimer()},
		{"sent from device", letter.DeviceLine()}, {"warning banner", letter.Banner()}, {"form trailer", labels.FormTrailer()},
		{"legal form", letter.LegalForm()}, {"introduction", letter.Introductions()}, {"need label", labels.NeedLabel()},
		{"forward prefix", quotations.ForwardSubject()}, {"reply prefix", quotations.ReplySubject()}, {"HTML only", letter.TextStub()},
		{"behind own name", letter.SignedBehind()}, {"header from", quotations.KnownHeaderLines().Joined},
	} {
		matched := 0
		tried := strings.NewReplacer("?", "", "(", "", ")", "", "\\", "", "[ ]", " ")
		texts := lines[:len(lines):len(lines)]
		for i, entry := range words(c.list) {
			plain := tried.Replace(entry)
			texts = append(texts, plain, strings.ToUpper(plain))
			if i%8 == 0 {
				texts = append(texts, "  *"+plain+",", plain+": y", plain+" Jane Doe", "["+plain)
			}
			for part := range strings.SplitSeq(entry, "|") {
				texts = append(texts, strings.Trim(part, "()?"))
			}
		}
		for _, s := range texts {
			want := c.e.Full().MatchString(s)
			if got := c.e.MatchString(s); got != want {
				t.Errorf("%s: %q matches: %v, want %v", c.list, s, got, want)
			}
			if want {
				matched++
			}
		}
		if matched == 0 || matched == len(texts) {
			t.Errorf("%s: %d of %d match", c.list, matched, len(texts))
		}
	}
}

// A closing line has the name that the groups of its expression find.
func TestNameBehindClosingIsThatOfTheExpression(t *testing.T) {
	named := 0
	names := []string{"", " Jane", ", Jane Doe", "\nGrüßen", " jane", " J. D. O'Neil", "* Ana_", " 5", " Jane Doe Ann Lee Roy", "Jane"}
	for i, entry := range words("closing") {
		plain := strings.NewReplacer("?", "", "(", "", ")", "", "\\", "").Replace(entry)
		for k, name := range names {
			if (i+k)%9 != 0 {
				continue
			}
			line, want := plain+name, ""
			if m := letter.SignOff().Full().FindStringSubmatch(line); m != nil {
				want = strings.TrimSpace(m[letter.SignOff().SubexpIndex("name")])
			}
			if want != "" {
				named++
			}
			if got := letter.NameBehindClosing(line); got != want {
				t.Errorf("%q: %q, want %q", line, got, want)
			}
		}
	}
	if named < 30 {
		t.Errorf("only %d lines have a name", named)
	}
}
