package mailin

import (
	"errors"
	"fmt"
	"slices"

	"github.com/emersion/go-imap/v2"
)

// Settle applies After to messages whose content is stored: nothing, mark as read, or move. It can be repeated, and
// deleted messages are no error. Positions in another folder or with another UIDVALIDITY are not touched, because their
// UIDs now mean other messages. They are reported in the error after the others are done.
func (s *Session) Settle(wheres []string) error {
	target, move := s.box.MoveTarget()
	if len(wheres) == 0 || (!move && s.box.After != afterSeen) {
		return nil
	}
	if s.client == nil {
		return errors.New("settle messages: the session is closed")
	}
	if !move {
		target = ""
	}
	byFolder := map[string][]position{}
	for _, w := range wheres {
		folder, validity, uid, err := parseIMAPWhere(w)
		if err != nil {
			return fmt.Errorf("settle messages: %w", err)
		}
		byFolder[folder] = append(byFolder[folder], position{validity, uid})
	}
	notSettled, settled := len(wheres), 0
	var failed error
	for _, folder := range s.box.Folders() {
		places := byFolder[s.box.Placed(folder)]
		if len(places) == 0 {
			continue
		}
		n, err := s.settleFolder(folder, places, target)
		failed = errors.Join(failed, err)
		settled += n
		if err != nil {
			notSettled -= len(places) // unknown, since the folder failed
		}
		if s.conn.broken() {
			return failed
		}
	}
	if notSettled -= settled; notSettled > 0 {
		failed = errors.Join(failed,
			fmt.Errorf("settle messages: %d of %d belong to another folder or to the folder before the server renumbered it "+
				"(UIDVALIDITY is now %d); they were left alone", notSettled, len(wheres), s.validity))
	}
	return failed
}

// position is the place of a message in a folder.
type position struct{ validity, uid uint32 }

// settleFolder settles the messages of one folder and returns how many places have its current UIDVALIDITY. An empty
// target means to mark them as read.
func (s *Session) settleFolder(folder string, places []position, target string) (int, error) {
	if s.folder != folder {
		if err := s.Enter(folder); err != nil {
			return 0, fmt.Errorf("settle messages: %w", err)
		}
	}
	var uids []uint32
	for _, p := range places {
		if p.validity == s.validity {
			uids = append(uids, p.uid)
		}
	}
	// Only existing messages are named, since some servers refuse a command with an unknown UID.
	existing, err := s.existing(uids)
	if err != nil {
		return 0, fmt.Errorf("settle messages: %w", err)
	}
	for part := range slices.Chunk(existing, maxUIDsPerCommand) {
		var set imap.UIDSet
		for _, uid := range part {
			set.AddNum(imap.UID(uid))
		}
		if target != "" {
			err = s.move(set, target)
		} else {
			err = s.flag(set, imap.FlagSeen)
		}
		if err != nil {
			return 0, err
		}
	}
	return len(uids), nil
}

// flag adds a flag.
func (s *Session) flag(set imap.UIDSet, flag imap.Flag) error {
	defer s.conn.watch(0)()
	store := &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{flag}}
	if err := s.client.Store(set, store, nil).Close(); err != nil {
		return s.explain("mark messages", err)
	}
	return nil
}

// move moves messages. For servers without MOVE go-imap would send the deletion together with the copy and not wait for
// the copy: with a full or missing folder the messages would be lost.
func (s *Session) move(set imap.UIDSet, target string) error {
	stop := s.conn.watch(0)
	caps := s.client.Caps()
	stop()
	switch {
	case caps.Has(imap.CapMove):
		stop := s.conn.watch(0)
		_, err := s.client.Move(set, target).Wait()
		stop()
		return s.moveError(target, err)
	case !caps.Has(imap.CapUIDPlus):
		return errors.New("the mail server cannot move single messages safely (it has neither MOVE nor UIDPLUS): " +
			"set the mailbox's after to keep or seen")
	}
	stop = s.conn.watch(0)
	_, err := s.client.Copy(set, target).Wait()
	stop()
	if err != nil {
		return s.moveError(target, err)
	}
	if err := s.flag(set, imap.FlagDeleted); err != nil {
		return err
	}
	defer s.conn.watch(0)()
	return s.moveError(target, s.client.UIDExpunge(set).Close())
}

func (s *Session) moveError(target string, err error) error {
	if err == nil {
		return nil
	}
	var refused *imap.Error
	if errors.As(err, &refused) && (refused.Code == imap.ResponseCodeTryCreate ||
		refused.Code == imap.ResponseCodeNonExistent) {
		return s.folderError(fmt.Sprintf("messages cannot be moved to the folder %q: make it, or name another", target),
			refused)
	}
	return s.explain("move messages to "+target, err)
}
