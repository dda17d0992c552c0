package intake

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"time"

	"leadsheet/forms"
	"leadsheet/lead"
	"leadsheet/mailin"
	"leadsheet/mailin/reading"
)

// ReadFile turns a saved message, a mailbox file or a form export into inquiries, those of messages first. What cannot
// be read becomes an inquiry of kind lead.Unreadable that says why.
func ReadFile(path string, data []byte, modified time.Time, known Known) []lead.Inquiry {
	name := filepath.Base(path)
	if mailin.Handles(name) {
		var items, records []lead.Inquiry
		index := newRecordIndex(known)
		for _, m := range readMessages(name, data, modified, index, Parsers{}, nil) {
			items, records = append(items, m.in), append(records, m.records...)
		}
		return append(items, records...)
	}
	items, _ := ReadExport(name, data, modified, known)
	return items
}

// ReadExport is ReadFile for a form export. It also returns the export, or nil when it could not be read.
func ReadExport(path string, data []byte, modified time.Time, known Known) ([]lead.Inquiry, *forms.Export) {
	name := filepath.Base(path)
	got, err := Parsers{}.export(data, formOptions(name, modified, known))
	if err != nil {
		return []lead.Inquiry{unreadableFile(name, data, modified, err)}, nil
	}
	switch {
	case got.Own != "":
		return []lead.Inquiry{ownFile(name, "file", got.Own, modified)}, got
	case got.Nobody && !takesAll(name):
		job := importJob{name: name, source: "file", modified: modified, sum: sha256.Sum256(data)}
		c := counts{rows: len(got.Records), heldBack: len(got.Records), leftOut: got.Left, leftOutWhy: got.LeftOut()}
		return []lead.Inquiry{job.heldBackRow(c, true, false)}, got
	}
	return got.Inquiries, got
}

// savedMessage is a saved message with the records of the exports that are attached to it. The records are stored
// before the message, whose row says that all of them are there.
type savedMessage struct {
	in      lead.Inquiry
	records []lead.Inquiry
}

// readMessages reads saved messages in the order of their file.
func readMessages(name string, data []byte, modified time.Time, index *recordIndex, parsers Parsers,
	log *slog.Logger) []savedMessage {
	opts := reading.Options{Team: index.known.Team, Country: index.known.Country, Senders: index.known.Senders}
	var out []savedMessage
	messages := mailin.Mbox(data)
	if len(messages) == 0 {
		in := unreadableFile(name, data, modified, errors.New("it is empty; save the mail again"))
		in.Channel = lead.ByMail
		return []savedMessage{{in: in}}
	}
	for i, raw := range messages {
		where := "file " + name
		if i > 0 || strings.EqualFold(filepath.Ext(name), ".mbox") {
			where = fmt.Sprintf("file %s, message %d", name, i+1)
		}
		r := parsers.message(raw, reading.Envelope{Where: where}, opts)
		for _, r := range append(r.Others, r) {
			m := savedMessage{in: r.Inquiry}
			if m.in.Received.IsZero() {
				m.in.Received = modified
			}
			if x := (mailExports{files: r.Files}); len(r.Files) > 0 {
				x.read(&m.in, index, parsers, log)
				x.describe(&m.in)
				m.records = x.records
			}
			out = append(out, m)
		}
	}
	return out
}
