package lead

import (
	"strconv"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// SenderRule is a ticked row of the tab Senders: what becomes of the mails of a sender, whatever leadsheet itself would
// make of them.
type SenderRule struct {
	// Sender is an address, or a domain with all below it, in small letters.
	Sender string
	// Subject is what the subject has to contain, whatever its case; "" for every subject.
	Subject string
	Then    SenderVerdict
}

// SenderVerdict says what becomes of a sender's mails.
type SenderVerdict string

// The verdicts, as they stand in the tab Senders.
const (
	IgnoreSender SenderVerdict = "ignore" // they are put aside
	TakeSender   SenderVerdict = "lead"   // they are taken in
	// RelaySender is for a sender who passes on what others want: each mail is a request of its own, its sender's
	// address is not the customer's, and the person is looked for in the text.
	RelaySender SenderVerdict = "relay"
)

// String is how a row is named in the reason of what it decided.
func (r *SenderRule) String() string {
	if r.Subject == "" {
		return r.Sender
	}
	return r.Sender + ", " + strconv.Quote(r.Subject)
}

// Fits reports whether a rule is about the sender of a mail and its subject. A domain is compared by whole labels.
func (r *SenderRule) Fits(address, subject string) bool {
	return r.FitsSender(address) &&
		(r.Subject == "" || strings.Contains(plainSubject(subject), plainSubject(r.Subject)))
}

// FitsSender reports whether a rule is about a sender.
func (r *SenderRule) FitsSender(address string) bool {
	address = strings.ToLower(strings.TrimSpace(address))
	if strings.Contains(r.Sender, "@") {
		return r.Sender == address
	}
	return strings.Contains(address, "@") && InDomain(address, r.Sender)
}

// plainSubject is a subject in small letters with single blanks.
func plainSubject(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// SenderRules are the ticked rows of the tab Senders, in its order.
type SenderRules []SenderRule

// Find returns the first rule that fits a mail from one of the addresses; nil for none.
func (x SenderRules) Find(subject string, addresses ...string) *SenderRule {
	for i := range x {
		for _, a := range addresses {
			if x[i].Fits(a, subject) {
				return &x[i]
			}
		}
	}
	return nil
}

// Shared says whose a mail domain is that does not belong to a single company.
type Shared uint8

// The kinds of domains.
const (
	NotShared    Shared = iota
	OfProvider          // of a mail provider, which gives addresses to the public
	OfRegistrars        // companies register theirs below it: co.uk
)

// SharedDomain says whether a mail domain, in small letters, belongs to many.
func SharedDomain(domain string) Shared {
	if FreeMail(domain) {
		return OfProvider
	}
	suffix, registered := publicsuffix.PublicSuffix(domain)
	if suffix == domain && (registered || strings.Contains(domain, ".")) {
		return OfRegistrars
	}
	return NotShared // among them a single word that is no domain at all
}

// About is the row that decides about an inquiry; nil for none. What a colleague passes on is a request whoever wrote
// it. To be put aside, a sender's own mail may also be known by the address for answers to it.
func (rules SenderRules) About(q *Inquiry) *SenderRule {
	for i := range rules {
		rule := &rules[i]
		ignores := rule.Then == IgnoreSender
		if ignores && q.Kind == Forwarded {
			continue
		}
		if rule.Fits(q.From, q.Subject) || ignores && BySender(q) && rule.Fits(q.Email, q.Subject) {
			return rule
		}
	}
	return nil
}

// BySender reports whether a mail is its sender's own: what a form says, or a colleague passes on, is a request whoever
// sent it.
func BySender(q *Inquiry) bool {
	return q.Channel == ByMail && (q.Kind == Direct || q.Kind == Reply || q.Kind == Unreadable)
}
