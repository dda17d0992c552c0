package main

import (
	"errors"
	"fmt"
	"time"

	"leadsheet/cmd/leadsheet/account"
	"leadsheet/cmd/leadsheet/assembly"
	"leadsheet/cmd/leadsheet/setup"
	"leadsheet/intake"
	"leadsheet/lead/hint"
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
	compare := assembly.Comparing{Config: &c, Since: r.Since, Fresh: fresh, Now: r.now, Names: names(),
		Tell: progress.tellDoing}
	found, look, err := compare.Account(a.ctx)
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
	return assembly.Fresh(c, r.now())
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
