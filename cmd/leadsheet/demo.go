package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"text/tabwriter"
	"time"

	"leadsheet/cmd/leadsheet/demo"
	"leadsheet/cmd/leadsheet/setup"
	"leadsheet/daemon"
	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/mailin"
	"leadsheet/mailin/mailtest"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
	"leadsheet/sheets/xlsx"
)

type demoCmd struct {
	clockFlag
	Dir string `default:"leadsheet-demo" help:"The folder to make."`
}

func (demoCmd) Help() string {
	return "Makes a folder with a workbook of a business of four people and its last three months, and two sample " +
		"exports, holds six sample mails in a mail server of its own, and runs the real thing on them. Nobody in it " +
		"exists. Run it again: nothing is added twice, and what you have edited stays."
}

func (c demoCmd) Run(a *app) error {
	now := c.now()
	tables, err := demo.Tables(setup.NewTables(setup.Machine{Zone: a.machine(now).Zone}), now)
	if err != nil {
		return err
	}
	if err := writeExports(filepath.Join(c.Dir, "drop"), now); err != nil {
		return err
	}
	path := filepath.Join(c.Dir, "leads.xlsx")
	clock := c.now
	book, err := xlsx.Open(path, xlsx.Options{Now: time.Now, Clock: func() time.Time { return clock() }})
	if err != nil {
		return err
	}
	defer book.Close()
	d := &daemon.Daemon{Book: book, Layout: daemon.Layout(tables), Now: func() time.Time { return clock() },
		Log: logger(a, "text")}
	setClock := func(at time.Time) { clock = func() time.Time { return at } }
	if err := makePast(a, d, tables, now, setClock); err != nil {
		return demoError(err, path)
	}
	clock = c.now
	server, err := demoServer(now)
	if err != nil {
		return err
	}
	defer server.Close()
	d.Sources = []intake.Source{
		&intake.Mailbox{
			Now:     c.now,
			Log:     d.Log,
			Account: mailin.Mailbox{Addr: server.Addr(), User: demo.Mailbox, Password: demo.Mailbox, Security: "none"},
		},
		&intake.Drop{Folder: filepath.Join(c.Dir, "drop"), Now: c.now},
	}
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

// makePast gives a new workbook the past of the demo: it is made as it would have been when that began, and gets at
// once what happened since. A workbook that has leads, or another team, is left as it is.
func makePast(a *app, d *daemon.Daemon, tables []policy.Table, now time.Time, setClock func(time.Time)) error {
	begin, err := demo.Begin(tables, now)
	if err != nil {
		return err
	}
	tabs := []string{lead.TabLeads, lead.TabActivity, lead.TabIntake, lead.TabTeam}
	d.Book.Expect(d.Layout)
	snap, err := d.Book.Read(a.ctx, tabs...)
	isNew := errors.Is(err, sheets.ErrNoBook)
	if err != nil && !isNew {
		return err
	}
	if !isNew && !demo.LacksPast(snap) {
		return nil
	}
	fmt.Fprintln(a.stdout, "Making three months of Studio North, a design studio of four people that does not exist ...")
	if isNew {
		setClock(begin)
		if _, err := d.Pass(a.ctx); err != nil {
			return err
		}
		if snap, err = d.Book.Read(a.ctx, tabs...); err != nil {
			return err
		}
	}
	past, err := demo.NewPast(tables, snap.Tabs[lead.TabLeads].Columns, len(snap.Tabs[lead.TabActivity].Rows), now)
	if err != nil {
		return err
	}
	setClock(past.End)
	_, err = d.Book.Commit(a.ctx, snap, past.Batch(snap.Tabs[lead.TabLeads]))
	return err
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
	told := "" // the lead that more than one message tells of
	for _, r := range rows {
		what := string(r.Outcome)
		if r.Lead != "" {
			what += " " + r.Lead
		}
		if r.Outcome == lead.AddedTo {
			told = r.Lead
		}
		if r.Outcome == lead.Ignored {
			what += ": " + r.Reason
		}
		fmt.Fprintf(tw, "  %s ago\t%s\t%s\t%s\t%s\n", age(now.Sub(r.Received)), r.Channel, r.From, r.Subject, what)
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(a.stdout, demoEnd, count(s.Leads, "lead"), path, cmp.Or(told, "L-1001"))
	return err
}

// demoEnd says where to look.
const demoEnd = `
%s now. Open %[2]s:
  Today   what to do now: who waits, what is late, what is due
  Report  the owner's page: what works, what is slow, what it says
  Leads   the team's table: sort it, filter it, type into it; add a row by hand
More is hidden until you want it: the tab Figures behind the Report, Activity and Intake with all that happened and came
in, and the tabs of rules. To see them write yes behind "Show all tabs" in the tab Settings, and run the demo again.

Commands read it, too. Set LEADSHEET_BOOK=%[2]s and try:
  leadsheet report          the figures as a table
  leadsheet explain %[3]s  what happened to one lead, and why
  leadsheet export          the owner's workbook, to hand on
Change a status or an owner, save, close it, and run the demo again: nothing is doubled, and Activity shows what you
did.
`

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

func demoServer(now time.Time) (*mailtest.Memory, error) {
	mails, err := demo.Mails(now)
	if err != nil {
		return nil, err
	}
	server, err := mailtest.NewMemory(demo.Mailbox, demo.Mailbox)
	if err != nil {
		return nil, fmt.Errorf("start the demo's mail server: %w", err)
	}
	for _, m := range mails {
		if err := server.Deliver("INBOX", m.Raw, m.Received); err != nil {
			return nil, errors.Join(err, server.Close())
		}
	}
	return server, nil
}

// writeExports writes the sample exports into the folder. Existing files stay.
func writeExports(dir string, now time.Time) error {
	files, err := demo.Exports(now)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make the demo's folder: %w", err)
	}
	for name, data := range files {
		path := filepath.Join(dir, name)
		if _, err := os.Stat(path); err == nil {
			continue
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			return fmt.Errorf("write the sample export: %w", err)
		}
	}
	return nil
}
