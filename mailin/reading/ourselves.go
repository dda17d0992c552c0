package reading

import (
	"cmp"
	"strings"

	"leadsheet/lead"
	"leadsheet/mailin/message"
	"leadsheet/mailin/reading/labels"
	"leadsheet/mailin/reading/letter"
	"leadsheet/mailin/reading/quotations"
)

// readRequest reads a mail from the team or its website that names an outsider, by an address for answers or by an
// address or number in the text. It reports whether the mail does. Mails between colleagues and mails to outsiders do
// not count.
func (r *reader) readRequest(q *Reading, msg *message.Message) bool {
	if len(q.References) > 0 || quotations.ReplySubject().MatchString(q.Subject) || len(r.outsiders(msg)) > 0 ||
		r.housekeeping(msg) {
		return false
	}
	name, _ := letter.SplitSender(msg.Header.Get("from"))
	replyName, reply := letter.SplitSender(msg.Header.Get("reply-to"))
	if r.replyTo(msg) == "" || r.inTeamCompany(reply) || lead.SimilarName(name, replyName) {
		reply, replyName = "", "" // a colleague's other address
	}
	if len(msg.Tables) > 0 && reply == "" {
		return false // a colleague sent an export
	}
	lines := quotations.SplitJoined(letter.LinesOf(msg))
	text, left := quotations.NewText(lines)
	var signature []message.Line
	site := reply != "" || letter.MachineLike(q.From)
	if !site {
		text, signature = r.cutOwnSignature(text, name)
	}
	// A colleague who notes a call may do so in the subject alone.
	searched := append([]message.Line{{Text: q.Subject}}, text...)
	address, phone := reply, ""
	if site {
		phone = r.callerOf(msg, name)
	}
	phone = cmp.Or(phone, r.numberIn(searched, signature, site))
	if found := r.addressesIn(msg, searched, ""); address == "" && len(found) > 0 {
		address = found[0]
	}
	if address == "" && phone == "" {
		return false
	}
	if site = site || letter.Impersonal()[letter.LocalPart(q.From)]; site {
		q.Kind, q.Source = lead.Notification, "Website form"
	} else {
		q.Kind, q.ForwardedBy = lead.Forwarded, q.From
	}
	q.Email, q.Phone, q.Company = address, phone, letter.CompanyOf(nil, "", address)
	q.Name, _ = letter.SplitDisplay(cmp.Or(replyName, visitorName(name, reply)), reply)
	for _, f := range labels.BestFields(msg).List {
		switch f.Field {
		case lead.FieldName:
			q.Name = cmp.Or(q.Name, message.Clean(f.Value, 200))
		case lead.FieldPhone:
			q.Phone = cmp.Or(q.Phone, lead.CleanPhone(message.Clean(f.Value, 60)))
		}
	}
	q.Need = cmp.Or(message.Clean(message.Tidy(message.JoinLines(text)), maxNeed), message.Clean(q.Subject, maxNeed))
	q.leaveDivision(quotations.Division{Signature: signature, Left: left})
	switch {
	case reply != "":
	case site:
		q.guessed = true
		addProblem(q, "From our own site, not understood: who asks and for what stands in Need, as it came")
	default:
		addProblem(q, "Written by "+q.From+", not understood: who asks and for what stands in Need, as it came")
	}
	return true
}

// siteNotice matches what a site tells its owner about accounts: a subject, or the label of the account's name.
var siteNotice = pattern(`(?im)^[^\n]*{{account notice}}|^\s*{{user name label}}\s*:`)

// housekeeping reports whether the mail is a notice of one of the team's systems, or a mailing of the team.
func (r *reader) housekeeping(msg *message.Message) bool {
	_, from := letter.SplitSender(msg.Header.Get("from"))
	for _, name := range []string{"list-unsubscribe", "feedback-id", "x-cron-env"} {
		if msg.Header.Get(name) != "" {
			return true
		}
	}
	switch letter.LocalPart(from) {
	case "root", "cron", "crond", "daemon", "nagios":
		return true
	}
	if !letter.MachineLike(from) || r.replyTo(msg) != "" {
		return false
	}
	text := msg.Header.Get("subject") + "\n" + message.JoinLines(letter.LinesOf(msg))
	return siteNotice().MatchString(text[:min(len(text), 20_000)])
}

// cutOwnSignature splits the new text of a colleague from the colleague's own signature. The last lines may as well be
// a customer's data: they are a signature only with the colleague's name, an address of the team or a closing phrase.
func (r *reader) cutOwnSignature(lines []message.Line, name string) (text, signature []message.Line) {
	text, signature = letter.CutSignature(lines, name)
	if len(signature) == 0 {
		return text, nil
	}
	first := strings.TrimSpace(signature[0].Text)
	if strings.HasPrefix(first, "--") || first == "—" || letter.Ruler().MatchString(first) ||
		letter.DeviceLine().MatchString(first) || letter.SignOff().MatchString(first) {
		return text, signature
	}
	all := strings.ToLower(message.JoinLines(signature))
	for _, w := range strings.Fields(strings.ToLower(name)) {
		if len([]rune(w)) > 2 && strings.Contains(all, w) {
			return text, signature
		}
	}
	for _, m := range message.Addresses(all, 10) {
		if a, ok := lead.NormalizeEmail(m); ok && (r.isTeam(a) || r.inTeamCompany(a)) {
			return text, signature
		}
	}
	return lines, nil
}

// numberIn returns the first telephone number of a text that is not in the signature.
func (r *reader) numberIn(text, signature []message.Line, site bool) string {
	var own []string
	for _, s := range signature {
		for _, m := range letter.NumberLike().FindAllString(s.Text, 5) {
			own = append(own, lastDigits(m))
		}
	}
	for i, s := range text {
		if i > 200 || len(s.Text) > 1000 {
			continue
		}
		n := letter.PhoneOf([]message.Line{s}, nil, r.opts.Country)
		if n == "" && (callWord().MatchString(s.Text) || callerLabel().MatchString(s.Text) ||
			site && hasPhoneWord(s.Text)) {
			n = r.dialable(s.Text)
		}
		if n == "" {
			n = r.bareNumber(s.Text)
		}
		if n == "" {
			continue
		}
		inSignature := false
		for _, o := range own {
			inSignature = inSignature || o != "" && o == lastDigits(n)
		}
		if !inSignature {
			return n
		}
	}
	return ""
}

// otherNumber matches what stands before a number that is no telephone number.
var otherNumber = pattern(`(?i){{other number}}[.:)#]*\s*$`)

// bareNumber finds a telephone number without a word before it: "Mr Yilmaz, 0176 12345678, wants a table". It must look
// like one, and nothing before it may mark it as another number.
func (r *reader) bareNumber(s string) string {
	if strings.Contains(s, "://") {
		return ""
	}
	for _, loc := range letter.NumberLike().FindAllStringIndex(s, 5) {
		m := balanced(s[loc[0]:loc[1]])
		n, before := digits(m), strings.TrimRight(s[:loc[0]], " ")
		glued := before != "" && len(before) == loc[0] && !strings.ContainsAny(before[len(before)-1:], "(,;:/-")
		if n < 8 || n > 14 || glued || letter.DateLike().MatchString(m) || otherNumber().MatchString(before) {
			continue
		}
		_, ok := lead.NormalizePhone(m, r.opts.Country)
		trunk, grouped := strings.ContainsAny(m[:1], "+0("), strings.Count(m, "-")+strings.Count(m, ".") >= 2
		if ok && (trunk || grouped) || trunk && n >= 10 && !strings.HasPrefix(m, "00") {
			return lead.CleanPhone(m)
		}
	}
	return ""
}

// lastDigits returns the last six digits of a number, which are the same however it is written.
func lastDigits(s string) string {
	var d []byte
	for i := range len(s) {
		if s[i] >= '0' && s[i] <= '9' {
			d = append(d, s[i])
		}
	}
	if len(d) < 6 {
		return ""
	}
	return string(d[len(d)-6:])
}

// inTeamCompany reports whether an address is in a company's own domain that the mailbox or a team member uses. Such a
// sender is most likely a colleague who is not yet in Team, or the team's website.
func (r *reader) inTeamCompany(address string) bool {
	_, domain, ok := strings.Cut(address, "@")
	if !ok {
		return false
	}
	return inCompanyOf(r.opts.Self, domain) || inCompanyOf(r.opts.Team.Addresses, domain) || r.opts.Team.Has(address)
}

// inCompanyOf reports whether a domain is a company's own that one of the addresses is in, or one below it.
func inCompanyOf(addresses []string, domain string) bool {
	for _, s := range addresses {
		_, own, _ := strings.Cut(strings.ToLower(strings.TrimSpace(s)), "@")
		if own != "" && !lead.FreeMail(own) && lead.InDomain(domain, own) {
			return true
		}
	}
	return false
}
