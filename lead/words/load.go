package words

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// english is the file that every other one must match.
const english = "languages/en.txt"

// Load reads the languages of a folder "languages", a file each, en.txt among them, and returns English. A language
// that lacks a text of the English file, has one more, or other places for values in one, is an error, and so is a word
// that two languages use for two things of one set.
func Load(files fs.FS) (Language, error) {
	c, err := load(files)
	if err != nil {
		return Language{}, err
	}
	return Language{c, c.tongues[0]}, nil
}

// Files are the languages that the program comes with, as Load reads them.
func Files() fs.FS { return languageFiles }

func load(files fs.FS) (*catalogue, error) {
	paths, err := fs.Glob(files, "languages/*.txt")
	if err != nil {
		return nil, fmt.Errorf("find the files of languages: %w", err)
	}
	if !slices.Contains(paths, english) {
		return nil, fmt.Errorf("%s is missing", english)
	}
	slices.SortStableFunc(paths, func(a, b string) int { // English first
		switch {
		case a == b:
			return 0
		case a == english:
			return -1
		case b == english:
			return 1
		}
		return strings.Compare(a, b)
	})
	c := &catalogue{titles: map[string][]string{}}
	var faults []error
	for _, p := range paths {
		data, err := fs.ReadFile(files, p)
		if err != nil {
			return nil, fmt.Errorf("read a file of a language: %w", err)
		}
		t, err := readTongue(strings.TrimSuffix(path.Base(p), ".txt"), string(data))
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", p, err))
			continue
		}
		c.tongues = append(c.tongues, t)
		faults = append(faults, sameNames(c.tongues[0], t), c.add(t))
	}
	return c, errors.Join(faults...)
}

// add makes the words of a language recognised.
func (c *catalogue) add(t *tongue) error {
	var faults []error
	for set := range sets {
		if !set.readBack() {
			continue
		}
		if c.names[set] == nil {
			c.names[set] = map[string]string{}
		}
		for _, name := range t.order[set] {
			word := t.words[set][name]
			k := Fold(word)
			if set == Columns {
				tab, _, _ := strings.Cut(name, "/")
				k = columnKey(tab, k)
			}
			if was, taken := c.names[set][k]; taken && was != name {
				faults = append(faults, fmt.Errorf("%s: %q means both %q and %q", t.tag, word, was, name))
			}
			c.names[set][k] = name
			if set == Tabs {
				c.titles[name] = append(c.titles[name], word)
			}
		}
	}
	return errors.Join(faults...)
}

// sameNames compares the names of two languages' words.
func sameNames(want, have *tongue) error {
	var faults []error
	for set := range sets {
		for _, name := range want.order[set] {
			if _, ok := have.words[set][name]; !ok {
				faults = append(faults, fmt.Errorf("%s: %q is missing in [%s]", have.tag, name, section[set]))
			}
		}
		for _, name := range have.order[set] {
			if _, ok := want.words[set][name]; !ok {
				faults = append(faults, fmt.Errorf("%s: English knows no %q in [%s]", have.tag, name, section[set]))
			}
		}
	}
	return errors.Join(faults...)
}

// entry is one text of a file.
type entry struct{ section, key, text string }

// entries takes a file apart: sections in brackets, below them a name and a text a line. A line that begins with a
// space goes on with the text above, # begins a remark.
func entries(data string) ([]entry, error) {
	var out []entry
	section := ""
	for n, l := range strings.Split(data, "\n") {
		line := strings.TrimSpace(l)
		switch key, text, ok := strings.Cut(line, "="); {
		case line == "" || line[0] == '#':
		case l[0] == ' ' && len(out) > 0:
			out[len(out)-1].text += " " + line
		case line[0] == '[' && line[len(line)-1] == ']':
			section = line[1 : len(line)-1]
		case !ok || section == "":
			return nil, fmt.Errorf("line %d: neither a section nor a name and its text", n+1)
		default:
			out = append(out, entry{section, strings.TrimSpace(key), strings.TrimSpace(text)})
		}
	}
	return out, nil
}

func readTongue(tag, data string) (*tongue, error) {
	list, err := entries(data)
	if err != nil {
		return nil, err
	}
	t := &tongue{tag: tag}
	for i := range t.words {
		t.words[i] = map[string]string{}
	}
	sentences := map[string]map[string]string{}
	var faults []error
	for _, e := range list {
		if tab, ok := strings.CutPrefix(e.section, "tab "); ok {
			faults = append(faults, t.addTab(tab, e))
		} else if set := slices.Index(section[:], e.section); set >= 0 {
			faults = append(faults, t.addWord(Set(set), e.key, e.text))
		} else {
			if sentences[e.section] == nil {
				sentences[e.section] = map[string]string{}
			}
			if _, twice := sentences[e.section][e.key]; twice {
				faults = append(faults, fmt.Errorf("[%s]: %q is there twice", e.section, e.key))
			}
			sentences[e.section][e.key] = e.text
		}
	}
	parsed, err := language.Parse(tag)
	faults = append(faults, err, t.texts.read(parsed, sentences), t.texts.Dates.complete())
	return t, errors.Join(faults...)
}

// complete reports names of days or months that are missing: whoever writes a time takes them by their number.
func (x *DateTexts) complete() error {
	if days, months := len(strings.Fields(x.Weekdays)), len(strings.Fields(x.Months)); days != 7 || months != 12 {
		return fmt.Errorf("[Dates]: there are %d weekdays and %d months", days, months)
	}
	return nil
}

func (t *tongue) addWord(set Set, name, word string) error {
	if _, twice := t.words[set][name]; twice {
		return fmt.Errorf("[%s]: %q is there twice", section[set], name)
	}
	t.words[set][name] = word
	t.order[set] = append(t.order[set], name)
	return nil
}

// addTab adds an entry of the section of a tab: its title, its note, the title of a column, or the note of one.
func (t *tongue) addTab(tab string, e entry) error {
	kind, column, _ := strings.Cut(e.key, " ")
	switch {
	case e.key == "title":
		return t.addWord(Tabs, tab, e.text)
	case e.key == "note":
		return t.addWord(Notes, tab, e.text)
	case kind == "column":
		return t.addWord(Columns, columnKey(tab, column), e.text)
	case kind == "note":
		return t.addWord(Notes, columnKey(tab, column), e.text)
	}
	return fmt.Errorf("[%s]: %q is no part of a tab", e.section, e.key)
}

// read puts the sentences of a file into their fields: a section is a field of Texts, a name one of that.
func (x *Texts) read(tag language.Tag, sentences map[string]map[string]string) error {
	var faults []error
	groups := reflect.ValueOf(x).Elem()
	for i := range groups.NumField() {
		group, name := groups.Field(i), groups.Type().Field(i).Name
		for j := range group.NumField() {
			f := group.Type().Field(j)
			err := readField(group.Field(j).Addr().Interface(), f.Name, f.Tag.Get("args"), tag, sentences[name])
			if err != nil {
				faults = append(faults, fmt.Errorf("[%s]: %s: %w", name, f.Name, err))
			}
		}
		for key := range sentences[name] {
			faults = append(faults, fmt.Errorf("[%s]: the program knows no %q", name, key))
		}
		delete(sentences, name)
	}
	for name := range sentences {
		faults = append(faults, fmt.Errorf("the program knows no section [%s]", name))
	}
	slices.SortFunc(faults, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return errors.Join(faults...)
}

// readField reads the text of one field and takes it out of the section.
func readField(field any, name, args string, tag language.Tag, texts map[string]string) error {
	names := strings.Fields(args)
	take := func(name string) (string, bool) {
		text, ok := texts[name]
		delete(texts, name)
		return text, ok && text != ""
	}
	one := func(t *template, count int) error {
		text, ok := take(name)
		if !ok {
			return errors.New("the text is missing")
		}
		return t.set(text, names, count)
	}
	many := func(f *forms, count int) error {
		f.tag = tag
		for form, suffix := range pluralForms {
			text, ok := take(name + "." + suffix)
			if !ok {
				continue
			}
			f.form[form] = new(template)
			if err := f.form[form].set(text, names, count); err != nil {
				return fmt.Errorf("%s: %w", suffix, err)
			}
		}
		if f.form[plural.Other] == nil {
			return errors.New("the form other is missing")
		}
		return nil
	}
	switch x := field.(type) {
	case *string:
		var t template
		if err := one(&t, 0); err != nil {
			return err
		}
		*x = t.parts[0]
		return nil
	case *Text1:
		return one(&x.t, 1)
	case *Text2:
		return one(&x.t, 2)
	case *Text3:
		return one(&x.t, 3)
	case *Text4:
		return one(&x.t, 4)
	case *Text5:
		return one(&x.t, 5)
	case *Plural1:
		return many(&x.f, 1)
	case *Plural2:
		return many(&x.f, 2)
	}
	return fmt.Errorf("%T is no kind of text", field)
}

// set reads a text that has so many places.
func (t *template) set(text string, names []string, count int) (err error) {
	if len(names) != count {
		return fmt.Errorf("%d places are named %q", count, names)
	}
	*t, err = newTemplate(text, names)
	return err
}

// pluralForms are the names of the plural forms in a file.
var pluralForms = [plural.Many + 1]string{plural.Other: "other", plural.Zero: "zero", plural.One: "one",
	plural.Two: "two", plural.Few: "few", plural.Many: "many"}
