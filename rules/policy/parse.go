package policy

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/typed"
	"leadsheet/lead/words"
)

// ReadPolicy reads the rule tabs, found by title, of a workbook of that language: defaults and checks are in it.
// Content that users wrote is understood in every language. A tab that is missing or empty counts as its default.
// ReadPolicy does not fail: a mistake is described in the Check of its row, and only the wrong value is left out or
// replaced by its default. When tables also holds the tab Leads, the column titles in Requires are checked against its
// columns. There is a check for every row of the given rule tabs, so that old texts are cleared.
//
// When the time zone or the country is wrong, or its row is missing, the one of last stays in force, because stored
// times and telephone numbers depend on it. A blank one means the default.
func ReadPolicy(in words.Language, tables map[string]Table, last InForce) (Policy, []Check) {
	r := reader{words: in, tables: tables, last: last, first: DefaultTables(in)}
	p := r.read()
	r.typed = p.Typed(time.Time{})
	r.team(&p)
	r.sources(&p)
	r.statuses(&p)
	r.qualities(&p)
	r.reasons(&p)
	r.replies(&p)
	r.steps(&p)
	r.senders(&p)
	r.onlyIf(p.Scoring, lead.TabScoring, func() { r.scoring(&p) })
	r.onlyIf(p.Lists, lead.TabFilters, func() { r.filters(&p) })
	order := map[string]int{}
	for i, t := range r.first {
		order[t.Title] = i
	}
	slices.SortStableFunc(r.checks, func(a, b Check) int { return order[a.Tab] - order[b.Tab] })
	p.Faults = r.faults()
	return p, r.checks
}

// ReadSettings reads only the tab Settings, as ReadPolicy does. What other tabs say is missing.
func ReadSettings(in words.Language, tables map[string]Table, last InForce) Policy {
	r := reader{words: in, tables: tables, last: last, first: DefaultTables(in)}
	return r.read()
}

// read reads the tab Settings.
func (r *reader) read() Policy {
	p := Policy{Zone: time.UTC, Words: r.words}
	known := settings(r.words)
	for _, s := range known {
		// The defaults have no mistakes: a test of the default tables ensures that.
		_ = s.read(&p, s.value)
	}
	r.settings(&p, known)
	r.unsaid(&p, known)
	p.Calendar.Zone = p.Zone
	return p
}

// reader collects the checks while tabs are read.
type reader struct {
	words  words.Language
	typed  typed.Reader
	tables map[string]Table
	first  []Table // those of a new workbook
	last   InForce
	checks []Check
}

// quiet returns a reader of the same tabs whose checks nobody sees.
func (r *reader) quiet() *reader {
	return &reader{words: r.words, typed: r.typed, tables: r.tables, first: r.first}
}

// row is a row of a rule tab while it is read.
type row struct {
	words words.Language
	typed typed.Reader
	say   *words.CheckTexts
	tab   string
	cols  map[string]int
	cells []string
	bad   []string
	hint  bool // bad is no mistake
}

func (r *row) get(title string) string {
	i, ok := r.cols[words.Fold(title)]
	if !ok || i >= len(r.cells) {
		return ""
	}
	return strings.TrimSpace(r.cells[i])
}

func (r *row) fault(text string) { r.bad = append(r.bad, text) }

// title is the title of a column of the tab in the workbook's language.
func (r *row) title(column string) string { return r.words.Column(r.tab, column) }

func (r *row) tick(title string) bool {
	on, ok := r.ticked(r.get(title))
	if !ok {
		r.fault(r.say.Tick.With(r.title(title)))
	}
	return on
}

// ticked reads a box to tick; ok is false for another text.
func (r *row) ticked(text string) (on, ok bool) {
	text = strings.ToLower(text)
	if choice, ok := r.words.Name(words.Choices, text); ok {
		text = choice
	}
	switch text {
	case "true", yes, "x", "1", "✓":
		return true, true
	case "", "false", no, "0":
		return false, true
	}
	return false, false
}

func (r *row) span(title string) time.Duration {
	v := r.get(title)
	if v == "" {
		return 0
	}
	d, err := parseDuration(r.words, v)
	if err != nil {
		r.fault(r.say.Column.With(r.title(title), r.words.Texts().Explain(err)))
	}
	return d
}

func (r *row) number(title string, fallback float64) float64 {
	v := r.get(title)
	if v == "" {
		return fallback
	}
	m, ok := r.typed.Money(v)
	if !ok || m.Amount < 0 || m.Vague {
		r.fault(r.say.NoNumber.With(r.title(title), strconv.Quote(v), strconv.FormatFloat(fallback, 'f', -1, 64)))
		return fallback
	}
	return m.Amount
}

// each calls do for every row of a tab that has a name in column key, once for each name. For a tab that is missing or
// has no such column it takes the default rows.
func (r *reader) each(title, key string, do func(*row, string)) {
	r.eachOf(title, key, func(_ *row, name string) string { return name }, do)
}

// eachOf is each for rows of which not the name alone, but what of returns may be there only once.
func (r *reader) eachOf(title, key string, of func(*row, string) string, do func(*row, string)) {
	r.eachRow(title, key, of, func(w *row, _ int, name string) { do(w, name) })
}

// eachRow is eachOf with the places of the rows in the tab.
func (r *reader) eachRow(title, key string, of func(*row, string) string, do func(w *row, at int, name string)) {
	t, given := r.table(title)
	cols, first := columns(t), r.defaultTable(title)
	if _, ok := cols[words.Fold(key)]; !ok || len(first.Rows) > 0 && !hasRows(t, cols[words.Fold(key)]) {
		if given {
			for i := range t.Rows {
				r.checks = append(r.checks, Check{Tab: title, Row: i})
			}
		}
		t, given = first, false
		cols = columns(t)
	}
	seen := map[string]bool{}
	for i, cells := range t.Rows {
		w := &row{words: r.words, typed: r.typed, say: &r.words.Texts().Check, tab: title, cols: cols, cells: cells}
		name := w.get(key)
		switch k := strings.ToLower(of(w, name)); {
		case name == "" && strings.TrimSpace(strings.Join(without(cells, cols[words.Fold(lead.ColCheck)]), "")) != "":
			w.fault(w.say.KeyMissing.With(w.title(key)))
		case name == "":
		case seen[k]:
			w.fault(w.say.Twice.With(strconv.Quote(name)))
		default:
			seen[k] = true
			do(w, i, name)
		}
		if given {
			r.checks = append(r.checks, Check{Tab: title, Row: i, Text: strings.Join(w.bad, "; "), Hint: w.hint})
		}
	}
}

func (r *reader) table(title string) (Table, bool) {
	t, ok := r.tables[title]
	return t, ok
}

func (r *reader) settings(p *Policy, known []setting) {
	r.country(p)
	r.each(lead.TabSettings, lead.ColSetting, func(w *row, name string) {
		i := slices.IndexFunc(known, func(s setting) bool { return words.SameFolded(s.name, name) })
		if i < 0 {
			w.fault(w.say.NoSetting.With(strconv.Quote(name)))
			return
		}
		v := w.get(lead.ColValue)
		if known[i].gone {
			w.hint = true
			w.fault(w.say.NotInUse.With(strconv.Quote(name)))
			return
		}
		if v == "" {
			return // the default applies
		}
		if err := known[i].read(p, v); err != nil {
			w.fault(r.words.Texts().Explain(err) + r.instead(p, &known[i]))
		}
		if words.SameFolded(name, settingOwner) && !r.inTeam(v) {
			w.fault(w.say.OwnerNotInTeam.With(strconv.Quote(v)))
			p.SystemOwner = ""
		}
	})
}

// instead applies what counts in the place of a value that cannot be read, and says so.
func (r *reader) instead(p *Policy, s *setting) string {
	if kept := r.last.keep(p, s.name); kept != "" || s.items {
		return kept
	}
	say := &r.words.Texts().Settings
	if s.value == "" {
		return " " + say.NothingCounts
	}
	value := s.value
	if s.name == settingFollows { // a slip moves no status
		value = s.older
	}
	_ = s.read(p, value)
	return " " + say.Counts.With(value)
}

// inTeam reports whether the tab Team has that name; it works before that tab is read.
func (r *reader) inTeam(name string) bool {
	found, quiet := false, r.quiet()
	quiet.each(lead.TabTeam, lead.ColName, func(_ *row, n string) { found = found || words.Same(n, name) })
	return found
}

func (r *reader) sources(p *Policy) {
	r.each(lead.TabSources, lead.ColSource, func(w *row, name string) {
		s := Source{Name: name, Words: list(w.get(lead.ColRecognisedBy)),
			RespondWithin: w.span(lead.ColRespondWithin), Urgent: w.tick(lead.ColUrgent),
			AfterHours: w.afterHours(), Cost: w.number(lead.ColCost, 0)}
		w.looks(&s, p)
		p.Sources = append(p.Sources, s)
	})
}

func (r *reader) qualities(p *Policy) {
	r.each(lead.TabQuality, lead.ColQuality, func(w *row, name string) {
		p.Qualities = append(p.Qualities, Quality{Name: name, Meaning: w.get(lead.ColMeaning),
			ScoreFrom: w.number(lead.ColScoreFrom, 0), RespondWithin: w.span(lead.ColRespondWithin), AfterHours: w.afterHours(),
			Signals: list(w.get(lead.ColSignals))})
	})
}

func (r *reader) defaultTable(title string) Table {
	for _, t := range r.first {
		if t.Title == title {
			return t
		}
	}
	return Table{Title: title}
}

func columns(t Table) map[string]int {
	cols := map[string]int{}
	for i, c := range t.Columns {
		if k := words.Fold(c); k != "" {
			if _, ok := cols[k]; !ok {
				cols[k] = i
			}
		}
	}
	return cols
}

func hasRows(t Table, col int) bool {
	return slices.ContainsFunc(t.Rows, func(c []string) bool { return col < len(c) && strings.TrimSpace(c[col]) != "" })
}

// without returns the cells except that of column col, which leadsheet itself writes.
func without(cells []string, col int) []string {
	if col <= 0 || col >= len(cells) {
		return cells
	}
	return slices.Concat(cells[:col], cells[col+1:])
}

// list splits a cell at commas, semicolons and line breaks.
func list(s string) []string {
	var out []string
	for _, f := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		if f = strings.TrimSpace(f); f != "" {
			out = append(out, f)
		}
	}
	return out
}
