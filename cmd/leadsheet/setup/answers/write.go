package answers

import (
	"context"
	"errors"
	"fmt"

	"leadsheet/daemon"
	"leadsheet/lead"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

// Batch returns the changes that the answers make in an existing workbook.
func (a Answers) Batch(snap *sheets.Snapshot) sheets.Batch {
	var b sheets.Batch
	open := OpenIn(snap)
	if t := snap.Tabs[lead.TabTeam]; t != nil {
		if open.Team && len(a.Team) > 0 {
			a.addTeam(&b, t)
		} else if !open.Team {
			a.append(&b, 1, a.Join)
		}
	}
	if t := snap.Tabs[lead.TabSettings]; t != nil {
		values := a.settings()
		for _, name := range settingNames() {
			value, answered := values[name]
			row, seen, _ := settingRow(t, name)
			want := lead.TextValue(value)
			if !answered || row < 0 || !open.Setting(name) && !a.Chosen[name] || want.Equal(seen) ||
				want.IsEmpty() && seen.IsEmpty() {
				continue
			}
			b.Changes = append(b.Changes, sheets.Change{Tab: lead.TabSettings, Row: row, Column: "Value", Seen: seen,
				Want: want})
		}
	}
	return b
}

// addTeam writes the first member over the placeholder row, if there is one, and appends the others.
func (a Answers) addTeam(b *sheets.Batch, t *sheets.Tab) {
	first := 0
	if row := placeholderRow(t); row >= 0 {
		values := a.memberRow(0, a.Team[0])
		columns := []string{"Name", "Email"}
		if values[columnTakes] != "TRUE" {
			columns = append(columns, columnTakes)
		}
		for _, column := range columns {
			b.Changes = append(b.Changes, sheets.Change{Tab: lead.TabTeam, Row: row, Column: column,
				Seen: t.At(row, t.Col(column)), Want: lead.TextValue(values[column])})
		}
		first = 1
	}
	a.append(b, first, a.Team[first:])
}

// append adds people below those of the tab Team, the first of them as its n-th.
func (a Answers) append(b *sheets.Batch, n int, people []Member) {
	if len(people) == 0 {
		return
	}
	added := sheets.Append{Tab: lead.TabTeam, Columns: []string{"Name", "Email", "Role", columnTakes, "Share"}}
	for i, m := range people {
		values := a.memberRow(n+i, m)
		row := make([]sheets.Cell, len(added.Columns))
		for j, c := range added.Columns {
			row[j] = lead.TextValue(values[c])
		}
		added.Rows = append(added.Rows, row)
	}
	b.Appends = append(b.Appends, added)
}

// Read reads the tabs that setup needs. The snapshot is nil if there is no workbook yet.
func Read(ctx context.Context, book sheets.Book) (*sheets.Snapshot, error) {
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

// Apply makes the layout if it is missing, and fills in the answers that are still open. It reports whether the answers
// led to a write.
func (a Answers) Apply(ctx context.Context, book sheets.Book) (bool, error) {
	for i := 1; ; i++ {
		wrote, err := a.applyOnce(ctx, book)
		if !errors.Is(err, sheets.ErrConflict) || i == maxConflicts {
			return wrote, err
		}
	}
}

func (a Answers) applyOnce(ctx context.Context, book sheets.Book) (bool, error) {
	before, err := Read(ctx, book)
	if err != nil {
		return false, err
	}
	if err := book.Ensure(ctx, daemon.LayoutFor(daemon.Layout(a.tables()), before)); err != nil {
		return false, fmt.Errorf("make the layout: %w", err)
	}
	snap, err := Read(ctx, book)
	if err != nil {
		return false, err
	}
	if snap == nil {
		return false, errors.New("make the layout: the workbook is not there although it was made; try again")
	}
	// A new workbook was made with the answers. In an existing one only what is still open is filled in.
	res, err := book.Commit(ctx, snap, a.Batch(snap))
	if err != nil {
		return false, fmt.Errorf("fill in team and settings: %w", err)
	}
	return before == nil || res.Wrote, nil
}
