package intake

import (
	"crypto/sha256"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"leadsheet/forms"
	"leadsheet/intake/claims"
	"leadsheet/lead"
	"leadsheet/mailin/reading"
)

// maxForeign is how many records an export that came by mail, and not from the team, brings unasked.
const maxForeign = 200

// mailExports are the form exports that are attached to a message, and their records.
type mailExports struct {
	files   []reading.File
	records []lead.Inquiry
	takeAll bool   // a person wants the records whatever they look like
	summary string // the text for the message's own row; "" when they have not been read yet
}

// readExports takes in the files of a message, unless they have crashed the process too often.
func (f *fetcher) readExports(x *mailExports, in *lead.Inquiry, index *recordIndex) {
	claim := exportsClaim(in.Where)
	if f.claims.Crashes(claim) >= claims.MaxCrashes {
		x.skip(in)
		f.log.Error("the files attached to a message have stopped leadsheet several times; they are not read",
			"where", in.Where)
		return
	}
	f.claims.Take(claim)
	defer f.claims.Release()
	x.read(in, index, f.parsers, f.log)
	f.claims.MarkRead(claim)
}

// skip replaces read for exports that have crashed the process too often. Each file becomes a row, for a user to see.
func (x *mailExports) skip(in *lead.Inquiry) {
	for _, file := range x.files {
		item := unreadableFile(file.Name, file.Data, in.Received, errStopped(file.Name, int64(len(file.Data))))
		item.Where = in.Where + ", file " + file.Name
		x.records = append(x.records, item)
	}
	x.files, x.summary = nil, "exports attached: "+stoppedText("mail's files")
}

// describe writes into the message's own row what its exports brought. The row is received no earlier than any of their
// records, so that it is stored after them.
func (x *mailExports) describe(in *lead.Inquiry) {
	in.Ignore, in.Received = x.summary, notBefore(in.Received, x.records)
}

// read takes in the files of a message, and releases their content.
func (x *mailExports) read(in *lead.Inquiry, index *recordIndex, parsers Parsers, log *slog.Logger) {
	var summaries []string
	for _, file := range x.files {
		items, summary := readAttached(file, x.takeAll, in, index, parsers, log)
		summaries = append(summaries, summary)
		x.records = append(x.records, items...)
		index.add(items)
	}
	x.files, x.summary = nil, "exports attached: "+strings.Join(summaries, "; ")
}

// readAttached takes in one file of a message; summary says what became of it.
func readAttached(file reading.File, all bool, in *lead.Inquiry, index *recordIndex, parsers Parsers,
	log *slog.Logger) (items []lead.Inquiry, summary string) {
	opts := formOptions(file.Name, in.Received, index.known)
	opts.Place = in.Where + ", file " + file.Name
	job := importJob{name: file.Name, source: "file", modified: in.Received, sum: sha256.Sum256(file.Data),
		takeAll: all || takesAll(file.Name) && !file.Foreign, mailPlace: opts.Place, log: log}
	if file.Foreign {
		job.most = maxForeign
	}
	job.read = func(known func(forms.Record) bool) (*forms.Export, error) {
		opts.Known = known
		return parsers.export(file.Data, opts)
	}
	job.accept = func(e *forms.Export) bool {
		return slices.Contains(e.Fields, lead.FieldEmail) || slices.Contains(e.Fields, lead.FieldPhone)
	}
	got, err := job.run(index)
	switch {
	case err != nil:
		return nil, fmt.Sprintf("%s could not be read (%v)", file.Name, err)
	case got.ownPart != "": // the message's row says so
		return nil, fmt.Sprintf("%s is leadsheet's own %s: nothing was taken of it", file.Name, got.ownPart)
	case got.rejected:
		return got.items, fmt.Sprintf("%s does not look like the export of a form (put it into the drop folder if it is "+
			"one)", file.Name)
	}
	return got.items, fmt.Sprintf("%s was read: %s", file.Name, got.count)
}
