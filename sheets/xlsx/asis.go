package xlsx

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"leadsheet/sheets"
	"leadsheet/sheets/xlsx/files"
)

// protected is the error of a workbook that is write-protected. It Is sheets.ErrBusy: writing waits, reading goes on.
type protected struct{ text string }

// Error says what to do.
func (e protected) Error() string { return e.text }

// Is makes it an ErrBusy.
func (e protected) Is(target error) bool { return target == sheets.ErrBusy }

// checkProtected returns an error if the workbook is marked read-only, for everybody or for this process. The swap of
// files would replace it all the same, as only the folder must be writable for that.
func (b *Book) checkProtected() error {
	err := b.files.Writable(b.resolvedPath())
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	name := filepath.Base(b.path)
	if info, statErr := b.files.Stat(b.resolvedPath()); statErr == nil && info.Mode.Perm()&0o222 == 0 {
		return protected{fmt.Sprintf("the workbook %s is marked read-only, so nothing is written to it: allow writing "+
			"again (chmod u+w, or in the file's properties)", name)}
	}
	return protected{fmt.Sprintf("the workbook %s may not be changed by the user that leadsheet runs as, so nothing "+
		"is written to it: give that user the right to write, or run leadsheet as its owner", name)}
}

// like returns what a new version takes over from the file that it replaces.
func like(info files.Info) files.Info {
	return files.Info{Mode: info.Mode.Perm(), Owner: info.Owner, Group: info.Group}
}

// newFile is what a new workbook is like: everybody may read it, and it belongs to whoever makes it.
func newFile() files.Info { return files.Info{Mode: 0o644, Owner: -1, Group: -1} }

// storeLike makes a new file with a mode, an owner and a group. If the owner or the group cannot be given, the file is
// made all the same, and a note says so.
func (b *Book) storeLike(path string, content []byte, want files.Info) error {
	given, err := files.StoreLike(b.files, path, content, want)
	if err == nil && !given {
		b.ownerLost = want
	}
	if files.IsFull(err) {
		err = fmt.Errorf("the disk is full, the workbook is as it was: make room: %w", err)
	}
	return err
}

// tellLinks notes that the workbook has another name: the next write replaces one of the two.
func (b *Book) tellLinks(info files.Info) {
	if info.Links > 1 && !b.opts.ReadOnly {
		b.notes = append(b.notes, fmt.Sprintf("the workbook %s has another name (a hard link), which keeps its "+
			"present version when leadsheet writes: use a symbolic link instead", filepath.Base(b.path)))
	}
}

// tellOwner returns the notes about a new version that could not be given to the owner of the one before. They are said
// once, since the next version has the owner of this one.
func (b *Book) tellOwner() []string {
	lost := b.ownerLost
	b.ownerLost = files.Info{}
	if lost.Mode == 0 || b.current == nil {
		return nil
	}
	now := b.current.id
	return []string{fmt.Sprintf("the workbook %s belonged to user %d and group %d, and belongs to user %d and group "+
		"%d now, as leadsheet may not give files to others: give it back, and run leadsheet as user %d with the group "+
		"%d, so that everybody can go on with it", filepath.Base(b.path), lost.Owner, lost.Group, now.Owner, now.Group,
		lost.Owner, lost.Group)}
}

// checkKind refuses what is no regular file: reading a pipe would wait for ever.
func checkKind(info files.Info) error {
	switch {
	case info.Mode.IsRegular():
		return nil
	case info.Mode.IsDir():
		return fmt.Errorf("%w: it is a folder; name a file", sheets.ErrUnsupported)
	}
	return fmt.Errorf("%w: it is no file but a pipe, a device or a socket; name a file", sheets.ErrUnsupported)
}

// withGoodCopy adds to the refusal of a workbook which copy of it can be read.
func (b *Book) withGoodCopy(err error, damaged files.Info) error {
	if !errors.Is(err, sheets.ErrUnsupported) {
		return err
	}
	if !b.same(damaged, b.damaged.of) { // looking for one reads whole files, and this is asked at each pass
		b.damaged.of, b.damaged.copy = damaged, b.goodCopy()
	}
	if b.damaged.copy == "" {
		return err
	}
	return fmt.Errorf("%w; the last version that can be read is %s: copy it to %s", err,
		b.damaged.copy, filepath.Base(b.path))
}

// goodCopy returns the newest copy beside the workbook that can be read, as a path from the workbook's folder with its
// time, "" if there is none.
func (b *Book) goodCopy() string {
	best, name := files.Info{}, ""
	paths, _ := b.copies(1) // without the days, the others are asked
	for _, path := range paths {
		info, err := b.files.Stat(path)
		if err != nil || !info.ModTime.After(best.ModTime) {
			continue
		}
		raw, err := b.files.Read(path)
		if err != nil {
			continue
		}
		if _, err := parse(raw, nil); err == nil {
			best, name = info, path
		}
	}
	if name == "" {
		return ""
	}
	rel := strings.TrimPrefix(name, filepath.Dir(b.resolvedPath())+string(filepath.Separator))
	return fmt.Sprintf("%q of %s", rel, best.ModTime.Format("2 January 2006 15:04"))
}
