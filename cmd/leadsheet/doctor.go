package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"leadsheet/cmd/leadsheet/setup"
	"leadsheet/lead/hint"
)

type doctorCmd struct {
	Probe bool `help:"Also try out on a scratch tab of the Google Sheet what leadsheet relies on; about 30 writes, removed again."`
	JSON  bool `name:"json" help:"Print one JSON array of {check, state, text, do} for programs."`
}

func (doctorCmd) Help() string {
	return "Checks the settings, the clock, the sign-in, the workbook, the mailbox and the drop folder, and says what " +
		"to do. " +
		"It changes nothing; whether it may write is tried without effect. " +
		"Exit code 0: all is well, 1: something is not, 2: the settings are wrong."
}

// errDoctor ends the command with exit code 1; what is wrong has been printed.
var errDoctor = errors.New("something needs to be done, see the lines above that begin with FAIL")

func (c doctorCmd) Run(w *world) error {
	tell := func(v setup.Verdict) { printVerdict(w, v) }
	if c.JSON {
		tell = func(setup.Verdict) {} // they are printed at the end
	}
	config, err := loadConfig(w.env)
	if err != nil {
		var all []setup.Verdict
		for _, line := range strings.Split(err.Error(), "\n") {
			v := setup.NewVerdict("configuration", setup.Fail, line, "")
			tell(v)
			all = append(all, v)
		}
		if err := c.finish(w, all); err != nil && !errors.Is(err, errDoctor) {
			return err
		}
		return usageError{hint.Because(err, "the settings are wrong; the other checks were not made")}
	}
	doctor := setup.Doctor{Config: &config, Probe: c.Probe, Now: time.Now, Tell: tell,
		Progress: func(text string) { fmt.Fprintln(w.stderr, "leadsheet: probe:", text) }}
	all, err := doctor.Verdicts(w.ctx)
	if err != nil {
		return err
	}
	return c.finish(w, all)
}

// printVerdict writes a verdict for people.
func printVerdict(w *world, v setup.Verdict) {
	mark := string(v.State)
	if v.State == setup.Fail {
		mark = "FAIL"
	}
	fmt.Fprintf(w.stdout, "%-5s %-14s %s\n", mark, v.Check, named(v.Text))
	if v.Do != "" {
		fmt.Fprintf(w.stdout, "%-20s  do: %s\n", "", named(v.Do))
	}
}

// finish prints what has not been printed yet and returns errDoctor when something failed.
func (c doctorCmd) finish(w *world, all []setup.Verdict) error {
	if c.JSON {
		out := slices.Clone(all)
		for i := range out {
			out[i].Text, out[i].Do = named(out[i].Text), named(out[i].Do)
		}
		enc := json.NewEncoder(w.stdout)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		if err := enc.Encode(out); err != nil {
			return fmt.Errorf("write the verdicts: %w", err)
		}
	}
	if slices.ContainsFunc(all, func(v setup.Verdict) bool { return v.State == setup.Fail }) {
		return errDoctor
	}
	return nil
}
