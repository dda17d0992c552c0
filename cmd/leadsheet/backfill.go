package main

import (
	"errors"
	"fmt"
	"log/slog"
	"time"

	"leadsheet/daemon"
	"leadsheet/intake"
	"leadsheet/sheets"
)

type backfillCmd struct {
	clockFlag
	Since string `required:"" placeholder:"DATE" help:"The first day to take in, such as 2026-01-31."`
}

func (backfillCmd) Help() string {
	return "Takes in what the mailbox received in the past, the oldest first, and shows how far it is. Messages stay as " +
		"they are in the mailbox, whatever LEADSHEET_IMAP_AFTER says, and what is old gets no deadline. It may be " +
		"interrupted and run again at any time, beside a running leadsheet too: what is there is not taken in twice."
}

func (b backfillCmd) Run(a *app) error {
	if _, err := intake.ParseDay(b.Since, time.UTC); err != nil {
		return usageError{fmt.Errorf("--since: %w", err)}
	}
	d, c, err := open(a, b.clockFlag)
	if err != nil {
		return err
	}
	defer d.Book.Close()
	if c.IMAPAddr == "" {
		return usageError{errors.New("no mailbox is set: name the mail server in LEADSHEET_IMAP_ADDR, or " +
			"run leadsheet setup")}
	}
	progress := &messageProgress{app: a, live: stderrIsTerminal(a)}
	log := warnLogger(a)
	backfill := &intake.Backfill{Account: c.Mailbox(), From: b.Since, Claims: claimsOf(a.ctx, &c, log), Log: log,
		Tell: progress.tell}
	d.Sources = []intake.Source{backfill}
	var all daemon.Summary
	for {
		sum, err := d.Pass(a.ctx)
		all = all.Plus(sum)
		if err != nil {
			progress.end()
			if errors.Is(err, sheets.ErrBusy) {
				return err
			}
			return fmt.Errorf("%w\nbackfill stopped after %s; run it again, it goes on from there", err,
				count(backfill.Done(), "message"))
		}
		if backfill.Left() == 0 {
			break
		}
	}
	progress.end()
	printNotes(a.stderr, all.Notes)
	_, err = fmt.Fprintln(a.stdout, passText(all, c.BookName()))
	return err
}

// warnLogger logs warnings only, since the progress bar shows the rest.
func warnLogger(a *app) *slog.Logger {
	return slog.New(slog.NewTextHandler(a.stderr, logOptions(slog.LevelWarn)))
}
