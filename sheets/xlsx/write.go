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
)

// maxTries is how often a write is merged again with what editors saved meanwhile.
const maxTries = 5

// openOptions makes excelize read values as they are stored, with the limits of parse.
func openOptions() excelize.Options {
	return excelize.Options{RawCellValue: true, UnzipSizeLimit: maxTotalBytes, UnzipXMLSizeLimit: maxPartBytes}
}

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

// change edits an opened workbook. check inspects the written file, read with the package's own parser.
type change struct {
	apply func(f *excelize.File) error
	check func(wb *workbook) error
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
	f, err := excelize.OpenReader(bytes.NewReader(raw), openOptions())
	if err != nil {
		return fmt.Errorf("open workbook: %w: %s", sheets.ErrUnsupported, err)
	}
	defer f.Close()
	if err := c.apply(f); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	mode := base.id.Mode.Perm()
	mtime := b.opts.Now()
	if earliest := base.id.ModTime.Add(2 * time.Second); mtime.Before(earliest) {
		// LibreOffice compares times in whole seconds, and would overwrite a file of the same second without asking
		// (docs/facts/xlsx.md).
		mtime = earliest
	}
	next, err := b.store(
		f,
		stamp{base.wb.gen + 1, b.processID, shortHash(raw), mtime.UnixNano(), b.opts.Clock().UnixNano()},
		temp,
		mode,
		mtime,
		c.check,
	)
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
	b.rotateBackups()
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
	b.ownGenerations[next.wb.gen] = true
	b.keepLast(next)
	return nil
}

// store stamps f, writes it to temp, makes it durable and reads it back.
func (b *Book) store(
	f *excelize.File,
	stamped stamp,
	temp string,
	mode fs.FileMode,
	mtime time.Time,
	check func(*workbook) error,
) (*version, error) {
	if err := stamped.put(f); err != nil {
		return nil, fmt.Errorf("stamp workbook: %w", err)
	}
	var buf bytes.Buffer
	if _, err := f.WriteTo(&buf); err != nil {
		return nil, fmt.Errorf("write workbook: %w", err)
	}
	_ = b.files.Remove(temp) // left by a killed process
	if err := files.Store(b.files, temp, buf.Bytes(), mode); err != nil {
		return nil, fmt.Errorf("write workbook: %w", err)
	}
	if err := b.files.Chtimes(temp, mtime); err != nil {
		return nil, fmt.Errorf("write workbook: %w", err)
	}
	raw, err := b.files.Read(temp)
	if err != nil {
		return nil, fmt.Errorf("read the new workbook back: %w", err)
	}
	wb, err := parse(raw)
	if err != nil {
		return nil, fmt.Errorf("read the new workbook back: %w", err)
	}
	if wb.stamp != stamped {
		return nil, errors.New("read the new workbook back: its stamp is missing")
	}
	if err := check(wb); err != nil {
		return nil, fmt.Errorf("read the new workbook back: %w", err)
	}
	id, err := b.identify(temp)
	if err != nil {
		return nil, fmt.Errorf("read the new workbook back: %w", err)
	}
	return &version{id: id, hash: sha256.Sum256(raw), wb: wb, raw: raw}, nil
}

// create writes a new workbook. It never overwrites one that appears meanwhile.
func (b *Book) create(f *excelize.File, check func(*workbook) error) error {
	if err := b.checkWritable(); err != nil {
		return err
	}
	path, temp := b.resolvedPath(), b.tempPath()
	now := b.opts.Now()
	next, err := b.store(
		f,
		stamp{b.lastGeneration + 1, b.processID, "-", now.UnixNano(), b.opts.Clock().UnixNano()},
		temp,
		0o644,
		now,
		check,
	)
	if err != nil {
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
	b.keepLast(next)
	return nil
}
