package setup

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"leadsheet/daemon"
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

// Settings that setup fills in.
const (
	settingZone     = "Time zone"
	settingCountry  = "Country"
	settingCurrency = "Currency"
	settingHolidays = "Holidays"
)

// Answers are what the setup writes into the workbook, in place of defaults that the team has not changed.
type Answers struct {
	Team    []Member
	Zone    string
	Country string
	// Statuses is the name of a ready set of statuses for a new workbook; "" for the default.
	Statuses string
	// Machine is what a new workbook takes from this machine where nothing is answered.
	Machine Machine
}

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
		if err := checkStatuses(a.Statuses); err != nil {
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
	tables := NewTables(a.machine())
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
					t.Rows = append(t.Rows, TableRow(t.Columns, memberRow(n, m)))
				}
			}
		}
	}
	return tables
}

// machine is the machine as it is answered to be.
func (a Answers) machine() Machine { return a.Machine.In(a.Zone, a.Country) }

func (a Answers) setting(name string) string {
	switch name {
	case settingZone:
		return a.Zone
	case settingCountry:
		return strings.ToUpper(a.Country)
	case settingCurrency, settingHolidays: // they follow the country
		if a.Country != "" {
			return a.machine().settings()[name]
		}
	}
	return ""
}

// memberRow returns the n-th member as a row of the tab Team. The first is the system owner, as in a new workbook.
func memberRow(n int, m Member) map[string]string {
	row := map[string]string{"Name": m.Name, "Email": m.Email, "Takes leads": "TRUE", "Share": "1"}
	if n == 0 {
		row["Role"] = "System owner"
	}
	return row
}

// openAnswers says what may still be filled in: the team if the tab has no member, zone and country while they are the
// defaults, and the statuses only where their tab is missing. In a missing workbook or tab all may be.
type openAnswers struct{ team, zone, country, currency, holidays, statuses bool }

func openIn(snap *sheets.Snapshot) openAnswers {
	o := openAnswers{team: true, zone: true, country: true, currency: true, holidays: true, statuses: true}
	if snap == nil {
		return o
	}
	o.statuses = snap.Tabs[lead.TabStatuses] == nil
	if t := snap.Tabs[lead.TabTeam]; t != nil {
		o.team = placeholderRow(t) >= 0 || len(t.Rows) == 0
	}
	if t := snap.Tabs[lead.TabSettings]; t != nil {
		open := func(name string) bool {
			row, _, open := settingRow(t, name)
			return row >= 0 && open
		}
		o.zone, o.country = open(settingZone), open(settingCountry)
		o.currency, o.holidays = o.country && open(settingCurrency), o.country && open(settingHolidays)
	}
	return o
}

// hasTeam reports whether the tab Team has all members by name.
func (a Answers) hasTeam(t *sheets.Tab) bool {
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

// batch returns the changes that the answers make in an existing workbook.
func (a Answers) batch(snap *sheets.Snapshot) sheets.Batch {
	var b sheets.Batch
	open := openIn(snap)
	if t := snap.Tabs[lead.TabTeam]; t != nil && open.team && len(a.Team) > 0 {
		a.addTeam(&b, t)
	}
	if t := snap.Tabs[lead.TabSettings]; t != nil {
		for _, s := range []struct {
			name string
			open bool
		}{{settingZone, open.zone}, {settingCountry, open.country}, {settingCurrency, open.currency},
			{settingHolidays, open.holidays}} {
			row, seen, _ := settingRow(t, s.name)
			if want := lead.TextValue(a.setting(s.name)); s.open && !want.IsEmpty() && !want.Equal(seen) {
				b.Changes = append(b.Changes, sheets.Change{Tab: lead.TabSettings, Row: row, Column: "Value", Seen: seen,
					Want: want})
			}
		}
	}
	return b
}

// addTeam writes the first member over the placeholder row, if there is one, and appends the others.
func (a Answers) addTeam(b *sheets.Batch, t *sheets.Tab) {
	rest := a.Team
	if row := placeholderRow(t); row >= 0 {
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
	added := sheets.Append{Tab: lead.TabTeam, Columns: []string{"Name", "Email", "Role", "Takes leads", "Share"}}
	for i, m := range rest {
		values := memberRow(len(a.Team)-len(rest)+i, m)
		row := make([]sheets.Cell, len(added.Columns))
		for j, c := range added.Columns {
			row[j] = lead.TextValue(values[c])
		}
		added.Rows = append(added.Rows, row)
	}
	b.Appends = append(b.Appends, added)
}

// readForSetup reads the tabs that setup needs. The snapshot is nil if there is no workbook yet.
func readForSetup(ctx context.Context, book sheets.Book) (*sheets.Snapshot, error) {
	snap, err := book.Read(ctx, lead.TabTeam, lead.TabSettings, lead.TabStatuses, lead.TabLeads, lead.TabActivity,
		lead.TabIntake)
	if errors.Is(err, sheets.ErrNoBook) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return snap, daemon.CheckIntact(snap, daemon.Layout(policy.DefaultTables()))
}

// maxConflicts is how often setup starts over when a running daemon writes in between.
const maxConflicts = 5

// apply makes the layout if it is missing, and fills in the answers that are still open. It reports whether the answers
// led to a write.
func (a Answers) apply(ctx context.Context, book sheets.Book) (bool, error) {
	for i := 1; ; i++ {
		wrote, err := a.applyOnce(ctx, book)
		if !errors.Is(err, sheets.ErrConflict) || i == maxConflicts {
			return wrote, err
		}
	}
}

func (a Answers) applyOnce(ctx context.Context, book sheets.Book) (bool, error) {
	before, err := readForSetup(ctx, book)
	if err != nil {
		return false, err
	}
	if err := book.Ensure(ctx, daemon.LayoutFor(daemon.Layout(a.tables()), before)); err != nil {
		return false, fmt.Errorf("make the layout: %w", err)
	}
	snap, err := readForSetup(ctx, book)
	if err != nil {
		return false, err
	}
	if snap == nil {
		return false, errors.New("make the layout: the workbook is not there although it was made; try again")
	}
	// A new workbook was made with the answers. In an existing one only what is still open is filled in.
	res, err := book.Commit(ctx, snap, a.batch(snap))
	if err != nil {
		return false, fmt.Errorf("fill in team and settings: %w", err)
	}
	return before == nil || res.Wrote, nil
}
