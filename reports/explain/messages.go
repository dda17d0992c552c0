package explain

import (
	"cmp"

	"leadsheet/lead"
)

// message is the sentence of an event of a message that leadsheet sent, and the reason that it gives; "" for another
// event.
func (x *explainer) message(e *lead.Event) (text string, why []string) {
	to := cmp.Or(e.From, "somebody")
	about := ""
	if e.Column != "" {
		about = " (" + e.Column + ")"
	}
	if e.Why != "" {
		why = []string{e.Why}
	}
	switch e.What {
	case lead.Sending:
		return "leadsheet began to send " + to + " a message" + about + ".", nil
	case lead.Sent:
		return "The message to " + to + about + " went out.", why
	case lead.NotSent:
		return "The message to " + to + about + " was not sent.", why
	case lead.SentOrNot:
		return "Nobody knows whether the message to " + to + about + " was sent; it is not sent again.", why
	case lead.SendingBegan:
		return "leadsheet began to send messages.", nil
	}
	return "", nil
}
