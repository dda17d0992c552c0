package reading

import (
	"cmp"
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/mailin/message"
	"leadsheet/mailin/reading/letter"
	"leadsheet/mailin/reading/quotations"
)

// Calendar mails. An acceptance tells us nothing that we have to answer. A refusal, a "perhaps", another proposed time
// and whatever somebody typed beside the answer is a message of the customer. Our own invitation is a mail of ours.

var (
	calendarSubj = pattern(`(?i)^\s*{{calendar subject}}\s*[:：]`)
	// acceptedSubj matches the subjects of acceptances that come without a calendar part, as some telephones send them.
	acceptedSubj = lazy(`(?i)^\s*(accepted( invitation)?|zugesagt|angenommen|akzeptiert|accepté|` +
		`aceptad[oa]|accettat[oa]|` +
		`geaccepteerd|zaakceptowano|aceit[oea]|принято|kabul edildi|elfogadva|přijato|prijaté|accepterad|accepteret|` +
		`akseptert|godtatt|hyväksytty|acceptat|prihvaćeno|αποδοχή|承諾済み|承諾|已接受|수락함|수락|אושר|مقبول)\s*[:：]`)
	// ofProgram matches what only calendars write behind the title of an event: "@ Mon Nov 30, 2026 10am (CET)".
	ofProgram = lazy(`\s@\s.{3,40}\d`)
	// noComment matches lines that calendars add: links, rulers, and how to join.
	noComment = lazy(`(?i)://|^[\s_~*=#.:-]*$|^(microsoft teams|teams-|join|zoom|google meet|webex|` +
		`meeting[ -]id|passcode|` +
		`besprechungs-?id|kenncode|dial|einwahl|going\?|reply for|invitation from|view (your )?(event|invitation|calendar)|` +
		`yes|no|maybe|ja|nein|vielleicht)\b`)
	// teamsBlock matches the first line of what conference programs append.
	teamsBlock = lazy(`(?i)^\s*(begin:v|[_~.\-]{12,}|microsoft teams|join (zoom|with google meet|the meeting)|~~//~~)`)
)

// calendarMail recognises invitations and the answers to them. comment is what somebody typed for us, "" for nothing. A
// calendar file that is attached to a letter does not count.
func (r *reader) calendarMail(msg *message.Message, from, name string) (v verdict, comment string) {
	subject := withoutTags(msg.Header.Get("subject"))
	put := func(rule, reason string) verdict {
		return verdict{lead.Calendar, "calendar: " + rule, "calendar: " + reason}
	}
	switch msg.Calendar {
	case "":
		if acceptedSubj().MatchString(subject) && (ofProgram().MatchString(subject) ||
			msg.Header.Get("in-reply-to") != "") && typedText(msg, name, from) == "" {
			return put("accepted, by its subject and text", "an answer to an invitation"), ""
		}
		return verdict{}, ""
	case "request", "add":
		if comment = typedText(msg, name, from); !slices.ContainsFunc(message.TextLines(comment), isProseLine) {
			comment = "" // the title of the event, or its place
		}
		return put("invitation", "an invitation"), comment
	case "reply":
		return put(cmp.Or(answerOf(msg.Event, from), "answer"), "an answer to an invitation"),
			typedComment(msg, name, from)
	case "counter":
		return put("another time proposed", "another time is proposed"), typedComment(msg, name, from)
	case "cancel":
		return put("withdrawn", "an invitation was withdrawn"), eventComment(msg)
	}
	if calendarSubj().MatchString(subject) {
		return put(msg.Calendar, "calendar"), ""
	}
	return verdict{}, ""
}

// readCalendar reads a calendar mail of an outsider, and reports whether it is one that a person need not read.
func (r *reader) readCalendar(q *Reading, msg *message.Message, name string) bool {
	if r.opts.Overruled {
		return false
	}
	v, comment := r.calendarMail(msg, q.From, name)
	if v.reason == "" {
		return false
	}
	answer := msg.Calendar == "counter" || v.rule == "calendar: declined" || v.rule == "calendar: tentative"
	if comment == "" && !answer {
		v.put(q)
		return true
	}
	q.Rule = v.rule
	if comment != "" {
		q.Rule += ", with a text"
	}
	if msg.Calendar == "request" || msg.Calendar == "add" {
		return false // it is read as the letter that it is
	}
	q.Kind, q.Email = lead.Reply, q.From
	q.Name, q.Company = letter.SplitDisplay(name, q.From)
	q.Company = letter.CompanyOf(nil, q.Company, q.From)
	q.Need = message.Clean(strings.TrimSpace(q.Subject+"\n\n"+comment), maxNeed)
	if e := msg.Event; e != nil && msg.Calendar == "counter" && e.Start != "" {
		q.Answers = append(q.Answers, lead.Answer{Question: "Proposed time", Value: e.Start})
	}
	q.OnlyCc = r.onlyCc(msg)
	return true
}

// answerOf returns what the sender of an answer says: accepted, declined, tentative; "" when it does not say.
func answerOf(e *message.Event, from string) string {
	if e == nil {
		return ""
	}
	said := ""
	for _, a := range e.Attendees {
		if a.Address == from && a.Status != "" {
			return a.Status
		}
		said = cmp.Or(said, a.Status) // one may answer from another address
	}
	return said
}

// eventComment returns what the calendar part itself keeps of what was typed.
func eventComment(msg *message.Message) string {
	if msg.Event == nil {
		return ""
	}
	return msg.Event.Comment
}

// typedComment returns what the sender typed beside an answer. The mails of Google say in a sentence of their own that
// there is a note, and keep it in the calendar part.
func typedComment(msg *message.Message, name, from string) string {
	if comment := eventComment(msg); comment != "" || msg.Event != nil &&
		strings.Contains(strings.ToLower(msg.Event.Program), "google") {
		return comment
	}
	return typedText(msg, name, from)
}

// typedText returns the text of a calendar mail without what its program wrote: the event's title and place, labelled
// lines, links, and sentences about the sender.
func typedText(msg *message.Message, name, from string) string {
	known := []string{strings.ToLower(from), strings.ToLower(name)}
	event := msg.Event
	if event == nil {
		event = &message.Event{}
	}
	for _, a := range append([]message.Attendee{event.Organizer}, event.Attendees...) {
		known = append(known, strings.ToLower(a.Address), strings.ToLower(a.Name))
	}
	subject := msg.Header.Get("subject")
	_, title, _ := strings.Cut(subject, ":")
	titles := []string{event.Summary, event.Location, subject, strings.TrimSpace(title)}
	var out []string
	for _, l := range quotations.Divide(letter.LinesOf(msg), name).Text {
		s := strings.TrimSpace(l.Text)
		if teamsBlock().MatchString(s) {
			break
		}
		if s == "" || noComment().MatchString(s) || labelledLine().MatchString(s) || ofEvent(s, titles, known) {
			continue
		}
		out = append(out, s)
	}
	comment := strings.Join(out, "\n")
	if len(strings.Fields(comment)) < 2 {
		return ""
	}
	return message.Clean(comment, maxNeed)
}

// labelledLine matches a line such as "When: Monday" or "Wann: Montag".
var labelledLine = lazy(`^[\p{L}][\p{L}\p{M} /&-]{0,24}[:：]\s`)

// ofEvent reports whether a line is the title or the place of the event, a day and time, or names somebody of it.
func ofEvent(s string, titles, known []string) bool {
	for _, t := range titles {
		if t = strings.TrimSpace(t); t != "" && (strings.EqualFold(s, t) || len(s) > 3 && strings.Contains(t, s)) {
			return true
		}
	}
	lower := strings.ToLower(s)
	for _, k := range known {
		if len(k) > 4 && strings.Contains(lower, k) {
			return true
		}
	}
	return digits(s) >= 3 && timeLine().MatchString(s)
}

// timeLine matches a line that says when something is, and nothing else.
var timeLine = lazy(`(?i)^[\p{L}]{2,12}[.,]?\s.{0,60}\d{1,2}([:.h]\d{2}|\s?[ap]m|\s?uhr)[^.?!]{0,40}$`)

// readInvitation marks an invitation of ours, or our answer to one, as a mail of ours to those whom it invites. It
// reports whether it went to anybody outside the team.
func (r *reader) readInvitation(q *Reading, msg *message.Message) bool {
	switch msg.Calendar {
	case "request", "add", "counter", "reply":
	default:
		return false
	}
	to := r.outsiders(msg)
	if msg.Event != nil {
		for _, a := range append([]message.Attendee{msg.Event.Organizer}, msg.Event.Attendees...) {
			if a.Address != "" && !r.isTeam(a.Address) && !r.inTeamCompany(a.Address) &&
				!slices.Contains(to, a.Address) {
				to = append(to, a.Address)
			}
		}
	}
	if len(to) == 0 {
		return false
	}
	q.Kind, q.Rule, q.Ignore, q.AnsweredTo = lead.OwnMail, "calendar: our invitation", "our invitation to "+to[0], to
	if msg.Calendar == "reply" {
		q.Rule, q.Ignore = "calendar: our answer", "our answer to an invitation of "+to[0]
	}
	return true
}

// isInvitation reports whether the header shows that a mail of ours is an invitation, or the answer to one: programs
// send them, and a person wanted it.
func isInvitation(h message.Header) bool {
	_, sender := letter.SplitSender(h.Get("sender"))
	return strings.Contains(strings.ToLower(h.Get("content-type")), "text/calendar") ||
		strings.Contains(strings.ToLower(h.Get("content-class")), "calendarmessage") ||
		sender == "calendar-notification@google.com"
}

func isProseLine(l message.Line) bool { return letter.IsProse(l.Text) }
