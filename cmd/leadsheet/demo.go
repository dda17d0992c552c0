package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"leadsheet/cmd/leadsheet/demo"
	"leadsheet/cmd/leadsheet/setup/answers"
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
	tables, err := demo.Tables(answers.NewTables(answers.Machine{Zone: a.machine(now).Zone}), now)
	if err != nil {
		return err
	}
	if err := demo.WriteExports(filepath.Join(c.Dir, "drop"), now); err != nil {
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
	sum := first.Plus(again)
	return demo.Tell(a.stdout, sum.Intake, sum.Leads, path, demoCommands, now)
}

// demoCommands are the commands that read the demo's workbook.
const demoCommands = `Commands read it, too. Set LEADSHEET_BOOK=%[1]s and try:
  leadsheet report          the figures as a table
  leadsheet explain %[2]s  what happened to one lead, and why
  leadsheet export          the owner's workbook, to hand on
`

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
