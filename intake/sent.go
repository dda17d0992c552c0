package intake

import (
	"fmt"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/hint"
	"leadsheet/mailin"
	"leadsheet/mailin/reading"
)

// sentMails is what a process remembers of the folder of sent mails. Losing it costs a longer look.
type sentMails struct {
	looked time.Time // when the folder was looked for
	folder string    // "" when there is none
	state  mailin.FolderState
	seen   uint32    // the highest UID that needs no second look
	since  time.Time // how far back the looks went
	faults int       // in a row
	// items are those that the rules have not weighed yet, by place.
	items map[string]lead.Inquiry
}

// sentAgain is how long it takes until a folder is looked for again that was not there: some programs make it with the
// first mail that they send.
const sentAgain = 5 * time.Minute

// maxSentFaults is how often in a row a look may fail before the mails that are there now are let be.
const maxSentFaults = 3

// sent returns the mails of ours that may be somebody's first answer. It asks the server one short question a pass, and
// nothing as long as nobody waits for an answer.
func (m *Mailbox) sent(s *mailin.Session, known Known) ([]lead.Inquiry, error) {
	x := &m.outbound
	known.Waiting = m.waiting(known)
	if known.Waiting.IsZero() {
		x.items = nil
		return nil, nil
	}
	if !s.Alive() {
		return nil, nil // the next pass comes back to it
	}
	if x.folder == "" && time.Since(x.looked) > sentAgain {
		folder, err := s.SentFolder(m.Sent)
		if err != nil {
			return nil, err
		}
		x.looked, x.folder = time.Now(), folder
	}
	if x.folder == "" {
		return nil, nil
	}
	state, err := s.State(x.folder)
	if err != nil {
		x.faults++
		return nil, m.sentFault(err)
	}
	if state != x.state || known.Waiting.Before(x.since) {
		if err := m.lookAtSent(s, state, known); err != nil {
			if x.faults++; x.faults < maxSentFaults {
				return nil, m.sentFault(err)
			}
			m.Log.Warn("the folder of sent mails cannot be read; answers that are in it now are not seen", "folder", x.folder,
				"error", err)
		}
		x.faults, x.state, x.since = 0, state, known.Waiting
	}
	return m.inOrder(x.items), nil
}

// waiting is since when somebody has been waiting for an answer, or may have been: a request that has just come may be
// answered already.
func (m *Mailbox) waiting(known Known) time.Time {
	since := known.Waiting
	for where, in := range m.read {
		fresh := in.Ignore == "" && !in.Received.IsZero() && !known.Keys[in.Key] && !known.Places[where]
		if fresh && (since.IsZero() || in.Received.Before(since)) {
			since = in.Received
		}
	}
	return since
}

// lookAtSent reads the headers of what is new in the folder: since the last look or, at the first one, since the last
// answer that the tab Intake knows, but never further back than somebody waits.
func (m *Mailbox) lookAtSent(s *mailin.Session, state mailin.FolderState, known Known) error {
	x := &m.outbound
	switch {
	case x.state.Validity != state.Validity:
		x.seen, x.items = 0, nil
		for where := range known.Places {
			x.seen = max(x.seen, mailin.UIDOf(where, x.folder, state.Validity))
		}
	case known.Waiting.Before(x.since):
		x.seen = 0
	}
	items, err := s.SentSince(x.folder, x.seen, known.Waiting)
	if err != nil {
		return err
	}
	if x.items == nil {
		x.items = map[string]lead.Inquiry{}
	}
	opts := m.options(known)
	for _, it := range items {
		x.seen = max(x.seen, mailin.UIDOf(it.Where, x.folder, state.Validity))
		if in := m.guarded(it, func() lead.Inquiry {
			return reading.ParseSent(it.Raw, reading.Envelope{Received: it.Received, Where: it.Where}, opts)
		}); len(in.AnsweredTo) > 0 && !known.Places[it.Where] && !known.Keys[in.Key] {
			x.items[it.Where] = in
		}
	}
	if state.Next > 0 {
		x.seen = max(x.seen, state.Next-1)
	}
	return nil
}

// sentFault makes a failure of a folder that somebody has named an error; one that was found by itself is nobody's
// wish.
func (m *Mailbox) sentFault(err error) error {
	if m.Sent != "" {
		return fmt.Errorf("look for answers to customers (%v): %w", hint.MailSent, err)
	}
	if m.outbound.faults == 1 {
		m.Log.Warn("the folder of sent mails cannot be read, so answers in it do not stop the clock", "folder",
			m.outbound.folder, "error", err)
	}
	return nil
}

// weighed forgets the sent mails that the rules have seen.
func (m *Mailbox) weighed(stored []lead.Inquiry) {
	for _, in := range stored {
		if in.Kind == lead.SentMail {
			delete(m.outbound.items, in.Where)
		}
	}
}
