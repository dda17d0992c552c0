package forms

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"leadsheet/forms/table"
	"leadsheet/lead"
)

// Mapped says what a column of a file was taken for.
type Mapped struct {
	Column string
	Field  lead.Field // FieldNone: an answer that is kept with its question
	Why    string
}

// column is one column of the file as the rows are read by it.
type column struct {
	title, fold string
	bareFold    string         // without the zone of a time
	words       []string       // ..., its words: see titleWords
	field       lead.Field     // what its values are
	named       lead.Field     // what its title said to the first version: keys depend on it, and must not change
	called      lead.Field     // what its title alone says: for keys of people, which must not depend on other rows
	zone        *time.Location // of its times, where the title names it
	why         string
	guessed     bool // another column would have been taken rather
	rank        int  // of several columns of a request, the one of the lowest rank has it
	mutable     bool // users or programs change it after the submission
	bare        bool // ids and numbers that may wear a kind: l:123
	filled      bool // some record has a value in it
	strict      bool // most of its values are none of the field: only what surely is one is taken
	serial      bool // days that a workbook keeps as numbers
	track       string
}

// dateTitles are titles of a time that may be that of the submission.
const dateTitles = "date|datum|fecha|data|дата|date time"

// mapping is how a file is read: by which profile, and what each column is.
type mapping struct {
	profile *profile
	columns []column
	label   int // the column that says what the form is called, -1: none
	notes   []string

	contacts []int // the columns of addresses and numbers
}

// mapColumns decides what every column is: what the vendor's profile says, what its title says, what its values say.
// Where title and values contradict each other the column stays an answer and a note says so: nothing is lost that way.
func (t formTable) mapColumns() *mapping {
	m := &mapping{profile: recognise(t), columns: make([]column, len(t.Titles))}
	m.label = t.column(m.profile.label)
	bare := make([]string, len(t.Headers))
	for i, h := range t.Headers {
		bare[i], m.columns[i].zone = headerZone(h)
	}
	byWords, keyWords := lead.FieldsOf(bare), lead.KeyFieldsOf(t.Headers)
	for i := range m.columns {
		c := &m.columns[i]
		c.title, c.fold, c.bareFold = t.Titles[i], table.Fold(t.Headers[i]), table.Fold(bare[i])
		c.words = titleWords(bare[i])
		c.field, c.why, c.named = byWords[i], "by its title", keyWords[i]
		f, ok := m.profile.columns[c.fold]
		if ok {
			c.named = f
		} else if f, ok = m.profile.also[c.fold]; !ok && c.named == lead.FieldNone && has(dateTitles, c.fold) {
			c.named = lead.FieldSubmitted // also where the columns around it do not show that it is
		}
		if ok {
			c.field, c.why = f, "as "+m.profile.name+" writes it"
		}
		c.mutable = m.profile.isMutable(c.fold) && c.named != lead.FieldNeed
		c.bare = c.fold == "id" || strings.HasSuffix(c.fold, " id") || c.named == lead.FieldPhone
		c.track = trackOf(c.fold, c.field)
		if c.field == lead.FieldNone && c.why == "by its title" {
			c.why = ""
		}
	}
	m.callByTitle()
	m.confirm(t)
	m.dropAccountColumns(t)
	m.lookAgain(t)
	m.byValues(t)
	m.serials(t)
	for i := range m.columns {
		if f := m.columns[i].field; f == lead.FieldEmail || f == lead.FieldPhone {
			m.contacts = append(m.contacts, i)
		}
		c := &m.columns[i]
		if c.field == lead.FieldNeed {
			c.rank = needRank(c.fold)
		}
		if c.why == "" {
			c.why = "kept with its question"
			if c.track != "" {
				c.why = "tells where the visitor came from"
			}
		}
	}
	return m
}

// has reports whether a column of that field has values.
func (m *mapping) has(f lead.Field) bool {
	for i := range m.columns {
		if m.columns[i].field == f && m.columns[i].filled && !m.columns[i].strict {
			return true
		}
	}
	return false
}

// fits says which values can be what their column is said to be; a field that is not here takes any.
func fits(f lead.Field, v string) bool {
	switch f {
	case lead.FieldEmail:
		return strings.Contains(v, "@") || testMark("", v)
	case lead.FieldPhone:
		return len(digits(v)) >= 5 || numberDamaged.MatchString(strings.TrimSpace(v)) || testMark("", v)
	case lead.FieldName, lead.FieldFirstName, lead.FieldLastName:
		_, email := lead.NormalizeEmail(v)
		return !email
	}
	return true
}

// notFit is why a column whose title names a field is none.
const notFit = "its values are no "

// mostly reports whether enough values of a column fit what it is taken for: 60 of 100, and at least one.
func mostly(fit, filled int) bool { return fit > 0 && fit*10 >= filled*6 }

// confirm takes a column off a field that its values do not mostly fit. What people write for nothing does not count. A
// column that is called an address or a number and has some is read row by row.
func (m *mapping) confirm(t formTable) {
	for i := range m.columns {
		c := &m.columns[i]
		filled, fit, sure := 0, 0, 0
		t.sample(i, 200, func(v string) bool {
			if personal(c.field) && isPlaceholder(c.field, v) {
				return true
			}
			filled++
			if fits(c.field, v) {
				fit++
			}
			if surely(c.field, v) {
				sure++
			}
			return true
		})
		c.filled = filled > 0
		if filled > 0 && !mostly(fit, filled) {
			if c.strict = sure > 0 && (c.field == lead.FieldEmail || c.field == lead.FieldPhone); c.strict {
				m.notes = append(m.notes, fmt.Sprintf("only some values of column %q are %s; "+
					"the others are kept as answers", c.title, c.field))
				continue
			}
			m.notes = append(m.notes, fmt.Sprintf("column %q looks like %s by its title, but its values are none; "+
				"they are kept as answers", c.title, c.field))
			c.field, c.why = lead.FieldNone, notFit+string(c.field)
		}
	}
}

// dropAccountColumns takes the field off columns that name the signed-in account, where the form itself asks for it.
func (m *mapping) dropAccountColumns(t formTable) {
	for i := range m.columns {
		c := &m.columns[i]
		if c.field == lead.FieldNone || !has(m.profile.weak, c.fold) {
			continue
		}
		other := false
		for j := range m.columns {
			f := m.columns[j].field
			same := f == c.field || c.field == lead.FieldName && (f == lead.FieldFirstName || f == lead.FieldLastName)
			other = other || j != i && same && !(j < i && has(m.profile.weak, m.columns[j].fold))
		}
		if other || m.constant(t, i) {
			c.field, c.why = lead.FieldNone, "the account that was signed in, not the person who asks"
		}
	}
}

// constant reports whether a column says the same in every one of several records.
func (m *mapping) constant(t formTable, col int) bool {
	first, n := "", 0
	same := true
	t.sample(col, 50, func(v string) bool {
		if n++; n == 1 {
			first = v
		}
		same = v == first
		return same
	})
	return same && n >= 3
}

// byValues finds the e-mail address and the telephone number in columns whose titles tell nothing, when no other column
// has them.
func (m *mapping) byValues(t formTable) {
	for _, f := range []lead.Field{lead.FieldEmail, lead.FieldPhone} {
		if m.has(f) {
			continue
		}
		for i := range m.columns {
			c := &m.columns[i]
			if c.field != lead.FieldNone || c.why != "" && !strings.HasPrefix(c.why, notFit) || foreign(c.fold) ||
				f == lead.FieldPhone && c.fold != "" && !has(loneTitles[f], c.fold) {
				continue
			}
			filled, fit := 0, 0
			t.sample(i, 200, func(v string) bool {
				if isPlaceholder(f, v) {
					return true
				}
				filled++
				if looksLike(f, v) {
					fit++
				}
				return true
			})
			if mostly(fit, filled) {
				c.field, c.why = f, "by its values"
				break
			}
		}
	}
}

func foreign(title string) bool {
	for _, w := range strings.Fields(title) {
		if foreignWords[w] || w == "account" || w == "user" || w == "email" || w == "mail" || w == "consent" {
			return true
		}
	}
	return false
}

// surely reports whether a value is an address or a number and nothing else: so much is taken of a column whose other
// values are words.
func surely(f lead.Field, v string) bool {
	switch f {
	case lead.FieldEmail:
		_, ok := lead.NormalizeEmail(v)
		return ok
	case lead.FieldPhone:
		n := len(digits(v))
		return n >= 7 && n <= 16 && strings.Trim(v, "+0123456789 ()/-.\u00a0") == ""
	}
	return false
}

// looksLike is stricter than fits: the whole value is an address or a number that begins as numbers of telephones do.
func looksLike(f lead.Field, v string) bool {
	v = strings.TrimSpace(v)
	if f == lead.FieldEmail {
		_, ok := lead.NormalizeEmail(v)
		return ok && !strings.ContainsAny(v, " \n")
	}
	v = lead.CleanPhone(v)
	n := len(digits(v))
	return n >= 7 && n <= 15 && (v[0] == '+' || v[0] == '0') && strings.Trim(v, "+0123456789 ()/-.") == ""
}

// dateWords in a title make the numbers of a workbook days.
const dateWords = "date|when|deadline|day|datum|wann|termin|wunschtermin|tag|quand|jour|" +
	"fecha|cuándo|día|data|quando|dia|giorno|wanneer|dag|kiedy|dzień|дата|когда|коли"

// serials finds the answers of a workbook that are days: users do not recognise 46300 as one.
func (m *mapping) serials(t formTable) {
	for i := range m.columns {
		c := &m.columns[i]
		if !t.FromSheet || c.field != lead.FieldNone && c.field != lead.FieldTimeline {
			continue
		}
		day := c.field == lead.FieldTimeline
		for _, w := range strings.Fields(c.fold) {
			day = day || has(dateWords, w)
		}
		c.serial = day && t.allOf(i, func(v string) bool {
			f, err := strconv.ParseFloat(v, 64)
			return err == nil && f >= 20000 && f <= 80000
		})
	}
}

// mapped is the mapping as text.
func (m *mapping) mapped() []Mapped {
	out := make([]Mapped, len(m.columns))
	for i, c := range m.columns {
		out[i] = Mapped{Column: c.title, Field: c.field, Why: c.why}
	}
	return out
}
