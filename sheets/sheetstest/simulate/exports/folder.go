package exports

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"time"

	"leadsheet/intake"
	"leadsheet/sheets/xlsx/files"
	"leadsheet/sheets/xlsx/memfs"
)

// Folder is a disk in memory as intake has a drop folder.
type Folder struct {
	*memfs.Process
	Clock func() time.Time
	Sleep func(ctx context.Context, d time.Duration) error
}

var _ intake.Files = (*Folder)(nil)

// fileInfo describes a file.
type fileInfo struct {
	name string
	info files.Info
}

// Name implements fs.FileInfo.
func (i fileInfo) Name() string { return i.name }

// Size implements fs.FileInfo.
func (i fileInfo) Size() int64 { return i.info.Size }

// Mode implements fs.FileInfo.
func (i fileInfo) Mode() fs.FileMode { return i.info.Mode }

// ModTime implements fs.FileInfo.
func (i fileInfo) ModTime() time.Time { return i.info.ModTime }

// IsDir implements fs.FileInfo.
func (i fileInfo) IsDir() bool { return i.info.Mode.IsDir() }

// Sys implements fs.FileInfo.
func (i fileInfo) Sys() any { return nil }

func described(name string, info files.Info, err error) (fs.FileInfo, error) {
	if err != nil {
		return nil, err
	}
	return fileInfo{path.Base(name), info}, nil
}

// Now implements intake.Files.
func (f *Folder) Now() time.Time { return f.Clock() }

// Wait implements intake.Files.
func (f *Folder) Wait(ctx context.Context, d time.Duration) error { return f.Sleep(ctx, d) }

// Stat implements intake.Files.
func (f *Folder) Stat(name string) (fs.FileInfo, error) {
	info, err := f.Process.Stat(name)
	return described(name, info, err)
}

// Lstat implements intake.Files.
func (f *Folder) Lstat(name string) (fs.FileInfo, error) {
	info, err := f.Process.Lstat(name)
	return described(name, info, err)
}

// Read implements intake.Files.
func (f *Folder) Read(name string, most int64) ([]byte, error) {
	data, err := f.Process.Read(name)
	return data[:min(int64(len(data)), most)], err
}

// MkdirAll implements intake.Files.
func (f *Folder) MkdirAll(dir string) error {
	if err := f.Mkdir(dir, 0o755); !errors.Is(err, fs.ErrNotExist) {
		if errors.Is(err, fs.ErrExist) {
			return nil
		}
		return err
	}
	if err := f.MkdirAll(path.Dir(dir)); err != nil {
		return err
	}
	return f.Mkdir(dir, 0o755)
}

// Walk implements intake.Files.
func (f *Folder) Walk(root string, visit fs.WalkDirFunc) error { return Walk(f.Process, root, visit) }

// Walk is filepath.WalkDir.
func Walk(m *memfs.Process, root string, visit fs.WalkDirFunc) error {
	info, err := m.Lstat(root)
	if err != nil {
		err = visit(root, nil, err)
	} else {
		err = walkIn(m, root, fs.FileInfoToDirEntry(fileInfo{path.Base(root), info}), visit)
	}
	if errors.Is(err, fs.SkipDir) || errors.Is(err, fs.SkipAll) {
		return nil
	}
	return err
}

func walkIn(m *memfs.Process, at string, e fs.DirEntry, visit fs.WalkDirFunc) error {
	if err := visit(at, e, nil); err != nil || !e.IsDir() {
		if errors.Is(err, fs.SkipDir) && e.IsDir() {
			return nil
		}
		return err
	}
	names, err := m.List(at)
	if err != nil {
		return visit(at, e, err)
	}
	for _, n := range names {
		info, err := m.Lstat(path.Join(at, n))
		if err != nil {
			continue // it is gone by now
		}
		if err := walkIn(m, path.Join(at, n), fs.FileInfoToDirEntry(fileInfo{n, info}), visit); err != nil {
			if errors.Is(err, fs.SkipDir) {
				break
			}
			return err
		}
	}
	return nil
}
