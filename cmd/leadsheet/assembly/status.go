package assembly

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"leadsheet/cmd/leadsheet/setup"
	"leadsheet/daemon/health"
	"leadsheet/daemon/told"
	"leadsheet/intake/claims"
	"leadsheet/lead/hint"
	"leadsheet/sheets"
)

// quietFor is how long a leadsheet that runs does not write at most: it says hourly that it has looked.
const quietFor = 2 * time.Hour

// StatusOfBook is what the workbook and the files beside it say of a leadsheet that cannot be asked. unheard is why
// not, nil when it is not served.
func StatusOfBook(ctx context.Context, c *setup.Config, unheard error, now time.Time) (health.Snapshot, error) {
	s := health.Snapshot{At: now, Zone: now.Location().String(), Problems: []health.Problem{},
		Sources: []health.SourceNow{}, Errors: []health.Occurrence{}}
	last, err := lastWrite(ctx, c)
	if err != nil {
		return s, err
	}
	add := func(kind health.Kind, since time.Time, format string, args ...any) {
		s.Problems = append(s.Problems, health.Problem{Kind: kind, Grave: true, Since: since,
			Text: fmt.Sprintf(format, args...)})
	}
	s.LastWrite = last
	open := c.Spreadsheet == "" && isOpen(c.Book)
	switch {
	case unheard != nil:
		add(health.NotRunning, time.Time{}, "%v: it does not run, or with other settings; start it with %v", unheard,
			hint.Run)
	case last.IsZero():
		add(health.NotRunning, time.Time{}, "leadsheet has never written to %s: start it with %v", c.BookName(), hint.Run)
	case now.Sub(last) > quietFor && !open:
		add(health.NotRunning, last, "leadsheet has not written to %s, which it does at least hourly while it runs: start "+
			"it with %v, or look into its log", c.BookName(), hint.Run)
	}
	if open {
		s.Problems = append(s.Problems, health.Problem{Kind: health.Open, Text: c.BookName() +
			" is open in another program: what comes in waits until it is closed there"})
	}
	if since := told.New(claims.File(c.ToldFile())).Failing(); !since.IsZero() {
		add(health.Failing, since, "what comes in cannot be taken in; the log says why, and so does %v", hint.Doctor)
	}
	s.OK = len(s.Problems) == 0 || len(s.Problems) == 1 && !s.Problems[0].Grave
	return s, nil
}

// lastWrite is when leadsheet wrote to the workbook last; zero for never.
func lastWrite(ctx context.Context, c *setup.Config) (time.Time, error) {
	if c.Spreadsheet == "" {
		info, err := os.Stat(c.LastKept())
		if errors.Is(err, os.ErrNotExist) {
			return time.Time{}, nil
		}
		if err != nil {
			return time.Time{}, fmt.Errorf("look at the copy beside the workbook: %w", err)
		}
		return info.ModTime(), nil
	}
	book, err := c.OpenBook(ctx, setup.BookOptions{ReadOnly: true})
	if err != nil {
		return time.Time{}, err
	}
	defer book.Close()
	dated, ok := sheets.Backend(book).(interface {
		LastWrite(ctx context.Context) (time.Time, error)
	})
	if !ok {
		return time.Time{}, nil
	}
	return dated.LastWrite(ctx)
}

// isOpen reports whether the file of Excel or LibreOffice that says so stands beside a local workbook.
func isOpen(book string) bool {
	dir, name := filepath.Split(book)
	for _, lock := range []string{"~$" + name, ".~lock." + name + "#"} {
		if _, err := os.Lstat(filepath.Join(dir, lock)); err == nil {
			return true
		}
	}
	return false
}
