package outcomes

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"leadsheet/intake/ledger"
	"leadsheet/lead"
	"leadsheet/lead/words"
)

// FromRow rebuilds an inquiry from its row of Intake, and from its text where that is known; problem says that it is no
// more than that.
func FromRow(r *lead.IntakeRow, text, problem string) lead.Inquiry {
	q := lead.Inquiry{Key: r.Key, Channel: r.Channel, Received: r.Received, From: r.From, Subject: r.Subject,
		Email: r.From, Need: cmp.Or(text, r.Subject), Where: r.Where, MessageID: r.MessageID, Problem: problem}
	if name, address, ok := strings.Cut(r.From, "<"); ok {
		q.Name, q.Email = strings.Trim(name, " \""), strings.Trim(address, " >")
	}
	if !strings.Contains(q.Email, "@") {
		if q.Name == "" {
			q.Name = q.Email
		}
		q.Email = ""
	}
	return q
}

// Describe says which message a row is about, so that a user finds it: when it came, from whom, about what and where.
func Describe(r *lead.IntakeRow, say *words.ActivityTexts, zone *time.Location) string {
	text := say.Message
	if r.Channel == lead.ByForm {
		text = say.Record
	}
	if !r.Received.IsZero() {
		text += " " + say.OfTime.With(r.Received.In(zone).Format("2006-01-02 15:04"))
	}
	if r.From != "" {
		text += " " + say.From.With(words.Shorten(r.From, 60))
	}
	if r.Subject != "" {
		text += fmt.Sprintf(", %q", words.Shorten(r.Subject, 80))
	}
	if r.Where != "" {
		text += " (" + ledger.ShownPlace(r.Where) + ")"
	}
	return text
}
