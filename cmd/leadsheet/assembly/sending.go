package assembly

import (
	"bytes"
	"context"
	"log/slog"
	"time"

	"leadsheet/cmd/leadsheet/setup"
	"leadsheet/daemon"
	"leadsheet/daemon/told"
	"leadsheet/intake/claims"
	"leadsheet/lead"
	"leadsheet/lead/hint"
	"leadsheet/outbox"
	"leadsheet/sheets"
	"leadsheet/sheets/xlsx"
)

// Sending are options of how a daemon sends messages.
type Sending struct {
	Now       func() time.Time
	LocalOnly bool                // messages go only to servers on this machine
	Show      func(*lead.Message) // gets what would be sent where that is all that is wanted
	Names     hint.Names
}

// Of returns how a daemon with these settings sends messages, nil when there is no way. why says then what is to be
// done about it; "" when no way is set.
func (o Sending) Of(c *setup.Config) (out *daemon.Outgoing, why string) {
	if !c.CanSend() {
		return nil, ""
	}
	config := c.Outbox()
	config.Now, config.LocalOnly = o.Now, o.LocalOnly && !c.OnlyShows()
	box := outbox.New(config)
	if len(box.Ways()) == 0 && !config.LocalOnly {
		return nil, "nothing is sent: " + hint.TelegramChat.String() + " is not set, and there is no other way; " +
			hint.Doctor.String() + " shows the number of the chat"
	}
	if len(box.Ways()) == 0 {
		return nil, "nothing is sent: with --at messages go only to servers on this machine; to see what would be sent, " +
			"set " + hint.Send.String() + "=no"
	}
	from := c.SendAddress()
	out = &daemon.Outgoing{Sender: namedSender{box, o.Names}, Ways: map[lead.Way]bool{},
		NewID: func(id string) string { return outbox.NewID(id, from) }}
	out.Links.Workbook, out.Links.Mailbox = c.BookAddress(), c.MailAddress()
	out.Export = exported
	for _, way := range box.Ways() {
		out.Ways[way] = true
	}
	if c.OnlyShows() {
		out.Show = o.Show
		return out, ""
	}
	out.Told = told.New(claims.File(c.ToldFile()))
	return out, ""
}

// exported returns the bytes of the file of an export.
func exported(ctx context.Context, x sheets.Export) ([]byte, error) {
	var out bytes.Buffer
	err := xlsx.Write(ctx, &out, x, nil)
	return out.Bytes(), err
}

// LogUnsent notes a message that would have been sent, without anything that customers wrote.
func LogUnsent(log *slog.Logger) func(*lead.Message) {
	return func(m *lead.Message) {
		log.Info("would be sent", "occasion", m.Occasion, "lead", m.Lead, "person", m.Person)
	}
}

// namedSender fills in the names of settings and commands: what became of a message is kept in Activity.
type namedSender struct {
	outbox.Sender
	names hint.Names
}

// Send implements outbox.Sender.
func (s namedSender) Send(ctx context.Context, m *lead.Message) outbox.Result {
	r := s.Sender.Send(ctx, m)
	r.Why = s.names.In(r.Why)
	return r
}
