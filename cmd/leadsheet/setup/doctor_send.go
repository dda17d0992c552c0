package setup

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/hint"
	"leadsheet/lead/words"
	"leadsheet/outbox"
)

// sending checks the ways to send, without sending anything unless it is asked for.
func (d *checks) sending(ctx context.Context) {
	c := d.Config
	if !c.CanSend() {
		if d.Send {
			d.add("sending", Fail, "there is no way to send", fmt.Sprintf("name a mail server in %v, such as "+
				"smtp.example.com, or a webhook", hint.SendServer))
		}
		return
	}
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	ways := c.Outbox()
	if ways.Mail != nil {
		d.mailServer(ctx, *ways.Mail)
	}
	for _, hook := range []struct {
		name, address string
	}{{"Slack", ways.Slack}, {"Teams", ways.Teams}, {"the webhook", ways.Webhook}} {
		if hook.address != "" && !d.Send {
			d.add("sending", OK, fmt.Sprintf("the address for %s has the right form", hook.name),
				fmt.Sprintf("to see whether it works: %v", hint.SendTest))
		}
	}
	if ways.TelegramToken != "" {
		d.telegram(ctx, ways)
	}
	for _, p := range d.look.Team {
		if p.Email == "" && ways.Mail != nil {
			d.add("sending", Note, fmt.Sprintf("%s has no mail address, and so is told nothing by mail", p.Name),
				"write it into the column Email of the tab Team")
		}
	}
	switch {
	case c.OnlyShows():
		d.add("sending", Note, fmt.Sprintf("nothing is sent (%v is no): what would be sent is shown", hint.Send), "")
	case d.Send:
		d.test(ctx, outbox.New(ways))
	}
}

// mailServer signs in to the server for sending.
func (d *checks) mailServer(ctx context.Context, server outbox.Server) {
	if err := outbox.NewSMTP(server, nil).Check(ctx); err != nil {
		d.add("sending", Fail, err.Error(), "")
		return
	}
	d.add("sending", OK, fmt.Sprintf("the mail server %s lets leadsheet in; messages come from %s", server.Host(),
		server.Address()), "")
}

// telegram tries the bot's token, and helps with the number of the chat.
func (d *checks) telegram(ctx context.Context, ways outbox.Config) {
	bot, chats, err := ways.TelegramChats(ctx)
	var seen []string
	for _, c := range chats {
		seen = append(seen, strings.TrimSpace(c.Number+" "+c.Name))
	}
	switch {
	case err != nil:
		d.addAdvice("sending", err.Error())
	case ways.TelegramChat != "":
		d.add("sending", OK, fmt.Sprintf("Telegram knows the bot %s, which writes to the chat %s", bot,
			ways.TelegramChat), "")
	case len(seen) == 0:
		d.add("sending", Fail, fmt.Sprintf("Telegram knows the bot %s, but it has no chat to write to", bot),
			fmt.Sprintf("write to the bot, or add it to your group and write there, and run %v again: it shows the "+
				"number for %v",
				hint.Doctor, hint.TelegramChat))
	default:
		d.add("sending", Fail, fmt.Sprintf("Telegram knows the bot %s, but it has no chat to write to; it was "+
			"written to in: %s",
			bot, strings.Join(seen, ", ")), fmt.Sprintf("set %v to the number of yours", hint.TelegramChat))
	}
}

// test sends a message by every way.
func (d *checks) test(ctx context.Context, box *outbox.Outbox) {
	defer box.Flush()
	from := d.Config.sendFrom()
	to := cmp.Or(d.look.Owner.Email, outbox.Server{From: from}.Address())
	texts := words.Language{}.Texts().Outbox
	for _, way := range box.Ways() {
		m := &lead.Message{ID: outbox.NewID("", from), Occasion: lead.TellTest, Person: d.look.Owner.Name, To: to,
			Ways: []lead.Way{way}, Subject: texts.TestSubject, Text: texts.TestText}
		where := string(way)
		if way == lead.WayMail {
			where += " to " + to
		}
		switch r := box.Send(ctx, m); r.State {
		case outbox.Sent:
			d.add("test message", OK, fmt.Sprintf("the test message was accepted (by %s): see whether it has "+
				"arrived, also among the spam", where), "")
		case outbox.Unknown:
			d.add("test message", Note, fmt.Sprintf("the test message may have arrived or not (by %s): %s", where,
				r.Why),
				"see whether it has arrived")
		default:
			d.add("test message", Fail, fmt.Sprintf("the test message was not sent (by %s): %s", where, r.Why), "")
		}
	}
}
