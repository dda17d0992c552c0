package reading

import (
	"cmp"
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/language/dfa"
	"leadsheet/mailin/message"
)

// portalNeed fills in what the person wrote: under a label, in quotes, or in what the portal's own lines leave.
func (r *reader) portalNeed(q *Reading, msg *message.Message, p *compiledPortal, lines []message.Line,
	fields formFields) {
	var quoted, below, rest []string
	open := false // below a label that stands alone, without a colon
	for i, l := range lines {
		text := strings.TrimSpace(l.Text)
		field, alone := portalLabels[lowerFold(strings.Trim(text, " \t*:"))]
		label, _, style := cutLabel(l, text)
		m := quotedLine().FindStringSubmatch(text)
		switch {
		case text == "" || i > maxFieldLines:
		case alone:
			open = field == lead.FieldNeed
			q.leaveText(Label, text)
		case m != nil:
			before, _, labelled := strings.Cut(text, ":")
			if !labelled || len(before) > 30 || fieldsHave(fields, before) == lead.FieldNone {
				quoted = append(quoted, m[1])
			}
		case label != "" && style != styleBare || inFields(fields, text):
		case open:
			below = append(below, text)
		default:
			rest = append(rest, text)
		}
	}
	if said := strings.Join(quoted, "\n"); said != "" && !strings.Contains(q.Need, said) {
		q.Need = message.Clean(strings.TrimSpace(said+"\n"+strings.Trim(q.Need, "\"“”")), maxNeed)
	}
	q.Need = strings.TrimSpace(strings.Trim(q.Need, "\"“”„"))
	q.Need = message.Clean(cmp.Or(q.Need, strings.Join(below, "\n")), maxNeed)
	all := strings.Join(rest, "\n")
	switch {
	case q.Need == "" && p.booking:
		q.Need = message.Clean(q.Subject, maxNeed)
	case q.Need == "" && all != "":
		r.relayedNeed(q, rest)
		return
	case q.Need == "":
		q.Need = message.Clean(q.Subject, maxNeed)
	}
	if all != "" {
		q.Answers = append(q.Answers, lead.Answer{Question: "Also in the message", Value: message.Clean(all, maxNeed)})
	}
}

// leavePortal notes the lines of a portal's mail that are in no column and in no answer.
func (q *Reading) leavePortal(lines []message.Line) {
	kept := strings.Join([]string{q.Name, q.Email, q.Phone, q.Company, q.Need}, "\n")
	for _, a := range q.Answers {
		kept += "\n" + a.Question + "\n" + a.Value
	}
	for _, l := range lines {
		if text := strings.TrimSpace(l.Text); text != "" && !strings.Contains(kept, text) {
			q.leave(Trailer, l)
		}
	}
}

// relayedNeed fills in the letter that a portal passes on: its text, and the number in its signature.
func (r *reader) relayedNeed(q *Reading, rest []string) {
	lines := make([]message.Line, len(rest))
	for i, s := range rest {
		lines[i].Text = s
	}
	need, d := requestOf(lines, q.Name)
	signature := d.signature
	q.leaveDivision(d)
	if q.Phone == "" {
		for _, l := range signature {
			if n := digits(l.Text); n >= 7 && n <= 15 && q.Phone == "" && !dateLike().MatchString(l.Text) {
				q.Phone = lead.CleanPhone(numberLike().FindString(l.Text))
			}
		}
	}
	q.Need = message.Clean(cmp.Or(strings.TrimSpace(need), strings.Join(rest, "\n")), maxNeed)
}

// place says where to answer.
func (p *portal) place() string {
	if p.name == "unknown" {
		return "on the portal"
	}
	return "on " + p.name
}

// inFields reports whether a line is part of a value of the fields.
func inFields(fields formFields, text string) bool {
	return slices.ContainsFunc(fields.list, func(f labelled) bool {
		return strings.Contains(f.value, text) || f.value == "" && strings.EqualFold(f.label, strings.Trim(text, " :*"))
	})
}

func fieldsHave(fields formFields, label string) lead.Field {
	for _, f := range fields.list {
		if strings.EqualFold(f.label, strings.TrimSpace(label)) {
			return f.field
		}
	}
	return lead.FieldNone
}

// beforeTrailer returns the lines above the first one in which the portal speaks of itself, and notes the others as
// left out. A mail that begins with such a line keeps what follows.
func beforeTrailer(q *Reading, lines []message.Line, trailer *dfa.Regexp) []message.Line {
	if trailer == nil {
		return lines
	}
	var out []message.Line
	written := false
	for i, l := range lines {
		text := strings.TrimSpace(l.Text)
		if !trailer.MatchString(text) {
			out = append(out, l)
			written = written || len(strings.Fields(text)) > 3
			continue
		}
		if written {
			q.leave(Trailer, lines[i:]...)
			break
		}
		q.leave(Trailer, l)
	}
	return out
}

// portalLabels are labels of portals, which mean a field of a lead only in their mails.
var portalLabels = map[string]lead.Field{
	"customer": lead.FieldName, "customer name": lead.FieldName, "client": lead.FieldName,
	"client name": lead.FieldName, "kunde": lead.FieldName, "kundenname": lead.FieldName, "von": lead.FieldName,
	"from": lead.FieldName, "interessent": lead.FieldName, "guest": lead.FieldName, "guest name": lead.FieldName,
	"gast": lead.FieldName, "buyer": lead.FieldName, "renter": lead.FieldName, "invitee": lead.FieldName,
	"visitor": lead.FieldName, "consumer": lead.FieldName, "consumer name": lead.FieldName, "homeowner": lead.FieldName,
	"contact": lead.FieldName, "contact name": lead.FieldName, "lead name": lead.FieldName, "booked by": lead.FieldName,
	"attendee": lead.FieldName, "cliente": lead.FieldName, "klant": lead.FieldName, "nom du client": lead.FieldName,
	"customer email": lead.FieldEmail, "customer e-mail": lead.FieldEmail, "kunden-e-mail": lead.FieldEmail,
	"guest email": lead.FieldEmail, "attendee email": lead.FieldEmail, "e-mail-adresse": lead.FieldEmail,
	"customer phone": lead.FieldPhone, "customer phone number": lead.FieldPhone, "telefonnummer": lead.FieldPhone,
	"details": lead.FieldNeed, "project details": lead.FieldNeed, "job details": lead.FieldNeed, "note": lead.FieldNeed,
	"notes": lead.FieldNeed, "additional notes": lead.FieldNeed, "customer's note": lead.FieldNeed,
	"customer note": lead.FieldNeed, "customer message": lead.FieldNeed, "customer comments": lead.FieldNeed,
	"comments": lead.FieldNeed, "comment": lead.FieldNeed, "additional details": lead.FieldNeed,
	"notizen": lead.FieldNeed, "anmerkung": lead.FieldNeed, "anmerkungen": lead.FieldNeed, "mitteilung": lead.FieldNeed,
	"ihre nachricht": lead.FieldNeed, "what do you need?": lead.FieldNeed, "please share anything that will help " +
		"prepare for our meeting.": lead.FieldNeed,
}

// relabel gives the labels that only portals have their fields. Where a portal says more than once what is wanted, the
// person's own words are the need, and the rest are answers.
func relabel(fields *formFields) {
	own := -1
	for i := range fields.list {
		f := &fields.list[i]
		field, ok := portalLabels[lowerFold(strings.Trim(f.label, " \t*:_[]"))]
		if !ok || f.field != lead.FieldNone && field != lead.FieldNeed {
			continue
		}
		if f.field = field; field == lead.FieldNeed && own < 0 && f.value != "" {
			own = i
		}
		if field == lead.FieldName && (digits(f.value) > 5 || message.HasAddress(f.value)) {
			f.field = lead.FieldNone
		}
	}
	for i := range fields.list {
		if f := &fields.list[i]; own >= 0 && i != own && f.field == lead.FieldNeed {
			f.field = lead.FieldNone
		}
	}
}

// trimNeed splits the lines off the person's message that look like further fields of the portal.
func trimNeed(fields formFields) formFields {
	out := fields
	out.list = nil
	for _, f := range fields.list {
		if f.field != lead.FieldNeed {
			f.value = strings.TrimSpace(f.value)
			out.list = append(out.list, f)
			continue
		}
		lines := strings.Split(f.value, "\n")
		end := len(lines)
		var more []labelled
		for i := len(lines) - 1; i > 0; i-- {
			label, value, style := cutLabel(message.Line{Text: lines[i]}, strings.TrimSpace(lines[i]))
			if strings.TrimSpace(lines[i]) == "" {
				continue
			}
			if label == "" || style != styleInline || len(strings.Fields(label)) > 3 {
				break
			}
			end, more = i, append(more, labelled{label: label, value: value})
		}
		f.value = strings.TrimSpace(strings.Join(lines[:end], "\n"))
		out.list = append(out.list, f)
		slices.Reverse(more)
		out.list = append(out.list, more...)
	}
	return out
}
