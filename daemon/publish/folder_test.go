package publish

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"leadsheet/lead"
	"leadsheet/reports/calendar"
	"leadsheet/reports/facts"
	"leadsheet/rules/policy"
)

func people(identity string, names ...string) []calendar.Person {
	in := facts.Input{Policy: policy.Policy{Zone: time.UTC}}
	for _, n := range names {
		in.Policy.Team = append(in.Policy.Team, policy.Person{Name: n})
	}
	in.Leads = []lead.Lead{{ID: "L-1", Owner: names[0], NextContact: time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)}}
	links := calendar.Links{Identity: identity, Workbook: "leads.xlsx"}
	return calendar.All(in, links, time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC))
}

func names(t *testing.T, dir string) (out []string) {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		out = append(out, f.Name())
	}
	return out
}

// Files are written when they have changed, whole; those of people who have left go, and nobody else's.
func TestFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "calendars")
	ours, theirs := Folder{dir, "/a/leads.xlsx"}, Folder{dir, "/b/leads.xlsx"}
	write := func(f Folder, people []calendar.Person) {
		t.Helper()
		if err := f.Write(people); err != nil {
			t.Fatal(err)
		}
	}
	write(ours, people(ours.Identity, "Anna", "Ben"))
	write(theirs, people(theirs.Identity, "Anna"))
	byHand := map[string]string{"notes.ics": "mine", "ben.txt": "",
		"leadsheet-mine.ics": "BEGIN:VCALENDAR\r\nPRODID:-//me//\r\n"}
	for name, text := range byHand {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	anna := FileName(&people(ours.Identity, "Anna")[0])
	old := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	if err := os.Chtimes(filepath.Join(dir, anna), old, old); err != nil {
		t.Fatal(err)
	}
	if got := names(t, dir); len(got) != 6 {
		t.Fatalf("%q", got)
	}
	write(ours, people(ours.Identity, "Anna")) // Ben has left
	isBens := func(name string) bool { return strings.HasPrefix(name, "leadsheet-ben") }
	if got := names(t, dir); len(got) != 5 || slices.ContainsFunc(got, isBens) {
		t.Errorf("%q", got)
	}
	if info, err := os.Stat(filepath.Join(dir, anna)); err != nil || !info.ModTime().Equal(old) {
		t.Errorf("what has not changed was written: %v, %v", info, err)
	}
	changed := people(ours.Identity, "Anna")
	changed[0].Text = append(changed[0].Text, "more"...)
	write(ours, changed)
	if text, err := os.ReadFile(filepath.Join(dir, anna)); err != nil || !strings.HasSuffix(string(text), "more") {
		t.Errorf("%q, %v", text, err)
	}
	for name, text := range byHand {
		if got, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(got) != text {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func TestFolder_CannotBeWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := (Folder{Path: file}).Write(people("x", "Anna")); err == nil {
		t.Error("a file is taken for a folder")
	}
}

// Any name makes the name of a file on any system, and two people never have the same.
func TestFileName(t *testing.T) {
	form := regexp.MustCompile(`^leadsheet-([a-z0-9]+-)*[0-9a-f]{12}\.ics$`)
	seen := map[string]string{}
	for _, name := range []string{"Anna", "Änne", "../../etc/passwd", "CON", "a/b", "a\\b", "张伟", "李娜", " ", ".",
		"A. B", "a-b",
		strings.Repeat("x", 300), "nul\x00"} {
		got := FileName(&people("w", name)[0])
		if !form.MatchString(got) || len(got) > 80 || seen[got] != "" {
			t.Errorf("%q: %s (%q)", name, got, seen[got])
		}
		seen[got] = name
	}
	rapid.Check(t, func(r *rapid.T) {
		if got := FileName(&people("w", "x"+rapid.String().Draw(r, "name"))[0]); !form.MatchString(got) {
			r.Fatal(got)
		}
	})
}
