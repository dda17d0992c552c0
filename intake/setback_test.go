package intake_test

import (
	"context"
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
	"leadsheet/sheets"
	"leadsheet/sheets/xlsx"
)

// An older copy is saved over the workbook, while leadsheet runs or before it starts. What was put away after it had
// been stored comes in again, once; what had been put away before is not touched.
func TestSetBack_MovedAwayComesInAgain(t *testing.T) {
	for _, running := range []bool{true, false} {
		t.Run(fmt.Sprintf("running=%v", running), func(t *testing.T) {
			p := openPostOffice(t)
			folder := t.TempDir()
			after := map[bool]string{true: "move:Stored", false: "move: Stored"}[running] // a blank does not count
			sources := func() []intake.Source {
				return []intake.Source{p.source(func(m *intake.Mailbox) { m.Account.After = after }),
					&intake.Drop{Folder: folder, After: "move", Log: slog.New(slog.DiscardHandler)}}
			}
			p.deliver("Stored", 99, now.AddDate(0, -1, 0)) // of an archive: nobody has asked for it
			export := func(n int) {
				path := filepath.Join(folder, fmt.Sprintf("f%d.csv", n))
				text := fmt.Sprintf("Submission ID,Full name,E-mail address,How can we help?\n%d,Visitor %d,v%d@visitor%d.example,%d lamps\n", n, n, n, n, n)
				if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
				old := now.Add(time.Duration(n-10) * time.Hour)
				if err := os.Chtimes(path, old, old); err != nil {
					t.Fatal(err)
				}
			}
			d, path := house(t, sources()...)
			p.deliver("INBOX", 1, now.Add(-3*time.Hour))
			export(1)
			pass(t, d)
			old, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			p.deliver("INBOX", 2, now.Add(-2*time.Hour))
			p.deliver("INBOX", 3, now.Add(-time.Hour))
			export(2)
			export(3)
			pass(t, d)
			if err := os.WriteFile(path+".new", old, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Rename(path+".new", path); err != nil {
				t.Fatal(err)
			}
			if !running {
				book, err := xlsx.Open(path, xlsx.Options{Now: time.Now})
				if err != nil {
					t.Fatal(err)
				}
				d = &daemon.Daemon{Book: book, Sources: sources(), Layout: d.Layout, Now: d.Now, Log: d.Log}
			}
			sum := pass(t, d)
			if len(sum.Notes) != 1 || !strings.Contains(sum.Notes[0], "older copy") {
				t.Errorf("notes %q", sum.Notes)
			}
			for range 3 {
				sum = pass(t, d)
			}
			if sum.Wrote || len(sum.Notes) > 0 {
				t.Errorf("a settled pass: %+v", sum)
			}
			snap, err := d.Book.Read(context.Background(), lead.TabLeads)
			if err != nil {
				t.Fatal(err)
			}
			names := map[string]int{}
			for _, l := range sheets.Leads(snap.Tabs[lead.TabLeads], time.UTC) {
				names[l.Name]++
			}
			if want := "map[Customer 1:1 Customer 2:1 Customer 3:1 Visitor 1:1 Visitor 2:1 Visitor 3:1]"; fmt.Sprint(names) != want {
				t.Errorf("leads %v", names)
			}
			if left, err := os.ReadDir(folder); err != nil || len(left) != 1 {
				t.Errorf("the folder holds %v, %v", left, err)
			}
		})
	}
}

// The mail server is away in the very pass in which leadsheet finds the older copy: what was moved away comes in again
// as soon as the server is back.
func TestSetBack_MailServerIsAwayJustThen(t *testing.T) {
	p := openPostOffice(t)
	box := p.source(func(m *intake.Mailbox) { m.Account.After = "move:Stored" })
	p.deliver("Stored", 99, now.AddDate(0, -1, 0)) // so that the folder is there
	d, path := house(t, box)
	p.deliver("INBOX", 1, now.Add(-3*time.Hour))
	pass(t, d)
	old, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	p.deliver("INBOX", 2, now.Add(-2*time.Hour))
	pass(t, d)
	if err := os.WriteFile(path+".new", old, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		t.Fatal(err)
	}
	right := box.Account.Addr
	box.Account.Addr = "127.0.0.1:1"
	if _, err := d.Pass(context.Background()); err == nil {
		t.Fatal("the mail server was not away")
	}
	box.Account.Addr = right
	if sum := pass(t, d); sum.Created != 1 {
		t.Errorf("got %+v", sum)
	}
}
