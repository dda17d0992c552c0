package intake_test

import (
	"bytes"
	"context"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"leadsheet/daemon"
	"leadsheet/intake"
	"leadsheet/rules/policy"
	"leadsheet/sheets/xlsx"
)

// Many tests of sources run a whole daemon with a workbook, because what a source may let go of depends on what is
// stored.

// now is a Monday, ten in the morning.
var now = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)

// house is a daemon with a new local workbook; it returns the workbook's path as well.
func house(t testing.TB, sources ...intake.Source) (*daemon.Daemon, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "leads.xlsx")
	book, err := xlsx.Open(path, xlsx.Options{Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { book.Close() })
	return &daemon.Daemon{Book: book, Sources: sources, Layout: daemon.Layout(policy.DefaultTables()),
		Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler)}, path
}

// pass runs one pass that must not fail.
func pass(t testing.TB, d *daemon.Daemon) daemon.Summary {
	t.Helper()
	sum, err := d.Pass(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// said collects log lines.
type said struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *said) count(text string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Count(s.b.String(), text)
}
