package daemon_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"leadsheet/rules"
)

// A form without numbers: who wrote and when is all there is.
const google = "Timestamp,Email Address,Your name,What do you need?\n"

func response(n int, name, need string) string {
	return fmt.Sprintf("2026-01-%02d 03:0%d:2%d,%s@example.com,%s,%s\n", n, n, n, strings.ToLower(name), name, need)
}

// Google overwrites the row of a response that is edited, and its time too.
func TestEditedResponsesWithoutANumber(t *testing.T) {
	f := newFolder(t)
	f.put("1.csv", google+response(1, "Ada", "a shed")+response(2, "Bob", "a fence")+response(3, "Eve", "a roof"))
	f.take()
	f.restart()
	f.put("2.csv", google+response(7, "Ada", "two sheds")+response(2, "Bob", "a fence")+response(3, "Eve", "a roof"))
	got := f.take()
	if len(got) != 1 || got[0].Kind != rules.Edited || got[0].Need != "two sheds" || len(got[0].References) != 1 {
		t.Fatalf("%+v", got)
	}
	// Where the first response is still there, the second one is a second request.
	f.put("3.csv", google+response(7, "Ada", "two sheds")+response(2, "Bob", "a fence")+response(3, "Eve", "a roof")+response(8, "Bob", "a gate"))
	if got := f.take(); len(got) != 1 || got[0].Kind == rules.Edited || got[0].Need != "a gate" {
		t.Fatalf("%+v", got)
	}
	// And where most of the form is missing, nobody can say.
	f.put("4.csv", google+response(9, "Eve", "a cellar"))
	if got := f.take(); len(got) != 1 || got[0].Kind == rules.Edited {
		t.Fatalf("%+v", got)
	}
}

func TestEveryFileIsSummedUpOnceAndThenPassedOver(t *testing.T) {
	f := newFolder(t)
	f.put("1.csv", head+entry(1, "Ada", "a shed")+entry(2, "Bob", "a fence"))
	f.take()
	f.put("2.csv", head+entry(1, "Ada", "two sheds")+entry(2, "Bob", "a fence")+entry(3, "Eve", "a roof")+"4,x\n")
	f.take()
	f.take()
	if want := []string{"1.csv: 2 rows: 2 new, 0 known, 0 edited, 0 held back, 0 damaged", "2.csv: 4 rows: 2 new, 1 known, 1 edited, 0 held back, 1 damaged"}; !slices.Equal(f.sums, want) {
		t.Errorf("%q", f.sums)
	}
	// What is summed up is not read again: only the sums are known now, and nothing comes of the files, whatever their names.
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
