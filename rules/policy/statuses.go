package policy

import (
	"slices"
	"strconv"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// FindStatus returns the status of that name, else the one of which it is an alias; nil for one that the tab Statuses
// lacks.
func (p Policy) FindStatus(name string) *Status {
	for i := range p.Statuses {
		if words.Same(p.Statuses[i].Name, name) {
			return &p.Statuses[i]
		}
	}
	for i := range p.Statuses {
		if slices.ContainsFunc(p.Statuses[i].Aliases, func(a string) bool { return words.Same(a, name) }) {
			return &p.Statuses[i]
		}
	}
	return nil
}

// SameStatus reports whether two names mean the same status.
func (p Policy) SameStatus(a, b string) bool {
	if words.Same(a, b) {
		return true
	}
	s := p.FindStatus(a)
	return s != nil && s == p.FindStatus(b)
}

// Allows reports whether status to may follow status from. Statuses that are not in the tab are not restricted.
func (p Policy) Allows(from, to string) bool {
	s := p.FindStatus(from)
	if s == nil || len(s.Next) == 0 {
		return true
	}
	is := p.FindStatus(to)
	return is == nil || is == s ||
		slices.ContainsFunc(s.Next, func(n string) bool { return words.Same(n, is.Name) })
}

// StaleFor is after how many days without contact a lead in a status is silent.
func (p Policy) StaleFor(status string) int {
	if s := p.FindStatus(status); s != nil && s.StaleAfter > 0 {
		return s.StaleAfter
	}
	return p.StaleAfter
}

// statusNames are the names that lead to a status: in small letters, to how its own row writes it.
type statusNames struct{ own, aliases map[string]string }

// statusNames reads the names before the rows, which refer to each other by them. Of an alias that two rows have the
// first row counts, and none that is a status of its own.
func (r *reader) statusNames() statusNames {
	n := statusNames{map[string]string{}, map[string]string{}}
	quiet := r.quiet()
	quiet.each(lead.TabStatuses, lead.ColStatus, func(_ *row, name string) { n.own[folded(name)] = name })
	quiet.each(lead.TabStatuses, lead.ColStatus, func(w *row, name string) {
		for _, a := range list(w.get(lead.ColAliases)) {
			k := folded(a)
			if _, taken := n.aliases[k]; !taken && n.own[k] == "" {
				n.aliases[k] = name
			}
		}
	})
	return n
}

func folded(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

// find is the name of the status that a text means; "" for none.
func (n statusNames) find(text string) string {
	if name := n.own[folded(text)]; name != "" {
		return name
	}
	return n.aliases[folded(text)]
}

func (r *reader) statuses(p *Policy) {
	names, titles := r.statusNames(), r.leadTitles()
	r.each(lead.TabStatuses, lead.ColStatus, func(w *row, name string) {
		s := Status{Name: name, Meaning: w.get(lead.ColMeaning), Kind: StatusKind(strings.ToLower(w.get(lead.ColKind)))}
		if !slices.Contains(Kinds(), s.Kind) {
			text := w.get(lead.ColKind)
			s.Kind = defaultKind(r.words, name)
			w.fault(w.say.NoKind.With(strconv.Quote(text), w.kinds(), r.words.Word(words.StatusKinds, string(s.Kind))))
		}
		for _, c := range list(w.get(lead.ColRequires)) {
			if column, ok := r.words.ColumnName(lead.TabLeads, c); ok && words.Fold(column) != words.Fold(c) {
				c = column
			}
			if !titles[words.Fold(c)] {
				w.fault(w.say.RequiresNoColumn.With(strconv.Quote(c)))
				continue
			}
			s.Requires = append(s.Requires, c)
		}
		for _, n := range list(w.get(lead.ColMayMoveTo)) {
			is := names.find(n)
			if is == "" {
				w.fault(w.say.NoStatus.With(strconv.Quote(n)))
				continue
			}
			s.Next = append(s.Next, is)
		}
		s.Aliases = w.aliases(name, names)
		s.StaleAfter = w.staleAfter(p)
		p.Statuses = append(p.Statuses, s)
	})
}

// aliases are the other names of a status, without those that mean another one.
func (r *row) aliases(name string, names statusNames) []string {
	var out []string
	for _, a := range list(r.get(lead.ColAliases)) {
		switch own, of := names.own[folded(a)], names.aliases[folded(a)]; {
		case own == name: // it says nothing new
		case own != "":
			r.fault(r.say.AliasIsStatus.With(strconv.Quote(a)))
		case of != name:
			r.fault(r.say.AliasTwice.With(strconv.Quote(a), strconv.Quote(of)))
		default:
			out = append(out, a)
		}
	}
	return out
}

// staleAfter reads the days of a status; 0 where Settings decide.
func (r *row) staleAfter(p *Policy) int {
	text := r.get(lead.ColStaleAfter)
	if text == "" {
		return 0
	}
	n, ok := numberOfDays(text)
	if !ok {
		r.fault(r.say.StaleAfter.With(strconv.Quote(text), strconv.Itoa(p.StaleAfter)))
	}
	return n
}

// numberOfDays reads a whole number of days from 1 on: 14, 14 days.
func numberOfDays(text string) (int, bool) {
	text, _, _ = strings.Cut(strings.TrimSpace(text), " ")
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > 3650 {
		return 0, false
	}
	return n, true
}

// kinds are the words for all kinds of statuses, in one line.
func (r *row) kinds() string {
	var list []string
	for _, k := range Kinds() {
		list = append(list, r.words.Word(words.StatusKinds, string(k)))
	}
	return strings.Join(list, ", ")
}

// leadTitles are the titles that Requires may name.
func (r *reader) leadTitles() map[string]bool {
	titles := map[string]bool{}
	for _, c := range lead.LeadTable() {
		titles[words.Fold(c.Title)] = true
	}
	for _, title := range r.tables[lead.TabLeads].Columns {
		titles[words.Fold(title)] = true
	}
	return titles
}
