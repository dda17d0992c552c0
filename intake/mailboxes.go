package intake

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"leadsheet/lead"
	"leadsheet/mailin"
)

const (
	// boxRetry is how long a mailbox is left alone that could not be read; it doubles up to maxBoxRetry. The others are
	// read meanwhile, and do not wait for it in each pass.
	boxRetry    = 15 * time.Second
	maxBoxRetry = 5 * time.Minute
	// recently is how old a request may be that has just come in, so that an answer to it is looked for at once.
	recently = 30 * 24 * time.Hour
)

// Partly is the error of a source of several places of which some were read.
type Partly struct{ error }

// Unwrap returns what was wrong with the others.
func (p *Partly) Unwrap() error { return p.error }

// Mailboxes are several mailboxes as one source. One that cannot be read does not stop the others.
type Mailboxes struct {
	All []*Mailbox // those of which only the folder of sent mails is watched come last

	states []boxState
}

// boxState is what is known of a mailbox that could not be read. Its zero value is one that could.
type boxState struct {
	err      error
	failures int
	until    time.Time // it is left alone until then
}

// Name says "mailboxes".
func (x *Mailboxes) Name() string { return "mailboxes" }

// Label is the name of a mailbox for people.
func (m *Mailbox) Label() string { return m.Account.Label() }

func (x *Mailboxes) state(i int) *boxState {
	if x.states == nil {
		x.states = make([]boxState, len(x.All))
	}
	return &x.states[i]
}

// Collect fetches what the mailboxes hold and the tab Intake does not know.
func (x *Mailboxes) Collect(ctx context.Context, known Known) ([]lead.Inquiry, error) {
	var all []lead.Inquiry
	var failed error
	read := 0
	for i, m := range x.All {
		s := x.state(i)
		if now := time.Now(); s.until.After(now) && s.until.Sub(now) <= maxBoxRetry {
			failed = errors.Join(failed, s.err)
			continue
		}
		items, err := m.Collect(ctx, known)
		if s.note(m, err); err == nil {
			read++
		}
		failed = errors.Join(failed, s.err)
		all = append(all, items...)
		known.Waiting = waitingWith(known, items)
	}
	if failed != nil && read > 0 {
		failed = &Partly{failed}
	}
	return all, failed
}

// note notes how a mailbox was read. One that withholds a message has been read, and is asked again at once.
func (s *boxState) note(m *Mailbox, err error) {
	if err == nil {
		*s = boxState{}
		return
	}
	s.err = fmt.Errorf("%s: %w", m.Label(), err)
	if withheld := new(mailin.Withheld); errors.As(err, &withheld) {
		s.failures, s.until = 0, time.Time{}
		return
	}
	s.until = time.Now().Add(min(boxRetry<<min(s.failures, 10), maxBoxRetry))
	s.failures++
}

// waitingWith is since when a customer waits, with requests that have just come in: a colleague may have answered them
// already.
func waitingWith(known Known, items []lead.Inquiry) time.Time {
	since := known.Waiting
	for i := range items {
		q := &items[i]
		isNew := q.Ignore == "" && q.Kind != lead.SentMail && !q.Received.IsZero() && !known.HasKey(q.Key) &&
			time.Since(q.Received) < recently
		if isNew && (since.IsZero() || q.Received.Before(since)) {
			since = q.Received
		}
	}
	return since
}

// Settle marks or moves the stored messages. A mailbox that could not be read does so in a later pass.
func (x *Mailboxes) Settle(ctx context.Context, stored []lead.Inquiry) (failed error) {
	for i, m := range x.All {
		if x.state(i).failures > 0 {
			m.closeSession()
			continue
		}
		if err := m.Settle(ctx, stored); err != nil {
			failed = errors.Join(failed, fmt.Errorf("%s: %w", m.Label(), err))
		}
	}
	return failed
}

// Watchers are those of all mailboxes.
func (x *Mailboxes) Watchers() []func(ctx context.Context, wake func()) {
	var out []func(ctx context.Context, wake func())
	for _, m := range x.All {
		out = append(out, m.Watchers()...)
	}
	return out
}

// Watched are the mailboxes, each by the name that it signs in with or its own.
func (x *Mailboxes) Watched() []lead.Watched {
	var out []lead.Watched
	for i, m := range x.All {
		for _, w := range m.Watched() {
			w.Missed = x.state(i).err != nil
			out = append(out, w)
		}
	}
	return out
}

// Waiting implements Counter.
func (x *Mailboxes) Waiting() (n int) {
	for _, m := range x.All {
		n += m.Waiting()
	}
	return n
}

// Servers implements Learner.
func (x *Mailboxes) Servers() (all []LearntServer) {
	for _, m := range x.All {
		all = append(all, m.Servers()...)
	}
	return all
}

// ReadsAgain implements SetBackReader.
func (x *Mailboxes) ReadsAgain() bool { return slices.ContainsFunc(x.All, (*Mailbox).ReadsAgain) }

// Again looks for mails in all inboxes, in each for what those before it do not have.
func (x *Mailboxes) Again(ctx context.Context, known Known, rows []Asked) (found []lead.Inquiry, waiting []string,
	err error) {
	for i, m := range x.All {
		if m.SentOnly || len(rows) == 0 {
			continue
		}
		if x.state(i).failures > 0 { // why is known
			mails := slices.DeleteFunc(slices.Clone(rows), func(a Asked) bool { return !a.ofMail() })
			waiting = append(waiting, keysOf(mails)...)
			continue
		}
		got, open, failed := m.Again(ctx, known, rows)
		if failed != nil {
			err = errors.Join(err, fmt.Errorf("%s: %w", m.Label(), failed))
		}
		found, waiting = append(found, got...), append(waiting, open...)
		has := make(map[string]bool, len(got))
		for i := range got {
			has[got[i].Overrules] = true
		}
		rows = slices.DeleteFunc(slices.Clone(rows), func(a Asked) bool { return has[a.Key] })
		waiting = slices.DeleteFunc(waiting, func(key string) bool { return has[key] })
	}
	return found, waiting, err
}

// collectSent returns the team's mails in a mailbox of which only the folder of sent mails is watched. While no
// customer waits for an answer it does not sign in.
func (m *Mailbox) collectSent(ctx context.Context, known Known) ([]lead.Inquiry, error) {
	if known.Waiting.IsZero() {
		m.sent.messages = nil
		return nil, nil
	}
	s, err := m.Account.Connect(ctx)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	m.mail.configure(m.access())
	out, err := m.sent.collect(s, m.Sent, &m.mail, known)
	if err == nil && m.sent.name == "" && !m.saidNoSent {
		m.saidNoSent = true // some programs make the folder with the first mail that they send
		m.Log.Warn("the server marks no folder as that of sent mails, so answers from this mailbox are not seen; "+
			"name the folder in the file of mailboxes (sent = NAME)", "mailbox", m.Label())
	}
	return out, err
}
