package files

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// A name that somebody has taken meanwhile stays theirs, unless it is to be replaced.
func TestPut(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "export.xlsx")
	put := func(text string, replace bool) error {
		file := filepath.Join(dir, "whole.tmp")
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		defer os.Remove(file)
		return Put(file, path, replace)
	}
	for _, step := range []struct {
		text    string
		replace bool
		taken   bool
		want    string
	}{{"a", false, false, "a"}, {"b", false, true, "a"}, {"c", true, false, "c"}} {
		err := put(step.text, step.replace)
		got, _ := os.ReadFile(path)
		if errors.Is(err, fs.ErrExist) != step.taken || err != nil && !step.taken || string(got) != step.want {
			t.Errorf("%s: %q, %v", step.text, got, err)
		}
	}
}
