package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/mailin"
)

// mailbox holds all messages that have arrived. None is ever removed.
type mailbox struct {
	w       *world
	all     []lead.Inquiry
	n       int
	settled map[string]bool
	moved   map[string]bool // places of messages that were moved away when they were stored
	sent    []mailin.Item   // the folder of sent mails
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

// answer lets the team answer a message that a customer has sent, and reports whether there was one.
func (m *mailbox) answer() bool {
	if len(m.all) == 0 {
		return false
	}
	in, n := m.all[m.w.local.rng.IntN(len(m.all))], len(m.sent)+1
	if in.Kind != lead.Direct {
		return false
	}
	m.w.stats.answers++
	raw := fmt.Sprintf("From: anna@team.example\r\nTo: %s\r\nSubject: Re: %s\r\nMessage-ID: <s%d@team.example>\r\n"+
		"Date: %s\r\n\r\nWe will call you.\r\n", in.From, in.Subject, n, m.w.now.Format(time.RFC1123Z))
	m.sent = append(m.sent, mailin.Item{Raw: []byte(raw), Received: m.w.now, Where: fmt.Sprintf("Sent:1:%d", n)})
	m.w.say("a person: answers %s, %s", in.Key, in.From)
	return true
}

// Alive implements intake.SentSession.
func (m *mailbox) Alive() bool { return true }

// SentFolder implements intake.SentSession.
func (m *mailbox) SentFolder(string) (string, error) { return "Sent", nil }

// State implements intake.SentSession.
func (m *mailbox) State(string) (mailin.FolderState, error) {
	if !m.w.calm && m.w.rng.Float64() < m.w.scenario.faults/3 {
		return mailin.FolderState{}, errMailbox
	}
	n := uint32(len(m.sent))
	return mailin.FolderState{Validity: 1, Next: n + 1, Messages: n}, nil
}

// SentSince implements intake.SentSession.
func (m *mailbox) SentSince(_ string, after uint32, since time.Time, do func(mailin.Item), _ func() bool) (bool,
	error) {
	for i, it := range m.sent {
		if uint32(i) >= after && !it.Received.Before(since) {
			do(it)
		}
	}
	return true, nil
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
	sent   intake.SentMails
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
		waits = waits || away && !known.HasKey(in.Key)
		if !known.HasPlace(in.Where) && (!away || f.reread) {
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
	if w.local != nil {
		sent, err := f.answers(known, out)
		if err != nil {
			return out, err
		}
		out = append(out, sent...)
	}
	w.say("d%d collects %d messages", f.p.id, len(out))
	// Between mailbox and workbook a process may be suspended for any time, as on a laptop that sleeps.
	return out, f.p.pause()
}

// answers looks into the folder of sent mails, as intake.Mailbox does.
func (f *processMailbox) answers(known intake.Known, fresh []lead.Inquiry) ([]lead.Inquiry, error) {
	for i := range fresh {
		if at := fresh[i].Received; known.Waiting.IsZero() || at.Before(known.Waiting) {
			known.Waiting = at
		}
	}
	f.sent.Log = slog.New(slog.DiscardHandler)
	return f.sent.Collect(f.p.w.mail, known)
}

// Settle implements intake.Source. It checks that the given messages are stored.
func (f *processMailbox) Settle(_ context.Context, stored []lead.Inquiry) error {
	if err := f.p.step("settles the mail"); err != nil {
		return err
	}
	w := f.p.w
	f.sent.Settle(stored)
	w.monitor.checkSettle(f.p, stored)
	if !w.calm && w.rng.Float64() < w.scenario.faults/3 {
		w.stats.faults++
		return errMailbox
	}
	for i := range stored {
		if stored[i].Channel == lead.ByForm && strings.HasPrefix(stored[i].Where, "file ") {
			continue // of the drop folder
		}
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
