package setup

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"leadsheet/daemon"
	"leadsheet/lead/hint"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
	"leadsheet/sheets/google"
	"leadsheet/sheets/google/clock"
)

// slowRead is the duration from which on a read is reported as slow: every pass needs one.
const slowRead = 3 * time.Second

// google checks a Google Sheet. Each check depends on those before it.
func (d *checks) google(ctx context.Context) {
	c := d.Config
	unlimited := ctx
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	d.clock(ctx, c)
	_, account, err := c.SignIn().Client(ctx)
	if err != nil {
		d.add("sign-in", Fail, err.Error(), "")
		return
	}
	opened, err := c.OpenBook(ctx, BookOptions{})
	if err != nil {
		d.add("sign-in", Fail, err.Error(), "")
		return
	}
	defer opened.Close()
	book, ok := sheets.Backend(opened).(*google.Book)
	if !ok {
		d.add("workbook", Fail, "the workbook is not a Google Sheet after all", fmt.Sprintf("check %v", hint.Book))
		return
	}
	seen, err := book.Inspect(ctx)
	if err != nil {
		d.addRefusal(account, err)
		return
	}
	d.add("sign-in", OK, account.String(), "")
	if err := book.TryWrite(ctx, seen); err != nil {
		d.add("sharing", Fail, err.Error(), "")
	} else {
		d.add("sharing", OK, "leadsheet may read and write the spreadsheet", "")
	}
	d.quota(seen.Took)
	d.lock(ctx, book)
	layout, err := sheets.Own(ctx, opened, daemon.Layout(policy.DefaultTables()))
	if err != nil {
		d.add("workbook", Fail, err.Error(), "")
		return
	}
	d.layout(seen, layout)
	d.domains(ctx, opened)
	look := d.settings(ctx, opened)
	d.zones(look, seen)
	d.growth(look, seen.Cells)
	if d.Probe {
		d.probe(unlimited, book)
		return
	}
	switch drive, err := book.Drive(ctx); {
	case err != nil:
		d.add("drive", Fail, err.Error(), "")
	case drive.On && drive.Asks && drive.Do == "":
		d.add("drive", OK, drive.Text, "")
	case drive.On:
		d.add("drive", Note, drive.Text, drive.Do)
	}
}

// clock compares this machine's time with Google's. Deadlines are counted by this clock, and a sign-in fails if it is
// wrong.
func (d *checks) clock(ctx context.Context, c *Config) {
	skew, err := clock.Ask(ctx, http.DefaultClient, c.GoogleEndpoint, d.Now)
	switch skew = skew.Round(time.Second); {
	case err != nil:
		d.add("clock", Note, "it could not be compared: "+err.Error(), "")
	case skew.Abs() > clock.Max:
		d.add("clock", Fail, "this machine's clock is "+clock.Ahead(skew), "set it, for example with timedatectl set-ntp "+
			"true; deadlines and the sign-in go by it")
	case skew.Abs() > 2*time.Second:
		d.add("clock", Note, "this machine's clock is "+clock.Ahead(skew), "")
	default:
		d.add("clock", OK, "this machine's clock agrees with Google's", "")
	}
}

// addRefusal adds a failure of the first call under the check that it belongs to.
func (d *checks) addRefusal(a google.Account, err error) {
	var e *google.Error
	check := "sharing"
	if errors.As(err, &e) {
		switch e.Kind {
		case google.SignedOut:
			check = "sign-in"
		case google.Quota:
			check = "quota"
		case google.Unreachable:
			check = "network"
		}
	}
	if check != "sign-in" && check != "network" {
		d.add("sign-in", OK, a.String(), "")
	}
	d.add(check, Fail, err.Error(), "")
}

func (d *checks) quota(took time.Duration) {
	if took > slowRead {
		d.add("quota", Note, fmt.Sprintf("one read took %v", took.Round(10*time.Millisecond)), "many people or heavy "+
			"formulas slow a spreadsheet down; archive old tabs if it stays so")
		return
	}
	d.add("quota", OK, fmt.Sprintf("one read took %v; leadsheet needs one a pass, of 60 a minute",
		took.Round(time.Millisecond)), "")
}

// layout reports what the layout lacks, and what is in its way.
func (d *checks) layout(seen *sheets.Inspection, layout sheets.Layout) {
	problems := seen.Problems(layout)
	for _, p := range problems {
		d.addAdvice("layout", p)
	}
	for _, n := range seen.Notes(layout) {
		d.add("layout", Note, n, "")
	}
	switch {
	case len(problems) > 0 || len(seen.Upcoming(layout)) > 0:
	case seen.Fresh(layout):
		d.add("layout", Note, "leadsheet's tabs are not there yet",
			fmt.Sprintf("run %v or %v: either makes them", hint.Setup, hint.Once))
	default:
		d.add("layout", OK, fmt.Sprintf("all %d tabs and their columns are there", len(layout.Tabs)), "")
	}
}

// zones compares the time zone of the business with that of the spreadsheet, which formulas use.
func (d *checks) zones(look daemon.Look, seen *sheets.Inspection) {
	if look.Zone == nil || look.Zone.String() == seen.Zone {
		return // a missing zone has been reported
	}
	d.add("zone", Note, fmt.Sprintf("the tab Settings says %s, the spreadsheet itself %s", look.Zone, seen.Zone),
		"make them the same (File, Settings), so that formulas such as TODAY() agree with leadsheet")
}

// oldTrial is how long ago the lock may have been tried: Google may change what it refuses.
const oldTrial = 180 * 24 * time.Hour

const lockWeak = "neither developer metadata nor a named range keeps two leadsheets on this spreadsheet apart: run " +
	"only one, and look for doubles in Intake after a broken connection"

// lock reports which form of the lock is in force, and whether the spreadsheet is a copy whose original is in use.
func (d *checks) lock(ctx context.Context, book *google.Book) {
	switch c, err := book.CopyOf(ctx); {
	case err != nil:
		d.add("copy", Fail, err.Error(), "")
	case c != nil && c.Free:
		d.add("copy", Note, "the spreadsheet is a copy of "+c.Name()+", which leadsheet does not use any more",
			"nothing: it goes on here")
	case c != nil:
		d.add("copy", Fail, c.Error(), "")
	}
	lock, err := book.Lock(ctx)
	tried := lock.Tried.In(d.Now().Location()).Format("2006-01-02 15:04")
	switch {
	case err != nil:
		d.add("lock", Fail, err.Error(), "")
	case lock.Tried.IsZero():
		d.add("lock", Note, fmt.Sprintf("two leadsheets are kept apart by %v; whether Google plays along has not been "+
			"tried on this spreadsheet", lock.Form), fmt.Sprintf("run %v once", hint.Probe))
	case !lock.Held:
		d.add("lock", Fail, fmt.Sprintf("%s (tried on %s)", lockWeak, tried), fmt.Sprintf("try again with %v", hint.Probe))
	case d.Now().Sub(lock.Tried) > oldTrial:
		d.add("lock", Note, fmt.Sprintf("two leadsheets are kept apart by %v; that was tried on %s", lock.Form, tried),
			fmt.Sprintf("try again with %v", hint.Probe))
	default:
		d.add("lock", OK, fmt.Sprintf("two leadsheets are kept apart by %v, tried on %s", lock.Form, tried), "")
	}
}

// probe tests what the documentation of the API leaves open. It runs without the time limit of the checks, since it
// waits for quota.
func (d *checks) probe(ctx context.Context, book *google.Book) {
	say := d.Progress
	if say == nil {
		say = func(string) {}
	}
	found, err := book.Probe(ctx, say)
	lock, lockErr := book.Lock(ctx)
	err = errors.Join(err, lockErr)
	for _, f := range found {
		state := OK
		switch {
		case f.Held:
		case f.Optional || f.Form != "" && f.Form != lock.Form && lock.Held:
			state = Note // the other form is in force
		default:
			state = Fail
		}
		d.add("probe", state, fmt.Sprintf("%s: %s (%s)", f.What, f.Detail, f.Promise), "")
	}
	if err != nil {
		d.add("probe", Fail, "it could not be finished: "+err.Error(), "")
		return
	}
	if lock.Held {
		d.add("probe", OK, fmt.Sprintf("from now on two leadsheets are kept apart by %v", lock.Form), "")
	} else {
		d.add("probe", Fail, lockWeak, "")
	}
}
