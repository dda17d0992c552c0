package daemon

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"leadsheet/lead"
	"leadsheet/mailin"
)

// Mail is the inbox as a source: one IMAP session a pass.
type Mail struct {
	Mailbox mailin.Mailbox
	Log     *slog.Logger // told how a long fetch is going

	// read remembers what was fetched but not stored yet (the workbook was open elsewhere, say), and copies of
	// messages whose key is known: neither is fetched again. It is a cache; losing it costs a second fetch.
	read    map[string]lead.Inquiry
	settled map[string]bool
	again   []string // known and still in the folder, not settled by this process
}

// Name says "mailbox".
func (m *Mail) Name() string { return "mailbox" }

// Collect fetches what the folder holds and the tab Intake does not know.
func (m *Mail) Collect(ctx context.Context, known Known) ([]lead.Inquiry, error) {
	if m.read == nil {
		m.read, m.settled = map[string]lead.Inquiry{}, map[string]bool{}
	}
	s, err := m.Mailbox.Open(ctx)
	if err != nil {
		return nil, err
	}
	defer s.Close()

	here := map[string]bool{}
	m.again = nil
	refs, err := s.Pending(func(where string) bool {
		here[where] = true
		in, cached := m.read[where]
		stored := known.Places[where] || cached && known.Keys[in.Key]
		if stored && !m.settled[where] {
			m.again = append(m.again, where)
		}
		return stored || cached
	})
	if err != nil {
		return nil, err
	}
	for where := range m.read {
		if !here[where] {
			delete(m.read, where) // moved or deleted by a person before it was stored
		}
	}
	err = m.fetch(s, refs, mailin.Options{Team: known.Team, Country: known.Country, Self: []string{m.Mailbox.User}})
	return sorted(m.read), err
}

// slice is how many messages are fetched before they are read and the progress is told.
const slice = 200

func (m *Mail) fetch(s *mailin.Session, refs []mailin.Ref, opts mailin.Options) error {
	said := time.Now()
	var failed error
	for from := 0; from < len(refs); from += slice {
		items, err := s.Fetch(refs[from:min(from+slice, len(refs))])
		for _, it := range items {
			m.read[it.Where] = mailin.Read(it.Raw, mailin.Envelope{Received: it.Received, Where: it.Where, Truncated: it.Truncated}, opts)
		}
		// One message that the server will not give must not hold up those behind it.
		failed = errors.Join(failed, err)
		if time.Since(said) > 2*time.Second {
			said = time.Now()
			m.Log.Info("reading the mailbox", "messages", min(from+slice, len(refs)), "of", len(refs))
		}
	}
	return failed
}

// Settle marks or moves the stored messages as the setting says, those of an interrupted earlier pass too.
func (m *Mail) Settle(ctx context.Context, stored []lead.Inquiry) error {
	if m.Mailbox.After == "" || m.Mailbox.After == "keep" {
		return nil
	}
	places := m.again
	for _, in := range stored {
		if _, ours := m.read[in.Where]; ours && !m.settled[in.Where] {
			places = append(places, in.Where)
		}
	}
	if len(places) == 0 {
		return nil
	}
	s, err := m.Mailbox.Open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := s.Settle(places); err != nil {
		return err
	}
	for _, p := range places {
		m.settled[p] = true
	}
	return nil
}
