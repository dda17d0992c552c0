package intake_test

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"leadsheet/intake"
	"leadsheet/lead"
)

// A form without numbers: who wrote and when is all there is.
const google = "Timestamp,Email Address,Your name,What do you need?\n"

func response(n int, name, need string) string {
	return fmt.Sprintf("2026-01-%02d 03:0%d:2%d,%s@example.com,%s,%s\n", n, n, n, strings.ToLower(name), name, need)
}

// Google overwrites the row of a response that is edited, and its time too.
func TestDrop_EditedRecordWithoutNumber(t *testing.T) {
	f := newFolder(t)
	f.put("1.csv", google+response(1, "Ada", "a shed")+response(2, "Bob", "a fence")+response(3, "Eve", "a roof"))
	f.take()
	f.restart()
	f.put("2.csv", google+response(7, "Ada", "two sheds")+response(2, "Bob", "a fence")+response(3, "Eve", "a roof"))
	got := f.take()
	if len(got) != 1 || got[0].Kind != lead.Edited || got[0].Need != "two sheds" || len(got[0].References) != 1 {
		t.Fatalf("%+v", got)
	}
	// Where the first response is still there, the second one is a second request.
	f.put("3.csv", google+response(7, "Ada", "two sheds")+response(2, "Bob", "a fence")+response(3, "Eve", "a roof")+response(8, "Bob", "a gate"))
	if got := f.take(); len(got) != 1 || got[0].Kind == lead.Edited || got[0].Need != "a gate" {
		t.Fatalf("%+v", got)
	}
	// And where most of the form is missing, nobody can say.
	f.put("4.csv", google+response(9, "Eve", "a cellar"))
	if got := f.take(); len(got) != 1 || got[0].Kind == lead.Edited {
		t.Fatalf("%+v", got)
	}
}

func TestDrop_FileIsSummedUpOnceAndThenSkipped(t *testing.T) {
	f := newFolder(t)
	f.put("1.csv", head+entry(1, "Ada", "a shed")+entry(2, "Bob", "a fence"))
	f.take()
	f.put("2.csv", head+entry(1, "Ada", "two sheds")+entry(2, "Bob", "a fence")+entry(3, "Eve", "a roof")+"4,x\n")
	f.take()
	f.take()
	if want := []string{"1.csv: 2 rows: 2 new, 0 known, 0 edited, 0 held back, 0 damaged", "2.csv: 4 rows: 2 new, 1 known, 1 edited, 0 held back, 1 damaged"}; !slices.Equal(f.sums, want) {
		t.Errorf("%q", f.sums)
	}
	// What is summed up is not read again: only the sums are known now, and nothing comes of the files, whatever their
	// names.
	for key := range f.known.Keys {
		if !strings.HasPrefix(key, "s:") {
			delete(f.known.Keys, key)
		}
	}
	f.restart()
	f.put("3.csv", head+entry(1, "Ada", "a shed")+entry(2, "Bob", "a fence"))
	if got := f.take(); len(got) != 0 || len(f.sums) != 2 {
		t.Errorf("%+v, %q", got, f.sums)
	}
}

// stored collects and settles, as a pass does.
func (f *folder) stored() {
	f.t.Helper()
	items, err := f.drop.Collect(context.Background(), f.known)
	if err != nil {
		f.t.Fatal(err)
	}
	for _, in := range items {
		f.known.Keys[in.Key] = true
	}
	if err := f.drop.Settle(context.Background(), items); err != nil {
		f.t.Fatal(err)
	}
}

// lies lists the files of the folder.
func (f *folder) lies() (out []string) {
	f.t.Helper()
	err := filepath.WalkDir(f.drop.Folder, func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			below, _ := filepath.Rel(f.drop.Folder, path)
			out = append(out, filepath.ToSlash(below))
		}
		return err
	})
	if err != nil {
		f.t.Fatal(err)
	}
	slices.Sort(out)
	return out
}

func TestDropSettle_MovesStoredFiles(t *testing.T) {
	f := newFolder(t)
	f.drop.After = "move"
	f.put("form.csv", head+entry(1, "Ada", "a shed")+entry(2, "Bob", "a fence"))
	f.put("header.csv", head)
	f.put("broken.xlsx", "PK\x03\x04broken")
	f.put("mail.eml", "From: Zoe <zoe@example.com>\r\nSubject: a roof\r\n\r\nplease\r\n")
	f.stored()
	if got, want := f.lies(), []string{"broken.xlsx", "done/form.csv", "done/mail.eml", "header.csv"}; !slices.Equal(got, want) {
		t.Fatal(got)
	}
	// Another file of that name takes nobody's place; the same file again is put away too, and brings nothing.
	f.put("form.csv", head+entry(3, "Eve", "a roof"))
	f.stored()
	f.put("form.csv", head+entry(1, "Ada", "a shed")+entry(2, "Bob", "a fence"))
	known := len(f.known.Keys)
	f.stored()
	if got, want := f.lies(), []string{"broken.xlsx", "done/form (2).csv", "done/form (3).csv", "done/form.csv", "done/mail.eml", "header.csv"}; !slices.Equal(got, want) || len(f.known.Keys) != known {
		t.Fatal(got)
	}
	data, err := os.ReadFile(filepath.Join(f.drop.Folder, "done", "form (2).csv"))
	if err != nil || !strings.Contains(string(data), "Eve") {
		t.Error(string(data), err)
	}
}

func TestDropSettle_LeavesUnfinishedFiles(t *testing.T) {
	f := newFolder(t)
	f.drop.After = "move:taken in"
	f.put("form.csv", head+entry(1, "Ada", "a shed")+entry(2, "Bob", "a fence"))
	items, err := f.drop.Collect(context.Background(), f.known)
	if err != nil {
		t.Fatal(err)
	}
	settle := func(n int) {
		t.Helper()
		if err := f.drop.Settle(context.Background(), items[:n]); err != nil {
			t.Fatal(err)
		}
	}
	settle(1) // the pass was too large for all of them
	if got := f.lies(); !slices.Equal(got, []string{"form.csv"}) {
		t.Fatal(got)
	}
	f.put("form.csv", head+entry(1, "Ada", "a shed")+entry(2, "Bob", "a fence")+entry(3, "Eve", "a roof")) // meanwhile
	settle(len(items))
	if got := f.lies(); !slices.Equal(got, []string{"form.csv"}) {
		t.Fatal(got)
	}
	f.stored()
	if got := f.lies(); !slices.Equal(got, []string{"taken in/form.csv"}) {
		t.Fatal(got)
	}
	for _, bad := range []string{"delete", "move:", "move:../x", "move:/tmp/x", "move:.hidden", "keep:x"} {
		if folder, err := intake.DropFolderAfter(bad); err == nil {
			t.Errorf("%s: %q", bad, folder)
		}
	}
}
