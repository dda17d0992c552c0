package xlsx

import (
	"fmt"
	"path/filepath"
	"strings"
	"unicode/utf16"

	"leadsheet/sheets"
	"leadsheet/sheets/xlsx/ooxml/xmltext"
)

// lockHolder returns who has the workbook open, "" if it is not open. It looks for the lock files of Excel and
// LibreOffice beside the file and beside a link to it, and only reads them. docs/facts/xlsx.md describes them.
func (b *Book) lockHolder() string {
	for _, p := range []string{b.path, b.resolvedPath()} {
		dir, name := filepath.Split(p)
		if raw, err := b.files.Read(filepath.Join(dir, ".~lock."+name+"#")); err == nil {
			who := "LibreOffice"
			if f := strings.Split(string(raw), ","); len(f) > 1 {
				for _, s := range f[:2] {
					if s = xmltext.StorableText(strings.TrimSpace(s)); s != "" && len(s) < 100 {
						return s + " in LibreOffice"
					}
				}
			}
			return who
		}
		for _, lock := range ownerFiles(name) {
			if raw, err := b.files.Read(filepath.Join(dir, lock)); err == nil {
				return ownerName(raw)
			} else if _, err := b.files.Lstat(filepath.Join(dir, lock)); err == nil {
				return "Excel" // exists but cannot be read, as Excel holds it
			}
		}
	}
	return ""
}

// ownerFiles returns the possible names of Excel's lock file: for long names the prefix replaces the first two letters.
func ownerFiles(name string) []string {
	l := []string{"~$" + name}
	if len(name) > 8 {
		l = append(l, "~$"+name[2:])
	}
	return l
}

// ownerName returns the user in Excel's lock file: at byte 55 there is a length, followed by UTF-16.
func ownerName(raw []byte) string {
	const at = 55
	if len(raw) < at+2 {
		return "Excel"
	}
	n := int(raw[at])
	var u []uint16
	for i := at + 2; i+1 < len(raw) && len(u) < n; i += 2 {
		u = append(u, uint16(raw[i])|uint16(raw[i+1])<<8)
	}
	who := xmltext.StorableText(strings.TrimSpace(string(utf16.Decode(u))))
	if who == "" {
		return "Excel"
	}
	return who + " in Excel"
}

// checkWritable returns ErrBusy while the workbook must not be written: somebody, who is named, has it open, or it is
// write-protected.
func (b *Book) checkWritable() error {
	if err := b.checkProtected(); err != nil {
		return err
	}
	if who := b.lockHolder(); who != "" {
		b.lockSeen = b.opts.Now()
		return fmt.Errorf("%s has the workbook %s open; "+
			"it is written once it is closed: %w", who, filepath.Base(b.path), sheets.ErrBusy)
	}
	if !b.lockSeen.IsZero() && b.opts.Now().Sub(b.lockSeen) < b.opts.LockGrace {
		return fmt.Errorf("the workbook %s has only just been closed: %w", filepath.Base(b.path), sheets.ErrBusy)
	}
	return nil
}
