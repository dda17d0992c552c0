package reading

import (
	"cmp"
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/language/dfa"
	"leadsheet/mailin/message"
	"leadsheet/mailin/reading/labels"
	"leadsheet/mailin/reading/letter"
	"leadsheet/mailin/reading/quotations"
)

// portalNeed fills in what the person wrote: under a label, in quotes, or in what the portal's own lines leave.
func (r *reader) portalNeed(q *Reading, msg *message.Message, p *compiledPortal, lines []message.Line,
	fields labels.Form) {
	var quoted, below, rest []string
	open := false // below a label that stands alone, without a colon
	for i, l := range lines {
		text := strings.TrimSpace(l.Text)
		field, alone := portalLabels[lowerFold(strings.Trim(text, " \t*:"))]
		label, _, style := labels.CutLabel(l, text)
		m := quotedLine().FindStringSubmatch(text)
		switch {
		case text == "" || i > labels.MaxFieldLines:
		case alone:
			open = field == lead.FieldNeed
			q.leaveText(quotations.Label, text)
		case m != nil:
			before, _, labelled := strings.Cut(text, ":")
			if !labelled || len(before) > 30 || fieldsHave(fields, before) == lead.FieldNone {
				quoted = append(quoted, m[1])
			}
		case label != "" && style != labels.StyleBare || inFields(fields, text):
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
			q.leave(quotations.Trailer, l)
		}
	}
}

// relayedNeed fills in the letter that a portal passes on: its text, and the number in its signature.
func (r *reader) relayedNeed(q *Reading, rest []string) {
	lines := make([]message.Line, len(rest))
	for i, s := range rest {
		lines[i].Text = s
	}
	need, d := quotations.RequestOf(lines, q.Name)
	signature := d.Signature
	q.leaveDivision(d)
	if q.Phone == "" {
		for _, l := range signature {
			if n := digits(l.Text); n >= 7 && n <= 15 && q.Phone == "" && !letter.DateLike().MatchString(l.Text) {
				q.Phone = lead.CleanPhone(letter.NumberLike().FindString(l.Text))
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
func inFields(fields labels.Form, text string) bool {
	return slices.ContainsFunc(fields.List, func(f labels.Entry) bool {
		return strings.Contains(f.Value, text) || f.Value == "" && strings.EqualFold(f.Label, strings.Trim(text, " :*"))
	})
}

func fieldsHave(fields labels.Form, label string) lead.Field {
	for _, f := range fields.List {
		if strings.EqualFold(f.Label, strings.TrimSpace(label)) {
			return f.Field
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
			q.leave(quotations.Trailer, lines[i:]...)
			break
		}
		q.leave(quotations.Trailer, l)
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
func relabel(fields *labels.Form) {
	own := -1
	for i := range fields.List {
		f := &fields.List[i]
		field, ok := portalLabels[lowerFold(strings.Trim(f.Label, " \t*:_[]"))]
		if !ok || f.Field != lead.FieldNone && field != lead.FieldNeed {
			continue
		}
		if f.Field = field; field == lead.FieldNeed && own < 0 && f.Value != "" {
			own = i
		}
		if field == lead.FieldName && (digits(f.Value) > 5 || message.HasAddress(f.Value)) {
			f.Field = lead.FieldNone
		}
	}
	for i := range fields.List {
		if f := &fields.List[i]; own >= 0 && i != own && f.Field == lead.FieldNeed {
			f.Field = lead.FieldNone
		}
	}
}

// trimNeed splits the lines off the person's message that look like further fields of the portal.
func trimNeed(fields labels.Form) labels.Form {
	out := fields
	out.List = nil
	for _, f := range fields.List {
		if f.Field != lead.FieldNeed {
			f.Value = strings.TrimSpace(f.Value)
			out.List = append(out.List, f)
			continue
		}
		lines := strings.Split(f.Value, "\n")
		end := len(lines)
		var more []labels.Entry
		for i := len(lines) - 1; i > 0; i-- {
			label, value, style := labels.CutLabel(message.Line{Text: lines[i]}, strings.TrimSpace(lines[i]))
			if strings.TrimSpace(lines[i]) == "" {
				continue
			}
			if label == "" || style != labels.StyleInline || len(strings.Fields(label)) > 3 {
				break
			}
			end, more = i, append(more, labels.Entry{Label: label, Value: value})
		}
		f.Value = strings.TrimSpace(strings.Join(lines[:end], "\n"))
		out.List = append(out.List, f)
		slices.Reverse(more)
		out.List = append(out.List, more...)
	}
	return out
}
