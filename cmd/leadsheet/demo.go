package main

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"leadsheet/cmd/leadsheet/setup"
	"leadsheet/daemon"
	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/mailin"
	"leadsheet/mailin/mailtest"
	"leadsheet/rules/policy"
	"leadsheet/sheets/xlsx"
)

//go:embed demo
var demoFiles embed.FS

type demoCmd struct {
	clockFlag
	Dir string `default:"leadsheet-demo" help:"The folder to make."`
}

func (demoCmd) Help() string {
	return "Makes a folder with two sample exports and a workbook, holds six sample mails in a mail server of its own, " +
		"and runs the real thing on them. Run it again: nothing is added twice."
}

// demoAge is the age of each sample mail, in the order of their file names.
var demoAge = []time.Duration{
	26 * time.Hour,
	5 * time.Hour,
	3 * time.Hour,
	2 * time.Hour,
	90 * time.Minute,
	20 * time.Minute,
}

func (c demoCmd) Run(a *app) error {
	now := c.now()
	if err := writeExports(filepath.Join(c.Dir, "drop"), now); err != nil {
		return err
	}
	server, err := demoServer(now)
	if err != nil {
		return err
	}
	defer server.Close()
	path := filepath.Join(c.Dir, "leads.xlsx")
	book, err := xlsx.Open(path, xlsx.Options{Now: time.Now, Clock: c.now})
	if err != nil {
		return err
	}
	defer book.Close()
	log := logger(a, "text")
	d := &daemon.Daemon{Book: book, Layout: daemon.Layout(demoTables(a.machine(now).Zone)), Now: c.now, Log: log,
		Sources: []intake.Source{
			&intake.Mailbox{
				Now:     c.now,
				Log:     log,
				Account: mailin.Mailbox{Addr: server.Addr(), User: demoUser, Password: demoUser, Security: "none"},
			},
			&intake.Drop{Folder: filepath.Join(c.Dir, "drop"), Now: c.now},
		}}
	first, err := d.Pass(a.ctx)
	if err != nil {
		return demoError(err, path)
	}
	again, err := d.Pass(a.ctx)
	if err != nil {
		return demoError(err, path)
	}
	return printDemo(a, first.Plus(again), path, now)
}

func demoError(err error, path string) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	return fmt.Errorf("%w\nclose %s if you have it open, or remove the folder and run the demo again", err, path)
}

func printDemo(a *app, s daemon.Summary, path string, now time.Time) error {
	if len(s.Intake) == 0 {
		_, err := fmt.Fprintf(a.stdout, "All six mails and five form records are known already: "+
			"nothing was added. %s in %s.\n", count(s.Leads, "lead"), path)
		return err
	}
	fmt.Fprintln(a.stdout, "Six mails waited in an inbox and two form exports lay in a folder. "+
		"This is what became of them:")
	fmt.Fprintln(a.stdout)
	rows := s.Intake
	sort.SliceStable(rows, func(i, j int) bool { return rows[i].Received.Before(rows[j].Received) })
	tw := tabwriter.NewWriter(a.stdout, 0, 4, 2, ' ', 0)
	for _, r := range rows {
		what := string(r.Outcome)
		if r.Lead != "" {
			what += " " + r.Lead
		}
		if r.Outcome == lead.Ignored {
			what += ": " + r.Reason
		}
		fmt.Fprintf(tw, "  %s ago\t%s\t%s\t%s\t%s\n", age(now.Sub(r.Received)), r.Channel, r.From, r.Subject, what)
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(a.stdout, `
%s now. Open %s:
  Today   what to do now, and Report, the owner's page
  Leads   the team's table: sort it, filter it, type into it; add a row by hand
  Intake  every mail and form record, and what became of it. It is hidden, like Activity and the tabs of rules:
          to see them write yes behind "Show all tabs" in the tab Settings, and run the demo again
Change a status or an owner, save, close it, and run the demo again: nothing is doubled, and Activity shows what you did.
`, count(s.Leads, "lead"), path)
	return err
}

// age formats a duration in its largest unit.
func age(d time.Duration) string {
	switch {
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h", int(d.Hours()))
	}
	return fmt.Sprintf("%d days", int(d.Hours()/24))
}

const demoUser = "hello@studio-north.example"

func demoServer(now time.Time) (*mailtest.Memory, error) {
	server, err := mailtest.NewMemory(demoUser, demoUser)
	if err != nil {
		return nil, fmt.Errorf("start the demo's mail server: %w", err)
	}
	mails, err := demoFiles.ReadDir("demo/mail")
	if err != nil {
		return nil, errors.Join(err, server.Close())
	}
	for i, m := range mails {
		raw, err := demoFiles.ReadFile("demo/mail/" + m.Name())
		if err != nil {
			return nil, errors.Join(err, server.Close())
		}
		raw = []byte(strings.ReplaceAll(string(raw), "\n", "\r\n"))
		if err := server.Deliver("INBOX", raw, now.Add(-demoAge[i])); err != nil {
			return nil, errors.Join(err, server.Close())
		}
	}
	return server, nil
}

var demoTime = regexp.MustCompile(`\{\{(\d+)([dh])\}\}`)

// writeExports writes the sample exports into the folder, with times shortly before now. Existing files stay.
func writeExports(dir string, now time.Time) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make the demo's folder: %w", err)
	}
	for _, name := range []string{"website-form.csv", "trade-fair.csv"} {
		path := filepath.Join(dir, name)
		if _, err := os.Stat(path); err == nil {
			continue
		}
		data, err := demoFiles.ReadFile("demo/" + name)
		if err != nil {
			return err
		}
		text := demoTime.ReplaceAllStringFunc(string(data), func(s string) string {
			m := demoTime.FindStringSubmatch(s)
			n, _ := strconv.Atoi(m[1]) // the pattern holds digits only
			unit := time.Hour
			if m[2] == "d" {
				unit = 24 * time.Hour
			}
			return now.Add(-time.Duration(n) * unit).UTC().Format("2006-01-02 15:04:05")
		})
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			return fmt.Errorf("write the sample export: %w", err)
		}
	}
	return nil
}

// demoTables are the rule tabs of the demo's business. Its country and its holidays are the same everywhere, so that
// the same leads are late.
func demoTables(zone string) []policy.Table {
	tables := setup.NewTables(setup.Machine{Zone: zone})
	for i := range tables {
		t := &tables[i]
		switch t.Title {
		case lead.TabTeam:
			t.Rows = nil
			for _, p := range [][2]string{{"Anna", "anna@studio-north.example"}, {"Ben", "ben@studio-north.example"}} {
				t.Rows = append(
					t.Rows,
					setup.TableRow(t.Columns, map[string]string{"Name": p[0], "Email": p[1], "Takes leads": "TRUE"}),
				)
			}
		case lead.TabSettings:
			for _, r := range t.Rows {
				switch r[0] {
				case "Business name":
					r[1] = "Studio North"
				case "System owner":
					r[1] = "Anna"
				}
			}
		}
	}
	return tables
}
