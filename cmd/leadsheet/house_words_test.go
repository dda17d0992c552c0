package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"leadsheet/lead/words"
)

// speechless are the packages whose texts all come from package words: what they write stands in cells.
var speechless = []string{"rules", "rules/policy", "rules/history", "rules/turns", "rules/owners", "rules/matching",
	"rules/outcomes", "rules/attention", "reports",
	"reports/facts", "reports/canvas", "reports/today", "reports/process"}

// unread are sentences in their code that no cell ever shows: why a cell is changed, notes for the log, and what
// leadsheet wrote when it knew no language but English, which it recognises.
var unread = []string{
	"answered by mail", "blank, and the contact wrote it now", "by status", "further inquiry",
	"the mail did not arrive", "the previous owner", "the contact said more",
	"the column %q is there again: ", "values of %d leads that waited in Details are back in it",
	"made a lead by hand", "is lead ", "first response", "a further mail", "its answers", "delivery report",
	"its answers changed", "its answers were edited in the form, but", "its answers were edited in the form; compare",
	"edited answers", "export file",
}

// sentence is a text of several words.
var sentence = regexp.MustCompile(`\pL{2,},?:? +\pL{2,}`)

// No sentence that people read stands in the code: it would be English in every language. Names of things, which package
// words has words for, may.
func TestNoSentencesInTheCode(t *testing.T) {
	for _, f := range productFiles(t) {
		if !slices.Contains(speechless, f.pkg) {
			continue
		}
		for _, text := range sentencesIn(f) {
			t.Errorf("%s says %q; package words is where texts stand", f.path, text)
		}
	}
}

func sentencesIn(f sourceFile) []string {
	var out []string
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		if _, isImport := n.(*ast.ImportSpec); isImport {
			return false
		}
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			text, err := strconv.Unquote(lit.Value)
			if err == nil && sentence.MatchString(text) && !slices.Contains(unread, text) && !isName(text) {
				out = append(out, text)
			}
		}
		return true
	})
	return out
}

// isName reports whether package words has a word for the thing of that name.
func isName(text string) bool {
	var l words.Language
	for set := words.Tabs; set <= words.FirstRows; set++ {
		if slices.Contains(l.Names(set), text) {
			return true
		}
	}
	return false
}

func TestASentenceInTheCodeIsSeen(t *testing.T) {
	for _, c := range []struct{ source, want string }{
		{`package a; const x = "Owner is missing"`, "Owner is missing"},
		{`package a; import "a b"; const x, y, z = "Business name", "owner", "2006-01-02 15:04"`, ""},
	} {
		f, err := parseSource("rules/a.go", c.source)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(sentencesIn(f), "|"); got != c.want {
			t.Errorf("%s: %q", c.source, got)
		}
	}
}

// Every text of the catalogue is said somewhere; a language need not translate what nobody reads.
func TestEveryTextIsSaid(t *testing.T) {
	said := map[string]bool{}
	for _, f := range productFiles(t) {
		if f.pkg == "lead/words" {
			continue
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				said[s.Sel.Name] = true
			}
			return true
		})
	}
	groups := reflect.TypeFor[words.Texts]()
	for i := range groups.NumField() {
		group := groups.Field(i)
		for j := range group.Type.NumField() {
			if name := group.Type.Field(j).Name; !said[name] {
				t.Error(fmt.Sprint(group.Name, ".", name, " is said nowhere"))
			}
		}
	}
}
