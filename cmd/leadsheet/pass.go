package main

import (
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"leadsheet/cmd/leadsheet/assembly"
	"leadsheet/cmd/leadsheet/service"
	"leadsheet/cmd/leadsheet/setup"
	"leadsheet/daemon"
	"leadsheet/lead"
)

// shutdownGrace is how long a pass may continue after the first signal.
const shutdownGrace = 30 * time.Second

// open wires a daemon to the workbook and the sources that the environment names.
func open(a *app, clock clockFlag) (*daemon.Daemon, setup.Config, error) {
	c, err := a.config()
	if err != nil {
		return nil, c, err
	}
	d, err := openWith(a, c, clock)
	return d, c, err
}

// openWith wires a daemon to the workbook and the sources of settings that were checked.
func openWith(a *app, c setup.Config, clock clockFlag) (*daemon.Daemon, error) {
	if err := clock.check(&c); err != nil {
		return nil, err
	}
	if c.Spreadsheet == "" {
		tellUnloaded(a, c.Book)
	}
	d, _, err := assembly.Open(a.ctx, &c, assembly.Options{Now: clock.now, Log: logger(a, c.Log), Names: names(),
		Machine: a.machine(clock.now())})
	if err != nil {
		return nil, err
	}
	d.Idle = debug.FreeOSMemory // the runtime would keep for hours what only a pass needs
	return d, nil
}

type runCmd struct{}

func (runCmd) Help() string {
	return "Ctrl-C or SIGTERM ends it after the pass at hand; a second one at once. After a good start it goes on " +
		"whatever fails: it says so, at least every hour, and tries again."
}

func (runCmd) Run(a *app) error {
	served, err := listen(a)
	if err != nil {
		return err
	}
	defer served.close()
	a.notifier = service.NewNotifier()
	d, c, err := open(a, clockFlag{})
	if err != nil {
		return err
	}
	defer d.Book.Close()
	d.Out = sending(a, &c, clockFlag{}, assembly.LogUnsent(d.Log))
	if !c.HasInbox() {
		d.Log.Warn("no mailbox is set (LEADSHEET_IMAP_ADDR); only the drop folder is watched")
	}
	watching := []any{"book", c.BookName(), "mailbox", c.HasInbox(), "drop", c.Drop, "poll", c.Interval}
	for i := range c.Further {
		if a := &c.Further[i]; a.SentOnly {
			watching = append(watching, "sent_mails_of", a.Name)
		} else {
			watching = append(watching, "mailbox_too", a.Name)
		}
	}
	d.Log.Info("watching", watching...)
	d.Fresh = time.Hour
	served.watch(d, &c)
	notifySystem(a.ctx, a.notifier, d)
	d.Run(a.ctx, c.Interval, shutdownGrace)
	d.Log.Info("stopped")
	return nil
}

// passText describes in one line what a pass did.
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
	if n := by[lead.FileRead]; n > 0 {
		files = " " + count(n, "export") + " read to the end."
		if n == len(s.Intake) {
			return fmt.Sprintf("Nothing new came in. %s in %s.%s", count(s.Leads, "lead"), book, files)
		}
	}
	var parts []string
	for _, o := range []lead.Outcome{lead.NewLead, lead.AddedTo, lead.Duplicate, lead.Ignored, lead.Bounced,
		lead.Damaged} {
		if by[o] > 0 {
			text := fmt.Sprintf("%d %s", by[o], o)
			if o == lead.NewLead {
				text = count(by[o], string(o))
			}
			parts = append(parts, text)
		}
	}
	return fmt.Sprintf("%d came in: %s. %s in %s.%s", len(s.Intake)-by[lead.FileRead], strings.Join(parts, ", "),
		count(s.Leads, "lead"), book, files)
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
