package today

import (
	"net/url"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/sheets"
)

// mailCell is the cell of the address of a lead.
type mailCell struct {
	row  int
	lead *lead.Lead
}

// mostInURL is how long an address of the form mailto: may be: Excel opens no longer one.
const mostInURL = 255

// linkMails makes the addresses on the page begin a mail to the lead, of which leadsheet gets a copy: so it sees the
// answer, whichever mailbox that goes out from. Without a mailbox it would see none.
func (w *worklist) linkMails() {
	box, seen := lead.NormalizeEmail(w.b.In.Mailbox)
	if !seen {
		return
	}
	addresses := make(map[string]string, len(w.mails))
	for _, m := range w.mails {
		addresses[m.lead.ID] = m.lead.Email
	}
	last := w.b.lastMails(addresses)
	for _, m := range w.mails {
		to, ok := lead.NormalizeEmail(m.lead.Email)
		if !ok || lead.Unread(to) {
			continue
		}
		cell := w.c.Cell(m.row, lastColumn)
		cell.Style, cell.LinkURL = sheets.TableLink, mailTo(to, box, w.b.answerTo(last[m.lead.ID].subject))
	}
}

// mailTo is the address with which a mail begins; a long subject is cut.
func mailTo(to, copyTo, subject string) string {
	start := "mailto:" + inURL(to) + "?cc=" + inURL(copyTo)
	for r := []rune(subject); len(r) > 0; r = r[:len(r)-1] {
		if long := start + "&subject=" + inURL(strings.TrimSpace(string(r))); len(long) <= mostInURL {
			return long
		}
	}
	return start
}

// inURL is a text as it stands in an address of the form mailto:.
func inURL(text string) string {
	return strings.NewReplacer("&", "%26", "+", "%2B", "=", "%3D").Replace(url.PathEscape(text))
}

// lastMail is the last mail that a lead has written: its subject, and its Message-ID where that is known.
type lastMail struct{ subject, id string }

// lastMails are those of the leads with these addresses, by their IDs. What a form or a colleague has sent has a
// subject that the customer never saw.
func (b *dataset) lastMails(addresses map[string]string) map[string]lastMail {
	out := map[string]lastMail{}
	for i := len(b.In.Mails) - 1; i >= 0; i-- {
		for rows, k := b.In.Mails[i], len(b.In.Mails[i])-1; k >= 0; k-- {
			r := &rows[k]
			address, shown := addresses[r.Lead]
			if !shown || r.Lead == "" || out[r.Lead].subject != "" {
				continue
			}
			if m := mailOf(r, address); m.subject != "" {
				out[r.Lead] = m
			}
		}
	}
	return out
}

// mailOf is a row of Intake as a mail that somebody with that address has written; without a subject when it is none.
func mailOf(r *lead.IntakeRow, address string) lastMail {
	if r.Channel != lead.ByMail || r.Subject == "" || !lead.SameAddress(r.From, address) {
		return lastMail{}
	}
	return lastMail{words.OneLine(beginning(r.Subject)), r.MessageID}
}

// answerTo is the subject of an answer to a mail with that subject; without one it names the request.
func (b *dataset) answerTo(subject string) string {
	say, business := &b.Say.Worklist, words.OneLine(b.Policy.Business)
	switch {
	case len(subject) >= 3 && strings.EqualFold(subject[:3], "re:"):
		return subject
	case subject != "":
		return say.Answer.With(subject)
	case business != "":
		return say.SubjectTo.With(business)
	}
	return say.Subject
}
