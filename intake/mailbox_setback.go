package intake

import (
	"fmt"
	"strings"
	"time"

	"leadsheet/mailin"
)

// setBack is the state of reading the folder again into which stored messages are moved: see Known.SetBack.
type setBack struct {
	on    bool
	since time.Time
}

// putAway reads the folder into which stored messages are moved, after the workbook was set back: what came in since
// the older version is there and nowhere else. Older messages there are left alone: the folder may be an archive of
// years. It goes on with every pass until all of it is stored.
func (m *Mailbox) putAway(s *mailin.Session, known Known, here, listed map[string]bool) error {
	folder, moved := strings.CutPrefix(m.Account.After, "move:")
	if known.SetBack && moved && !m.back.on {
		m.back = setBack{true, known.Latest}
	}
	if !m.back.on || !s.Alive() {
		return nil
	}
	const doing = "read again what was moved away: %w"
	if err := s.Enter(folder); err != nil {
		return fmt.Errorf(doing, err)
	}
	all, err := s.Since(m.back.since)
	if err != nil {
		return fmt.Errorf(doing, err)
	}
	var refs []mailin.Ref
	waits := false
	for _, msg := range all {
		here[msg.Where] = true
		m.settled[msg.Where] = true // it is where it belongs
		in, read := m.read[msg.Where]
		if !read && !known.Places[msg.Where] {
			refs = append(refs, msg.Ref)
		}
		waits = waits || read && !known.Keys[in.Key]
	}
	listed[folder] = true
	m.back.on = len(refs) > 0 || waits
	if err := m.fetch(s, refs, m.options(known)); err != nil {
		return fmt.Errorf(doing, err)
	}
	return nil
}
