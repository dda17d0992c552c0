package reading

import (
	"leadsheet/lead"
	"leadsheet/mailin/message"
)

// File is an attached file.
type File struct {
	Name string
	Data []byte
	// Foreign says that it was not sent by a member of the team.
	Foreign bool
}

// exports returns the attached tables when the sender may hand in exports: a colleague who wrote to the intake only, or
// a form vendor whose mail is not a single submission, and of whom the mailbox's own server has found that the mail is
// the vendor's. A table that an outsider attaches belongs to the request, also when a colleague forwards it.
func (r *reader) exports(q *Reading, msg *message.Message) []File {
	if q.FromUs && q.Kind == lead.OwnMail {
		return nil // the export that leadsheet attaches to its own report
	}
	vendor := q.From
	if q.Kind == lead.Forwarded {
		vendor = q.OriginalFrom
	}
	from := r.isTeam(q.From) && q.Kind == lead.OwnMail && q.Unproven == ""
	if maker, _ := lead.FormMaker(vendor); !from && maker {
		from = q.Kind == lead.Direct || q.Kind == lead.BulkMail || q.Kind == lead.AutoReply ||
			(q.Kind == lead.Notification || q.Kind == lead.Forwarded) && (q.Email == "" || q.Email == vendor) &&
				q.Phone == ""
	}
	if !from {
		return nil
	}
	foreign := !r.isTeam(q.From)
	tables := msg.Tables
	for _, inner := range msg.Inner {
		tables = append(tables, inner.Tables...)
	}
	if foreign && len(tables) > 0 && !r.proven(msg, q.From) {
		addProblem(q, "the export "+tables[0].Name+" was not taken in: the mail server does not confirm that the mail is "+
			"from "+vendor+". If it is, save the file and put it into the drop folder")
		return nil
	}
	var out []File
	for _, t := range tables[:min(len(tables), message.MaxTables)] {
		out = append(out, File{t.Name, t.Data(), foreign})
	}
	return out
}
