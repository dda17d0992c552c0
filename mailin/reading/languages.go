package reading

import (
	"regexp"
	"strings"
	"sync"

	"leadsheet/lead/language"
)

// words returns the entries of a list in all languages.
func words(list string) []string { return language.Words(list) }

// wordSet is the set of the entries of some lists. It is made on first use.
func wordSet(names ...string) func() map[string]bool {
	return sync.OnceValue(func() map[string]bool {
		set := map[string]bool{}
		for _, name := range names {
			for _, w := range words(name) {
				set[w] = true
			}
		}
		return set
	})
}

// listPlace matches the placeholder of a list in an expression: "{{closing}}".
var listPlace = lazy(`\{\{[a-zA-Z -]+\}\}`)

// expand replaces each "{{name}}" in an expression by a group of that list's entries.
func expand(expression string) string {
	return listPlace().ReplaceAllStringFunc(expression, func(place string) string {
		return "(?:" + strings.Join(words(strings.Trim(place, "{}")), "|") + ")"
	})
}

// lazy compiles an expression on first use: most runs of the program read no mail.
func lazy(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}

// pattern compiles an expression with the entries of lists in it, on first use.
func pattern(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expand(expression)) })
}
