package memfs

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"leadsheet/sheets/xlsx/files"
)

func put(t *testing.T, fsys files.FS, path, content string) {
	t.Helper()
	if err := files.Store(fsys, path, []byte(content), 0o640); err != nil {
		t.Fatal(err)
	}
}

func content(t *testing.T, fsys files.FS, path string) string {
	t.Helper()
	raw, err := fsys.Read(path)
	if err != nil {
		return "error: " + kind(err)
	}
	return string(raw)
}

// kind names an error as a caller branches on it.
func kind(err error) string {
	for _, k := range []struct {
		err  error
		name string
	}{{fs.ErrNotExist, "not there"}, {fs.ErrExist, "taken"}, {fs.ErrPermission, "forbidden"}, {syscall.ENOSPC, "full"},
		{files.ErrNoExchange, "no exchange"}, {ErrKilled, "killed"}} {
		if errors.Is(err, k.err) {
			return k.name
		}
	}
	if err != nil {
		return "another"
	}
	return "none"
}

// Both file systems do the same, as far as leadsheet relies on it.
func TestMemoryBehavesAsTheMachine(t *testing.T) {
	disk := New(time.Now)
	for name, c := range map[string]struct {
		fsys files.FS
		dir  string
	}{"machine": {files.OS{}, t.TempDir()}, "memory": {&Process{Disk: disk}, "/"}} {
		t.Run(name, func(t *testing.T) {
			f, at := c.fsys, func(name string) string { return filepath.Join(c.dir, name) }
			put(t, f, at("a"), "one")
			put(t, f, at("b"), "two")
			info := func(name string) files.Info {
				i, err := f.Stat(at(name))
				if err != nil {
					t.Fatal(err)
				}
				return i
			}
			a, b := info("a"), info("b")
			if err := f.Exchange(at("a"), at("b")); errors.Is(err, files.ErrNoExchange) {
				t.Skip("files cannot be exchanged here")
			} else if err != nil {
				t.Fatal(err)
			}
			if content(t, f, at("a")) != "two" || !f.SameFile(info("a"), b) || f.SameFile(info("a"), a) {
				t.Error("the exchange did not move the files")
			}
			if a.Mode != 0o640 || a.Size != 3 || a.Links != 1 {
				t.Errorf("got %+v", a)
			}
			if f.SameFile(files.Info{}, files.Info{}) || f.SameFile(a, files.Info{}) {
				t.Error("what is not there is no file")
			}
			then := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
			for _, err := range []error{f.Link(at("a"), at("c")), f.Chtimes(at("c"), then), f.Chmod(at("c"), 0o444),
				f.Rename(at("b"), at("d")), f.Mkdir(at("e"), 0o700), f.Rename(at("d"), at("e/d")),
				f.Chown(at("a"), -1, -1), f.SyncDir(c.dir)} {
				if err != nil {
					t.Error(err)
				}
			}
			if a = info("a"); a.Links != 2 || !a.ModTime.Equal(then) || a.Mode != 0o444 || !f.SameFile(a, info("c")) {
				t.Errorf("got %+v", a)
			}
			_, created := f.Create(at("a"), 0o644)
			_, nowhere := f.Create(at("x/y"), 0o644)
			for what, k := range map[string][2]string{
				"create over":         {kind(created), "taken"},
				"create nowhere":      {kind(nowhere), "not there"},
				"link over":           {kind(f.Link(at("a"), at("c"))), "taken"},
				"exchange nothing":    {kind(f.Exchange(at("a"), at("x"))), "not there"},
				"rename nothing":      {kind(f.Rename(at("x"), at("a"))), "not there"},
				"remove nothing":      {kind(f.Remove(at("x"))), "not there"},
				"folder over":         {kind(f.Mkdir(at("e"), 0o700)), "taken"},
				"write-protected":     {kind(f.Writable(at("a"))), "forbidden"},
				"read nothing":        {content(t, f, at("x")), "error: not there"},
				"read a folder":       {content(t, f, at("e")), "error: another"},
				"read in a folder":    {content(t, f, at("e/d")), "one"},
				"rename over its own": {kind(f.Rename(at("a"), at("c"))), "none"},
			} {
				if k[0] != k[1] {
					t.Errorf("%s: got %s, want %s", what, k[0], k[1])
				}
			}
			names, err := f.List(c.dir)
			if err != nil || !slices.Equal(names, []string{"a", "c", "e"}) {
				t.Errorf("names %q, %v", names, err)
			}
			for _, gone := range []string{"c", "e/d", "e"} {
				if err := f.Remove(at(gone)); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

func TestLosePower(t *testing.T) {
	for name, c := range map[string]struct {
		keep func(string) bool
		want string // the content of a, b, c and d
	}{
		"nothing is kept":     {func(string) bool { return false }, "new|old b|error: not there|error: not there"},
		"names are kept":      {func(what string) bool { return strings.Contains(what, "names") }, "new|error: not there|old b|"},
		"everything is kept":  {func(string) bool { return true }, "new|error: not there|old b|half"},
		"the first name only": {firstOnly(), "new|error: not there|old b|error: not there"},
	} {
		t.Run(name, func(t *testing.T) {
			disk := New(time.Now)
			p := &Process{Disk: disk}
			put(t, p, "/a", "old a")
			put(t, p, "/b", "old b")
			put(t, p, "/n", "new")
			for _, err := range []error{p.Exchange("/n", "/a"), p.SyncDir("/"), p.Rename("/b", "/c")} {
				if err != nil {
					t.Fatal(err)
				}
			}
			f, err := p.Create("/d", 0o644)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := f.Write([]byte("half")); err != nil {
				t.Fatal(err)
			}
			p.Kill()
			if got := content(t, p, "/a"); got != "error: killed" {
				t.Errorf("a killed process reads %q", got)
			}
			disk.LosePower(c.keep)
			next := &Process{Disk: disk}
			var got []string
			for _, name := range []string{"/a", "/b", "/c", "/d"} {
				got = append(got, content(t, next, name))
			}
			if g := strings.Join(got, "|"); g != c.want {
				t.Errorf("got %s, want %s", g, c.want)
			}
		})
	}
}

func firstOnly() func(string) bool {
	asked := 0
	return func(string) bool { asked++; return asked == 1 }
}

// A program that writes slowly writes into its file, whatever that is called meanwhile.
func TestAppend(t *testing.T) {
	p := &Process{Disk: New(time.Now)}
	put(t, p, "/a", "one")
	f, err := p.Append("/a")
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Rename("/a", "/b"); err != nil {
		t.Fatal(err)
	}
	put(t, p, "/a", "other")
	if _, err := f.Write([]byte(" two")); err != nil {
		t.Fatal(err)
	}
	if got := content(t, p, "/b") + "|" + content(t, p, "/a"); got != "one two|other" {
		t.Errorf("got %s", got)
	}
	if _, err := p.Append("/c"); kind(err) != "not there" {
		t.Errorf("got %v", err)
	}
}

func TestFaults(t *testing.T) {
	disk := New(time.Now)
	p := &Process{Disk: disk}
	put(t, p, "/a", "1234567890")
	disk.SetFree(5)
	if err := files.Store(p, "/b", []byte("123456"), 0o644); kind(err) != "full" {
		t.Errorf("got %v", err)
	}
	put(t, p, "/b", "12345") // what was begun is removed, and its space is free again
	disk.SetFree(-1)
	failed := errors.New("input/output error")
	p.Before = func(op Op) error {
		if op.Name == "Sync" {
			return failed
		}
		return nil
	}
	if err := files.Store(p, "/c", []byte("1"), 0o644); !errors.Is(err, failed) {
		t.Errorf("got %v", err)
	}
	if got := content(t, p, "/c"); got != "error: not there" {
		t.Errorf("got %s", got)
	}
	team := &Process{Disk: disk, User: 1000, Groups: []int{100, 200}}
	if got := content(t, team, "/a"); got != "error: forbidden" { // mode 640 of the administrator
		t.Errorf("got %s", got)
	}
	put(t, team, "/own", "1")
	for want, err := range map[string]error{"forbidden": team.Chown("/own", 0, -1), "none": team.Chown("/own", -1, 200)} {
		if kind(err) != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	if err := team.Symlink("own", "/to"); err != nil {
		t.Fatal(err)
	}
	if at, err := team.Resolve("/to"); at != "/own" || err != nil || content(t, team, "/to") != "1" {
		t.Errorf("got %s, %v", at, err)
	}
}
