package reading

import (
	"fmt"
	"slices"
	"strings"

	"leadsheet/intake/ledger"
	"leadsheet/lead"
	"leadsheet/mailin/message"
)

// maxAwayNote is how many characters of a colleague's absence note are read: it says at once until when.
const maxAwayNote = 1000

// fromTeam reads a mail from the team's own addresses: from a colleague or from the team's website.
func (r *reader) fromTeam(q *Reading, msg *message.Message) {
	fwd := forwardSubject().MatchString(q.Subject)
	if p := r.portalOf(msg, q.From); p != nil && p.booking && !fwd && len(msg.Inner) == 0 {
		r.readPortal(q, msg, p, q.From) // a calendar for bookings writes from an address of ours
		return
	}
	fields, known, form := r.readFormMail(msg, q.From)
	if (known || form && formSubject().MatchString(q.Subject)) && !fwd && len(msg.Inner) == 0 {
		r.readForm(q, msg, fields)
		return
	}
	if v := autoReply(msg); v.reason != "" && !r.opts.Overruled {
		v.put(q)
		q.AwayNote = message.Clean(q.Subject+"\n"+message.JoinLines(linesOf(msg)), maxAwayNote)
		return
	}
	if r.readAnswer(q, msg, fwd) || r.readForward(q, msg, fwd) {
		return
	}
	// The website writes from the team's domain. A colleague's signature has labels too, but no outsider's address.
	if form && len(q.References) == 0 && !replySubject().MatchString(q.Subject) {
		probe := *q
		r.readForm(&probe, msg, fields)
		if probe.Email != "" && !r.isTeam(probe.Email) || probe.Phone != "" && machineLike(q.From) {
			*q = probe
			return
		}
	}
	if msg.Calendar != "" && !r.opts.Overruled {
		if v, _ := r.calendarMail(msg, q.From, ""); v.reason != "" && !r.readInvitation(q, msg) {
			v.put(q)
		}
		if q.Ignore != "" {
			return
		}
	}
	// An impersonal address of the team whose answers go to an outsider is the website, in an unknown layout.
	if site := machineLike(q.From) || impersonal()[localPart(q.From)]; site && r.replyTo(msg) != "" &&
		len(q.References) == 0 && !replySubject().MatchString(q.Subject) {
		r.readForm(q, msg, fields)
		return
	}
	if !r.readRequest(q, msg) {
		r.readOwnMail(q, msg)
	}
}

// readForward reads a mail that a colleague forwards. It looks through the levels of the thread, past the team's own
// messages, for the first outsider.
func (r *reader) readForward(q *Reading, msg *message.Message, fwd bool) bool {
	if len(msg.Inner) > 0 {
		r.readAttached(q, msg)
		return true
	}
	var best Reading
	read := false
	// A prefix of an unknown language may mean a forward; it does when an outsider is quoted.
	strange := !fwd && hasStrangePrefix(q.Subject) && len(r.outsiders(msg)) == 0
	for _, lines := range [][]message.Line{splitJoined(msg.Text), splitJoined(msg.HTML)} {
		f, ok := findForward(lines, fwd)
		if quoted, also := findQuoted(lines); !ok && also && (fwd || strange && r.byOutsider(&quoted)) {
			f, ok = quoted, true
		}
		outbound := replySubject().MatchString(q.Subject) || len(r.outsiders(msg)) > 0
		if !ok || !fwd && !f.sure && outbound {
			continue
		}
		// In a discussion of a forward the forward is only quoted.
		if first, found := nextLevel(lines, false); !fwd && replySubject().MatchString(q.Subject) && found &&
			len(first.above) < len(f.above) {
			continue
		}
		try := *q
		if !r.findCustomer(&try, lines, fwd) {
			r.keepUnknownSender(&try, lines)
		}
		r.readNote(&try, msg, f.above)
		// The plain text that a client derives from HTML may have lost the header of the forward.
		if !read || better(&try, &best) {
			best, read = try, true
		}
	}
	switch {
	case read:
		*q = best
	case fwd || msg.HasOutlookMessage():
		r.keepUnknownSender(q, linesOf(msg))
		fwd = true
	}
	if fwd && q.Email == "" && msg.HasOutlookMessage() {
		addProblem(q,
			"the original is attached as a .msg file of Outlook, which is not read; forward it with the button Forward")
	}
	return read || fwd
}

// better reports whether a says more about the customer than b.
func better(a, b *Reading) bool {
	score := func(q *Reading) int {
		n := 0
		for _, s := range []string{q.Name, q.Email, q.Phone, q.Need} {
			if s != "" {
				n++
			}
		}
		if q.Email != "" || q.Problem == "" {
			n += 4
		}
		return n
	}
	return score(a) > score(b)
}

// maxAttached is how many attached messages of one mail become inquiries.
const maxAttached = 50

// readAttached reads a mail with attached messages. Each message of an outsider is an inquiry: the first one is that of
// the mail, the others go to q.Others.
func (r *reader) readAttached(q *Reading, msg *message.Message) {
	q.decide("forward: an attached message")
	r.readNote(q, msg, linesOf(msg))
	note, base := q.Note, *q
	base.Note, base.left = "", nil
	first := slices.IndexFunc(msg.Inner, func(inner *message.Message) bool { return r.readAttachedLevel(q, inner) })
	if first < 0 {
		inner := msg.Inner[0]
		if !r.findCustomer(q, linesOf(inner), true) && !r.findCustomer(q, splitJoined(linesOf(msg)),
			forwardSubject().MatchString(q.Subject)) {
			r.keepUnknownSender(q, linesOf(inner))
		}
		first = len(msg.Inner)
	}
	q.Note = note
	for i := first + 1; i < len(msg.Inner); i++ {
		if i == maxAttached {
			addProblem(q, fmt.Sprintf("%d more attached messages were not read; forward them in smaller portions",
				len(msg.Inner)-i))
			break
		}
		other := base
		if !r.readAttachedLevel(&other, msg.Inner[i]) {
			continue // a colleague's message
		}
		other.Note = note
		q.Others = append(q.Others, r.otherInquiry(other, msg, i))
	}
}

// otherInquiry completes the inquiry of the i-th attached message. Its key and place derive from those of the mail.
func (r *reader) otherInquiry(in Reading, msg *message.Message, i int) Reading {
	// This key sorts before that of the mail: once the row of the mail is stored, all of these are, and the mail need
	// not be read again.
	in.Key = ledger.OfAttached(in.Key, i+1).String()
	in.Where = strings.TrimPrefix(fmt.Sprintf("%s, attached message %d", in.Where, i+1), ", ")
	// The thread of the mail itself is between colleagues.
	in.MessageID, in.InReplyTo, in.References = "", "", nil
	if subject := message.OneLine(msg.Inner[i].Header.Get("subject"), 500); subject != "" {
		in.Subject = subject
	}
	if in.Note != "" {
		in.Answers = append(in.Answers, lead.Answer{Question: "Note from " + in.ForwardedBy, Value: in.Note})
	}
	in.NoAnswer = r.noAnswer(&in, msg)
	in.nameRule()
	return in
}

// readAttachedLevel looks for the first outsider in an attached message and in those attached to it.
func (r *reader) readAttachedLevel(q *Reading, inner *message.Message) bool {
	for range message.MaxNested {
		if inner.Limit != "" {
			addProblem(q, "only the header of the attached message was read: "+inner.Limit)
		}
		name, from := splitSender(inner.Header.Get("from"))
		if from != "" && !r.isTeam(from) {
			r.useOriginal(q, inner, name, from)
			return true
		}
		// The form of the team's website, or a colleague's forward of a forward.
		if fields, known, form := r.readFormMail(inner, from); (known || form) && r.hasVisitor(fields) {
			r.useOriginal(q, inner, "", from)
			return true
		}
		if len(inner.Inner) == 0 {
			return r.findCustomer(q, splitJoined(linesOf(inner)), true)
		}
		inner = inner.Inner[0]
	}
	return false
}

// maxLevels is how many nested messages are searched.
const maxLevels = 8

// findCustomer looks for the first outsider in the levels of a forwarded text.
func (r *reader) findCustomer(q *Reading, lines []message.Line, loose bool) bool {
	to := "" // recipients of the enclosing message
	for level := range maxLevels {
		f, ok := nextLevel(lines, loose)
		if !ok {
			return false
		}
		name, address := splitSender(f.head["from"])
		if f.intro {
			name = introName(f.head["from"])
			if address == "" {
				address = r.recipient(to, name)
			}
		}
		if level > 0 {
			q.leave(Quotation, f.above...)
		}
		if head := lines[len(f.above):max(len(f.above), len(lines)-len(f.body))]; len(head) > 0 {
			q.leave(Quotation, head...)
			q.decide("forward: " + shapeOf(head[0]))
		}
		inner := &message.Message{Header: message.Header{"subject": {f.head["subject"]}, "reply-to": {f.head["reply"]}},
			Text: f.body}
		if address != "" && !r.isTeam(address) || address == "" && name != "" && f.head["subject"] != "" && !f.intro {
			if address == "" {
				address = r.addressOf(name, f.body)
			}
			inner.Header["from"] = []string{f.head["from"]}
			r.useOriginal(q, inner, name, address)
			return true
		}
		// The mail of a form comes from the team's site: the visitor is in its fields.
		if fields, known, form := r.readFormMail(inner, address); known ||
			form && (machineLike(address) || r.hasVisitor(fields)) {
			r.useOriginal(q, inner, "", address)
			return true
		}
		lines, loose, to = splitJoined(f.body), true, f.head["to"]+"; "+f.head["cc"]
	}
	return false
}

// recipient returns the address that belongs to a name among the recipients of the team's own answer. Some clients
// quote a message without the address of its sender.
func (r *reader) recipient(to, name string) string {
	for _, part := range strings.FieldsFunc(to, func(c rune) bool { return c == ';' || c == ',' }) {
		if n, a := splitSender(part); a != "" && !r.isTeam(a) && lead.SimilarName(n, name) {
			return a
		}
	}
	return ""
}

// hasVisitor reports whether the fields of a form hold an outsider's address.
func (r *reader) hasVisitor(fields formFields) bool {
	for _, f := range fields.list {
		if a, ok := lead.NormalizeEmail(f.value); ok && f.field == lead.FieldEmail && !r.isTeam(a) {
			return true
		}
	}
	return false
}

// addressOf finds the address of a sender whom Outlook names without one. Only an address made of that name counts: any
// other in the text may belong to a third person.
func (r *reader) addressOf(name string, lines []message.Line) string {
	words := strings.Fields(strings.ToLower(strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "é", "e",
		"è", "e").Replace(strings.ToLower(name))))
	for i, l := range lines {
		if i > 300 || len(l.Text) > 1000 || !strings.Contains(l.Text, "@") {
			continue
		}
		for _, found := range message.Addresses(l.Text, 5) {
			address, ok := lead.NormalizeEmail(found)
			for _, w := range words {
				if ok && len(w) >= 3 && strings.Contains(localPart(address), w) && !r.isTeam(address) {
					return address
				}
			}
		}
	}
	return ""
}

// useOriginal fills q from the forwarded message.
func (r *reader) useOriginal(q *Reading, inner *message.Message, name, address string) {
	q.Kind, q.ForwardedBy, q.OriginalFrom = lead.Forwarded, q.From, address
	addAttachments(q, inner)
	if r.readForwardedPortal(q, inner, address) {
		return
	}
	if fields, known, form := r.readFormMail(inner, address); known || form {
		r.readForm(q, inner, fields)
		return
	}
	r.readPerson(q, inner, name, address)
	r.findOurs(q, inner, address)
	if machineLike(address) {
		if to := r.replyTo(inner); to != "" {
			q.Email = to
		}
	}
	if q.Email == "" && !isMachine(name, address) {
		addProblem(q, "forwarded by "+q.From+", the original sender's address was not found")
	}
	if q.Need == "" {
		q.Need = message.Clean(forwardSubject().ReplaceAllString(q.Subject, ""), maxNeed)
	}
}

// addAttachments lists the attachments of the forwarded message itself.
func addAttachments(q *Reading, inner *message.Message) {
	if len(inner.Attachments) > 0 {
		q.Answers = append(q.Answers, lead.Answer{Question: "Attachments of the forwarded message",
			Value: message.Clean(strings.Join(inner.Attachments, ", "), 2000)})
	}
}

// keepUnknownSender keeps a forward whose original sender was not found.
func (r *reader) keepUnknownSender(q *Reading, lines []message.Line) {
	q.Kind, q.ForwardedBy, q.Email, q.left = lead.Forwarded, q.From, "", nil
	q.Need = message.Clean(message.Tidy(message.JoinLines(lines)), maxNeed)
	addProblem(q, "forwarded by "+q.From+", original sender not found")
}
