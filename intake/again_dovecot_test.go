package intake_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/mailin"
	"leadsheet/mailin/dovecottest"
)

// A real server: ignored mails that leadsheet has moved are found again by their Message-IDs, also odd ones, and one
// without by its hash. While the server is down the words stand.
func TestMailbox_AgainOnDovecot(t *testing.T) {
	mail := dovecottest.StartDovecot(t)
	at := time.Now().Add(-24 * time.Hour).Truncate(time.Second)
	mail.DeliverSent(letter(9), at.AddDate(0, -1, 0)) // makes the folder to which messages are moved
	source := func() intake.Source {
		return &intake.Mailbox{Log: slog.New(slog.DiscardHandler), Sent: mailin.SentNone, Account: mailin.Mailbox{
			Addr: "imap://" + mail.IMAPAddr, User: mail.User, Password: mail.Password, Security: "none", After: "move:Sent"}}
	}
	d, _ := house(t, source())
	d.Now = time.Now
	ids := []string{"Message-ID: <1@lund.example>\r\n", "", "Message-ID: <a\"b\\c(d)ä@lund.example>\r\n", "Message-ID: <" + strings.Repeat("x", 300) + "@lund.example>\r\n"}
	for n, id := range ids {
		mail.Deliver(mailing(n+1, id))
	}
	if sum := pass(t, d); len(sum.Intake) != len(ids) || sum.Created != 0 {
		t.Fatalf("came in: %+v", sum.Intake)
	}
	if n := typeLead(t, d, func(r *lead.IntakeRow) bool { return strings.HasPrefix(r.Subject, "Gate ") }); n != len(ids) {
		t.Fatalf("%d rows", n)
	}
	mail.Kill()
	d.Sources = []intake.Source{source()}
	sum, err := d.Pass(context.Background())
	if err == nil || sum.Created != 0 || len(sum.Notes) != len(ids) {
		t.Fatalf("it says %v; %+v", err, sum)
	}
	rows, _ := held(t, d)
	for i := range rows {
		if rows[i].Outcome != lead.MakeLead {
			t.Errorf("the row says %+v", rows[i])
		}
	}
	mail.Restart()
	pass(t, d)
	for n := range ids {
		madeOf(t, d, n+1)
	}
	if sum := pass(t, d); sum.Wrote {
		t.Errorf("the second pass wrote %s", fmt.Sprintf("%+v", sum))
	}
}
