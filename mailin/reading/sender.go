package reading

import (
	"strings"

	"leadsheet/lead"
	"leadsheet/mailin/message"
)

// viaWord matches what a list or a portal appends to a person's name.
var viaWord = pattern(`(?i)\s+[(\[]?{{via}}\s+\S.*$`)

// splitSender returns the person's name and the address in a header value. What a list or a portal appends to the name
// is removed, and "Doe, Jane" becomes "Jane Doe".
func splitSender(s string) (name, address string) {
	name, address = message.SplitAddress(s)
	name = viaWord().ReplaceAllString(name, "")
	name = strings.Trim(name, " \"'“”„«»‘’")
	if strings.Contains(name, "@") && message.HasAddress(name) {
		name = ""
	}
	return message.OneLine(firstNameFirst(name), 200), address
}

// firstNameFirst converts "Doe, Jane" to "Jane Doe". A title or a qualification stays behind the name: "Jane Doe, CPA".
func firstNameFirst(name string) string {
	if before, dept, ok := strings.Cut(name, " ("); ok && strings.Contains(before, ",") {
		return firstNameFirst(before) + " (" + dept
	}
	name, titles := cutTitles(name)
	before, after, ok := strings.Cut(name, ",")
	if !ok || strings.Contains(after, ",") || len(strings.Fields(before)) > 2 || legalForm().MatchString(name) ||
		strings.ContainsAny(name, "(|[@") {
		return name + titles
	}
	if n := len(strings.Fields(after)); n == 1 || n == 2 {
		return strings.TrimSpace(after) + " " + strings.TrimSpace(before) + titles
	}
	return name + titles
}

// cutTitles splits a name at the titles and qualifications behind its last commas. titles begins with a comma, or is
// "".
func cutTitles(name string) (rest, titles string) {
	rest = name
	for {
		i := strings.LastIndexByte(rest, ',')
		if i < 1 || !isTitle(strings.TrimSpace(rest[i+1:]), rest[:i]) {
			return rest, titles
		}
		titles, rest = ", "+strings.TrimSpace(rest[i+1:])+titles, strings.TrimSpace(rest[:i])
	}
}

// titleWords are titles and qualifications that stand behind a name, without their dots.
var titleWords = wordSet("title behind name")

var initials = lazy(`^(?:\p{Lu}\.\s?){1,3}$`)

// isTitle reports whether s, behind a name and a comma, is a title: by its words, or because it alone is in capitals.
func isTitle(s, before string) bool {
	words := strings.Fields(s)
	if len(words) == 0 || len(words) > 4 {
		return false
	}
	// "Doe, J.R." are initials, though JR may mean junior.
	known := len(strings.Fields(before)) > 1 || !initials().MatchString(s)
	for _, w := range words {
		known = known && titleWords()[lowerFold(strings.NewReplacer(".", "", "-", "", "(", "", ")", "").Replace(w))]
	}
	if known {
		return true
	}
	letters := len([]rune(s))
	return len(words) == 1 && letters >= 2 && letters <= 5 && s == strings.ToUpper(s) && strings.ToLower(s) != s &&
		!strings.Contains(s, ".") && len(strings.Fields(before)) >= 2 && before != strings.ToUpper(before)
}

var (
	// displayParts splits a display name at what people write behind their name: a company, a department.
	displayParts = lazy(`^(.{2,80}?)\s*(?:\s[|/·•@]\s*|\s[-–—]\s+|:\s+|\s*\(|\s*\[)\s*` +
		`([^()\[\]|]{2,80}?)\s*[)\]]?\s*$`)
	// displayOf splits one with a word between the two, which other names have too.
	displayOf = lazy(`^(.{2,80}?)\s+(?i:at|from|of|bei|chez|@)\s+(.{2,80})$`)
)

// splitDisplay splits a display name into the person and the company. The name is "" when the display name is a
// company's or an impersonal one.
func splitDisplay(display, address string) (name, company string) {
	name = display
	m, surely := displayParts().FindStringSubmatch(display), true
	if m == nil {
		m, surely = displayOf().FindStringSubmatch(display), false
	}
	if m != nil {
		first, second := strings.Trim(m[1], " ,-|"), m[2]
		isCompany := func(s string) bool {
			return legalForm().MatchString(s) || sameLetters(s, domainLabel(address))
		}
		switch {
		case isCompany(first) && !isCompany(second) && looksLikePerson(second):
			name, company = second, message.Clean(first, 100)
		case isCompany(second):
			name, company = first, message.Clean(second, 100)
		case surely:
			if name = first; strings.ContainsAny(display, "|@[·•") {
				company = message.Clean(second, 100)
			}
		}
	}
	if before, after, ok := strings.Cut(name, ","); ok && legalForm().MatchString(after) {
		name, company = strings.TrimSpace(before), message.Clean(after, 100)
	} else if ok && legalForm().MatchString(before) && looksLikePerson(after) {
		name, company = strings.TrimSpace(after), message.Clean(before, 100)
	}
	if legalForm().MatchString(name) {
		return "", message.Clean(name, 100)
	}
	name = firstNameFirst(name)
	local := localPart(address)
	if strings.EqualFold(name, local) && !strings.Contains(name, " ") && impersonal()[strings.ToLower(local)] {
		name = ""
	}
	if impersonal()[strings.ToLower(name)] {
		name = ""
	}
	return name, company
}

// looksLikePerson reports whether s may be a person's name: two to four words with capitals.
func looksLikePerson(s string) bool {
	words := strings.Fields(s)
	if len(words) < 2 || len(words) > 4 || strings.ContainsAny(s, "0123456789@/&:") {
		return false
	}
	capitals := 0
	for _, w := range words {
		if impersonal()[strings.ToLower(w)] {
			return false
		}
		if startsUpper(w) {
			capitals++
		}
	}
	return capitals >= 2
}

// impersonal are local parts and display names that name no person.
var impersonal = wordSet("impersonal")

// localPart returns what stands before the @ of an address.
func localPart(address string) string {
	local, _, _ := strings.Cut(address, "@")
	return local
}

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

// companyLetters writes the name of a company as its domain does.
var companyLetters = strings.NewReplacer(" ", "", "-", "", ".", "", "&", "", "'", "", "ä", "ae", "ö", "oe", "ü", "ue",
	"ß", "ss", "é", "e", "è", "e")

// sameLetters reports whether the name of a company and the label of its domain begin with the same letters.
func sameLetters(name, label string) bool {
	fold := func(s string) string {
		return companyLetters.Replace(strings.ToLower(s))
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
	return domain != "" && (inCompanyOf(r.opts.Self, domain) || r.opts.Team.Has("x@"+domain))
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

// keepReplyTo keeps the address to which a person wants answers as an answer of the inquiry. The person stays who the
// sender is: the next mail may come without that field.
func (r *reader) keepReplyTo(q *Reading, msg *message.Message, address string) {
	if address == "" || strings.EqualFold(address, q.Email) || msg.Header.Get("list-id") != "" || machineLike(address) {
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
