package matching

import (
	"slices"
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
	for _, m := range archived(q, received, archive) {
		return m.Lead, true
	}
	return "", false
}

// archived are the copies of a mail whose rows have left the workbook, or say nothing any more.
func archived(q *lead.Inquiry, received time.Time, archive *packed.Memory) []packed.Mail {
	if q.Channel != lead.ByMail {
		return nil
	}
	mails := archive.Mails(&lead.IntakeRow{MessageID: q.MessageID, From: q.From, Subject: q.Subject, Received: received})
	return slices.DeleteFunc(mails, func(m packed.Mail) bool { return !m.Copy })
}

// IsForgotten reports whether a mail is a copy of one of which no lead is remembered: its sender was forgotten, or it
// had been put aside.
func IsForgotten(q *lead.Inquiry, received time.Time, archive *packed.Memory) bool {
	mails := archived(q, received, archive)
	return len(mails) > 0 && !slices.ContainsFunc(mails, func(m packed.Mail) bool { return m.Lead != "" })
}
