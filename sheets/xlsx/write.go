package xlsx

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"leadsheet/sheets"
)

// tries is how often a write is merged anew with what people saved meanwhile.
const tries = 5

// openOptions read values as they are stored; the limits are those of parse.
func openOptions() excelize.Options {
	return excelize.Options{RawCellValue: true, UnzipSizeLimit: maxParts, UnzipXMLSizeLimit: maxPart}
}

// tempOf is where the process with that mark makes its next version.
func (b *Book) tempOf(who string) string {
	dir, name := filepath.Split(b.target())
	return filepath.Join(dir, ".leadsheet-"+name+"."+who+".tmp")
}

func (b *Book) temp() string { return b.tempOf(b.who) }

// sweep removes temporary files that a killed process left behind. One that is younger than a minute may belong to
// another leadsheet that is just writing.
func (b *Book) sweep() {
	dir, name := filepath.Split(b.target())
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		if n := e.Name(); strings.HasPrefix(n, ".leadsheet-"+name+".") && strings.HasSuffix(n, ".tmp") {
			if fi, err := e.Info(); err == nil && time.Since(fi.ModTime()) > time.Minute {
				_ = os.Remove(filepath.Join(dir, n))
			}
		}
	}
}

// backup is where the n-th last version is kept.
func (b *Book) backup(n int) string {
	dir, name := filepath.Split(b.target())
	if n > 0 {
		return filepath.Join(dir, ".leadsheet-"+name+".bak"+strconv.Itoa(n))
	}
	return filepath.Join(dir, ".leadsheet-"+name+".bak")
}

// rotate makes room for a new backup.
func (b *Book) rotate() {
	for n := b.opts.KeepBackups - 1; n > 0; n-- {
		_ = os.Rename(b.backup(n-1), b.backup(n))
	}
}

// change edits an opened workbook; check looks at what was written with another reader.
type change struct {
	apply func(f *excelize.File) error
	check func(wb *workbook) error
}

// write makes the next version from base and swaps it in. It returns errDisplaced when base no longer is in place.
func (b *Book) write(ctx context.Context, base *version, c change) error {
	if err := b.free(); err != nil {
		return err
	}
	path, temp := b.target(), b.temp()
	raw, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("read workbook: %w", err)
	}
	if sha256.Sum256(raw) != base.hash {
		return errDisplaced
	}
	f, err := excelize.OpenReader(bytes.NewReader(raw), openOptions())
	if err != nil {
		return fmt.Errorf("open workbook: %w: %s", sheets.ErrRefused, err)
	}
	defer f.Close()
	if err := c.apply(f); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	mode := base.id.info.Mode().Perm()
	mtime := b.opts.Now()
	if least := base.id.info.ModTime().Add(2 * time.Second); mtime.Before(least) {
		// LibreOffice compares whole seconds, and would overwrite an equal one without a question (docs/facts/xlsx.md).
		mtime = least
	}
	next, err := b.store(
		f,
		stamp{base.wb.gen + 1, b.who, shortHash(raw), mtime.UnixNano(), b.opts.Clock().UnixNano()},
		temp,
		mode,
		mtime,
		c.check,
	)
	if err != nil {
		_ = os.Remove(temp)
		return err
	}
	if b.beforeSwp != nil {
		b.beforeSwp(temp)
	}
	if err := b.free(); err != nil {
		_ = os.Remove(temp)
		return err
	}
	b.rotate()
	err = swap(temp, path, b.backup(0), base.id)
	if rest, statErr := identify(temp); statErr == nil &&
		(err == nil || errors.Is(err, errDisplaced) || rest.same(next.id)) {
		_ = os.Remove(temp)
	}
	if err != nil {
		return err
	}
	if b.opts.KeepBackups < 0 {
		_ = os.Remove(b.backup(0))
	}
	b.cur, b.known, b.existed = next, next.wb.gen, true
	b.ours[next.wb.gen] = true
	b.keepLast(next)
	return nil
}

// store stamps f, writes it to temp, makes it durable and reads it back.
func (b *Book) store(
	f *excelize.File,
	mark stamp,
	temp string,
	mode os.FileMode,
	mtime time.Time,
	check func(*workbook) error,
) (*version, error) {
	if err := mark.put(f); err != nil {
		return nil, fmt.Errorf("stamp workbook: %w", err)
	}
	var buf bytes.Buffer
	if _, err := f.WriteTo(&buf); err != nil {
		return nil, fmt.Errorf("write workbook: %w", err)
	}
	_ = os.Remove(temp) // of a process that was killed
	out, err := os.OpenFile(temp, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if err != nil {
		return nil, fmt.Errorf("write workbook: %w", err)
	}
	_, err = out.Write(buf.Bytes())
	if err == nil {
		err = out.Chmod(mode)
	}
	if err == nil {
		err = out.Sync()
	}
	if err = errors.Join(err, out.Close()); err != nil {
		return nil, fmt.Errorf("write workbook: %w", err)
	}
	if err := os.Chtimes(temp, mtime, mtime); err != nil {
		return nil, fmt.Errorf("write workbook: %w", err)
	}
	raw, err := os.ReadFile(temp)
	if err != nil {
		return nil, fmt.Errorf("read the new workbook back: %w", err)
	}
	wb, err := parse(raw)
	if err != nil {
		return nil, fmt.Errorf("read the new workbook back: %w", err)
	}
	if wb.stamp != mark {
		return nil, errors.New("read the new workbook back: its stamp is missing")
	}
	if err := check(wb); err != nil {
		return nil, fmt.Errorf("read the new workbook back: %w", err)
	}
	id, err := identify(temp)
	if err != nil {
		return nil, fmt.Errorf("read the new workbook back: %w", err)
	}
	return &version{id: id, hash: sha256.Sum256(raw), wb: wb, raw: raw}, nil
}

// create makes the workbook where there is none. It never overwrites one that appears meanwhile.
func (b *Book) create(f *excelize.File, check func(*workbook) error) error {
	if err := b.free(); err != nil {
		return err
	}
	path, temp := b.target(), b.temp()
	now := b.opts.Now()
	next, err := b.store(
		f,
		stamp{b.known + 1, b.who, "-", now.UnixNano(), b.opts.Clock().UnixNano()},
		temp,
		0o644,
		now,
		check,
	)
	if err != nil {
		_ = os.Remove(temp)
		return err
	}
	if err := os.Link(temp, path); errors.Is(err, os.ErrExist) {
		_ = os.Remove(temp)
		return errDisplaced
	} else if err != nil { // no links on this file system
		if _, err := os.Lstat(path); err == nil {
			_ = os.Remove(temp)
			return errDisplaced
		}
		if err := os.Rename(temp, path); err != nil {
			_ = os.Remove(temp)
			return fmt.Errorf("create workbook: %w", err)
		}
	}
	_ = os.Remove(temp)
	syncDir(filepath.Dir(path))
	b.cur, b.known, b.existed = next, next.wb.gen, true
	b.ours[next.wb.gen] = true
	b.keepLast(next)
	return nil
}
