package reading

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"leadsheet/lead/language"
	"leadsheet/mailin/reading/phrases"
)

// wordLists are the lists whose entries are compared as they stand; all others are parts of expressions.
var wordLists = regexp.MustCompile(`^(forwarded|original|header .*|wrote|form (sender|subject) label|topic label|` +
	`form detail( below)?|label .*|field .*|sentence .*|date label|(first|last) name beside (first|last)|form hint|impersonal|months|` +
	`phone word|greeting addressee|title behind name)$`)

// usedLists are the lists that the packages ask for by name. The arguments of pattern are compiled on the way.
func usedLists(t *testing.T) map[string]bool {
	t.Helper()
	var paths []string
	for _, folder := range []string{".", "*", "../message", "../../lead", "../../lead/language", "../../lead/typed",
		"../../rules/cadence"} {
		found, err := filepath.Glob(filepath.Join(folder, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		paths = append(paths, found...)
	}
	used := map[string]bool{}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			text, ok := n.(*ast.BasicLit)
			if !ok || text.Kind != token.STRING {
				return true
			}
			s, err := strconv.Unquote(text.Value)
			if err != nil {
				t.Fatal(err)
			}
			for _, list := range phrases.Lists(s) {
				used[list] = true
			}
			if slices.Contains(language.Lists(), s) {
				used[s] = true
			}
			return true
		})
	}
	for _, list := range language.Lists() {
		// The names of these lists end with that of a field.
		if strings.HasPrefix(list, "header ") || strings.HasPrefix(list, "field ") && list != "field none" {
			used[list] = true
		}
	}
	return used
}

// Every list of every language is one that the package uses, has its place in en.txt, and has entries that compile.
func TestLanguages(t *testing.T) {
	paths, err := filepath.Glob("../../lead/language/languages/*.txt")
	if err != nil || len(paths) < 24 {
		t.Fatalf("%d languages, %v", len(paths), err)
	}
	english, err := os.ReadFile("../../lead/language/languages/en.txt")
	if err != nil {
		t.Fatal(err)
	}
	used := usedLists(t)
	for _, list := range language.Lists() {
		entries := language.Words(list)
		if !used[list] {
			t.Errorf("nothing uses the list %q", list)
		}
		if !strings.Contains(string(english), "["+list+"]\n") {
			t.Errorf("en.txt does not have the list %q, so nothing says what it is for", list)
		}
		if len(entries) == 0 {
			t.Errorf("the list %q is empty", list)
		}
		for _, entry := range entries {
			if wordLists.MatchString(list) {
				if entry != lowerFold(entry) {
					t.Errorf("%s: %q is not in lower case", list, entry)
				}
			} else if re, err := regexp.Compile("(?i)^(?:" + entry + ")"); err != nil {
				t.Errorf("%s: %q: %v", list, entry, err)
			} else if re.MatchString("") {
				t.Errorf("%s: %q matches everything", list, entry)
			}
			if len([]rune(entry)) > 120 {
				t.Errorf("%s: %q is longer than a line", list, entry)
			}
		}
	}
	for list := range used {
		if !slices.Contains(language.Lists(), list) {
			t.Errorf("no language has the list %q", list)
		}
	}
}

// testdata/languages/phrases.txt holds the phrases that the regular expressions and tables matched before they became
// data: every alternative written out, of the two largest a part of the combinations. All of them are still matched.
func TestPhrasesOfBefore(t *testing.T) {
	data, err := os.ReadFile("testdata/languages/phrases.txt")
	if err != nil {
		t.Fatal(err)
	}
	list, count := "", 0
	var whole *regexp.Regexp
	for phrase := range strings.SplitSeq(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n") {
		if name, ok := strings.CutPrefix(phrase, "== "); ok {
			list, whole = name, regexp.MustCompile("(?i)^"+phrases.Expand("{{"+name+"}}")+"$")
			continue
		}
		if phrase == "" {
			continue
		}
		count++
		if wordLists.MatchString(list) {
			if !slices.Contains(words(list), strings.TrimSpace(phrase)) {
				t.Errorf("%s: %q is gone", list, phrase)
			}
		} else if !whole.MatchString(phrase) {
			t.Errorf("%s: %q is not matched", list, phrase)
		}
	}
	if count < 2700 {
		t.Errorf("only %d phrases", count)
	}
}
