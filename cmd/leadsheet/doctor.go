package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"leadsheet/cmd/leadsheet/setup"
	"leadsheet/lead/hint"
)

type doctorCmd struct {
	Probe bool `help:"Also try out on a scratch tab of the Google Sheet what leadsheet relies on; about 40 writes, removed again."`
	Send  bool `help:"Also send a test message to the system owner, by every way that is set."`
	JSON  bool `name:"json" help:"Print one JSON array of {check, state, text, do} for programs."`
}

func (doctorCmd) Help() string {
	return "Checks the settings, the clock, the sign-in, the workbook, the mailbox, the drop folder and the ways to " +
		"send, and says what to do. It changes nothing; whether it may write is tried without effect. " +
		"Exit code 0: all is well, 1: something is not, 2: the settings are wrong."
}

// errDoctor ends the command with exit code 1. The failed checks have been printed already.
var errDoctor = errors.New("something needs to be done, see the lines above that begin with FAIL")

func (c doctorCmd) Run(a *app) error {
	tell := func(v setup.Verdict) { printVerdict(a, v) }
	if c.JSON {
		tell = func(setup.Verdict) {} // finish prints them
	}
	config, err := loadConfig(a.env)
	if err != nil {
		var all []setup.Verdict
		for _, line := range strings.Split(err.Error(), "\n") {
			v := setup.NewVerdict("configuration", setup.Fail, line, "")
			tell(v)
			all = append(all, v)
		}
		if err := c.finish(a, all); err != nil && !errors.Is(err, errDoctor) {
			return err
		}
		return usageError{hint.Because(err, "the settings are wrong; the other checks were not made")}
	}
	doctor := setup.Doctor{Config: &config, Probe: c.Probe, Send: c.Send, Now: time.Now, Tell: tell,
		Progress: func(text string) { fmt.Fprintln(a.stderr, "leadsheet: probe:", text) }}
	all, err := doctor.Verdicts(a.ctx)
	if err != nil {
		return err
	}
	return c.finish(a, all)
}

// printVerdict writes a verdict for people.
func printVerdict(a *app, v setup.Verdict) {
	label := string(v.State)
	if v.State == setup.Fail {
		label = "FAIL"
	}
	fmt.Fprintf(a.stdout, "%-5s %-14s %s\n", label, v.Check, withNames(v.Text))
	if v.Do != "" {
		fmt.Fprintf(a.stdout, "%-20s  do: %s\n", "", withNames(v.Do))
	}
}

// finish prints the JSON, if it was asked for, and returns errDoctor when a check failed.
func (c doctorCmd) finish(a *app, all []setup.Verdict) error {
	if c.JSON {
		out := slices.Clone(all)
		for i := range out {
			out[i].Text, out[i].Do = withNames(out[i].Text), withNames(out[i].Do)
		}
		if err := printJSON(a.stdout, "the verdicts", out); err != nil {
			return err
		}
	}
	if slices.ContainsFunc(all, func(v setup.Verdict) bool { return v.State == setup.Fail }) {
		return errDoctor
	}
	return nil
}
