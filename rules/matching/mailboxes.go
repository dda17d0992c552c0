package matching

import (
	"time"

	"leadsheet/intake/ledger"
	"leadsheet/intake/ledger/packed"
	"leadsheet/lead"
)

// sameArrival is the most that lies between the arrivals of one mail in two mailboxes.
const sameArrival = 10 * time.Minute

// InOtherMailbox returns the lead of a mail that came in another mailbox, too, and whether it did: "" for one of no
// lead, or of somebody who was forgotten. Its bytes differ there, and people may have changed the lead since.
func (x Threads) InOtherMailbox(q *lead.Inquiry, received time.Time, archive *packed.Memory) (id string, came bool) {
	if q.Channel != lead.ByMail || q.MessageID == "" {
		return "", false
	}
	box := ledger.MailboxOf(q.Where)
	for _, m := range x[q.MessageID] {
		if !m.Archived && ledger.MailboxOf(m.Where) != box && m.From == q.From && m.Subject == q.Subject &&
			m.Received.Sub(received).Abs() <= sameArrival {
			return m.Lead, true
		}
	}
	for _, m := range archive.Mails(&lead.IntakeRow{MessageID: q.MessageID, From: q.From, Subject: q.Subject,
		Received: received}) {
		if m.Copy {
			return m.Lead, true
		}
	}
	return "", false
}
