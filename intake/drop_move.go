package intake

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
)

// doneFolder is where files are moved unless the setting names another folder.
const doneFolder = "done"

// DropFolderAfter reads the setting that says what becomes of a file whose records are all stored: "" or "keep" leaves
// it, "move" and "move:FOLDER" put it into a folder below the drop folder. It returns that folder, "" for none.
func DropFolderAfter(setting string) (folder string, err error) {
	action, folder, named := strings.Cut(strings.TrimSpace(setting), ":")
	switch {
	case !named && (action == "" || action == "keep"):
		return "", nil
	case !named && action == "move":
		return doneFolder, nil
	case action != "move":
		return "", errors.New("give keep, move, or move:FOLDER")
	}
	folder = filepath.Clean(filepath.FromSlash(strings.TrimSpace(folder)))
	if !filepath.IsLocal(folder) || folder == "." || strings.HasPrefix(folder, ".") {
		return "", errors.New("the folder must be one below the drop folder, such as move:done")
	}
	return folder, nil
}

// away returns the folder into which files are moved, "" for none.
func (d *Drop) away() (string, error) {
	folder, err := DropFolderAfter(d.After)
	if folder == "" {
		return "", err
	}
	return filepath.Join(d.Folder, folder), err
}

// Settle moves away the files whose records are all stored, if the setting says so.
func (d *Drop) Settle(_ context.Context, stored []lead.Inquiry) error {
	folder, err := d.away()
	if err != nil || folder == "" {
		return err
	}
	now := make(map[string]bool, len(stored))
	for i := range stored {
		now[stored[i].Key] = true
	}
	var failed error
	for _, path := range slices.Sorted(maps.Keys(d.read)) {
		f := d.read[path]
		if d.isMovedAway(path) || !d.finished(&f, now) {
			continue
		}
		target, err := d.moveAway(path, &f, folder)
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("the records are stored, but their file stays where it is: %w", err))
		}
		if target != "" {
			delete(d.read, path)
			d.read[target] = f
			d.watchMoved(target, d.disk().Now())
		}
	}
	return failed
}

// movedWatch is how long a file is still looked at after it was moved away or written: a program that paused long
// enough for that, as one that copies it over a slow line, goes on writing where it is now.
const movedWatch = 10 * time.Minute

// watchMoved lets a file that was moved away be looked at for a while from then on, and reports whether that is not
// over yet.
func (d *Drop) watchMoved(path string, from time.Time) bool {
	until := from.Add(movedWatch)
	if d.disk().Now().After(until) {
		return false
	}
	d.watched[path] = until
	return true
}

// movedLately lists the files that were moved away and may still be written.
func (d *Drop) movedLately() []listedFile {
	var out []listedFile
	for _, path := range slices.Sorted(maps.Keys(d.watched)) {
		info, err := d.disk().Lstat(path)
		if err != nil || !info.Mode().IsRegular() || d.disk().Now().After(d.watched[path]) {
			delete(d.watched, path)
			continue
		}
		if until := info.ModTime().Add(movedWatch); until.After(d.watched[path]) {
			d.watched[path] = until
		}
		out = append(out, listedFile{path: path, modified: info.ModTime(), size: info.Size()})
	}
	return out
}

// isMovedAway reports whether a file has been moved away already: it is read again after the workbook was set back.
func (d *Drop) isMovedAway(path string) bool {
	folder, err := d.away()
	return err == nil && folder != "" && strings.HasPrefix(path, folder+string(filepath.Separator))
}

// movedUnstored reports whether a file that was moved away holds something that is not stored.
func (d *Drop) movedUnstored(known Known) bool {
	for path, f := range d.read {
		for i := range f.items {
			if d.isMovedAway(path) && !known.HasKey(f.items[i].Key) {
				return true
			}
		}
	}
	return false
}

// finished reports whether all that a file brings is stored. A file of which something could not be read or was held
// back stays, so that a user sees it.
func (d *Drop) finished(f *droppedFile, now map[string]bool) bool {
	if f.needsReview || !f.retryAt.IsZero() || f.summary != "" && d.known.HasKey(f.summary) {
		return !f.needsReview && f.retryAt.IsZero()
	}
	for i := range f.items {
		if key := f.items[i].Key; !d.known.HasKey(key) && !now[key] {
			return false
		}
	}
	return len(f.items) > 0
}

// isAsRead reports whether a file is still as it was read, and has not been written to for a while.
func (d *Drop) isAsRead(path string, f *droppedFile) (bool, error) {
	info, err := d.disk().Lstat(path)
	if err != nil {
		return false, fmt.Errorf("look at %s: %w", path, err)
	}
	return info.Mode().IsRegular() && info.Size() == f.size && info.ModTime().Equal(f.modified) &&
		d.age(info.ModTime()) >= d.Quiet, nil
}

// aside is in the name of a file that is just being moved.
const aside = " (moving)"

// moveAway moves a file that is as it was read. It never replaces another file: when its name is taken, it gets a
// number. It returns where the file is now, "" when it has stayed.
//
// The file gets a temporary name first, which no other program knows: only then is it certain that it is the one that
// was read, and not another one that a user has just saved over it. Under that name it is still read if the process
// ends in between.
func (d *Drop) moveAway(path string, f *droppedFile, folder string) (target string, err error) {
	unchanged, err := d.isAsRead(path, f)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return "", nil // a user has moved or deleted it
	case err != nil || !unchanged:
		return "", err // it is being written; the next pass reads it again
	}
	relative, err := filepath.Rel(d.Folder, path)
	if err != nil {
		return "", fmt.Errorf("move %s: %w", path, err)
	}
	target = filepath.Join(folder, strings.Replace(relative, aside, "", 1))
	if err := d.disk().MkdirAll(filepath.Dir(target)); err != nil {
		return "", fmt.Errorf("move %s: %w", path, err)
	}
	ext := filepath.Ext(path)
	from := strings.TrimSuffix(path, ext) + aside + ext
	if _, err := d.disk().Lstat(from); err == nil || strings.Contains(path, aside) {
		from = path // a process that has ended left one of that name
	} else if err := d.disk().Rename(path, from); err != nil {
		return "", fmt.Errorf("move %s: %w", path, err)
	}
	if unchanged, err := d.isAsRead(from, f); err != nil || !unchanged {
		return "", errors.Join(err, d.putBack(from, path))
	}
	target, err = d.moveNumbered(from, target)
	if err != nil {
		return "", errors.Join(err, d.putBack(from, path))
	}
	return target, nil
}

// putBack gives a file that is not to be moved its name again. If a user has saved another one under that name in
// the meantime, it stays where it is, and is read there.
func (d *Drop) putBack(from, path string) error {
	if from == path {
		return nil
	}
	if err := d.moveNew(from, path); err != nil && !errors.Is(err, os.ErrExist) {
		return fmt.Errorf("give %s its name again: %w", path, err)
	}
	return nil
}

// moveNumbered moves a file to a path or, when that is taken, to one with a number.
func (d *Drop) moveNumbered(from, target string) (string, error) {
	ext := filepath.Ext(target)
	to := target
	for n := 2; ; n++ {
		err := d.moveNew(from, to)
		if err == nil {
			return to, nil
		}
		if !errors.Is(err, os.ErrExist) || n > 10_000 {
			return "", fmt.Errorf("move %s to %s: %w", from, filepath.Dir(target), err)
		}
		to = fmt.Sprintf("%s (%d)%s", strings.TrimSuffix(target, ext), n, ext)
	}
}

// moveNew moves a file to a path that does not exist yet.
func (d *Drop) moveNew(from, to string) error {
	err := d.disk().Link(from, to)
	if err == nil {
		return d.disk().Remove(from)
	}
	if errors.Is(err, os.ErrExist) {
		return err
	}
	// Not every file system has links.
	if _, err := d.disk().Lstat(to); err == nil {
		return os.ErrExist
	}
	return d.disk().Rename(from, to)
}
