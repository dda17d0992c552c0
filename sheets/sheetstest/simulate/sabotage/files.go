package sabotage

import (
	"context"
	"io/fs"
	"path"
	"strings"

	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/sheets"
	"leadsheet/sheets/xlsx/files"
)

// brokenFiles breaks one of the safeguards that leadsheet has in a local file.
type brokenFiles struct {
	files.FS
	path         string // of the workbook
	seesNoLock   bool   // lock files of people's programs are not looked at
	keepsNothing bool   // what is to be kept beside the workbook is written where nobody finds it
	swapsBlindly bool   // what came out of an exchange is taken for what was read

	read      files.Info // the workbook as it was described last
	exchanged bool       // and since exchanged
}

// onFiles returns a sabotage of files.
func onFiles(how func(*brokenFiles)) func(*Process, files.FS) files.FS {
	return func(p *Process, fsys files.FS) files.FS {
		f := &brokenFiles{FS: fsys, path: p.Path}
		how(f)
		return f
	}
}

// place returns where a file really goes.
func (f *brokenFiles) place(name string) string {
	if f.keepsNothing && (strings.Contains(name, "(kept ") || strings.Contains(name, "(saved ")) {
		return path.Join(path.Dir(name), ".gone")
	}
	return name
}

func (f *brokenFiles) hidden(name string) bool {
	base := path.Base(name)
	return f.seesNoLock && (strings.HasPrefix(base, "~$") || strings.HasPrefix(base, ".~lock."))
}

// Stat implements files.FS.
func (f *brokenFiles) Stat(name string) (files.Info, error) {
	if f.hidden(name) {
		return files.Info{}, fs.ErrNotExist
	}
	info, err := f.FS.Stat(f.place(name))
	switch {
	case err != nil || !f.swapsBlindly:
	case name == f.path:
		f.read = info
	case f.exchanged && strings.HasSuffix(name, ".tmp"):
		f.exchanged = false
		return f.read, nil
	}
	return info, err
}

// Lstat implements files.FS.
func (f *brokenFiles) Lstat(name string) (files.Info, error) {
	if f.hidden(name) {
		return files.Info{}, fs.ErrNotExist
	}
	return f.FS.Lstat(f.place(name))
}

// Read implements files.FS.
func (f *brokenFiles) Read(name string) ([]byte, error) {
	if f.hidden(name) {
		return nil, fs.ErrNotExist
	}
	return f.FS.Read(f.place(name))
}

// Exchange implements files.FS.
func (f *brokenFiles) Exchange(a, b string) error {
	f.exchanged = true
	return f.FS.Exchange(a, b)
}

// Create implements files.FS.
func (f *brokenFiles) Create(name string, mode fs.FileMode) (files.File, error) {
	at := f.place(name)
	if at != name {
		_ = f.FS.Remove(at) // of the last time
	}
	return f.FS.Create(at, mode)
}

// Chmod implements files.FS.
func (f *brokenFiles) Chmod(name string, mode fs.FileMode) error {
	return f.FS.Chmod(f.place(name), mode)
}

// Rename implements files.FS.
func (f *brokenFiles) Rename(from, to string) error { return f.FS.Rename(from, f.place(to)) }

// movedFirst moves exports away as soon as they are read.
func movedFirst(_ *Process, s intake.Source) intake.Source { return &earlyMover{s} }

type earlyMover struct{ intake.Source }

// Collect implements intake.Source.
func (m *earlyMover) Collect(ctx context.Context, known intake.Known) ([]lead.Inquiry, error) {
	items, err := m.Source.Collect(ctx, known)
	if err == nil {
		err = m.Source.Settle(ctx, items)
	}
	return items, err
}

// movedUnseen moves exports away without a look at what is moved.
func movedUnseen(_ *Process, s intake.Source) intake.Source {
	d, ok := s.(*intake.Drop)
	if ok {
		d.Files = &blindFiles{Files: d.Files, seen: map[string]fs.FileInfo{}}
	}
	return s
}

// blindFiles answers a second look at a file as the first one, whatever its name is now.
type blindFiles struct {
	intake.Files
	seen map[string]fs.FileInfo
}

// Stat implements intake.Files.
func (f *blindFiles) Stat(name string) (fs.FileInfo, error) {
	info, err := f.Files.Stat(name)
	if err == nil {
		f.seen[name] = info
	}
	return info, err
}

// Lstat implements intake.Files.
func (f *blindFiles) Lstat(name string) (fs.FileInfo, error) {
	info, err := f.Files.Lstat(name)
	if was := f.seen[name]; err == nil && was != nil {
		return was, nil
	}
	return info, err
}

// Rename implements intake.Files.
func (f *blindFiles) Rename(from, to string) error {
	f.seen[to] = f.seen[from]
	return f.Files.Rename(from, to)
}

// setBackForgotten does not say that an older copy was saved over the workbook.
func setBackForgotten(_ *Process, book sheets.Book) sheets.Book {
	return &wrappedBook{Book: book, read: func(ctx context.Context, tabs ...string) (*sheets.Snapshot, error) {
		snap, err := book.Read(ctx, tabs...)
		if err == nil {
			snap.SetBack = false
		}
		return snap, err
	}}
}
