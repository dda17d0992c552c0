package daemon_test

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"leadsheet/daemon"
	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

// A file is taken back in bounded passes, and another one with the same records brings the leads back, in more passes
// than one: on both backends, and by a daemon that knows nothing but the workbook.
func TestAFileIsTakenBack(t *testing.T) {
	for where, at := range desks {
		t.Run(where, func(t *testing.T) {
			records := 60
			if where == "google" && !testing.Short() {
				records += intake.MaxItems
			}
			now, folder := now, t.TempDir()
			desk := at(t)
			drop := func(name, end string) {
				text := "Submission ID,Submitted,Name,Email,Message\n"
				for n := range records {
					text += fmt.Sprintf("%d,2026-11-23 08:%02d:%02d,Kim %d,kim%d@firm.example,A fence\n", n, n/60%60, n%60, n, n)
				}
				path := filepath.Join(folder, name)
				if err := os.WriteFile(path, []byte(text+end), 0o644); err != nil {
					t.Fatal(err)
				}
				if err := os.Chtimes(path, now, now); err != nil {
					t.Fatal(err)
				}
			}
			catchUp := func() {
				t.Helper()
				d := &daemon.Daemon{Book: desk.open(), Layout: daemon.Layout(policy.DefaultTables()), MaxLeads: records/2 - 4,
					Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler),
					Sources: []intake.Source{&intake.Drop{Folder: folder, Now: func() time.Time { return now }}}}
				if sum, err := d.CatchUp(t.Context()); err != nil || sum.Left > 0 {
					t.Fatalf("%+v, %v", sum, err)
				}
				if sum := pass(t, d); sum.Wrote {
					t.Errorf("the next pass writes: %+v", sum)
				}
				now = now.Add(10 * time.Minute)
			}
			tab := func(title string) *sheets.Tab {
				snap, err := desk.open().Read(t.Context(), title)
				if err != nil {
					t.Fatal(err)
				}
				return snap.Tabs[title]
			}
			count := func(status string) (n int) {
				leads := tab(lead.TabLeads)
				for r := range leads.Rows {
					if leads.At(r, leads.Col(lead.ColStatus)).String() == status {
						n++
					}
				}
				return n
			}
			cell := func(place, column string, typed ...lead.Value) string {
				t.Helper()
				rows := tab(lead.TabIntake)
				for r := range rows.Rows {
					if rows.At(r, rows.Col(lead.ColWhere)).String() != place {
						continue
					}
					for _, v := range typed {
						desk.hands.EditAt(lead.TabIntake, r+1, rows.Col(column), v)
					}
					return rows.At(r, rows.Col(column)).String()
				}
				t.Fatalf("Intake has no row %s", place)
				return ""
			}
			drop("a.csv", "")
			catchUp()
			leads := tab(lead.TabLeads)
			desk.hands.EditAt(lead.TabLeads, 3, leads.Col(lead.ColComment), lead.TextValue("Called."))
			cell("file a.csv", lead.ColOutcome, lead.TextValue("undo"))
			catchUp()
			want := fmt.Sprintf("taken back: %d leads; 1 stays, because somebody has worked on it: L-1003", records-1)
			if got := cell("file a.csv", lead.ColReason); !strings.HasSuffix(got, want) || count("Not a lead") != records-1 {
				t.Errorf("%d are not leads; the row says %q", count("Not a lead"), got)
			}
			drop("b.csv", "\n")
			catchUp()
			if n := count("New lead"); n != records || len(tab(lead.TabLeads).Rows) != records {
				t.Errorf("%d new leads in %d rows", n, len(tab(lead.TabLeads).Rows))
			}
			if got := cell("file b.csv", lead.ColReason); !strings.HasPrefix(got, fmt.Sprintf("%d rows: 0 new, %d known", records, records)) {
				t.Errorf("the row of the second file says %q", got)
			}
		})
	}
}
