package mailin

import (
	"testing"

	"github.com/emersion/go-imap/v2"
)

// imapSeen returns the UIDs of the messages marked as read.
func imapSeen(t *testing.T, s *Session) []uint32 {
	t.Helper()
	uids, err := s.search(&imap.SearchCriteria{Flag: []imap.Flag{imap.FlagSeen}})
	if err != nil {
		t.Fatal(err)
	}
	return uids
}
