package main

import (
	"fmt"
	"strings"

	"leadsheet/cmd/leadsheet/assembly"
	"leadsheet/cmd/leadsheet/setup"
	"leadsheet/daemon"
	"leadsheet/lead"
	"leadsheet/lead/words"
)

// sending returns how a daemon sends messages, nil when there is no way, which it says. show gets what would be sent
// where that is all that is wanted.
func sending(a *app, c *setup.Config, clock clockFlag, show func(*lead.Message)) *daemon.Outgoing {
	out, why := assembly.Sending{Now: clock.now, LocalOnly: clock.set(), Show: show, Names: names()}.Of(c)
	if why != "" {
		fmt.Fprintln(a.stderr, withNames("leadsheet: note: "+why))
	}
	return out
}

// printUnsent shows a message that would have been sent.
func printUnsent(a *app) func(*lead.Message) {
	return func(m *lead.Message) {
		to := m.Recipient()
		if m.To != "" && m.To != to {
			to += " <" + m.To + ">"
		}
		fmt.Fprintf(a.stdout, "Would be sent to %s (%s): %s\n", to, m.Occasion, words.OneLine(m.Subject))
		for line := range strings.Lines(m.Text) {
			fmt.Fprintf(a.stdout, "    %s\n", strings.TrimRight(line, "\r\n"))
		}
	}
}
