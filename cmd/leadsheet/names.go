package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"leadsheet/lead/hint"
)

// envPrefix begins the name of every environment variable of leadsheet.
const envPrefix = "LEADSHEET"

// envName is the environment variable of a setting.
func envName(s hint.Setting) string {
	return envPrefix + "_" + strings.ToUpper(strings.ReplaceAll(string(s), " ", "_"))
}

// commandLines holds the command line of each command that texts of other packages refer to.
var commandLines = map[hint.Command]string{
	hint.Login:         "leadsheet login",
	hint.LoginMail:     "leadsheet login --mail",
	hint.LoginSend:     "leadsheet login --send",
	hint.Once:          "leadsheet once",
	hint.Run:           "leadsheet run",
	hint.Setup:         "leadsheet setup",
	hint.Doctor:        "leadsheet doctor",
	hint.Backfill:      "leadsheet backfill",
	hint.BackfillSince: "leadsheet backfill --since DATE",
	hint.SendTest:      "leadsheet doctor --send",
	hint.Probe:         "leadsheet doctor --probe",
	hint.TakeOver:      "leadsheet setup --takes-over",
	hint.SetupAccount:  "leadsheet setup --account ADDRESS",
	hint.LoginAccount:  "leadsheet login --account ADDRESS",
	hint.Reconcile:     "leadsheet reconcile",
}

// names returns what settings and commands are called in this program.
func names() hint.Names {
	return hint.Names{Setting: envName, Command: func(c hint.Command) string { return commandLines[c] }}
}

// withNames replaces the hints in a text of another package by the names of settings and commands.
func withNames(text string) string { return names().In(text) }

// printError prints an error and begins each of its lines with the program's name.
func printError(to io.Writer, err error) {
	for _, line := range strings.Split(withNames(err.Error()), "\n") {
		fmt.Fprintln(to, "leadsheet:", line)
	}
}

// printNotes prints the notes of a pass.
func printNotes(to io.Writer, notes []string) {
	for _, n := range notes {
		fmt.Fprintln(to, "leadsheet: note:", withNames(n))
	}
}

// printJSON prints one value for programs; what names it in an error.
func printJSON(to io.Writer, what string, value any) error {
	enc := json.NewEncoder(to)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	if err := enc.Encode(value); err != nil {
		return fmt.Errorf("write %s: %w", what, err)
	}
	return nil
}

// logOptions returns the options of every logger: the level from which on it logs, and the names of settings and
// commands filled in.
func logOptions(level slog.Level) *slog.HandlerOptions {
	return &slog.HandlerOptions{Level: level, ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		switch v := a.Value.Any().(type) {
		case string:
			a.Value = slog.StringValue(withNames(v))
		case error:
			a.Value = slog.StringValue(withNames(v.Error()))
		}
		return a
	}}
}
