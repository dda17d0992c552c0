package policy

import (
	"slices"
	"strconv"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// Filter is a row of the tab Filters: a list that the page Lists shows.
type Filter struct {
	Name  string
	Text  string      // the conditions as they were typed
	Where []Condition // all of them have to hold
	// Ended says that leads that have ended are listed, too: a condition is about the status.
	Ended bool
}

// mostFilters is how many lists there may be: a page is read as a whole.
const mostFilters = 20

// filters reads the tab Filters. A row with a mistake has no list.
func (r *reader) filters(p *Policy) {
	r.each(lead.TabFilters, lead.ColList, func(w *row, name string) {
		f := Filter{Name: name, Text: w.get(lead.ColLeadsWhere)}
		switch parts, ok := r.sentence(f.Text); {
		case f.Text == "":
			w.fault(r.conditions().NoConditions.With(w.title(lead.ColLeadsWhere)))
		case !ok:
			w.fault(r.conditions().NotACondition.With(strconv.Quote(f.Text), r.testWords()))
		case len(p.Filters) == mostFilters:
			w.fault(r.conditions().TooManyLists.With(strconv.Itoa(mostFilters)))
		default:
			for _, part := range parts {
				c, _ := r.condition(w, p, part.field, part.test, part.value)
				f.Where = append(f.Where, c)
				f.Ended = f.Ended || slices.Contains(c.Fields, lead.ColStatus) ||
					slices.Contains(c.Fields, lead.ColRefusalReason)
			}
		}
		if len(w.bad) > 0 {
			w.fault(r.conditions().RowLeftOut)
			return
		}
		p.Filters = append(p.Filters, f)
	})
}

// phrase is a condition in words.
type phrase struct{ field, test, value string }

// sentence takes conditions apart that have the word for and between them: Status is Qualification and Value over 1000.
// An and within a value stays there: what follows it is no condition. ok is false where the text begins with none.
func (r *reader) sentence(text string) (out []phrase, ok bool) {
	ands := r.words.Spellings(words.Choices, wordAnd)
	isAnd := func(w string) bool {
		return slices.ContainsFunc(ands, func(s string) bool { return strings.EqualFold(s, w) })
	}
	fields := strings.Fields(text)
	for from := 0; from < len(fields); {
		to := from + 1
		for to < len(fields) && !isAnd(fields[to]) {
			to++
		}
		part, isPhrase := r.phrase(fields[from:to])
		switch n := len(out); {
		case isPhrase:
			out = append(out, part)
		case n == 0:
			return nil, false
		default:
			out[n-1].value += " " + strings.Join(fields[from-1:to], " ")
		}
		from = to + 1
	}
	return out, len(out) > 0
}

// phrase takes a condition apart: the longest test behind the name of a field that is known, else behind any words.
func (r *reader) phrase(fields []string) (phrase, bool) {
	var first phrase
	for at := 1; at < len(fields); at++ {
		test, n := r.testAt(fields[at:])
		if n == 0 {
			continue
		}
		p := phrase{strings.Join(fields[:at], " "), test, strings.Join(fields[at+n:], " ")}
		if _, known := r.field(p.field); known {
			return p, true
		}
		if first.test == "" {
			first = p
		}
	}
	return first, first.test != ""
}

// mostTestWords is how many words a test has at most: is not blank.
const mostTestWords = 4

// testAt is the longest test at the beginning of words, and how many words it has; 0 for none.
func (r *reader) testAt(fields []string) (test string, n int) {
	for n := min(mostTestWords, len(fields)); n > 0; n-- {
		text := strings.Join(fields[:n], " ")
		if t, _ := r.testOf(text, ""); t != "" {
			return text, n
		}
	}
	return "", 0
}

// filterRows are the rows of the tab Filters of a new workbook, by the names of their texts in package words.
var filterRows = []struct{ name, where string }{
	{"Hot leads", "hot leads where"},
	{"Without contact", "without contact where"},
	{"Postponed and due", "postponed and due where"},
	{"Large values", "large values where"},
}

func filterTable(in words.Language) Table {
	var rows [][]string
	for _, f := range filterRows {
		rows = append(rows, []string{in.Word(words.FirstRows, f.name), in.Word(words.FirstRows, f.where), ""})
	}
	return newTable(lead.TabFilters, rows)
}
