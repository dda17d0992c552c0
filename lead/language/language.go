// Package language holds the words of many languages that people and programs write: labels of forms, closings of
// letters, marks of clients. A language is one file in the folder languages; en.txt says what each list is for. What
// the lists mean is decided where they are used: in package lead for the labels of forms and exports, in the reading
// of mails for everything else.
package language

import (
	"embed"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"sync"
)

// files are the words of all languages.
//
//go:embed languages/*.txt
var files embed.FS

// lists returns the entries of every list in all languages, in the order of the files. The files are read on first use.
var lists = sync.OnceValue(func() map[string][]string {
	all, err := read(files)
	if err != nil {
		panic(err) // the files are part of the program, and a test reads them
	}
	return all
})

// listName is the line with which a list begins.
var listName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^\[([a-zA-Z -]+)\]$`) })

// read reads the lists out of all files.
func read(files fs.FS) (map[string][]string, error) {
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

// Words returns the entries of a list in all languages, those of one language in the order of its file. It panics when
// no language has the list.
func Words(list string) []string {
	entries, ok := lists()[list]
	if !ok {
		panic("no language has the list " + list)
	}
	return entries
}

// Lists returns the names of all lists, in no order.
func Lists() []string {
	var names []string
	for name := range lists() {
		names = append(names, name)
	}
	return names
}
