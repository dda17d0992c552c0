package xlsx

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"leadsheet/sheets"
	"leadsheet/sheets/sheetstest"
	"leadsheet/sheets/xlsx/memfs"
)

// An older copy is saved over the workbook, leadsheet plans what came in since from it, and then the newer version is
// there again, as when two people save in turn: what it holds is not stored a second time.
func TestCommit_NewerVersionIsBackAfterAnOlderOne(t *testing.T) {
	disk := begun(t)
	hand := &memfs.Process{Disk: disk}
	file := func() []byte {
		raw, err := hand.Read("/leads.xlsx")
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	save := func(raw []byte) {
		if err := hand.Save("/leads.xlsx", raw); err != nil {
			t.Fatal(err)
		}
	}
	b := inMemory(t, &memfs.Process{Disk: disk})
	older := file()
	add(t, b, read(t, b), "L-2")
	newer := file()
	save(older)
	snap := read(t, b)
	save(newer)
	if _, err := b.Commit(context.Background(), snap, lead("L-2")); !errors.Is(err, sheets.ErrConflict) {
		t.Errorf("got %v", err)
	}
	if rows := held(t, b); rows != "L-1:Ada L-2:Ada" {
		t.Errorf("there is %s", rows)
	}
}

// A person saves again and again, each time just before leadsheet exchanges the files: what was saved last is in place,
// and the lead is added to it.
func TestCommit_PersonSavesBeforeEachExchange(t *testing.T) {
	for saves := 1; saves <= 5; saves++ {
		disk := begun(t)
		p := &memfs.Process{Disk: disk}
		who := people{t: t, path: "/leads.xlsx", files: &memfs.Process{Disk: disk}}
		b := inMemory(t, p)
		snap := read(t, b)
		saved := 0
		p.Before = func(op memfs.Op) error {
			if op.Name == "Exchange" && saved < saves {
				saved++
				who.Edit("Leads", "L-1", "Name", sheetstest.T(fmt.Sprint("Ada ", saved)))
			}
			return nil
		}
		// A person who opens what leadsheet had put in place for a moment, and saves that, has stored the lead.
		if _, err := b.Commit(context.Background(), snap, lead("L-2")); err != nil && !errors.Is(err, sheets.ErrConflict) {
			t.Errorf("%d saves: %v", saves, err)
		}
		if rows, want := held(t, b), fmt.Sprintf("L-1:Ada %d L-2:Ada", saves); rows != want {
			t.Errorf("%d saves: there is %s, want %s", saves, rows, want)
		}
	}
}

// The copy of what was written last cannot be stored: the commit says so, the next one stores it, and so a process that
// starts after an older copy was saved over the workbook knows.
func TestCommit_CopyOfTheLastVersionFails(t *testing.T) {
	disk := begun(t)
	p := &memfs.Process{Disk: disk}
	hand := &memfs.Process{Disk: disk}
	older, err := hand.Read("/leads.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	b := inMemory(t, p)
	snap := read(t, b)
	p.Before = func(op memfs.Op) error {
		if op.Name == "Sync" && strings.HasSuffix(op.Path, ".last.tmp") {
			return errors.New("input/output error")
		}
		return nil
	}
	if _, err := b.Commit(context.Background(), snap, lead("L-2")); err == nil || !strings.Contains(err.Error(), "is stored") {
		t.Errorf("got %v", err)
	}
	p.Before = nil
	snap = read(t, b)
	if res, err := b.Commit(context.Background(), snap, sheets.Batch{}); err != nil || res.Wrote {
		t.Errorf("got %+v, %v", res, err)
	}
	if err := hand.Save("/leads.xlsx", older); err != nil {
		t.Fatal(err)
	}
	if !read(t, inMemory(t, &memfs.Process{Disk: disk})).SetBack {
		t.Error("the older copy went unnoticed")
	}
}

// A person saves in the moment of the exchange, and the disk fails when that version is to be put back: it is kept under
// a name that people see, also after the writes that follow.
func TestCommit_PersonsVersionCannotBePutBack(t *testing.T) {
	disk := begun(t)
	p := &memfs.Process{Disk: disk}
	hand := &memfs.Process{Disk: disk}
	who := people{t: t, path: "/leads.xlsx", files: hand}
	b := inMemory(t, p)
	snap := read(t, b)
	exchanges := 0
	p.Before = func(op memfs.Op) error {
		if op.Name != "Exchange" {
			return nil
		}
		if exchanges++; exchanges == 1 {
			who.Edit("Leads", "L-1", "Name", sheetstest.T("Ada Lovelace"))
			return nil
		}
		return errors.New("input/output error")
	}
	if _, err := b.Commit(context.Background(), snap, lead("L-2")); err == nil || !strings.Contains(err.Error(), "kept as") {
		t.Errorf("got %v", err)
	}
	p.Before = nil
	add(t, b, read(t, b), "L-3")
	add(t, b, read(t, b), "L-4")
	names, err := hand.List("/")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.Contains(name, "(kept ") {
			kept, err := Open("/"+name, Options{Files: hand})
			if err != nil {
				t.Fatal(err)
			}
			if rows := held(t, kept); rows != "L-1:Ada Lovelace" {
				t.Errorf("it holds %s", rows)
			}
			return
		}
	}
	t.Errorf("it is not among %q", names)
}

// A row is to get another key, because it is a copy, and a person changes it meanwhile. What else the batch says of
// that key would be about no row: the batch is planned anew.
func TestCommit_RowThatIsToGetItsKeyChanges(t *testing.T) {
	path := filepath.Join(t.TempDir(), "leads.xlsx")
	b := begin(t, path, Options{})
	snap := read(t, b)
	people{t: t, path: path}.Edit("Leads", "L-1", "ID", text("L-77"))
	batch := lead("L-2")
	batch.Changes = []sheets.Change{{Tab: "Leads", Row: 0, Column: "ID", Seen: text("L-1"), Want: text("L-9")}}
	if _, err := b.Commit(context.Background(), snap, batch); !errors.Is(err, sheets.ErrConflict) {
		t.Errorf("got %v", err)
	}
	if got := ids(t, path); got != "L-77:Ada" {
		t.Errorf("got %s", got)
	}
}

// Of two processes on one file, one finds that an older copy was saved over a version that the other has never seen.
// The other one learns it with its next reading, once: the first may end before all has come in again.
func TestRead_SetBackThatAnotherProcessHasFound(t *testing.T) {
	disk := begun(t)
	hand := &memfs.Process{Disk: disk}
	one, other := inMemory(t, &memfs.Process{Disk: disk}), inMemory(t, &memfs.Process{Disk: disk})
	older, err := hand.Read("/leads.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	planned := read(t, other)
	add(t, one, read(t, one), "L-2")
	if err := hand.Save("/leads.xlsx", older); err != nil {
		t.Fatal(err)
	}
	if !read(t, one).SetBack {
		t.Fatal("it was not found")
	}
	who := people{t: t, path: "/leads.xlsx", files: hand}
	who.Edit("Leads", "L-1", "Name", sheetstest.T("Eve"))
	if _, err := other.Commit(context.Background(), planned, lead("L-3")); !errors.Is(err, sheets.ErrConflict) {
		t.Errorf("what was planned before: %v", err)
	}
	for i, want := range []bool{true, false} {
		who.Edit("Leads", "L-1", "Name", sheetstest.T(fmt.Sprint("Ada ", i)))
		if got := read(t, other).SetBack; got != want {
			t.Errorf("reading %d: set back %v, want %v", i, got, want)
		}
	}
	if err := one.SetBackDone(); err != nil {
		t.Fatal(err)
	}
	who.Edit("Leads", "L-1", "Name", sheetstest.T("Ada"))
	if read(t, other).SetBack || read(t, one).SetBack {
		t.Error("it is done, and found again")
	}
}
