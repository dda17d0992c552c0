package intake

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
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

// Settle moves away the files whose records are all stored, if the setting says so.
func (d *Drop) Settle(_ context.Context, stored []lead.Inquiry) error {
	folder, err := DropFolderAfter(d.After)
	if err != nil || folder == "" {
		return err
	}
	now := make(map[string]bool, len(stored))
	for i := range stored {
		now[stored[i].Key] = true
	}
	var failed error
	for path, f := range d.read {
		if d.isMovedAway(path) || !d.finished(&f, now) {
			continue
		}
		moved, err := d.moveAway(path, &f, folder)
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("the records are stored, but their file stays where it is: %w", err))
		}
		if moved {
			delete(d.read, path)
		}
	}
	return failed
}

// isMovedAway reports whether a file has been moved away already: it is read again after the workbook was set back.
func (d *Drop) isMovedAway(path string) bool {
	folder, err := DropFolderAfter(d.After)
	away := filepath.Join(d.Folder, folder) + string(filepath.Separator)
	return err == nil && folder != "" && strings.HasPrefix(path, away)
}

// movedUnstored reports whether a file that was moved away holds something that is not stored.
func (d *Drop) movedUnstored(known Known) bool {
	for path, f := range d.read {
		for i := range f.items {
			if d.isMovedAway(path) && !known.Keys[f.items[i].Key] {
				return true
			}
		}
	}
	return false
}

// finished reports whether all that a file brings is stored. A file of which something could not be read or was held
// back stays, so that a user sees it.
func (d *Drop) finished(f *droppedFile, now map[string]bool) bool {
	if f.needsReview || !f.retryAt.IsZero() || f.summary != "" && d.known[f.summary] {
		return !f.needsReview && f.retryAt.IsZero()
	}
	for i := range f.items {
		if key := f.items[i].Key; !d.known[key] && !now[key] {
			return false
		}
	}
	return len(f.items) > 0
}

// moveAway moves a file that is still as it was read and has not been written to for a while. It never replaces another
// file: when its name is taken, it gets a number.
func (d *Drop) moveAway(path string, f *droppedFile, folder string) (moved bool, err error) {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return true, nil // a user has moved or deleted it
	case err != nil:
		return false, fmt.Errorf("look at %s: %w", path, err)
	case !info.Mode().IsRegular() || info.Size() != f.size || !info.ModTime().Equal(f.modified) ||
		time.Since(info.ModTime()) < d.Quiet:
		return false, nil // it is being written; the next pass reads it again
	}
	relative, err := filepath.Rel(d.Folder, path)
	if err != nil {
		return false, fmt.Errorf("move %s: %w", path, err)
	}
	target := filepath.Join(d.Folder, folder, relative)
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return false, fmt.Errorf("move %s: %w", path, err)
	}
	ext := filepath.Ext(target)
	for n := 2; ; n++ {
		err := moveNew(path, target)
		if err == nil {
			return true, nil
		}
		if !errors.Is(err, os.ErrExist) || n > 10_000 {
			return false, fmt.Errorf("move %s to %s: %w", path, filepath.Dir(target), err)
		}
		target = fmt.Sprintf("%s (%d)%s", strings.TrimSuffix(filepath.Join(d.Folder, folder, relative), ext), n, ext)
	}
}

// moveNew moves a file to a path that does not exist yet.
func moveNew(from, to string) error {
	err := os.Link(from, to) // unlike os.Rename it never replaces a file, even one that was created just now
	if err == nil {
		return os.Remove(from)
	}
	if errors.Is(err, os.ErrExist) {
		return err
	}
	// Not every file system has links.
	if _, err := os.Lstat(to); err == nil {
		return os.ErrExist
	}
	return os.Rename(from, to)
}
