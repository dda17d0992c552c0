package policy

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// Test is how a condition compares a cell, by its name in package words.
type Test string

// The tests. Has looks for whole words, and not for what a text takes back: "no hurry".
const (
	Is      Test = "is"
	IsNot   Test = "is not"
	Has     Test = "has"
	HasNot  Test = "has not"
	Over    Test = "over"
	Under   Test = "under"
	AtLeast Test = "at least"
	AtMost  Test = "at most"
	Before  Test = "before"
	After   Test = "after"
	Filled  Test = "filled"
	Blank   Test = "blank"
)

// otherTests are what people write for a test, too: by names in package words, and by signs.
var otherTests = map[string]Test{
	"contains": Has, "does not contain": HasNot, "does not have": HasNot, "more than": Over, "less than": Under,
	"empty": Blank, "=": Is, "==": Is, "!=": IsNot, "<>": IsNot, ">": Over, "<": Under, ">=": AtLeast, "<=": AtMost,
	"≥": AtLeast, "≤": AtMost,
}

// What a condition may look at besides cells, by its name in package words.
const (
	// Anywhere is all that is known of what the customer said: the request, answers, later messages, and where it came
	// from.
	Anywhere = "Anywhere"
	// Messages is how many messages the customer has sent since the request.
	Messages = "Messages"
)

// Condition is what has to hold of a lead: a field, a test and a value.
type Condition struct {
	// Fields are names of columns of Leads, titles of the team's own, or questions of forms; the first with content
	// counts. Anywhere and Messages stand alone.
	Fields []string
	Test   Test
	Values []string // one of them has to fit; of Is, IsNot, Has and HasNot
	Number float64  // of Over, Under, AtLeast, AtMost, and of Is and IsNot where a number is compared
	Day    Day      // of Before, After, and of Is and IsNot where a day is compared
}

// Day is a day that a condition names: a date, or so many days from today.
type Day struct {
	Date     time.Time // midnight in the business zone; zero for a day that is counted from today
	FromNow  int
	Relative bool
}

// Of is the midnight of the day, as of now.
func (d Day) Of(now time.Time, zone *time.Location) time.Time {
	if !d.Relative {
		return d.Date
	}
	return Midnight(DayAfter(now.In(zone), d.FromNow))
}

// times reports whether a field holds times.
func times(field string) bool {
	c := lead.LeadColumn(field)
	return c != nil && c.Time != nil
}

// numbers reports whether a field holds numbers.
func numbers(field string) bool {
	c := lead.LeadColumn(field)
	return c != nil && c.Number != nil || field == Messages
}

// conditions are the texts about conditions that cannot be read.
func (r *reader) conditions() *words.ConditionTexts { return &r.words.Texts().Conditions }

// condition reads a condition of three cells. What is wrong with it becomes faults of the row; ok is false then.
func (r *reader) condition(w *row, p *Policy, field, test, value string) (c Condition, ok bool) {
	bad := len(w.bad)
	if c.Fields = r.fieldsOf(w, field); len(w.bad) > bad {
		return c, false
	}
	if c.Test, value = r.testOf(test, value); c.Test == "" {
		w.fault(r.conditions().NoTest.With(strconv.Quote(test), r.testWords()))
		return c, false
	}
	r.valueOf(w, p, &c, value)
	return c, len(w.bad) == bad
}

// fieldsOf reads the fields of a condition, with commas between.
func (r *reader) fieldsOf(w *row, text string) []string {
	var fields []string
	for _, title := range list(text) {
		name, known := r.field(title)
		if !known { // a question that forms may ask, unless it is a slip
			if meant := words.Nearest(title, r.fieldTitles()); meant != "" {
				w.fault(r.conditions().FieldLike.With(strconv.Quote(title), meant))
			}
		}
		fields = append(fields, name)
	}
	if len(fields) == 0 {
		w.fault(r.conditions().NoField)
	}
	if len(fields) > 1 && slices.ContainsFunc(fields, func(f string) bool { return f == Anywhere || f == Messages }) {
		w.fault(r.conditions().FieldAlone.With(strconv.Quote(text)))
	}
	return fields
}

// field finds the column or the like that a title means; known is false for any other text, which is returned as it is.
func (r *reader) field(title string) (name string, known bool) {
	if column, ok := r.words.ColumnName(lead.TabLeads, title); ok {
		for _, c := range lead.LeadTable() {
			if words.SameFolded(c.Title, column) {
				return c.Title, true
			}
		}
	}
	if name, ok := r.words.Name(words.Fields, title); ok {
		return name, true
	}
	for _, own := range r.tables[lead.TabLeads].Columns {
		if own != "" && words.SameFolded(own, title) {
			return own, true
		}
	}
	return strings.TrimSpace(title), false
}

// fieldTitles are the titles that a condition may name.
func (r *reader) fieldTitles() []string {
	titles := slices.Clone(r.tables[lead.TabLeads].Columns)
	for _, c := range lead.LeadTable() {
		titles = append(titles, r.words.Column(lead.TabLeads, c.Title))
	}
	for _, name := range r.words.Names(words.Fields) {
		titles = append(titles, r.words.Word(words.Fields, name))
	}
	return titles
}

// testOf finds the test that a text means, and returns the value that is left: "is not" with the value "blank" is
// filled, and "is" in front of another test means nothing. The test is "" for any other text.
func (r *reader) testOf(text, value string) (Test, string) {
	test := r.test(text)
	if test == "" {
		rest, found := r.withoutIs(text)
		if !found {
			return "", value
		}
		test = r.test(rest)
	}
	if test == Is || test == IsNot {
		not := test == IsNot
		switch r.test(value) {
		case Blank:
			if not {
				return Filled, ""
			}
			return Blank, ""
		case Filled:
			if not {
				return Blank, ""
			}
			return Filled, ""
		}
	}
	return test, value
}

// withoutIs is a text without the word for is at its beginning.
func (r *reader) withoutIs(text string) (rest string, found bool) {
	first, rest, _ := strings.Cut(strings.TrimSpace(text), " ")
	return rest, r.words.Means(words.Tests, first, string(Is))
}

// test is the test that a word or a sign stands for; "" for none.
func (r *reader) test(text string) Test {
	text = strings.TrimSpace(text)
	if t, ok := otherTests[text]; ok {
		return t
	}
	if name, ok := r.words.Name(words.OtherTests, text); ok {
		return otherTests[name]
	}
	name, _ := r.words.Name(words.Tests, text)
	return Test(name)
}

// testWords are the words for all tests, in one line.
func (r *reader) testWords() string {
	var out []string
	for _, t := range []Test{Is, IsNot, Has, HasNot, Over, Under, AtLeast, AtMost, Before, After, Filled, Blank} {
		out = append(out, r.words.Word(words.Tests, string(t)))
	}
	return strings.Join(out, ", ")
}

// valueOf reads the value of a condition.
func (r *reader) valueOf(w *row, p *Policy, c *Condition, text string) {
	text = strings.TrimSpace(text)
	isTime, isNumber := slices.ContainsFunc(c.Fields, times), slices.ContainsFunc(c.Fields, numbers)
	test := r.words.Word(words.Tests, string(c.Test))
	switch c.Test {
	case Filled, Blank:
	case Before, After:
		if !slices.ContainsFunc(c.Fields, times) {
			w.fault(r.conditions().NotADay.With(strconv.Quote(test), strings.Join(c.Fields, ", ")))
			return
		}
		r.dayOf(w, c, text)
	case Over, Under, AtLeast, AtMost:
		if isTime {
			w.fault(r.conditions().NotANumber.With(strconv.Quote(test), strings.Join(c.Fields, ", ")))
			return
		}
		r.numberOf(w, c, text)
	case Has, HasNot:
		c.Values = r.values(w, text)
	default:
		switch {
		case isTime:
			r.dayOf(w, c, text)
		case isNumber:
			r.numberOf(w, c, text)
		default:
			c.Values = r.values(w, text)
			r.refuseUnknown(w, p, c)
		}
	}
}

// values are those of a cell: commas are between them, or the word for or.
func (r *reader) values(w *row, text string) []string {
	for _, word := range r.words.Spellings(words.Choices, wordOr) {
		text = replaceWord(text, word, ",")
	}
	values := list(text)
	if len(values) == 0 {
		w.fault(r.conditions().NoValue)
	}
	return values
}

// replaceWord puts something into the place of a word with blanks around it, whatever its capitals.
func replaceWord(text, word, by string) string {
	fields := strings.Split(text, " ")
	for i, f := range fields {
		if i > 0 && i < len(fields)-1 && strings.EqualFold(f, word) {
			fields[i] = by
		}
	}
	return strings.Join(fields, " ")
}

func (r *reader) numberOf(w *row, c *Condition, text string) {
	m, ok := r.typed.Money(text)
	if !ok || m.Vague {
		w.fault(r.conditions().ValueNoNumber.With(strconv.Quote(text)))
	}
	c.Number = m.Amount
}

// dayOf reads a date, the word for today, or so many days before or after it: 14 days ago, in 7 days.
func (r *reader) dayOf(w *row, c *Condition, text string) {
	if d, ok := r.typed.Day(text); ok && d.Year != 0 {
		c.Day.Date = d.In(d.Year, r.typed.Zone)
		c.Day.Date = time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, c.Day.Date.Location())
		return
	}
	c.Day.Relative = true
	if r.words.Means(words.Choices, text, wordToday) {
		return
	}
	days, unit, back, ahead := 0, false, false, false
	fields := strings.Fields(text)
	for _, f := range fields {
		name, isUnit := r.words.Name(words.Units, f)
		n, err := strconv.Atoi(f)
		switch {
		case err == nil && n >= 0 && n <= 3650:
			days = n
		case isUnit && (name == "day" || name == "days"):
			unit = true
		case r.words.Means(words.Choices, f, wordAgo):
			back = true
		case r.words.Means(words.Choices, f, wordIn):
			ahead = true
		}
	}
	if len(fields) != 3 || !unit || back == ahead {
		w.fault(r.conditions().ValueNoDay.With(strconv.Quote(text)))
	}
	if c.Day.FromNow = days; back {
		c.Day.FromNow = -days
	}
}

// refuseUnknown says which of the values are in none of the rows of the tab that a column takes its values from.
func (r *reader) refuseUnknown(w *row, p *Policy, c *Condition) {
	if len(c.Fields) != 1 {
		return
	}
	var known func(string) bool
	tab := ""
	switch c.Fields[0] {
	case lead.ColStatus:
		known, tab = func(v string) bool { return p.FindStatus(v) != nil }, lead.TabStatuses
	case lead.ColOwner:
		known, tab = func(v string) bool { return p.FindPerson(v) != nil }, lead.TabTeam
	case lead.ColQuality:
		known, tab = func(v string) bool { return p.FindQuality(v) != nil }, lead.TabQuality
	case lead.ColSource:
		known, tab = func(v string) bool {
			return p.FindSource(v) != nil || r.words.Means(words.Sources, v, UnknownSource)
		}, lead.TabSources
	case lead.ColRefusalReason:
		known, tab = func(v string) bool {
			return slices.ContainsFunc(p.Reasons, func(s string) bool { return words.Same(s, v) })
		}, lead.TabReasons
	default:
		return
	}
	for _, v := range c.Values {
		if !known(v) {
			title := r.words.Column(lead.TabLeads, c.Fields[0])
			w.fault(r.conditions().ValueNotInTab.With(title, strconv.Quote(v), r.words.Tab(tab)))
		}
	}
}

// The words of conditions, by their names in package words.
const (
	wordAnd   = "and"
	wordOr    = "or"
	wordToday = "today"
	wordAgo   = "ago"
	wordIn    = "in"
)
