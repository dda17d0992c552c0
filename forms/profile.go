package forms

import (
	"regexp"
	"slices"
	"strings"

	"leadsheet/forms/table"
	"leadsheet/lead"
)

// profile is what is known of the exports of one vendor. It is a default that the file itself may overrule: a column
// that a profile does not name is read by its words and values, as in any other file. docs/facts/forms.md says what
// is known of the vendors, and how surely.
//
// Titles are written as fold leaves them: small letters, digits and spaces. Alternatives are separated by "|".
type profile struct {
	name  string
	needs []string             // of each of these the file has a column; that is how it is recognised
	looks func(formTable) bool // what else must hold, where titles do not tell enough

	id         string // the column of the native key, best first; "" when the vendor has none
	everywhere bool   // and its keys are unique in the world, not only in one form or on one site
	form       string // which form a record belongs to: inside it, keys are unique
	label      string // what that form is called

	maker bool // of forms on websites
	later bool // it was added after the first version: its records have the keys of files of which no vendor is known

	columns map[string]lead.Field // titles whose words mislead; FieldNone keeps a column as an answer
	also    map[string]lead.Field // as columns, for titles that were added later: no key depends on them
	weak    string                // columns of the account that filled the form in; they give way to any other of the kind
	staff   string                // how the titles of what people of the business add begin
	started string                // the time to use when there is no time of submission

	utc     bool // its times are UTC whatever the business's zone
	months  bool // its dates of numbers have the month first
	zoneRow bool // one form is exported in the viewer's zone and in the sheet's: see quarter

	source, medium string // where its leads come from when nothing else says so
	prefixes       bool   // l:123, p:+49...: the kind of value in front of it
	entities       bool   // &#039; instead of an apostrophe
}

// recognise returns the vendor whose file this is; an empty profile when none is known.
func recognise(t formTable) *profile {
	have := map[string]bool{}
	for _, h := range t.Headers {
		have[table.Fold(h)] = true
	}
	for i := range profiles {
		p := &profiles[i]
		if (len(p.needs) > 0 || p.looks != nil) && hasAll(have, p.needs) && (p.looks == nil || p.looks(t)) {
			return p
		}
	}
	return &profile{}
}

func hasAll(have map[string]bool, needs []string) bool {
	for _, group := range needs {
		found := false
		for _, title := range strings.Split(group, "|") {
			found = found || have[title]
		}
		if !found {
			return false
		}
	}
	return true
}

// has reports whether a title is one of a list of alternatives.
func has(list, title string) bool {
	if list == "" || title == "" {
		return false
	}
	for _, s := range strings.Split(list, "|") {
		if s == title {
			return true
		}
	}
	return false
}

// column returns the index of the first of the alternatives that the file has, -1 for none.
func (t formTable) column(list string) int {
	if list == "" {
		return -1
	}
	for _, title := range strings.Split(list, "|") {
		for i, h := range t.Headers {
			if table.Fold(h) == title {
				return i
			}
		}
	}
	return -1
}

// sample calls do with up to n values of a column that are not blank, until it returns false. A row that the end of the
// file has cut off, or one with a cell too many, says nothing of its columns.
func (t formTable) sample(col, n int, do func(v string) bool) {
	for i := range t.Rows {
		if n == 0 {
			return
		}
		r := &t.Rows[i]
		if !r.Complete() || col >= len(r.Cells) || strings.TrimSpace(r.Cells[col]) == "" {
			continue
		}
		if len(r.Cells) > len(t.Titles) && t.UsualWidth <= len(t.Titles) {
			continue
		}
		n--
		if !do(r.Cells[col]) {
			return
		}
	}
}

// allOf reports whether a column has values and the first 50 all fit. What is damaged says nothing.
func (t formTable) allOf(col int, fits func(v string) bool) bool {
	seen := 0
	for i := range t.Rows {
		r := &t.Rows[i]
		if !r.Complete() || r.Problem != "" || col < 0 || col >= len(r.Cells) || strings.TrimSpace(r.Cells[col]) == "" {
			continue
		}
		if !fits(r.Cells[col]) {
			return false
		}
		if seen++; seen == 50 {
			break
		}
	}
	return seen > 0
}

var (
	googleCSVTime = regexp.MustCompile(`^\d{4}/\d{1,2}/\d{1,2} \d{1,2}:\d{2}:\d{2} [AP]M (?:GMT|UTC|[A-Z]{2,4})`)
	airtableID    = regexp.MustCompile(`^rec[0-9A-Za-z]{14}$`)
)

// googleCSV: a column is nothing but times as Google's download of a form writes them.
func googleCSV(t formTable) bool {
	for i := range t.Headers {
		if has(googleTimestamps, table.Fold(t.Headers[i])) && t.allOf(i, googleCSVTime.MatchString) {
			return true
		}
	}
	return false
}

// googleTab: a column has Google's title of the time stamp, in one of its languages, and holds times only.
func googleTab(t formTable) bool {
	return slices.ContainsFunc(t.Headers, func(h string) bool { return has(googleTimestamps, table.Fold(h)) }) &&
		t.allOf(t.column(googleTimestamps), func(v string) bool {
			_, ok := canonicalTime(v, t.Date1904, "")
			return ok
		})
}

// flamingoContacts: the address book of Flamingo has these four columns and no others.
func flamingoContacts(t formTable) bool { return len(t.Headers) == 4 }

func airtable(t formTable) bool {
	for i := range t.Headers {
		if t.allOf(i, airtableID.MatchString) {
			return true
		}
	}
	return false
}

// underscored reports whether the file has these very titles: what begins with an underscore is a vendor's own.
func underscored(titles ...string) func(formTable) bool {
	return func(t formTable) bool {
		for _, want := range titles {
			found := false
			for _, h := range t.Headers {
				found = found || strings.TrimSpace(h) == want
			}
			if !found {
				return false
			}
		}
		return true
	}
}

// prefixed reports whether at least so many titles begin so: your-name, Person - Name.
func prefixed(least int, starts ...string) func(formTable) bool {
	return func(t formTable) bool {
		n := 0
		for _, h := range t.Headers {
			for _, s := range starts {
				if strings.HasPrefix(h, s) {
					n++
				}
			}
		}
		return n >= least
	}
}
