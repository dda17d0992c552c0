package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"leadsheet/daemon"
	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/mailin"
)

const (
	withheldTries = 3               // passes; at the third a message is entered by its header alone
	withheldDelay = 2 * time.Second // between two passes
)

// catchUp runs passes until all is done, and again for messages that the mail server withholds: a scheduler that runs
// "once" may do so rarely, and a person must see them soon. Where the connection broke at all of them, the line may be
// the cause: their next try is for a later run.
func catchUp(ctx context.Context, d *daemon.Daemon) (daemon.Summary, error) {
	all, err := d.CatchUp(ctx)
	for range withheldTries - 1 {
		withheld := new(mailin.Withheld)
		if !errors.As(err, &withheld) || len(withheld.Broken) == len(withheld.Wheres) {
			break
		}
		select {
		case <-ctx.Done():
			return all, err
		case <-time.After(withheldDelay):
		}
		var sum daemon.Summary
		if sum, err = d.CatchUp(ctx); err != nil && !sum.Wrote {
			sum.Leads = max(sum.Leads, all.Leads) // a failed pass may have counted no leads
		}
		all = all.Plus(sum)
	}
	return all, err
}

type onceCmd struct{ clockFlag }

func (onceCmd) Help() string {
	return "Takes in what has come, applies the rules, brings the reports up to date, and ends. Doing it again changes " +
		"nothing."
}

func (o onceCmd) Run(a *app) error {
	d, c, err := open(a, o.clockFlag)
	if err != nil {
		return err
	}
	defer d.Book.Close()
	d.Out = sending(a, &c, o.clockFlag, printUnsent(a))
	progress := startPassProgress(a)
	progress.of(d)
	sum, err := catchUp(a.ctx, d)
	err = errors.Join(err, d.Alarm(a.ctx, err), d.Finish(a.ctx))
	progress.end()
	if err == nil {
		err = d.Finish(a.ctx)
	}
	printNotes(a.stderr, sum.Notes)
	printUnread(a.stderr, sum.Intake)
	if err == nil || sum.Wrote || len(sum.Intake) > 0 {
		fmt.Fprintln(a.stdout, passText(sum, c.BookName()))
	}
	return err
}

// maxUnreadPrinted is how many unreadable messages and files are named.
const maxUnreadPrinted = 20

// printUnread names the messages and files that could not be read, and the files of which nothing was taken in, with
// the reasons.
func printUnread(to io.Writer, rows []lead.IntakeRow) {
	n := 0
	for _, r := range rows {
		what := "could not read"
		switch {
		case r.Outcome == lead.Ignored && r.Channel == lead.ByForm && strings.HasPrefix(r.Where, "file "):
			what = "did not take in"
		case r.Outcome != lead.Damaged:
			continue
		}
		if n++; n > maxUnreadPrinted {
			fmt.Fprintln(to, "leadsheet: and more, see the tab Intake")
			return
		}
		fmt.Fprintf(to, "leadsheet: %s %s: %s\n", what, r.Where, words.OneLine(r.Reason))
	}
}
