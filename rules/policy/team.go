package policy

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// Person is a row of the tab Team.
type Person struct {
	Name, Email, Role string
	TakesLeads        bool
	Takes             []Take // whose leads; none means all that nobody else takes
	Share             float64
	Backup            string     // the name of who stands in, as it is in the tab; "" for nobody in particular
	Hours             *[7][]Span // by weekdays, on days on which the business works; nil means its own hours
	MostOpen          int        // open leads from which on no further ones come; 0: no limit
	Absence
	Telling
}

// FindPerson returns the team member of that name; nil for one whom the tab Team lacks. Other letters of the same name
// (small ones, without accents, with other blanks) are the same person, unless the tab has that name, too.
func (p Policy) FindPerson(name string) *Person {
	if name == "" {
		return nil
	}
	for i := range p.Team {
		if words.Same(p.Team[i].Name, name) {
			return &p.Team[i]
		}
	}
	for i := range p.Team {
		if words.SameFolded(p.Team[i].Name, name) && words.Fold(name) != "" {
			return &p.Team[i]
		}
	}
	return nil
}

// PersonOf returns the team member with that mail address; nil for none.
func (p Policy) PersonOf(address string) *Person {
	for i := range p.Team {
		if lead.SameAddress(p.Team[i].Email, address) {
			return &p.Team[i]
		}
	}
	return nil
}

// team reads the tab Team. An empty one names nobody: as long as that lasts, the people count who were there last.
func (r *reader) team(p *Policy) {
	t, given := r.table(lead.TabTeam)
	switch {
	case given && isNamed(t) || !given && r.last.team == nil:
		r.people(p)
		p.Roster = r.last.roster(r.words, t)
	default:
		if p.NoTeam = true; r.last.team != nil {
			kept := reader{words: r.words, typed: r.typed, last: r.last, tables: maps.Clone(r.tables), first: r.first}
			if kept.tables == nil {
				kept.tables = map[string]Table{}
			}
			kept.tables[lead.TabTeam] = r.last.team.table()
			kept.people(p)
			p.Roster = r.last.roster(r.words, r.last.team.table())
		}
		for i := range t.Rows {
			c := Check{Tab: lead.TabTeam, Row: i}
			if i == 0 {
				c.Text = p.TeamMissing()
			}
			r.checks = append(r.checks, c)
		}
	}
	if p.SystemOwner == "" && len(p.Team) > 0 {
		p.SystemOwner = p.Team[0].Name
	}
}

// TeamMissing says on the tab Team that it is empty; "" where it is not.
func (p Policy) TeamMissing() string {
	say := &p.Words.Texts().Team
	switch {
	case !p.NoTeam:
		return ""
	case len(p.Team) == 0:
		return say.Empty
	}
	var names []string
	for _, m := range p.Team {
		names = append(names, m.Name)
	}
	return say.EmptyKept.With(strings.Join(names, ", "))
}

// isNamed reports whether a table has a row with a name.
func isNamed(t Table) bool {
	name, ok := columns(t)[words.Fold(lead.ColName)]
	return ok && hasRows(t, name)
}

// people reads the rows of the tab Team.
func (r *reader) people(p *Policy) {
	backups := backups{}
	quiet := r.quiet()
	quiet.each(lead.TabTeam, lead.ColName, func(w *row, name string) {
		backups = append(backups, [2]string{name, w.get(lead.ColBackup)})
	})
	taken := Policy{Words: r.words} // what Takes may name; these tabs are read after the team, which they name
	quiet.sources(&taken)
	quiet.qualities(&taken)
	r.each(lead.TabTeam, lead.ColName, func(w *row, name string) {
		m := Person{Name: name, Email: w.get(lead.ColEmail), Role: w.get(lead.ColRole),
			TakesLeads: w.tick(lead.ColTakesLeads), Takes: w.takes(&taken), Share: w.number(lead.ColShare, 1),
			Hours: w.hours(), MostOpen: w.mostOpen(), Backup: w.backup(name, backups), Telling: w.telling()}
		w.away(&m.Absence, p.Zone)
		if m.Email != "" && !strings.Contains(m.Email, "@") {
			w.fault(w.say.NoAddress.With(strconv.Quote(m.Email)))
			m.Email = ""
		}
		p.Team = append(p.Team, m)
	})
}

// mostOpen reads how many open leads a person may have.
func (r *row) mostOpen() int {
	v := r.get(lead.ColMostOpen)
	n, err := strconv.Atoi(v)
	if v == "" || err == nil && n > 0 && n < 1e6 {
		return n
	}
	r.fault(r.words.Texts().Team.NoLimit.With(strconv.Quote(v)))
	return 0
}

// backups are the names in the tab Team, each with the one in its column Backup.
type backups [][2]string

// of is the name of who stands in for somebody, as the tab has it, "" for nobody; ok is false for one who is not in the
// tab.
func (b backups) of(name string) (backup string, ok bool) {
	at := func(name string) int {
		return slices.IndexFunc(b, func(x [2]string) bool { return words.SameFolded(x[0], name) })
	}
	i := at(name)
	if i < 0 || b[i][1] == "" {
		return "", true
	}
	if i = at(b[i][1]); i < 0 {
		return "", false
	}
	return b[i][0], true
}

// backup reads who stands in for a person, and says where that leads back to the person.
func (r *row) backup(name string, all backups) string {
	say := &r.words.Texts().Team
	first, ok := all.of(name)
	switch {
	case !ok:
		r.fault(say.BackupUnknown.With(strconv.Quote(r.get(lead.ColBackup))))
		return ""
	case first != "" && words.SameFolded(first, name):
		r.fault(say.BackupSelf)
		return ""
	}
	circle := []string{name}
	for next := first; next != "" && len(circle) <= len(all); next, _ = all.of(next) {
		if circle = append(circle, next); words.SameFolded(next, name) {
			r.fault(say.BackupCircle.With(strings.Join(circle, ", ")))
			break
		}
	}
	return first
}
