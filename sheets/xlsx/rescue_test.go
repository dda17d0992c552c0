package xlsx

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"leadsheet/sheets"
	"leadsheet/sheets/xlsx/files"
)

// killed runs a commit of lead L-2 that dies in the middle: after what happens just before the two files are exchanged
// and, if it gets so far, after the exchange. Nothing of write runs any more, as after a kill. It returns the file that
// is left.
func killed(t *testing.T, b *Book, before func(), exchanged bool) (left string) {
	t.Helper()
	snap := read(t, b)
	var failed error
	b.beforeSwap = func(temp string) {
		left = temp
		if before != nil {
			before()
		}
		if exchanged {
			failed = b.files.Exchange(temp, b.resolvedPath())
		}
		runtime.Goexit()
	}
	ended := make(chan error, 1)
	go func() {
		err := errors.New("killed")
		defer func() { ended <- err }()
		_, err = b.Commit(context.Background(), snap, lead("L-2"))
	}()
	if err := <-ended; err == nil || err.Error() != "killed" {
		t.Fatalf("the commit was to be killed, but ended with %v", err)
	}
	if errors.Is(failed, files.ErrNoExchange) {
		t.Skip("files cannot be exchanged here, so nobody can be killed after it")
	}
	if failed != nil {
		t.Fatal(failed)
	}
	return left
}

// restarted is the next process: what it reads, and what it has to say.
func restarted(t *testing.T, path string) (b *Book, rows string, notes []string) {
	t.Helper()
	b, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	snap := read(t, b)
	var l []string
	for _, r := range snap.Tabs["Leads"].Rows {
		l = append(l, r[0].String()+":"+r[1].String())
	}
	return b, strings.Join(l, " "), snap.Notes
}

// copies are the versions kept beside the workbook for a person to look at.
func copies(t *testing.T, path string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(filepath.Dir(path), "leads (saved *.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func gone(t *testing.T, path string) {
	t.Helper()
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%s is still there (%v)", filepath.Base(path), err)
	}
}

func TestRescue_UsersVersionSavedDuringAKillIsRestored(t *testing.T) {
	path := filepath.Join(t.TempDir(), "leads.xlsx")
	b := begin(t, path, Options{})
	left := killed(t, b, func() { people{t: t, path: path}.Edit("Leads", "L-1", "Name", text("Ada Lovelace")) }, true)
	if got := ids(t, left); got != "L-1:Ada Lovelace" {
		t.Fatalf("the person's version is to be displaced, but there is %s", got)
	}

	next, rows, notes := restarted(t, path)
	if rows != "L-1:Ada Lovelace" {
		t.Errorf("the workbook holds %s, not what the person saved", rows)
	}
	if len(notes) != 1 || !strings.Contains(notes[0], "in place again") {
		t.Errorf("told %q", notes)
	}
	gone(t, left)
	if kept := copies(t, path); len(kept) > 0 {
		t.Errorf("a copy nobody needs: %v", kept)
	}
	// What the killed process had taken in comes in again, beside the person's edit; and nothing is told twice.
	add(t, next, read(t, next), "L-2")
	if _, rows, notes = restarted(t, path); rows != "L-1:Ada Lovelace L-2:Ada" || len(notes) > 0 {
		t.Errorf("the workbook holds %s, told %q", rows, notes)
	}
}

func TestRescue_BothVersionsAreKeptWhenAUserWentOnWithOurs(t *testing.T) {
	for name, goOn := range map[string]struct {
		do   func(t *testing.T, path string)
		rows string
	}{
		"and has saved it": {func(t *testing.T, path string) {
			people{t: t, path: path}.Edit("Leads", "L-2", "Name", text("Ben"))
		}, "L-1:Ada L-2:Ben"},
		"and has it open": {func(t *testing.T, path string) {
			lock := filepath.Join(filepath.Dir(path), ".~lock.leads.xlsx#")
			if err := os.WriteFile(lock, []byte(",Ben,host,22.11.2026 05:24,file:///profile;"), 0o600); err != nil {
				t.Fatal(err)
			}
		}, "L-1:Ada L-2:Ada"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "leads.xlsx")
			b := begin(t, path, Options{})
			left := killed(t, b, func() { people{t: t, path: path}.Edit("Leads", "L-1", "Name", text("Ada Lovelace")) }, true)
			goOn.do(t, path)

			_, rows, notes := restarted(t, path)
			if rows != goOn.rows {
				t.Errorf("the workbook holds %s, want %s", rows, goOn.rows)
			}
			kept := copies(t, path)
			if len(kept) != 1 {
				t.Fatalf("%d copies of the person's version", len(kept))
			}
			if got := ids(t, kept[0]); got != "L-1:Ada Lovelace" {
				t.Errorf("the copy holds %s", got)
			}
			if len(notes) != 1 || !strings.Contains(notes[0], filepath.Base(kept[0])) {
				t.Errorf("told %q, which does not name %s", notes, filepath.Base(kept[0]))
			}
			gone(t, left)
			if _, _, notes := restarted(t, path); len(notes) > 0 {
				t.Errorf("told again: %q", notes)
			}
		})
	}
}

func TestRescue_OnlyUsersVersionsAreRestored(t *testing.T) {
	for name, c := range map[string]struct {
		exchanged bool
		rows      string
	}{
		"killed before the exchange": {false, "L-0:Ada L-1:Ada"},
		"killed after the exchange":  {true, "L-0:Ada L-1:Ada L-2:Ada"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "leads.xlsx")
			b := begin(t, path, Options{})
			batch := sheets.Batch{Changes: []sheets.Change{{Tab: "Leads", Row: 0, Column: "ID", Seen: text("L-1"), Want: text("L-0")}}}
			batch.Appends = lead("L-1").Appends
			if _, err := b.Commit(context.Background(), read(t, b), batch); err != nil {
				t.Fatal(err)
			}
			killed(t, b, nil, c.exchanged)
			_, rows, notes := restarted(t, path)
			if rows != c.rows || len(notes) > 0 || len(copies(t, path)) > 0 {
				t.Errorf("the workbook holds %s, told %q, copies %v", rows, notes, copies(t, path))
			}
		})
	}
}
