// Package publish keeps the calendar files of people in a folder: it writes those that have changed, each whole or not
// at all, and removes only its own.
package publish

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"leadsheet/lead/words"
	"leadsheet/reports/calendar"
)

// prefix and ending are those of the names of files.
const prefix, ending = "leadsheet-", ".ics"

// Folder is the folder of the calendars of one workbook. Others may use it as well.
type Folder struct {
	Path     string
	Identity string // of the workbook, as calendar.Links has it
}

// Write brings the files up to date: one for each person, and none for people who are no longer among them. It makes
// the folder if there is none. Errors name the folder, and no customer.
func (f Folder) Write(people []calendar.Person) error {
	if err := os.MkdirAll(f.Path, 0o700); err != nil {
		return fmt.Errorf("make the folder: %w", err)
	}
	var failed []error
	wanted := map[string]bool{}
	for i := range people {
		name := FileName(&people[i])
		wanted[name] = true
		if err := replace(filepath.Join(f.Path, name), people[i].Text); err != nil {
			failed = append(failed, fmt.Errorf("write the calendar %s: %w", name, err))
		}
	}
	files, err := os.ReadDir(f.Path)
	if err != nil {
		return errors.Join(append(failed, fmt.Errorf("list the folder: %w", err))...)
	}
	for _, file := range files {
		if wanted[file.Name()] || !f.isOurs(file) {
			continue
		}
		if err := os.Remove(filepath.Join(f.Path, file.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			failed = append(failed, fmt.Errorf("remove the calendar of somebody who has left the team: %w", err))
		}
	}
	return errors.Join(failed...)
}

// FileName is the name of a person's file. It consists of letters, digits and dashes of ASCII, whatever the person is
// called, and no two people have the same.
func FileName(p *calendar.Person) string {
	var parts []string
	between := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	for _, word := range strings.FieldsFunc(p.Name, between) {
		plain := strings.Map(func(r rune) rune {
			if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
				return r
			}
			return -1
		}, words.Fold(word))
		if plain != "" {
			parts = append(parts, plain)
		}
	}
	name := strings.Join(parts, "-")
	if name = strings.Trim(name[:min(len(name), 40)], "-"); name != "" {
		name += "-"
	}
	return prefix + name + p.Key + ending
}

// maxRead is how much of a file is read to tell whose it is, and whether it is as it should be.
const maxRead = 64 << 20

// isOurs reports whether a file is a calendar of this workbook that leadsheet has written.
func (f Folder) isOurs(file fs.DirEntry) bool {
	if !file.Type().IsRegular() || !strings.HasPrefix(file.Name(), prefix) || !strings.HasSuffix(file.Name(), ending) {
		return false
	}
	opened, err := os.Open(filepath.Join(f.Path, file.Name()))
	if err != nil {
		return false
	}
	defer opened.Close()
	head, _ := io.ReadAll(io.LimitReader(opened, 1000)) // of a file that cannot be read nothing is known
	has := func(line string) bool { return bytes.Contains(head, []byte("\r\n"+line+"\r\n")) }
	return has("PRODID:"+calendar.Program) && has(calendar.MarkName+":"+calendar.Mark(f.Identity))
}

// replace writes a file whole or not at all, unless it holds that already.
func replace(path string, text []byte) error {
	if is, err := os.Open(path); err == nil {
		same, err := io.ReadAll(io.LimitReader(is, maxRead))
		if err = errors.Join(err, is.Close()); err == nil && bytes.Equal(same, text) {
			return nil
		}
	}
	out, err := os.CreateTemp(filepath.Dir(path), ".leadsheet-*.tmp")
	if err != nil {
		return err
	}
	_, err = out.Write(text)
	if err = errors.Join(err, out.Chmod(0o644), out.Sync(), out.Close()); err == nil { // the folder says who may read it
		err = os.Rename(out.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(out.Name()))
	}
	return nil
}
