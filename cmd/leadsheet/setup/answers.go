package setup

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"leadsheet/daemon"
	"leadsheet/lead"
	"leadsheet/rules"
	"leadsheet/sheets"
)

// Member is a person to be written into the tab Team.
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

// The settings that setup may fill in.
const (
	settingZone    = "Time zone"
	settingCountry = "Country"
)

// Answers are what the setup puts into the workbook where it still is as leadsheet made it.
type Answers struct {
	Team    []Member
	Zone    string
	Country string
}

// Check returns what is wrong with zone and country, where they are given.
func (x Answers) Check() []error {
	var problems []error
	if x.Zone != "" {
		if err := checkZone(x.Zone); err != nil {
			problems = append(problems, err)
		}
	}
	if x.Country != "" {
		if err := checkCountry(x.Country); err != nil {
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

// tables are the rule tabs of a new workbook, with the answers in them.
func (x Answers) tables() []rules.Table {
	tables := NewTables()
	for i := range tables {
		t := &tables[i]
		switch t.Title {
		case lead.TabTeam:
			if len(x.Team) > 0 {
				t.Rows = nil
				for n, m := range x.Team {
					t.Rows = append(t.Rows, TableRow(t.Columns, memberRow(n, m)))
				}
			}
		case lead.TabSettings:
			for _, row := range t.Rows {
				if want := x.setting(row[0]); want != "" {
					row[1] = want
				}
			}
		}
	}
	return tables
}

func (x Answers) setting(name string) string {
	switch name {
	case settingZone:
		return x.Zone
	case settingCountry:
		return strings.ToUpper(x.Country)
	}
	return ""
}

// memberRow is the n-th member as a row of the tab Team: the first is the system owner, as in a new workbook.
func memberRow(n int, m Member) map[string]string {
	row := map[string]string{"Name": m.Name, "Email": m.Email, "Takes leads": "TRUE", "Share": "1"}
	if n == 0 {
		row["Role"] = "System owner"
	}
	return row
}

// openAnswers say what may still be filled in: the team has nobody, zone and country are the defaults. A workbook that
// is not there yet, and tabs that are not, are open in everything.
type openAnswers struct{ team, zone, country bool }

func openIn(snap *sheets.Snapshot) openAnswers {
	o := openAnswers{team: true, zone: true, country: true}
	if snap == nil {
		return o
	}
	if t := snap.Tabs[lead.TabTeam]; t != nil {
		o.team = placeholder(t) >= 0 || len(t.Rows) == 0
	}
	if t := snap.Tabs[lead.TabSettings]; t != nil {
		zone, _, zoneOpen := defaulted(t, settingZone)
		country, _, countryOpen := defaulted(t, settingCountry)
		o.zone, o.country = zone >= 0 && zoneOpen, country >= 0 && countryOpen
	}
	return o
}

// teamIn reports whether everybody named is in the tab Team.
func (x Answers) teamIn(t *sheets.Tab) bool {
	col := t.Col("Name")
	return !slices.ContainsFunc(x.Team, func(m Member) bool {
		for r := range t.Rows {
			if strings.EqualFold(strings.TrimSpace(t.At(r, col).String()), m.Name) {
				return false
			}
		}
		return true
	})
}

// placeholder returns the row that a new workbook has in place of a team, -1 when somebody has written there.
func placeholder(t *sheets.Tab) int {
	name, email := t.Col("Name"), t.Col("Email")
	if name < 0 || email < 0 || len(t.Rows) != 1 || t.At(0, name).String() != defaultOwner() || !t.At(0, email).IsEmpty() {
		return -1
	}
	return 0
}

// defaultOwner is the only person of a new workbook's team.
func defaultOwner() string {
	for _, t := range rules.DefaultTables() {
		if t.Title == lead.TabTeam && len(t.Rows) > 0 {
			return t.Rows[0][0]
		}
	}
	return ""
}

// defaulted returns the row of a setting, its cell, and whether it is blank or still the default.
func defaulted(t *sheets.Tab, name string) (row int, seen sheets.Cell, still bool) {
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
	for _, t := range rules.DefaultTables() {
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

// batch is what the answers change in a workbook that is there.
func (x Answers) batch(snap *sheets.Snapshot) sheets.Batch {
	var b sheets.Batch
	open := openIn(snap)
	if t := snap.Tabs[lead.TabTeam]; t != nil && open.team && len(x.Team) > 0 {
		x.addTeam(&b, t)
	}
	if t := snap.Tabs[lead.TabSettings]; t != nil {
		for _, s := range []struct {
			name string
			open bool
		}{{settingZone, open.zone}, {settingCountry, open.country}} {
			row, seen, _ := defaulted(t, s.name)
			if want := lead.TextValue(x.setting(s.name)); s.open && !want.IsEmpty() && !want.Equal(seen) {
				b.Changes = append(b.Changes, sheets.Change{Tab: lead.TabSettings, Row: row, Column: "Value", Seen: seen,
					Want: want})
			}
		}
	}
	return b
}

// addTeam lets the first member take the placeholder's row, if there is one, and appends the others.
func (x Answers) addTeam(b *sheets.Batch, t *sheets.Tab) {
	rest := x.Team
	if row := placeholder(t); row >= 0 {
		for _, cell := range [][2]string{{"Name", rest[0].Name}, {"Email", rest[0].Email}} {
			column, value := cell[0], cell[1]
			at := t.Col(column)
			b.Changes = append(b.Changes, sheets.Change{Tab: lead.TabTeam, Row: row, Column: column,
				Seen: t.At(row, at), Want: lead.TextValue(value)})
		}
		rest = rest[1:]
	}
	if len(rest) == 0 {
		return
	}
	a := sheets.Append{Tab: lead.TabTeam, Columns: []string{"Name", "Email", "Role", "Takes leads", "Share"}}
	for i, m := range rest {
		values := memberRow(len(x.Team)-len(rest)+i, m)
		row := make([]sheets.Cell, len(a.Columns))
		for j, c := range a.Columns {
			row[j] = lead.TextValue(values[c])
		}
		a.Rows = append(a.Rows, row)
	}
	b.Appends = append(b.Appends, a)
}

// readForSetup reads the tabs that setup looks at; nil for a workbook that is not there yet.
func readForSetup(ctx context.Context, book sheets.Book) (*sheets.Snapshot, error) {
	snap, err := book.Read(ctx, lead.TabTeam, lead.TabSettings, lead.TabLeads, lead.TabActivity, lead.TabIntake)
	if errors.Is(err, sheets.ErrNoBook) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return snap, daemon.Intact(snap, daemon.Layout(NewTables()))
}

// conflicts is how often setup starts over when a leadsheet that runs meanwhile writes in between.
const conflicts = 5

// apply makes the layout and fills in the answers where nobody has decided yet. It reports whether the answers led to a
// write; a layout that was missing is made either way.
func (x Answers) apply(ctx context.Context, book sheets.Book) (bool, error) {
	for i := 1; ; i++ {
		wrote, err := x.applyOnce(ctx, book)
		if !errors.Is(err, sheets.ErrConflict) || i == conflicts {
			return wrote, err
		}
	}
}

func (x Answers) applyOnce(ctx context.Context, book sheets.Book) (bool, error) {
	before, err := readForSetup(ctx, book)
	if err != nil {
		return false, err
	}
	if err := book.Ensure(ctx, daemon.Layout(x.tables())); err != nil {
		return false, fmt.Errorf("make the layout: %w", err)
	}
	snap, err := readForSetup(ctx, book)
	if err != nil {
		return false, err
	}
	if snap == nil {
		return false, errors.New("make the layout: the workbook is not there although it was made; try again")
	}
	// With a workbook from before, only what is still open is filled in; a new one holds the answers already.
	res, err := book.Commit(ctx, snap, x.batch(snap))
	if err != nil {
		return false, fmt.Errorf("fill in team and settings: %w", err)
	}
	return before == nil || res.Wrote, nil
}
