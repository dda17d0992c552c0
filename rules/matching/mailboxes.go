package matching

import (
	"time"

	"leadsheet/intake/ledger"
	"leadsheet/lead"
)

// sameArrival is the most that lies between the arrivals of one mail in two mailboxes.
const sameArrival = 10 * time.Minute

// InOtherMailbox returns the lead of a mail that came in another mailbox, too; "" for one that did not. Its bytes
// differ there, and people may have changed the lead since.
func (x Threads) InOtherMailbox(q *lead.Inquiry, received time.Time) string {
	box := ledger.MailboxOf(q.Where)
	for _, m := range x[q.MessageID] {
		if q.Channel == lead.ByMail && q.MessageID != "" && ledger.MailboxOf(m.Where) != box && m.From == q.From &&
			m.Subject == q.Subject && m.Received.Sub(received).Abs() <= sameArrival {
			return m.Lead
		}
	}
	return ""
}
