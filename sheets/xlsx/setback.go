package xlsx

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"leadsheet/sheets"
	"leadsheet/sheets/xlsx/files"
)

var _ sheets.Returning = (*Book)(nil)

// setBackPath returns the path of the mark that what came in since an older version has not all been taken in again.
func (b *Book) setBackPath() string {
	dir, name := filepath.Split(b.resolvedPath())
	return filepath.Join(dir, ".leadsheet-"+name+".setback")
}

// markSetBack notes that an older version, written at a time in Unix nanoseconds, has taken the place of a newer one.
// The mark outlives the process: a source may not answer before it ends. Without the mark, the next process knows as
// long as nothing has been written.
func (b *Book) markSetBack(clock int64) {
	to := timeOf(clock)
	if known, marked := b.readMark(); marked && (known.IsZero() || known.Before(to)) {
		to = known // what came in since then has not been taken in again
	}
	b.setBack, b.setBackTo, b.marked = true, to, true
	if b.opts.ReadOnly || b.opts.KeepBackups < 0 {
		return
	}
	text := "0"
	if !to.IsZero() {
		text = strconv.FormatInt(to.UnixNano(), 10)
	}
	_ = b.files.Remove(b.setBackPath())
	_ = files.Store(b.files, b.setBackPath(), []byte(text+"\n"), 0o600)
}

// readMark returns the time in the mark, zero if it is not known, and whether there is one.
func (b *Book) readMark() (to time.Time, marked bool) {
	raw, err := b.files.Read(b.setBackPath())
	if err != nil {
		return time.Time{}, false
	}
	clock, _ := strconv.ParseInt(strings.TrimSpace(string(raw)), 10, 64) // 0, unknown, of a damaged one
	return timeOf(clock), true
}

func timeOf(clock int64) time.Time {
	if clock == 0 {
		return time.Time{}
	}
	return time.Unix(0, clock)
}

// SetBackDone implements sheets.Returning.
func (b *Book) SetBackDone() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.files.Remove(b.setBackPath()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	b.marked = false
	return nil
}
