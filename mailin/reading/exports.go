package reading

import (
	"leadsheet/lead"
	"leadsheet/mailin/message"
)

// File is an attached file.
type File struct {
	Name string
	Data []byte
}

// exports returns the attached tables when the sender may hand in exports: a colleague who wrote to the intake only, or
// a form vendor whose mail is not a single submission. A table that an outsider attaches belongs to the request, also
// when a colleague forwards it.
func (r *reader) exports(q *Reading, msg *message.Message) []File {
	vendor := q.From
	if q.Kind == lead.Forwarded {
		vendor = q.OriginalFrom
	}
	from := r.isTeam(q.From) && q.Kind == lead.OwnMail && q.Unproven == ""
	if maker, _ := lead.FormMaker(vendor); !from && maker {
		from = q.Kind == lead.Direct || q.Kind == lead.BulkMail || q.Kind == lead.AutoReply ||
			(q.Kind == lead.Notification || q.Kind == lead.Forwarded) && (q.Email == "" || q.Email == vendor) && q.Phone == ""
	}
	if !from {
		return nil
	}
	tables := msg.Tables
	for _, inner := range msg.Inner {
		tables = append(tables, inner.Tables...)
	}
	var out []File
	for _, t := range tables[:min(len(tables), message.MaxTables)] {
		out = append(out, File{t.Name, t.Data()})
	}
	return out
}
