package replies

import (
	"strings"
	"time"
	"unicode"

	"leadsheet/lead"
	"leadsheet/lead/merge"
	"leadsheet/lead/phrasebook"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
	"leadsheet/rules/policy/templates"
)

// usesOf is the set of what replies are used for.
const usesOf = words.ReplyUses

// mostSubject is how many characters a subject has.
const mostSubject = 200

// choose returns the reply of those that fit in the language in which a customer writes; else in that of the country of
// the business, else the first one. nil where none fits.
func (d *decider) choose(fits func(*templates.Reply) bool, texts ...string) *templates.Reply {
	var first, everywhere, home, own *templates.Reply
	country, customers := tagOf(phrasebook.OfCountry(d.Policy.Country)), ""
	for i := 0; i < len(texts) && customers == ""; i++ {
		customers = tagOf(phrasebook.Detect(texts[:i+1]...))
	}
	keep := func(to **templates.Reply, r *templates.Reply) {
		if *to == nil {
			*to = r
		}
	}
	for i := range d.Policy.Replies {
		r := &d.Policy.Replies[i]
		if !fits(r) {
			continue
		}
		keep(&first, r)
		switch r.Language {
		case "":
			keep(&everywhere, r)
		case customers:
			keep(&own, r)
		case country:
			keep(&home, r)
		}
	}
	for _, r := range []*templates.Reply{own, everywhere, home} {
		if r != nil {
			return r
		}
	}
	return first
}

func tagOf(l *phrasebook.Language) string {
	if l == nil {
		return ""
	}
	return l.Tag
}

// write is the mail of a reply, without what it answers; nil where it cannot be sent, which is written down. named is
// what the reply is called where there is none.
func (d *decider) write(occasion lead.Occasion, l *lead.Lead, reply *templates.Reply, named string) *Mail {
	say, tab := d.say(), d.Policy.Words.Tab(lead.TabReplies)
	switch {
	case reply == nil:
		d.refuse(occasion, l, say.NoRow.With(tab, named))
		return nil
	case reply.Faulty:
		d.refuse(occasion, l, say.Faulty.With(reply.Name, tab))
		return nil
	}
	values := d.values(l, reply.Language)
	text, missing := reply.Text.Fill(values)
	subject, more := reply.Subject.Line(values, mostSubject)
	if missing = append(missing, more...); len(missing) > 0 {
		d.refuse(occasion, l, say.Missing.With(d.fieldsOf(missing), reply.Name))
		return nil
	}
	if strings.TrimSpace(text) == "" {
		d.refuse(occasion, l, say.Faulty.With(reply.Name, tab))
		return nil
	}
	return &Mail{Message: lead.Message{Occasion: occasion, Key: reply.Name, Lead: l.ID, Leads: []string{l.ID},
		To: addressOf(l), FromName: d.Policy.Business, Subject: subject, Text: text}}
}

// fieldsOf are fields as they are written, each once.
func (d *decider) fieldsOf(list []merge.Field) string {
	var out []string
	seen := map[merge.Field]bool{}
	for _, f := range list {
		if !seen[f] {
			seen[f] = true
			out = append(out, "{"+d.Policy.Words.Word(words.MergeFields, string(f))+"}")
		}
	}
	return strings.Join(out, ", ")
}

// values are what the fields of a reply in a language say. The person of a new workbook has no name yet.
func (d *decider) values(l *lead.Lead, language string) merge.Values {
	v := merge.Values{merge.Name: plain(l.Name), merge.FirstName: firstName(plain(l.Name)),
		merge.Company: plain(l.Company), merge.Need: withoutLinks(l.Need), merge.Business: d.Policy.Business,
		merge.Booking: d.Policy.Booking, merge.ID: l.ID}
	if m := d.Policy.FindPerson(l.Owner); m != nil && !words.Same(m.Name, d.Policy.Words.Word(words.FirstRows, "Owner")) {
		v[merge.Owner] = m.Name
	}
	if l.RespondBy.After(d.now) {
		zone := d.Policy.Location()
		v[merge.AnswerBy] = phrasebook.Find(language).Before(l.RespondBy.In(zone), d.now.In(zone))
	}
	return v
}

// plain is a name that may be said to whom it is sent: a link or an address in its place would be advertising, sent in
// our name to whomever a stranger likes.
func plain(name string) string {
	name = lead.SafeText(strings.Join(strings.Fields(name), " "), 100)
	if looksLikeLink(name) || !strings.ContainsFunc(name, unicode.IsLetter) {
		return ""
	}
	return name
}

// withoutLinks is a text without the words that look like links.
func withoutLinks(text string) string {
	fields := strings.Fields(lead.SafeText(text, 2000))
	out := fields[:0]
	for _, w := range fields {
		if !looksLikeLink(w) {
			out = append(out, w)
		}
	}
	return strings.Join(out, " ")
}

// looksLikeLink reports whether a text has a web address or a mail address in it: a dot within a word, with at least
// two letters on its right side, as in example.com, but not in J.P. Morgan.
func looksLikeLink(text string) bool {
	low := strings.ToLower(text)
	if strings.ContainsAny(low, "@<>") || strings.Contains(low, "://") || strings.Contains(low, "www.") {
		return true
	}
	for word := range strings.FieldsSeq(low) {
		word = strings.Trim(word, ".,;:!?()[]\"'")
		if at := strings.LastIndexByte(word, '.'); at > 1 && isLetters(word[at+1:]) || strings.Contains(word, ".") &&
			strings.Contains(word, "/") {
			return true
		}
	}
	return false
}

// isLetters reports whether a text may be the end of a domain: com, io.
func isLetters(text string) bool {
	text, _, _ = strings.Cut(text, "/")
	return len(text) >= 2 && strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }) < 0
}

// firstName is the first name of a person: Ada of Ada Byron, of Byron, Ada and of Dr. Ada Byron.
func firstName(name string) string {
	if _, behind, ok := strings.Cut(name, ","); ok && strings.TrimSpace(behind) != "" {
		name = behind
	}
	for word := range strings.FieldsSeq(name) {
		if !strings.HasSuffix(word, ".") {
			return word
		}
	}
	return ""
}

// answerTo makes a mail the answer to a customer's own mail, so that it stands in the same conversation. A form's mail
// is not the customer's.
func answerTo(m *Mail, q *lead.Inquiry) {
	if q.Kind != lead.Direct {
		return
	}
	m.Subject = reSubject(q.Subject, m.Subject)
	if id := bracketed(q.MessageID); id != "" {
		m.InReplyTo, m.References = id, []string{id}
	}
}

// reSubject is the subject of an answer; otherwise is the one where there is nothing to answer to.
func reSubject(subject, otherwise string) string {
	subject = lead.SafeText(strings.Join(strings.Fields(lead.SafeText(subject, 0)), " "), mostSubject)
	if subject == "" {
		return otherwise
	}
	if low := strings.ToLower(subject); strings.HasPrefix(low, "re:") {
		return subject
	}
	return "Re: " + subject
}

// longestID is how many characters a Message-ID has at most that is named in an answer.
const longestID = 250

// bracketed is a Message-ID with its angle brackets; "" for what is none, and for one that would break a header.
func bracketed(id string) string {
	id = bare(id)
	if id == "" || len(id) > longestID || strings.IndexFunc(id, func(r rune) bool {
		return r <= ' ' || r > '~' || r == '<' || r == '>'
	}) >= 0 {
		return ""
	}
	return "<" + id + ">"
}

// noon is used to compare days.
func noon(t time.Time, zone *time.Location) time.Time { return policy.DayAfter(t.In(zone), 0) }
