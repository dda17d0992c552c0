package letters

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/reports/today"
	"leadsheet/rules/outgoing"
)

// Links are where a message leads to.
type Links struct {
	// Workbook is the address of the workbook, or the name of its file.
	Workbook string
	// Mailbox is the address of the mailbox that leadsheet watches: answers go there. "" for none.
	Mailbox string
}

// mostInLink is how long an address of the form mailto: may be; several mail programs cut longer ones.
const mostInLink = 1800

// field is a header field, or the body, with which a mail begins.
type field struct{ name, value string }

// mailTo is the address with which a mail begins. What does not fit any more is cut from the last field.
func mailTo(to string, fields ...field) string {
	out, sign := "mailto:"+escape(to), "?"
	for i, f := range fields {
		if f.value == "" {
			continue
		}
		start := out + sign + f.name + "="
		for r := []rune(f.value); len(r) > 0; r = r[:len(r)-1-len(r)/16] {
			long := start + escape(strings.TrimRight(string(r), " "))
			if len(long) <= mostInLink || i < len(fields)-1 && len(r) < nameChars {
				out, sign = long, "&"
				break
			}
		}
	}
	return out
}

// escape is a text as it stands in an address of the form mailto:. Line ends are those of mails.
func escape(text string) string {
	text = strings.ReplaceAll(text, "\n", "\r\n")
	return strings.NewReplacer("&", "%26", "+", "%2B", "=", "%3D", "'", "%27", "(", "%28", ")", "%29", ";", "%3B",
		",", "%2C", "?", "%3F", "/", "%2F").Replace(url.PathEscape(text))
}

// messageID is what may stand in a header field as the ID of a message.
var messageID = regexp.MustCompile(`^<[!-;=?-~]{3,240}>$`)

// answer begins a mail to a lead, of which leadsheet gets a copy: so it sees the answer, whichever mailbox that goes
// out from. body is what it begins with. It is "" for a lead with no address that a person reads.
func (c *composer) answer(x *today.Case, body string) string {
	to, ok := lead.NormalizeEmail(x.Email)
	if !ok || lead.Unread(to) {
		return ""
	}
	fields := []field{{"cc", c.mailbox()}, {"subject", line(x.Subject, lineChars)}}
	if id := "<" + strings.Trim(x.AnswersTo, "<> ") + ">"; messageID.MatchString(id) {
		fields = append(fields, field{"In-Reply-To", id})
	}
	if body != "" {
		fields = append(fields, field{"body", body})
	}
	return mailTo(to, fields...)
}

// mailbox is the address of the mailbox that leadsheet watches; "" without one.
func (c *composer) mailbox() string {
	box, ok := lead.NormalizeEmail(c.links.Mailbox)
	if !ok {
		box, _ = lead.NormalizeEmail(c.in.Mailbox)
	}
	return box
}

// call is the address of the form tel: of a lead's telephone number; "" for none that could be dialled.
func (c *composer) call(x *today.Case) string {
	number, ok := lead.NormalizePhone(line(x.Phone, lineChars), c.in.Policy.Country)
	if ok {
		return "tel:" + number
	}
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, lead.PlainDigits(line(x.Phone, 30)))
	if len(digits) < 5 || len(digits) > 15 {
		return ""
	}
	return "tel:" + digits
}

// row is the ID of a lead, which leads to the workbook where that has an address. Rows have none that lasts: people
// sort.
func (c *composer) row(id string) span {
	s := span{text: line(id, nameChars), url: c.bookURL()}
	if s.url != "" {
		s.plain = s.text + " (" + s.url + ")"
	}
	return s
}

// file is the name of a local workbook; "" for a Google Sheet.
func (c *composer) file() string {
	if c.bookURL() != "" {
		return ""
	}
	return line(c.links.Workbook, nameChars)
}

// bookURL is the address of a Google Sheet; "" for a local workbook.
func (c *composer) bookURL() string {
	if u, err := url.Parse(c.links.Workbook); err != nil || u.Scheme != "https" {
		return ""
	}
	return c.links.Workbook
}

// command is a link that begins an answer to the message with that Message-ID and subject. Its first line is a command.
func (c *composer) command(id, subject, label, text string) span {
	fields := []field{{"subject", c.say.Answer.With(line(subject, lineChars))}}
	if messageID.MatchString(id) {
		fields = append(fields, field{"In-Reply-To", id})
	}
	body := text
	if id != "" { // several mail programs leave out what the mail answers
		body += "\n\n" + c.say.Reference.With(line(id, lineChars))
	}
	return span{text: label, url: mailTo(c.mailbox(), append(fields, field{"body", body})...)}
}

// mostPassTo is how many people a message offers to pass a lead to.
const mostPassTo = 4

// commands are the links for a thumb below a message about a lead.
func (c *composer) commands(i *outgoing.Intent, x *today.Case, subject string) []span {
	if c.mailbox() == "" {
		return nil
	}
	word := func(name string) string { return c.in.Policy.Words.Word(words.Commands, name) }
	var out []span
	add := func(text string) { out = append(out, c.command(i.ID, subject, text, text)) }
	open := func(text string) { out = append(out, c.command(i.ID, subject, text+" …", text+" ")) }
	owner := c.in.Policy.FindPerson(x.Owner)
	if owner == nil || owner.Name != i.Person {
		add(c.first(func(t *words.WhenTexts) string { return t.Mine }))
	}
	add(word("called"))
	add(word("no answer"))
	add(word("done"))
	add(c.first(func(t *words.WhenTexts) string { return t.Tomorrow }) + " 10")
	open(word("call back"))
	n := 0
	for k := range c.in.Policy.Team {
		p := &c.in.Policy.Team[k]
		if name := line(p.Name, nameChars); name != "" && p.Name != i.Person && p.Name != x.Owner && n < mostPassTo &&
			(p.TakesLeads || len(c.in.Policy.Team) <= mostPassTo) {
			add(word("pass to") + " " + name)
			n++
		}
	}
	open(word("lost"))
	add(word("not a lead"))
	return out
}

// first is the first of several words of the catalogue.
func (c *composer) first(of func(*words.WhenTexts) string) string {
	text, _, _ := strings.Cut(of(&c.texts.When), ",")
	return strings.TrimSpace(text)
}

// byMail reports whether a message goes out as a mail, to which one can reply.
func byMail(m *lead.Message) bool { return len(m.Ways) == 0 || slices.Contains(m.Ways, lead.WayMail) }
