package mailin

import (
	"context"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"

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
