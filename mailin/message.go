package mailin

import (
	"crypto/sha256"
	"encoding/base32"
	"net/mail"
	"regexp"
	"strings"
	"time"

	"leadsheet/lead"
)

// Options is what reading a message needs to know of us.
type Options struct {
	Team    lead.Team
	Country string   // ISO code, for telephone numbers without a country prefix
	Self    []string // the intake mailbox's own addresses
}

// Envelope is what the mailbox knows of a message besides its bytes.
type Envelope struct {
	Received  time.Time // an absolute time; zero when unknown
	Where     string
	Truncated bool // only the beginning of the message is there
}

// Key identifies a message by its bytes.
func Key(raw []byte) string {
	sum := sha256.Sum256(raw)
	return "m:" + strings.ToLower(base32.StdEncoding.EncodeToString(sum[:]))[:26]
}

// Read makes an inquiry of a message. It never fails: what cannot be read is said in Problem, and a message of which
// only the outside is known is of Kind lead.Unreadable.
func Read(raw []byte, env Envelope, opts Options) lead.Inquiry {
	r := &reader{opts: opts}
	l := open(raw, 0)
	name, from := splitAddress(l.header.get("from"))
	q := lead.Inquiry{Key: Key(raw), Channel: lead.ByMail, Kind: lead.Direct, Received: env.Received, Where: env.Where,
		From: from, Subject: oneLine(l.header.get("subject"), 500), Source: "Email", Problem: l.problem}
	if q.Received.IsZero() {
		if t, err := mail.ParseDate(l.header.get("date")); err == nil && t.Year() > 1970 && t.Year() < 3000 {
			q.Received = t
		}
	}
	q.MessageID = firstID(l.header.get("message-id"))
	q.References = references(l)
	r.read(&q, l, name)
	if from == "" && q.Ignore == "" {
		addProblem(&q, "the message has no sender")
		q.From = oneLine(name, 200)
	}
	if env.Truncated {
		addProblem(&q, "the message is too large; only its beginning was read")
	}
	if len(l.attachments) > 0 {
		q.Answers = append(q.Answers, lead.Answer{Question: "Attachments", Value: clean(strings.Join(l.attachments, ", "), 2000)})
	}
	return q
}

// reader reads one message.
type reader struct{ opts Options }

func (r *reader) read(q *lead.Inquiry, l *letter, name string) {
	if q.Ignore = bounceReason(l, q.From); q.Ignore != "" {
		q.Kind = lead.Bounce
		return
	}
	if l.limit != "" {
		addProblem(q, "only the header was read: "+l.limit)
		if r.ours(q.From) {
			q.Kind, q.Need = lead.Unreadable, clean(q.Subject, maxNeed)
			return // a colleague may have forwarded a customer; nobody knows whom
		}
	}
	if l.limit != "" || len(l.header) == 0 || len(l.lines()) == 0 && q.From == "" && q.Subject == "" {
		r.outside(q, l, name)
		return
	}
	if r.ours(q.From) {
		r.fromTeam(q, l)
		return
	}
	fields, known, form := r.notification(l, q.From)
	if known || form && autoReason(l) == "" {
		r.form(q, l, fields)
		return
	}
	if q.Ignore = autoReason(l); q.Ignore != "" {
		q.Kind = lead.AutoReply
		return
	}
	if q.Ignore = bulkReason(l); q.Ignore != "" {
		q.Kind = lead.BulkMail
		return
	}
	if len(q.References) > 0 && replySubject.MatchString(q.Subject) {
		q.Kind = lead.Reply
	}
	r.person(q, l.lines(), name, q.From)
	if address := r.replyTo(l); q.Email == "" || noReply.MatchString(q.Email) && address != "" {
		q.Email = address
	}
	if strings.TrimSpace(q.Need) == "" {
		q.Need = clean(q.Subject, maxNeed)
	}
}

// outside fills q from the header alone.
func (r *reader) outside(q *lead.Inquiry, l *letter, name string) {
	q.Kind, q.Name, q.Email = lead.Unreadable, name, q.From
	if reason := bulkReason(l); reason != "" {
		q.Kind, q.Ignore = lead.BulkMail, reason
		return
	}
	if address := r.replyTo(l); address != "" && (q.Email == "" || noReply.MatchString(q.Email)) {
		q.Email = address
	}
	q.Need = clean(q.Subject, maxNeed)
	if q.Problem == "" {
		addProblem(q, "the message could not be read")
	}
}

// person fills q with what a person's own mail says.
func (r *reader) person(q *lead.Inquiry, lines []line, name, address string) {
	need, signature := needOf(lines)
	text, _ := splitText(lines)
	q.Need, q.Email = need, address
	if q.Name = name; q.Name == "" {
		q.Name = nameOf(signature)
	}
	q.Phone = phoneOf(text, signature, r.opts.Country)
	q.Company = companyOf(signature, address)
}

// form fills q from the mail of a web form.
func (r *reader) form(q *lead.Inquiry, l *letter, fields []labelled) {
	if q.Kind != lead.Forwarded {
		q.Kind = lead.Notification
	}
	r.fill(q, fields)
	if q.Email == "" {
		q.Email = r.replyTo(l)
	}
	if q.Name == "" {
		if name, address := splitAddress(l.header.get("reply-to")); address == q.Email {
			q.Name = name
		}
	}
	if q.Need == "" && len(fields) == 0 {
		q.Need = clean(tidy(joinLines(l.lines())), maxNeed)
	}
	if q.Email == "" && q.Phone == "" {
		addProblem(q, "the form's mail names neither an e-mail address nor a telephone number")
	}
}

// replyTo is the address to which answers go, unless it is ours or nobody's.
func (r *reader) replyTo(l *letter) string {
	_, address := splitAddress(l.header.get("reply-to"))
	if address == "" || r.ours(address) || noReply.MatchString(address) {
		return ""
	}
	return address
}

// fromTeam reads a mail of our own people or of our own website.
func (r *reader) fromTeam(q *lead.Inquiry, l *letter) {
	fwd := forwardSubject.MatchString(q.Subject)
	fields, known, form := r.notification(l, q.From)
	if (known || form && formSubject.MatchString(q.Subject)) && !fwd && len(l.inner) == 0 {
		r.form(q, l, fields)
		return
	}
	if r.forward(q, l, fwd) {
		return
	}
	// Our website writes from our own domain; a colleague's signature has labels too, but no address of an outsider.
	if form && len(q.References) == 0 && !replySubject.MatchString(q.Subject) {
		probe := *q
		r.form(&probe, l, fields)
		if probe.Email != "" && !r.ours(probe.Email) {
			*q = probe
			return
		}
	}
	if q.Ignore = autoReason(l); q.Ignore != "" {
		q.Kind = lead.AutoReply
		return
	}
	q.Kind, q.Ignore = lead.OwnMail, "a mail of our own team"
}

// forward reads a colleague's forward. It goes inwards past our own people to the first outsider.
func (r *reader) forward(q *lead.Inquiry, l *letter, fwd bool) bool {
	if len(l.inner) > 0 {
		inner := l.inner[0]
		for n := 0; n < maxNested; n++ {
			name, from := splitAddress(inner.header.get("from"))
			if from != "" && !r.ours(from) {
				r.found(q, inner, name, from)
				return true
			}
			if len(inner.inner) == 0 {
				break
			}
			inner = inner.inner[0]
		}
		if r.inward(q, inner.lines(), true) {
			return true
		}
		r.lost(q, inner.lines())
		return true
	}
	for _, lines := range [][]line{l.text, l.html} {
		f, ok := findForward(lines, fwd)
		if !ok || !fwd && !f.sure && replySubject.MatchString(q.Subject) {
			continue
		}
		if !r.inward(q, lines, fwd) {
			r.lost(q, lines)
		}
		return true
	}
	if fwd {
		r.lost(q, l.lines())
	}
	return fwd
}

// inward looks for the first outsider in the levels of a forwarded text.
func (r *reader) inward(q *lead.Inquiry, lines []line, loose bool) bool {
	for range maxDepth {
		f, ok := findForward(lines, loose)
		quoted, also := findQuoted(lines)
		if also && (!ok || len(quoted.above) < len(f.above)) {
			f, ok = quoted, true
		}
		if !ok {
			return false
		}
		name, address := splitAddress(f.head["from"])
		if also && len(quoted.above) == len(f.above) {
			name = introName(f.head["from"])
		}
		if address != "" && !r.ours(address) || address == "" && name != "" && f.head["subject"] != "" {
			inner := &letter{header: header{"from": {f.head["from"]}, "subject": {f.head["subject"]}, "reply-to": {f.head["reply"]}}, text: f.body}
			r.found(q, inner, name, address)
			return true
		}
		// A form's mail comes from our own site: the visitor is in its fields.
		inner := &letter{header: header{"subject": {f.head["subject"]}, "reply-to": {f.head["reply"]}}, text: f.body}
		if _, known, form := r.notification(inner, address); known || form && noReply.MatchString(address) {
			r.found(q, inner, "", address)
			return true
		}
		lines, loose = f.body, true
	}
	return false
}

// found fills q with the forwarded message.
func (r *reader) found(q *lead.Inquiry, inner *letter, name, address string) {
	q.Kind, q.ForwardedBy = lead.Forwarded, q.From
	if fields, known, form := r.notification(inner, address); known || form {
		r.form(q, inner, fields)
		return
	}
	r.person(q, inner.lines(), name, address)
	if noReply.MatchString(address) {
		if to := r.replyTo(inner); to != "" {
			q.Email = to
		}
	}
	if q.Email == "" {
		addProblem(q, "forwarded by "+q.From+", the original sender's address was not found")
	}
	if q.Need == "" {
		q.Need = clean(forwardSubject.ReplaceAllString(q.Subject, ""), maxNeed)
	}
}

// lost keeps a forward whose original sender is not to be found.
func (r *reader) lost(q *lead.Inquiry, lines []line) {
	q.Kind, q.ForwardedBy, q.Email = lead.Forwarded, q.From, ""
	q.Need = clean(tidy(joinLines(lines)), maxNeed)
	addProblem(q, "forwarded by "+q.From+", original sender not found")
}

func addProblem(q *lead.Inquiry, s string) {
	if q.Problem != "" {
		q.Problem += "; "
	}
	q.Problem += s
}

var messageID = regexp.MustCompile(`<([^<>\s]{1,500})>`)

func firstID(s string) string {
	if m := messageID.FindStringSubmatch(s); m != nil {
		return clean(m[1], 500)
	}
	return clean(s, 500)
}

// references are the messages that this one answers, the oldest first.
func references(l *letter) []string {
	var out []string
	seen := map[string]bool{}
	for _, m := range messageID.FindAllStringSubmatch(l.header.get("references")+" "+l.header.get("in-reply-to"), 200) {
		if id := clean(m[1], 500); !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out
}
