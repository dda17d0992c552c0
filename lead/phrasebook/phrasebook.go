// Package phrasebook holds what customers read of leadsheet, in their languages: the replies of a new workbook, and how
// a time is said. It also recognises the language in which somebody writes. A language is one file in the folder
// languages; en.txt says what its parts are.
//
// Everything here is computed from its arguments.
package phrasebook

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"leadsheet/lead/words"
)

//go:embed languages/*.txt
var files embed.FS

// Language is a language in which customers write.
type Language struct {
	Tag       string   // BCP 47, without a region: de
	Names     []string // in English first, then its own
	Countries []string // where most people write it, by ISO codes
	letters   string   // that other languages seldom have
	scripts   []string // by which alone it is recognised, as package unicode calls them
	words     map[string]bool
	say       map[string]string
	weekdays  []string // from Sunday on, with what stands before them: on Monday
	months    []string
	replies   map[string]Reply
}

// Reply is the text of a reply, with its merge fields.
type Reply struct{ Subject, Text string }

// The replies of a new workbook.
const (
	Acknowledgement = "acknowledgement"
	AfterHours      = "after hours"
	Reminder        = "reminder"
	LastQuestion    = "last question"
)

// replies are their names, in the order of a new workbook.
var replies = []string{Acknowledgement, AfterHours, Reminder, LastQuestion}

// all are the languages, English first. The files are read on first use.
var all = sync.OnceValue(func() []*Language {
	list, err := readAll(files)
	if err != nil {
		panic(err) // the files are part of the program, and a test reads them
	}
	return list
})

// All returns the languages, English first. Callers must not change them.
func All() []*Language { return all() }

// Find returns the language that a text names: by its tag, with a region or without, or by its name. nil for none.
func Find(text string) *Language {
	text = strings.TrimSpace(text)
	tag, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(text), "_", "-"), "-")
	for _, l := range all() {
		is := func(name string) bool { return words.SameFolded(name, text) }
		if l.Tag == tag || slices.ContainsFunc(l.Names, is) {
			return l
		}
	}
	return nil
}

// OfCountry returns the language that most people of a country write; nil where that is not known, or where there are
// several.
func OfCountry(code string) *Language {
	for _, l := range all() {
		if slices.Contains(l.Countries, strings.ToUpper(strings.TrimSpace(code))) {
			return l
		}
	}
	return nil
}

// Reply returns a reply of a new workbook; ok is false where the language has none.
func (l *Language) Reply(name string) (r Reply, ok bool) {
	r, ok = l.replies[name]
	return r, ok
}

// readAll reads all files.
func readAll(files fs.FS) ([]*Language, error) {
	paths, err := fs.Glob(files, "languages/*.txt")
	if err != nil {
		return nil, fmt.Errorf("find the phrase books: %w", err)
	}
	var list []*Language
	var faults []error
	for _, p := range paths {
		data, err := fs.ReadFile(files, p)
		if err != nil {
			return nil, fmt.Errorf("read a phrase book: %w", err)
		}
		l, err := read(strings.TrimSuffix(path.Base(p), ".txt"), string(data))
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", p, err))
		}
		list = append(list, l)
	}
	slices.SortStableFunc(list, func(a, b *Language) int { return strings.Compare(order(a), order(b)) })
	return list, errors.Join(faults...)
}

// order puts English first.
func order(l *Language) string {
	if l.Tag == "en" {
		return ""
	}
	return l.Tag
}

// read reads one file.
func read(tag, data string) (*Language, error) {
	l := &Language{Tag: tag, words: map[string]bool{}, say: map[string]string{}, replies: map[string]Reply{}}
	texts := map[string][]string{}
	section := ""
	for line := range strings.Lines(data) {
		line = strings.TrimRight(line, " \r\n")
		switch {
		case strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]"):
			section = line[1 : len(line)-1]
		case slices.Contains(replies, section):
			texts[section] = append(texts[section], line)
		case section == "words":
			for _, w := range strings.Fields(line) {
				l.words[w] = true
			}
		default:
			if key, text, ok := strings.Cut(line, " = "); ok {
				l.say[key] = text
			} else if line != "" {
				return l, fmt.Errorf("[%s]: %q has no value", section, line)
			}
		}
	}
	l.Names, l.Countries = commas(l.say["names"]), strings.Fields(l.say["countries"])
	l.letters, l.scripts = l.say["letters"], strings.Fields(l.say["scripts"])
	l.weekdays, l.months = commas(l.say["weekdays"]), commas(l.say["months"])
	for name, lines := range texts {
		text := strings.TrimSpace(strings.Join(lines, "\n"))
		subject, text, ok := strings.Cut(text, "\n\n")
		subject, begins := strings.CutPrefix(subject, "Subject: ")
		if !ok || !begins {
			return l, fmt.Errorf("[%s]: it does not begin with a subject and a blank line", name)
		}
		l.replies[name] = Reply{Subject: subject, Text: text}
	}
	return l, l.fault()
}

// fault is what a file lacks.
func (l *Language) fault() error {
	days := len(l.weekdays)
	switch {
	case len(l.Names) == 0:
		return errors.New("it has no names")
	case len(l.words) == 0 && len(l.scripts) == 0:
		return errors.New("nothing tells how to recognise it")
	case days > 0 && (days != 7 || len(l.months) != 12):
		return fmt.Errorf("it has %d weekdays and %d months", days, len(l.months))
	case days > 0 && (l.say["today"] == "" || l.say["tomorrow"] == "" || l.say["before"] == "" || l.say["date"] == ""):
		return errors.New("it does not say how a time is said")
	case len(l.replies) > 0 && (len(l.replies) != len(replies) || days == 0):
		return errors.New("it does not have all replies, or cannot say a time in them")
	}
	return nil
}

func commas(list string) []string {
	var out []string
	for item := range strings.SplitSeq(list, ",") {
		if item = strings.TrimSpace(item); item != "" {
			out = append(out, item)
		}
	}
	return out
}
