package xlsx

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// errDisplaced says that a person saved the workbook between our reading and our writing; nothing of theirs is lost.
var errDisplaced = errors.New("the workbook was saved by a person in the meantime")

// errNoExchange says that the file system or the system cannot exchange two files in one step.
var errNoExchange = errors.New("files cannot be exchanged here")

// identity tells one version of the file from another without reading it.
type identity struct{ info os.FileInfo }

func (a identity) same(b identity) bool {
	return a.info != nil && b.info != nil && os.SameFile(a.info, b.info) && a.info.Size() == b.info.Size() &&
		a.info.ModTime().Equal(b.info.ModTime())
}

func identify(path string) (identity, error) {
	fi, err := os.Stat(path)
	return identity{fi}, err
}

// swap puts temp in place of path, of which base was read. It returns errDisplaced, with path as the person left
// it, when path no longer was base. The version that was replaced is kept as backup. docs/facts/xlsx.md has what
// other ways lose.
func swap(temp, path, backup string, base identity) error {
	ours, err := identify(temp)
	if err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	if err := exchange(temp, path); errors.Is(err, errNoExchange) {
		return replace(temp, path, backup, base)
	} else if errors.Is(err, fs.ErrNotExist) {
		return errDisplaced // a program that deletes the old file before it renames the new one is just saving
	} else if err != nil {
		return fmt.Errorf("put the new workbook in place: %w", err)
	}
	out, err := identify(temp)
	if err != nil || !out.same(base) {
		return putBack(temp, path, backup, ours)
	}
	_ = os.Rename(temp, backup) // a missing backup is no failure of the write
	syncDir(filepath.Dir(path))
	return nil
}

// putBack exchanges again, because what came out was not what we had merged from. Should a person have saved once
// more within that moment, the newest stays in place and the one before is kept as the backup.
func putBack(temp, path, backup string, ours identity) error {
	if err := exchange(temp, path); err != nil {
		_ = os.Rename(temp, backup)
		return fmt.Errorf("put a person's version back (it is in %s): %w", filepath.Base(backup), err)
	}
	back, err := identify(temp)
	if err == nil && back.same(ours) {
		return errDisplaced
	}
	if err := exchange(temp, path); err != nil {
		_ = os.Rename(temp, backup)
		return fmt.Errorf("put a person's version back (it is in %s): %w", filepath.Base(backup), err)
	}
	_ = os.Rename(temp, backup)
	return errDisplaced
}

// replace is for systems without an exchange: the old version keeps a second name before ours takes its place, so
// nothing that was there when we looked is lost.
func replace(temp, path, backup string, base identity) error {
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

// syncDir makes the swap durable. A file system that cannot do it has stored the file all the same.
func syncDir(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}
