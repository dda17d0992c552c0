package intake

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"leadsheet/forms"
	"leadsheet/intake/claims"
	"leadsheet/lead"
	"leadsheet/mailin"
)

// Drop is a folder of form exports and saved messages as a source. Its files are read and never changed; they are moved
// only if After says so.
type Drop struct {
	Folder string
	// Quiet is how long a file must not have changed before it is read, because it may still be being written.
	Quiet time.Duration
	After string       // what becomes of a file whose records are stored: see DropFolderAfter
	Log   *slog.Logger // for what every file brought; nil for none
	// Claims remember which file crashed the process; nil remembers nothing.
	Claims  *claims.Claims
	Parsers Parsers
	// Now is the clock of the pass; nil for the machine's. Whether a file is complete is always decided by the
	// machine's clock, as the times of files are the machine's too. A record without a time of its own was received
	// when its file was written, but not after Now.
	Now func() time.Time
	// Files is the file system; nil for the machine's.
	Files Files

	read           map[string]droppedFile // by path; a cache, so that unchanged files are not read again
	known          Known                  // at the last Collect
	remaining      []listedFile           // the current file, and those after it
	rereadMoved    bool                   // files that were moved away are read again: see Known.SetBack
	watched        map[string]time.Time   // files that were moved away a short while ago, and until when they are read
	warnedEmpty    map[string]bool        // files about which a warning says that they are empty
	progressLogged time.Time              // when the progress of a long job was logged last
	waiting        int                    // records that the last Collect left for later passes

	tell func(format string, args ...any) // for the progress of a long job; nil for none
}

// droppedFile is a file as it was read, and what it brought.
type droppedFile struct {
	size     int64
	modified time.Time
	team     string // the team, country and zone with which it was read: another team changes what a forwarded mail is
	sum      [sha256.Size]byte
	importResult
}

// maxFile is the largest file that is read, in bytes. Exports of a small business have a thousandth of it.
const maxFile = 200 << 20

// Waiting implements Counter.
func (d *Drop) Waiting() int { return d.waiting }

// ReadsAgain implements SetBackReader.
func (d *Drop) ReadsAgain() bool { return d.rereadMoved }

// Name says "drop folder".
func (d *Drop) Name() string { return InDropFolder }

// Collect reads the files that are new or have changed, the oldest first. A file that cannot be read becomes an inquiry
// that says so.
func (d *Drop) Collect(ctx context.Context, known Known) ([]lead.Inquiry, error) {
	if d.read == nil {
		d.read = map[string]droppedFile{}
	}
	if d.waiting == 0 {
		d.progressLogged = time.Now() // nothing is logged for a short job, however often it is done
	}
	d.known = known
	d.rereadMoved = d.rereadMoved || known.SetBack
	files, failed := d.files(ctx)
	present := make(map[string]bool, len(files))
	index := newRecordIndex(known)
	defer d.Claims.Release()
	for i, f := range files {
		d.remaining = files[i:]
		present[f.path] = true
		if err := ctx.Err(); err != nil {
			return index.items(), errors.Join(failed, err)
		}
		items, err := []lead.Inquiry{f.notice}, error(nil)
		if f.notice.Key == "" {
			items, err = d.collectFile(ctx, f.path, index)
		}
		if err != nil {
			failed = errors.Join(failed, err)
		}
		index.add(items)
		d.progress("reading the drop folder", "file", i+1, "of", len(files))
	}
	d.rereadMoved = d.rereadMoved && (failed != nil || d.movedUnstored(known))
	for path := range d.read {
		if !present[path] {
			delete(d.read, path) // a user has removed it
		}
	}
	if d.waiting = len(index.deferred); len(index.byKey) > known.most() {
		d.progress("taking in exports", "waiting", len(index.byKey)+d.waiting)
	}
	return index.items(), failed
}

// progress logs the state of a long job, every few seconds.
func (d *Drop) progress(what string, args ...any) {
	if d.tell != nil {
		d.tell("%s: %s", what, strings.TrimSpace(fmt.Sprintln(args...)))
	}
	if d.Log == nil {
		return
	}
	if time.Since(d.progressLogged) > 3*time.Second {
		d.progressLogged = time.Now()
		d.Log.Info(what, args...)
	}
}

// collectFile returns what a file brings. It is read only when it is new or has changed, or when the workbook has
// forgotten it.
func (d *Drop) collectFile(ctx context.Context, path string, index *recordIndex) ([]lead.Inquiry, error) {
	team := fmt.Sprint(index.known.Team, index.known.Country, index.known.Zone)
	info, err := d.disk().Stat(path)
	if err != nil {
		return nil, fmt.Errorf("look at %s: %w", path, err)
	}
	if cached, ok := d.read[path]; ok && cached.size == info.Size() && cached.modified.Equal(info.ModTime()) &&
		cached.team == team && cached.isCurrent(index, d.disk().Now()) && !cached.isOutdated(index) {
		if cached.summary != "" && index.known.HasKey(cached.summary) && cached.items != nil {
			cached.items, cached.records = nil, nil // all of it is stored, and it may need much memory
			d.read[path] = cached
		}
		return cached.items, nil
	}
	if info.Size() == 0 {
		d.warnEmpty(path)
		return nil, nil // it is probably being written; the next pass looks again
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
	case !mails && index.known.HasKey(summaryKey(f.sum)):
		f.summary = summaryKey(f.sum) // all of it has already come in, under this name or another
	case !mails && d.isCopy(path, f.sum, index, &f):
		// Another file with the same content has already been read.
	default:
		d.parse(path, data, info, &f, index)
	}
	d.read[path] = f
	return f.items, nil
}

// parse reads a file, unless that has crashed the process too often.
func (d *Drop) parse(path string, data []byte, info os.FileInfo, f *droppedFile, index *recordIndex) {
	name := filepath.Base(path)
	claim, allowed := d.claim(path, info)
	switch {
	case !allowed:
		row := unreadableFile(name, data, d.receivedAt(f.modified), errStopped(name, f.size))
		f.items, f.needsReview = []lead.Inquiry{row}, true
		return
	case mailin.Handles(path):
		for _, m := range readMessages(name, data, d.receivedAt(f.modified), index, d.Parsers, d.Log) {
			f.items = append(append(f.items, m.records...), m.in)
		}
	default:
		f.importResult = d.importExport(path, data, f, index)
	}
	d.Claims.MarkRead(claim)
}

// claim notes that a file is about to be read, together with the files after it that are not suspected. It reports
// whether the file may be read: one that has crashed the process too often may not.
func (d *Drop) claim(path string, info os.FileInfo) (claim string, allowed bool) {
	claim = fileClaim(path, info.Size(), info.ModTime())
	crashes := d.Claims.Crashes(claim)
	switch {
	case crashes >= claims.MaxCrashes:
		return claim, false
	case crashes > 0:
		d.Claims.Take(claim)
	case !d.Claims.Holds(claim):
		all := []string{claim}
		for _, f := range d.remaining {
			cached, known := d.read[f.path]
			next := fileClaim(f.path, f.size, f.modified)
			if next == claim || known && cached.size == f.size && cached.modified.Equal(f.modified) || f.notice.Key != "" {
				continue
			}
			if len(all) == fetchBatch || d.Claims.Crashes(next) > 0 {
				break
			}
			all = append(all, next)
		}
		d.Claims.Take(all...)
	}
	return claim, true
}

// fileClaim is the name of a file in the claims.
func fileClaim(path string, size int64, modified time.Time) string {
	return fmt.Sprintf("file %s, %d bytes of %s", path, size, modified.UTC().Format(time.RFC3339Nano))
}

// warnEmpty logs once that a file is empty.
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

// importExport takes in a form export.
func (d *Drop) importExport(path string, data []byte, f *droppedFile, index *recordIndex) importResult {
	name := filepath.Base(path)
	at := d.receivedAt(f.modified)
	opts := formOptions(name, at, index.known)
	opts.Folder = d.folderOf(path)
	job := importJob{name: name, source: "file", modified: at, sum: f.sum, takeAll: takesAll(path), summarize: true,
		log: d.Log}
	if until := f.modified.Add(partialFileGrace); d.disk().Now().Before(until) {
		job.growsUntil = until
	}
	job.read = func(known func(forms.Record) bool) (*forms.Export, error) {
		opts.Known = known
		return d.Parsers.export(data, opts)
	}
	got, err := job.run(index)
	if err != nil {
		got.items, got.needsReview = []lead.Inquiry{unreadableFile(name, data, at, err)}, true
	}
	return got
}
