package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"leadsheet/daemon"
	"leadsheet/sheets"
	"leadsheet/sheets/google"
)

// slowRead is how long a read may take before it makes every pass slow.
const slowRead = 3 * time.Second

// google checks a Google Sheet, in the order in which one thing needs the other.
func (d *doctor) google(c *Config, probe bool) {
	ctx, cancel := d.limited()
	defer cancel()
	d.clock(ctx, c)
	_, account, err := c.signIn().Client(ctx)
	if err != nil {
		d.add("sign-in", stateFail, err.Error(), "")
		return
	}
	opened, err := openBook(ctx, c, bookOptions{})
	if err != nil {
		d.add("sign-in", stateFail, err.Error(), "")
		return
	}
	defer opened.Close()
	book, ok := opened.(*google.Book)
	if !ok {
		d.add("workbook", stateFail, "the workbook is not a Google Sheet after all", "check LEADSHEET_BOOK")
		return
	}
	seen, err := book.Inspect(ctx)
	if err != nil {
		d.refusal(account, err)
		return
	}
	d.add("sign-in", stateOK, accountText(account), "")
	if err := book.TryWrite(ctx, seen); err != nil {
		d.add("sharing", stateFail, err.Error(), "")
	} else {
		d.add("sharing", stateOK, "leadsheet may read and write the spreadsheet", "")
	}
	d.quota(seen.Took)
	layout := daemon.Layout(newTables())
	d.layout(seen, layout)
	d.domains(ctx, book)
	d.zones(d.settings(ctx, book), seen)
	if probe {
		d.probe(book)
	}
}

// clock compares this machine's time with Google's: deadlines are by our clock, and a sign-in needs it to be right.
func (d *doctor) clock(ctx context.Context, c *Config) {
	skew, err := google.Clock(ctx, http.DefaultClient, c.GoogleEndpoint, d.now)
	switch skew = skew.Round(time.Second); {
	case err != nil:
		d.add("clock", stateNote, "it could not be compared: "+err.Error(), "")
	case skew.Abs() > google.MaxSkew:
		d.add("clock", stateFail, "this machine's clock is "+google.Ahead(skew), "set it, for example with timedatectl set-ntp true; deadlines and the sign-in go by it")
	case skew.Abs() > 2*time.Second:
		d.add("clock", stateNote, "this machine's clock is "+google.Ahead(skew), "")
	default:
		d.add("clock", stateOK, "this machine's clock agrees with Google's", "")
	}
}

// refusal sorts the failure of the first call to where it belongs.
func (d *doctor) refusal(a google.Account, err error) {
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
		d.add("sign-in", stateOK, accountText(a), "")
	}
	d.add(check, stateFail, err.Error(), "")
}

func accountText(a google.Account) string {
	switch {
	case a.Kind == google.NoAccount:
		return "no account is needed at this address (an emulator)"
	case a.Address == "":
		return "signed in (" + a.Kind + ")"
	}
	return fmt.Sprintf("signed in as %s (%s)", a.Address, a.Kind)
}

func (d *doctor) quota(took time.Duration) {
	if took > slowRead {
		d.add("quota", stateNote, fmt.Sprintf("one read took %v", took.Round(10*time.Millisecond)), "many people or heavy formulas slow a spreadsheet down; archive old tabs if it stays so")
		return
	}
	d.add("quota", stateOK, fmt.Sprintf("one read took %v; leadsheet needs one a pass, of 60 a minute", took.Round(time.Millisecond)), "")
}

// layout says what is missing or in the way.
func (d *doctor) layout(seen *google.Inspection, layout sheets.Layout) {
	problems := seen.Problems(layout)
	for _, p := range problems {
		d.advice("layout", p)
	}
	for _, n := range seen.Notes(layout) {
		d.add("layout", stateNote, n, "")
	}
	switch {
	case len(problems) > 0:
	case seen.Fresh(layout):
		d.add("layout", stateNote, "leadsheet's tabs are not there yet", "run leadsheet setup or leadsheet once: either makes them")
	default:
		d.add("layout", stateOK, fmt.Sprintf("all %d tabs and their columns are there", len(layout.Tabs)), "")
	}
}

// zones compares the zone of the business with the spreadsheet's own, which its formulas go by.
func (d *doctor) zones(look daemon.Look, seen *google.Inspection) {
	if look.Zone == nil || look.Zone.String() == seen.Zone {
		return // what is missing has been said
	}
	d.add("zone", stateNote, fmt.Sprintf("the tab Settings says %s, the spreadsheet itself %s", look.Zone, seen.Zone),
		"make them the same (File, Settings), so that formulas such as TODAY() agree with leadsheet")
}

// probe tries out what the documentation leaves open. It has its own time: it waits for the quota.
func (d *doctor) probe(book *google.Book) {
	found, err := book.Probe(d.w.ctx, func(text string) { fmt.Fprintln(d.w.stderr, "leadsheet: probe:", text) })
	for _, f := range found {
		state := stateOK
		if !f.Held {
			state = stateFail
		}
		d.add("probe", state, fmt.Sprintf("%s: %s (%s)", f.What, f.Detail, f.Promise), "")
	}
	if err != nil {
		d.add("probe", stateFail, "it could not be finished: "+err.Error(), "")
	}
}
