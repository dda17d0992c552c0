package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"leadsheet/cmd/leadsheet/account"
	"leadsheet/cmd/leadsheet/setup"
	"leadsheet/daemon"
	"leadsheet/intake"
	"leadsheet/intake/claims"
	"leadsheet/lead"
	"leadsheet/lead/hint"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

type reconcileCmd struct {
	clockFlag
	Since string         `placeholder:"DATE" help:"Count only what was received on that day or later, such as 2026-01-31."`
	Grace *time.Duration `placeholder:"TIME" help:"What is newer than that may wait for the next pass; else two polls."`
	JSON  bool           `name:"json" help:"Print one JSON object for programs."`
}

func (reconcileCmd) Help() string {
	return "Reads the mailbox, the drop folder with what was put away there, and the response tabs, compares them with " +
		"the tab Intake, and says for each what came in, what became of it, and what has no row. It changes nothing: " +
		"neither the workbook nor files nor the flags of messages, and may run beside a running leadsheet. What is not " +
		"to be taken in, as mail from before the start, is told apart, and so is what came so late that it waits for " +
		"the next pass; where a scheduler runs leadsheet once, give --grace its interval. " +
		"Where stored messages are moved to another folder, that one is looked through for the last 30 days, or from " +
		"--since on. Exit code 0: everything has a row, 1: something has none or could not be looked at, see the " +
		"messages, 2: the settings are wrong."
}

func (r reconcileCmd) Run(a *app) error {
	if _, err := intake.ParseDay(r.Since, time.UTC); r.Since != "" && err != nil {
		return usageError{fmt.Errorf("--since: %w", err)}
	}
	if r.Grace != nil && *r.Grace < 0 {
		return usageError{fmt.Errorf("--grace: %v is less than nothing: give a time such as 20m, or 0s", *r.Grace)}
	}
	c, err := a.config()
	if err != nil {
		return err
	}
	if err := r.check(&c); err != nil {
		return err
	}
	progress := startPassProgress(a)
	fresh := r.fresh(&c)
	found, look, err := r.compare(a.ctx, &c, fresh, progress.tellDoing)
	progress.end()
	if errors.Is(err, sheets.ErrNoBook) {
		return usageError{hint.Because(err, "there is nothing to compare with in %s yet: run leadsheet once first, or set "+
			"LEADSHEET_BOOK", c.BookName())}
	}
	if look == nil {
		return err
	}
	printNotes(a.stderr, look.Notes)
	report := account.Account{Account: found, Zone: look.Zone, Fresh: fresh}
	if r.JSON {
		return errors.Join(printJSON(a.stdout, "the account", report.Document(r.Since)), err, withoutRows(found.Missing()))
	}
	return errors.Join(report.Print(a.stdout, c.BookName()), err, withoutRows(found.Missing()))
}

// fresh is the time from which on what has come may wait for the next pass.
func (r reconcileCmd) fresh(c *setup.Config) time.Time {
	if r.Grace != nil {
		return r.now().Add(-*r.Grace)
	}
	grace := 2*c.Interval + 10*time.Second // a pass takes its time, too
	if c.Spreadsheet != "" {
		grace += 2 * maxPollGoogle
	}
	return r.now().Add(-grace)
}

// compare looks at the workbook and at the sources. The look is nil when the workbook could not be read; an error
// beside it is of sources that could not be looked at.
func (r reconcileCmd) compare(ctx context.Context, c *setup.Config, fresh time.Time, tell func(string)) (intake.Account,
	*daemon.IntakeLook, error) {
	tell("reading the workbook")
	book, err := c.OpenBook(ctx, setup.BookOptions{ReadOnly: true})
	if err != nil {
		return intake.Account{}, nil, err
	}
	defer book.Close()
	d := &daemon.Daemon{Book: book, Layout: daemon.Layout(policy.DefaultTables()), Now: r.now}
	look, err := d.LookAtIntake(ctx)
	if err != nil {
		return intake.Account{}, nil, err
	}
	how := intake.Looking{Began: began(look.Rows), Now: r.now, Tell: tell}
	if r.Since != "" {
		if how.Since, err = intake.ParseDay(r.Since, look.Zone); err != nil {
			return intake.Account{}, nil, err
		}
	}
	found := comparison{Comparison: intake.Comparison{Rows: look.Rows, Memory: look.Known.Memory, Since: how.Since,
		Fresh: fresh}}
	found.lookAtSources(ctx, c, look.Known, how)
	account := found.Account()
	if len(account.Missing()) > 0 { // a running leadsheet may have stored it meanwhile
		tell("reading the workbook once more")
		again, err := d.LookAtIntake(ctx)
		if err != nil {
			return account, &look, errors.Join(found.failed, err)
		}
		found.Rows, look = again.Rows, again
		account = found.Account()
	}
	return account, &look, found.failed
}

// began is when the first message came in that has a row.
func began(rows []lead.IntakeRow) (first time.Time) {
	for i := range rows {
		r := &rows[i]
		if r.Channel == lead.ByMail && !r.Received.IsZero() && (first.IsZero() || r.Received.Before(first)) {
			first = r.Received
		}
	}
	return first
}

// comparison is filled source by source.
type comparison struct {
	intake.Comparison
	failed error // of the sources that could not be looked at
}

// lookAtSources looks at the sources that the settings name. One that fails does not keep the others out.
func (x *comparison) lookAtSources(ctx context.Context, c *setup.Config, known intake.Known, how intake.Looking) {
	for _, box := range c.Boxes() {
		if box.SentOnly {
			continue
		}
		box.Names = names()
		found, looked, err := box.Arrivals(ctx, known, how)
		x.add(found, box.Name(), err, looked...)
	}
	if len(c.Places) > 0 {
		places, err := c.OpenResponses(ctx)
		if err == nil {
			var found []intake.Arrival
			responses := intake.Responses{Places: places, Names: names()}
			found, err = responses.Arrivals(ctx, known, how)
			x.add(found, intake.InResponses, err, intake.InResponses)
		} else {
			x.add(nil, intake.InResponses, err)
		}
	}
	drop := intake.Drop{Folder: c.Drop, Quiet: dropQuiet, After: c.DropAfter, Now: how.Now,
		Claims: claims.Look(c.ClaimsFile())}
	found, err := drop.Arrivals(ctx, known, how)
	x.add(found, intake.InDropFolder, err, intake.InDropFolder)
}

// add takes in what a source holds.
func (x *comparison) add(found []intake.Arrival, source string, err error, looked ...string) {
	x.Arrivals = slices.Concat(x.Arrivals, found)
	x.Looked = append(x.Looked, looked...)
	if err != nil {
		x.failed = errors.Join(x.failed, fmt.Errorf("%s: %w", source, err))
	}
}

// withoutRows says what to do about what has no row, nil when everything has one.
func withoutRows(missing []intake.Arrival) error {
	n := map[intake.Remedy]int{}
	for i := range missing {
		n[missing[i].Remedy]++
	}
	var all []error
	for _, s := range []struct {
		remedy intake.Remedy
		do     string
	}{
		{intake.NextPass, "run leadsheet once, which takes in what is missing, and leadsheet reconcile again; what then " +
			"still has none is told by leadsheet once itself"},
		{intake.ForgetRow, `the tab Intake says that all of the file is there: delete the row of the file with the ` +
			`outcome "file read" there, then run leadsheet once`},
		{intake.MoveBack, "it was put away already: move the message or the file back to where it came in, then run " +
			`leadsheet once; if the tab Intake has a row of the file with the outcome "file read", delete that row before`},
	} {
		if n[s.remedy] > 0 {
			all = append(all, fmt.Errorf("%d without a row in the tab Intake, see above: %s", n[s.remedy], s.do))
		}
	}
	return errors.Join(all...)
}
