package reading

import (
	"net/mail"
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/mailin/message"
	"leadsheet/mailin/reading/letter"
	"leadsheet/mailin/reading/quotations"
)

// findOurs notes the mails of the team that a message of that sender quotes or answers. A quotation without a date,
// and a message that answers without quoting, tell of such a mail as well, but not when it was sent. An answer to an
// absence note or a receipt tells of none: programs write those.
func (r *reader) findOurs(q *Reading, msg *message.Message, from string) {
	subject := msg.Header.Get("subject")
	_, answers, references := msg.Thread()
	isAnswer := answers != "" || quotations.ReplySubject().MatchString(subject) ||
		quotations.ForwardSubject().MatchString(subject)
	if !isAnswer || answersProgram(subject) {
		return
	}
	zone := zoneOf(msg)
	contradicted := false // what it quotes first is not the team's, so what it answers is not either
	lines := quotations.SplitJoined(letter.LinesOf(msg))
	for level := range maxLevels {
		f, ok := quotations.NextLevel(lines, true)
		if !ok {
			break
		}
		m, ok := r.quotedMail(q, &f, from)
		dateQuoted(&m, &f, zone)
		switch {
		case level > 0:
			ok = ok && !m.At.IsZero()
		case ok:
			m.ID, m.OurID = answers, r.isOurID(answers)
		default:
			contradicted = true
		}
		if ok {
			q.Ours = append(q.Ours, m)
		}
		lines = quotations.SplitJoined(f.Body)
	}
	for _, id := range slices.Backward(references) {
		known := func(m lead.OurMail) bool { return m.ID == id }
		if r.isOurID(id) && !slices.ContainsFunc(q.Ours, known) && (id != answers || !contradicted) {
			q.Ours = append(q.Ours, lead.OurMail{ID: id, OurID: true})
		}
	}
}

// quotedMail returns who wrote a quoted mail, if it may be the team's: false for one of the sender, of a third party
// or a program, or to a third party.
func (r *reader) quotedMail(q *Reading, f *quotations.Forwarded, from string) (lead.OurMail, bool) {
	writers := quotations.AddressesOf(f.Head["from"])
	name := quotations.IntroName(f.Head["from"])
	if !f.Intro {
		name, _ = letter.SplitSender(f.Head["from"])
	}
	to := quotations.AddressesOf(f.Head["to"] + " " + f.Head["cc"])
	near := func(a string) bool { return sameCompany(a, from) }
	switch {
	case len(writers) > 1, answersProgram(f.Head["subject"]), len(to) > 0 && !slices.ContainsFunc(to, near):
		return lead.OurMail{}, false
	case len(writers) == 1:
		return lead.OurMail{From: writers[0], Name: name}, r.isTeam(writers[0]) && !letter.MachineLike(writers[0])
	}
	return lead.OurMail{Name: name}, name != "" && !lead.SimilarName(name, q.Name)
}

// dateQuoted reads when a quoted mail was sent. English is written in countries that put the day first and in others.
func dateQuoted(m *lead.OurMail, f *quotations.Forwarded, zone *time.Location) {
	text, dayFirst := f.Head["date"], false
	if f.Intro {
		text = withoutAddresses(f.Head["from"])
		dayFirst = !strings.Contains(strings.ToLower(text), "wrote")
	}
	if s, ok := quotations.ReadSentAt(text, zone, dayFirst); ok {
		m.At, m.Within, m.Local = s.At, s.Within, s.Local
	}
}

func withoutAddresses(s string) string {
	for _, a := range message.Addresses(s, 50) {
		s = strings.ReplaceAll(s, a, "")
	}
	return s
}

// sameCompany reports whether two addresses are the same, or of one company.
func sameCompany(a, b string) bool {
	_, domain, _ := strings.Cut(a, "@")
	_, other, _ := strings.Cut(b, "@")
	return a == b || domain != "" && domain == other && !lead.FreeMail(domain)
}

// isOurID reports whether a Message-ID was given in the team's domain. leadsheet's own mails begin with a lead's ID.
func (r *reader) isOurID(id string) bool {
	_, domain, ok := strings.Cut(id, "@")
	return ok && !strings.HasPrefix(id, "L-") && r.inTeamCompany("x@"+strings.ToLower(domain))
}

// answersProgram reports whether a subject is that of an absence note or a receipt, or of an answer to one.
func answersProgram(subject string) bool {
	for range 3 {
		subject = quotations.ReplySubject().ReplaceAllString(subject, "")
	}
	return autoSubject().MatchString(subject) || receiptSubj().MatchString(subject)
}

// zoneOf is the zone of a message's writer, in which mail programs write the times of what they quote; nil when it is
// not known. Servers that date all mails in UTC say nothing of it.
func zoneOf(msg *message.Message) *time.Location {
	t, err := mail.ParseDate(msg.Header.Get("date"))
	if err != nil {
		return nil
	}
	_, offset := t.Zone()
	if offset == 0 {
		return nil
	}
	return time.FixedZone("", offset)
}
