package intake

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"leadsheet/intake/claims"
	"leadsheet/lead"
	"leadsheet/lead/hint"
	"leadsheet/mailin"
)

// Mailbox is an inbox as a source, and the folder of sent mails with it. It opens one IMAP session in each pass.
type Mailbox struct {
	Account mailin.Mailbox
	// Since says what becomes of the messages that a folder holds when it is looked at for the first time: "" or "all"
	// take them in, "start" leaves them out, a day such as 2026-01-31 leaves out those received before it.
	Since string
	// Sent is the folder in which the account keeps what it sends, in which answers to customers are found: "" for the
	// one that the server marks as such, mailin.SentNone for none.
	Sent string
	// SentOnly says that only that folder is watched: it is the mailbox of a colleague.
	SentOnly bool
	// Others are the addresses of the other mailboxes that are watched, and the one that our messages come from: they are
	// ours, too.
	Others []string
	// Claims remember which message crashed the process; nil remembers nothing.
	Claims  *claims.Claims
	Parsers Parsers
	Now     func() time.Time // the clock of the pass; nil for the machine's
	Log     *slog.Logger     // for the progress of a long fetch
	// Names are the names of commands and settings for texts in the tab Intake.
	Names hint.Names

	mail       fetcher
	server     serverName
	unsettled  []string // places of messages that are stored and in their folder, not settled by this process
	starts     map[string]*folderStart
	sent       sentFolder
	setBack    setBack
	again      mailAgain
	whole      wholeMails
	saidNoSent bool            // the log says that there is no folder of sent mails
	session    *mailin.Session // open from Collect to Settle when there will be something to settle
}

// Name says "mailbox", and which one where there are several.
func (m *Mailbox) Name() string {
	if m.Account.Name != "" {
		return "mailbox " + m.Account.Name
	}
	return "mailbox"
}

// Waiting implements Counter: messages that the last Collect left for later passes.
func (m *Mailbox) Waiting() int { return len(m.mail.left) }

// Watchers implements Watcher: the mail server announces new messages.
func (m *Mailbox) Watchers() []func(ctx context.Context, wake func()) {
	if m.SentOnly {
		return nil
	}
	return m.Account.Watchers()
}

// Collect fetches what the folders hold and the tab Intake does not know. When a folder cannot be read, the others are.
func (m *Mailbox) Collect(ctx context.Context, known Known) ([]lead.Inquiry, error) {
	m.closeSession() // of an earlier pass that failed
	if m.SentOnly {
		return m.collectSent(ctx, known)
	}
	m.mail.configure(m.access())
	m.mail.server = &m.server
	m.server.begin(known, m.Label())
	m.mail.messages.releaseStored(known)
	s, err := m.Account.Connect(ctx)
	if err != nil {
		return nil, err
	}
	if m.leavesMessages() {
		defer s.Close()
	} else {
		m.session = s
	}
	found, failed := m.readFolders(s, known)
	if err := m.readMovedAway(s, known, found); err != nil {
		failed = errors.Join(failed, err)
	}
	if s.Alive() {
		failed = errors.Join(failed, m.readWhole(s, found, known))
	}
	m.forgetGone(found)
	known.Waiting = m.mail.messages.waitingSince(known)
	sent, err := m.sent.collect(s, m.Sent, &m.mail, known)
	items := slices.Concat(m.mail.inquiries(known), m.whole.inquiries())
	completedBy(items, known)
	return slices.Concat(items, m.newStartMarks(known), sent), errors.Join(failed, err)
}

// access is what it takes to fetch from this mailbox.
func (m *Mailbox) access() access {
	return access{m.Account, m.Others, m.Claims, m.Parsers, m.Log, m.now}
}

// listing is the content of the folders that could be listed.
type listing map[string]messagesIn // by folder, as in the positions of messages

// messagesIn are the messages that a folder holds.
type messagesIn struct {
	validity uint32
	uids     []uint32 // rising
}

// lacks reports whether a message is gone from its folder, as far as that could be listed.
func (l listing) lacks(place string) bool {
	folder := mailin.FolderOf(place)
	in, listed := l[folder]
	if !listed {
		return false
	}
	uid := mailin.UIDOf(place, folder, in.validity)
	_, there := slices.BinarySearch(in.uids, uid)
	return uid == 0 || !there
}

// readFolders reads what is new in each folder.
func (m *Mailbox) readFolders(s *mailin.Session, known Known) (listing, error) {
	marks := storedMarks(known)
	found := listing{}
	m.unsettled = nil
	var failed error
	for _, folder := range m.Account.Folders() {
		if err := m.readFolder(s, folder, known, marks, found); err != nil {
			if failed = errors.Join(failed, err); !s.Alive() {
				break
			}
		}
	}
	return found, failed
}

// readFolder reads what is new in one folder. It adds what the folder holds to found.
func (m *Mailbox) readFolder(s *mailin.Session, folder string, known Known, marks []mailin.StartMark,
	found listing) error {
	if err := s.Enter(folder); err != nil {
		return err
	}
	all, err := s.UIDs()
	if err != nil {
		return err
	}
	found[m.Account.Placed(folder)] = messagesIn{s.Validity(), all}
	wanted, err := m.filterSince(s, m.Account.Placed(folder), all, known, marks)
	if err != nil {
		return err
	}
	var refs []mailin.Ref
	for _, uid := range wanted {
		switch ref := s.Ref(uid); {
		case !m.mail.messages.isStored(ref.Where, known):
			if m.mail.messages.isRead(ref.Where) {
				continue
			}
			if len(refs) == maxFetched {
				m.mail.left = append(m.mail.left, ref) // the next pass goes on
				continue
			}
			refs = append(refs, ref)
		case m.leavesMessages() || m.mail.messages.isSettled(ref.Where):
		case known.ByHeader[ref.Where].Key == "": // one that is known by its header stays until it has come
			m.unsettled = append(m.unsettled, ref.Where)
		}
	}
	return m.mail.fetch(s, refs, m.mail.options(known))
}

// forgetGone forgets messages that are no longer in their folder: a user, or Settle, has moved or deleted them.
func (m *Mailbox) forgetGone(found listing) {
	for place := range m.mail.messages {
		if found.lacks(place) {
			delete(m.mail.messages, place)
		}
	}
}

// leavesMessages reports whether messages stay as they are once they are stored.
func (m *Mailbox) leavesMessages() bool { return m.Account.After == "" || m.Account.After == "keep" }

// closeSession closes the session that is kept for Settle, if there is one.
func (m *Mailbox) closeSession() {
	if m.session != nil {
		_ = m.session.Close() // nothing is lost if the server is gone
		m.session = nil
	}
}

func (m *Mailbox) now() time.Time {
	if m.Now == nil {
		return time.Now()
	}
	return m.Now()
}

// Settle marks or moves the stored messages as the setting says, those of an interrupted earlier pass too.
func (m *Mailbox) Settle(ctx context.Context, stored []lead.Inquiry) error {
	defer m.closeSession()
	m.sent.forgetSeen(stored)
	if m.leavesMessages() {
		return nil
	}
	places := m.unsettled
	for _, in := range stored {
		if m.mail.messages.isRead(in.Where) && !m.mail.messages.isSettled(in.Where) && !isWithheld(&in) {
			places = append(places, in.Where)
		}
	}
	if len(places) == 0 {
		return nil
	}
	if err := m.settle(ctx, places); err != nil {
		return fmt.Errorf("the leads are stored, but their messages stay as they are: %w", err)
	}
	for _, place := range places {
		m.mail.messages.at(place).settled = true
	}
	return nil
}

// settle uses the session of Collect if it is still open. It may not be: storing a large pass may take longer than the
// server's timeout.
func (m *Mailbox) settle(ctx context.Context, places []string) error {
	if m.session != nil && m.session.Alive() {
		if err := m.session.Settle(places); err == nil || m.session.Alive() {
			return err
		}
	}
	m.closeSession()
	s, err := m.Account.Connect(ctx)
	if err != nil {
		return err
	}
	m.session = s
	return s.Settle(places)
}
