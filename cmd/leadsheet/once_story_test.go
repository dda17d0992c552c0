package main

import (
	"os"
	"strings"
	"testing"

	"leadsheet/mailin/mailtest"
)

// A message that the server lists but does not hand over becomes a row in one run of once: who runs it from a timetable
// has a new process each time. The messages beside it come as ever, and the next run has nothing to do.
func TestStoryOncePlacesAWithheldMessage(t *testing.T) {
	t.Parallel()
	head := "From: Jane Roe <jane@example.com>\r\nSubject: Two chairs\r\n\r\n"
	fake, err := mailtest.NewFake(mailtest.Withholding(string(enquiry(1)), head))
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
	if len(rows) != 2 || !strings.Contains(rows[0]["Attention"]+rows[1]["Attention"], `"Two chairs" (INBOX)`) {
		t.Errorf("leads: %v", rows)
	}
	if out := in.once(); !strings.Contains(out, "Nothing new") {
		t.Errorf("the second time it said: %s", out)
	}
}
