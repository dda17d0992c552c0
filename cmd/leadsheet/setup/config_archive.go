package setup

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"leadsheet/daemon/archive"
	"leadsheet/lead/hint"
	"leadsheet/lead/words"
	"leadsheet/sheets"
	"leadsheet/sheets/google/address"
	"leadsheet/sheets/xlsx"
)

// How many leads go to the archive in one step. A local workbook is written as a whole each time, a Google Sheet by
// batches that have a limit.
const (
	archivedLocal  = 1000
	archivedGoogle = 50
	archivedLeast  = 25
)

// checkArchive is the part of Check that concerns the archive of a Google Sheet. A local workbook has its own beside
// it.
func (c *Config) checkArchive() []error {
	switch id, err := address.ID(c.Archive); {
	case c.Archive == "":
		return nil
	case c.Spreadsheet == "":
		return []error{fmt.Errorf("%v is set, but the workbook is a file: its archive is a file beside it", hint.Archive)}
	case err != nil:
		return []error{fmt.Errorf("%v: %w", hint.Archive, err)}
	case id == c.Spreadsheet:
		return []error{fmt.Errorf("%v is the workbook itself: share a second spreadsheet", hint.Archive)}
	}
	return nil
}

// ArchiveOf returns where leads go that have ended long ago, nil where there is nothing.
func (c *Config) ArchiveOf(clock func() time.Time) *archive.Archive {
	a := &archive.Archive{Least: archivedLeast}
	switch {
	case c.Spreadsheet == "":
		a.Most, a.Years = archivedLocal, func() []int {
			return archive.YearsOf(c.ArchivePath, time.Now().Year()+1) // clocks differ by less
		}
		a.Open = func(_ context.Context, year int) (sheets.Book, string, error) {
			path := c.ArchivePath(year)
			book, err := xlsx.Open(path, xlsx.Options{Now: time.Now, Clock: clock})
			return sheets.Named(book, words.Language{}), filepath.Base(path), err
		}
	case c.Archive == "":
		return nil
	default:
		a.Most, a.Years = archivedGoogle, func() []int { return []int{0} } // one for all years
		a.Open = func(ctx context.Context, _ int) (sheets.Book, string, error) {
			other := *c
			var err error
			if other.Spreadsheet, err = address.ID(c.Archive); err != nil {
				return nil, "", err
			}
			book, err := other.OpenBook(ctx, BookOptions{Clock: clock})
			return book, other.BookAddress(), err
		}
	}
	return a
}

// ArchivePath is the file in which leads of a local workbook are kept of which nothing was new after a year.
func (c *Config) ArchivePath(year int) string {
	name := strings.TrimSuffix(c.Book, filepath.Ext(c.Book))
	return fmt.Sprintf("%s-archive-%d%s", name, year, filepath.Ext(c.Book))
}
