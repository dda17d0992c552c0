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

// readMachine fills q from the mail of a program about a person. The program's own name, address and company are not
// used.
func (r *reader) readMachine(q *Reading, msg *message.Message, display, address string) {
	lines := letter.LinesOf(msg)
	need, d := quotations.RequestOf(lines, display)
	text, signature := d.Text, d.Signature
	q.leaveDivision(d)
	q.Need = need
	if from := msg.Header.Get("from"); letter.ViaWord().MatchString(strings.Trim(beforeAddress(from), " \"'")) {
		q.Name, _ = letter.SplitDisplay(display, "") // "Jane Doe via Portal"
	}
	if q.Name == "" {
		q.Name = letter.IntroducedAs(text)
	}
	q.Phone = r.callerOf(msg, display)
	if q.Phone == "" {
		q.Phone = letter.PhoneOf(text, signature, r.opts.Country)
	}
	if q.Phone == "" && r.isRelay(address) {
		q.Phone = r.numberIn(quotations.NewLines(lines), nil, true)
	}
	if name, reply := letter.SplitSender(msg.Header.Get("reply-to")); r.replyTo(msg) != "" {
		q.Email, q.Company = reply, letter.CompanyOf(nil, "", reply)
		if q.Name == "" {
			q.Name, _ = letter.SplitDisplay(cmp.Or(name, visitorName(display, reply)), reply)
		}
		return
	}
	if q.Email = r.addressIn(msg, lines, address); q.Email != "" {
		q.Company, q.guessed = letter.CompanyOf(nil, "", q.Email), true
		addProblem(q, "nobody reads "+address+
			", from which it came: the address was found in the text, look there before you write")
		return
	}
	q.unread(address)
}

// unread notes that nobody reads the address of a program that wrote about a person, and how to answer instead.
func (q *Reading) unread(address string) {
	do := "look in the message for how to answer"
	if q.Phone != "" {
		do = "answer by telephone"
	}
	addProblem(q, "nobody reads "+address+", from which it came: "+do)
}

// visitorName returns the display name of a program when it is the visitor's: two words or more, one of them in the
// address for answers. Some programs write in the visitor's name from their own address.
func visitorName(display, reply string) string {
	words := strings.Fields(display)
	if len(words) < 2 || letter.MachineName().MatchString(display) {
		return ""
	}
	for _, w := range words {
		if w = strings.ToLower(w); len([]rune(w)) > 2 && strings.Contains(letter.LocalPart(reply), w) {
			return display
		}
	}
	return ""
}

// beforeAddress returns the display name of a header field as written.
func beforeAddress(s string) string {
	before, _, _ := strings.Cut(s, "<")
	return before
}

// addressIn returns the address of the outsider whom the text of a program names: under a label, or as the only one.
// Addresses of the program's own company do not count.
func (r *reader) addressIn(msg *message.Message, lines []message.Line, from string) string {
	found := r.addressesIn(msg, lines, letter.DomainLabel(from))
	for _, f := range labels.BestFields(msg).List {
		if a, ok := lead.NormalizeEmail(f.Value); ok && f.Field == lead.FieldEmail && !r.isTeam(a) && !lead.Unread(a) {
			return a
		}
	}
	if len(found) == 1 {
		return found[0]
	}
	return ""
}

// addressesIn returns the outsiders' addresses in lines, each once: not the team's, not the recipients', not those of
// machines, not those of the company with that domain label.
func (r *reader) addressesIn(msg *message.Message, lines []message.Line, label string) []string {
	known := map[string]bool{}
	for _, a := range msg.Recipients() {
		known[a] = true
	}
	var out []string
	for i, s := range lines {
		if i > 300 || len(s.Text) > 2000 || !strings.Contains(s.Text, "@") {
			continue
		}
		for _, m := range message.Addresses(s.Text, 10) {
			a, ok := lead.NormalizeEmail(m)
			if !ok || known[a] || r.isTeam(a) || r.inTeamCompany(a) || lead.Unread(a) ||
				label != "" && letter.DomainLabel(a) == label {
				continue
			}
			known[a] = true
			out = append(out, a)
		}
	}
	return out
}

var (
	// callWord matches words for a call or a text message.
	callWord = pattern(`(?i)\b{{call word}}\b|{{call word part}}`)
	// callerLabel matches the label of the caller's number.
	callerLabel = pattern(`(?i)^\s*\**{{caller label}}\**\s*[:：]`)
)

// callerOf returns the caller's number from a mail of a telephone system: from the display name, the subject or a
// labelled line. The text may hold the team's own numbers as well.
func (r *reader) callerOf(msg *message.Message, display string) string {
	if n := r.dialable(display); n != "" {
		return n
	}
	if s := msg.Header.Get("subject"); callWord().MatchString(s) {
		if n := r.dialable(s); n != "" {
			return n
		}
	}
	for i, s := range letter.LinesOf(msg) {
		if i < 60 && len(s.Text) < 300 && callerLabel().MatchString(s.Text) {
			if n := r.dialable(s.Text); n != "" {
				return n
			}
		}
	}
	return ""
}

// balanced cuts a number at an unclosed bracket: "030 901820 (2 pages)".
func balanced(m string) string {
	if i := strings.LastIndexByte(m, '('); i >= 0 && !strings.Contains(m[i:], ")") {
		if m = m[:i] + m[i+1:]; i > 0 {
			m = m[:i]
		}
	}
	return strings.TrimSpace(m)
}

// dialable returns the first telephone number of a text that is known to hold one. A number of another country cannot
// be dialled as written, but people can read it.
func (r *reader) dialable(s string) string {
	if len(s) > 1000 {
		return ""
	}
	for _, m := range letter.NumberLike().FindAllString(s, 5) {
		m = balanced(m)
		n := digits(m)
		if n < 7 || n > 15 || letter.DateLike().MatchString(m) {
			continue
		}
		if _, ok := lead.NormalizePhone(m, r.opts.Country); ok || strings.ContainsAny(m[:1], "+0(") {
			return lead.CleanPhone(m)
		}
	}
	return ""
}
