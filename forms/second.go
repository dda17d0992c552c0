package forms

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"

	"leadsheet/lead"
)

// maxLooked is how many columns are looked at a second time: no form has more of them that tell of a person.
const maxLooked = 300

// titled returns what titles of exports say that are no labels of forms, FieldNone for nothing.
func titled(c *column) lead.Field {
	if f := titleFields()[c.bareFold]; f != lead.FieldNone {
		return f
	}
	return titleFields()[strings.Join(c.words, " ")]
}

// part looks for words of a title that are the title of a field on their own; others are the words around them.
func part(words []string, f lead.Field) (others []string, ok bool) {
	for size := min(len(words), 3); size > 0; size-- {
		for at := 0; at+size <= len(words); at++ {
			window := strings.Join(words[at:at+size], " ")
			if lead.FieldOf(window) == f || titleFields()[window] == f {
				return append(slices.Clone(words[:at]), words[at+size:]...), true
			}
		}
	}
	return nil, false
}

// qualified reports whether a title is the word for a field with words that say which of several it is: Billing Phone,
// Email 1, Parent email, First Name (Billing). rank says which of several such columns comes first: less is earlier.
func qualified(words []string, f lead.Field) (rank int, ok bool) {
	if i := slices.IndexFunc(words, func(w string) bool { return has(withWords, w) }); i > 0 && f == lead.FieldPhone {
		words = words[:i] // with country code
	}
	if len(words) < 1 || len(words) > 8 {
		return 0, false
	}
	others, ok := part(words, f)
	if !ok {
		return 0, false
	}
	allowed := map[lead.Field]map[string]bool{
		lead.FieldName: nameRoles, lead.FieldFirstName: nameRoles, lead.FieldLastName: nameRoles,
		lead.FieldCompany: companyRoles, lead.FieldNeed: needRoles,
	}[f]
	for i, w := range others {
		switch {
		case foreignWords[w], allowed == nil && aboutWords[w], allowed != nil && !allowed[w]:
			return 0, false
		case lastWords[w]:
			rank = 2
		case i == 0 && rank == 0 && !slices.ContainsFunc(others, func(w string) bool { return firstWords[w] }):
			rank = 1
		}
	}
	return rank, true
}

// callByTitle says what every column calls itself, also in titles that are no labels of forms. It looks at nothing
// but titles, so that it is the same for every export of a form.
func (m *mapping) callByTitle() {
	for i := range m.columns {
		c := &m.columns[i]
		if c.called = c.field; c.called == lead.FieldNone && c.why == "" {
			c.called = titled(c)
		}
	}
	for _, f := range []lead.Field{lead.FieldEmail, lead.FieldPhone} {
		if slices.ContainsFunc(m.columns, func(c column) bool { return c.called == f }) {
			continue
		}
		for i := range m.columns[:min(len(m.columns), maxLooked)] {
			c := &m.columns[i]
			if c.called != lead.FieldNone || c.why != "" {
				continue
			}
			if _, ok := qualified(c.words, f); ok {
				c.called = f
			}
		}
	}
}

// lookAgain finds the fields that no column has, in columns whose titles tell less surely: with words around the word
// for the field, or with words that may mean anything. The values must fit.
func (m *mapping) lookAgain(t formTable) {
	for _, f := range []lead.Field{lead.FieldEmail, lead.FieldPhone,
		lead.FieldFirstName, lead.FieldLastName, lead.FieldName,
		lead.FieldCompany, lead.FieldNeed, lead.FieldSubmitted, lead.FieldCampaign} {
		if m.has(f) || f == lead.FieldFirstName && m.has(lead.FieldName) || f == lead.FieldName && m.named() {
			continue
		}
		m.bestOf(t, f)
	}
}

// named reports whether columns of the parts of a name have values.
func (m *mapping) named() bool { return m.has(lead.FieldFirstName) || m.has(lead.FieldLastName) }

// bestOf gives a field to the column that is it most likely.
func (m *mapping) bestOf(t formTable, f lead.Field) {
	best, bestRank := -1, 100
	for i := range m.columns[:min(len(m.columns), maxLooked)] {
		c := &m.columns[i]
		if c.field != lead.FieldNone || c.why != "" {
			continue
		}
		rank, ok := 0, titled(c) == f
		if f == lead.FieldSubmitted && !strings.Contains(c.bareFold, "submi") {
			rank++
		}
		if !ok && f != lead.FieldSubmitted && f != lead.FieldCampaign {
			if rank, ok = qualified(c.words, f); ok {
				rank++
			}
		}
		reached := m.has(lead.FieldEmail) || m.has(lead.FieldPhone) || m.has(lead.FieldNeed)
		if !ok && c.fold != "" && has(loneTitles[f], c.fold) && (f != lead.FieldName || reached) {
			rank, ok = 10, true
		}
		if ok && rank < bestRank && m.mayBe(t, i, f) {
			best, bestRank = i, rank
		}
	}
	if best < 0 {
		return
	}
	c := &m.columns[best]
	c.field, c.why, c.guessed = f, "by its title, as no other column has it", true
	c.track = cmp.Or(c.track, trackOf(c.fold, f))
}

// mayBe reports whether most values of a column may be a field.
func (m *mapping) mayBe(t formTable, col int, f lead.Field) bool {
	filled, fit := 0, 0
	t.sample(col, 200, func(v string) bool {
		if v = m.profile.clean(v); isPlaceholder(f, v) {
			return true
		}
		filled++
		ok := true
		switch f {
		case lead.FieldEmail:
			ok = looksLike(f, v)
		case lead.FieldPhone:
			v = m.profile.bare(v)
			_, number := decimal(v)
			ok = surely(f, v) || len(digits(v)) >= 7 && looksLike(f, v) || numberDamaged.MatchString(v)
			ok = ok && !(number && strings.ContainsAny(v, ".,"))
		case lead.FieldName, lead.FieldFirstName, lead.FieldLastName:
			ok = nameLike(v)
		case lead.FieldCompany:
			ok = strings.ContainsFunc(v, unicode.IsLetter) && len(v) < 200 && !strings.Contains(v, "@")
		case lead.FieldNeed:
			ok = strings.ContainsFunc(v, unicode.IsLetter)
		case lead.FieldSubmitted:
			_, ok = parseTime(v, dayFirst, time.UTC, t.Date1904)
			if !ok {
				_, ok = parseTime(v, monthFirst, time.UTC, t.Date1904)
			}
		}
		if ok {
			fit++
		}
		return true
	})
	return mostly(fit, filled)
}

// nameLike reports whether a value may be a person's name.
func nameLike(v string) bool {
	if len(v) > 80 || strings.ContainsAny(v, "@/\\:;<>{}[]_=#") || len(strings.Fields(v)) > 6 {
		return false
	}
	if _, tick := lead.IsTick(v); tick {
		return false
	}
	return strings.ContainsFunc(v, unicode.IsLetter) && !strings.ContainsFunc(v, unicode.IsDigit)
}
