package intake_test

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/mailin"
	"leadsheet/mailin/dovecottest"
	"leadsheet/sheets"
)

// Mail arrives while the server is killed again and again, and the poll is far away: each message is a lead, once. How
// long it took is told, not judged.
func TestMailbox_KilledAtRandom(t *testing.T) {
	mail := dovecottest.StartDovecot(t)
	d, _ := house(t, &intake.Mailbox{Log: slog.New(slog.DiscardHandler), Account: mailin.Mailbox{Addr: "imap://" + mail.IMAPAddr, User: mail.User, Password: mail.Password, Security: "none"}})
	d.Now = time.Now
	stop := run(t, d, 15*time.Second)
	defer stop()
	const messages = 12
	sent := map[string]time.Time{}
	took := map[string]time.Duration{}
	look := func() {
		snap, err := d.Book.Read(context.Background(), lead.TabIntake)
		if err != nil || snap.Tabs[lead.TabIntake] == nil {
			return // not made yet
		}
		for _, r := range sheets.Intake(snap.Tabs[lead.TabIntake], time.UTC) {
			if at, ok := sent[r.Subject]; ok && took[r.Subject] == 0 {
				took[r.Subject] = time.Since(at)
			}
		}
	}
	for n := 1; n <= messages; n++ {
		mail.Deliver(letter(n))
		sent[fmt.Sprint("Request ", n)] = time.Now()
		for until := time.Now().Add(400 * time.Millisecond); time.Now().Before(until); time.Sleep(50 * time.Millisecond) {
			look()
		}
		if n%4 == 0 {
			mail.Kill()
			mail.Restart()
		}
	}
	for deadline := time.Now().Add(time.Minute); len(took) < messages; time.Sleep(50 * time.Millisecond) {
		if look(); time.Now().After(deadline) {
			t.Fatalf("%d of %d messages are there: %s", len(took), messages, mail.Log())
		}
	}
	rows, leads := held(t, d)
	if len(rows) != messages || len(leads) != messages {
		t.Errorf("%d rows and %d leads for %d messages", len(rows), len(leads), messages)
	}
	var longest time.Duration
	for _, d := range took {
		longest = max(longest, d)
	}
	t.Logf("the slowest of %d took %v", messages, longest)
}
