package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// maxTracked is the size of the largest file that the repository may hold: what is larger is a program or the result of
// a run, and stays in the history for good.
const maxTracked = 256 << 10

func TestNoLargeFileIsTracked(t *testing.T) {
	root := filepath.Join("..", "..")
	out, err := exec.Command("git", "-C", root, "ls-files", "-z").Output()
	if err != nil && os.Getenv("CI") == "true" {
		t.Fatal(err)
	} else if err != nil {
		t.Skipf("not in a repository: %v", err)
	}
	for path := range strings.SplitSeq(strings.TrimRight(string(out), "\x00"), "\x00") {
		info, err := os.Stat(filepath.Join(root, filepath.FromSlash(path)))
		if err == nil && info.Size() > maxTracked {
			t.Errorf("%s has %d bytes, at most %d belong into a repository", path, info.Size(), maxTracked)
		}
	}
}
