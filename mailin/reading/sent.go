package reading

import (
	"leadsheet/intake/ledger"
	"leadsheet/lead"
	"leadsheet/mailin/message"
	"leadsheet/mailin/reading/letter"
	"leadsheet/mailin/reading/quotations"
)

// Withheld begins the problem of a message of which only the header could be read.
const Withheld = "could not read this message, the mail server does not hand it over"

// ParseOutline makes an inquiry of a message of which only the header or only the position is known. A person has to
// look at it, so its kind is lead.Unreadable unless the header shows that it is no lead.
func ParseOutline(raw []byte, env Envelope, opts Options) lead.Inquiry {
	env.Truncated = false // the problem says more
	q := Parse(raw, env, opts).Inquiry
	q.ToUs = nil // what was typed comes with the whole message
	if q.Kind == lead.OwnMail {
		q.Ignore = "" // a colleague may have forwarded an unknown customer
	}
	if q.Ignore == "" {
		q.Kind, q.ForwardedBy, q.Rule = lead.Unreadable, "", "" // the problem says what decided
		if opts.Team.Has(q.From) {
			q.Name, q.Email = "", ""
		}
	}
	q.Problem = Withheld + ": open it in the mailbox, " + env.Where
	if q.Need == "" {
		q.Need = message.Clean(q.Subject, maxNeed)
	}
	if len(raw) == 0 {
		q.Key = ledger.OfMessageAt(env.Where).String() // without bytes, all such messages would have the same key
	}
	return q
}

// ParseSent reads the header of a message that the team has sent. Its time is when it reached the folder, whatever its
// Date field says.
func ParseSent(raw []byte, env Envelope, opts Options) lead.Inquiry {
	r := &reader{opts: opts}
	h, _, _ := message.ParseHeader(raw)
	msg := &message.Message{Header: h}
	q := Reading{Inquiry: lead.Inquiry{Channel: lead.ByMail, Kind: lead.SentMail, Received: env.Received,
		Where: env.Where, Subject: message.OneLine(h.Get("subject"), 500), Ignore: "a mail that we have sent"}}
	_, q.From = letter.SplitSender(h.Get("from"))
	q.MessageID, q.InReplyTo, q.References = msg.Thread()
	if q.FromUs = h.Get(ownMark) != ""; !q.FromUs && r.programReason(&q, msg) == "" {
		q.AnsweredTo = r.outsiders(msg)
	}
	if quotations.ForwardSubject().MatchString(q.Subject) {
		q.InReplyTo, q.References = "", nil // a forwarded mail answers no one in its thread
	}
	q.Key = ledger.OfSentMail(q.MessageID, h.Get("date"), h.Get("to"), h.Get("cc"), q.Subject).String()
	return q.Inquiry
}
