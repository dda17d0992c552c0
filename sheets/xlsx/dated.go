package xlsx

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"leadsheet/sheets/xlsx/files"
)

// How many dated backups are kept: the newest ones, and of each of some months before them the first one.
const (
	dailyBackups   = 30
	monthlyBackups = 12
)

// backupFolder returns the folder of the dated backups: "leads backups" beside leads.xlsx.
func backupFolder(path string) string {
	dir, file := filepath.Split(path)
	return filepath.Join(dir, strings.TrimSuffix(file, filepath.Ext(file))+" backups")
}

// datedName returns the name of a day's backup: "leads 2026-11-26.xlsx".
func datedName(path, day string) string {
	file := filepath.Base(path)
	ext := filepath.Ext(file)
	return strings.TrimSuffix(file, ext) + " " + day + ext
}

// dayOf returns the day in the name of a dated backup, "" for any other name.
func dayOf(path, name string) string {
	file := filepath.Base(path)
	ext := filepath.Ext(file)
	day, ok := strings.CutPrefix(strings.TrimSuffix(name, ext), strings.TrimSuffix(file, ext)+" ")
	if _, err := time.Parse(time.DateOnly, day); !ok || err != nil || name != datedName(path, day) {
		return ""
	}
	return day
}

// datedBackups returns the days of which there is a backup, the newest first.
func datedBackups(fsys files.FS, path string) ([]string, error) {
	names, err := fsys.List(backupFolder(path))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var days []string
	for _, name := range names {
		if day := dayOf(path, name); day != "" {
			days = append(days, day)
		}
	}
	slices.Sort(days)
	slices.Reverse(days)
	return days, err
}

// keepDaily makes the backup of the day: the version that a day begins with, before anything is written. There is none
// of a new workbook, and none where nothing has changed since the one before. That it could not be made is no reason to
// stop: a note says so, and it is tried again after an hour.
func (b *Book) keepDaily(v *version) {
	now := b.opts.Now()
	day := now.Format(time.DateOnly)
	waits := b.daily.day == day && now.Before(b.daily.again)
	if b.opts.ReadOnly || b.opts.KeepBackups < 0 || waits || v.wb.base == "-" {
		return
	}
	failedBefore := b.daily.day == day
	b.daily.day, b.daily.again = day, now.AddDate(1, 0, 0)
	path := b.resolvedPath()
	days, err := datedBackups(b.files, path)
	if err == nil && (slices.Contains(days, day) || len(days) > 0 && b.holds(path, days[0], v.raw)) {
		return
	}
	if err == nil {
		err = b.makeDated(path, day, v)
	}
	if err == nil {
		err = b.pruneDated(path, append([]string{day}, days...))
	}
	if err == nil {
		return
	}
	b.daily.again = now.Add(time.Hour)
	if !failedBefore {
		b.notes = append(b.notes, fmt.Sprintf("the backup of the workbook of %s could not be made: %v", day, err))
	}
}

// holds reports whether a day's backup has this content.
func (b *Book) holds(path, day string, raw []byte) bool {
	there, err := b.files.Read(filepath.Join(backupFolder(path), datedName(path, day)))
	return err == nil && bytes.Equal(there, raw)
}

// makeDated makes a day's backup, readable by those who may read the workbook, and reads it back. Its bytes are those
// of a version that has been read as a workbook, so comparing them is enough.
func (b *Book) makeDated(path, day string, v *version) error {
	dir, want := backupFolder(path), like(v.id)
	want.Mode &^= 0o022 // only the owner may change a backup
	err := b.files.Mkdir(dir, 0o700)
	if err == nil {
		_ = b.files.Chown(dir, want.Owner, want.Group)
		// Who may read the workbook may look into the folder.
		err = b.files.Chmod(dir, want.Mode|0o700|want.Mode>>2&0o011)
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	to := filepath.Join(dir, datedName(path, day))
	temp := to + "." + b.processID + ".tmp"
	defer func() { _ = b.files.Remove(temp) }() // if it is still there
	if _, err := files.StoreLike(b.files, temp, v.raw, want); err != nil {
		return err
	}
	if there, err := b.files.Read(temp); err != nil || !bytes.Equal(there, v.raw) {
		return errors.Join(errors.New("it does not hold what was written"), err)
	}
	if err := b.files.Chtimes(temp, v.id.ModTime); err != nil {
		return err
	}
	if err := b.files.Rename(temp, to); err != nil {
		return err
	}
	return b.files.SyncDir(dir)
}

// pruneDated removes the backups of days, the newest first, that are kept no longer, and what killed processes left.
func (b *Book) pruneDated(path string, days []string) error {
	names, failed := b.files.List(backupFolder(path))
	for _, name := range names {
		left := filepath.Join(backupFolder(path), name)
		dated, _, _ := strings.Cut(strings.TrimSuffix(name, ".tmp"), filepath.Ext(path)+".")
		if !strings.HasSuffix(name, ".tmp") || dayOf(path, dated+filepath.Ext(path)) == "" {
			continue
		}
		if info, err := b.files.Lstat(left); err == nil && b.opts.Now().Sub(info.ModTime) > time.Hour {
			failed = errors.Join(failed, b.files.Remove(left))
		}
	}
	for _, day := range outdated(days) {
		failed = errors.Join(failed, b.files.Remove(filepath.Join(backupFolder(path), datedName(path, day))))
	}
	return failed
}

// outdated returns which of the days, the newest first, need no backup any more.
func outdated(days []string) []string {
	if len(days) <= dailyBackups {
		return nil
	}
	first := map[string]string{} // of each month
	for _, day := range days {
		first[day[:len("2006-01")]] = day
	}
	var out []string
	months := 0
	for _, day := range days[dailyBackups:] {
		if first[day[:len("2006-01")]] == day && months < monthlyBackups {
			months++
			continue
		}
		out = append(out, day)
	}
	return out
}

// Backup is a copy of a workbook that leadsheet has kept.
type Backup struct {
	Path  string
	Saved time.Time // when this version was saved
	Size  int64     // bytes
}

// Backups returns the copies that were kept of a workbook, the newest version first: the dated ones, the last two
// versions, and those that an older copy had displaced. The workbook itself may be missing.
func Backups(path string) ([]Backup, error) {
	b, err := Open(path, Options{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	return b.backups()
}

func (b *Book) backups() ([]Backup, error) {
	paths, err := b.copies(math.MaxInt)
	if err != nil {
		return nil, fmt.Errorf("look for backups: %w", err)
	}
	dir, file := filepath.Split(b.resolvedPath())
	ext := filepath.Ext(file)
	names, err := b.files.List(filepath.Clean(dir))
	if err != nil {
		return nil, fmt.Errorf("look for backups: %w", err)
	}
	for _, name := range names {
		for _, kept := range []string{" (kept ", " (saved "} {
			if strings.HasPrefix(name, strings.TrimSuffix(file, ext)+kept) && strings.HasSuffix(name, ext) {
				paths = append(paths, filepath.Join(dir, name))
			}
		}
	}
	var found []Backup
	for _, p := range paths {
		if info, err := b.files.Stat(p); err == nil && info.Mode.IsRegular() {
			found = append(found, Backup{Path: p, Saved: info.ModTime, Size: info.Size})
		}
	}
	slices.SortStableFunc(found, func(x, y Backup) int { return y.Saved.Compare(x.Saved) })
	return found, nil
}
