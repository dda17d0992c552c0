package xlsx

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/sheets/xlsx/memfs"
)

// dated are the names in the folder of the backups.
func dated(t *testing.T, p *memfs.Process) []string {
	t.Helper()
	names, err := p.List("/leads backups")
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestBackups_OnceADayWithWhatTheDayBeganWith(t *testing.T) {
	disk := begun(t)
	p := &memfs.Process{Disk: disk}
	if err := errors.Join(p.Chown(inMemoryPath, 1000, 100), p.Chmod(inMemoryPath, 0o660)); err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)
	open := func() *Book {
		b, err := Open(inMemoryPath, Options{Files: p, Now: func() time.Time { return now }, Sleep: func(time.Duration) {}})
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	made := 0
	p.Before = func(op memfs.Op) error {
		if op.Name == "Create" && strings.HasPrefix(op.Path, "/leads backups/") {
			made++
		}
		return nil
	}
	b := open()
	add(t, b, read(t, b), "L-2")
	add(t, b, read(t, b), "L-3")
	again := open() // another process of the same day
	add(t, again, read(t, again), "L-4")
	b = open()
	read(t, b)
	now = now.Add(24 * time.Hour) // the same process on the next day
	add(t, b, read(t, b), "L-5")
	now = now.Add(24 * time.Hour)
	read(t, b)
	now = now.Add(24 * time.Hour) // nothing has changed since
	read(t, b)
	read(t, open())
	if made != 3 {
		t.Errorf("%d backups were made", made)
	}
	for name, want := range map[string]string{"leads 2026-11-25.xlsx": "L-1:Ada", "leads 2026-11-26.xlsx": "L-1:Ada L-2:Ada L-3:Ada L-4:Ada",
		"leads 2026-11-27.xlsx": "L-1:Ada L-2:Ada L-3:Ada L-4:Ada L-5:Ada"} {
		info, err := p.Stat("/leads backups/" + name)
		if err != nil || info.Mode != 0o640 || info.Owner != 1000 || info.Group != 100 {
			t.Errorf("%s: %+v, %v", name, info, err)
		}
		other, err := Open("/leads backups/"+name, Options{Files: p, ReadOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		if got := held(t, other); got != want {
			t.Errorf("%s holds %s", name, got)
		}
	}
	if got := dated(t, p); len(got) != 3 {
		t.Errorf("the folder has %q", got)
	}
	if info, err := p.Stat("/leads backups"); err != nil || info.Mode.Perm() != 0o750 || info.Owner != 1000 {
		t.Errorf("the folder is %+v, %v", info, err)
	}
	all, err := open().backups()
	if err != nil || len(all) != 5 || !strings.HasSuffix(all[0].Path, ".last") {
		t.Errorf("got %+v, %v", all, err)
	}
}

func TestBackups_ThirtyDaysAndTwelveMonths(t *testing.T) {
	disk := begun(t)
	p := &memfs.Process{Disk: disk}
	now := time.Date(2025, 1, 1, 9, 0, 0, 0, time.UTC)
	b, err := Open(inMemoryPath, Options{Files: p, Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	own := []string{"holiday plan.txt", "leads 2025-01-02 (mine).xlsx", "leads 2025-13-01.xlsx"}
	for day := range 500 {
		v, err := b.loadVersion()
		if err != nil {
			t.Fatal(err)
		}
		v.raw = append(v.raw, byte(day)) // as if it had changed
		b.keepDaily(v)
		if day == 0 {
			for _, name := range own {
				if err := p.Overwrite("/leads backups/"+name, []byte("mine")); err != nil {
					t.Fatal(err)
				}
			}
		}
		now = now.AddDate(0, 0, 1)
	}
	if len(b.notes) > 0 {
		t.Fatal(b.notes)
	}
	left := slices.DeleteFunc(dated(t, p), func(name string) bool { return slices.Contains(own, name) })
	if len(left) != dailyBackups+monthlyBackups {
		t.Errorf("%d are left: %q", len(left), left)
	}
	if len(dated(t, p)) != len(left)+len(own) {
		t.Errorf("others' files are gone: %q", dated(t, p))
	}
	// 500 days end on 15 May 2026: dailies from 16 April on, and the first of each month before.
	if want := []string{"leads 2025-05-01.xlsx", "leads 2025-06-01.xlsx"}; !slices.Equal(left[:2], want) ||
		left[11] != "leads 2026-04-01.xlsx" || left[12] != "leads 2026-04-16.xlsx" || left[41] != "leads 2026-05-15.xlsx" {
		t.Errorf("left are %q", left)
	}
}

// A backup that cannot be made, or is not what was written, does not hold up what comes in, and is said.
func TestBackups_FailureIsSaid(t *testing.T) {
	for name, fault := range map[string]string{"no folder": "Mkdir", "not synced": "Sync", "not readable": "Read"} {
		t.Run(name, func(t *testing.T) {
			p := &memfs.Process{Disk: begun(t)}
			p.Before = func(op memfs.Op) error {
				if op.Name == fault && strings.HasPrefix(op.Path, "/leads backups") {
					return errors.New("input/output error")
				}
				return nil
			}
			now := time.Now()
			b, err := Open(inMemoryPath, Options{Files: p, Now: func() time.Time { return now }})
			if err != nil {
				t.Fatal(err)
			}
			snap := read(t, b)
			if len(snap.Notes) != 1 || !strings.Contains(snap.Notes[0], "could not be made: ") || !strings.Contains(snap.Notes[0], "input/output error") {
				t.Errorf("told %q", snap.Notes)
			}
			add(t, b, snap, "L-2")
			if names, err := p.List("/leads backups"); err == nil && len(names) > 0 {
				t.Errorf("left behind: %q", names)
			}
			p.Before = nil
			if read(t, b); !missing(p, "/leads backups/leads "+now.Format(time.DateOnly)+".xlsx") {
				t.Error("it was tried again at once")
			}
			left := "/leads backups/leads 2026-01-01.xlsx.deadbeef.tmp" // of a process that was killed
			_ = p.Mkdir("/leads backups", 0o700)
			long := now.Add(-2 * time.Hour)
			if err := errors.Join(p.Overwrite(left, []byte("half")), p.Chtimes(left, long)); err != nil {
				t.Fatal(err)
			}
			now = now.Add(time.Hour)
			if again := read(t, b); len(again.Notes) > 0 || missing(p, "/leads backups/leads "+now.Format(time.DateOnly)+".xlsx") {
				t.Errorf("it was not made after an hour: %q", again.Notes)
			}
			if !missing(p, left) {
				t.Error("what a killed process left is there")
			}
		})
	}
}

func missing(p *memfs.Process, path string) bool {
	_, err := p.Stat(path)
	return err != nil
}

// A workbook on which another program works, or of which leadsheet only looks, is not copied.
func TestBackups_NotWhereNothingIsWritten(t *testing.T) {
	p := &memfs.Process{Disk: begun(t)}
	for _, opts := range []Options{{Files: p, ReadOnly: true}, {Files: p, KeepBackups: -1}} {
		b, err := Open(inMemoryPath, opts)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := b.Read(context.Background(), "Leads"); err != nil {
			t.Fatal(err)
		}
		if names, err := p.List("/leads backups"); err == nil {
			t.Errorf("there are %q", names)
		}
	}
}
