package reading

import (
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/language/dfa"
	"leadsheet/mailin/message"
	"leadsheet/mailin/reading/labels"
	"leadsheet/mailin/reading/letter"
	"leadsheet/mailin/reading/quotations"
)

// formMailer is a text by which the mail of a form is recognised, from any sender or from one. Vendors that send
// nothing else are in the table of machines in package lead.
type formMailer struct {
	from string // an address, or a domain with its subdomains; "" for any
	text string // parts of the subject or body, in lower case, separated by |
}

var formMailers = []formMailer{
	{"", "this is a notification that a contact form was submitted on|this e-mail was sent from a contact form on|this " +
		"email was sent from a contact form on|e-mail wurde von einem kontaktformular|email wurde von einem kontaktformular"},
	{"squarespace.com", "form submission"},
	{"squarespace.info", "form submission"},
	{"", "sent via form submission from"},
	{"", "a site visitor just submitted your form"},
	{"mailer@shopify.com", "contact form|\nbody:|\nemail:|\ne-mail:"},
	{"", "you received a new message from your online store's contact form|you received a new message from your online " +
		"store’s contact form"},
	{"", "someone just submitted your form on"},
	{"", "powered by: elementor|bereitgestellt von: elementor|propulsé par: elementor|propulsé par : " +
		"elementor|desarrollado por: elementor|con la tecnología de: elementor|realizzato con: elementor"},
	{"calendly.com", "invitee email:"},
	{"", "\nsubmitted values are:"},
}

// matches reports whether the mail is one of this form. text is its subject and body in lower case.
func (m formMailer) matches(from, text string) bool {
	local, domain, isAddress := strings.Cut(m.from, "@")
	switch {
	case m.from == "":
	case !isAddress && !lead.InDomain(from, m.from):
		return false
	case isAddress && (!strings.HasPrefix(from, local+"@") || !lead.InDomain(from, domain)):
		return false
	}
	return holdsAny(text, m.text)
}

// holdsAny reports whether a text holds one of some parts, which are separated by |.
func holdsAny(text, parts string) bool {
	for part := range strings.SplitSeq(parts, "|") {
		if strings.Contains(text, part) {
			return true
		}
	}
	return false
}

// readFormMail reports whether the message is the mail of a web form, and returns its fields. known means that its
// vendor was recognised, which decides the kind of the mail.
func (r *reader) readFormMail(msg *message.Message, from string) (fields labels.Form, known, ok bool) {
	subject := msg.Header.Get("subject")
	text := subject + "\n" + message.JoinLines(msg.Text) + "\n" + message.JoinLines(msg.HTML)
	if len(text) > message.MaxText {
		text = text[:message.MaxText]
	}
	text = strings.ToLower(text)
	if f, found := readSentence(msg, text); found {
		return f, true, true
	}
	fields = labels.BestFields(msg)
	if cf7Start().MatchString(strings.TrimSpace(message.JoinLines(letter.LinesOf(msg)))) {
		return cf7Fields(msg, fields), true, true
	}
	maker, always := lead.FormMaker(from)
	if always || slices.ContainsFunc(formMailers, func(m formMailer) bool { return m.matches(from, text) }) {
		fields = cf7Fields(msg, fields)
		fields.Maker, fields.Known = maker, true
		return fields, true, true
	}
	if fields.KnownCount() < 2 {
		return labels.Form{}, false, false
	}
	display, _ := letter.SplitSender(msg.Header.Get("from"))
	if !r.isTeam(from) && !letter.IsMachine(display, from) && fields.IsLetter(display, from) {
		return labels.Form{}, false, false
	}
	machine := letter.MachineLike(from) || r.isTeam(from)
	titled := labels.FormSubject().MatchString(subject) && !quotations.ReplySubject().MatchString(subject)
	// A signature has labels too. A form asks for a name or a message, and does so at the top.
	complete := fields.Has(lead.FieldNeed) && fields.Has(lead.FieldName, lead.FieldFirstName, lead.FieldLastName) &&
		fields.Has(lead.FieldEmail, lead.FieldPhone) && fields.Lead <= 6
	plausible := fields.Has(lead.FieldNeed, lead.FieldName, lead.FieldFirstName, lead.FieldLastName) &&
		fields.Lead <= 12
	isForm := machine || titled && plausible || complete && !quotations.ReplySubject().MatchString(subject)
	email := ""
	for _, f := range fields.List {
		if a, found := lead.NormalizeEmail(f.Value); found && f.Field == lead.FieldEmail {
			email = a
		}
	}
	// The footer of a newsletter has labels too, but a form says who asks.
	if isForm && !titled && (email == "" || email == from) && r.mailing(msg, from).reason != "" {
		return labels.Form{}, false, false
	}
	return fields, false, isForm
}

// bracketedAddress matches the address behind the name of a visitor.
const bracketedAddress = `[<(](?P<email>[^\s<>()@]{1,64}@[^\s<>()]{3,100})[>)]`

// sentenceForms match forms' mails without labels: a sentence says who wrote, and the message follows.
var sentenceForms = []func() *dfa.Regexp{
	lazy(`(?is)^\s*this is an? (?:enquiry|inquiry) e-?mail via \S{1,300} from:\s*` +
		`(?P<name>[^\n<]{0,200}?)\s*<(?P<email>[^\s<>]{3,200})>\s*\n(?P<need>.*)$`),
	lazy(`(?is)^\s*(?P<name>[^\n(]{2,100}?)\s*` +
		`\((?:<?(?P<email>[^\s<>()@]{1,64}@[^\s<>()]{3,100})>?|https?://[^\s)]{1,300}|not verified)\)` +
		`\s+sent (?:you )?a message (?:using|via|through) (?:the|your) contact form[^\n]{0,300}\n(?P<need>.*)$`),
	lazy(`(?is)^\s*you(?:'ve| have)? (?:received|got) a (?:new )?(?:message|enquiry|inquiry) from\s+` +
		`(?P<name>[^\n<(]{2,100}?)\s*` + bracketedAddress + `[:.]?\s*\n(?P<need>.*)$`),
	pattern(`(?is)^\s*(?P<name>[^\n<(]{2,100}?)\s*` + bracketedAddress +
		` {{visitor wrote}}[^\n]{0,100}\n(?P<need>.*)$`),
}

// readSentence reads a mail that matches one of sentenceForms. lower is its text in lower case.
func readSentence(msg *message.Message, lower string) (labels.Form, bool) {
	hint := false
	for _, s := range words("form hint") {
		hint = hint || strings.Contains(lower, s)
	}
	text := message.JoinLines(letter.LinesOf(msg))
	if !hint || len(text) > 100_000 {
		return labels.Form{}, false
	}
	for _, sentence := range sentenceForms {
		s := sentence()
		m := s.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		body := m[s.SubexpIndex("need")]
		need, below, _ := strings.Cut(body, "\n-- \n")
		above, trailer := message.TextLines(strings.TrimSuffix(text, body)), message.TextLines(below)
		return labels.Form{Known: true, Above: above, Trailer: trailer, List: []labels.Entry{
			{Label: "Name", Value: message.Clean(m[s.SubexpIndex("name")], 200), Field: lead.FieldName},
			{Label: "Email", Value: message.Clean(m[s.SubexpIndex("email")], 300), Field: lead.FieldEmail},
			{Label: "Message", Value: message.Clean(message.StripTags(message.Tidy(need)), maxNeed),
				Field: lead.FieldNeed},
		}}, true
	}
	return labels.Form{}, false
}

// cf7Fields reads a mail of Contact Form 7, which writes name and address behind "From:" and the message below "Message
// Body:", in the language of the site.
func cf7Fields(msg *message.Message, fields labels.Form) labels.Form {
	text := message.JoinLines(letter.LinesOf(msg))
	loc := messageBody().FindStringIndex(text)
	if loc == nil {
		return fields
	}
	out := labels.Form{Meta: fields.Meta}
	for h := range strings.SplitSeq(text[:loc[0]], "\n") {
		label, value, ok := strings.Cut(h, ":")
		switch label, value = strings.TrimSpace(label), strings.TrimSpace(value); {
		case !ok || value == "":
			out.Above = append(out.Above, message.Line{Text: h})
		case cf7From()[strings.ToLower(label)]:
			name, address := letter.SplitSender(value)
			out.List = append(out.List, labels.Entry{Label: label, Value: name, Field: lead.FieldName},
				labels.Entry{Label: label, Value: address, Field: lead.FieldEmail})
		default:
			out.List = append(out.List, labels.Entry{Label: label, Value: value, Field: labels.FieldOf(label)})
		}
	}
	inner := message.TextLines(text[loc[1]:])
	end := slices.IndexFunc(inner, func(l message.Line) bool {
		return l.Text == "--" || labels.FormTrailer().MatchString(l.Text)
	})
	if end >= 0 {
		inner, out.Trailer = inner[:end], inner[end:]
	}
	// Most sites put their own labelled fields there.
	if own := labels.ReadFields(inner); own.KnownCount() >= 2 {
		out.List, out.Meta = append(out.List, own.List...), append(out.Meta, own.Meta...)
		out.Above, out.Between = append(out.Above, own.Above...), own.Between
		out.Trailer, out.Rest = append(own.Trailer, out.Trailer...), own.Rest
		return out
	}
	body := message.StripTags(message.Tidy(message.JoinLines(inner)))
	label := strings.Trim(text[loc[0]:loc[1]], " \n:")
	out.List = append(out.List,
		labels.Entry{Label: label, Value: message.Clean(body, maxNeed), Field: lead.FieldNeed})
	return out
}

var (
	messageBody = pattern(`(?im)^\s*{{message body label}}\s*:`)
	// cf7Start matches the beginning of such a mail: sender, subject and the title of the message.
	cf7Start = pattern(`(?is)^{{form sender label}}\s?:[^\n]{0,400}\n` +
		`{{form subject label}}\s?:[^\n]{0,400}\n\s*{{message body label}}\s?:`)
	cf7From = wordSet("form sender label")
)

// fill copies the fields of a form to q. Any other becomes an answer.
func (r *reader) fill(q *Reading, fields labels.Form) {
	q.Source = "Website form"
	first, last, medium, subject := "", "", "", ""
	var needField labels.Entry
	done := map[labels.Entry]bool{}
	answer := func(f labels.Entry) { q.answer(f.Label, f.Value) }
	set := func(to *string, f labels.Entry, value string, max int) {
		switch {
		case *to == "":
			if *to = message.Clean(value, max); labels.Letters(*to) == labels.Letters(f.Value) {
				break
			}
			fallthrough // what is longer than the column, or says more than it holds
		case *to != value:
			answer(f)
		}
	}
	for _, f := range fields.Meta {
		r.campaign(q, f.Value)
	}
	for _, f := range fields.List {
		if f.Value == "" || done[f] {
			continue
		}
		done[f] = true
		r.campaign(q, f.Value)
		switch f.Field {
		case lead.FieldName:
			set(&q.Name, f, f.Value, 200)
		case lead.FieldFirstName:
			set(&first, f, f.Value, 100)
		case lead.FieldLastName:
			set(&last, f, f.Value, 100)
		case lead.FieldEmail:
			if a, ok := lead.NormalizeEmail(f.Value); ok && !r.isTeam(a) {
				set(&q.Email, labels.Entry{Label: f.Label, Value: a, Field: f.Field}, a, 254)
				q.leaveText(quotations.Trailer, strings.Replace(f.Value, a, "", 1))
			} else {
				answer(f)
			}
		case lead.FieldPhone:
			set(&q.Phone, f, lead.CleanPhone(f.Value), 60)
		case lead.FieldCompany:
			set(&q.Company, f, f.Value, 200)
		case lead.FieldNeed:
			if q.Need != "" && labels.SaysMore(f, needField) { // a message below "Project"
				answer(needField)
				q.Need = ""
			}
			if q.Need == "" {
				needField = f
			}
			set(&q.Need, f, f.Value, maxNeed)
		case lead.FieldCampaign:
			set(&q.Campaign, f, f.Value, 200)
		case lead.FieldUTMSource:
			q.Source = message.Clean(f.Value, 100)
		case lead.FieldMedium:
			set(&medium, f, f.Value, 100)
		case lead.FieldSubmitted: // when the form was sent is when its mail came
		default:
			if labels.IsSubject(f.Label) && subject == "" {
				subject = f.Value
			}
			answer(f)
		}
	}
	finishName(q, first, last)
	if medium != "" && !hasAnswer(q, "utm_medium") {
		q.Answers = append(q.Answers, lead.Answer{Question: "utm_medium", Value: medium})
	}
	if q.Name == "" {
		q.Name = fields.VisitorAbove()
	}
	q.chooseNeed(&fields, subject)
	q.leaveFields(&fields)
}

// finishName joins first and last name. A "Name" beside a first name is the last name.
func finishName(q *Reading, first, last string) {
	switch {
	case q.Name == "":
		q.Name = strings.TrimSpace(first + " " + last)
	case first != "" && last == "" && len(strings.Fields(q.Name)) <= 2 &&
		!strings.Contains(lowerFold(q.Name), lowerFold(first)):
		q.Name = first + " " + q.Name
	case last != "" && first == "" && len(strings.Fields(q.Name)) <= 2 &&
		!strings.Contains(lowerFold(q.Name), lowerFold(last)):
		q.Name += " " + last
	}
	for _, part := range []string{first, last} {
		if part != "" && !strings.Contains(lowerFold(q.Name), lowerFold(part)) {
			q.answer("Name", part)
		}
	}
}

// chooseNeed decides what the request is when no field is: free text of the visitor outside the fields, the longest
// answer, the subject.
func (q *Reading) chooseNeed(f *labels.Form, subject string) {
	best, own := f.LongestAnswer(), ""
	long := best != nil && (labels.ProseOf(*best) >= 4 || len(strings.Fields(best.Value)) >= 3)
	switch {
	case f.Known:
	case q.Need != "" || long:
		if text := f.OwnText(&f.Between); text != "" {
			q.answer("Further text", text)
		}
	default:
		own = f.OwnText(&f.Between, &f.Above)
	}
	switch {
	case q.Need != "":
	case long:
		q.decide("form: the longest answer is the request")
		q.Need = message.Clean(best.Value, maxNeed)
	case own != "":
		q.decide("form: the text outside the fields is the request")
		q.Need = message.Clean(own, maxNeed)
	case subject != "":
		q.decide("form: its subject is the request")
		q.Need = message.Clean(subject, maxNeed)
	case best != nil:
		q.decide("form: the longest answer is the request")
		q.Need = message.Clean(best.Value, maxNeed)
	}
}
