package intake

import (
	"crypto/sha256"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"leadsheet/forms"
	"leadsheet/lead"
	"leadsheet/mailin/reading"
)

// mailExports are the form exports that are attached to a message, and what they brought.
type mailExports struct {
	files   []reading.File
	records []lead.Inquiry
	told    string // what the message's own row says; "" when they have not been read yet
}

// readExports takes in the files of a message, unless they have ended the process too often.
func (f *fetcher) readExports(x *mailExports, in *lead.Inquiry, index *recordIndex) {
	claim := exportsClaim(in.Where)
	if f.claims.Deaths(claim) >= maxDeaths {
		x.refuse(in)
		f.log.Error("the files attached to a message have stopped leadsheet several times; they are not read",
			"where", in.Where)
		return
	}
	f.claims.Take(claim)
	defer f.claims.Drop()
	x.read(in, index, f.parsers, f.log)
	f.claims.Read(claim)
}

// refuse is read for exports that have ended the process too often. Each file is a row that somebody looks at.
func (x *mailExports) refuse(in *lead.Inquiry) {
	for _, file := range x.files {
		item := unreadable(file.Name, file.Data, in.Received, errStopped(file.Name, int64(len(file.Data))))
		item.Where = in.Where + ", file " + file.Name
		x.records = append(x.records, item)
	}
	x.files, x.told = nil, "exports attached: "+stoppedText("mail's files")
}

// tell has the message's own row say what its exports brought. It is received no earlier than any of their records, so
// that it is stored behind them.
func (x *mailExports) tell(in *lead.Inquiry) {
	in.Ignore = x.told
	for _, r := range x.records {
		if r.Received.After(in.Received) {
			in.Received = r.Received
		}
	}
}

// read takes in the files of a message, and releases them.
func (x *mailExports) read(in *lead.Inquiry, index *recordIndex, by Parsers, log *slog.Logger) {
	var told []string
	for _, file := range x.files {
		items, text := readAttached(file, in, index, by, log)
		told = append(told, text)
		x.records = append(x.records, items...)
		index.add(items)
	}
	x.files, x.told = nil, "exports attached: "+strings.Join(told, "; ")
}

// readAttached takes in one file of a message; told is what became of it.
func readAttached(file reading.File, in *lead.Inquiry, index *recordIndex, by Parsers,
	log *slog.Logger) (items []lead.Inquiry, told string) {
	opts := formOptions(file.Name, in.Received, index.known)
	opts.Place = in.Where + ", file " + file.Name
	job := importJob{name: file.Name, source: "file", modified: in.Received, sum: sha256.Sum256(file.Data),
		all: takesAll(file.Name), log: log}
	job.read = func(known func(forms.Record) bool) (*forms.Export, error) {
		opts.Known = known
		return by.export(file.Data, opts)
	}
	job.accept = func(e *forms.Export) bool {
		return slices.Contains(e.Fields, lead.FieldEmail) || slices.Contains(e.Fields, lead.FieldPhone)
	}
	got, err := job.run(index)
	switch {
	case err != nil:
		return nil, fmt.Sprintf("%s could not be read (%v)", file.Name, err)
	case got.own != "": // its row is that of the message
		return nil, fmt.Sprintf("%s is leadsheet's own %s: nothing was taken of it", file.Name, got.own)
	case got.rejected:
		return got.items, fmt.Sprintf("%s does not look like the export of a form (put it into the drop folder if it is "+
			"one)", file.Name)
	}
	return got.items, fmt.Sprintf("%s was read: %s", file.Name, got.count)
}
