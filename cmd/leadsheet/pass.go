package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"leadsheet/cmd/leadsheet/setup"
	"leadsheet/daemon"
	"leadsheet/lead"
	"leadsheet/lead/hint"
	"leadsheet/rules"
	"leadsheet/sheets/xlsx"
)

// grace is how long a pass may go on after the first signal.
const grace = 30 * time.Second

// slow is how far apart passes over a Google Sheet become in the quiet: each is a call of a metered service.
const slow = 2 * time.Minute

// leadsAtOnce is how many leads a pass over a Google Sheet takes of what people did, at most: as many as may just fit
// into one batch when little of each has changed. Of larger changes it finds out itself how many fit.
const leadsAtOnce = 4000

// open wires a daemon to the workbook and the sources of the environment; at is its clock.
func open(w *world, at clockFlag) (*daemon.Daemon, setup.Config, error) {
	c, err := loadConfig(w.env)
	if err != nil {
		return nil, c, usageError{err}
	}
	if err := at.check(&c); err != nil {
		return nil, c, err
	}
	book, err := c.OpenBook(w.ctx, setup.BookOptions{Clock: at.now})
	if err != nil {
		return nil, c, err
	}
	d := &daemon.Daemon{Book: book, Layout: daemon.Layout(setup.NewTables()), Now: at.now, Played: at.set(),
		Log: logger(w, c.Log)}
	if c.Spreadsheet != "" {
		d.Slow, d.Leads = slow, leadsAtOnce
	}
	claims := claimsOf(w.ctx, &c, d.Log)
	if c.IMAPAddr != "" {
		d.Sources = append(d.Sources, &daemon.Mail{Mailbox: c.Mailbox(), Since: c.IMAPSince, Sent: c.IMAPSent,
			Now: at.now, Claims: claims, Log: d.Log, Names: names()})
	}
	if len(c.Places) > 0 {
		responses, err := c.OpenResponses(w.ctx)
		if err != nil {
			return nil, c, errors.Join(err, book.Close())
		}
		d.Sources = append(d.Sources, &daemon.Responses{Places: responses, Now: at.now, Log: d.Log, Names: names()})
	}
	d.Sources = append(d.Sources, &daemon.Drop{Folder: c.Drop, Quiet: 2 * time.Second, After: c.DropAfter, Now: at.now,
		Claims: claims, Log: d.Log})
	return d, c, nil
}

// claimsOf are the claims of the settings. Who asks the program to end is not to be told that what it just read has
// ended it.
func claimsOf(ctx context.Context, c *setup.Config, log *slog.Logger) *daemon.Claims {
	claims := daemon.OpenClaims(c.ClaimsFile(), log)
	context.AfterFunc(ctx, claims.Stop)
	return claims
}

type runCmd struct{}

func (runCmd) Help() string {
	return "Ctrl-C or SIGTERM ends it after the pass at hand; a second one at once. After a good start it goes on " +
		"whatever fails: it says so, at least every hour, and tries again."
}

func (runCmd) Run(w *world) error {
	d, c, err := open(w, clockFlag{})
	if err != nil {
		return err
	}
	defer d.Book.Close()
	if c.IMAPAddr == "" {
		d.Log.Warn("no mailbox is set (LEADSHEET_IMAP_ADDR); only the drop folder is watched")
	}
	d.Log.Info("watching", "book", c.BookName(), "mailbox", c.IMAPAddr != "", "drop", c.Drop, "poll", c.Interval)
	d.Run(w.ctx, c.Interval, grace)
	d.Log.Info("stopped")
	return nil
}

type onceCmd struct{ clockFlag }

func (onceCmd) Help() string {
	return "Takes in what has come, applies the rules, brings the reports up to date, and ends. Doing it again changes " +
		"nothing."
}

func (o onceCmd) Run(w *world) error {
	d, c, err := open(w, o.clockFlag)
	if err != nil {
		return err
	}
	defer d.Book.Close()
	work := startWork(w)
	d.Tell = work.tell
	sum, err := catchUp(w.ctx, d)
	work.end()
	sayNotes(w.stderr, sum.Notes)
	sayUnread(w.stderr, sum.Intake)
	if err == nil || sum.Wrote || len(sum.Intake) > 0 {
		fmt.Fprintln(w.stdout, passText(sum, c.BookName()))
	}
	return err
}

// unreadSaid is how many messages and files that could not be read are named.
const unreadSaid = 20

// sayUnread names what could not be read, and the files of which nothing was taken, and why.
func sayUnread(to io.Writer, rows []lead.IntakeRow) {
	n := 0
	for _, r := range rows {
		what := "could not read"
		switch {
		case r.Outcome == lead.Ignored && r.Channel == lead.ByForm && strings.HasPrefix(r.Where, "file "):
			what = "did not take in"
		case r.Outcome != lead.Damaged:
			continue
		}
		if n++; n > unreadSaid {
			fmt.Fprintln(to, "leadsheet: and more, see the tab Intake")
			return
		}
		fmt.Fprintf(to, "leadsheet: %s %s: %s\n", what, r.Where, oneLine(r.Reason))
	}
}

// passText says in a line what a pass did.
func passText(s daemon.Summary, book string) string {
	if !s.Wrote {
		return fmt.Sprintf("Nothing new. %s in %s.", count(s.Leads, "lead"), book)
	}
	if len(s.Intake) == 0 && s.Created > 0 {
		return fmt.Sprintf("Nothing came in; %s made by hand. %s in %s.", count(s.Created, "lead"), count(s.Leads, "lead"),
			book)
	}
	if len(s.Intake) == 0 {
		return fmt.Sprintf("Nothing came in; rules and reports are up to date. %s in %s.", count(s.Leads, "lead"), book)
	}
	by := map[lead.Outcome]int{}
	for _, r := range s.Intake {
		by[r.Outcome]++
	}
	files := ""
	if n := by[rules.FileRead]; n > 0 {
		files = " " + count(n, "export") + " read to the end."
		if n == len(s.Intake) {
			return fmt.Sprintf("Nothing new came in. %s in %s.%s", count(s.Leads, "lead"), book, files)
		}
	}
	var parts []string
	for _, o := range []lead.Outcome{lead.NewLead, lead.AddedTo, lead.Duplicate, lead.Ignored, lead.Damaged} {
		if by[o] > 0 {
			text := fmt.Sprintf("%d %s", by[o], o)
			if o == lead.NewLead {
				text = count(by[o], string(o))
			}
			parts = append(parts, text)
		}
	}
	return fmt.Sprintf("%d came in: %s. %s in %s.%s", len(s.Intake)-by[rules.FileRead], strings.Join(parts, ", "),
		count(s.Leads, "lead"), book, files)
}

// oneLine makes one line of a text.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

type exportCmd struct {
	clockFlag
	Output string `short:"o" required:"" placeholder:"FILE.xlsx" help:"The workbook to write."`
	Force  bool   `help:"Replace FILE.xlsx if it is there."`
}

func (exportCmd) Help() string {
	return "A workbook of its own, to mail or to keep: the reports, all leads, and what happened. It does not change " +
		"the team's workbook."
}

func (e exportCmd) Run(w *world) (err error) {
	if strings.ToLower(filepath.Ext(e.Output)) != ".xlsx" {
		return usageError{fmt.Errorf("%s does not end in .xlsx: give the export a name that does", e.Output)}
	}
	if _, statErr := os.Stat(e.Output); statErr == nil && !e.Force {
		return usageError{fmt.Errorf("%s is there already: choose another name, or add --force to replace it", e.Output)}
	}
	d, c, err := open(w, e.clockFlag)
	if err != nil {
		return err
	}
	defer d.Book.Close()
	if _, statErr := os.Stat(c.Book); c.Spreadsheet == "" && errors.Is(statErr, os.ErrNotExist) {
		return usageError{hint.Because(statErr, "there is no workbook %s to export: run leadsheet once first, "+
			"or set LEADSHEET_BOOK", c.Book)}
	}
	// Made beside the target and moved there whole, so that a failure leaves no half file.
	dir, err := os.MkdirTemp(filepath.Dir(e.Output), ".leadsheet-export-")
	if err != nil {
		return fmt.Errorf("write the export: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	tmp := filepath.Join(dir, filepath.Base(e.Output))
	book, err := xlsx.Open(tmp, xlsx.Options{Now: time.Now})
	if err != nil {
		return err
	}
	n, err := d.Export(w.ctx, book)
	if err = errors.Join(err, book.Close()); err != nil {
		return err
	}
	if err := os.Rename(tmp, e.Output); err != nil {
		return fmt.Errorf("write the export: %w", err)
	}
	_, err = fmt.Fprintf(w.stdout, "%s from %s written to %s.\n", count(n, "lead"), c.BookName(), e.Output)
	return err
}
