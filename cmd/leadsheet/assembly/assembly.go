// Package assembly puts a daemon together out of settings: its workbook, its sources, how it sends, and how what came
// in is compared with what has a row. A process that keeps one workbook and one that keeps many do it alike.
package assembly

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"leadsheet/cmd/leadsheet/setup"
	"leadsheet/cmd/leadsheet/setup/answers"
	"leadsheet/daemon"
	"leadsheet/intake"
	"leadsheet/intake/claims"
	"leadsheet/lead/hint"
)

// MaxPollGoogle is the longest interval between passes over a Google Sheet in which nothing happens: each pass is a
// call to a metered service.
const MaxPollGoogle = 2 * time.Minute

// MaxLeadsPerPass is how many leads with edits of the team a pass over a Google Sheet handles at most. So many just fit
// into one batch when little of each has changed; for larger changes the daemon finds out itself how many fit.
const MaxLeadsPerPass = 4000

// maxItemsLocal is how many inquiries a pass over a local workbook takes in: each pass writes the whole file.
const maxItemsLocal = 20_000

// dropQuiet is how long a dropped file must not have changed before it is read.
const dropQuiet = 2 * time.Second

// Options are what a daemon needs besides its settings.
type Options struct {
	Now     func() time.Time
	Log     *slog.Logger
	Names   hint.Names      // of settings and commands
	Machine answers.Machine // what a new workbook takes from this machine
}

// Open returns the daemon of settings that were checked, and its claims. They stop with ctx: when an operator ends the
// program, the file being read must not be blamed for a crash. The daemon's Book is the caller's to close.
func Open(ctx context.Context, c *setup.Config, o Options) (*daemon.Daemon, *claims.Claims, error) {
	book, err := c.OpenBook(ctx, setup.BookOptions{Clock: o.Now})
	if err != nil {
		return nil, nil, err
	}
	d := &daemon.Daemon{Book: book, Layout: daemon.Layout(answers.NewTables(o.Machine)), Now: o.Now, Log: o.Log,
		Mailbox: c.MailAddress(), From: c.SendsFrom(), Mails: c.SMTPAddr != "", Calendars: c.CalendarsOf(),
		Archive: c.ArchiveOf(o.Now)}
	if c.Spreadsheet != "" {
		d.MaxPoll, d.MaxLeads = MaxPollGoogle, MaxLeadsPerPass
	} else {
		d.MaxItems = maxItemsLocal
	}
	claims := Claims(ctx, c, d.Log)
	if mail := o.mailSource(c, claims); mail != nil {
		d.Sources = append(d.Sources, mail)
	}
	if len(c.Places) > 0 {
		responses, err := c.OpenResponses(ctx)
		if err != nil {
			return nil, nil, errors.Join(err, book.Close())
		}
		d.Sources = append(d.Sources, &intake.Responses{Places: responses, Now: o.Now, Log: d.Log, Names: o.Names})
	}
	d.Sources = append(d.Sources, &intake.Drop{Folder: c.Drop, Quiet: dropQuiet, After: c.DropAfter, Now: o.Now,
		Claims: claims, Log: d.Log})
	return d, claims, nil
}

// mailSource returns the mailboxes of the settings as a source, nil if there are none.
func (o Options) mailSource(c *setup.Config, claims *claims.Claims) intake.Source {
	boxes := c.Boxes()
	for _, m := range boxes {
		m.Now, m.Claims, m.Log, m.Names = o.Now, claims, o.Log, o.Names
	}
	switch {
	case len(boxes) == 0:
		return nil
	case len(c.Further) == 0:
		return boxes[0]
	}
	return &intake.Mailboxes{All: boxes}
}

// Claims opens the claims of the settings. They stop with ctx.
func Claims(ctx context.Context, c *setup.Config, log *slog.Logger) *claims.Claims {
	claims := claims.Open(c.ClaimsFile(), log)
	context.AfterFunc(ctx, claims.Stop)
	return claims
}
