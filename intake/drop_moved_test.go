package intake_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"leadsheet/intake"
	"leadsheet/lead"
)

// steppedFiles are the machine's files; before is called before each operation that moves one.
type steppedFiles struct {
	intake.MachineFiles
	before func(step int) error
	step   int
}

func (f *steppedFiles) next() error {
	f.step++
	return f.before(f.step)
}

func (f *steppedFiles) Lstat(path string) (fs.FileInfo, error) {
	if err := f.next(); err != nil {
		return nil, err
	}
	return f.MachineFiles.Lstat(path)
}

func (f *steppedFiles) MkdirAll(dir string) error {
	if err := f.next(); err != nil {
		return err
	}
	return f.MachineFiles.MkdirAll(dir)
}

func (f *steppedFiles) Link(from, to string) error {
	if err := f.next(); err != nil {
		return err
	}
	return f.MachineFiles.Link(from, to)
}

func (f *steppedFiles) Rename(from, to string) error {
	if err := f.next(); err != nil {
		return err
	}
	return f.MachineFiles.Rename(from, to)
}

func (f *steppedFiles) Remove(path string) error {
	if err := f.next(); err != nil {
		return err
	}
	return f.MachineFiles.Remove(path)
}

// A file is moved away while somebody saves another one under its name, goes on writing it, or while the process ends:
// at every step of it, no record is lost, and none comes in twice.
func TestDrop_SavedWhileItIsMoved(t *testing.T) {
	old := head + entry(1, "Ada", "a shed")
	long := old + entry(2, "Bob", "a fence")
	for name, act := range map[string]func(t *testing.T, f *folder, path string) bool{
		"another is renamed over it": func(t *testing.T, f *folder, path string) bool {
			temp := filepath.Join(filepath.Dir(path), ".saving")
			if err := os.WriteFile(temp, []byte(long), 0o644); err != nil {
				t.Fatal(err)
			}
			return os.Rename(temp, path) == nil
		},
		"it is written on": func(t *testing.T, f *folder, _ string) bool {
			return filepath.WalkDir(f.drop.Folder, func(path string, e fs.DirEntry, err error) error {
				if err == nil && e.Type().IsRegular() {
					return os.WriteFile(path, []byte(long), 0o644)
				}
				return err
			}) == nil
		},
		"the process ends":             nil,
		"the process ends, and it too": nil,
	} {
		for step := 1; step <= 8; step++ {
			t.Run(fmt.Sprint(name, " ", step), func(t *testing.T) {
				f := newFolder(t)
				path := filepath.Join(f.drop.Folder, "export.csv")
				f.put("export.csv", old)
				ended, collected := fmt.Errorf("the process has ended"), false
				files := &steppedFiles{before: func(int) error { return nil }}
				f.drop.Files, f.drop.After = files, "move"
				stored := f.collect(&collected)
				wants := 1
				files.step, files.before = 0, func(at int) error {
					switch {
					case at < step || !collected:
						return nil
					case act == nil:
						return ended
					case at == step:
						if act(t, f, path) {
							wants = 2
						}
					}
					return nil
				}
				_ = f.drop.Settle(t.Context(), stored) // what it says is not the point
				if strings.HasSuffix(name, "it too") {
					if err := os.WriteFile(path, []byte(long), 0o644); err != nil {
						t.Fatal(err)
					}
					wants = 2
				}
				files.before = func(int) error { return nil }
				if act == nil || step%2 == 0 {
					f.drop = &intake.Drop{Folder: f.drop.Folder, After: "move"}
				}
				for range 3 {
					if err := f.drop.Settle(t.Context(), f.collect(&collected)); err != nil {
						t.Fatal(err)
					}
				}
				if len(f.names) != wants {
					t.Errorf("came in: %q, want %d", f.names, wants)
				}
				if left, err := filepath.Glob(filepath.Join(f.drop.Folder, "*.csv")); err != nil || len(left) > 0 {
					t.Errorf("left in the folder: %q, %v", left, err)
				}
			})
		}
	}
}

// collect collects, stores what is new, and returns it.
func (f *folder) collect(done *bool) []lead.Inquiry {
	f.t.Helper()
	items, err := f.drop.Collect(f.t.Context(), f.known)
	if err != nil {
		f.t.Fatal(err)
	}
	var stored []lead.Inquiry
	for _, in := range items {
		if !f.known.Keys[in.Key] {
			f.known.Keys[in.Key] = true
			stored = append(stored, in)
			if in.Name != "" {
				f.names = append(f.names, in.Name)
			}
		}
	}
	*done = true
	return stored
}

// A file that has been moved away is no longer looked at when nobody can be writing it.
func TestDrop_MovedLongAgo(t *testing.T) {
	f := newFolder(t)
	f.drop.After = "move"
	f.put("done.csv", "")
	old := filepath.Join(f.drop.Folder, "done", "old.csv")
	if err := os.MkdirAll(filepath.Dir(old), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(old, []byte(head+entry(1, "Ada", "a shed")), 0o644); err != nil {
		t.Fatal(err)
	}
	at := time.Now().Add(-time.Hour)
	if err := os.Chtimes(old, at, at); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if got := named(f.take()); len(got) != 1 { // of the empty file
			t.Errorf("came in: %q", got)
		}
		f.restart()
		f.drop.After, f.known.Keys = "move", map[string]bool{}
	}
}
