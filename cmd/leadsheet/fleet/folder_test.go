package fleet

import (
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// What the folder holds, as it is looked at once a second while people work in it.
func TestFolder_IsFollowed(t *testing.T) {
	dir := t.TempDir()
	f := &folder{dir: dir, log: slog.New(slog.DiscardHandler), files: map[string]*entry{}}
	at := time.Date(2026, 11, 27, 10, 0, 0, 0, time.UTC)
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		at = at.Add(time.Second)
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	look := func(want ...string) {
		t.Helper()
		f.look()
		if got := f.teams(); !slices.Equal(got, want) {
			t.Errorf("teams %q, want %q", got, want)
		}
	}
	write("kim.env", "A")
	for _, other := range []string{".kim.env.swp", "kim.env~", "#lee.env#", ".#lee.env", "notes.txt", ".env", "lee.env.off"} {
		write(other, "no team")
	}
	look()      // it may still be written
	look("kim") // it is whole
	changed, there := f.changed("kim")
	if look("kim"); !there || isClosed(changed) {
		t.Error("nothing has changed")
	}
	write("kim.env", "A B")
	if look("kim"); isClosed(changed) {
		t.Error("a file that is being written counts already")
	}
	write("kim.env", "A B C")
	if look("kim"); isClosed(changed) {
		t.Error("a file that is being written counts already")
	}
	if look("kim"); !isClosed(changed) {
		t.Error("a change is not noticed")
	}
	changed, _ = f.changed("kim")
	if err := os.Rename(filepath.Join(dir, "kim.env"), filepath.Join(dir, "kim.env.off")); err != nil {
		t.Fatal(err)
	}
	look("kim") // an editor may be about to put it back
	if look(); !isClosed(changed) {
		t.Error("that the file is gone is not noticed")
	}
	if _, there := f.changed("kim"); there {
		t.Error("a team without a file is there")
	}
	if err := os.Mkdir(filepath.Join(dir, "lee.env"), 0o700); err != nil { // its fault is told when it is read
		t.Fatal(err)
	}
	look()
	look("lee")
	f.dir = filepath.Join(dir, "gone") // a network share that is away for a while
	look("lee")
	look("lee")
}
