package reading

import (
	"cmp"
	"strings"

	"leadsheet/lead"
	"leadsheet/mailin/message"
)

// machineLike reports whether programs write from addresses like this one; people may, too.
func machineLike(address string) bool { return lead.ReaderOf(address) >= lead.Unsure }

// machineName is what programs call themselves in a display name.
var machineName = pattern(`(?i)\b{{machine name}}\b`)

// isMachine reports whether a program wrote in its own name: nobody reads the address, or its display name says so.
func isMachine(display, address string) bool {
	switch lead.ReaderOf(address) {
	case lead.Nobody:
		return true
	case lead.Unsure:
		return machineName().MatchString(display)
	}
	return false
}

// machine fills q with what a program tells of a person. The program's own name, address and company are nobody's.
func (r *reader) machine(q *Reading, msg *message.Message, display, address string) {
	lines := linesOf(msg)
	need, signature := needOf(lines, display)
	text, _ := splitText(lines, display)
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
	do := "look in the message for how to answer"
	if q.Phone != "" {
		do = "answer by telephone"
	}
	addProblem(q, "nobody reads "+address+", from which it came: "+do)
}

// visitorName is a program's display name if it is the visitor's: of two words, one of which is in the address to which
// answers go. Some programs write in the visitor's name from their own address.
func visitorName(display, reply string) string {
	local, _, _ := strings.Cut(reply, "@")
	words := strings.Fields(display)
	if len(words) < 2 || machineName().MatchString(display) {
		return ""
	}
	for _, w := range words {
		if w = strings.ToLower(w); len([]rune(w)) > 2 && strings.Contains(local, w) {
			return display
		}
	}
	return ""
}

// beforeAddress is the display name in a header field, as it stands there.
func beforeAddress(s string) string {
	before, _, _ := strings.Cut(s, "<")
	return before
}

// addressIn is the address of the one outsider whom a program's text names: under a label for it, or as the only one.
// Addresses at the program's own company are not asked.
func (r *reader) addressIn(msg *message.Message, lines []message.Line, from string) string {
	found := r.addressesIn(msg, lines, domainLabel(from))
	for _, f := range bestFields(msg).list {
		if a, ok := lead.NormalizeEmail(f.value); ok && f.field == lead.FieldEmail && !r.ours(a) && !lead.Unread(a) {
			return a
		}
	}
	if len(found) == 1 {
		return found[0]
	}
	return ""
}

// addressesIn are the addresses of outsiders in lines, each once: neither ours, nor those to whom the mail went, nor a
// machine's, nor one of the company that is called like label.
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
			if !ok || known[a] || r.ours(a) || r.house(a) || lead.Unread(a) || label != "" && domainLabel(a) == label {
				continue
			}
			known[a] = true
			out = append(out, a)
		}
	}
	return out
}

var (
	// numberLike is a run of digits as telephones write them.
	numberLike = lazy(`(?:\+|\(\+?)?\d[\d\s().\/-]{4,22}\d`)
	dateLike   = lazy(`\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}:\d{2}`)
	// callWord says that a message is about a call, or a text message.
	callWord = pattern(`(?i)\b{{call word}}\b|{{call word part}}`)
	// callerLabel is what stands before the number of who called.
	callerLabel = pattern(`(?i)^\s*\**{{caller label}}\**\s*[:：]`)
)

// callerOf is the number of who called, of which a telephone's mail tells: in its display name, its subject, or under a
// label. The text may hold our own numbers as well.
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

// balanced cuts a number at a bracket that nothing closes: "030 901820 (2 pages)".
func balanced(m string) string {
	if i := strings.LastIndexByte(m, '('); i >= 0 && !strings.Contains(m[i:], ")") {
		if m = m[:i] + m[i+1:]; i > 0 {
			m = m[:i]
		}
	}
	return strings.TrimSpace(m)
}

// dialable is the first telephone number in a text that is known to hold one. A number of another country than ours
// cannot be dialled as it stands, but people can read it.
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
