package intake_test

import (
	"slices"
	"testing"

	"leadsheet/intake"
	"leadsheet/lead"
)

// What was read of a file and is not stored yet is decided anew when another version of one of its records has come in
// meanwhile: by another process, or with another file. Else the later answers would be taken for a second copy of the
// earlier ones, and be lost.
func TestDrop_OtherVersionCameInMeanwhile(t *testing.T) {
	short, full := head+entry(1, "Ada", "a sh"), head+entry(1, "Ada", "a shed")+entry(2, "Bob", "a fence")
	for name, other := range map[string]func(f *folder){
		"stored by another process": func(f *folder) {
			slow := f.drop
			f.drop = &intake.Drop{Folder: t.TempDir()}
			f.put("export.csv", short)
			f.take()
			f.drop = slow
		},
		"in an older file": func(f *folder) {
			f.age = -f.age
			f.put("older.csv", short)
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFolder(t)
			f.put("export.csv", full)
			if _, err := f.drop.Collect(t.Context(), f.known); err != nil { // and then the workbook is open elsewhere
				t.Fatal(err)
			}
			other(f)
			var needs []string
			for _, in := range append(f.take(), f.take()...) {
				if in.Kind == lead.Edited || in.Name == "Bob" {
					needs = append(needs, string(in.Kind)+": "+in.Need)
				}
			}
			slices.Sort(needs)
			if want := []string{"edited answers: a shed", "export row: a fence"}; !slices.Equal(needs, want) {
				t.Errorf("came in: %q, want %q", needs, want)
			}
		})
	}
}
