// Package reading turns a message and the team into an inquiry: the kind of mail, the customer and the need. It finds
// the customer inside forwards and in the mails of web forms and machines. The words by which it recognises all this
// are data, one file a language.
package reading

import (
	"bytes"
	"cmp"
	"net/mail"
	"strings"
	"time"
	"unicode/utf8"

	"leadsheet/intake/ledger"
	"leadsheet/lead"
	"leadsheet/mailin/message"
	"leadsheet/mailin/reading/labels"
	"leadsheet/mailin/reading/letter"
	"leadsheet/mailin/reading/quotations"
)

// Options describes the team to whom messages are addressed.
type Options struct {
	Team    lead.Team
	Country string   // ISO code, for telephone numbers without a country prefix
	Self    []string // the intake mailbox's own addresses
	// Overruled says that a person wants these messages as requests: no reason to ignore one is looked for, and what a
	// customer wrote in it is read.
	Overruled bool
	// Senders are the rules of the workbook about single senders; they beat what is found out here.
	Senders lead.SenderRules
	// Servers are the names with which the mailbox's own server signs its checks of senders (authserv-id); none while
	// they are not known. Unchecked says that its checks are not to be looked at.
	Servers   []string
	Unchecked bool
}

// Envelope holds what the mailbox tells about a message besides its bytes.
type Envelope struct {
	Received  time.Time // an absolute time; zero when unknown
	Where     string
	Truncated bool // only the beginning of the message was fetched
}

// Reading is the inquiry of a message with further results that only mails have.
type Reading struct {
	lead.Inquiry

	// OriginalFrom is the sender's address of the forwarded message, "" when nothing was forwarded.
	OriginalFrom string
	// Others are the inquiries of further attached messages.
	Others []Reading
	// guessed means that the address was found somewhere in the text: people may write to it, programs must not.
	guessed bool
	// Files are the tables of a sender who may hand in exports of forms.
	Files []File
	// Server is the name with which the last server that has checked the sender has signed, "" for none.
	Server string
	// Decided names the rules and structures by which the message was read, in the order in which they applied.
	Decided []string
	left    []quotations.Piece // what of the visible text is in no column
}

// Key returns the key of a message by its bytes: the same message twice has the same key.
func Key(raw []byte) string { return ledger.OfMessage(raw).String() }

// Parse converts a message to an inquiry. It never fails: Problem says what could not be read, and a message of which
// only the header is known is of Kind lead.Unreadable.
func Parse(raw []byte, env Envelope, opts Options) Reading {
	r := &reader{opts: opts}
	msg := message.Parse(raw)
	quotations.FindStructure(msg, r.isTeam)
	name, from := r.sender(msg)
	r.applySenders(msg, from)
	server := ""
	if checks := msg.Header.AuthResults(); len(checks) > 0 {
		server = serverName(&checks[0])
	}
	q := Reading{Server: server, Inquiry: lead.Inquiry{Key: Key(raw), Channel: lead.ByMail, Kind: lead.Direct,
		Received: env.Received, Where: env.Where,
		From: from, Subject: message.OneLine(msg.Header.Get("subject"), 500), Source: "Email", Problem: msg.Problem}}
	if q.Received.IsZero() {
		if t, err := mail.ParseDate(msg.Header.Get("date")); err == nil && t.Year() > 1970 && t.Year() < 3000 {
			q.Received = t
		}
	}
	q.MessageID, q.InReplyTo, q.References = msg.Thread()
	q.FromUs = msg.Header.Get(ownMark) != ""
	r.readMessage(&q, msg, name)
	if msg.Limit == "" && !msg.Header.OfMail() {
		noMail(&q, raw)
	}
	if q.Kind == lead.Bounce {
		r.readBounce(&q, msg)
	}
	q.ToUs = r.readToUs(&q, msg)
	if from == "" && q.Ignore == "" && q.Kind != lead.Unreadable {
		addProblem(&q, "the message has no sender")
		q.From = message.OneLine(name, 200)
	}
	if env.Truncated {
		addProblem(&q, "the message is too large; only its beginning was read")
	}
	if q.Kind != lead.Forwarded && q.Ignore == "" {
		for _, inner := range msg.Inner {
			msg.Attachments = append(msg.Attachments, "message: "+message.OneLine(inner.Header.Get("subject"), 100))
		}
	}
	if len(msg.Attachments) > 0 {
		q.Answers = append(q.Answers, lead.Answer{Question: "Attachments",
			Value: message.Clean(strings.Join(msg.Attachments, ", "), 2000)})
	}
	if q.Note != "" {
		q.Answers = append(q.Answers, lead.Answer{Question: "Note from " + q.ForwardedBy, Value: q.Note})
	}
	q.NoAnswer, q.Automatic = r.noAnswer(&q, msg), automaticField(msg) != ""
	q.Files = r.exports(&q, msg)
	q.limitNeed()
	q.nameRule()
	q.Pitch = r.pitchOf(&q, msg)
	return q
}

// noMail marks bytes that are no message as unreadable, and keeps them when they are text.
func noMail(q *Reading, raw []byte) {
	q.Kind, q.Ignore, q.Name, q.Email, q.Need = lead.Unreadable, "", "", "", ""
	q.Problem = "it is empty or damaged and could not be read: there is no mail in it, for it has no sender and no " +
		"subject; open the original, and save the mail again"
	text := raw[:min(len(raw), 64<<10)]
	valid := bytes.ToValidUTF8(text, nil)
	if len(text)-len(valid) < utf8.UTFMax && !bytes.ContainsAny(text, "\x00") { // the last letter may be cut
		q.Need = message.Clean(message.Tidy(string(valid)), maxNeed)
	}
}

// reader reads messages with the same options.
type reader struct {
	opts Options
	rule *lead.SenderRule // about the sender of the message; nil for none
}

func (r *reader) readMessage(q *Reading, msg *message.Message, name string) {
	if v := r.reportKind(msg, q.From); v.reason != "" && !r.opts.Overruled {
		v.put(q)
		return
	}
	if r.isOwnMessage(msg, q.From) {
		verdict{lead.OwnMail, "header X-Leadsheet", "leadsheet sent it"}.put(q)
		return
	}
	if msg.Limit != "" {
		addProblem(q, "only the header was read: "+msg.Limit)
		if r.isTeam(q.From) {
			q.Kind, q.Need = lead.Unreadable, message.Clean(q.Subject, maxNeed)
			return // a colleague may have forwarded an unknown customer
		}
	}
	if msg.Limit != "" || len(msg.Header) == 0 || len(letter.LinesOf(msg)) == 0 && q.From == "" && q.Subject == "" {
		r.fromHeader(q, msg, name)
		return
	}
	if r.isRelay(q.From) {
		r.fromRelay(q, msg, name)
		return
	}
	if r.isTeam(q.From) {
		if !r.opts.Unchecked && !r.opts.Overruled {
			q.Unproven = r.unproven(msg, q.From)
		}
		if q.Unproven != "" {
			r.fromUnproven(q, msg)
			return
		}
		r.fromTeam(q, msg)
		return
	}
	auto := verdict{}
	if !r.opts.Overruled {
		auto = autoReply(msg)
	}
	if p := r.portalOf(msg, q.From); p != nil && auto.reason == "" {
		r.readPortal(q, msg, p, q.From)
		return
	}
	fields, known, form := r.readFormMail(msg, q.From)
	if known || form && auto.reason == "" {
		r.readForm(q, msg, fields)
		return
	}
	if auto.reason != "" {
		auto.put(q)
		return
	}
	if r.readCalendar(q, msg, name) {
		return
	}
	if v := r.noticeOf(msg, q.From); v.reason != "" {
		v.put(q)
		return
	}
	if v := r.mailing(msg, q.From); v.reason != "" {
		v.put(q)
		return
	}
	if r.inTeamCompany(q.From) && (r.replyTo(msg) != "" || letter.MachineLike(q.From)) && r.readRequest(q, msg) {
		return
	}
	r.fromPerson(q, msg, name)
}

// fromPerson reads what a person outside the team wrote.
func (r *reader) fromPerson(q *Reading, msg *message.Message, name string) {
	if isReply(q, msg) {
		q.Kind = lead.Reply
	}
	// A colleague redirected it: the sender is still the customer.
	if _, by := letter.SplitSender(msg.Header.Get("resent-from")); by != "" && r.isTeam(by) {
		q.Kind, q.ForwardedBy, q.OriginalFrom = lead.Forwarded, by, q.From
	}
	r.readPerson(q, msg, name, q.From)
	q.OnlyCc = r.onlyCc(msg)
	r.findOurs(q, msg, q.From)
	if address := r.replyTo(msg); q.Email == "" || letter.MachineLike(q.Email) && address != "" {
		q.Email = cmp.Or(address, q.Email)
	} else {
		r.keepReplyTo(q, msg, address)
	}
	if p, ok := r.findPassedOn(q, msg); ok && q.Kind == lead.Direct {
		r.readPerson(q, &message.Message{Header: msg.Header, Text: p.above}, name, q.From)
		p.fillNeed(q, name)
	}
	if strings.TrimSpace(q.Need) == "" {
		own := message.JoinLines(quotations.NewLines(letter.LinesOf(msg)))
		q.Need = message.Clean(cmp.Or(q.Subject, message.Tidy(own)), maxNeed)
	}
	if strings.TrimSpace(message.JoinLines(letter.LinesOf(msg))) == "" && msg.HasTNEF() {
		addProblem(q,
			"the text is inside winmail.dat, a format of Outlook that is not read; open the original, or ask "+
				"for it as plain text")
	}
}

// fromHeader fills q from the header alone.
func (r *reader) fromHeader(q *Reading, msg *message.Message, name string) {
	q.Kind, q.Name, q.Email = lead.Unreadable, name, q.From
	if letter.IsMachine(name, q.From) || r.isRelay(q.From) {
		q.Name, q.Email = "", ""
	}
	if v := r.mailing(msg, q.From); v.reason != "" {
		v.put(q)
		return
	}
	if address := r.replyTo(msg); address != "" && (q.Email == "" || letter.MachineLike(q.Email)) {
		q.Email = address
	}
	q.Need = message.Clean(q.Subject, maxNeed)
	if q.Problem == "" {
		addProblem(q, "the message could not be read")
	}
}

// readPerson fills q from a person's own mail.
func (r *reader) readPerson(q *Reading, msg *message.Message, display, address string) {
	if letter.IsMachine(display, address) {
		r.readMachine(q, msg, display, address)
		return
	}
	lines := letter.LinesOf(msg)
	need, d := quotations.GreetedRequestOf(lines, display)
	text, signature := d.Text, d.Signature
	q.leaveDivision(d)
	q.decide("a letter")
	q.Need, q.Email = need, address
	name, company := letter.SplitDisplay(display, address)
	if signed := letter.NameOf(signature); name != "" && !strings.Contains(name, " ") && strings.Contains(signed, " ") &&
		lead.SimilarName(name, signed) {
		name = signed // "Ana" signs as Ana Horvat
	}
	if q.Name = name; name == "" {
		q.Name = letter.NameOf(signature)
		if introducedName := letter.IntroducedAs(text); !strings.Contains(q.Name, " ") && introducedName != "" {
			q.Name = introducedName
		}
	}
	found := r.customersPhone(lines, d)
	if q.Phone = found.Number; found.Extension != "" {
		q.Answers = append(q.Answers, lead.Answer{Question: "Extension", Value: found.Extension})
	}
	if lead.ReadershipOf(address) == lead.OnePerson {
		if number := r.dialable(display); number != "" {
			q.Name, q.Phone = "", number // a text message
		}
	}
	q.Company = letter.CompanyOf(signature, company, address)
}

// readForm fills q from the mail of a web form.
func (r *reader) readForm(q *Reading, msg *message.Message, fields labels.Form) {
	if q.Kind != lead.Forwarded {
		q.Kind = lead.Notification
	}
	q.decide(fields.Rule())
	sender := cmp.Or(q.OriginalFrom, q.From)
	if !r.isTeam(sender) && (fields.Known || letter.MachineLike(sender)) {
		fields.CutClosing(sender)
	}
	r.fill(q, fields)
	if q.Email == "" {
		q.Email = r.replyTo(msg)
	}
	if name, from := letter.SplitSender(msg.Header.Get("from")); q.Email == "" && from != "" &&
		!letter.IsMachine(name, from) && !letter.MachineLike(from) && !r.isTeam(from) && !r.isRelay(from) && !fields.Maker {
		q.Email = from
		if q.Name == "" {
			q.Name = name
		}
	}
	if q.Name == "" {
		if name, address := letter.SplitSender(msg.Header.Get("reply-to")); address == q.Email {
			q.Name = name
		}
	}
	if name, from := letter.SplitSender(msg.Header.Get("from")); q.Name == "" && letter.MachineLike(from) {
		q.Name = visitorName(name, q.Email)
	}
	if q.Need == "" && len(fields.List) == 0 {
		q.Need = message.Clean(message.Tidy(message.JoinLines(letter.LinesOf(msg))), maxNeed)
	}
	if q.Email == "" && q.Phone == "" {
		addProblem(q, "the form's mail names neither an e-mail address nor a telephone number")
	}
}

// replyTo returns the address for answers, "" when it is the team's or is not read.
func (r *reader) replyTo(msg *message.Message) string {
	_, address := letter.SplitSender(msg.Header.Get("reply-to"))
	if address == "" || r.isTeam(address) || lead.Unread(address) || r.isRelay(address) {
		return ""
	}
	return address
}

func addProblem(q *Reading, s string) {
	if q.Problem != "" {
		q.Problem += "; "
	}
	q.Problem += s
}
