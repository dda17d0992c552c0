package reading

import (
	"slices"
	"strings"
	"sync"

	"leadsheet/lead"
	"leadsheet/lead/language/dfa"
	"leadsheet/mailin/message"
	"leadsheet/mailin/reading/letter"
	"leadsheet/mailin/reading/quotations"
)

// noticeFrom says from whom a notice counts.
type noticeFrom uint8

const (
	anybody noticeFrom = iota // its form is that of a machine
	machine                   // an address that nobody reads, or a header that says that a machine wrote
	program                   // an address that nobody reads
)

// notice is a sort of mail that machines write to everybody who uses them, and that is no request. All patterns that
// are not blank must match; upper and lower case are the same.
type notice struct {
	name        string // what it is, as the tab Intake says it
	from        noticeFrom
	kind        lead.MessageKind
	subject     string // a part of the subject
	text        string // a part of the text
	alsoText    string // another part of it
	attached    string // the name of an attached file
	contentType string
	header      string // a field that alone is proof
	link        string // only a short text with something to click on, and one of these words
}

// compiledNotice is a notice with its patterns compiled; a nil pattern is none.
type compiledNotice struct {
	notice
	subject, text, alsoText, attached, contentType *dfa.Regexp
}

var compiledNotices = sync.OnceValue(func() []compiledNotice {
	compile := func(s string) *dfa.Regexp {
		if s == "" {
			return nil
		}
		return dfa.New(`(?i)` + s)
	}
	out := make([]compiledNotice, len(notices))
	for i, n := range notices {
		out[i] = compiledNotice{notice: n, subject: compile(n.subject), text: compile(n.text),
			alsoText: compile(n.alsoText), attached: compile(n.attached), contentType: compile(n.contentType)}
	}
	return out
})

// maxNoticeText is how much of a text notices are looked for in: they are short. maxLinkText is how long the text of
// one may be that asks to click on something.
const (
	maxNoticeText = 4000
	maxLinkText   = 1500
)

// noticeOf recognises what machines write to everybody. A mail with a person's address for answers is none.
func (r *reader) noticeOf(msg *message.Message, from string) verdict {
	if r.opts.Overruled || lead.ReadershipOf(from) == lead.OnePerson {
		return verdict{}
	}
	isMachine, isProgram := r.machineWrote(msg, from), lead.Unread(from)
	subject := msg.Header.Get("subject")
	bare := withoutTags(subject)
	text := sync.OnceValue(func() string {
		s := strings.Join(strings.Fields(message.JoinLines(quotations.NewLines(letter.LinesOf(msg)))), " ")
		return s[:min(len(s), maxNoticeText)]
	})
	for _, n := range compiledNotices() {
		switch {
		case n.from == machine && !isMachine || n.from == program && !isProgram:
		case n.header != "" && msg.Header.Get(n.header) != "",
			n.contentType != nil && n.contentType.MatchString(msg.Header.Get("content-type")):
			return n.verdict()
		case n.contentType != nil ||
			n.subject != nil && !n.subject.MatchString(bare) && !n.subject.MatchString(subject):
		case n.link != "" && !asksToClick(msg, n.link):
		case n.attached != nil && !slices.ContainsFunc(msg.Attachments, n.attached.MatchString):
		case n.text != nil && !n.text.MatchString(text()):
		case n.alsoText != nil && !n.alsoText.MatchString(text()):
		default:
			return n.verdict()
		}
	}
	return verdict{}
}

func (n compiledNotice) verdict() verdict {
	return verdict{n.kind, "notice: " + n.name, n.name}
}

// asksToClick reports whether the text is short, has something to click on, and one of the words.
func asksToClick(msg *message.Message, words string) bool {
	size, link, word := 0, len(msg.HTML) > 0, false
	for _, l := range letter.LinesOf(msg) {
		if size += len(l.Text); size > maxLinkText {
			return false
		}
		lower := strings.ToLower(l.Text)
		link = link || strings.Contains(lower, "://")
		word = word || holdsAny(lower, words)
	}
	return link && word
}

// noticeSender matches the local parts from which shops and carriers send their notices.
var noticeSender = lazy(`^(auto-?confirm|(order|ship|shipment|booking|payment|` +
	`reservation)s?[-._]?(confirm(ation)?|tracking|update|status)s?|` +
	`(bestell|versand|auftrags|buchungs)(best(ae|ä)tigung|info)|receipts?|invoice\+statements|tracking|` +
	`paketankuendigung|` +
	`(account|sign-?in|security)[-._]?(alerts?|security|update|noti(ce|fication)s?))([-+._].*)?@`)

// machineWrote reports whether a program wrote the mail in its own name: by its address or its header, and with no
// person to answer.
func (r *reader) machineWrote(msg *message.Message, from string) bool {
	if reply := r.replyTo(msg); reply != "" && !lead.SameOrganization(reply, from) && !lead.Unread(from) {
		return false
	}
	name, _ := letter.SplitSender(msg.Header.Get("from"))
	auto := autoSubmitted(msg)
	return lead.Unread(from) || noticeSender().MatchString(from) || letter.MachineLike(from) && !isPersonal(name, from) ||
		auto == "auto-generated" || auto == "auto-notified" ||
		msg.Header.Get("feedback-id") != "" && !isPersonal(name, from)
}
