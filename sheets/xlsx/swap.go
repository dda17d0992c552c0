package xlsx

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"leadsheet/sheets/xlsx/files"
)

// errDisplaced means that an editor saved the workbook between this Book's read and its write. Nothing of the editor's
// is lost.
var errDisplaced = errors.New("the workbook was saved by a person in the meantime")

// same distinguishes versions of the file without reading them.
func (b *Book) same(x, y files.Info) bool {
	return b.files.SameFile(x, y) && x.Size == y.Size && x.ModTime.Equal(y.ModTime)
}

// identify describes a file for same.
func (b *Book) identify(path string) (files.Info, error) { return b.files.Stat(path) }

// swap replaces path, last read as base, by temp. It returns errDisplaced, and leaves path as the editor saved it, if
// path was no longer base. The replaced version is kept as backup. docs/facts/xlsx.md says what other methods lose.
func (b *Book) swap(temp, path, backup string, base files.Info) error {
	ownVersion, err := b.identify(temp)
	if err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	if err := b.files.Exchange(temp, path); errors.Is(err, files.ErrNoExchange) {
		return b.replaceByRename(temp, path, backup, base)
	} else if errors.Is(err, fs.ErrNotExist) {
		return errDisplaced // an editor that deletes the old file before it renames the new one is just saving
	} else if err != nil {
		return fmt.Errorf("put the new workbook in place: %w", err)
	}
	out, err := b.identify(temp)
	if err != nil || !b.same(out, base) {
		return b.putBack(temp, path, backup, ownVersion)
	}
	_ = b.files.Rename(temp, backup) // a missing backup does not make the write fail
	b.syncDir(filepath.Dir(path))
	return nil
}

// putBack exchanges again, because the displaced version was not the base of the merge. If an editor has saved once
// more in that moment, that version came out, and goes back in turn: the newest version stays in place, and the one
// before is kept as the backup.
func (b *Book) putBack(temp, path, backup string, in files.Info) error {
	for n := 0; ; n++ {
		put, err := b.identify(temp)
		if err == nil {
			err = b.files.Exchange(temp, path)
		}
		if err != nil {
			return b.notPutBack(temp, err)
		}
		out, err := b.identify(temp)
		if err == nil && b.same(out, in) {
			if n > 0 {
				_ = b.files.Rename(temp, backup)
			}
			return errDisplaced
		}
		in = put
	}
}

// notPutBack keeps a person's version that cannot be put back under a name that people see: a backup would be replaced
// by the next one.
func (b *Book) notPutBack(temp string, err error) error {
	name := b.beside("kept " + b.opts.Now().Format(besideTime+".000"))
	to := filepath.Join(filepath.Dir(b.resolvedPath()), name)
	if keepErr := b.files.Rename(temp, to); keepErr != nil { // a rename needs no room on a full disk
		err = errors.Join(err, keepErr)
		return fmt.Errorf("put a person's version back (it is in %s): %w", filepath.Base(temp), err)
	}
	return fmt.Errorf("put a person's version back (it is kept as %q): %w", name, err)
}

// replaceByRename is for systems without an exchange. The old version gets a second name before the new one replaces
// it, so nothing is lost that was there at the last check.
func (b *Book) replaceByRename(temp, path, backup string, base files.Info) error {
	_ = b.files.Remove(backup)
	if err := b.files.Link(path, backup); err != nil {
		if err := b.copyFile(path, backup); err != nil {
			return fmt.Errorf("back up the workbook: %w", err)
		}
	}
	if now, err := b.identify(path); err != nil || !b.same(now, base) {
		return errDisplaced
	}
	if err := b.files.Rename(temp, path); err != nil {
		return fmt.Errorf("put the new workbook in place: %w", err)
	}
	b.syncDir(filepath.Dir(path))
	return nil
}

func (b *Book) copyFile(from, to string) error {
	raw, err := b.files.Read(from)
	if err != nil {
		return err
	}
	return files.Store(b.files, to, raw, 0o600)
}

// syncDir makes the swap durable. Errors are ignored: the file is stored even if the file system cannot sync a folder.
func (b *Book) syncDir(dir string) { _ = b.files.SyncDir(dir) }
