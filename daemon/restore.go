package daemon

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"leadsheet/daemon/memory"
	"leadsheet/lead"
	"leadsheet/rules"
	"leadsheet/sheets"
)

// Lost is what a backup of a workbook holds and the workbook does not.
type Lost struct {
	Leads []LostLead // rows of the tab Leads, in the order of the backup
	Rows  []LostRow  // rows of other tabs with a key
	Cells []LostCell // cells that had content in the backup and are blank now
	// NoID counts the rows of Leads in the backup that had no ID yet: they cannot be told from others.
	NoID int
	// Intake and Activity count the rows of these tabs that are missing now.
	Intake, Activity int
	Notes            []string // messages for the user about the workbook and the backup
}

// LostLead is a lead whose row is missing. Why says why it cannot be brought back, "" if it can.
type LostLead struct {
	lead.Lead
	Why string
}

// LostRow is a row of another tab than Leads that is missing, by its key.
type LostRow struct{ Tab, Key, lead string }

// LostCell is a cell that is blank now.
type LostCell struct{ Tab, Key, Column, Text string }

// CompareBackup says what a backup holds that the workbook lacks. It changes neither.
func (d *Daemon) CompareBackup(ctx context.Context, backup sheets.Book) (Lost, error) {
	now, then, err := d.readBoth(ctx, backup)
	if err != nil {
		return Lost{}, err
	}
	lost := Lost{Notes: slices.Concat(now.snap.Notes, then.snap.Notes)}
	lost.Leads, lost.NoID = lostLeads(now, then)
	away := map[string]bool{}
	for i := range lost.Leads {
		away[lost.Leads[i].ID] = strings.HasPrefix(lost.Leads[i].Why, inArchive)
	}
	for _, want := range d.Layout.Tabs {
		name := want.Called()
		nowTab, thenTab := now.snap.Tabs[name], then.snap.Tabs[name]
		if nowTab == nil || thenTab == nil {
			continue
		}
		rows, cells := lostFrom(nowTab, thenTab, want)
		rows = slices.DeleteFunc(rows, func(r LostRow) bool { return away[r.lead] })
		switch name {
		case lead.TabIntake:
			lost.Intake = len(rows)
		case lead.TabActivity:
			lost.Activity = len(rows)
		case lead.TabLeads:
			lost.Cells = append(lost.Cells, cells...)
		default:
			lost.Rows, lost.Cells = append(lost.Rows, rows...), append(lost.Cells, cells...)
		}
	}
	return lost, nil
}

// readBoth reads the workbook and a backup of it.
func (d *Daemon) readBoth(ctx context.Context, backup sheets.Book) (now, then *view, err error) {
	if now, err = d.read(ctx); err != nil {
		return nil, nil, err
	}
	other := &Daemon{Book: backup, Layout: d.Layout, Now: d.Now, Log: d.Log}
	if d.Archive != nil {
		away, err := d.Archive.Holds(ctx, d.Layout, now.zones.Journals)
		if err != nil {
			return nil, nil, fmt.Errorf("what is in the archive is not brought back, so it has to be read: %w", err)
		}
		now.away = away.Names
	}
	backup.Expect(d.Layout)
	if then, err = other.read(ctx); err != nil {
		return nil, nil, fmt.Errorf("the backup: %w", err)
	}
	return now, then, nil
}

// inArchive is why a lead is not brought back that went to the archive.
const inArchive = "it ended long ago, and stands in the archive "

// lostLeads returns the leads of the backup that have no row now, and how many of its rows have no ID.
func lostLeads(now, then *view) (lost []LostLead, noID int) {
	present := make(map[string]bool, len(now.state.Leads))
	for i := range now.state.Leads {
		present[now.state.Leads[i].ID] = true
	}
	origins := newOrigins(now, then)
	seen := map[string]bool{"": true}
	for i := range then.state.Leads {
		l := then.state.Leads[i]
		if l.ID == "" {
			noID++
		}
		if seen[l.ID] {
			continue
		}
		seen[l.ID] = true
		again, other := origins.of(l.ID)
		switch {
		case other:
			lost = append(lost, LostLead{l, fmt.Sprintf("%s is another lead by now: copy the row by hand", l.ID)})
		case present[l.ID]:
		case present[again]:
			lost = append(lost, LostLead{l, fmt.Sprintf("the request came in again as %s", again)})
		case now.away[l.ID] != "":
			lost = append(lost, LostLead{l, inArchive + now.away[l.ID]})
		case memory.Knows(now.state.Memory, &l, origins.then[l.ID], now.state.Policy.Country):
			lost = append(lost, LostLead{l, inArchive + "of the workbook"})
		default:
			lost = append(lost, LostLead{Lead: l})
		}
	}
	return lost, noID
}

// origins tell by the tab Intake which leads of two workbooks come from the same requests.
type origins struct {
	then    map[string][]string        // keys by lead, in the backup
	now     map[string]map[string]bool // keys by lead, now
	leadNow map[string]string          // lead by key, now
}

func newOrigins(now, then *view) origins {
	o := origins{map[string][]string{}, map[string]map[string]bool{}, map[string]string{}}
	for i := range then.state.Intake {
		if r := &then.state.Intake[i]; r.Lead != "" && r.Key != "" {
			o.then[r.Lead] = append(o.then[r.Lead], r.Key)
		}
	}
	for i := range now.state.Intake {
		r := &now.state.Intake[i]
		if r.Lead == "" || r.Key == "" {
			continue
		}
		if o.now[r.Lead] == nil {
			o.now[r.Lead] = map[string]bool{}
		}
		o.now[r.Lead][r.Key], o.leadNow[r.Key] = true, r.Lead
	}
	return o
}

// of returns under which other ID the requests of a lead of the backup have come in again, "" if they have not, and
// whether its own ID is that of other requests now.
func (o origins) of(id string) (again string, other bool) {
	keys := o.then[id]
	other = len(keys) > 0 && len(o.now[id]) > 0
	for _, key := range keys {
		if o.now[id][key] {
			other = false
		}
		if l := o.leadNow[key]; l != "" && l != id {
			again = l
		}
	}
	if again != "" && other {
		return again, false // the request is there, only under another ID
	}
	return again, other
}

// lostFrom returns the rows of a tab that are missing now, by their keys, and the cells that are blank now in rows that
// are there. Of several rows with one key, such as steps of the same day, each is compared
// with the one that is most like it.
func lostFrom(now, then *sheets.Tab, layout sheets.TabLayout) (rows []LostRow, cells []LostCell) {
	keyNow, keyThen := now.Col(layout.Key), then.Col(layout.Key)
	if keyNow < 0 || keyThen < 0 {
		return nil, nil
	}
	at := map[string][]int{}
	for r := range now.Rows {
		key := now.At(r, keyNow).String()
		at[key] = append(at[key], r)
	}
	isRow := sheets.RowsOf(then)
	for r := range then.Rows {
		key := then.At(r, keyThen).String()
		if key == "" || !isRow(then.Rows[r]) {
			continue
		}
		if len(at[key]) == 0 {
			rows = append(rows, LostRow{layout.Called(), key, then.At(r, then.Col(lead.ColLead)).String()})
			continue
		}
		nearest := slices.MinFunc(at[key], func(a, b int) int {
			return cmp.Compare(differences(now, then, a, r), differences(now, then, b, r))
		})
		at[key] = slices.DeleteFunc(at[key], func(row int) bool { return row == nearest })
		cells = append(cells, blankNow(now, then, nearest, r, key, layout)...)
	}
	return rows, cells
}

// differences counts the cells of two rows that are not the same.
func differences(now, then *sheets.Tab, row, was int) (n int) {
	for col, title := range then.Columns {
		c := now.Col(title)
		if title != "" && (c < 0 || now.At(row, c).String() != then.At(was, col).String()) {
			n++
		}
	}
	return n
}

// blankNow are the cells of a row that had content in the backup and are blank now.
func blankNow(now, then *sheets.Tab, row, was int, key string, layout sheets.TabLayout) (cells []LostCell) {
	for col, title := range then.Columns {
		text := then.At(was, col).String()
		if title == "" || text == "" || slices.Contains(then.Twins, col) || computed(layout.Called(), title) {
			continue
		}
		if c := now.Col(title); c < 0 || now.At(row, c).IsEmpty() {
			cells = append(cells, LostCell{layout.Called(), key, title, text})
		}
	}
	return cells
}

// computed reports whether leadsheet fills and empties a column by itself.
func computed(tab, column string) bool {
	switch column {
	case lead.ColAttention, lead.ColWaitingSince, lead.ColRespondBy, lead.ColDo:
		return tab == lead.TabLeads
	case lead.ColCheck:
		return true
	}
	return false
}

// restoreAtOnce is how many rows one batch brings back.
const restoreAtOnce = 1000

// Restore brings rows of the tab Leads back from a backup: those with the given IDs, or all if there are none. A row
// that is there is never overwritten. What the backup has of their history and of what came in for them comes with them
// where the workbook lacks it, so nothing comes in twice. from is the backup's name for the tab Activity. It returns
// the leads that were brought back, also beside an error. An error that Is sheets.ErrBusy means that the workbook could
// not be written now.
func (d *Daemon) Restore(ctx context.Context, backup sheets.Book, from string, ids []string) ([]lead.Lead, error) {
	var done []lead.Lead
	for tries := 0; ; {
		now, then, err := d.readBoth(ctx, backup)
		if err != nil {
			return done, err
		}
		if len(done) == 0 {
			if err := restorable(now, then, ids); err != nil {
				return nil, err
			}
		}
		var leads []lead.Lead
		lost, _ := lostLeads(now, then)
		for i := range lost {
			if lost[i].Why == "" && (len(ids) == 0 || slices.Contains(ids, lost[i].ID)) && len(leads) < restoreAtOnce {
				leads = append(leads, lost[i].Lead)
			}
		}
		if len(leads) == 0 {
			return done, nil
		}
		batch, rows := restoreBatch(now, then, leads, from, d.Now())
		_, err = d.Book.Commit(ctx, now.snap, batch)
		if errors.Is(err, sheets.ErrConflict) && tries < attempts {
			tries++
			continue
		}
		if err != nil {
			return done, fmt.Errorf("bring rows back: %w", err)
		}
		done, tries = append(done, rows...), 0
	}
}

// restorable returns an error that says of each of the IDs that cannot be brought back why not.
func restorable(now, then *view, ids []string) error {
	lost, _ := lostLeads(now, then)
	var failed error
	for _, id := range ids {
		i := slices.IndexFunc(lost, func(l LostLead) bool { return l.ID == id })
		switch {
		case i >= 0 && lost[i].Why != "":
			failed = errors.Join(failed, fmt.Errorf("%s cannot be brought back: %s", id, lost[i].Why))
		case i >= 0:
		case slices.ContainsFunc(then.state.Leads, func(l lead.Lead) bool { return l.ID == id }):
			failed = errors.Join(failed, fmt.Errorf("%s has a row in the workbook: nothing is overwritten", id))
		default:
			failed = errors.Join(failed, fmt.Errorf("the backup has no lead %s", id))
		}
	}
	return failed
}

// restoreBatch returns the change of the workbook that brings leads back, and the leads as their rows will be.
func restoreBatch(now, then *view, leads []lead.Lead, from string, at time.Time) (sheets.Batch, []lead.Lead) {
	known, wanted := map[string]bool{}, map[string]bool{}
	for i := range now.state.History {
		known[now.state.History[i].Lead] = true
	}
	for i := range leads {
		wanted[leads[i].ID] = true
	}
	var events []lead.Event
	for i := range then.state.History {
		if e := then.state.History[i]; wanted[e.Lead] && !known[e.Lead] {
			events = append(events, e)
		}
	}
	why := now.snap.Words.Texts().Activity.FromBackup.With(from)
	rows, restored := rules.Restore(now.state, leads, why, at)
	events = sheets.Numbered(append(events, restored...), now.snap.Tabs[lead.TabActivity], at)
	add := sheets.AppendLeads(rows, now.snap.Tabs[lead.TabLeads], now.zones.Leads)
	for i := range rows {
		for _, bad := range rows[i].Bad { // a word in a column of dates, say, which is content all the same
			if col := slices.Index(add.Columns, bad.Column); col >= 0 {
				add.Rows[i][col] = lead.TextValue(bad.Text)
			}
		}
	}
	b := sheets.Batch{Appends: []sheets.Append{add, sheets.AppendEvents(events, now.zones.Journals)}}
	have := map[string]bool{}
	for i := range now.state.Intake {
		have[now.state.Intake[i].Key] = true
	}
	var intake []lead.IntakeRow
	for i := range then.state.Intake {
		if r := then.state.Intake[i]; wanted[r.Lead] && !have[r.Key] {
			have[r.Key] = true
			intake = append(intake, r)
		}
	}
	if len(intake) > 0 {
		b.Appends = append(b.Appends, sheets.AppendIntake(intake, now.zones.Journals))
	}
	return b, rows
}
