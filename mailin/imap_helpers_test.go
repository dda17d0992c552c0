package mailin

import (
	"context"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"

	"leadsheet/lead"
	"leadsheet/mailin/reading"
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

// Fetch is FetchEach with the messages in the order of refs. Messages that come with an error are complete.
func (s *Session) Fetch(refs []Ref) ([]Item, error) {
	got := map[uint32]Item{}
	_, err := s.FetchEach(refs, func(item Item) { got[UIDOf(item.Where, s.folder, s.validity)] = item })
	var items []Item
	for _, ref := range refs {
		if item, ok := got[ref.UID]; ok {
			items = append(items, item)
			delete(got, ref.UID) // a ref that is named twice is returned once
		}
	}
	return items, err
}

// imapSentSince returns what SentSince hands over.
func imapSentSince(s *Session, folder string, after uint32, since time.Time) (items []Item, err error) {
	_, err = s.SentSince(folder, after, since, func(item Item) { items = append(items, item) },
		func() bool { return true })
	return items, err
}

func imapCancelled(t *testing.T) (context.Context, context.CancelFunc) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	return ctx, cancel
}

// imapFetchOpen opens the mailbox and asks what is pending.
func imapFetchOpen(t *testing.T, box Mailbox) ([]Ref, error) {
	t.Helper()
	s, err := box.Open(t.Context())
	if err != nil {
		return nil, err
	}
	defer s.Close()
	return s.Pending(nil)
}

func imapWriteCertificate(t *testing.T, der []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// testOptions are those of a team in a domain of its own.
var testOptions = reading.Options{Team: lead.Team{Domains: []string{"ours.example"}}, Country: "DE",
	Self: []string{"intake@ours.example"}}

// testMail builds a message from header lines and a body.
func testMail(head, body string) []byte {
	return []byte(strings.ReplaceAll(strings.TrimSpace(head)+"\n\n"+body, "\n", "\r\n"))
}
