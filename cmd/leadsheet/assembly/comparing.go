package assembly

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"leadsheet/cmd/leadsheet/setup"
	"leadsheet/daemon"
	"leadsheet/daemon/health"
	"leadsheet/intake"
	"leadsheet/intake/claims"
	"leadsheet/lead"
	"leadsheet/lead/hint"
	"leadsheet/rules/policy"
)

// Fresh is the time from which on what has come may wait for the next pass of a leadsheet with these settings.
func Fresh(c *setup.Config, now time.Time) time.Time {
	grace := 2*c.Interval + 10*time.Second // a pass takes its time, too
	if c.Spreadsheet != "" {
		grace += 2 * MaxPollGoogle
	}
	return now.Add(-grace)
}

// Plain is how texts of errors are shown of a leadsheet with these settings.
func Plain(c *setup.Config, names hint.Names) health.Plain {
	p := health.Plain{Folders: []string{c.Drop, filepath.Clean(c.Drop)}, Own: []string{c.MailAddress(), c.SendsFrom()},
		Names: names.In}
	for _, text := range []string{c.IMAPUser, c.SMTPUser} {
		if address, ok := lead.NormalizeEmail(text); ok {
			p.Own = append(p.Own, address)
		}
	}
	for i := range c.Further {
		p.Own = append(p.Own, c.Further[i].Name)
	}
	return p
}

// AccountOf compares what came in with the tab Intake, as the command reconcile does.
func AccountOf(c *setup.Config, names hint.Names) func(context.Context) (intake.Account, error) {
	return func(ctx context.Context) (intake.Account, error) {
		x := Comparing{Config: c, Fresh: Fresh(c, time.Now()), Now: time.Now, Names: names, Tell: func(string) {}}
		account, _, err := x.Account(ctx)
		return account, err
	}
}

// Comparing compares what came in with the tab Intake.
type Comparing struct {
	Config *setup.Config
	Since  string    // only what was received on that day or later; "": everything
	Fresh  time.Time // what came later may wait for the next pass
	Now    func() time.Time
	Names  hint.Names
	Tell   func(doing string)
}

// Account looks at the workbook and at the sources. The look is nil when the workbook could not be read; an error
// beside it is of sources that could not be looked at.
func (x Comparing) Account(ctx context.Context) (intake.Account, *daemon.IntakeLook, error) {
	x.Tell("reading the workbook")
	book, err := x.Config.OpenBook(ctx, setup.BookOptions{ReadOnly: true})
	if err != nil {
		return intake.Account{}, nil, err
	}
	defer book.Close()
	d := &daemon.Daemon{Book: book, Layout: daemon.Layout(policy.DefaultTables()), Now: x.Now}
	look, err := d.LookAtIntake(ctx)
	if err != nil {
		return intake.Account{}, nil, err
	}
	how := intake.Looking{Began: began(look.Rows), Now: x.Now, Tell: x.Tell}
	if x.Since != "" {
		if how.Since, err = intake.ParseDay(x.Since, look.Zone); err != nil {
			return intake.Account{}, nil, err
		}
	}
	found := comparison{Comparison: intake.Comparison{Rows: look.Rows, Memory: look.Known.Memory, Since: how.Since,
		Fresh: x.Fresh}}
	found.lookAtSources(ctx, x, look.Known, how)
	account := found.Account()
	if len(account.Missing()) > 0 { // a running leadsheet may have stored it meanwhile
		x.Tell("reading the workbook once more")
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
func (x *comparison) lookAtSources(ctx context.Context, of Comparing, known intake.Known, how intake.Looking) {
	c := of.Config
	for _, box := range c.Boxes() {
		if box.SentOnly {
			continue
		}
		box.Names = of.Names
		found, looked, err := box.Arrivals(ctx, known, how)
		x.add(found, box.Name(), err, looked...)
	}
	if len(c.Places) > 0 {
		places, err := c.OpenResponses(ctx)
		if err == nil {
			var found []intake.Arrival
			responses := intake.Responses{Places: places, Names: of.Names}
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
