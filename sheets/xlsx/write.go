package xlsx

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"leadsheet/sheets"
	"leadsheet/sheets/xlsx/files"
	"leadsheet/sheets/xlsx/ooxml"
)

// maxTries is how often a write is merged again with what editors saved meanwhile.
const maxTries = 5

// openOptions makes excelize read values as they are stored.
func openOptions() excelize.Options { return excelize.Options{RawCellValue: true} }

// tempPathOf returns the path at which the given process writes its next version.
func (b *Book) tempPathOf(who string) string {
	dir, name := filepath.Split(b.resolvedPath())
	return filepath.Join(dir, ".leadsheet-"+name+"."+who+".tmp")
}

func (b *Book) tempPath() string { return b.tempPathOf(b.processID) }

// removeOldTemp removes temporary files of killed processes. A file younger than a minute may belong to a process that
// is writing.
func (b *Book) removeOldTemp() {
	dir, name := filepath.Split(b.resolvedPath())
	names, err := b.files.List(dir)
	if err != nil {
		return
	}
	for _, n := range names {
		if strings.HasPrefix(n, ".leadsheet-"+name+".") && strings.HasSuffix(n, ".tmp") {
			path := filepath.Join(dir, n)
			if fi, err := b.files.Lstat(path); err == nil && b.opts.Now().Sub(fi.ModTime) > time.Minute {
				_ = b.files.Remove(path)
			}
		}
	}
}

// backupPath returns the path of the n-th last version.
func (b *Book) backupPath(n int) string {
	dir, name := filepath.Split(b.resolvedPath())
	if n > 0 {
		return filepath.Join(dir, ".leadsheet-"+name+".bak"+strconv.Itoa(n))
	}
	return filepath.Join(dir, ".leadsheet-"+name+".bak")
}

// rotateBackups makes room for a new backup.
func (b *Book) rotateBackups() {
	for n := b.opts.KeepBackups - 1; n > 0; n-- {
		_ = b.files.Rename(b.backupPath(n-1), b.backupPath(n))
	}
}

// change edits a draft of the next version and returns the new contents of the tabs that it has changed. check inspects
// the version that was written.
type change struct {
	draft   func(d *ooxml.Draft) (drafted, error)
	check   func(wb *workbook) error
	checked bool // nothing differs but when pages were looked at: such versions in a row share one backup
}

// write makes the next version from base and swaps it in. It returns errDisplaced if base is no longer the present
// version.
func (b *Book) write(ctx context.Context, base *version, c change) error {
	if err := b.checkWritable(); err != nil {
		return err
	}
	path, temp := b.resolvedPath(), b.tempPath()
	raw, err := b.files.Read(path)
	if err != nil {
		return fmt.Errorf("read workbook: %w", err)
	}
	if sha256.Sum256(raw) != base.hash {
		return errDisplaced
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	mtime := b.opts.Now()
	if earliest := base.id.ModTime.Add(2 * time.Second); mtime.Before(earliest) {
		// LibreOffice compares times in whole seconds, and would overwrite a file of the same second without asking
		// (docs/facts/xlsx.md).
		mtime = earliest
	}
	gen, clock := b.nextGeneration(base.wb.gen), b.opts.Clock()
	stamped := stamp{gen, b.processID, shortHash(raw), mtime.UnixNano(), clock.UnixNano()}
	d, tabs, err := c.make(base.wb, stamped)
	if err != nil {
		return err
	}
	out, err := d.Bytes()
	if err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	next, err := b.store(out, temp, like(base.id), mtime, func(back []byte) (*workbook, error) {
		if err := d.Compare(back); err != nil {
			return nil, refused(err)
		}
		wb, err := base.wb.next(back, tabs)
		if err == nil && wb.stamp != stamped {
			err = errors.New("its stamp is missing")
		}
		if err == nil {
			err = c.check(wb)
		}
		return wb, err
	})
	if err != nil {
		_ = b.files.Remove(temp)
		return err
	}
	if b.beforeSwap != nil {
		b.beforeSwap(temp)
	}
	if err := b.checkWritable(); err != nil {
		_ = b.files.Remove(temp)
		return err
	}
	if !c.checked || !b.wroteChecked {
		b.rotateBackups()
	}
	b.wroteChecked = c.checked
	err = b.swap(temp, path, b.backupPath(0), base.id)
	if rest, statErr := b.identify(temp); statErr == nil &&
		(err == nil || errors.Is(err, errDisplaced) || b.same(rest, next.id)) {
		_ = b.files.Remove(temp)
	}
	if err != nil {
		return err
	}
	if b.opts.KeepBackups < 0 {
		_ = b.files.Remove(b.backupPath(0))
	}
	b.current, b.lastGeneration, b.hasExisted = next, next.wb.gen, true
	b.own(base.wb.gen, next.wb.gen)
	_ = b.keepLast(next) // a commit tries it again, and says so
	return nil
}

// make makes the draft of the next version of a workbook.
func (c change) make(base *workbook, stamped stamp) (*ooxml.Draft, drafted, error) {
	d, err := base.book.NewDraft()
	if err != nil {
		return nil, nil, refused(err)
	}
	tabs, err := c.draft(d)
	if err != nil {
		return nil, nil, err
	}
	d.SetName(stampName, stamped.String())
	return d, tabs, nil
}

// next is the workbook of the next version: its bytes, the tabs that were changed, and the others as they were.
func (wb *workbook) next(raw []byte, tabs drafted) (*workbook, error) {
	book, err := ooxml.Open(raw)
	if err != nil {
		return nil, refused(err)
	}
	book.KeepTexts(wb.book)
	return scanTabs(book, func(s ooxml.Sheet) (*ooxml.Grid, error) {
		g := tabs[sheets.Fold(s.Title)]
		if g == nil {
			g = wb.byName[sheets.Fold(s.Title)]
		}
		if g == nil || g.Title != s.Title {
			return book.Scan(s, nil)
		}
		if g.Hidden != s.Hidden {
			shown := *g
			shown.Hidden = s.Hidden
			g = &shown
		}
		return g, nil
	})
}

// store writes a version to temp, makes it durable and reads it back. check gets what was read.
func (b *Book) store(raw []byte, temp string, like files.Info, mtime time.Time,
	check func(back []byte) (*workbook, error)) (*version, error) {
	_ = b.files.Remove(temp) // left by a killed process
	if err := b.storeLike(temp, raw, like); err != nil {
		return nil, fmt.Errorf("write workbook: %w", err)
	}
	if err := b.files.Chtimes(temp, mtime); err != nil {
		return nil, fmt.Errorf("write workbook: %w", err)
	}
	back, err := b.files.Read(temp)
	if err != nil {
		return nil, fmt.Errorf("read the new workbook back: %w", err)
	}
	if !bytes.Equal(back, raw) {
		return nil, errors.New("read the new workbook back: it is not what was written")
	}
	wb, err := check(back)
	if err != nil {
		return nil, fmt.Errorf("read the new workbook back: %w", err)
	}
	id, err := b.identify(temp)
	if err != nil {
		return nil, fmt.Errorf("read the new workbook back: %w", err)
	}
	return &version{id: id, hash: sha256.Sum256(back), wb: wb, raw: back}, nil
}

// finish gives a workbook that excelize has made its stamp, and says in each tab how far its content reaches.
func finish(f *excelize.File, stamped stamp) ([]byte, error) {
	var buf bytes.Buffer
	if _, err := f.WriteTo(&buf); err != nil {
		return nil, err
	}
	wb, err := parse(buf.Bytes(), nil)
	if err != nil {
		return nil, err
	}
	d, err := wb.book.NewDraft()
	if err != nil {
		return nil, err
	}
	for i, s := range d.Sheets() {
		if _, err := d.Patch(i, wb.byName[sheets.Fold(s.Title)], ooxml.SheetEdit{}); err != nil {
			return nil, err
		}
	}
	d.SetName(stampName, stamped.String())
	return d.Bytes()
}

// create writes a new workbook. It never overwrites one that appears meanwhile.
func (b *Book) create(f *excelize.File, check func(*workbook) error) error {
	if err := b.checkWritable(); err != nil {
		return err
	}
	path, temp := b.resolvedPath(), b.tempPath()
	now := b.opts.Now()
	earlier, err := b.keepEarlier()
	if err != nil {
		return err
	}
	stamped := stamp{b.lastGeneration + 1, b.processID, "-", now.UnixNano(), b.opts.Clock().UnixNano()}
	raw, err := finish(f, stamped)
	if err != nil {
		return fmt.Errorf("make workbook: %w", err)
	}
	next, err := b.store(raw, temp, newFile(), now, func(back []byte) (*workbook, error) {
		wb, err := parse(back, nil)
		if err == nil && wb.stamp != stamped {
			err = errors.New("its stamp is missing")
		}
		if err == nil {
			err = check(wb)
		}
		return wb, err
	})
	if err != nil {
		_ = b.files.Remove(temp)
		return err
	}
	if err := b.checkWritable(); err != nil { // a program may be saving one just now, with the old one deleted
		_ = b.files.Remove(temp)
		return err
	}
	if err := b.files.Link(temp, path); errors.Is(err, fs.ErrExist) {
		_ = b.files.Remove(temp)
		return errDisplaced
	} else if err != nil { // the file system has no links
		if _, err := b.files.Lstat(path); err == nil {
			_ = b.files.Remove(temp)
			return errDisplaced
		}
		if err := b.files.Rename(temp, path); err != nil {
			_ = b.files.Remove(temp)
			return fmt.Errorf("create workbook: %w", err)
		}
	}
	_ = b.files.Remove(temp)
	b.syncDir(filepath.Dir(path))
	b.current, b.lastGeneration, b.hasExisted = next, next.wb.gen, true
	b.ownGenerations[next.wb.gen] = true
	b.tellNew(earlier)
	return nil
}
