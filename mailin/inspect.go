package mailin

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/emersion/go-imap/v2"
)

// MailboxInfo describes the server and the folders, for setup and doctor.
type MailboxInfo struct {
	Server       string   // host and port
	Folder       string   // as in Item.Where; several are joined by commas
	Messages     int      // in the folder, or in all of them
	Delimiter    string   // between the names of nested folders; "" when unknown
	Folders      []string // that can hold messages, sorted
	Capabilities []string // sorted
	// Capabilities that leadsheet uses or reports.
	Idle, Move, UIDPlus, CondStore bool
}

// Inspect signs in, opens the folders and asks for the server's capabilities. It changes nothing. A folder to move
// messages to must exist. Its errors are those of Open.
func (m Mailbox) Inspect(ctx context.Context) (MailboxInfo, error) {
	s, err := m.Open(ctx)
	if err != nil {
		return MailboxInfo{}, err
	}
	defer s.Close()
	info := MailboxInfo{Server: s.endpoint.hostPort(), Folder: strings.Join(m.Folders(), ", ")}
	if err := s.describe(&info); err != nil {
		return info, err
	}
	target, move := m.MoveTarget()
	if move && len(info.Folders) > 0 && !slices.Contains(info.Folders, canonicalFolder(target)) {
		return info,
			fmt.Errorf("the mailbox has no folder %q to move messages to: make it, or name another (those there are: %s)",
				target, s.clean(strings.Join(info.Folders[:min(len(info.Folders), maxFoldersNamed)], ", ")))
	}
	return info, nil
}

// describe fills MailboxInfo from the open session.
func (s *Session) describe(info *MailboxInfo) error {
	stop := s.conn.watch(0)
	caps := s.client.Caps() // asks again after the sign-in, when servers announce more
	stop()
	for c := range caps {
		info.Capabilities = append(info.Capabilities, s.clean(string(c)))
	}
	slices.Sort(info.Capabilities)
	info.Idle, info.Move = caps.Has(imap.CapIdle), caps.Has(imap.CapMove)
	info.UIDPlus, info.CondStore = caps.Has(imap.CapUIDPlus), caps.Has(imap.CapCondStore)
	for _, folder := range s.box.Folders() {
		if err := s.Enter(folder); err != nil {
			return err
		}
		info.Messages += int(s.exists.Load())
	}
	defer s.conn.watchText(maxListText)()
	list, err := s.client.List("", "*", nil).Collect()
	if err != nil {
		return s.explain("list the folders", err)
	}
	for _, folder := range list {
		if folder.Delim != 0 {
			info.Delimiter = string(folder.Delim)
		}
		if !slices.Contains(folder.Attrs, imap.MailboxAttrNoSelect) {
			info.Folders = append(info.Folders, canonicalFolder(folder.Mailbox))
		}
	}
	slices.Sort(info.Folders)
	return nil
}
