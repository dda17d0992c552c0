package xlsx

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"leadsheet/sheets"
	"leadsheet/sheets/sheetstest"
	"leadsheet/sheets/xlsx/files"
	"leadsheet/sheets/xlsx/memfs"
)

const inMemoryPath = "/leads.xlsx"

// owned is a disk whose workbook belongs to a user and a group, with a mode.
func owned(t *testing.T, owner, group int, mode os.FileMode) *memfs.Disk {
	t.Helper()
	disk := begun(t)
	root := &memfs.Process{Disk: disk}
	if err := errors.Join(root.Chown(inMemoryPath, owner, group), root.Chmod(inMemoryPath, mode)); err != nil {
		t.Fatal(err)
	}
	return disk
}

func TestCommit_KeepsModeOwnerAndGroup(t *testing.T) {
	for name, c := range map[string]struct {
		user         int
		groups       []int
		owner, group int // of the workbook afterwards
		note         string
	}{
		"the administrator gives it back":          {0, nil, 1000, 100, ""},
		"its owner gives it to his group":          {1000, []int{200, 100}, 1000, 100, ""},
		"a member of the group cannot give it":     {1001, []int{200, 100}, 1001, 100, "belonged to user 1000 and group 100, and belongs to user 1001 and group 100"},
		"the owner is not in the group any more":   {1000, []int{200}, 1000, 200, "belongs to user 1000 and group 200 now"},
		"the owner, whose group it is in any case": {1000, []int{100}, 1000, 100, ""},
	} {
		t.Run(name, func(t *testing.T) {
			disk := owned(t, 1000, 100, 0o660)
			if c.user != 0 && len(c.groups) == 1 && c.groups[0] == 200 {
				if err := (&memfs.Process{Disk: disk}).Chmod(inMemoryPath, 0o666); err != nil {
					t.Fatal(err)
				}
			}
			p := &memfs.Process{Disk: disk, User: c.user, Groups: c.groups}
			b := inMemory(t, p)
			want, err := p.Stat(inMemoryPath)
			if err != nil {
				t.Fatal(err)
			}
			res, err := b.Commit(context.Background(), read(t, b), lead("L-2"))
			if err != nil {
				t.Fatal(err)
			}
			got, err := p.Stat(inMemoryPath)
			if err != nil || got.Mode != want.Mode || got.Owner != c.owner || got.Group != c.group {
				t.Errorf("got %+v, %v", got, err)
			}
			if said := strings.Join(res.Notes, "\n"); said == "" != (c.note == "") || !strings.Contains(said, c.note) {
				t.Errorf("told %q", said)
			}
			if res, err = b.Commit(context.Background(), read(t, b), lead("L-3")); err != nil || len(res.Notes) > 0 {
				t.Errorf("told again: %+v, %v", res, err)
			}
			for _, copied := range []string{b.lastPath(), b.backupPath(0)} {
				if info, err := p.Stat(copied); err != nil || info.Mode != want.Mode {
					t.Errorf("%s: %+v, %v", copied, info, err)
				}
			}
		})
	}
}

func TestCommit_ReadOnlyIsNotWritten(t *testing.T) {
	for name, c := range map[string]struct {
		user int
		mode os.FileMode
		want string
	}{
		"for everybody, the administrator": {0, 0o444, "is marked read-only"},
		"for everybody, its owner":         {1000, 0o444, "is marked read-only"},
		"for another user":                 {1001, 0o644, "may not be changed by the user"},
	} {
		t.Run(name, func(t *testing.T) {
			p := &memfs.Process{Disk: owned(t, 1000, 100, c.mode), User: c.user}
			b := inMemory(t, p)
			before, err := p.Stat(inMemoryPath)
			if err != nil {
				t.Fatal(err)
			}
			_, err = b.Commit(context.Background(), read(t, b), lead("L-2"))
			if !errors.Is(err, sheets.ErrBusy) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v", err)
			}
			if after, err := p.Stat(inMemoryPath); err != nil || !b.same(before, after) {
				t.Errorf("it was replaced: %+v, %v", after, err)
			}
			if err := (&memfs.Process{Disk: p.Disk}).Chmod(inMemoryPath, 0o666); err != nil {
				t.Fatal(err)
			}
			add(t, b, read(t, b), "L-2")
		})
	}
}

func TestRead_HardLinkIsReported(t *testing.T) {
	disk := begun(t)
	p := &memfs.Process{Disk: disk}
	if err := p.Link(inMemoryPath, "/other.xlsx"); err != nil {
		t.Fatal(err)
	}
	b := inMemory(t, p)
	snap := read(t, b)
	if len(snap.Notes) != 1 || !strings.Contains(snap.Notes[0], "hard link") {
		t.Errorf("told %q", snap.Notes)
	}
	add(t, b, snap, "L-2")
	if again := read(t, b); len(again.Notes) > 0 {
		t.Errorf("told again %q", again.Notes)
	}
}

func TestRead_DamagedFileNamesTheCopy(t *testing.T) {
	for _, damage := range []string{"zero-filled", "truncated", "empty"} {
		for _, reader := range []string{"the same process", "the next one", "one that only looks"} {
			t.Run(damage+", "+reader, func(t *testing.T) {
				path := filepath.Join(t.TempDir(), "leads.xlsx")
				b := begin(t, path, Options{})
				raw, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				broken := map[string][]byte{"zero-filled": make([]byte, len(raw)), "truncated": raw[:len(raw)/2], "empty": nil}[damage]
				if err := os.WriteFile(path, broken, 0o644); err != nil {
					t.Fatal(err)
				}
				if reader != "the same process" {
					if b, err = Open(path, Options{ReadOnly: reader == "one that only looks"}); err != nil {
						t.Fatal(err)
					}
				}
				for range 2 {
					_, err = b.Read(context.Background(), "Leads")
					if !errors.Is(err, sheets.ErrUnsupported) || !strings.Contains(err.Error(), ".leadsheet-leads.xlsx.last") {
						t.Errorf("got %v", err)
					}
				}
				if err := b.Ensure(context.Background(), sheetstest.Layout()); !errors.Is(err, sheets.ErrUnsupported) {
					t.Errorf("got %v", err)
				}
				if got := ids(t, filepath.Join(filepath.Dir(path), ".leadsheet-leads.xlsx.last")); got != "L-1:Ada" {
					t.Errorf("the copy holds %s", got)
				}
			})
		}
	}
}

func TestEnsure_NewWorkbookIsReported(t *testing.T) {
	disk := begun(t)
	p := &memfs.Process{Disk: disk}
	b := inMemory(t, p)
	add(t, b, read(t, b), "L-2")
	if err := p.Remove(inMemoryPath); err != nil {
		t.Fatal(err)
	}
	for process := 1; process <= 2; process++ { // the first is killed before it has taken anything in
		b = inMemory(t, p)
		if err := b.Ensure(context.Background(), sheetstest.Layout()); err != nil {
			t.Fatal(err)
		}
		snap := read(t, b)
		if !snap.SetBack || len(snap.Notes) != 1 || !strings.Contains(snap.Notes[0], "leads (kept ") {
			t.Errorf("process %d: set back %v, told %q", process, snap.SetBack, snap.Notes)
		}
	}
	add(t, b, read(t, b), "L-9")
	b = inMemory(t, p)
	if snap := read(t, b); !snap.SetBack || len(snap.Notes) > 0 {
		t.Errorf("not all has been taken in again: %+v", snap)
	}
	if err := b.SetBackDone(); err != nil {
		t.Error(err)
	}
	b = inMemory(t, p)
	if snap := read(t, b); snap.SetBack || len(snap.Notes) > 0 || held(t, b) != "L-9:Ada" {
		t.Errorf("told again: %+v", snap)
	}
	names, err := p.List("/")
	if err != nil {
		t.Fatal(err)
	}
	kept := 0
	for _, name := range names {
		if strings.HasPrefix(name, "leads (kept ") {
			kept++
			other, err := Open("/"+name, Options{Files: p})
			if err != nil {
				t.Fatal(err)
			}
			if rows := held(t, other); rows != "L-1:Ada L-2:Ada" {
				t.Errorf("the copy holds %s", rows)
			}
		}
	}
	if kept != 1 {
		t.Errorf("%d copies: %q", kept, names)
	}
	first := inMemory(t, &memfs.Process{Disk: memfs.New(time.Now)})
	if err := first.Ensure(context.Background(), sheetstest.Layout()); err != nil {
		t.Fatal(err)
	}
	if snap := read(t, first); snap.SetBack || len(snap.Notes) != 1 || snap.Notes[0] != "made a new workbook, /leads.xlsx" {
		t.Errorf("set back %v, told %q", snap.SetBack, snap.Notes)
	}
}

// A cell far below the table, as a slip of the hand leaves it, does not stop what comes in.
func TestCommit_StrayCellInTheLastRow(t *testing.T) {
	path := filepath.Join(t.TempDir(), "leads.xlsx")
	b := begin(t, path, Options{})
	people{t: t, path: path}.EditAt("Leads", 1_048_575, 1, text("oops"))
	batch := lead("L-2")
	batch.Appends[0].Rows = append(batch.Appends[0].Rows, []sheets.Cell{text("L-3"), text("Ada")})
	if _, err := b.Commit(context.Background(), read(t, b), batch); err != nil {
		t.Fatal(err)
	}
	add(t, b, read(t, b), "L-4")
	if got := ids(t, path); got != "L-1:Ada L-2:Ada L-3:Ada L-4:Ada :oops" {
		t.Errorf("got %s", got)
	}
}

// The administrator's files keep their owner on a real disk, too.
func TestCommit_KeepsTheOwnerOfAFile(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only the administrator may give files away")
	}
	path := filepath.Join(t.TempDir(), "leads.xlsx")
	b := begin(t, path, Options{})
	if err := errors.Join(os.Chown(path, 65534, 12345), os.Chmod(path, 0o660)); err != nil {
		t.Fatal(err)
	}
	add(t, b, read(t, b), "L-2")
	for _, p := range []string{path, b.lastPath()} {
		info, err := files.OS{}.Stat(p)
		if err != nil || info.Owner != 65534 || info.Group != 12345 || info.Mode != 0o660 {
			t.Errorf("%s: got %+v, %v", filepath.Base(p), info, err)
		}
	}
}

func TestCommit_FullDiskIsSaid(t *testing.T) {
	disk := begun(t)
	b := inMemory(t, &memfs.Process{Disk: disk})
	snap := read(t, b)
	disk.SetFree(1000)
	if _, err := b.Commit(context.Background(), snap, lead("L-2")); err == nil ||
		!strings.Contains(err.Error(), "the disk is full, the workbook is as it was: make room") {
		t.Errorf("got %v", err)
	}
	if rows := held(t, b); rows != "L-1:Ada" {
		t.Errorf("there is %s", rows)
	}
}
