package intake

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"leadsheet/forms"
	"leadsheet/lead"
	"leadsheet/mailin"
)

// Drop is a folder of form exports and saved messages as a source. Its files are read and never changed; they are moved
// only if the setting says so.
type Drop struct {
	Folder string
	// Quiet is how long a file must not have changed before it is read; it may still be being written.
	Quiet time.Duration
	After string       // what becomes of a file whose records are stored: see DropFolderAfter
	Log   *slog.Logger // told what every file brought; nil for silence
	// Claims remember which file ended the process; nil remembers nothing.
	Claims  *Claims
	Parsers Parsers
	// Now is the clock of the pass; nil for the machine's. Whether a file is complete is seen by the machine's clock
	// whatever Now says, since the times of files are the machine's too. What has no time of its own came when its file
	// was written, but never after Now.
	Now func() time.Time

	read        map[string]droppedFile // by path; a cache, so that an unchanged file is not read again
	known       map[string]bool        // the keys that were known at the last look
	remaining   []listedFile           // the file at hand, and those behind it
	rereadMoved bool                   // what was moved away is read again: see Known.SetBack
	warnedEmpty map[string]bool        // files of which it was said that they are empty
	logged      time.Time              // when a long job has last been told of
}

// droppedFile is a file as it was read, and what it brought.
type droppedFile struct {
	size     int64
	modified time.Time
	team     string // the team decides what a forwarded mail is
	sum      [sha256.Size]byte
	importResult
}

// maxFile is the largest file that is read; exports of a small business are a thousandth of it.
const maxFile = 200 << 20

// Name says "drop folder".
func (d *Drop) Name() string { return "drop folder" }

// Collect reads the files that are new or have changed, the oldest first. A file that cannot be read becomes an inquiry
// that says so.
func (d *Drop) Collect(ctx context.Context, known Known) ([]lead.Inquiry, error) {
	if d.read == nil {
		d.read = map[string]droppedFile{}
	}
	d.known = known.Keys
	d.rereadMoved = d.rereadMoved || known.SetBack
	files, failed := d.files(ctx)
	here := make(map[string]bool, len(files))
	index := &recordIndex{known: known, all: map[string]lead.Inquiry{}}
	defer d.Claims.Drop()
	for i, f := range files {
		d.remaining = files[i:]
		here[f.path] = true
		if err := ctx.Err(); err != nil {
			return index.items(), errors.Join(failed, err)
		}
		items, err := []lead.Inquiry{f.notice}, error(nil)
		if f.notice.Key == "" {
			items, err = d.file(ctx, f.path, index)
		}
		if err != nil {
			failed = errors.Join(failed, err)
		}
		index.add(items)
		d.progress("reading the drop folder", "file", i+1, "of", len(files))
	}
	d.rereadMoved = d.rereadMoved && (failed != nil || d.movedUnstored(known))
	for path := range d.read {
		if !here[path] {
			delete(d.read, path) // taken away by a person
		}
	}
	if len(index.all) > MaxItems {
		d.progress("taking in exports", "waiting", len(index.all)+len(index.later))
	}
	return index.items(), failed
}

// progress logs how far a long job is, every few seconds.
func (d *Drop) progress(what string, args ...any) {
	if d.Log == nil {
		return
	}
	if d.logged.IsZero() || time.Since(d.logged) > time.Minute {
		d.logged = time.Now() // the first file of a job is not worth a line
	}
	if time.Since(d.logged) > 3*time.Second {
		d.logged = time.Now()
		d.Log.Info(what, args...)
	}
}

// file returns what a file brings. It is read only when it is new or has changed, or when the workbook has forgotten
// it.
func (d *Drop) file(ctx context.Context, path string, index *recordIndex) ([]lead.Inquiry, error) {
	team := fmt.Sprint(index.known.Team, index.known.Country, index.known.Zone)
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("look at %s: %w", path, err)
	}
	if was, ok := d.read[path]; ok && was.size == info.Size() && was.modified.Equal(info.ModTime()) &&
		was.team == team && was.isCurrent(index) {
		if was.summary != "" && index.known.Keys[was.summary] && was.items != nil {
			was.items, was.records = nil, nil // all of it is stored, and may be a lot
			d.read[path] = was
		}
		return was.items, nil
	}
	if info.Size() == 0 {
		d.warnEmpty(path)
		return nil, nil // it is just being made; the next pass looks again
	}
	if info.Size() > maxFile {
		return nil, fmt.Errorf("%s has %d MB; split it into files of at most %d MB", path, info.Size()>>20, maxFile>>20)
	}
	data, info, err := d.settledFile(ctx, path, info)
	if err != nil || data == nil {
		return nil, err
	}
	f := droppedFile{size: info.Size(), modified: info.ModTime(), team: team, sum: sha256.Sum256(data)}
	switch mails := mailin.Handles(path); {
	case !mails && index.known.Keys[summaryKey(f.sum)]:
		f.summary = summaryKey(f.sum) // all of it has come in, under this name or another
	case !mails && d.isCopy(path, f.sum, index, &f):
		// The same export under another name brings nothing.
	default:
		d.parse(path, data, info, &f, index)
	}
	d.read[path] = f
	return f.items, nil
}

// parse reads a file, unless that has ended the process too often.
func (d *Drop) parse(path string, data []byte, info os.FileInfo, f *droppedFile, index *recordIndex) {
	name := filepath.Base(path)
	claim, may := d.claim(path, info)
	switch {
	case !may:
		line := unreadable(name, data, d.receivedAt(f.modified), errStopped(name, f.size))
		f.items, f.needsReview = []lead.Inquiry{line}, true
		return
	case mailin.Handles(path):
		for _, m := range readMessages(name, data, d.receivedAt(f.modified), index, d.Parsers, d.Log) {
			f.items = append(append(f.items, m.records...), m.in)
		}
	default:
		f.importResult = d.export(path, data, f, index)
	}
	d.Claims.Read(claim)
}

// claim notes that a file is about to be read, and with it those behind it that are not suspected. It reports whether
// the file may be read: one that has ended the process too often may not.
func (d *Drop) claim(path string, info os.FileInfo) (claim string, may bool) {
	claim = fileClaim(path, info.Size(), info.ModTime())
	deaths := d.Claims.Deaths(claim)
	switch {
	case deaths >= maxDeaths:
		return claim, false
	case deaths > 0:
		d.Claims.Take(claim)
	case !d.Claims.Holds(claim):
		all := []string{claim}
		for _, f := range d.remaining {
			was, known := d.read[f.path]
			next := fileClaim(f.path, f.size, f.modified)
			if next == claim || known && was.size == f.size && was.modified.Equal(f.modified) || f.notice.Key != "" {
				continue
			}
			if len(all) == fetchBatch || d.Claims.Deaths(next) > 0 {
				break
			}
			all = append(all, next)
		}
		d.Claims.Take(all...)
	}
	return claim, true
}

// fileClaim is what a file is called in the claims.
func fileClaim(path string, size int64, modified time.Time) string {
	return fmt.Sprintf("file %s, %d bytes of %s", path, size, modified.UTC().Format(time.RFC3339Nano))
}

// warnEmpty says once that a file is empty.
func (d *Drop) warnEmpty(path string) {
	if d.Log == nil || d.warnedEmpty[path] {
		return
	}
	if d.warnedEmpty == nil {
		d.warnedEmpty = map[string]bool{}
	}
	d.warnedEmpty[path] = true
	d.Log.Warn("the file is empty so far; it is read as soon as there is something in it", "file", path)
}

// export takes in a form export.
func (d *Drop) export(path string, data []byte, f *droppedFile, index *recordIndex) importResult {
	name := filepath.Base(path)
	at := d.receivedAt(f.modified)
	opts := formOptions(name, at, index.known)
	job := importJob{name: name, source: "file", modified: at, touched: f.modified, sum: f.sum, growing: true,
		all: takesAll(path), summarize: true, log: d.Log}
	job.read = func(known func(forms.Record) bool) (*forms.Export, error) {
		opts.Known = known
		return d.Parsers.export(data, opts)
	}
	got, err := job.run(index)
	if err != nil {
		got.items, got.needsReview = []lead.Inquiry{unreadable(name, data, at, err)}, true
	}
	return got
}
