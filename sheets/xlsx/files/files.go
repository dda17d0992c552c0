// Package files is what leadsheet does with the folder of a local workbook. FS is the interface, OS is the machine's
// file system; package memfs has one in memory, for tests and for the simulation.
package files

import (
	"errors"
	"io"
	"io/fs"
	"syscall"
	"time"
)

// ErrNoExchange means that the file system or the operating system cannot exchange two files atomically, as on many
// network shares.
var ErrNoExchange = errors.New("files cannot be exchanged here")

// FS is a file system. Paths are absolute. Errors are those of package io/fs where it has one for the case
// (fs.ErrNotExist, fs.ErrExist, fs.ErrPermission), so errors.Is finds them. An FS is safe for use by several
// goroutines.
type FS interface {
	// Stat describes a file. It follows links, Lstat does not.
	Stat(path string) (Info, error)
	Lstat(path string) (Info, error)
	// Resolve returns the path of the file itself if path, or a folder in it, is a link.
	Resolve(path string) (string, error)
	// SameFile reports whether two descriptions are of one file, under whatever names. A file that was removed and one
	// that was created later may be taken for the same: compare sizes and times too.
	SameFile(a, b Info) bool
	// Writable returns an error if this process may not write to the file, or if nobody may.
	Writable(path string) error

	// Read returns the content of a regular file.
	Read(path string) ([]byte, error)
	// Create makes a new file. It fails with fs.ErrExist if the name is taken, also by a link.
	Create(path string, mode fs.FileMode) (File, error)
	// List returns the names in a folder, in order.
	List(dir string) ([]string, error)
	// Mkdir makes a folder. It fails with fs.ErrExist if the name is taken.
	Mkdir(dir string, mode fs.FileMode) error

	Chmod(path string, mode fs.FileMode) error
	// Chown sets the owner and the group of a file; -1 leaves one as it is.
	Chown(path string, owner, group int) error
	// Chtimes sets the time of the last change.
	Chtimes(path string, modified time.Time) error

	// Rename replaces what has the new name, if anything.
	Rename(from, to string) error
	// Exchange swaps the names of two files atomically, or fails with ErrNoExchange.
	Exchange(a, b string) error
	// Link gives a file a second name. It fails with fs.ErrExist if the name is taken.
	Link(from, to string) error
	Remove(path string) error
	// SyncDir makes the names in a folder durable. The content of a file is made durable by File.Sync.
	SyncDir(dir string) error
}

// File is a file that is being written.
type File interface {
	io.WriteCloser
	// Sync makes what was written durable.
	Sync() error
}

// Info describes a file.
type Info struct {
	Size    int64 // bytes
	ModTime time.Time
	Mode    fs.FileMode // the kind of file and the permissions
	Owner   int         // user number; -1 if the system has none
	Group   int         // group number; -1 if the system has none
	Links   int         // names of the file; 0 if unknown
	ID      any         // for FS.SameFile only; nil for the zero Info
}

// Store makes a new file with the given content and permissions, and makes it durable. It leaves nothing behind if it
// fails.
func Store(fsys FS, path string, content []byte, mode fs.FileMode) error {
	_, err := StoreLike(fsys, path, content, Info{Mode: mode, Owner: -1, Group: -1})
	return err
}

// StoreLike is Store with an owner and a group, too; -1 is whoever makes it. It reports whether they could be given: if
// not, the file is made all the same. Until it is complete only its maker can read it.
func StoreLike(fsys FS, path string, content []byte, want Info) (given bool, err error) {
	out, err := fsys.Create(path, 0o600)
	if err != nil {
		return false, err
	}
	_, err = out.Write(content)
	if err == nil {
		given = own(fsys, path, want)
		err = fsys.Chmod(path, want.Mode.Perm()) // after the owner: a change of owner may take bits away
	}
	if err == nil {
		err = out.Sync()
	}
	if err = errors.Join(err, out.Close()); err != nil {
		_ = fsys.Remove(path)
	}
	return given, err
}

// IsFull reports whether an error says that a disk, or the user's share of it, is full.
func IsFull(err error) bool { return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) }

// own gives a file to an owner and a group as far as this process may, and reports whether both are as wanted.
func own(fsys FS, path string, want Info) bool {
	now, err := fsys.Lstat(path)
	if err != nil || now.Owner < 0 {
		return true // there are no owners here
	}
	has := func(info Info) bool {
		return (want.Owner < 0 || info.Owner == want.Owner) && (want.Group < 0 || info.Group == want.Group)
	}
	if has(now) || fsys.Chown(path, want.Owner, want.Group) == nil {
		return true
	}
	_ = fsys.Chown(path, -1, want.Group) // members of a group may give files to it
	now, err = fsys.Lstat(path)
	return err == nil && has(now)
}
