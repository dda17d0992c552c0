package files

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"
)

// OS is the file system of the machine.
type OS struct{}

var _ FS = OS{}

// Stat implements FS.
func (OS) Stat(path string) (Info, error) {
	fi, err := os.Stat(path)
	if err != nil {
		return Info{}, err
	}
	return describe(fi), nil
}

// Lstat implements FS.
func (OS) Lstat(path string) (Info, error) {
	fi, err := os.Lstat(path)
	if err != nil {
		return Info{}, err
	}
	return describe(fi), nil
}

func describe(fi os.FileInfo) Info {
	info := Info{Size: fi.Size(), ModTime: fi.ModTime(), Mode: fi.Mode(), Owner: -1, Group: -1, ID: fi}
	addOwner(&info, fi)
	return info
}

// Resolve implements FS.
func (OS) Resolve(path string) (string, error) { return filepath.EvalSymlinks(path) }

// SameFile implements FS.
func (OS) SameFile(a, b Info) bool {
	x, ok := a.ID.(os.FileInfo)
	y, ok2 := b.ID.(os.FileInfo)
	return ok && ok2 && os.SameFile(x, y)
}

// Writable implements FS.
func (OS) Writable(path string) error {
	fi, err := os.Stat(path)
	if err != nil {
		return err
	}
	if fi.Mode().Perm()&0o222 == 0 { // the administrator may write even then, and should not
		return &fs.PathError{Op: "write", Path: path, Err: fs.ErrPermission}
	}
	return access(path)
}

// Read implements FS.
func (OS) Read(path string) ([]byte, error) {
	fi, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !fi.Mode().IsRegular() { // opening a pipe would wait for its other end
		return nil, &fs.PathError{Op: "read", Path: path, Err: errors.New("it is no regular file")}
	}
	return os.ReadFile(path)
}

// Create implements FS.
func (OS) Create(path string, mode fs.FileMode) (File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if err != nil {
		return nil, err
	}
	return f, nil
}

// List implements FS.
func (OS) List(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return names, nil
}

// Mkdir implements FS.
func (OS) Mkdir(dir string, mode fs.FileMode) error { return os.Mkdir(dir, mode) }

// Chmod implements FS.
func (OS) Chmod(path string, mode fs.FileMode) error { return os.Chmod(path, mode) }

// Chown implements FS.
func (OS) Chown(path string, owner, group int) error { return os.Lchown(path, owner, group) }

// Chtimes implements FS.
func (OS) Chtimes(path string, modified time.Time) error { return os.Chtimes(path, modified, modified) }

// Rename implements FS.
func (OS) Rename(from, to string) error { return os.Rename(from, to) }

// Exchange implements FS.
func (OS) Exchange(a, b string) error { return exchange(a, b) }

// Link implements FS.
func (OS) Link(from, to string) error { return os.Link(from, to) }

// Remove implements FS.
func (OS) Remove(path string) error { return os.Remove(path) }

// SyncDir implements FS.
func (OS) SyncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil // which keeps names durable by itself, and refuses to flush a folder
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	return d.Sync()
}
