package reading

import (
	"cmp"
	"strings"

	"leadsheet/lead"
	"leadsheet/mailin/message"
	"leadsheet/mailin/reading/letter"
	"leadsheet/mailin/reading/quotations"
)

var (
	// missedCall matches what a telephone system says of a call that left nothing behind.
	missedCall = lazy(`(?i)missed call|verpasster anruf|entgangener anruf|appel manqué|` +
		`llamada perdida|chiamata persa|gemiste oproep`)
	// hiddenNumber matches what it says instead of a number.
	hiddenNumber = lazy(`(?i)\b(anonym\w*|unbekannt|unknown|private|withheld|restricted|blocked|` +
		`unterdrückt|masqué|oculto|sconosciuto)\b`)
)

// readCall fills q from the mail of a telephone system. The caller's number is the way to answer; the program's own
// name and address are not used. A missed call without a number leaves nothing to answer.
func (r *reader) readCall(q *Reading, msg *message.Message, p *compiledPortal, display, from string) {
	q.Kind = lead.Direct
	lines := beforeTrailer(q, letter.LinesOf(msg), p.trailer)
	inner := &message.Message{Header: msg.Header, Text: lines, Attachments: msg.Attachments}
	if p.answer == byReply { // a text message to which one can write back
		r.readPerson(q, inner, display, from)
		q.Email = cmp.Or(q.Email, from)
		return
	}
	number := r.callerOf(inner, display)
	if number == "" && !r.opts.Overruled && missedCall().MatchString(q.Subject) && len(msg.Attachments) == 0 &&
		hiddenNumber().MatchString(q.Subject+" "+message.JoinLines(lines)) {
		verdict{lead.BulkMail, q.Rule, "a missed call without a number"}.put(q)
		return
	}
	need, d := quotations.RequestOf(lines, display)
	q.leaveDivision(d)
	q.Phone, q.Need = number, cmp.Or(strings.TrimSpace(need), message.Clean(q.Subject, maxNeed))
	q.Name = letter.IntroducedAs(d.Text)
	if q.Phone == "" {
		q.Phone = letter.PhoneOf(d.Text, nil, r.opts.Country)
	}
	q.Email, q.Company = "", ""
	q.unread(from)
}
