package main

import (
	"fmt"
	"io"
	"log/slog"
	"strings"

	"leadsheet/lead/hint"
)

// prefix of every environment variable of ours.
const prefix = "LEADSHEET"

// envName is the environment variable of a setting.
func envName(s hint.Setting) string {
	return prefix + "_" + strings.ToUpper(strings.ReplaceAll(string(s), " ", "_"))
}

// commandLines are the commands that texts of other packages tell people to run.
var commandLines = map[hint.Command]string{
	hint.Login:         "leadsheet login",
	hint.LoginMail:     "leadsheet login --mail",
	hint.Once:          "leadsheet once",
	hint.Run:           "leadsheet run",
	hint.Setup:         "leadsheet setup",
	hint.Doctor:        "leadsheet doctor",
	hint.Backfill:      "leadsheet backfill",
	hint.BackfillSince: "leadsheet backfill --since DATE",
}

// names are what settings and commands are called here.
func names() hint.Names {
	return hint.Names{Setting: envName, Command: func(c hint.Command) string { return commandLines[c] }}
}

// named puts the names of settings and commands into a text of another package.
func named(text string) string { return names().In(text) }

// complain writes an error, each of its lines under the program's name.
func complain(to io.Writer, err error) {
	for _, line := range strings.Split(named(err.Error()), "\n") {
		fmt.Fprintln(to, "leadsheet:", line)
	}
}

// sayNotes writes what is good to know.
func sayNotes(to io.Writer, notes []string) {
	for _, n := range notes {
		fmt.Fprintln(to, "leadsheet: note:", named(n))
	}
}

// logOptions are how everything is logged, from a level on: with the names of settings and commands.
func logOptions(level slog.Level) *slog.HandlerOptions {
	return &slog.HandlerOptions{Level: level, ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		switch v := a.Value.Any().(type) {
		case string:
			a.Value = slog.StringValue(named(v))
		case error:
			a.Value = slog.StringValue(named(v.Error()))
		}
		return a
	}}
}
