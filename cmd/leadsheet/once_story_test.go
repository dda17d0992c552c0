package main

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"leadsheet/mailin/mailtest"
)

// A message that the server lists but does not hand over becomes a row in one run of once: who runs it from a timetable
// has a new process each time. The messages beside it come as ever, and the next run has nothing to do.
func TestStoryOncePlacesAWithheldMessage(t *testing.T) {
	head := "From: Jane Roe <jane@example.com>\r\nSubject: Two chairs\r\n\r\n"
	good := string(enquiry(1))
	fake, err := mailtest.NewFake(func(command string) (string, string) {
		switch {
		case strings.HasPrefix(command, "UID SEARCH"):
			return "* SEARCH 1 2\r\n", "OK done"
		case strings.HasPrefix(command, "UID FETCH 2 ") && strings.Contains(command, "HEADER"):
			return fmt.Sprintf("* 2 FETCH (UID 2 BODY[HEADER] {%d}\r\n%s)\r\n", len(head), head), "OK done"
		case strings.HasPrefix(command, "UID FETCH 1 ") && strings.Contains(command, "BODY"):
			return fmt.Sprintf("* 1 FETCH (UID 1 BODY[] {%d}\r\n%s)\r\n", len(good), good), "OK done"
		case strings.Contains(command, "BODY"):
			return "", "NO [SERVERBUG] cannot read it"
		case strings.HasPrefix(command, "FETCH 1:* (UID)"):
			return "* 1 FETCH (UID 1)\r\n* 2 FETCH (UID 2)\r\n", "OK done"
		case strings.Contains(command, "FETCH"):
			return "* 1 FETCH (UID 1 RFC822.SIZE 200)\r\n* 2 FETCH (UID 2 RFC822.SIZE 200)\r\n", "OK done"
		}
		return "", ""
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = fake.Close() })
	in := &installation{t: t, bin: binary(t), dir: t.TempDir()}
	in.env = append(os.Environ(), "LEADSHEET_IMAP_ADDR="+fake.Addr(), "LEADSHEET_IMAP_SECURITY=none", "LEADSHEET_IMAP_USER=intake", "LEADSHEET_IMAP_PASSWORD=x")
	if out := in.once(); !strings.Contains(out, "2 came in") || !strings.Contains(out, "2 leads") {
		t.Errorf("it said: %s", out)
	}
	rows := in.rows("Leads")
	if len(rows) != 2 || !strings.Contains(rows[0]["Attention"]+rows[1]["Attention"], "INBOX:7:2") {
		t.Errorf("leads: %v", rows)
	}
	if out := in.once(); !strings.Contains(out, "Nothing new") {
		t.Errorf("the second time it said: %s", out)
	}
}
