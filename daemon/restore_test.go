package daemon_test

import (
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"leadsheet/daemon"
	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
	"leadsheet/sheets/xlsx"
)

// Rows that people have deleted, and one of which the workbook knows nothing any more, come back from a backup on both
// backends: once, with what was recorded after the backup, and no pass takes them for deleted or for new.
func TestRestore_BringsRowsBackByID(t *testing.T) {
	for where, at := range desks {
		t.Run(where, func(t *testing.T) {
			now := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
			at, path := at(t), filepath.Join(t.TempDir(), "backup.xlsx")
			keep := func(book sheets.Book, items ...lead.Inquiry) *daemon.Daemon {
				return &daemon.Daemon{Book: book, Sources: []intake.Source{&shelf{items: items}},
					Layout: daemon.Layout(policy.DefaultTables()), Now: func() time.Time { return now },
					Log: slog.New(slog.DiscardHandler)}
			}
			backup, err := xlsx.Open(path, xlsx.Options{Now: time.Now})
			if err != nil {
				t.Fatal(err)
			}
			pass(t, keep(backup, inquiry(1), inquiry(2), inquiry(3), inquiry(4)))

			d := keep(at.open(), inquiry(1), inquiry(2), inquiry(3)) // the fourth never reached this one
			pass(t, d)
			snap, err := d.Book.Read(t.Context(), lead.TabLeads)
			if err != nil {
				t.Fatal(err)
			}
			tab := snap.Tabs[lead.TabLeads]
			id := func(row int) string { return tab.At(row, tab.Col(lead.ColID)).String() }
			at.hands.EditAt(lead.TabLeads, 2, tab.Col(lead.ColStatus), lead.TextValue("Won"))
			now = now.Add(time.Hour)
			pass(t, d)
			one, two := id(0), id(1)
			at.hands.DeleteRows(lead.TabLeads, 1, 2)
			now = now.Add(time.Hour)
			pass(t, d)

			lost, err := d.CompareBackup(t.Context(), backup)
			if err != nil || len(lost.Leads) != 3 || lost.Leads[0].ID != one || lost.Intake != 1 {
				t.Fatalf("got %+v, %v", lost, err)
			}
			if _, err := d.Restore(t.Context(), backup, "backup.xlsx", []string{"L-77", id(2)}); err == nil ||
				!strings.Contains(err.Error(), "no lead L-77") || !strings.Contains(err.Error(), "nothing is overwritten") {
				t.Errorf("got %v", err)
			}
			done, err := d.Restore(t.Context(), backup, "backup.xlsx", []string{two})
			if err != nil || len(done) != 1 || done[0].ID != two || done[0].Status != "Won" {
				t.Fatalf("got %+v, %v", done, err)
			}
			if done, err = d.Restore(t.Context(), backup, "backup.xlsx", nil); err != nil || len(done) != 2 {
				t.Fatalf("got %+v, %v", done, err)
			}
			if done, err = d.Restore(t.Context(), backup, "backup.xlsx", nil); err != nil || len(done) != 0 {
				t.Fatalf("again: %+v, %v", done, err)
			}
			again := keep(at.open(), inquiry(1), inquiry(2), inquiry(3), inquiry(4))
			now = now.Add(time.Minute)
			pass(t, again)
			if sum := pass(t, again); sum.Wrote || sum.Leads != 4 {
				t.Errorf("a settled pass: %+v", sum)
			}
			snap, err = again.Book.Read(t.Context(), lead.TabLeads, lead.TabActivity)
			if err != nil {
				t.Fatal(err)
			}
			byID := map[string]lead.Lead{}
			for _, l := range sheets.Leads(snap.Tabs[lead.TabLeads], time.UTC) {
				byID[l.ID] = l
			}
			if len(byID) != 4 || byID[two].Status != "Won" || byID[one].Status != "New lead" {
				t.Errorf("there are %+v", byID)
			}
			var restored, deleted int
			for _, e := range sheets.Events(snap.Tabs[lead.TabActivity], time.UTC) {
				switch e.What {
				case lead.Restored:
					restored++
					if e.Why != "brought back from the backup backup.xlsx" {
						t.Errorf("%s: %q", e.Lead, e.Why)
					}
				case lead.Deleted:
					deleted++
				}
			}
			if restored != 3 || deleted != 2 {
				t.Errorf("%d restored, %d deleted", restored, deleted)
			}
		})
	}
}

// A lead whose request has come in again under another ID is not brought back, and one whose ID is another lead's now
// neither.
func TestRestore_NeverDoubles(t *testing.T) {
	now := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	book := func(name string, items ...lead.Inquiry) *daemon.Daemon {
		b, err := xlsx.Open(filepath.Join(t.TempDir(), name), xlsx.Options{Now: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		d := &daemon.Daemon{Book: b, Sources: []intake.Source{&shelf{items: items}},
			Layout: daemon.Layout(policy.DefaultTables()), Now: func() time.Time { return now },
			Log: slog.New(slog.DiscardHandler)}
		pass(t, d)
		return d
	}
	backup := book("backup.xlsx", inquiry(1), inquiry(2), inquiry(3)) // L-1001, L-1002, L-1003
	d := book("leads.xlsx", inquiry(1), inquiry(3))                   // L-1001, L-1002
	lost, err := d.CompareBackup(t.Context(), backup.Book)
	if err != nil || len(lost.Leads) != 2 {
		t.Fatalf("got %+v, %v", lost, err)
	}
	for i, want := range []string{"L-1002 is another lead by now", "the request came in again as L-1002"} {
		if !strings.Contains(lost.Leads[i].Why, want) {
			t.Errorf("%s: %q", lost.Leads[i].ID, lost.Leads[i].Why)
		}
	}
	if done, err := d.Restore(t.Context(), backup.Book, "backup.xlsx", nil); err != nil || len(done) != 0 {
		t.Errorf("got %+v, %v", done, err)
	}
	if _, err := d.Restore(t.Context(), backup.Book, "backup.xlsx", []string{"L-1002"}); err == nil ||
		!strings.Contains(err.Error(), "L-1002 cannot be brought back: L-1002 is another lead by now") {
		t.Errorf("got %v", err)
	}
}
