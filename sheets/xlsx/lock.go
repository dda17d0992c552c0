package xlsx

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf16"

	"leadsheet/sheets"
)

// locked returns who has the workbook open, or "". The program's own lock files are looked for beside the file and
// beside a link to it. They are only ever read. docs/facts/xlsx.md says what they look like.
func (b *Book) locked() string {
	for _, p := range []string{b.path, b.target()} {
		dir, name := filepath.Split(p)
		if raw, err := os.ReadFile(filepath.Join(dir, ".~lock."+name+"#")); err == nil {
			who := "LibreOffice"
			if f := strings.Split(string(raw), ","); len(f) > 1 {
				for _, s := range f[:2] {
					if s = cleanText(strings.TrimSpace(s)); s != "" && len(s) < 100 {
						return s + " in LibreOffice"
					}
				}
			}
			return who
		}
		for _, lock := range ownerFiles(name) {
			if raw, err := os.ReadFile(filepath.Join(dir, lock)); err == nil {
				return ownerName(raw)
			} else if _, err := os.Lstat(filepath.Join(dir, lock)); err == nil {
				return "Excel" // held so that not even its name can be read
			}
		}
	}
	return ""
}

// ownerFiles are the names of Excel's lock file: for long names it replaces the first two letters.
func ownerFiles(name string) []string {
	l := []string{"~$" + name}
	if len(name) > 8 {
		l = append(l, "~$"+name[2:])
	}
	return l
}

// ownerName reads Excel's lock file: the name stands at byte 55 as a length and UTF-16.
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
	who := cleanText(strings.TrimSpace(string(utf16.Decode(u))))
	if who == "" {
		return "Excel"
	}
	return who + " in Excel"
}

// free returns ErrBusy, with who holds the workbook, while it must not be written.
func (b *Book) free() error {
	if who := b.locked(); who != "" {
		b.lockSeen = b.opts.Now()
		return fmt.Errorf("%s has the workbook %s open; "+
			"it is written once it is closed: %w", who, filepath.Base(b.path), sheets.ErrBusy)
	}
	if !b.lockSeen.IsZero() && b.opts.Now().Sub(b.lockSeen) < b.opts.LockGrace {
		return fmt.Errorf("the workbook %s has only just been closed: %w", filepath.Base(b.path), sheets.ErrBusy)
	}
	return nil
}
