// Package answers is what the setup writes into a workbook: the team, the settings of the business and the statuses, in
// place of defaults that nobody has changed. It knows which of them are still open, what a new workbook takes from the
// machine, and the public holidays of countries.
package answers

import (
	"fmt"
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

// Member is a row to be written into the tab Team.
type Member struct{ Name, Email string }

// ParseTeam reads "Kim=kim@example.com, Lee=lee@example.com".
func ParseTeam(s string) ([]Member, error) {
	var out []Member
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ';' }) {
		if strings.TrimSpace(part) == "" {
			continue
		}
		name, email, ok := strings.Cut(part, "=")
		m := Member{strings.TrimSpace(name), strings.TrimSpace(email)}
		user, domain, isAddress := strings.Cut(m.Email, "@")
		if !ok { // a domain, as read --team takes it
			if _, err := lead.TeamDomain(part); strings.Contains(part, ".") && err != nil &&
				!strings.ContainsAny(strings.TrimSpace(part), "@ ") {
				return nil, fmt.Errorf("%w: such as Kim=kim@example.com", err)
			}
		}
		switch {
		case ok && m.Name != "" && m.Email == "":
			return nil, fmt.Errorf("%s has no mail address: write it behind the name", m.Name)
		case ok && m.Name == "":
			return nil, fmt.Errorf("the mail address %s has no name: write it before the address", m.Email)
		case !ok || m.Name == "" || !isAddress || user == "" || domain == "" || strings.ContainsAny(m.Email, " \t<>"):
			return nil, fmt.Errorf("%q is no member of a team: write name=address, such as Kim=kim@example.com",
				strings.TrimSpace(part))
		case slices.ContainsFunc(out, func(o Member) bool { return strings.EqualFold(o.Name, m.Name) }):
			return nil, fmt.Errorf("the team has two people called %q: write their names so that they differ", m.Name)
		}
		out = append(out, m)
	}
	return out, nil
}

// columnTakes says in the tab Team who receives leads.
const columnTakes = "Takes leads"

// Settings that setup fills in.
const (
	settingZone     = "Time zone"
	SettingCountry  = "Country"
	settingCurrency = "Currency"
	SettingHolidays = "Holidays"
)

// Answers are what the setup writes into the workbook, in place of defaults that the team has not changed.
type Answers struct {
	Team []Member
	Join []Member // further people of a tab Team that has some already
	// Receives names those of the team who receive leads; nil for all.
	Receives []string
	Zone     string
	Country  string
	Business string // its name
	Hours    string // of Monday to Friday
	Weekend  string // of Saturday and Sunday
	Holidays string // days with commas between; NoHolidays for none; "" for those of the country
	// Acknowledge says that customers are told at once that their request has arrived.
	Acknowledge bool
	// Statuses is the name of a ready set of statuses for a new workbook; "" for the default.
	Statuses string
	// Machine is what a new workbook takes from this machine where nothing is answered.
	Machine Machine

	// Chosen are the settings of the workbook that a person has changed knowing what stands there.
	Chosen map[string]bool
}

// NoHolidays is the answer of a team that works on public holidays.
const NoHolidays = "none"

// Check returns what is wrong with zone, country and statuses. An empty one is not checked.
func (a Answers) Check() []error {
	var problems []error
	if a.Zone != "" {
		if err := checkZone(a.Zone); err != nil {
			problems = append(problems, err)
		}
	}
	if a.Country != "" {
		if err := checkCountry(a.Country); err != nil {
			problems = append(problems, err)
		}
	}
	if a.Statuses != "" {
		if err := CheckStatuses(a.Statuses); err != nil {
			problems = append(problems, err)
		}
	}
	return problems
}

func checkZone(s string) error {
	_, err := lead.ParseZone(s)
	return err
}

func checkCountry(s string) error {
	_, err := lead.ParseCountry(s)
	return err
}

// tables returns the rule tabs of a new workbook with the answers filled in.
func (a Answers) tables() []policy.Table {
	tables, values := NewTables(a.OfMachine()), a.settings()
	for i := range tables {
		t := &tables[i]
		switch t.Title {
		case lead.TabStatuses:
			if set, ok := policy.FindStatusSet(a.Statuses); ok {
				*t = policy.StatusTable(words.Language{}, set)
			}
		case lead.TabTeam:
			if len(a.Team) > 0 {
				t.Rows = nil
				for n, m := range a.Team {
					t.Rows = append(t.Rows, TableRow(t.Columns, a.memberRow(n, m)))
				}
			}
		case lead.TabSettings:
			for _, row := range t.Rows {
				if v, answered := values[row[0]]; answered {
					row[1] = v
				}
			}
		}
	}
	return tables
}

// OfMachine is the machine as it is answered to be.
func (a Answers) OfMachine() Machine { return a.Machine.In(a.Zone, a.Country) }

// settings are the answers as the tab Settings has them, by the names of its rows. Currency and holidays follow the
// country.
func (a Answers) settings() map[string]string {
	out := map[string]string{}
	if a.Country != "" {
		for _, name := range []string{settingCurrency, SettingHolidays} {
			if v := a.OfMachine().settings()[name]; v != "" {
				out[name] = v
			}
		}
	}
	for _, s := range Settings() {
		value := *s.At(&a)
		if value == "" {
			continue
		}
		if s.stored != nil {
			value = s.stored(value)
		}
		for _, name := range s.Names {
			out[name] = value
		}
	}
	if a.Acknowledge {
		out[lead.SettingAcknowledge] = "yes"
	}
	return out
}

// memberRow returns the n-th member as a row of the tab Team. The first is the system owner, as in a new workbook.
func (a Answers) memberRow(n int, m Member) map[string]string {
	row := map[string]string{"Name": m.Name, "Email": m.Email, columnTakes: "TRUE", "Share": "1"}
	if a.Receives != nil && !slices.ContainsFunc(a.Receives, func(s string) bool { return strings.EqualFold(s, m.Name) }) {
		row[columnTakes] = "FALSE"
	}
	if n == 0 {
		row["Role"] = "System owner"
	}
	return row
}

// Open says what may still be filled in: the team if the tab has no member, a setting while it is the default,
// and the statuses only where their tab is missing. In a missing workbook or tab all may be.
type Open struct {
	Team, Statuses bool
	taken          map[string]bool // settings of the workbook that are not open
}

// Setting reports whether a setting of the workbook may be filled in.
func (o Open) Setting(name string) bool { return !o.taken[name] }

// OpenIn finds out what is open in a workbook; nil is one that is not there yet.
func OpenIn(snap *sheets.Snapshot) Open {
	o := Open{Team: true, Statuses: true, taken: map[string]bool{}}
	if snap == nil {
		return o
	}
	o.Statuses = snap.Tabs[lead.TabStatuses] == nil
	if t := snap.Tabs[lead.TabTeam]; t != nil {
		o.Team = placeholderRow(t) >= 0 || len(t.Rows) == 0
	}
	if t := snap.Tabs[lead.TabSettings]; t != nil {
		for _, name := range settingNames() {
			row, _, open := settingRow(t, name)
			o.taken[name] = row < 0 || !open
		}
		if o.taken[SettingCountry] { // they follow it
			o.taken[settingCurrency], o.taken[SettingHolidays] = true, true
		}
	}
	return o
}

// settingNames are the rows of the tab Settings that the setup may fill in.
func settingNames() []string {
	names := []string{settingCurrency, lead.SettingAcknowledge}
	for _, s := range Settings() {
		names = append(names, s.Names...)
	}
	return names
}

// HasTeam reports whether the tab Team has all members by name.
func (a Answers) HasTeam(t *sheets.Tab) bool {
	col := t.Col("Name")
	return !slices.ContainsFunc(a.Team, func(m Member) bool {
		for r := range t.Rows {
			if strings.EqualFold(strings.TrimSpace(t.At(r, col).String()), m.Name) {
				return false
			}
		}
		return true
	})
}

// placeholderRow returns the row that a new workbook has in place of a team, -1 if the tab has been edited.
func placeholderRow(t *sheets.Tab) int {
	name, email := t.Col("Name"), t.Col("Email")
	if name < 0 || email < 0 || len(t.Rows) != 1 || t.At(0, name).String() != defaultOwner() || !t.At(0, email).IsEmpty() {
		return -1
	}
	return 0
}

// defaultOwner returns the name of the only member in a new workbook.
func defaultOwner() string {
	for _, t := range policy.DefaultTables() {
		if t.Title == lead.TabTeam && len(t.Rows) > 0 {
			return t.Rows[0][0]
		}
	}
	return ""
}

// settingRow returns the row of a setting (-1 if there is none), its cell, and whether that is blank or still the
// default.
func settingRow(t *sheets.Tab, name string) (row int, seen sheets.Cell, still bool) {
	setting, value := t.Col("Setting"), t.Col("Value")
	if setting < 0 || value < 0 {
		return -1, sheets.Cell{}, false
	}
	for r := range t.Rows {
		if strings.EqualFold(strings.TrimSpace(t.At(r, setting).String()), name) {
			seen = t.At(r, value)
			return r, seen, seen.IsEmpty() || seen.String() == defaultSetting(name)
		}
	}
	return -1, sheets.Cell{}, false
}

func defaultSetting(name string) string {
	for _, t := range policy.DefaultTables() {
		if t.Title != lead.TabSettings {
			continue
		}
		for _, row := range t.Rows {
			if row[0] == name {
				return row[1]
			}
		}
	}
	return ""
}
