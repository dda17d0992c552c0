package mailin

import (
	"path/filepath"
	"strings"

	"github.com/jhillyerd/enmime/v2"

	"leadsheet/lead"
)

// File is a file that is attached to a message.
type File struct {
	Name string
	Data []byte
}

// maxFiles is how many tables of one message are handed over.
const maxFiles = 20

// table is an attached file that may be the export of a form.
type table struct {
	name     string
	content  []byte
	encoding string
}

// keepTable notes an attachment that may be the export of a form.
func (l *letter) keepTable(p *enmime.Part) {
	name := oneLine(decodeWords(p.FileName), 200)
	switch strings.ToLower(filepath.Ext(name)) {
	case ".csv", ".tsv", ".xlsx", ".zip":
		if len(l.tables) < maxFiles {
			l.tables = append(l.tables, table{name, p.Content, p.Header.Get("Content-Transfer-Encoding")})
		}
	}
}

// exports returns the files of a mail whose sender may hand in the exports of a form: a colleague who wrote to nobody
// else, or the maker of a form whose mail is about no single submission. What an outsider attaches to a request belongs
// to the request, whoever forwards it.
func (r *reader) exports(q *Reading, l *letter) []File {
	vendor := q.From
	if q.Kind == lead.Forwarded {
		vendor = q.OriginalFrom
	}
	from := r.ours(q.From) && q.Kind == lead.OwnMail
	if maker, _ := lead.FormMaker(vendor); !from && maker {
		from = q.Kind == lead.Direct || q.Kind == lead.BulkMail || q.Kind == lead.AutoReply || (q.Kind == lead.Notification || q.Kind == lead.Forwarded) && (q.Email == "" || q.Email == vendor) && q.Phone == ""
	}
	if !from {
		return nil
	}
	tables := l.tables
	for _, inner := range l.inner {
		tables = append(tables, inner.tables...)
	}
	var out []File
	for _, t := range tables[:min(len(tables), maxFiles)] {
		out = append(out, File{t.name, decodeTransfer(t.content, t.encoding)})
	}
	return out
}
