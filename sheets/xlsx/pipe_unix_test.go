//go:build unix

package xlsx

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"leadsheet/sheets"
	"leadsheet/sheets/sheetstest"
)

// What is no file is refused at once: reading a pipe would wait for its other end.
func TestOpen_WhatIsNoFileIsRefused(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe.xlsx")
	if err := syscall.Mkfifo(pipe, 0o644); err != nil {
		t.Skip("no pipes here")
	}
	device := filepath.Join(dir, "device.xlsx")
	if err := os.Symlink("/dev/zero", device); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{pipe, device} {
		b, err := Open(path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, err := range []error{errorOf(b.Read(context.Background(), "Leads")), b.Ensure(context.Background(), sheetstest.Layout())} {
			if !errors.Is(err, sheets.ErrUnsupported) || !strings.Contains(err.Error(), "no file but a pipe") {
				t.Errorf("%s: got %v", filepath.Base(path), err)
			}
		}
	}
}

func errorOf(_ *sheets.Snapshot, err error) error { return err }
