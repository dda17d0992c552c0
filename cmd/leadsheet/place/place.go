// Package place writes files and folders beside their places, and puts them there when they are whole.
package place

import (
	"bufio"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"leadsheet/sheets/xlsx/files"
)

// Writer returns a writer that stops when ctx is done.
func Writer(ctx context.Context, out io.Writer) io.Writer { return watchful{ctx, out} }

type watchful struct {
	ctx context.Context
	out io.Writer
}

func (w watchful) Write(p []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	return w.out.Write(p)
}

// File has a file written. Without replace nothing is replaced that has the name by then: the error Is fs.ErrExist.
func File(ctx context.Context, path string, replace bool, write func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".leadsheet-export-*.tmp")
	if err != nil {
		return err
	}
	defer func() {
		_ = f.Close() // it is closed already, or its error is not the reason
		if removed := os.Remove(f.Name()); removed != nil && !errors.Is(removed, fs.ErrNotExist) {
			err = errors.Join(err, removed)
		}
	}()
	if err := write(Writer(ctx, f)); err != nil {
		return err
	}
	if err := errors.Join(f.Chmod(0o644), f.Sync(), f.Close()); err != nil {
		return err
	}
	return files.Put(f.Name(), path, replace)
}

// Folder is a new folder that is being written.
type Folder struct {
	ctx  context.Context
	temp string
	// Tell is told which file is begun; nil for nobody.
	Tell func(name string)
}

// InFolder has a folder written and puts it into its place, if check still allows it: otherwise the error Is
// fs.ErrExist.
func InFolder(ctx context.Context, path string, check func() error, write func(*Folder) error) (err error) {
	f, err := newFolder(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.discard()) }()
	if err := write(f); err != nil {
		return err
	}
	if check() != nil {
		return fs.ErrExist
	}
	return f.put(path)
}

// newFolder begins a folder for a place. Callers end it with discard.
func newFolder(ctx context.Context, path string) (*Folder, error) {
	temp, err := os.MkdirTemp(filepath.Dir(path), ".leadsheet-export-")
	if err != nil {
		return nil, err
	}
	return &Folder{ctx: ctx, temp: temp}, nil
}

// discard removes what was not put into its place.
func (f *Folder) discard() error { return os.RemoveAll(f.temp) }

func (f *Folder) new() string { return filepath.Join(f.temp, "new") }

// put puts the folder into its place. What is there is moved away first, and deleted when the new one is there.
func (f *Folder) put(path string) error {
	old := filepath.Join(f.temp, "old")
	_, err := os.Lstat(path)
	replaces := err == nil
	if replaces {
		if err := os.Rename(path, old); err != nil {
			return err
		}
	}
	err = os.Rename(f.new(), path)
	if err != nil && replaces {
		err = errors.Join(err, os.Rename(old, path))
	}
	return err
}

// Create makes a file, and the folders before it.
func (f *Folder) Create(name string) (io.WriteCloser, error) {
	if f.Tell != nil {
		f.Tell(name)
	}
	path := filepath.Join(f.new(), filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return nil, err
	}
	return &bufferedFile{bufio.NewWriterSize(Writer(f.ctx, file), 1<<16), file}, nil
}

// bufferedFile is a file that is written in large parts.
type bufferedFile struct {
	*bufio.Writer
	file *os.File
}

// Close writes the rest.
func (f *bufferedFile) Close() error { return errors.Join(f.Flush(), f.file.Close()) }
