package intake

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sort"
	"strings"
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

	done map[string]droppedFile // by path; a cache, so that an unchanged file is not read again
	said time.Time

	stored map[string]bool // what was known at the last look
	ahead  []found         // the file at hand, and those behind it
	again  bool            // what was put away is read again: see Known.SetBack
	empty  map[string]bool // files of which it was said that they are empty
}

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
	if d.done == nil {
		d.done = map[string]droppedFile{}
	}
	d.stored = known.Keys
	d.again = d.again || known.SetBack
	files, failed := d.files(ctx)
	here := make(map[string]bool, len(files))
	p := &recordIndex{known: known, all: map[string]lead.Inquiry{}}
	defer d.Claims.Drop()
	for i, f := range files {
		d.ahead = files[i:]
		here[f.path] = true
		if err := ctx.Err(); err != nil {
			return p.items(), errors.Join(failed, err)
		}
		items, err := []lead.Inquiry{f.told}, error(nil)
		if f.told.Key == "" {
			items, err = d.file(ctx, f.path, p)
		}
		if err != nil {
			failed = errors.Join(failed, err)
		}
		p.add(items)
		d.progress("reading the drop folder", "file", i+1, "of", len(files))
	}
	d.again = d.again && (failed != nil || d.unstored(known))
	for path := range d.done {
		if !here[path] {
			delete(d.done, path) // taken away by a person
		}
	}
	if len(p.all) > MaxItems {
		d.progress("taking in exports", "waiting", len(p.all)+len(p.later))
	}
	return p.items(), failed
}

// progress says how a long job is going, every few seconds.
func (d *Drop) progress(what string, args ...any) {
	if d.Log == nil {
		return
	}
	if d.said.IsZero() || time.Since(d.said) > time.Minute {
		d.said = time.Now() // the first file of a job is not worth a line
	}
	if time.Since(d.said) > 3*time.Second {
		d.said = time.Now()
		d.Log.Info(what, args...)
	}
}

type found struct {
	path     string
	modified time.Time
	size     int64
	told     lead.Inquiry // says why there is nothing to read; without a key there is
}

// files lists what is to be read, the oldest first: of two exports of a form, the later one says how it is now.
func (d *Drop) files(ctx context.Context) ([]found, error) {
	var out []found
	away, failed := DropFolderAfter(d.After)
	if away != "" {
		away = filepath.Join(d.Folder, away)
	}
	err := filepath.WalkDir(d.Folder, func(path string, e fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist) && path == d.Folder:
			return fs.SkipAll // nobody has made the folder yet
		case err != nil:
			failed = errors.Join(failed, fmt.Errorf("look into %s: %w", path, err))
			return nil
		case e.IsDir() && path != d.Folder && (strings.HasPrefix(e.Name(), ".") || path == away && !d.again):
			return fs.SkipDir
		case e.IsDir() || unfinished(e.Name()) || !(forms.Handles(e.Name()) || mailin.Handles(e.Name())):
			return ctx.Err()
		}
		info, err := e.Info()
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("look at %s: %w", path, err))
			return nil
		}
		f := found{path: path, modified: info.ModTime(), size: info.Size()}
		switch {
		case !e.Type().IsRegular():
			f.told = ignoredFile(e.Name(), "it is a link, not a file; copy the file itself into the folder",
				d.written(f.modified))
		case info.Size() == 0 && time.Since(f.modified) > emptyFileAge:
			f.told = ignoredFile(e.Name(), "it is empty; export it again", d.written(f.modified))
			if mailin.Handles(e.Name()) {
				f.told = readMessages(e.Name(), nil, d.written(f.modified), &recordIndex{}, d.Parsers, nil)[0].in
			}
		}
		out = append(out, f)
		return ctx.Err()
	})
	sort.SliceStable(out, func(i, j int) bool { return out[i].modified.Before(out[j].modified) })
	return out, errors.Join(failed, err)
}

// written is when a file of that time was written, for the pass.
func (d *Drop) written(modified time.Time) time.Time {
	if d.Now != nil {
		if now := d.Now(); modified.After(now) {
			return now
		}
	}
	return modified
}

// unfinished reports whether a name is one that programs give to files they are still writing, or to their locks.
func unfinished(name string) bool {
	lower := strings.ToLower(name)
	if strings.HasPrefix(lower, ".") || strings.HasPrefix(lower, "~$") {
		return true
	}
	for _, end := range []string{".tmp", ".part", ".partial", ".crdownload", ".download", ".filepart"} {
		if strings.HasSuffix(lower, end) {
			return true
		}
	}
	return false
}

func (d *Drop) file(ctx context.Context, path string, p *recordIndex) ([]lead.Inquiry, error) {
	team := fmt.Sprint(p.known.Team, p.known.Country, p.known.Zone)
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("look at %s: %w", path, err)
	}
	if was, ok := d.done[path]; ok && was.size == info.Size() && was.modified.Equal(info.ModTime()) &&
		was.team == team && was.holds(p) {
		if was.summary != "" && p.known.Keys[was.summary] && was.items != nil {
			was.items, was.records = nil, nil // all of it is stored, and may be a lot
			d.done[path] = was
		}
		return was.items, nil
	}
	if info.Size() == 0 {
		d.waits(path)
		return nil, nil // just being made; nothing is lost by waiting
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
	case !mails && p.known.Keys[summaryKey(f.sum)]:
		f.summary = summaryKey(f.sum) // all of it has come in, under whatever name
	case !mails && d.copyOf(path, f.sum, p, &f):
		// The same export under another name brings nothing.
	default:
		d.parse(path, data, info, &f, p)
	}
	d.done[path] = f
	return f.items, nil
}

// parse reads a file, unless that has ended the process too often.
func (d *Drop) parse(path string, data []byte, info os.FileInfo, f *droppedFile, p *recordIndex) {
	name := filepath.Base(path)
	claim, may := d.claim(path, info)
	switch {
	case !may:
		f.items, f.needsReview = []lead.Inquiry{unreadable(name, data, d.written(f.modified), errStopped(name, f.size))}, true
		return
	case mailin.Handles(path):
		for _, m := range readMessages(name, data, d.written(f.modified), p, d.Parsers, d.Log) {
			f.items = append(append(f.items, m.records...), m.in)
		}
	default:
		f.importResult = d.export(path, data, f, p)
	}
	d.Claims.Read(claim)
}

// claim notes that a file is about to be read, and with it those behind it that nobody suspects. It reports whether the
// file may be read: one that has ended the process too often may not.
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
		for _, f := range d.ahead {
			was, known := d.done[f.path]
			next := fileClaim(f.path, f.size, f.modified)
			if next == claim || known && was.size == f.size && was.modified.Equal(f.modified) || f.told.Key != "" {
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

// fileClaim is under what a file is claimed.
func fileClaim(path string, size int64, modified time.Time) string {
	return fmt.Sprintf("file %s, %d bytes of %s", path, size, modified.UTC().Format(time.RFC3339Nano))
}

// waits says once that a file is empty.
func (d *Drop) waits(path string) {
	if d.Log == nil || d.empty[path] {
		return
	}
	if d.empty == nil {
		d.empty = map[string]bool{}
	}
	d.empty[path] = true
	d.Log.Warn("the file is empty so far; it is read as soon as there is something in it", "file", path)
}

// export takes in a form export.
func (d *Drop) export(path string, data []byte, f *droppedFile, p *recordIndex) importResult {
	name := filepath.Base(path)
	at := d.written(f.modified)
	opts := formOptions(name, at, p.known)
	x := importJob{name: name, source: "file", modified: at, touched: f.modified, sum: f.sum, growing: true,
		all: takesAll(path), summarize: true, log: d.Log}
	x.read = func(known func(forms.Record) bool) (*forms.Export, error) {
		opts.Known = known
		return d.Parsers.export(data, opts)
	}
	got, err := x.run(p)
	if err != nil {
		got.items, got.needsReview = []lead.Inquiry{unreadable(name, data, at, err)}, true
	}
	return got
}

// settledFile returns the file's content once it has stopped changing; nil when it goes on changing: the next pass
// looks again.
func (d *Drop) settledFile(ctx context.Context, path string, before os.FileInfo) ([]byte, os.FileInfo, error) {
	for range 5 {
		if wait := d.Quiet - time.Since(before.ModTime()); wait > 0 && wait <= d.Quiet {
			select {
			case <-time.After(wait):
			case <-ctx.Done():
				return nil, nil, ctx.Err()
			}
		}
		f, err := os.Open(path)
		if err != nil {
			return nil, nil, fmt.Errorf("read %s: %w", path, err)
		}
		data := bytes.NewBuffer(make([]byte, 0, min(before.Size(), maxFile)+bytes.MinRead))
		_, err = data.ReadFrom(io.LimitReader(f, maxFile+1))
		f.Close()
		if err != nil {
			return nil, nil, fmt.Errorf("read %s: %w", path, err)
		}
		after, err := os.Stat(path)
		if err != nil {
			return nil, nil, fmt.Errorf("look at %s: %w", path, err)
		}
		if after.Size() == before.Size() && after.ModTime().Equal(before.ModTime()) && int64(data.Len()) == after.Size() {
			return data.Bytes(), after, nil
		}
		before = after
	}
	return nil, nil, nil
}
