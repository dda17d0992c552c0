package mailin

import (
	"net/url"
	"regexp"
	"strings"

	"leadsheet/lead"
)

// formMailer is a sender or a text by which the mail of a form is known.
type formMailer struct {
	from string         // part of the sender's address, "" for any
	text *regexp.Regexp // what the body says, nil for anything
}

var formMailers = []formMailer{
	{"", regexp.MustCompile(`(?i)this (is a notification that a contact form was submitted|e-?mail was sent from a contact form) on`)},
	{"@squarespace.", regexp.MustCompile(`(?i)form submission`)},
	{"", regexp.MustCompile(`(?i)sent via form submission from`)},
	{"wix-forms.com", nil},
	{"", regexp.MustCompile(`(?i)a site visitor just submitted your form`)},
	{"no-reply-forms@webflow.com", nil},
	{"formresponses@netlify.com", nil},
	{"mailer@shopify.com", regexp.MustCompile(`(?i)contact form|:`)},
	{"", regexp.MustCompile(`(?i)you received a new message from your online store's contact form`)},
	{"formspree.io", nil},
	{"", regexp.MustCompile(`(?i)someone just submitted your form on`)},
	{"", regexp.MustCompile(`(?im)^\s*powered by:\s*elementor`)},
}

// formSubject is how the subjects of forms' mails look.
var formSubject = regexp.MustCompile(`(?i)(new|neue[rs]?) (form )?(submission|message|entry|enquiry|inquiry|lead|contact|anfrage|nachricht)|form submission|contact (form|request)|website (enquiry|inquiry|form|contact)|kontaktformular|kontaktanfrage|webformular|formulaire|formulario|modulo (di )?contatt|contactformulier|formularz|form(a|á)|got a new submission|обратн|заявка|новое сообщение`)

// formTrailer begins what stands below the fields in forms' mails.
var formTrailer = regexp.MustCompile(`(?i)^\s*(-{2,4}\s*$|this (is a notification that|e-?mail was sent (from|by|via))|sent via form|view submissions?|manage submissions|does this submission look|powered by|page url|user agent|remote ip|this form was submitted at|submitted from|you can (reply|manage)|unsubscribe|diese (e-?mail|nachricht) wurde (über|von))`)

var (
	labelColon = regexp.MustCompile(`^\s*[*_]{0,2}([^:|*_\d<>][^:|<>]{0,70}?)[*_]{0,2}\s*(?:[:：]|\s\|\s?)[*_]{0,2}\s*(.*)$`)
	labelDash  = regexp.MustCompile(`^\s*-{3}\s*(.{1,70}?)\s*-{3}\s*$`)
	noReply    = regexp.MustCompile(`(?i)(^|[._+-])(no[-_.]?reply|do[-_.]?not[-_.]?reply|donotreply|nicht[-_.]?antworten|mailer|wordpress|wp|forms?|formresponses|form-submission|notifications?|notify|website|webmaster|web|www-data|apache|kontaktformular|mailer-daemon)([._+-]|\d*@|@)`)
)

// labelled is one labelled field of a form's mail.
type labelled struct{ label, value string }

// readFields reads the labelled fields of a form's mail. A known label always begins a field, an unknown one only
// before the message: what a visitor writes may look like a field itself.
func readFields(lines []line) []labelled {
	var out []labelled
	current, message := -1, false
	seen := map[lead.Field]bool{}
	for n, l := range lines {
		text := strings.TrimSpace(l.text)
		if n > 2000 || len(out) > 100 {
			break
		}
		if current >= 0 && formTrailer.MatchString(text) {
			break
		}
		label, value, strong := cutLabel(l, text)
		if label != "" {
			f := lead.FieldOf(label)
			fresh := f == lead.FieldNone && (!message || strong) || f != lead.FieldNone && (!seen[f] || !message)
			if isURL(text) {
				fresh = false
			}
			if fresh {
				seen[f] = true
				out = append(out, labelled{label, value})
				current = len(out) - 1
				message = f == lead.FieldNeed
				continue
			}
		}
		if current < 0 {
			continue
		}
		switch old := out[current].value; {
		case text == "" && !message:
			if old != "" {
				current = -1 // the field ended; what follows without a label belongs to nothing
			}
		case old == "":
			out[current].value = text
		default:
			out[current].value += "\n" + text
		}
	}
	for i := range out {
		out[i].value = clean(stripTags(tidy(out[i].value)), 5000)
	}
	return out
}

// cutLabel splits a line into label and value. strong says that the layout itself marks the line as a label.
func cutLabel(l line, text string) (label, value string, strong bool) {
	if text == "" || len(text) > 4000 {
		return "", "", false
	}
	if m := labelDash.FindStringSubmatch(text); m != nil {
		return m[1], "", true
	}
	if m := labelColon.FindStringSubmatch(text); m != nil && len(strings.Fields(m[1])) <= 10 {
		return strings.TrimSpace(strings.TrimRight(m[1], " *_")), strings.TrimPrefix(strings.TrimSpace(m[2]), "| "), l.bold && m[2] == ""
	}
	if len(text) > 60 || strings.HasSuffix(text, ".") || strings.ContainsAny(text, "@|") {
		return "", "", false
	}
	if l.bold || len(strings.Fields(text)) <= 3 && lead.FieldOf(text) != lead.FieldNone {
		return text, "", l.bold
	}
	return "", "", false
}

func isURL(s string) bool {
	return strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://")
}

// knownCount is how many different fields of ours are among the labelled ones, with something in them.
func knownCount(fields []labelled) int {
	seen := map[lead.Field]bool{}
	for _, f := range fields {
		if k := lead.FieldOf(f.label); k != lead.FieldNone && f.value != "" {
			seen[k] = true
		}
	}
	return len(seen)
}

// bestFields reads the fields of the plain text and of the HTML and takes what says more.
func bestFields(l *letter) []labelled {
	text, page := readFields(l.text), readFields(l.html)
	if knownCount(page) > knownCount(text) {
		return page
	}
	return text
}

// notification reports whether l is the mail of a web form, and returns its fields. known says that the form's
// maker was recognised, so that nothing else about the mail matters.
func (r *reader) notification(l *letter, from string) (fields []labelled, known, ok bool) {
	fields = bestFields(l)
	body := joinLines(l.text) + "\n" + joinLines(l.html)
	for _, m := range formMailers {
		if (m.from == "" || strings.Contains(from, m.from)) && (m.text == nil || m.text.MatchString(body) || m.text.MatchString(l.header.get("subject"))) {
			return cf7Fields(l, fields), true, true
		}
	}
	if knownCount(fields) < 2 {
		return nil, false, false
	}
	subject := l.header.get("subject")
	like := noReply.MatchString(from) || r.ours(from) || formSubject.MatchString(subject)
	email := ""
	for _, f := range fields {
		if a, found := lead.NormalizeEmail(f.value); found && lead.FieldOf(f.label) == lead.FieldEmail {
			email = a
		}
	}
	// A newsletter's footer has labels as well; a form says who asks.
	if like && bulkReason(l) != "" && !formSubject.MatchString(subject) && (email == "" || email == from) {
		return nil, false, false
	}
	return fields, false, like
}

// cf7Fields understands Contact Form 7, which puts name and address in a line "From:" and the message under
// "Message Body:".
func cf7Fields(l *letter, fields []labelled) []labelled {
	text := joinLines(l.lines())
	i := strings.Index(strings.ToLower(text), "message body:")
	if i < 0 {
		return fields
	}
	var out []labelled
	for h := range strings.SplitSeq(text[:i], "\n") {
		label, value, ok := strings.Cut(h, ":")
		switch label, value = strings.TrimSpace(label), strings.TrimSpace(value); {
		case !ok || value == "":
		case strings.EqualFold(label, "from"):
			name, address := splitAddress(value)
			out = append(out, labelled{"Name", name}, labelled{"Email", address})
		default:
			out = append(out, labelled{label, value})
		}
	}
	body := text[i+len("message body:"):]
	var kept []string
	var inner []line
	for s := range strings.SplitSeq(body, "\n") {
		if s == "--" || s == "-- " || formTrailer.MatchString(s) {
			break
		}
		kept, inner = append(kept, s), append(inner, line{text: s})
	}
	// Most sites put their own labelled fields there.
	if own := readFields(inner); knownCount(own) >= 2 {
		return append(out, own...)
	}
	return append(out, labelled{"Message", clean(stripTags(strings.Join(kept, "\n")), 5000)})
}

// fill puts the fields of a form into q; what is no field of a lead becomes an answer.
func (r *reader) fill(q *lead.Inquiry, fields []labelled) {
	q.Source = "Website form"
	first, last, medium := "", "", ""
	done := map[labelled]bool{}
	set := func(to *string, f labelled, value string, max int) {
		if *to == "" {
			*to = clean(value, max)
		} else if *to != value {
			q.Answers = append(q.Answers, lead.Answer{Question: clean(f.label, 200), Value: f.value})
		}
	}
	for _, f := range fields {
		if f.value == "" || done[f] {
			continue
		}
		done[f] = true
		r.utm(q, f.value)
		switch lead.FieldOf(f.label) {
		case lead.FieldName:
			set(&q.Name, f, f.value, 200)
		case lead.FieldFirstName:
			set(&first, f, f.value, 100)
		case lead.FieldLastName:
			set(&last, f, f.value, 100)
		case lead.FieldEmail:
			if a, ok := lead.NormalizeEmail(f.value); ok && !r.ours(a) {
				set(&q.Email, f, a, 254)
			} else {
				q.Answers = append(q.Answers, lead.Answer{Question: clean(f.label, 200), Value: f.value})
			}
		case lead.FieldPhone:
			set(&q.Phone, f, lead.CleanPhone(f.value), 60)
		case lead.FieldCompany:
			set(&q.Company, f, f.value, 200)
		case lead.FieldNeed:
			set(&q.Need, f, f.value, maxNeed)
		case lead.FieldCampaign:
			set(&q.Campaign, f, f.value, 200)
		case lead.FieldUTMSource:
			q.Source = clean(f.value, 100)
		case lead.FieldMedium:
			set(&medium, f, f.value, 100)
		default:
			q.Answers = append(q.Answers, lead.Answer{Question: clean(f.label, 200), Value: f.value})
		}
	}
	if q.Name == "" {
		q.Name = strings.TrimSpace(first + " " + last)
	}
	if medium != "" {
		q.Answers = append(q.Answers, lead.Answer{Question: "utm_medium", Value: medium})
	}
}

// utm reads source and campaign out of an address of a page that a form reports.
func (r *reader) utm(q *lead.Inquiry, value string) {
	if !isURL(value) || !strings.Contains(value, "utm_") {
		return
	}
	u, err := url.Parse(strings.Fields(value)[0])
	if err != nil {
		return
	}
	if s := u.Query().Get("utm_source"); s != "" {
		q.Source = clean(s, 100)
	}
	if s := u.Query().Get("utm_campaign"); s != "" && q.Campaign == "" {
		q.Campaign = clean(s, 200)
	}
}
