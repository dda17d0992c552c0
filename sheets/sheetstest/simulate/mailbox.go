package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"leadsheet/intake"
	"leadsheet/lead"
)

// mailbox holds all messages that have arrived. None is ever removed.
type mailbox struct {
	w       *world
	all     []lead.Inquiry
	n       int
	settled map[string]bool
	moved   map[string]bool // places of messages that were moved away when they were stored
}

// arrive draws a message: from a new or a known customer, a newsletter, or the same bytes in a second folder.
func (m *mailbox) arrive() {
	w := m.w
	w.stats.messages++
	if len(m.all) > 0 && w.rng.IntN(10) == 0 {
		in := m.all[w.rng.IntN(len(m.all))]
		in.Where = fmt.Sprintf("Archive:1:%d", len(m.all)+1)
		m.all = append(m.all, in)
		w.say("mail %s lies in a second folder", in.Key)
		return
	}
	m.n++
	customer := w.rng.IntN(m.n*2 + 2)
	if w.rng.IntN(3) == 0 {
		customer = w.rng.IntN(3)
	}
	address := fmt.Sprintf("c%d@firm%d.example", customer, customer)
	in := lead.Inquiry{
		Key:      fmt.Sprintf("m:%04d", m.n),
		Channel:  lead.ByMail,
		Kind:     lead.Direct,
		Received: w.now.Truncate(time.Second),
		From:     address,
		Subject:  fmt.Sprintf("Request %d", m.n),
		Name:     fmt.Sprintf("Customer %d", customer),
		Email:    address,
		Need:     fmt.Sprintf("message %d: %d chairs", m.n, 2+w.rng.IntN(90)),
		Source:   "Email",
		Where:    fmt.Sprintf("INBOX:1:%d", len(m.all)+1),
	}
	switch w.rng.IntN(12) {
	case 0:
		in.Kind = lead.BulkMail
	case 1:
		in.Kind, in.Channel = lead.Notification, lead.ByForm
	case 2:
		in.Need += "\nurgent"
	case 3:
		in.Received = in.Received.Add(-time.Duration(w.rng.IntN(100)) * time.Minute)
	case 4:
		in.Phone = fmt.Sprintf("+49 30 90%04d", customer)
	}
	m.all = append(m.all, in)
	w.say("mail %s arrives from %s (%s)", in.Key, in.From, in.Kind)
}

// keys returns the distinct keys of all messages, in the order of arrival.
func (m *mailbox) keys() []string {
	seen := make(map[string]bool, len(m.all))
	var keys []string
	for i := range m.all {
		if k := m.all[i].Key; !seen[k] {
			seen[k] = true
			keys = append(keys, k)
		}
	}
	return keys
}

// byKey returns the first message with the given key, nil if there is none.
func (m *mailbox) byKey(key string) *lead.Inquiry {
	for i := range m.all {
		if m.all[i].Key == key {
			return &m.all[i]
		}
	}
	return nil
}

// processMailbox is the mailbox as a source of one process.
type processMailbox struct {
	p      *process
	reread bool // what was moved away is read again: see intake.Known.SetBack
}

// Name implements intake.Source.
func (f *processMailbox) Name() string { return "mailbox" }

// ReadsAgain implements intake.SetBackReader.
func (f *processMailbox) ReadsAgain() bool { return f.reread }

// errMailbox is the error of a broken connection.
var errMailbox = errors.New("the mail server closed the connection; trying again")

// Collect implements intake.Source.
func (f *processMailbox) Collect(_ context.Context, known intake.Known) ([]lead.Inquiry, error) {
	if err := f.p.step("collects the mail"); err != nil {
		return nil, err
	}
	w := f.p.w
	f.reread = f.reread || known.SetBack
	var out []lead.Inquiry
	waits := false
	for i := range w.mail.all {
		in := w.mail.all[i]
		away := w.mail.moved[in.Where]
		waits = waits || away && !known.Keys[in.Key]
		if !known.Places[in.Where] && (!away || f.reread) {
			out = append(out, in)
		}
	}
	f.reread = f.reread && waits
	if !w.calm && w.rng.Float64() < w.scenario.faults/3 {
		w.stats.faults++
		out = out[:w.rng.IntN(len(out)+1)]
		w.say("d%d collects %d messages, then the connection breaks", f.p.id, len(out))
		return out, errMailbox
	}
	out, err := f.read(out)
	if err != nil {
		return nil, err
	}
	w.say("d%d collects %d messages", f.p.id, len(out))
	// Between mailbox and workbook a process may be suspended for any time, as on a laptop that sleeps.
	return out, f.p.pause()
}

// Settle implements intake.Source. It checks that the given messages are stored.
func (f *processMailbox) Settle(_ context.Context, stored []lead.Inquiry) error {
	if err := f.p.step("settles the mail"); err != nil {
		return err
	}
	w := f.p.w
	w.monitor.checkSettle(f.p, stored)
	if !w.calm && w.rng.Float64() < w.scenario.faults/3 {
		w.stats.faults++
		return errMailbox
	}
	for i := range stored {
		w.mail.settled[stored[i].Key] = true
		if w.local != nil && w.local.opts.moves {
			w.mail.moved[stored[i].Where] = true
		}
	}
	return nil
}

// pause sometimes suspends a process, now and then for longer than a lock is kept.
func (p *process) pause() error {
	w := p.w
	if w.calm || w.rng.IntN(25) > 0 {
		return nil
	}
	d := time.Duration(w.rng.IntN(40)) * time.Minute
	w.say("d%d is stopped for %v", p.id, d)
	return p.sleep(p.ctx, d)
}
