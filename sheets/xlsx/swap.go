package xlsx

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// errDisplaced means that an editor saved the workbook between this Book's read and its write. Nothing of the editor's
// is lost.
var errDisplaced = errors.New("the workbook was saved by a person in the meantime")

// errNoExchange means that the file system or the operating system cannot exchange two files atomically.
var errNoExchange = errors.New("files cannot be exchanged here")

// identity distinguishes versions of the file without reading them.
type identity struct{ info os.FileInfo }

func (a identity) same(b identity) bool {
	return a.info != nil && b.info != nil && os.SameFile(a.info, b.info) && a.info.Size() == b.info.Size() &&
		a.info.ModTime().Equal(b.info.ModTime())
}

func identify(path string) (identity, error) {
	fi, err := os.Stat(path)
	return identity{fi}, err
}

// swap replaces path, last read as base, by temp. It returns errDisplaced, and leaves path as the editor saved it, if
// path was no longer base. The replaced version is kept as backup. docs/facts/xlsx.md says what other methods lose.
func swap(temp, path, backup string, base identity) error {
	ownVersion, err := identify(temp)
	if err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	if err := exchange(temp, path); errors.Is(err, errNoExchange) {
		return replaceByRename(temp, path, backup, base)
	} else if errors.Is(err, fs.ErrNotExist) {
		return errDisplaced // an editor that deletes the old file before it renames the new one is just saving
	} else if err != nil {
		return fmt.Errorf("put the new workbook in place: %w", err)
	}
	out, err := identify(temp)
	if err != nil || !out.same(base) {
		return putBack(temp, path, backup, ownVersion)
	}
	_ = os.Rename(temp, backup) // a missing backup does not make the write fail
	syncDir(filepath.Dir(path))
	return nil
}

// putBack exchanges again, because the displaced version was not the base of the merge. If an editor has saved once
// more in that moment, the newest version stays in place and the one before is kept as the backup.
func putBack(temp, path, backup string, ownVersion identity) error {
	if err := exchange(temp, path); err != nil {
		_ = os.Rename(temp, backup)
		return fmt.Errorf("put a person's version back (it is in %s): %w", filepath.Base(backup), err)
	}
	back, err := identify(temp)
	if err == nil && back.same(ownVersion) {
		return errDisplaced
	}
	if err := exchange(temp, path); err != nil {
		_ = os.Rename(temp, backup)
		return fmt.Errorf("put a person's version back (it is in %s): %w", filepath.Base(backup), err)
	}
	_ = os.Rename(temp, backup)
	return errDisplaced
}

// replaceByRename is for systems without an exchange. The old version gets a second name before the new one replaces
// it, so nothing is lost that was there at the last check.
func replaceByRename(temp, path, backup string, base identity) error {
	_ = os.Remove(backup)
	if err := os.Link(path, backup); err != nil {
		if err := copyFile(path, backup); err != nil {
			return fmt.Errorf("back up the workbook: %w", err)
		}
	}
	if now, err := identify(path); err != nil || !now.same(base) {
		return errDisplaced
	}
	if err := os.Rename(temp, path); err != nil {
		return fmt.Errorf("put the new workbook in place: %w", err)
	}
	syncDir(filepath.Dir(path))
	return nil
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		return errors.Join(err, out.Close())
	}
	return errors.Join(out.Sync(), out.Close())
}

// syncDir makes the swap durable. Errors are ignored: the file is stored even if the file system cannot sync a folder.
func syncDir(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}
