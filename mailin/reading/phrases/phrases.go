// Package phrases matches what people and programs write with the words of package language: sets of words, and
// expressions with the entries of lists in them. All of them are made on first use, since most runs of the program read
// no mail.
package phrases

import (
	"strings"
	"sync"

	"leadsheet/lead/language"
	"leadsheet/lead/language/dfa"
)

// Set is the set of the entries of some lists.
func Set(lists ...string) func() map[string]bool {
	return sync.OnceValue(func() map[string]bool {
		set := map[string]bool{}
		for _, list := range lists {
			for _, w := range language.Words(list) {
				set[w] = true
			}
		}
		return set
	})
}

// place matches the placeholder of a list in an expression: "{{closing}}".
var place = Lazy(`\{\{[a-zA-Z -]+\}\}`)

// Lists returns the names of the lists whose placeholders are in an expression.
func Lists(expression string) []string {
	var names []string
	for _, p := range place().FindAllString(expression, -1) {
		names = append(names, strings.Trim(p, "{}"))
	}
	return names
}

// Expand replaces each "{{name}}" in an expression by a group of that list's entries.
func Expand(expression string) string {
	return place().Full().ReplaceAllStringFunc(expression, func(p string) string {
		return "(?:" + strings.Join(language.Words(strings.Trim(p, "{}")), "|") + ")"
	})
}

// Lazy compiles an expression.
func Lazy(expression string) func() *dfa.Regexp {
	e := dfa.New(expression)
	return func() *dfa.Regexp { return e }
}

// Pattern compiles an expression with the entries of lists in it.
func Pattern(expression string) func() *dfa.Regexp {
	return sync.OnceValue(func() *dfa.Regexp { return dfa.New(Expand(expression)) })
}

// Fold converts s to lower case. The Turkish capital I with a dot becomes a plain i.
func Fold(s string) string { return strings.ReplaceAll(strings.ToLower(s), "i̇", "i") }
