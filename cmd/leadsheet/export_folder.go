package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"leadsheet/daemon"
	"leadsheet/reports/handover"
)

// files writes a folder of files. It is made beside its place, and put there when it is whole.
func (e *exportCmd) files(a *app, d *daemon.Daemon, book string,
	write func(*daemon.HandOver, handover.Folder) ([]handover.Made, error)) (err error) {
	x, err := e.handOver(a, d)
	if err != nil {
		return err
	}
	path := filepath.Clean(e.Output)
	temp, err := os.MkdirTemp(filepath.Dir(path), ".leadsheet-export-")
	if err != nil {
		return fmt.Errorf("write the export: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temp)) }()
	progress := startPassProgress(a)
	made, err := write(x, folder{a.ctx, filepath.Join(temp, "new"), progress.tellDoing})
	progress.end()
	if err != nil {
		return err
	}
	if err := e.placeFolder(temp, path); err != nil {
		return err
	}
	names := make([]string, len(made))
	for i, m := range made {
		names[i] = fmt.Sprintf("%s (%d)", m.Name, m.Rows)
	}
	_, err = fmt.Fprintf(a.stdout, "%s from %s written to %s: %s. Begin with %s.\n", count(x.Rows, "lead"), book, path,
		strings.Join(names, ", "), filepath.Join(path, "README.txt"))
	return err
}

// placeFolder puts the new folder into its place. An export that is there is moved away first, and deleted when the new
// one is there.
func (e *exportCmd) placeFolder(temp, path string) error {
	if err := e.checkPlace(path, e.Force); err != nil {
		return usageError{err} // it came while the files were written
	}
	old := filepath.Join(temp, "old")
	_, err := os.Lstat(path)
	replaces := err == nil
	if replaces {
		if err := os.Rename(path, old); err != nil {
			return fmt.Errorf("write the export: %w", err)
		}
	}
	err = os.Rename(filepath.Join(temp, "new"), path)
	if err != nil && replaces {
		err = errors.Join(err, os.Rename(old, path))
	}
	if err != nil {
		return fmt.Errorf("write the export: %w", err)
	}
	return nil
}

// folder is where the files of an export are written.
type folder struct {
	ctx  context.Context
	path string
	tell func(doing string)
}

// Create makes a file, and the folders before it.
func (f folder) Create(name string) (io.WriteCloser, error) {
	f.tell("writing " + name)
	path := filepath.Join(f.path, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return nil, err
	}
	return &bufferedFile{bufio.NewWriterSize(watchful{f.ctx, file}, 1<<16), file}, nil
}

// bufferedFile is a file that is written in large parts.
type bufferedFile struct {
	*bufio.Writer
	file *os.File
}

// Close writes the rest.
func (f *bufferedFile) Close() error { return errors.Join(f.Flush(), f.file.Close()) }
