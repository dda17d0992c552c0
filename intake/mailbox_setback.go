package intake

import (
	"fmt"
	"slices"
	"time"

	"leadsheet/mailin"
)

// setBack is the state of reading again the folder into which stored messages are moved: see Known.SetBack.
type setBack struct {
	on    bool
	since time.Time
}

// ReadsAgain implements SetBackReader.
func (m *Mailbox) ReadsAgain() bool { return m.setBack.on }

// readMovedAway reads the folder into which stored messages are moved, after the workbook was set back: what came in
// after the older version was saved is only there. Messages from before it are not read: the folder may be an archive
// of years. Every pass does so until all of it is stored.
func (m *Mailbox) readMovedAway(s *mailin.Session, known Known, found listing) error {
	folder, moved := m.Account.MoveTarget()
	if known.SetBack && moved && !m.setBack.on {
		m.setBack = setBack{true, known.SetBackSince}
	}
	if !m.setBack.on || !s.Alive() {
		return nil
	}
	const doing = "read again what was moved away: %w"
	if err := s.Enter(folder); err != nil {
		return fmt.Errorf(doing, err)
	}
	all, err := s.Since(m.setBack.since)
	if err != nil {
		return fmt.Errorf(doing, err)
	}
	var refs []mailin.Ref
	held, waits := messagesIn{validity: s.Validity()}, false
	for _, msg := range all {
		held.uids = append(held.uids, msg.UID)
		p := m.mail.messages.at(msg.Where)
		p.settled = true // it has already been moved
		switch {
		case p.read:
			waits = waits || !known.HasKey(p.key)
		case !m.mail.messages.isStored(msg.Where, known):
			refs = append(refs, msg.Ref)
		}
	}
	slices.Sort(held.uids)
	found[m.Account.Placed(folder)] = held
	m.setBack.on = len(refs) > 0 || waits
	if err := m.mail.fetch(s, refs, m.mail.options(known)); err != nil {
		return fmt.Errorf(doing, err)
	}
	return nil
}
