package intake

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"leadsheet/forms"
	"leadsheet/intake/claims"
	"leadsheet/intake/ledger"
	"leadsheet/lead"
	"leadsheet/mailin"
	"leadsheet/mailin/reading"
)

// maxReread is how much of files is read to find originals whose own file is gone or has another name, in bytes.
const maxReread = 128 << 20

// Again looks for saved mails and records in the files of the folder and in those that were moved away: first in the
// file that the row names, then in the others, the latest first.
func (d *Drop) Again(ctx context.Context, known Known, rows []Asked) ([]lead.Inquiry, []string, error) {
	look := &fileSearch{drop: d, known: known, rows: slices.DeleteFunc(slices.Clone(rows), func(a Asked) bool {
		source := sourceOf(a.Where)
		return source != InDropFolder && source != Elsewhere
	})}
	if len(look.rows) == 0 {
		return nil, nil, nil
	}
	listing := &Drop{Folder: d.Folder, After: d.After, Parsers: d.Parsers, Now: d.Now, Files: d.Files,
		rereadMoved: true}
	files, failed := listing.files(ctx)
	slices.Reverse(files) // they come the oldest first
	files = slices.DeleteFunc(files, func(f listedFile) bool { return f.notice.Key != "" || f.size == 0 })
	defer d.Claims.Release()
	read := int64(0)
	for _, named := range []bool{true, false} {
		for _, f := range files {
			if len(look.rows) == 0 || ctx.Err() != nil {
				break
			}
			if look.isNamed(f.path) != named || f.size > maxFile || !named && read+f.size > maxReread {
				continue
			}
			read += f.size
			failed = errors.Join(failed, look.file(f))
		}
	}
	if failed = errors.Join(failed, ctx.Err()); failed != nil {
		return look.found, keysOf(look.rows), failed
	}
	return look.found, nil, nil
}

// fileSearch is one search for originals in files.
type fileSearch struct {
	drop  *Drop
	known Known
	rows  []Asked // that are not found yet
	found []lead.Inquiry
}

// isNamed reports whether a row that is not found yet names a file.
func (l *fileSearch) isNamed(path string) bool {
	name := "file " + filepath.Base(path)
	return slices.ContainsFunc(l.rows, func(a Asked) bool {
		rest, is := strings.CutPrefix(a.Where, name)
		return is && (rest == "" || strings.HasPrefix(rest, ", ") || strings.HasPrefix(rest, " of "))
	})
}

// file takes what a file has. One that has ended the process too often is not read.
func (l *fileSearch) file(f listedFile) error {
	claim := fileClaim(f.path, f.size, f.modified)
	mails := mailin.Handles(f.path)
	wanted := func(a Asked) bool { return mails || a.isRecord() }
	if l.drop.Claims.Crashes(claim) >= claims.MaxCrashes || !slices.ContainsFunc(l.rows, wanted) {
		return nil
	}
	data, err := l.drop.disk().Read(f.path, maxFile)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	} else if err != nil {
		return fmt.Errorf("read %s again: %w", f.path, err)
	}
	l.drop.Claims.Take(claim)
	defer l.drop.Claims.MarkRead(claim)
	if mails {
		l.mails(filepath.Base(f.path), data)
	} else {
		l.records(f, data)
	}
	return nil
}

// take takes the rows away for which original has found something.
func (l *fileSearch) take(original func(*Asked) (lead.Inquiry, bool)) {
	l.rows = slices.DeleteFunc(l.rows, func(a Asked) bool {
		q, ok := original(&a)
		if ok {
			l.found = append(l.found, q)
		}
		return ok
	})
}

// mails looks in a file of saved mails.
func (l *fileSearch) mails(name string, data []byte) {
	for i, raw := range mailin.Mbox(data) {
		env := reading.Envelope{Where: fmt.Sprintf("file %s, message %d", name, i+1)}
		opts := reading.Options{Team: l.known.Team, Country: l.known.Country, Senders: l.known.Senders}
		now := l.drop.Parsers.message(raw, env, opts)
		opts.Overruled = true
		r := l.drop.Parsers.message(raw, env, opts)
		var records []lead.Inquiry
		wanted := slices.ContainsFunc(l.rows, func(a Asked) bool { return !a.isMail() })
		if x := (mailExports{files: now.Files}); wanted && len(x.files) > 0 {
			x.read(&now.Inquiry, newRecordIndex(l.known.forgetful()), l.drop.Parsers, nil)
			records = x.records
		}
		l.take(func(a *Asked) (lead.Inquiry, bool) {
			if a.isMail() && a.fits(&r.Inquiry, false) == another {
				return lead.Inquiry{}, false
			}
			if a.AsItIs {
				return a.choose(now.Inquiry, attachedTo(&now), nil)
			}
			return a.choose(r.Inquiry, attachedTo(&r), records)
		})
	}
}

// attachedTo are the messages of others that are attached to a mail.
func attachedTo(r *reading.Reading) []lead.Inquiry {
	out := make([]lead.Inquiry, len(r.Others))
	for i := range r.Others {
		out[i] = r.Others[i].Inquiry
	}
	return out
}

// records looks in a form export. One that cannot be read has none.
func (l *fileSearch) records(f listedFile, data []byte) {
	opts := formOptions(filepath.Base(f.path), l.drop.receivedAt(f.modified), l.known)
	opts.Folder = l.drop.folderOf(f.path)
	opts.Known = func(r forms.Record) bool {
		return !slices.ContainsFunc(l.rows, func(a Asked) bool { return ledger.ParseKey(a.Key).Own() == r.Key })
	}
	got, err := l.drop.Parsers.export(data, opts)
	if err != nil {
		return
	}
	l.take(func(a *Asked) (lead.Inquiry, bool) { return a.record(got.Inquiries) })
}

// Again looks for records in the response tabs. All of them are read, as for a place whose time has come.
func (r *Responses) Again(ctx context.Context, known Known, rows []Asked) ([]lead.Inquiry, []string, error) {
	rows = slices.DeleteFunc(slices.Clone(rows), func(a Asked) bool {
		source := sourceOf(a.Where)
		return source != InResponses && source != Elsewhere || !a.isRecord()
	})
	if len(rows) == 0 {
		return nil, nil, nil
	}
	look := &Responses{Places: r.Places, Now: r.Now, Names: r.Names}
	_, err := look.Collect(ctx, known.forgetful())
	l := fileSearch{rows: rows}
	for i := range look.seen {
		s := &look.seen[i]
		l.take(func(a *Asked) (lead.Inquiry, bool) { return a.record(s.items) })
		if s.said != "" {
			err = errors.Join(err, errors.New(s.said))
		}
	}
	if err != nil {
		return l.found, keysOf(l.rows), err
	}
	return l.found, nil, nil
}
