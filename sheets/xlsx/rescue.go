package xlsx

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// rescue looks for what a process left behind that was killed between exchanging the files and looking at what came
// out: a version that a person had saved within that moment. It is put back; our own version, which lacks the person's
// edits, goes, and what it had taken in comes in again from its source.
func (b *Book) rescue() error {
	path := b.target()
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil // there is nothing to compare with; load says what is wrong
	}
	wb, err := parse(raw)
	if err != nil || wb.writer == "" {
		return nil
	}
	// Only the process that made the version in place can have displaced another with it.
	left := b.tempOf(wb.writer)
	before, err := identify(left)
	if err != nil {
		return nil
	}
	time.Sleep(rescueAfter)
	if now, err := identify(left); err != nil || !now.same(before) {
		return nil // that process is alive and at work
	}
	old, err := os.ReadFile(left)
	if err != nil {
		return fmt.Errorf("read what a killed leadsheet left behind: %w", err)
	}
	was, err := parse(old)
	if shortHash(old) == wb.base || err != nil || was.writer == wb.writer && was.gen >= wb.gen {
		return nil // the version that ours was made of, or a half-made one of ours: sweep removes it
	}
	ours, err := identify(path)
	if err != nil {
		return fmt.Errorf("read workbook: %w", err)
	}
	if ours.info.ModTime().UnixNano() == wb.mtime && b.locked() == "" {
		if err := exchange(left, path); err == nil {
			b.notes = append(b.notes, "a version that a person had saved while leadsheet was killed is in place again")
			return os.Remove(left)
		} else if !errors.Is(err, errNoExchange) {
			return fmt.Errorf("put a person's version back: %w", err)
		}
	}
	// Somebody has gone on with our version: both are kept, and a person decides.
	dir, name := filepath.Split(path)
	kept := strings.TrimSuffix(name, filepath.Ext(name)) + " (saved " +
		before.info.ModTime().Format("2006-01-02 150405") + ")" + filepath.Ext(name)
	if err := os.Rename(left, filepath.Join(dir, kept)); err != nil {
		return fmt.Errorf("keep a person's version: %w", err)
	}
	b.notes = append(b.notes, fmt.Sprintf("a version that a person had saved while leadsheet was killed is kept as %q: "+
		"copy what is missing from it", kept))
	return nil
}

// rescueAfter is longer than a live process takes from exchanging the files to looking at what came out.
const rescueAfter = 300 * time.Millisecond
