package main

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"

	"leadsheet/cmd/leadsheet/setup"
	"leadsheet/daemon"
	"leadsheet/daemon/told"
	"leadsheet/intake/claims"
	"leadsheet/lead"
	"leadsheet/lead/hint"
	"leadsheet/lead/words"
	"leadsheet/outbox"
	"leadsheet/sheets"
	"leadsheet/sheets/xlsx"
)

// sending returns how a daemon sends messages, nil when there is no way. show gets what would be sent where that is all
// that is wanted.
func sending(a *app, c *setup.Config, clock clockFlag, show func(*lead.Message)) *daemon.Outgoing {
	if !c.CanSend() {
		return nil
	}
	config := c.Outbox()
	config.Now, config.LocalOnly = clock.now, clock.set() && !c.OnlyShows()
	box := outbox.New(config)
	if len(box.Ways()) == 0 && !config.LocalOnly {
		fmt.Fprintln(a.stderr, withNames("leadsheet: note: nothing is sent: "+hint.TelegramChat.String()+" is not set, "+
			"and there is no other way; "+hint.Doctor.String()+" shows the number of the chat"))
		return nil
	}
	if len(box.Ways()) == 0 {
		fmt.Fprintln(a.stderr, withNames("leadsheet: note: nothing is sent: with --at messages go only to servers on "+
			"this "+
			"machine; to see what would be sent, set "+hint.Send.String()+"=no"))
		return nil
	}
	from := c.SendAddress()
	out := &daemon.Outgoing{Sender: namedSender{box}, Ways: map[lead.Way]bool{},
		NewID: func(id string) string { return outbox.NewID(id, from) }}
	out.Links.Workbook, out.Links.Mailbox = c.BookAddress(), c.MailAddress()
	out.Export = exported
	for _, way := range box.Ways() {
		out.Ways[way] = true
	}
	if c.OnlyShows() {
		out.Show = show
		return out
	}
	out.Told = told.New(claims.File(c.ToldFile()))
	return out
}

// exported returns the bytes of the file of an export.
func exported(ctx context.Context, x sheets.Export) ([]byte, error) {
	var out bytes.Buffer
	err := xlsx.Write(ctx, &out, x, nil)
	return out.Bytes(), err
}

// logUnsent notes a message that would have been sent, without anything that customers wrote.
func logUnsent(log *slog.Logger) func(*lead.Message) {
	return func(m *lead.Message) {
		log.Info("would be sent", "occasion", m.Occasion, "lead", m.Lead, "person", m.Person)
	}
}

// namedSender fills in the names of settings and commands: what became of a message is kept in Activity.
type namedSender struct{ outbox.Sender }

// Send implements outbox.Sender.
func (s namedSender) Send(ctx context.Context, m *lead.Message) outbox.Result {
	r := s.Sender.Send(ctx, m)
	r.Why = withNames(r.Why)
	return r
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
