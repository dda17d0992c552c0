package xlsx

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// A real disk that is full at each of many sizes leaves the workbook whole, and the next pass stores.
func TestCommit_OnAFullDisk(t *testing.T) {
	dir := t.TempDir()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=192k"); err != nil {
		t.Skipf("no small disk can be mounted here: %v", err)
	}
	defer func() {
		if err := unix.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	}()
	path, ballast := filepath.Join(dir, "leads.xlsx"), filepath.Join(dir, "ballast")
	b := begin(t, path, Options{})
	failed := 0
	for kilobytes := 160; kilobytes > 80; kilobytes -= 4 {
		// As much as fits, less some.
		_ = os.WriteFile(ballast, make([]byte, kilobytes<<10), 0o600)
		was, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err = b.Commit(context.Background(), read(t, b), lead("L-2")); err == nil {
			break
		}
		failed++
		if !strings.Contains(err.Error(), "the disk is full, the workbook is as it was") {
			t.Errorf("got %v", err)
		}
		if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, was) {
			t.Errorf("the workbook was changed: %v", err)
		}
		if left, err := filepath.Glob(filepath.Join(dir, "*.tmp")); err != nil || len(left) > 0 {
			t.Errorf("left behind: %v, %v", left, err)
		}
	}
	if failed == 0 {
		t.Error("the disk was never full")
	}
	if got := ids(t, path); got != "L-1:Ada L-2:Ada" {
		t.Errorf("got %s", got)
	}
}
