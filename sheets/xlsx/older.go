package xlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// last is where the version is kept that leadsheet wrote last. An older copy that somebody saves over the workbook
// leaves no trace of it elsewhere: the backup is the version before.
func (b *Book) last() string {
	dir, name := filepath.Split(b.target())
	return filepath.Join(dir, ".leadsheet-"+name+".last")
}

// keepLast keeps the version that was written last. A failure is none of the write: there is one way less to mend a
// slip.
func (b *Book) keepLast(v *version) {
	if b.opts.KeepBackups < 0 {
		return
	}
	part := b.last() + ".tmp"
	if err := os.WriteFile(part, v.raw, v.id.info.Mode().Perm()); err == nil {
		_ = os.Rename(part, b.last())
	}
}

// older looks whether wb, which has just been read, is an older copy that was saved over the workbook. What it
// displaced is put beside it under a name of its own, before anything is written.
func (b *Book) older(wb *workbook) error {
	gen, raw := b.known, []byte(nil)
	if b.cur != nil {
		raw = b.cur.raw // with what people have saved since our last write
	} else if kept, err := os.ReadFile(b.last()); err == nil {
		// It is of another process, or of this one before it was restarted.
		if n := generation(kept); wb.writer != "" && n > max(wb.gen, gen) {
			gen, raw = n, kept
		}
	}
	if wb.gen >= gen {
		return nil
	}
	b.setBack = true
	note := fmt.Sprintf("an older copy was saved over the workbook: "+
		"what leadsheet wrote since (%d writes) is not in it", gen-wb.gen)
	if len(raw) == 0 {
		b.notes = append(b.notes, note+"; the copy before is "+filepath.Base(b.backup(0)))
		return nil
	}
	name, err := b.putAside(raw)
	if err != nil {
		return fmt.Errorf("keep the version that an older copy was saved over: %w", err)
	}
	b.notes = append(b.notes, fmt.Sprintf("%s; the version before is kept as %q: copy from it what people had typed; "+
		"requests come in again by themselves", note, name))
	return nil
}

// generation is that of a workbook's bytes; 0 where it cannot be told. Its cells are not read.
func generation(raw []byte) int {
	zr, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return 0
	}
	p, err := members(zr, len(raw))
	if err != nil {
		return 0
	}
	var book bookXML
	if err := p.decode("xl/workbook.xml", &book); err != nil {
		return 0
	}
	for _, n := range book.Names {
		if n.Name == stampName {
			return parseStamp(n.Data).gen
		}
	}
	return 0
}

// putAside writes a version beside the workbook under a name that says when, and returns the name.
func (b *Book) putAside(raw []byte) (string, error) {
	dir, file := filepath.Split(b.target())
	ext := filepath.Ext(file)
	base := strings.TrimSuffix(file, ext) + " (kept " + b.opts.Now().Format("2006-01-02 150405")
	for n := 1; ; n++ {
		name := base + ")" + ext
		if n > 1 {
			name = fmt.Sprintf("%s, %d)%s", base, n, ext)
		}
		out, err := os.OpenFile(filepath.Join(dir, name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
		if errors.Is(err, os.ErrExist) && n < 1000 {
			continue
		}
		if err != nil {
			return "", err
		}
		_, err = out.Write(raw)
		if err == nil {
			err = out.Sync()
		}
		return name, errors.Join(err, out.Close())
	}
}
