package intake

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"

	"leadsheet/forms"
	"leadsheet/lead"
	"leadsheet/mailin"
)

// listedFile is a file in the folder.
type listedFile struct {
	path     string
	modified time.Time
	size     int64
	notice   lead.Inquiry // says why the file cannot be read; without a key when it can
}

// files lists what is to be read, the oldest first: of two exports of a form, the later one has the current answers.
func (d *Drop) files(ctx context.Context) ([]listedFile, error) {
	var out []listedFile
	away, failed := d.away()
	lookBack := d.rereadMoved || d.watched == nil
	if d.watched == nil {
		d.watched = map[string]time.Time{}
	}
	err := d.disk().Walk(d.Folder, func(path string, e fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist) && path == d.Folder:
			return fs.SkipAll // the folder does not exist yet
		case err != nil:
			failed = errors.Join(failed, fmt.Errorf("look into %s: %w", path, err))
			return nil
		case e.IsDir() && path != d.Folder && (strings.HasPrefix(e.Name(), ".") || path == away && !lookBack):
			return fs.SkipDir
		case e.IsDir() || unfinished(e.Name()) || !(forms.Handles(e.Name()) || mailin.Handles(e.Name())):
			return ctx.Err()
		}
		info, err := e.Info()
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("look at %s: %w", path, err))
			return nil
		}
		f := listedFile{path: path, modified: info.ModTime(), size: info.Size()}
		if !d.rereadMoved && d.isMovedAway(path) && !d.watchMoved(path, f.modified) {
			return ctx.Err()
		}
		switch {
		case !e.Type().IsRegular():
			f.notice = ignoredFile(e.Name(), "it is a link, not a file; copy the file itself into the folder",
				d.receivedAt(f.modified))
		case info.Size() == 0 && d.age(f.modified) > emptyFileAge:
			f.notice = ignoredFile(e.Name(), "it is empty; export it again", d.receivedAt(f.modified))
			if mailin.Handles(e.Name()) {
				f.notice = readMessages(e.Name(), nil, d.receivedAt(f.modified), &recordIndex{}, d.Parsers, nil)[0].in
			}
		}
		out = append(out, f)
		return ctx.Err()
	})
	if !lookBack {
		out = append(out, d.movedLately()...)
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].modified.Before(out[j].modified) })
	return out, errors.Join(failed, err)
}

// folderOf is the folder of a file below the drop folder, or below the one into which files are moved; "" for a file
// that lies in either of them.
func (d *Drop) folderOf(path string) string {
	below := d.Folder
	if away, err := d.away(); err == nil && d.isMovedAway(path) {
		below = away
	}
	relative, err := filepath.Rel(below, filepath.Dir(path))
	if err != nil || relative == "." || !filepath.IsLocal(relative) {
		return ""
	}
	return filepath.ToSlash(relative)
}

// receivedAt is the time of receipt for records and messages of a file that have none of their own. It is not later
// than the clock of the pass.
func (d *Drop) receivedAt(modified time.Time) time.Time {
	if d.Now != nil {
		if now := d.Now(); modified.After(now) {
			return now
		}
	}
	return modified
}

// unfinished reports whether a name is typical of files that a program is still writing, or of locks.
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

// settledFile returns the file's content once it has stopped changing. It is nil when the file keeps changing; the next
// pass tries again.
func (d *Drop) settledFile(ctx context.Context, path string, before os.FileInfo) ([]byte, os.FileInfo, error) {
	for range 5 {
		if wait := d.Quiet - d.age(before.ModTime()); wait > 0 && wait <= d.Quiet {
			if err := d.disk().Wait(ctx, wait); err != nil {
				return nil, nil, err
			}
		}
		data, err := d.disk().Read(path, maxFile+1)
		if err != nil {
			return nil, nil, fmt.Errorf("read %s: %w", path, err)
		}
		after, err := d.disk().Stat(path)
		if err != nil {
			return nil, nil, fmt.Errorf("look at %s: %w", path, err)
		}
		if after.Size() == before.Size() && after.ModTime().Equal(before.ModTime()) &&
			int64(len(data)) == after.Size() {
			return data, after, nil
		}
		before = after
	}
	return nil, nil, nil
}
