package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"leadsheet/cmd/leadsheet/assembly"
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
	if !c.HasInbox() {
		return usageError{errors.New("no mailbox is set: name the mail server in LEADSHEET_IMAP_ADDR, or " +
			"run leadsheet setup")}
	}
	progress := &messageProgress{app: a, live: stderrIsTerminal(a)}
	log := warnLogger(a)
	claims := assembly.Claims(a.ctx, &c, log)
	var all daemon.Summary
	for _, box := range c.Boxes() {
		if box.SentOnly {
			continue
		}
		backfill := &intake.Backfill{Account: box.Account, Others: box.Others, From: b.Since, Claims: claims, Log: log,
			Tell: progress.tell}
		d.Sources = []intake.Source{backfill}
		sum, err := takeInPast(a.ctx, d, backfill)
		if all = all.Plus(sum); err != nil {
			progress.end()
			return err
		}
	}
	progress.end()
	printNotes(a.stderr, all.Notes)
	_, err = fmt.Fprintln(a.stdout, passText(all, c.BookName()))
	return err
}

// takeInPast runs passes until a mailbox's past is taken in.
func takeInPast(ctx context.Context, d *daemon.Daemon, backfill *intake.Backfill) (all daemon.Summary, err error) {
	for {
		sum, err := d.Pass(ctx)
		all = all.Plus(sum)
		switch {
		case errors.Is(err, sheets.ErrBusy):
			return all, err
		case err != nil:
			return all, fmt.Errorf("%w\nbackfill stopped after %s; run it again, it goes on from there", err,
				count(backfill.Done(), "message"))
		case backfill.Left() == 0:
			return all, nil
		}
	}
}

// warnLogger logs warnings only, since the progress bar shows the rest.
func warnLogger(a *app) *slog.Logger {
	return slog.New(slog.NewTextHandler(a.stderr, logOptions(slog.LevelWarn)))
}
