package outbox

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/hint"
)

// Config says which ways there are. What is empty is not there.
type Config struct {
	Mail          *Server
	Slack         string // the address of an incoming webhook
	Teams         string // the address of a webhook of a workflow
	Webhook       string // an address that takes JSON, see Notice
	TelegramToken string // of a bot
	TelegramChat  string // the number of the chat that it writes to; without one there is no such way
	// LocalOnly lets messages go only to servers on this machine: a trial with a made-up time tells nobody.
	LocalOnly bool
	Now       func() time.Time // the date of messages; nil means the time of the clock

	telegramAt string // in place of the address of Telegram, for tests
}

// Outbox is a Sender for all ways. It may be used by several goroutines.
type Outbox struct {
	ways  []way // in the order of lead's constants
	names map[lead.Way]hint.Setting
}

// way is one way with its sender.
type way struct {
	name lead.Way
	Sender
}

// New returns the outbox of a configuration that Validate finds no mistake in.
func New(c Config) *Outbox {
	o := &Outbox{names: map[lead.Way]hint.Setting{lead.WayMail: hint.SendServer, lead.WaySlack: hint.SlackWebhook,
		lead.WayTeams: hint.TeamsWebhook, lead.WayTelegram: hint.TelegramToken, lead.WayWebhook: hint.Webhook}}
	if c.Mail != nil && (!c.LocalOnly || c.Mail.Local()) {
		o.ways = append(o.ways, way{lead.WayMail, NewSMTP(*c.Mail, c.Now)})
	}
	for _, h := range c.hooks() {
		if !c.LocalOnly || h.local() {
			o.ways = append(o.ways, way{h.way, newHookSender(h)})
		}
	}
	return o
}

// Ways are the ways that there are.
func (o *Outbox) Ways() []lead.Way {
	var names []lead.Way
	for _, w := range o.ways {
		names = append(names, w.name)
	}
	return names
}

// Only returns an outbox that has that way alone, nil when it is not there.
func (o *Outbox) Only(name lead.Way) *Outbox {
	for _, w := range o.ways {
		if w.name == name {
			return &Outbox{ways: []way{w}, names: o.names}
		}
	}
	return nil
}

// Send implements Sender. With several ways the message is sent when one of them has taken it; Why says which have not.
func (o *Outbox) Send(ctx context.Context, m *lead.Message) Result {
	ways := m.Ways
	if len(ways) == 0 || m.Occasion.ToCustomer() {
		ways = []lead.Way{lead.WayMail}
	}
	var results []Result
	var failed []string
	for i, name := range ways {
		if slices.Contains(ways[:i], name) {
			continue
		}
		r := o.by(ctx, name, m)
		results = append(results, r)
		if r.Why != "" && len(ways) > 1 {
			r.Why = fmt.Sprintf("by %s: %s", name, r.Why)
		}
		if r.Why != "" {
			failed = append(failed, r.Why)
		}
	}
	return Result{together(results), strings.Join(failed, "; ")}
}

// by sends the message in one way.
func (o *Outbox) by(ctx context.Context, name lead.Way, m *lead.Message) Result {
	for _, w := range o.ways {
		if w.name != name {
			continue
		}
		return w.Send(ctx, m)
	}
	setting, known := o.names[name]
	if !known {
		return Result{Refused, fmt.Sprintf("there is no way called %q", oneLine(string(name), maxName))}
	}
	return Result{Refused, fmt.Sprintf("%v is not set", setting)}
}

// together is the state of a message after several ways: the best that has happened.
func together(results []Result) State {
	for _, state := range []State{Sent, Unknown, Later} {
		if slices.ContainsFunc(results, func(r Result) bool { return r.State == state }) {
			return state
		}
	}
	return Refused
}

// Flush implements Sender.
func (o *Outbox) Flush() {
	for _, w := range o.ways {
		w.Flush()
	}
}

// Check tries one way without sending anything, as far as that can be tried. The error says what to do.
func (o *Outbox) Check(ctx context.Context, name lead.Way) error {
	for _, w := range o.ways {
		if checker, can := w.Sender.(interface {
			Check(context.Context) error
		}); can && w.name == name {
			return checker.Check(ctx)
		}
	}
	return nil
}
