package daemon_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
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

// A local workbook takes in a large export with one write, and tells how far it is. What is interrupted while it is
// written is not lost: the next run takes all of it in.
func TestALargeExportIsOnePass(t *testing.T) {
	records, err := strconv.Atoi(cmp.Or(os.Getenv("RECORDS"), "2500"))
	if err != nil {
		t.Fatal(err)
	}
	folder, desk := t.TempDir(), localDesk(t)
	text := "Submission ID,Submitted,Name,Email,Message\n"
	for n := range records {
		text += fmt.Sprintf("%d,2026-11-23 08:%02d:%02d,Kim %d,kim%d@firm.example,A fence\n", n, n/60%60, n%60, n, n)
	}
	path := filepath.Join(folder, "export.csv")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, now, now); err != nil {
		t.Fatal(err)
	}
	open := func(tell func(daemon.Progress)) *daemon.Daemon {
		return &daemon.Daemon{Book: desk.open(), Layout: daemon.Layout(policy.DefaultTables()), MaxItems: records,
			Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler), Progress: tell,
			Sources: []intake.Source{&intake.Drop{Folder: folder, Now: func() time.Time { return now }}}}
	}
	ctx, cancel := context.WithCancel(t.Context())
	interrupted := open(func(p daemon.Progress) {
		if p.Step == daemon.Writing {
			cancel()
		}
	})
	if sum, err := interrupted.CatchUp(ctx); !errors.Is(err, context.Canceled) || sum.Wrote {
		t.Fatalf("an interrupted pass: %+v, %v", sum.Wrote, err)
	}
	var told []string
	d := open(func(p daemon.Progress) {
		told = append(told, fmt.Sprintf("%d/%d %d", p.Done, p.Total, p.Step))
	})
	sum, err := d.CatchUp(t.Context())
	if err != nil || sum.Created != records || len(sum.Intake) != records+1 {
		t.Fatalf("%d new leads, %d rows of Intake, %v", sum.Created, len(sum.Intake), err)
	}
	want := []string{fmt.Sprintf("0/%d 0", records+1), fmt.Sprintf("0/%d 1", records+1),
		fmt.Sprintf("%d/%d 2", records+1, records+1)}
	if !slices.Equal(told, want) {
		t.Errorf("told %v, want %v", told, want)
	}
	if sum := pass(t, d); sum.Wrote || sum.Leads != records {
		t.Errorf("the next pass: %d leads, wrote %v", sum.Leads, sum.Wrote)
	}
}

// What does not fit into one pass is counted all the same, and taken in by the next ones.
func TestProgressOverSeveralPasses(t *testing.T) {
	folder, desk := t.TempDir(), localDesk(t)
	text := "Submission ID,Submitted,Name,Email,Message\n"
	for n := range 25 {
		text += fmt.Sprintf("%d,2026-11-23 08:%02d:00,Kim %d,kim%d@firm.example,A fence\n", n, n, n, n)
	}
	path := filepath.Join(folder, "export.csv")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, now, now); err != nil {
		t.Fatal(err)
	}
	var told []string
	d := &daemon.Daemon{Book: desk.open(), Layout: daemon.Layout(policy.DefaultTables()), MaxItems: 10,
		Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler),
		Progress: func(p daemon.Progress) {
			if p.Step == daemon.Stored {
				told = append(told, fmt.Sprintf("%d/%d", p.Done, p.Total))
			}
		},
		Sources: []intake.Source{&intake.Drop{Folder: folder, Now: func() time.Time { return now }}}}
	sum, err := d.CatchUp(t.Context())
	if err != nil || sum.Created != 25 {
		t.Fatalf("%d new leads, %v", sum.Created, err)
	}
	if want := []string{"10/26", "20/26", "26/26"}; !slices.Equal(told, want) {
		t.Errorf("told %v, want %v", told, want)
	}
}
