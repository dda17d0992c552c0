package reading

import (
	"strings"

	"leadsheet/lead"
	"leadsheet/mailin/message"
	"leadsheet/mailin/reading/letter"
)

// isTeam reports whether an address is the team's or the intake mailbox's own.
func (r *reader) isTeam(address string) bool {
	for _, s := range r.opts.Self {
		if strings.EqualFold(strings.TrimSpace(s), address) && address != "" {
			return true
		}
	}
	return r.opts.Team.Has(address)
}

// isTeamDomain reports whether a domain is the team's, or a company's own domain that the mailbox is in.
func (r *reader) isTeamDomain(domain string) bool {
	domain = strings.ToLower(strings.Trim(domain, " <>."))
	return domain != "" && (inCompanyOf(r.opts.Self, domain) || r.opts.Team.Has("x@"+domain))
}

// sender returns the sender of the message. A list of the team replaces the From field ("Jane via Info
// <info@example.com>") and puts the actual sender into another.
func (r *reader) sender(msg *message.Message) (name, address string) {
	name, address = letter.SplitSender(msg.Header.Get("from"))
	group := msg.Header.Get("list-id") != "" || letter.ViaWord().MatchString(strings.Trim(msg.Header.Get("from"), " \"'"))
	if address == "" {
		// A mail without From may still name its sender elsewhere.
		if n, a := letter.SplitSender(msg.Header.Get("sender")); a != "" {
			return n, a
		}
		if n, a := letter.SplitSender(msg.Header.Get("reply-to")); a != "" {
			return n, a
		}
		return name, address
	}
	if !group || !r.isTeam(address) {
		return name, address
	}
	for _, field := range []string{"x-original-from", "x-original-sender", "reply-to"} {
		n, a := letter.SplitSender(msg.Header.Get(field))
		if a == "" || r.isTeam(a) {
			continue
		}
		if n == "" {
			n = name
		}
		return n, a
	}
	return name, address
}

// keepReplyTo keeps the address to which a person wants answers as an answer of the inquiry. The person stays who the
// sender is: the next mail may come without that field.
func (r *reader) keepReplyTo(q *Reading, msg *message.Message, address string) {
	if address == "" || strings.EqualFold(address, q.Email) || msg.Header.Get("list-id") != "" ||
		letter.MachineLike(address) {
		return
	}
	q.Answers = append(q.Answers, lead.Answer{Question: "Wants answers to go to", Value: address})
}

// writtenByPerson reports whether a person, who has a name of two words, wrote from an address like those of programs:
// Jane Doe from web@.
func writtenByPerson(q *Reading) bool {
	return lead.ReadershipOf(q.Email) == lead.Unsure && q.Email == q.From && strings.Contains(q.Name, " ") &&
		(q.Kind == lead.Direct || q.Kind == lead.Reply)
}
