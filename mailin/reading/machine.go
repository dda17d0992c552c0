package reading

import (
	"cmp"
	"strings"

	"leadsheet/lead"
	"leadsheet/mailin/message"
)

// machineLike reports whether programs write from addresses like this one. People may do so too.
func machineLike(address string) bool { return lead.ReadershipOf(address) >= lead.Unsure }

// machineName matches the names that programs have in a display name.
var machineName = pattern(`(?i)\b{{machine name}}\b`)

// isMachine reports whether a program wrote in its own name: the address is not read, or its display name says so.
func isMachine(display, address string) bool {
	switch lead.ReadershipOf(address) {
	case lead.Nobody:
		return true
	case lead.Unsure:
		return machineName().MatchString(display)
	}
	return false
}

// readMachine fills q from the mail of a program about a person. The program's own name, address and company are not
// used.
func (r *reader) readMachine(q *Reading, msg *message.Message, display, address string) {
	lines := linesOf(msg)
	need, d := requestOf(lines, display)
	text, signature := d.text, d.signature
	q.leaveDivision(d)
	q.Need = need
	if from := msg.Header.Get("from"); viaWord().MatchString(strings.Trim(beforeAddress(from), " \"'")) {
		q.Name, _ = splitDisplay(display, "") // "Jane Doe via Portal"
	}
	if q.Name == "" {
		q.Name = introducedAs(text)
	}
	q.Phone = r.callerOf(msg, display)
	if q.Phone == "" {
		q.Phone = phoneOf(text, signature, r.opts.Country)
	}
	if q.Phone == "" && r.isRelay(address) {
		q.Phone = r.numberIn(newLines(lines), nil, true)
	}
	if name, reply := splitSender(msg.Header.Get("reply-to")); r.replyTo(msg) != "" {
		q.Email, q.Company = reply, companyOf(nil, "", reply)
		if q.Name == "" {
			q.Name, _ = splitDisplay(cmp.Or(name, visitorName(display, reply)), reply)
		}
		return
	}
	if q.Email = r.addressIn(msg, lines, address); q.Email != "" {
		q.Company, q.guessed = companyOf(nil, "", q.Email), true
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
	if len(words) < 2 || machineName().MatchString(display) {
		return ""
	}
	for _, w := range words {
		if w = strings.ToLower(w); len([]rune(w)) > 2 && strings.Contains(localPart(reply), w) {
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
	found := r.addressesIn(msg, lines, domainLabel(from))
	for _, f := range bestFields(msg).list {
		if a, ok := lead.NormalizeEmail(f.value); ok && f.field == lead.FieldEmail && !r.isTeam(a) && !lead.Unread(a) {
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
				label != "" && domainLabel(a) == label {
				continue
			}
			known[a] = true
			out = append(out, a)
		}
	}
	return out
}

var (
	// numberLike matches a run of digits in the way telephone numbers are written.
	numberLike = lazy(`(?:\+|\(\+?)?\d[\d\s().\/-]{4,22}\d`)
	dateLike   = lazy(`\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}:\d{2}`)
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
	for i, s := range linesOf(msg) {
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
	for _, m := range numberLike().FindAllString(s, 5) {
		m = balanced(m)
		n := digits(m)
		if n < 7 || n > 15 || dateLike().MatchString(m) {
			continue
		}
		if _, ok := lead.NormalizePhone(m, r.opts.Country); ok || strings.ContainsAny(m[:1], "+0(") {
			return lead.CleanPhone(m)
		}
	}
	return ""
}
