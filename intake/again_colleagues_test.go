package intake_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"leadsheet/intake"
	"leadsheet/lead"
)

// The mail of a colleague is found as it reads now, with what is attached to it, in a mailbox and in a file. A mailbox
// that is down is asked again.
func TestAgain_AsItIs(t *testing.T) {
	raw := []byte("From: Anna Own <anna@studio.example>\r\nTo: hello@studio.example\r\nSubject: Fwd: Gate\r\n" +
		"Message-ID: <f1@studio.example>\r\n\r\n" +
		"---------- Forwarded message ---------\r\nFrom: Bo Lund <bo@lund.example>\r\nDate: Mon, 3 Mar 2025\r\n" +
		"Subject: Gate\r\nTo: <anna@studio.example>\r\n\r\nA gate, please.\r\n")
	team := lead.Team{Addresses: []string{"anna@studio.example"}}
	read := func(name string, source intake.Source, want string) {
		t.Helper()
		known := intake.Known{Keys: map[string]bool{}, Places: map[string]bool{}}
		items, err := source.Collect(context.Background(), known)
		if err != nil || len(items) == 0 {
			t.Fatalf("%s: %+v, %v", name, items, err)
		}
		q := items[len(items)-1]
		row := lead.IntakeRow{Key: q.Key, Where: q.Where, Received: q.Received, From: q.From, Subject: q.Subject,
			MessageID: q.MessageID, Channel: q.Channel}
		known.Team = team
		found, waiting, err := source.(intake.Rereader).Again(context.Background(), known,
			intake.AskAsItIs([]lead.IntakeRow{row}, []lead.IntakeRow{row}))
		if err != nil || len(waiting) != 0 || len(found) == 0 {
			t.Fatalf("%s: %+v, waiting %v, %v", name, found, waiting, err)
		}
		var all []string
		for _, f := range found {
			all = append(all, f.Email)
			if (f.Again == row.Key) != (f.Key == row.Key) || f.Overrules != "" {
				t.Errorf("%s: %+v", name, f)
			}
		}
		if got := strings.Join(all, " "); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	p := openPostOffice(t)
	if err := p.server.Deliver("INBOX", raw, now.Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	m := p.source(nil)
	read("a mailbox", m, "bo@lund.example")
	m.Account.Password = "wrong"
	row := lead.IntakeRow{Key: "m:abcdefghijklmnopqrstuvwxyz", Where: "INBOX:1:1", Channel: lead.ByMail}
	if _, waiting, err := m.Again(context.Background(), intake.Known{},
		intake.AskAsItIs([]lead.IntakeRow{row}, nil)); err == nil || len(waiting) != 1 {
		t.Errorf("down: waiting %v, %v", waiting, err)
	}
	folder := t.TempDir()
	path := filepath.Join(folder, "m.eml")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, now, now.Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	read("a file", &intake.Drop{Folder: folder}, "bo@lund.example")
}
