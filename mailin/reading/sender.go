package reading

import (
	"strings"

	"leadsheet/lead"
	"leadsheet/mailin/message"
)

// viaWord matches what a list or a portal appends to a person's name.
var viaWord = pattern(`(?i)\s+{{via}}\s+\S.*$`)

// splitSender returns the person's name and the address in a header value. What a list or a portal appends to the name
// is removed, and "Doe, Jane" becomes "Jane Doe".
func splitSender(s string) (name, address string) {
	name, address = message.SplitAddress(s)
	name = viaWord().ReplaceAllString(name, "")
	name = strings.Trim(name, " \"'")
	if strings.Contains(name, "@") && message.HasAddress(name) {
		name = ""
	}
	return message.OneLine(firstNameFirst(name), 200), address
}

// firstNameFirst converts "Doe, Jane" to "Jane Doe".
func firstNameFirst(name string) string {
	before, after, ok := strings.Cut(name, ",")
	if !ok || strings.Contains(after, ",") || len(strings.Fields(before)) > 2 || legalForm().MatchString(name) ||
		strings.ContainsAny(name, "(|[@") {
		return name
	}
	if n := len(strings.Fields(after)); n == 1 || n == 2 {
		return strings.TrimSpace(after) + " " + strings.TrimSpace(before)
	}
	return name
}

// displayParts splits a display name at what people write behind their name: a company, a department.
var displayParts = lazy(`^(.{2,80}?)\s*(?:\s[|/·•@]\s*|\s[-–—]\s+|\s*\(|\s*\[)\s*([^()\[\]|]{2,80}?)\s*[)\]]?\s*$`)

// splitDisplay splits a display name into the person and the company. The name is "" when the display name is a
// company's or an impersonal one.
func splitDisplay(display, address string) (name, company string) {
	name = display
	if m := displayParts().FindStringSubmatch(display); m != nil {
		name = strings.Trim(m[1], " ,-|")
		if second := m[2]; legalForm().MatchString(second) || strings.ContainsAny(display, "|@[·•") ||
			sameLetters(second, domainLabel(address)) {
			company = message.Clean(second, 100)
		}
	}
	if before, after, ok := strings.Cut(name, ","); ok && legalForm().MatchString(after) {
		name, company = strings.TrimSpace(before), message.Clean(after, 100)
	}
	if legalForm().MatchString(name) {
		return "", message.Clean(name, 100)
	}
	name = firstNameFirst(name)
	local, _, _ := strings.Cut(address, "@")
	if strings.EqualFold(name, local) && !strings.Contains(name, " ") && impersonal()[strings.ToLower(local)] {
		name = ""
	}
	if impersonal()[strings.ToLower(name)] {
		name = ""
	}
	return name, company
}

// impersonal are local parts and display names that name no person.
var impersonal = wordSet("impersonal")

// domainLabel returns the distinctive part of a company's mail domain: "becker-roofing" for
// a@mail.becker-roofing.example. It is "" for free mail providers.
func domainLabel(address string) string {
	_, domain, _ := strings.Cut(address, "@")
	if domain == "" || lead.FreeMail(domain) {
		return ""
	}
	labels := strings.Split(domain, ".")
	if len(labels) > 2 && len(labels[len(labels)-2]) <= 3 { // co.uk, com.br
		return labels[len(labels)-3]
	}
	if len(labels) < 2 {
		return ""
	}
	return labels[len(labels)-2]
}

// sameLetters reports whether the name of a company and the label of its domain begin with the same letters.
func sameLetters(name, label string) bool {
	fold := func(s string) string {
		return strings.NewReplacer(" ", "", "-", "", ".", "", "&", "", "'", "", "ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss",
			"é", "e", "è", "e").Replace(strings.ToLower(s))
	}
	a, b := fold(name), fold(label)
	return len(b) >= 3 && (a == b || len(a) >= 4 && strings.HasPrefix(b, a) || strings.HasPrefix(a, b))
}

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
	if domain == "" {
		return false
	}
	for _, s := range r.opts.Self {
		_, own, _ := strings.Cut(strings.ToLower(strings.TrimSpace(s)), "@")
		if own != "" && !lead.FreeMail(own) && lead.InDomain(domain, own) {
			return true
		}
	}
	return r.opts.Team.Has("x@" + domain)
}

// sender returns the sender of the message. A list of the team replaces the From field ("Jane via Info
// <info@example.com>") and puts the actual sender into another.
func (r *reader) sender(msg *message.Message) (name, address string) {
	name, address = splitSender(msg.Header.Get("from"))
	group := msg.Header.Get("list-id") != "" || viaWord().MatchString(strings.Trim(msg.Header.Get("from"), " \"'"))
	if address == "" {
		// A mail without From may still name its sender elsewhere.
		if n, a := splitSender(msg.Header.Get("sender")); a != "" {
			return n, a
		}
		if n, a := splitSender(msg.Header.Get("reply-to")); a != "" {
			return n, a
		}
		return name, address
	}
	if !group || !r.isTeam(address) {
		return name, address
	}
	for _, field := range []string{"x-original-from", "x-original-sender", "reply-to"} {
		n, a := splitSender(msg.Header.Get(field))
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
