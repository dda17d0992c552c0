package reading

import (
	"strings"

	"leadsheet/lead"
	"leadsheet/mailin/message"
	"leadsheet/mailin/reading/labels"
)

// applySenders finds the rule of the workbook that is about the sender of a message. Where it says that the mail is a
// lead, no reason is looked for to put it aside; a report about a mail of ours stays one all the same.
func (r *reader) applySenders(msg *message.Message, from string) {
	r.rule = r.opts.Senders.Find(msg.Header.Get("subject"), from)
	if r.rule != nil && r.rule.Then != lead.IgnoreSender && !msg.Report && !msg.Complaint && !msg.Receipt {
		r.opts.Overruled = true
	}
}

// isRelay reports whether the workbook says of an address that it passes on what others want. An address that was made
// for one conversation reaches the person.
func (r *reader) isRelay(address string) bool {
	return r.rule != nil && r.rule.Then == lead.RelaySender && r.rule.FitsSender(address) &&
		lead.ReadershipOf(address) != lead.OnePerson
}

// fromRelay reads a mail whose sender passes on what others want: the fields of a form, else a text about a person.
func (r *reader) fromRelay(q *Reading, msg *message.Message, name string) {
	fields, known, form := r.readFormMail(msg, q.From)
	if !known && !form {
		fields = labels.BestFields(msg)
		form = r.hasVisitor(fields)
	}
	if known || form {
		r.readForm(q, msg, fields)
		return
	}
	r.readMachine(q, msg, name, q.From)
	if strings.TrimSpace(q.Need) == "" {
		q.Need = message.Clean(q.Subject, maxNeed)
	}
}
