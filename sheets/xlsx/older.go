package xlsx

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"leadsheet/sheets/xlsx/files"
	"leadsheet/sheets/xlsx/ooxml"
)

// lastPath returns the path of a copy of the version that leadsheet wrote last. If an older copy is saved over the
// workbook, that version exists nowhere else: the backup is the version before it.
func (b *Book) lastPath() string {
	dir, name := filepath.Split(b.resolvedPath())
	return filepath.Join(dir, ".leadsheet-"+name+".last")
}

// keepLast stores the version that was written last. A failure is ignored: the write itself has succeeded, and only
// this recovery copy is missing.
func (b *Book) keepLast(v *version) {
	if b.opts.KeepBackups < 0 {
		return
	}
	temp := b.lastPath() + ".tmp"
	_ = b.files.Remove(temp) // left by a killed process
	if err := files.Store(b.files, temp, v.raw, v.id.Mode.Perm()); err == nil {
		_ = b.files.Rename(temp, b.lastPath())
	}
}

// checkSetBack detects that wb, which has just been read, is an older copy saved over the workbook. It then stores the
// displaced version beside it under a new name, before anything is written.
func (b *Book) checkSetBack(wb *workbook) error {
	gen, raw := b.lastGeneration, []byte(nil)
	if b.current != nil {
		raw = b.current.raw // includes what editors have saved since the last write
	} else if stored, err := b.files.Read(b.lastPath()); err == nil {
		// Written by another process, or by this one before a restart.
		if n := generation(stored); wb.writer != "" && n > max(wb.gen, gen) {
			gen, raw = n, stored
		}
	}
	if wb.gen >= gen {
		return nil
	}
	b.setBack = true
	note := fmt.Sprintf("an older copy was saved over the workbook: "+
		"what leadsheet wrote since (%d writes) is not in it", gen-wb.gen)
	if len(raw) == 0 {
		b.notes = append(b.notes, note+"; the copy before is "+filepath.Base(b.backupPath(0)))
		return nil
	}
	name, err := b.keepCopy(raw)
	if err != nil {
		return fmt.Errorf("keep the version that an older copy was saved over: %w", err)
	}
	b.notes = append(b.notes, fmt.Sprintf("%s; the version before is kept as %q: copy from it what people had typed; "+
		"requests come in again by themselves", note, name))
	return nil
}

// generation returns the generation of a workbook's bytes, 0 if it is unknown. It does not read the cells.
func generation(raw []byte) int {
	book, err := ooxml.Open(raw)
	if err != nil {
		return 0
	}
	for _, n := range book.Names {
		if n.Name == stampName {
			return parseStamp(n.Refer).gen
		}
	}
	return 0
}

// keepCopy writes a version beside the workbook under a name with the current time, and returns the name.
func (b *Book) keepCopy(raw []byte) (string, error) {
	dir, file := filepath.Split(b.resolvedPath())
	ext := filepath.Ext(file)
	base := strings.TrimSuffix(file, ext) + " (kept " + b.opts.Now().Format("2006-01-02 150405")
	for n := 1; ; n++ {
		name := base + ")" + ext
		if n > 1 {
			name = fmt.Sprintf("%s, %d)%s", base, n, ext)
		}
		err := files.Store(b.files, filepath.Join(dir, name), raw, 0o644)
		if errors.Is(err, fs.ErrExist) && n < 1000 {
			continue
		}
		return name, err
	}
}
