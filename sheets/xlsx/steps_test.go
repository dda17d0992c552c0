package xlsx

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"leadsheet/sheets/sheetstest"
	"leadsheet/sheets/xlsx/memfs"
)

// inMemory opens the workbook of a process.
func inMemory(t *testing.T, p *memfs.Process) *Book {
	t.Helper()
	b, err := Open("/leads.xlsx", Options{Files: p, Sleep: func(time.Duration) {}})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// begun is a disk with a workbook that holds the lead L-1.
func begun(t *testing.T) *memfs.Disk {
	t.Helper()
	disk := memfs.New(time.Now)
	b := inMemory(t, &memfs.Process{Disk: disk})
	if err := b.Ensure(context.Background(), sheetstest.Layout()); err != nil {
		t.Fatal(err)
	}
	add(t, b, read(t, b), "L-1")
	return disk
}

// held is what the tab Leads holds, as in ids.
func held(t *testing.T, b *Book) string {
	t.Helper()
	var l []string
	for _, r := range read(t, b).Tabs["Leads"].Rows {
		l = append(l, r[0].String()+":"+r[1].String())
	}
	return strings.Join(l, " ")
}

// A process is killed before each of its steps, and the machine goes on or loses power: the workbook is whole, holds
// what it held, and takes the lead at the next start.
func TestCommit_KilledAtEachStep(t *testing.T) {
	loses := func(kept string) func(*memfs.Disk) {
		return func(d *memfs.Disk) { d.LosePower(func(what string) bool { return strings.Contains(what, kept) }) }
	}
	ends := map[string]func(*memfs.Disk){"killed": func(*memfs.Disk) {}, "no power, nothing kept": loses("nothing"),
		"no power, names kept": loses("names"), "no power, contents kept": loses("content")}
	for name, end := range ends {
		for _, share := range []bool{false, true} {
			if share && strings.HasSuffix(name, "s kept") {
				continue // says nothing new
			}
			t.Run(fmt.Sprint(name, ", share ", share), func(t *testing.T) {
				steps := 0
				for die := 1; ; die++ {
					disk, did := begun(t), 0
					p := &memfs.Process{Disk: disk, NoExchange: share}
					b := inMemory(t, p)
					snap := read(t, b)
					p.Before = func(op memfs.Op) error {
						if did++; did == die {
							return memfs.ErrKilled
						}
						return nil
					}
					_, err := b.Commit(context.Background(), snap, lead("L-2"))
					end(disk)
					next := inMemory(t, &memfs.Process{Disk: disk})
					rows := held(t, next)
					if did < die { // it came to its end, so what it stored is there for good
						if err != nil || rows != "L-1:Ada L-2:Ada" {
							t.Errorf("the commit said %v, and then there is %s", err, rows)
						}
						break
					}
					steps++
					if rows != "L-1:Ada" && rows != "L-1:Ada L-2:Ada" {
						t.Fatalf("step %d: the next process finds %s", die, rows)
					}
					if rows == "L-1:Ada" {
						add(t, next, read(t, next), "L-2")
					}
					if rows = held(t, next); rows != "L-1:Ada L-2:Ada" {
						t.Fatalf("step %d: the next process has %s", die, rows)
					}
				}
				if steps < 10 {
					t.Errorf("only %d steps were seen", steps)
				}
			})
		}
	}
}

// The disk becomes full, or a sync fails, at each of the steps: the workbook stays whole and the next pass stores.
func TestCommit_FaultsOfTheDisk(t *testing.T) {
	for free := range int64(12) {
		disk := begun(t)
		b := inMemory(t, &memfs.Process{Disk: disk})
		snap := read(t, b)
		disk.SetFree(free * 1000)
		_, err := b.Commit(context.Background(), snap, lead("L-2"))
		disk.SetFree(-1)
		next := inMemory(t, &memfs.Process{Disk: disk})
		if rows := held(t, next); err == nil != (rows == "L-1:Ada L-2:Ada") {
			t.Errorf("%d kB free: the commit said %v, and then there is %s", free, err, rows)
		} else if err != nil {
			add(t, b, read(t, b), "L-2")
		}
		if rows := held(t, next); rows != "L-1:Ada L-2:Ada" {
			t.Errorf("%d kB free: then there is %s", free, rows)
		}
	}
	disk := begun(t)
	p := &memfs.Process{Disk: disk}
	b, failed := inMemory(t, p), fmt.Errorf("input/output error")
	snap := read(t, b)
	p.Before = func(op memfs.Op) error {
		if op.Name == "Sync" {
			return failed
		}
		return nil
	}
	if _, err := b.Commit(context.Background(), snap, lead("L-2")); err == nil || !strings.Contains(err.Error(), "input/output") {
		t.Errorf("got %v", err)
	}
	p.Before = nil
	if rows := held(t, b); rows != "L-1:Ada" {
		t.Errorf("there is %s", rows)
	}
	add(t, b, read(t, b), "L-2")
}
