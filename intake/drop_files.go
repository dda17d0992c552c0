package intake

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Files is what a Drop does with a file system. Paths are those of package path/filepath, errors those of package os.
type Files interface {
	// Now is the clock that gives files their times. It decides whether a file is complete.
	Now() time.Time
	// Wait waits, and returns the error of ctx when that ends first.
	Wait(ctx context.Context, d time.Duration) error
	// Walk is filepath.WalkDir.
	Walk(root string, visit fs.WalkDirFunc) error
	Stat(path string) (fs.FileInfo, error)
	Lstat(path string) (fs.FileInfo, error)
	// Read returns the content of a file, but not more than so many bytes.
	Read(path string, most int64) ([]byte, error)
	MkdirAll(dir string) error
	// Link gives a file a second name. Unlike Rename it never replaces a file.
	Link(from, to string) error
	Rename(from, to string) error
	Remove(path string) error
}

// MachineFiles are the files of the machine.
type MachineFiles struct{}

var _ Files = MachineFiles{}

// Now implements Files.
func (MachineFiles) Now() time.Time { return time.Now() }

// Wait implements Files.
func (MachineFiles) Wait(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Walk implements Files.
func (MachineFiles) Walk(root string, visit fs.WalkDirFunc) error {
	return filepath.WalkDir(root, visit)
}

// Stat implements Files.
func (MachineFiles) Stat(path string) (fs.FileInfo, error) { return os.Stat(path) }

// Lstat implements Files.
func (MachineFiles) Lstat(path string) (fs.FileInfo, error) { return os.Lstat(path) }

// Read implements Files.
func (MachineFiles) Read(path string, most int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	size := int64(0)
	if info, err := f.Stat(); err == nil {
		size = min(info.Size(), most)
	}
	data := bytes.NewBuffer(make([]byte, 0, size+bytes.MinRead))
	_, err = data.ReadFrom(io.LimitReader(f, most))
	return data.Bytes(), err
}

// MkdirAll implements Files.
func (MachineFiles) MkdirAll(dir string) error { return os.MkdirAll(dir, 0o755) }

// Link implements Files.
func (MachineFiles) Link(from, to string) error { return os.Link(from, to) }

// Rename implements Files.
func (MachineFiles) Rename(from, to string) error { return os.Rename(from, to) }

// Remove implements Files.
func (MachineFiles) Remove(path string) error { return os.Remove(path) }

// disk is the file system with the folder.
func (d *Drop) disk() Files {
	if d.Files == nil {
		return MachineFiles{}
	}
	return d.Files
}

// age is how long ago a file was written.
func (d *Drop) age(modified time.Time) time.Duration { return d.disk().Now().Sub(modified) }
