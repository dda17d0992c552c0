package reading

import (
	"cmp"
	"strings"
	"sync"

	"leadsheet/lead"
	"leadsheet/lead/language/dfa"
	"leadsheet/mailin/message"
	"leadsheet/mailin/reading/labels"
	"leadsheet/mailin/reading/letter"
	"leadsheet/mailin/reading/quotations"
)

// answerWay says how the person is answered about whom a portal writes.
type answerWay uint8

const (
	byReply   answerWay = iota // an answer to the sender's address reaches the person
	byAddress                  // the mail names the person's own address
	byPhone                    // the mail names the person's telephone number
	onPortal                   // only on the portal's pages
)

// portal is a program that writes to us about a person. Patterns are of any case.
type portal struct {
	name    string // as users know it
	from    string // addresses and domains of the sender, separated by blanks
	local   string // or the local part of the sender, as a pattern: the program stands in our own house
	asks    string // a part of the subject or the text that mails about a person have; "" when all are
	person  string // where the name stands, besides the usual places: a pattern with the group "name"
	answer  answerWay
	trailer string // how a line begins from which on the portal speaks of itself
	booking bool   // somebody books an appointment: an invitation is no reason to ignore the mail
	phone   bool   // a telephone system

	// unverified says that the layout was not checked against a real mail.
	unverified bool
}

// compiledPortal is a portal with its patterns compiled; a nil pattern is none.
type compiledPortal struct {
	*portal
	domains                      []string
	local, asks, person, trailer *dfa.Regexp
}

// portalIndex is the table in the form in which it is asked: the rows of a domain, in their order.
type portalIndex struct {
	rows     []compiledPortal
	byDomain map[string][]int
	byLocal  []int
}

var indexedPortals = sync.OnceValue(func() *portalIndex {
	compile := func(s string) *dfa.Regexp {
		if s == "" {
			return nil
		}
		return dfa.New(`(?im)` + s)
	}
	x := &portalIndex{byDomain: map[string][]int{}}
	for i := range portals {
		p := &portals[i]
		c := compiledPortal{portal: p, domains: strings.Fields(p.from), asks: compile(p.asks),
			person: compile(p.person), trailer: compile(p.trailer)}
		if p.local != "" {
			c.local = dfa.New(`(?i)^` + p.local + `\b.*@`)
			x.byLocal = append(x.byLocal, i)
		}
		for _, d := range c.domains {
			domain := d[strings.IndexByte(d, '@')+1:]
			x.byDomain[domain] = append(x.byDomain[domain], i)
		}
		x.rows = append(x.rows, c)
	}
	return x
})

// maxPortalText is how much of a text is searched for what a portal writes above the person's message.
const maxPortalText = 2000

// portalOf finds the portal that wrote a mail about a person, nil for none. A portal's mail about something else is
// none: LinkedIn writes mostly of itself.
func (r *reader) portalOf(msg *message.Message, from string) *compiledPortal {
	x := indexedPortals()
	var found []int
	at := strings.LastIndexByte(from, '@')
	for d := from[at+1:]; d != ""; _, d, _ = strings.Cut(d, ".") {
		found = append(found, x.byDomain[d]...)
	}
	for _, i := range x.byLocal {
		if x.rows[i].local.MatchString(from) {
			found = append(found, i)
		}
	}
	if len(found) == 0 {
		return r.unknownPortal(msg, from)
	}
	text := msg.Header.Get("subject") + "\n" + message.JoinLines(letter.LinesOf(msg))
	text = strings.ToValidUTF8(text[:min(len(text), maxPortalText)], "")
	joined := strings.Join(strings.Fields(text), " ")
	for _, i := range found {
		p := &x.rows[i]
		ofSender := p.local != nil && p.local.MatchString(from)
		for _, d := range p.domains {
			ofSender = ofSender || d == from || !strings.Contains(d, "@") && lead.InDomain(from, d)
		}
		if ofSender && (p.asks == nil || p.asks.MatchString(joined)) {
			return p
		}
	}
	return nil
}

// unknownPortal recognises a portal that is not in the table: a program's mail whose subject says that a person asks.
func (r *reader) unknownPortal(msg *message.Message, from string) *compiledPortal {
	maker, _ := lead.FormMaker(from)
	if maker || !lead.Unread(from) || r.inTeamCompany(from) || r.isTeam(from) {
		return nil
	}
	subject := msg.Header.Get("subject")
	if !personWants().MatchString(subject) || nameIn(subject, asksBegin()) == "" {
		return nil
	}
	return &compiledPortal{portal: &portal{name: "unknown", answer: onPortal}}
}

// The places of a name in what portals write.
const (
	personName = `(?P<name>\p{Lu}[\p{L}'’-]*\.?(?:[ \t](?:\p{Lu}[\p{L}'’-]*\.?|de|van|von|der|den|la|da|di)){0,3})`
	personAsks = `(?:is (?:requesting|looking|interested|asking)|wants|sent|has (?:sent|asked|` +
		`requested|booked|a )|requested|` +
		`would like|asked|messaged|booked|needs|submitted|schrieb|hat (?:ihnen|dir|eine|einen|interesse|angefragt|gebucht)|` +
		`möchte|interessiert|sucht|fragt|a (?:demandé|envoyé|réservé)|souhaite|vous a|quiere|ha (?:solicitado|enviado|` +
		`reservado|richiesto|inviato|prenotato)|vuole|wil\b|heeft|zoekt)`
)

var (
	// asksBegin matches a subject or a line that says that somebody asks: "Jane D. wants a quote".
	asksBegin = lazy(`(?m)^(?:[^\n:]{0,30}:\s*)?` + personName + `\s+(?i:` + personAsks + `)`)
	// asksFrom matches one that says from whom something is: "New message: Drain from Jane Smith", "NEW LEAD: Michael
	// R.".
	asksFrom = lazy(`(?m)(?i:message|lead|enquiry|inquiry|request|booking|reservation|quote|` +
		`transcript|chat|conversation|` +
		`nachricht|anfrage|buchung|frage|mensaje|messaggio|demande|bericht|aanvraag|drain)s?\b[^\n]{0,60}?\s` +
		`(?i:from|with|by|von|mit|de|da|van)\s+` + personName + `|(?i:lead|enquiry|inquiry|anfrage)\s*:\s*` + personName)
	// personWants matches a subject that says that somebody asks for something, wherever it comes from.
	personWants = lazy(`(?i)\b(is requesting|wants a quote|is interested in your|is looking for|sent you a message|` +
		`requested an? (quote|call|callback|viewing|appointment|consultation|offer)|möchte ein angebot|` +
		`hat (ihnen|dir) eine (nachricht|anfrage)|interessiert sich für|souhaite un devis|vous a envoyé un message|` +
		`quiere un presupuesto|ha solicitado un presupuesto|ha richiesto un preventivo|wil een offerte|zoekt een)\b`)
	// bookedBy matches the line above the name of who booked.
	bookedBy = lazy(`(?im)^\s*(?:booked by|gebucht von|réservé par|reservado por|prenotato da|` +
		`geboekt door)\s*:?\s*\n?\s*` +
		`(?P<name>[^\n@<]{2,80}?)\s*$`)
	// noName matches words that begin a sentence of a portal, and are no name.
	noName = lazy(`(?i)^(you|your|new|a|an|the|neue[rsn]?|ihre?|someone|somebody|hi|hello|dear|` +
		`customer|client|this|we|our|it|` +
		`guest|google|yelp|jemand|ein|eine|der|die|das|un|une|uno|una|re|fwd?|lead|message|please|page|lead form)\b`)
	// quotedLine matches a line that holds what the person wrote, in quotes.
	quotedLine = lazy(`^\s*(?:[\p{L} ]{2,30}:\s*)?["“„«‟](.{2,1000})["”“»]\s*$`)
)

// nameIn returns the name in a text by one of the patterns.
func nameIn(s string, patterns ...*dfa.Regexp) string {
	for _, re := range patterns {
		if re == nil {
			continue
		}
		for _, m := range re.FindAllStringSubmatch(s, 5) {
			for i, group := range re.Full().SubexpNames() {
				name := ""
				if group == "name" {
					name = strings.Trim(strings.TrimSpace(m[i]), " ,:;-–")
				}
				if name != "" && !noName().MatchString(name) && !message.HasAddress(name) && digits(name) < 5 {
					return message.OneLine(name, 200)
				}
			}
		}
	}
	return ""
}

// readForwardedPortal reads a portal's mail that a colleague forwards, and reports whether it is one.
func (r *reader) readForwardedPortal(q *Reading, inner *message.Message, from string) bool {
	p := r.portalOf(inner, from)
	if p == nil {
		return false
	}
	kind := q.Kind
	r.readPortal(q, inner, p, from)
	q.Kind, q.Ignore = kind, ""
	return true
}

// readPortal fills q from the mail of a portal: who the person is, what the person wrote, and how to answer.
func (r *reader) readPortal(q *Reading, msg *message.Message, p *compiledPortal, from string) {
	q.Rule, q.Kind = "portal: "+p.name, lead.Notification
	if p.booking {
		q.Rule = "booking: " + p.name
	}
	if p.phone {
		q.Rule = "telephone: " + p.name
	}
	display, _ := letter.SplitSender(msg.Header.Get("from"))
	if p.phone || p.answer == byReply && r.dialable(display) != "" {
		r.readCall(q, msg, p, display, from)
		q.leavePortal(letter.LinesOf(msg))
		return
	}
	lines := beforeTrailer(q, quotations.SplitJoined(letter.LinesOf(msg)), p.trailer)
	inner := &message.Message{Header: msg.Header, Text: lines}
	fields := labels.BestFields(inner)
	relabel(&fields)
	// What stands outside the fields is the portal's own, or is read below.
	fields.Known, fields.Above, fields.Between = true, nil, nil
	source := q.Source
	r.fill(q, trimNeed(fields))
	if q.Source == "Website form" {
		q.Source = source
	}
	if p.answer == byReply {
		q.Kind = lead.Direct
		if isReply(q, msg) {
			q.Kind = lead.Reply
		}
	}
	text := message.JoinLines(lines)
	text = strings.ToValidUTF8(text[:min(len(text), maxPortalText)], "")
	q.Name = cmp.Or(q.Name, r.portalName(msg, p, text))
	r.portalContact(q, msg, p, lines, from)
	r.portalNeed(q, msg, p, lines, fields)
	q.leavePortal(letter.LinesOf(msg))
}

// portalName finds the person's name: in the display name, the subject, or the first lines.
func (r *reader) portalName(msg *message.Message, p *compiledPortal, text string) string {
	subject := msg.Header.Get("subject")
	name, address := letter.SplitSender(msg.Header.Get("from"))
	replyName, reply := letter.SplitSender(msg.Header.Get("reply-to"))
	found := nameIn(text, bookedBy())
	if raw := strings.Trim(beforeAddress(msg.Header.Get("from")), " \"'"); found == "" && (p.answer == byReply ||
		letter.ViaWord().MatchString(raw)) && name != "" && !letter.SameLetters(name, strings.ToLower(p.name)) {
		found, _ = letter.SplitDisplay(name, "")
	}
	if r.replyTo(msg) != "" && found == "" && reply != address {
		found, _ = letter.SplitDisplay(replyName, reply)
	}
	return cmp.Or(found, nameIn(subject, p.person), nameIn(text, p.person), nameIn(subject, asksBegin(), asksFrom()),
		nameIn(text, asksBegin(), asksFrom()))
}

// portalContact fills in how the person can be reached.
func (r *reader) portalContact(q *Reading, msg *message.Message, p *compiledPortal, lines []message.Line,
	from string) {
	if q.Email == "" {
		q.Email = r.replyTo(msg)
	}
	if p.answer == byReply && r.replyTo(msg) == "" {
		q.Email = from
	}
	if q.Email == "" && !p.phone {
		found := r.addressesIn(msg, lines, letter.DomainLabel(from))
		if len(found) == 1 {
			q.Email, q.guessed = found[0], !p.booking
		}
	}
	if q.Email == "" && msg.Event != nil {
		for _, a := range msg.Event.Attendees {
			if a.Address != "" && !r.isTeam(a.Address) && !r.inTeamCompany(a.Address) && !lead.Unread(a.Address) {
				q.Email, q.Name = a.Address, cmp.Or(q.Name, a.Name)
				break
			}
		}
	}
	if q.Phone == "" {
		q.Phone = letter.PhoneOf(lines, lines, r.opts.Country)
	}
	if q.Email != "" && q.Email != from {
		q.Company = cmp.Or(q.Company, letter.CompanyOf(nil, "", q.Email))
	}
	if q.Email != "" {
		return
	}
	switch {
	case p.answer == onPortal && q.Phone != "":
		addProblem(q, "nobody reads "+from+": answer by telephone, or "+p.place()+" with the link in the message")
	case p.answer == onPortal || q.Phone == "":
		addProblem(q, "nobody reads "+from+": answer "+p.place()+", with the link in the message")
	}
}
