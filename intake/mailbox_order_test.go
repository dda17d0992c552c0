package intake_test

import (
	"fmt"
	"testing"
	"time"

	"leadsheet/intake"
	"leadsheet/lead"
)

// Twelve requests, each with a further message of the same second: the one that the server has numbered first is the
// request, whatever the keys of the two are; folders count in the order in which they are configured.
func TestMailbox_SameSecondInOrderOfTheServer(t *testing.T) {
	at := now.Add(-time.Hour)
	text := func(i, n int) []byte {
		return fmt.Appendf(nil, "From: Pat %d <p%d@pair%d.example>\r\nTo: hello@studio.example\r\nSubject: Fence\r\nDate: Mon, 23 Nov 2026 0%d:00:00 +0000\r\n"+
			"Message-ID: <%d.%d@pair.example>\r\n\r\nText %d.\r\n", i, i, i, 8-n, i, n, n)
	}
	for folders, folder := range map[string]func(n int) string{
		"INBOX":        func(int) string { return "INBOX" },
		"Sales, INBOX": func(n int) string { return [...]string{"Sales", "INBOX"}[n] },
	} {
		t.Run(folders, func(t *testing.T) {
			p := openPostOffice(t)
			for i := range 12 {
				for n := range 2 {
					if err := p.server.Deliver(folder(n), text(i, n), at); err != nil {
						t.Fatal(err)
					}
				}
			}
			d, _ := house(t, p.source(func(m *intake.Mailbox) { m.Account.Folder = folders }))
			for _, r := range pass(t, d).Intake {
				want, n := lead.NewLead, 0
				if _, err := fmt.Sscanf(r.MessageID, "%d.%d@", new(int), &n); err != nil {
					t.Fatal(err)
				}
				if n == 1 {
					want = lead.AddedTo
				}
				if r.Outcome != want {
					t.Errorf("%s from %s: %s, want %s", r.MessageID, r.From, r.Outcome, want)
				}
			}
		})
	}
}
