package xlsx

import (
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"leadsheet/sheets/xlsx/files"
)

// rescue recovers from a process that was killed between exchanging the files and checking the displaced version. If an
// editor had saved in that moment, the editor's version is the displaced one, and rescue puts it back. The process's
// own version, which lacks those edits, is removed; what it had taken in comes in again from its source.
func (b *Book) rescue() error {
	path := b.resolvedPath()
	raw, err := b.files.Read(path)
	if err != nil {
		return nil // nothing to compare with; load reports the error
	}
	now, err := stampOf(raw)
	if err != nil || now.writer == "" {
		return nil
	}
	// Only the process that wrote the present version can have displaced another one with it.
	leftover := b.tempPathOf(now.writer)
	before, err := b.identify(leftover)
	if err != nil {
		return nil
	}
	b.opts.Sleep(rescueAfter)
	if still, err := b.identify(leftover); err != nil || !b.same(still, before) {
		return nil // that process is alive and working
	}
	old, err := b.files.Read(leftover)
	if err != nil {
		return fmt.Errorf("read what a killed leadsheet left behind: %w", err)
	}
	left, err := stampOf(old)
	if shortHash(old) == now.base || err != nil || left.writer == now.writer && left.gen >= now.gen {
		return nil // the base of that version, or a partial write: removeOldTemp deletes it
	}
	current, err := b.identify(path)
	if err != nil {
		return fmt.Errorf("read workbook: %w", err)
	}
	if current.ModTime.UnixNano() == now.mtime && b.lockHolder() == "" {
		if err := b.files.Exchange(leftover, path); err == nil {
			b.notes = append(b.notes, "a version that a person had saved while leadsheet was killed is in place again")
			return b.files.Remove(leftover)
		} else if !errors.Is(err, files.ErrNoExchange) {
			return fmt.Errorf("put a person's version back: %w", err)
		}
	}
	// An editor has changed the present version since: both are kept, and a person decides.
	name := b.beside("saved " + before.ModTime.Format(besideTime))
	if err := b.files.Rename(leftover, filepath.Join(filepath.Dir(path), name)); err != nil {
		return fmt.Errorf("keep a person's version: %w", err)
	}
	b.notes = append(b.notes, fmt.Sprintf("a version that a person had saved while leadsheet was killed is kept as "+
		"%q: copy what is missing from it", name))
	return nil
}

// rescueAfter is longer than a live process needs from exchanging the files to checking the displaced version.
const rescueAfter = 300 * time.Millisecond
