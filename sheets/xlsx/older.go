package xlsx

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"strings"

	"leadsheet/sheets"
	"leadsheet/sheets/xlsx/files"
)

// lastPath returns the path of a copy of the version that leadsheet wrote last. If an older copy is saved over the
// workbook, that version exists nowhere else: the backup is the version before it.
func (b *Book) lastPath() string {
	dir, name := filepath.Split(b.resolvedPath())
	return filepath.Join(dir, ".leadsheet-"+name+".last")
}

// copies returns the paths at which copies of the workbook may be, the newest first, with those of so many days. An
// error says that the days are not known.
func (b *Book) copies(most int) ([]string, error) {
	paths := []string{b.lastPath(), b.backupPath(0)}
	for n := 1; n < b.opts.KeepBackups; n++ {
		paths = append(paths, b.backupPath(n))
	}
	path := b.resolvedPath()
	days, err := datedBackups(b.files, path)
	for _, day := range days[:min(most, len(days))] {
		paths = append(paths, filepath.Join(backupFolder(path), datedName(path, day)))
	}
	return paths, err
}

// keepLast stores the version that was written last, or the one that could not be stored before. An error says that the
// workbook is stored, but that without this copy nobody would notice if an older one were saved over it: so nothing may
// be moved away yet that is only in the workbook.
func (b *Book) keepLast(v *version) error {
	if v == nil {
		v = b.unkept
	}
	if b.opts.KeepBackups < 0 || v == nil {
		return nil
	}
	b.unkept = v
	temp := b.lastPath() + ".tmp"
	_ = b.files.Remove(temp) // left by a killed process
	_, err := files.StoreLike(b.files, temp, v.raw, like(v.id))
	if err == nil {
		_ = b.files.Chtimes(temp, v.id.ModTime)
		err = b.files.Rename(temp, b.lastPath())
	}
	if err != nil {
		return fmt.Errorf("keep a copy of the workbook beside it (the workbook itself is stored): %w", err)
	}
	b.syncDir(filepath.Dir(b.lastPath()))
	b.unkept = nil
	return nil
}

// newestStored returns the copy with the highest generation, and that generation; 0 if there is none.
func (b *Book) newestStored() (raw []byte, gen int) {
	paths, _ := b.copies(1) // without the days, the others are asked
	for _, path := range paths {
		if stored, err := b.files.Read(path); err == nil {
			if n := generation(stored); n > gen {
				raw, gen = stored, n
			}
		}
	}
	return raw, gen
}

// nextGeneration returns the generation of the next version. It is higher than that of every known version, also of
// those that an older copy has displaced: so each of them, saved over the workbook again, is known to be older.
func (b *Book) nextGeneration(base int) int { return max(base, b.highest) + 1 }

// own remembers the generations from base on, up to the one that this Book has just written, as its own.
func (b *Book) own(base, written int) {
	for g := base + 1; g <= written; g++ {
		b.ownGenerations[g] = true
	}
	b.highest = max(b.highest, written)
}

// checkSetBack detects that wb, which has just been read, is an older copy saved over the workbook. It then stores the
// displaced version beside it under a new name, before anything is written.
func (b *Book) checkSetBack(wb *workbook, id files.Info, present []byte) error {
	gen, raw := b.lastGeneration, []byte(nil)
	to, marked := b.readMark()
	if marked && !b.marked { // an earlier process, or another one, has not come to its end with it
		b.setBack, b.setBackTo = true, to
	}
	b.marked = marked
	if b.current != nil {
		raw = b.current.raw // includes what editors have saved since the last write
	} else if last, err := b.files.Read(b.lastPath()); err == nil && bytes.Equal(last, present) {
		gen = wb.gen // as it was written last: no copy needs to be looked into
	} else if stored, n := b.newestStored(); wb.writer != "" && n > max(wb.gen, gen) {
		gen, raw = n, stored // written by another process, or by this one before a restart
		if now, err := b.identify(b.resolvedPath()); err != nil || !b.same(now, id) {
			return fmt.Errorf("read workbook: it is just being saved: %w", sheets.ErrBusy) // by another leadsheet
		}
	}
	b.highest = max(b.highest, gen, wb.gen)
	if wb.gen >= gen {
		return nil
	}
	b.markSetBack(wb.clock)
	// A snapshot of the older copy knows nothing of what was written after it. If that version comes back, it is a
	// conflict.
	maps.DeleteFunc(b.ownGenerations, func(g int, _ bool) bool { return g > wb.gen })
	note := "an older copy was saved over the workbook: what leadsheet wrote since is not in it"
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

// keepEarlier keeps the last version of an earlier workbook before a new one is made in its place, and returns its
// name, "" if there was none. The new workbook begins with the first generation: until it is written again, every
// process knows that it lacks what the earlier one held.
func (b *Book) keepEarlier() (name string, err error) {
	raw, gen := b.newestStored()
	if gen == 0 {
		return "", nil
	}
	b.highest = max(b.highest, gen)
	if name, err = b.keepCopy(raw); err != nil {
		return "", fmt.Errorf("keep the last version of the workbook that was here before: %w", err)
	}
	return name, nil
}

// tellNew notes that a new workbook was made. earlier is the copy of the one that was there before, "" if none was.
func (b *Book) tellNew(earlier string) {
	note := "made a new workbook, " + b.path
	if earlier == "" {
		_ = b.keepLast(b.current) // the next commit tries it again
	} else {
		b.markSetBack(b.current.wb.clock)
		note += fmt.Sprintf("; there was one before, whose last version is kept as %q: to go on with that one, stop "+
			"leadsheet and copy it to %s; requests come in again by themselves", earlier, filepath.Base(b.path))
	}
	b.notes = append(b.notes, note)
}

// generation returns the generation of a workbook's bytes, 0 if it is unknown.
func generation(raw []byte) int {
	s, _ := stampOf(raw) // what cannot be read has none
	return s.gen
}

// beside returns the name of a file beside the workbook: "leads (kept 2026-11-26 120000).xlsx". what is why it is there
// and when it was put there.
func (b *Book) beside(what string) string {
	file := filepath.Base(b.resolvedPath())
	ext := filepath.Ext(file)
	return strings.TrimSuffix(file, ext) + " (" + what + ")" + ext
}

// besideTime is how the names of such files tell the time.
const besideTime = "2006-01-02 150405"

// keepCopy writes a version beside the workbook under a name with the current time, and returns the name. A copy of the
// same bytes that was kept before is enough: until something is written, each process finds the older copy anew.
func (b *Book) keepCopy(raw []byte) (string, error) {
	path := b.resolvedPath()
	dir, file := filepath.Split(path)
	ext := filepath.Ext(file)
	base := strings.TrimSuffix(file, ext) + " (kept "
	names, err := b.files.List(dir)
	if err != nil {
		return "", err
	}
	for _, name := range names {
		if strings.HasPrefix(name, base) && strings.HasSuffix(name, ext) {
			if kept, err := b.files.Read(filepath.Join(dir, name)); err == nil && bytes.Equal(kept, raw) {
				return name, nil
			}
		}
	}
	want := newFile()
	if info, err := b.files.Stat(path); err == nil {
		want = like(info)
	} else if info, err := b.files.Stat(b.lastPath()); err == nil {
		want = like(info)
	}
	what := "kept " + b.opts.Now().Format(besideTime)
	for n := 1; ; n++ {
		name := b.beside(what)
		if n > 1 {
			name = b.beside(fmt.Sprintf("%s, %d", what, n))
		}
		_, err := files.StoreLike(b.files, filepath.Join(dir, name), raw, want)
		if errors.Is(err, fs.ErrExist) && n < 1000 {
			continue
		}
		return name, err
	}
}
