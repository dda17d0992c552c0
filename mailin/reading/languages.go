package reading

import (
	"embed"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"sync"
)

// languageFiles are the words of all languages. A file is a language; en.txt says what each list is for.
//
//go:embed languages/*.txt
var languageFiles embed.FS

// lists returns the entries of every list in all languages, in the order of the files. The files are read on first use.
var lists = sync.OnceValue(func() map[string][]string {
	all, err := readLanguages(languageFiles)
	if err != nil {
		panic(err) // the files are part of the program, and a test reads them
	}
	return all
})

// listName is the line with which a list begins.
var listName = lazy(`^\[([a-zA-Z -]+)\]$`)

// readLanguages reads the lists out of all files.
func readLanguages(files fs.FS) (map[string][]string, error) {
	paths, err := fs.Glob(files, "languages/*.txt")
	if err != nil {
		return nil, fmt.Errorf("find the files of languages: %w", err)
	}
	all := map[string][]string{}
	for _, path := range paths {
		data, err := fs.ReadFile(files, path)
		if err != nil {
			return nil, fmt.Errorf("read a file of a language: %w", err)
		}
		list := ""
		for n, l := range strings.Split(string(data), "\n") {
			l = strings.TrimSpace(l)
			if l == "" || l == "#" || strings.HasPrefix(l, "# ") {
				continue
			}
			if m := listName().FindStringSubmatch(l); m != nil {
				list = m[1]
				if _, ok := all[list]; !ok {
					all[list] = nil
				}
				continue
			}
			if list == "" {
				return nil, fmt.Errorf("%s, line %d: an entry above the first list", path, n+1)
			}
			all[list] = append(all[list], l)
		}
	}
	return all, nil
}

// words returns the entries of a list in all languages.
func words(list string) []string {
	entries, ok := lists()[list]
	if !ok {
		panic("no language has the list " + list)
	}
	return entries
}

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
