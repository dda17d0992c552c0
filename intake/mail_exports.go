package intake

import (
	"crypto/sha256"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"leadsheet/forms"
	"leadsheet/lead"
	"leadsheet/mailin"
	"leadsheet/mailin/reading"
)

// mailExports are the exports that are attached to a mail, and what they brought.
type mailExports struct {
	files   []reading.File
	records []lead.Inquiry
	told    string // what the mail's own row says; "" when they have not been read yet
}

func (m *Mailbox) prepareExports() {
	if m.exports == nil {
		m.exports = map[string]*mailExports{}
	}
}

// examined reads a message, and puts aside the exports that are attached to it.
func (m *Mailbox) examined(it mailin.Item, env reading.Envelope, opts reading.Options) lead.Inquiry {
	r := m.Parsers.message(it.Raw, env, opts)
	if len(r.Files) > 0 && m.exports != nil {
		m.exports[it.Where] = &mailExports{files: r.Files}
	}
	if len(r.Others) > 0 && m.others != nil {
		others := make([]lead.Inquiry, len(r.Others))
		for i := range others {
			others[i] = r.Others[i].Inquiry
		}
		m.others[it.Where] = others
	}
	return r.Inquiry
}

// withAttached puts before each mail what is attached to it: further messages, and the records of exports. The row of a
// mail comes behind theirs, so that a mail whose row is stored needs not be read again.
func (m *Mailbox) withAttached(mails []lead.Inquiry, known Known) []lead.Inquiry {
	p := &recordIndex{known: known, all: map[string]lead.Inquiry{}}
	all := make([]lead.Inquiry, 0, len(mails))
	here := make(map[string]bool, len(m.exports))
	for i := range mails {
		in := &mails[i]
		all = append(all, m.attached(in)...)
		if x := m.exports[in.Where]; x != nil && !known.Keys[in.Key] {
			here[in.Where] = true
			before := len(p.order)
			if x.told == "" {
				m.readExports(x, in, p)
			}
			p.add(x.records)
			all = append(all, p.since(before)...)
			x.tell(in)
		}
		all = append(all, *in)
	}
	for where := range m.exports {
		if !here[where] {
			delete(m.exports, where) // stored, or no longer in the mailbox
		}
	}
	return all
}

// readExports takes in the files of a mail, unless they have ended the process too often.
func (m *Mailbox) readExports(x *mailExports, in *lead.Inquiry, p *recordIndex) {
	claim := exportsClaim(in.Where)
	if m.Claims.Deaths(claim) >= maxDeaths {
		x.passedOver(in)
		m.Log.Error("the files attached to a message have stopped leadsheet several times; they are not read", "where", in.Where)
		return
	}
	m.Claims.Take(claim)
	defer m.Claims.Drop()
	x.read(in, p, m.Parsers, m.Log)
	m.Claims.Read(claim)
}

// tell has the mail's own row say what its exports brought, behind all of them.
func (x *mailExports) tell(in *lead.Inquiry) {
	in.Ignore = x.told
	for _, r := range x.records {
		if r.Received.After(in.Received) {
			in.Received = r.Received
		}
	}
}

// read takes in the files of a mail. They are not needed any more then.
func (x *mailExports) read(in *lead.Inquiry, p *recordIndex, by Parsers, log *slog.Logger) {
	var told []string
	for _, f := range x.files {
		opts := formOptions(f.Name, in.Received, p.known)
		opts.Place = in.Where + ", file " + f.Name
		e := importJob{name: f.Name, source: "file", modified: in.Received, sum: sha256.Sum256(f.Data), all: takesAll(f.Name), log: log}
		e.read = func(known func(forms.Record) bool) (*forms.Export, error) {
			opts.Known = known
			return by.export(f.Data, opts)
		}
		e.accept = func(e *forms.Export) bool {
			return slices.ContainsFunc(e.Fields, func(f lead.Field) bool { return f == lead.FieldEmail || f == lead.FieldPhone })
		}
		got, err := e.run(p)
		switch {
		case err != nil:
			told = append(told, fmt.Sprintf("%s could not be read (%v)", f.Name, err))
		case got.own != "":
			told = append(told, fmt.Sprintf("%s is leadsheet's own %s: nothing was taken of it", f.Name, got.own))
			got.items = nil // the mail's row says it
		case got.rejected:
			told = append(told, fmt.Sprintf("%s does not look like the export of a form (put it into the drop folder if it is one)", f.Name))
		default:
			told = append(told, fmt.Sprintf("%s was read: %s", f.Name, got.count))
		}
		x.records = append(x.records, got.items...)
		p.add(got.items)
	}
	x.files, x.told = nil, "exports attached: "+strings.Join(told, "; ")
}
