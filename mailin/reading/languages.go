package reading

import (
	"leadsheet/lead/language"
	"leadsheet/lead/language/dfa"
	"leadsheet/mailin/reading/phones"
	"leadsheet/mailin/reading/phrases"
)

// words returns the entries of a list in all languages.
func words(list string) []string { return language.Words(list) }

// wordSet is the set of the entries of some lists. It is made on first use.
func wordSet(names ...string) func() map[string]bool { return phrases.Set(names...) }

// lazy compiles an expression on first use: most runs of the program read no mail.
func lazy(expression string) func() *dfa.Regexp { return phrases.Lazy(expression) }

// pattern compiles an expression with the entries of lists in it, on first use.
func pattern(expression string) func() *dfa.Regexp { return phrases.Pattern(expression) }

// lowerFold converts s to lower case. The Turkish capital I with a dot becomes a plain i.
func lowerFold(s string) string { return phrases.Fold(s) }

func hasPhoneWord(s string) bool { return phones.HasWord(s) }

func digits(s string) int { return phones.Digits(s) }
