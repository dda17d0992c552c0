package main

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"leadsheet/daemon"
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

func (b backfillCmd) Run(w *world) error {
	if _, err := daemon.ParseDay(b.Since, time.UTC); err != nil {
		return usageError{fmt.Errorf("--since: %w", err)}
	}
	d, c, err := open(w, b.clockFlag)
	if err != nil {
		return err
	}
	defer d.Book.Close()
	if c.IMAPAddr == "" {
		return usageError{errors.New("no mailbox is set: name the mail server in LEADSHEET_IMAP_ADDR, or " +
			"run leadsheet setup")}
	}
	bar := &progress{w: w, live: stderrIsTerminal(w)}
	log := quieter(w)
	past := &daemon.Backfill{From: b.Since, Tell: bar.tell,
		Mail: daemon.Mail{Mailbox: c.Mailbox(), Now: b.now, Claims: claimsOf(w.ctx, &c, log), Log: log, Names: names()}}
	d.Sources = []daemon.Source{past}
	var all daemon.Summary
	for {
		sum, err := d.Pass(w.ctx)
		all = all.Plus(sum)
		if err != nil {
			bar.end()
			if errors.Is(err, sheets.ErrBusy) {
				return err
			}
			return fmt.Errorf("%w\nbackfill stopped after %s; run it again, it goes on from there", err,
				count(past.Done(), "message"))
		}
		if past.Left() == 0 {
			break
		}
	}
	bar.end()
	sayNotes(w.stderr, all.Notes)
	_, err = fmt.Fprintln(w.stdout, passText(all, c.BookName()))
	return err
}

// progress shows how far a long work is: one line that changes for a person, a line now and then for a log.
type progress struct {
	w    *world
	live bool
	said time.Time
}

func (p *progress) tell(done, of int) {
	switch {
	case of == 0: // nothing to be long about
		return
	case p.live:
		const width = 30
		full := width * done / of
		fmt.Fprintf(p.w.stderr, "\r[%-*.*s] %d of %s ", width, full, "##############################", done,
			count(of, "message"))
	case done == of || time.Since(p.said) > 5*time.Second:
		fmt.Fprintf(p.w.stderr, "leadsheet: %d of %s\n", done, count(of, "message"))
	default:
		return
	}
	p.said = time.Now()
}

// end puts what follows on a line of its own.
func (p *progress) end() {
	if p.live && !p.said.IsZero() {
		fmt.Fprintln(p.w.stderr)
	}
}

// quieter logs warnings only: how far the work is stands in the line of progress.
func quieter(w *world) *slog.Logger {
	return slog.New(slog.NewTextHandler(w.stderr, logOptions(slog.LevelWarn)))
}

func stderrIsTerminal(w *world) bool {
	f, ok := w.stderr.(*os.File)
	return ok && isTerminal(f)
}
