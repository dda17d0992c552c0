package intake_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/intake"
	"leadsheet/intake/ledger"
	"leadsheet/lead"
)

// folder is a drop folder and what has come in of it so far.
type folder struct {
	t     *testing.T
	drop  *intake.Drop
	known intake.Known
	age   time.Duration
	sums  []string // of the files that were read to their end
	names []string // of the records that collect has stored
}

func newFolder(t *testing.T) *folder {
	return &folder{t: t, drop: &intake.Drop{Folder: t.TempDir()}, known: intake.Known{Keys: map[string]bool{}}}
}

// put writes a file as somebody who saved it a while ago; each is younger than the one before.
func (f *folder) put(name, text string) {
	f.t.Helper()
	path := filepath.Join(f.drop.Folder, name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		f.t.Fatal(err)
	}
	f.age += time.Minute
	at := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC).Add(f.age)
	if err := os.Chtimes(path, at, at); err != nil {
		f.t.Fatal(err)
	}
}

// take collects and stores what is new. What sums up a file is kept apart.
func (f *folder) take() []lead.Inquiry {
	f.t.Helper()
	items, err := f.drop.Collect(context.Background(), f.known)
	if err != nil {
		f.t.Fatal(err)
	}
	var out []lead.Inquiry
	for _, in := range items {
		if f.known.Keys[in.Key] {
			continue
		}
		f.known.Keys[in.Key] = true
		if in.Kind == lead.ExportFile {
			f.sums = append(f.sums, in.Subject+": "+in.Ignore)
		} else {
			out = append(out, in)
		}
	}
	return out
}

func (f *folder) restart() { f.drop = &intake.Drop{Folder: f.drop.Folder} }

func named(items []lead.Inquiry) []string {
	var out []string
	for _, in := range items {
		out = append(out, in.Name)
	}
	slices.Sort(out)
	return out
}

const head = "Entry Id,Entry Date,Date Updated,Name,Email,Message\n"

func entry(id int, name, message string) string {
	return fmt.Sprintf("%d,2026-01-%02d 03:04:05,,%s,%s@example.com,%s\n", id, id, name, strings.ToLower(name), message)
}

func TestDrop_SameExportAgainBringsOnlyNewRecords(t *testing.T) {
	f := newFolder(t)
	f.put("january.csv", head+entry(1, "Ada", "a shed")+entry(2, "Bob", "a fence"))
	if got := named(f.take()); !slices.Equal(got, []string{"Ada", "Bob"}) {
		t.Fatal(got)
	}
	f.put("january (1).csv", head+entry(1, "Ada", "a shed")+entry(2, "Bob", "a fence"))                        // a copy
	f.put("february.csv", head+entry(3, "Eve", "a roof")+entry(2, "Bob", "a fence")+entry(1, "Ada", "a shed")) // all rows again
	if got := named(f.take()); !slices.Equal(got, []string{"Eve"}) {
		t.Fatal(got)
	}
	f.put("february.csv", head+entry(3, "Eve", "a roof")) // rows that vanish change nothing
	f.restart()
	if got := f.take(); len(got) != 0 {
		t.Fatal(named(got))
	}
	// The workbook was put back to an older copy: what it no longer knows comes in again, without a restart.
	for key := range f.known.Keys {
		delete(f.known.Keys, key)
	}
	if got := named(f.take()); !slices.Equal(got, []string{"Ada", "Bob", "Eve"}) {
		t.Fatal(got)
	}
}

func TestDrop_TwoSitesWithTheSameNumbers(t *testing.T) {
	f := newFolder(t)
	f.put("one.csv", head+entry(1, "Ada", "a shed")+entry(2, "Bob", "a fence"))
	f.put("two.csv", head+entry(1, "Joe", "a shed")+entry(2, "Kim", "a fence"))
	if got := named(f.take()); !slices.Equal(got, []string{"Ada", "Bob", "Joe", "Kim"}) {
		t.Fatal(got)
	}
}

func TestDrop_EditedAnswerIsReportedOnce(t *testing.T) {
	f := newFolder(t)
	f.put("1.csv", head+entry(1, "Ada", "a shed")+entry(2, "Bob", "a fence"))
	f.take()
	f.restart() // the workbook remembers what the record said
	f.put("2.csv", head+entry(1, "Ada", "two sheds")+entry(2, "Bob", "a fence"))
	got := f.take()
	if len(got) != 1 || got[0].Name != "Ada" || got[0].Need != "two sheds" || got[0].Kind != lead.Edited {
		t.Fatalf("%+v", got)
	}
	f.restart()
	if got := f.take(); len(got) != 0 {
		t.Fatalf("again: %+v", got)
	}
	// An export from long before, when it said something else yet.
	f.age -= 48 * time.Hour
	f.put("0.csv", head+entry(1, "Ada", "a kennel")+entry(2, "Bob", "a fence"))
	if got := f.take(); len(got) != 0 {
		t.Fatalf("an older export: %+v", got)
	}
}

func TestDrop_HoldsBackManyRewrittenRecords(t *testing.T) {
	const head = "Timestamp,Name,Email,Phone,Message\n"
	old, rewritten := head, head
	for i := range 20 {
		old += fmt.Sprintf("2026-01-%02d 03:04:05,Guest %d,g%d@example.com,+4917012345%02d,hello\n", i+1, i, i, i)
		rewritten += fmt.Sprintf("2026-01-%02d 03:04,Guest %d,g%d@example.com,4.92E+11,hello\n", i+1, i, i) // by a spreadsheet
	}
	f := newFolder(t)
	f.put("form.csv", old)
	if got := f.take(); len(got) != 20 {
		t.Fatal(len(got))
	}
	f.restart()
	f.put("form.csv", rewritten+"2026-02-01 03:04,Eve,eve@example.com,4.92E+11,new\n")
	got := f.take()
	if len(got) != 2 {
		t.Fatalf("%d inquiries", len(got))
	}
	i := slices.IndexFunc(got, func(in lead.Inquiry) bool { return in.Ignore != "" })
	if i < 0 || !strings.Contains(got[i].Ignore, "20 of 21 records of this export were held back") || got[1-i].Name != "Eve" {
		t.Fatalf("%+v", got)
	}
	if got := f.take(); len(got) != 0 {
		t.Fatalf("again: %+v", got)
	}
	// A person who knows better says so.
	f.put("form take all.csv", rewritten)
	if got := f.take(); len(got) != 20 {
		t.Fatalf("released: %d", len(got))
	}
}

func TestDrop_WaitsForUnfinishedFile(t *testing.T) {
	f := newFolder(t)
	text := head + entry(1, "Ada", "a shed") + "2,2026-01-02 03:04:05,,Bo"
	path := filepath.Join(f.drop.Folder, "form.csv")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil { // just now
		t.Fatal(err)
	}
	if got := named(f.take()); !slices.Equal(got, []string{"Ada"}) {
		t.Fatal(got)
	}
	f.put("form.csv", head+entry(1, "Ada", "a shed")+entry(2, "Bob", "a fence"))
	if got := f.take(); len(got) != 1 || got[0].Name != "Bob" || got[0].Problem != "" {
		t.Fatalf("%+v", got)
	}
	f.put("cut.csv", head+"7,2026-01-02 03:04:05,,Zoe") // and nobody completes it
	if got := f.take(); len(got) != 1 || got[0].Name != "Zoe" || got[0].Problem == "" {
		t.Fatalf("%+v", got)
	}
}

func TestDrop_BadFileDoesNotStopOthersAndFilesStay(t *testing.T) {
	f := newFolder(t)
	outside := filepath.Join(t.TempDir(), "outside.csv")
	if err := os.WriteFile(outside, []byte(head+entry(9, "Mallory", "x")), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(f.drop.Folder, "link.csv")); err != nil {
		t.Fatal(err)
	}
	f.put("broken.xlsx", "PK\x03\x04broken")
	f.put("good.csv", head+entry(1, "Ada", "a shed"))
	f.put("half.csv.part", head+entry(2, "Bob", "a fence"))
	f.put("empty.csv", "")
	f.put("header.csv", head)
	got := f.take()
	for _, want := range []string{"file broken.xlsx could not be read", "nothing was read of link.csv: it is a link", "nothing was read of empty.csv: it is empty", "nothing was read of header.csv: there is no record in it"} {
		if !slices.ContainsFunc(got, func(in lead.Inquiry) bool { return strings.Contains(in.Problem+in.Ignore, want) }) {
			t.Errorf("nobody says: %s", want)
		}
	}
	if len(got) != 5 || len(f.take()) != 0 {
		t.Fatalf("%+v", got)
	}
	entries, err := os.ReadDir(f.drop.Folder)
	if err != nil || len(entries) != 6 {
		t.Fatal(entries, err)
	}
}

func TestDrop_LogsEveryFile(t *testing.T) {
	f := newFolder(t)
	log := &said{}
	f.drop.Log = slog.New(slog.NewTextHandler(log, nil))
	f.put("1.csv", head+entry(1, "Ada", "a shed")+entry(2, "Bob", "a fence"))
	f.take()
	f.put("2.csv", head+entry(1, "Ada", "a shed")+entry(2, "Bob", "a fence")+entry(3, "Eve", "a roof"))
	f.take()
	f.take()
	if log.count(`profile="Gravity Forms" rows=3 new=1 known=2 edited=0 held=0 damaged=0`) != 1 || log.count("read an export") != 2 {
		t.Error(log.b.String())
	}
}

func TestDrop_HoldsBackExportWithoutItsIDs(t *testing.T) {
	const head = "Submission Date,Name,Email,Message,Submission ID\n"
	whole, rounded := head, head
	for i := range 12 {
		row := fmt.Sprintf("2026-01-%02d 03:04:05,Guest %d,g%d@example.com,hello,", i+1, i, i)
		whole += row + fmt.Sprintf("51234567890123456%02d\n", i)
		rounded += row + "5.12346E+18\n"
	}
	f := newFolder(t)
	f.put("form.csv", whole)
	if got := f.take(); len(got) != 12 {
		t.Fatal(len(got))
	}
	f.put("form excel.csv", rounded)
	if got := f.take(); len(got) != 1 || !strings.Contains(got[0].Ignore, "12 of 12 records") {
		t.Fatalf("%+v", got)
	}
	// The workbook was put back: the good file's records come in again, the other's do not.
	for key := range f.known.Keys {
		delete(f.known.Keys, key)
	}
	if got := f.take(); len(got) != 13 {
		t.Fatalf("%d", len(got))
	}
	// And once more, without the good file: now the other one is all there is.
	if err := os.Remove(filepath.Join(f.drop.Folder, "form.csv")); err != nil {
		t.Fatal(err)
	}
	for key := range f.known.Keys {
		delete(f.known.Keys, key)
	}
	if got := f.take(); len(got) != 12 || got[0].Ignore != "" {
		t.Fatalf("%d", len(got))
	}
}

func TestDrop_BusyDayIsNotHeldBack(t *testing.T) {
	f := newFolder(t)
	monday, tuesday := head, head
	for i := range 10 {
		monday += entry(i+1, fmt.Sprintf("Guest%d", i), "a shed")
		tuesday += fmt.Sprintf("%d,2026-02-01 03:04:05,,Guest%d,guest%d@example.com,more\n", i+11, i, i)
	}
	f.put("monday.csv", monday)
	f.take()
	f.put("tuesday.csv", tuesday) // the same people on another day
	if got := f.take(); len(got) != 10 || got[0].Ignore != "" {
		t.Fatalf("%+v", got)
	}
}

// What was taken back with its file is told of again when another file has it, until the workbook has it back.
func TestDrop_TakenBack(t *testing.T) {
	f := newFolder(t)
	f.put("a.csv", head+entry(1, "Ada", "a shed")+entry(2, "Bob", "a fence"))
	own := func(in lead.Inquiry) string { return ledger.ParseKey(in.Key).Own() }
	f.known.TakenBack = map[string]bool{}
	for _, in := range f.take() {
		f.known.TakenBack[own(in)] = true
	}
	again := func() (out []string) {
		t.Helper()
		items, err := f.drop.Collect(t.Context(), f.known)
		if err != nil {
			t.Fatal(err)
		}
		for _, in := range items {
			if in.Kind == lead.CameAgain {
				out = append(out, in.Where+" "+in.References[0])
			}
		}
		return out
	}
	f.restart()
	if got := again(); len(got) != 0 {
		t.Errorf("the same file: %q", got)
	}
	f.put("b.csv", head+entry(1, "Ada", "a shed")+entry(3, "Eve", "a roof"))
	got := again()
	if len(got) != 1 || !strings.HasPrefix(got[0], "file b.csv f:") {
		t.Fatalf("another file: %q", got)
	}
	delete(f.known.TakenBack, strings.TrimPrefix(got[0], "file b.csv "))
	if got := again(); len(got) != 0 {
		t.Errorf("stored: %q", got)
	}
}
