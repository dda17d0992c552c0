package reading

import (
	"strings"

	"leadsheet/lead"
	"leadsheet/mailin/message"
	"leadsheet/mailin/reading/letter"
)

// UnnamedServer stands for a mail server that checks senders and does not sign with a name, as Exchange Online does.
const UnnamedServer = "unnamed"

// serverName is the name with which a mail server signs its checks.
func serverName(a *message.AuthResults) string {
	if a.Server == "" {
		return UnnamedServer
	}
	return a.Server
}

// isServer reports whether a name is that of the mailbox's own server. A provider has many, below one domain.
func (r *reader) isServer(name string) bool {
	for _, own := range r.opts.Servers {
		if strings.EqualFold(own, name) || own != UnnamedServer && lead.SameOrganization(own, name) {
			return true
		}
	}
	return false
}

// unproven says why a mail that claims to be from the team may be somebody else's, "" when nothing speaks against it.
// What counts is the topmost field of the mailbox's own server, which is the last to touch a mail. Once its name is
// known, a mail without its field has come another way. As long as it is not, only a failure counts, whoever says so: a
// sender gains nothing by it.
func (r *reader) unproven(msg *message.Message, from string) string {
	switch checks := r.checksOf(msg); {
	case checks != nil && checks.Fails(from):
		return failureOf(checks) + ", says " + serverName(checks)
	case checks != nil, len(r.opts.Servers) == 0, r.isSubmitted(msg):
		return ""
	}
	return "not checked by " + strings.Join(r.opts.Servers, ", ")
}

// proven reports whether the mailbox's own server has found that the mail was sent by the domain of its sender.
func (r *reader) proven(msg *message.Message, from string) bool {
	checks := r.checksOf(msg)
	return checks != nil && checks.Passes(from)
}

// checksOf returns the topmost field of the mailbox's own server, which is the last to touch a mail; nil when there is
// none. As long as the name of that server is not known, it is the topmost field of all.
func (r *reader) checksOf(msg *message.Message) *message.AuthResults {
	fields := msg.Header.AuthResults()
	for i := range fields {
		if len(r.opts.Servers) == 0 || r.isServer(serverName(&fields[i])) {
			return &fields[i]
		}
	}
	return nil
}

// failureOf is the result that failed: that of DMARC, else the first one.
func failureOf(a *message.AuthResults) string {
	found := ""
	for _, c := range a.Checks {
		if !c.Failed() {
			continue
		}
		if text := c.Method + "=" + c.Result; c.Method == "dmarc" {
			return text
		} else if found == "" {
			found = text
		}
	}
	return message.Clean(found, 60)
}

// isSubmitted reports whether the mailbox's own server took the mail from somebody who had signed in there: such mails
// are not checked. Of the fields Received only the topmost is believed that is no delivery within the server.
func (r *reader) isSubmitted(msg *message.Message) bool {
	for _, value := range msg.Header["received"][:min(len(msg.Header["received"]), 5)] {
		words := strings.Fields(message.StripComments(value))
		by, with := after(words, "by"), strings.ToUpper(strings.Trim(after(words, "with"), ";"))
		if after(words, "from") == "" || strings.HasPrefix(with, "LMTP") || with == "LOCAL" {
			continue
		}
		return by != "" && r.isServer(strings.ToLower(by)) && strings.HasPrefix(with, "ESMTP") &&
			strings.HasSuffix(with, "A")
	}
	return false
}

// after is the word behind another one, "" when there is none.
func after(words []string, word string) string {
	for i, w := range words[:max(0, len(words)-1)] {
		if strings.EqualFold(w, word) {
			return words[i+1]
		}
	}
	return ""
}

// fromUnproven reads a mail that claims to be from the team and may be somebody else's. It does not count as an answer
// to a customer, and no forwarded message and no export in it is read. What the form of a website says is a request
// whoever sent it.
func (r *reader) fromUnproven(q *Reading, msg *message.Message) {
	probe := *q
	r.fromTeam(&probe, msg)
	switch {
	case probe.Ignore == "" && probe.Kind == lead.Notification:
		*q = probe
		q.Unproven = ""
	case probe.Ignore != "" && len(msg.Tables) == 0:
		*q = probe
	default:
		q.Kind, q.Name, q.Email, q.Phone = lead.Direct, "", "", ""
		q.Need = message.Clean(message.Tidy(message.JoinLines(letter.LinesOf(msg))), maxNeed)
		if q.Need == "" {
			q.Need = message.Clean(q.Subject, maxNeed)
		}
		addProblem(q, "It says that it is from "+q.From+", and that is not proven ("+q.Unproven+
			"): it was not read as a mail of yours. Ask before you act on it")
	}
}
