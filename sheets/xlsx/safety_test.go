package xlsx

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"leadsheet/sheets"
	"leadsheet/sheets/sheetstest"
	"leadsheet/sheets/xlsx/ooxml/xmltext"
)

// begin makes a workbook with one lead.
func begin(t *testing.T, path string, opts Options) *Book {
	t.Helper()
	b, err := Open(path, opts)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Ensure(context.Background(), sheetstest.Layout()); err != nil {
		t.Fatal(err)
	}
	add(t, b, read(t, b), "L-1")
	return b
}

func read(t *testing.T, b *Book) *sheets.Snapshot {
	t.Helper()
	snap, err := b.Read(context.Background(), "Leads")
	if err != nil {
		t.Fatal(err)
	}
	return snap
}

func lead(id string) sheets.Batch {
	return sheets.Batch{Appends: []sheets.Append{{Tab: "Leads", Columns: []string{"ID", "Name"}, Rows: [][]sheets.Cell{{text(id), text("Ada")}}}}}
}

func add(t *testing.T, b *Book, snap *sheets.Snapshot, id string) {
	t.Helper()
	if _, err := b.Commit(context.Background(), snap, lead(id)); err != nil {
		t.Fatal(err)
	}
}

func ids(t *testing.T, path string) string {
	t.Helper()
	b, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var l []string
	for _, r := range read(t, b).Tabs["Leads"].Rows {
		l = append(l, r[0].String()+":"+r[1].String())
	}
	return strings.Join(l, " ")
}

func TestCommit_UserSavesBetweenReadAndSwap(t *testing.T) {
	path := filepath.Join(t.TempDir(), "leads.xlsx")
	b := begin(t, path, Options{})
	who, saves := people{t: t, path: path}, 0
	b.beforeSwap = func(string) {
		if saves++; saves <= 2 {
			who.InsertRow("Leads", "L-1", text(fmt.Sprintf("P-%d", saves)), text("Ben"))
		}
	}
	snap := read(t, b)
	batch := lead("L-2")
	batch.Changes = []sheets.Change{{Tab: "Leads", Row: 0, Column: "Name", Seen: text("Ada"), Want: text("Ada L")}}
	res, err := b.Commit(context.Background(), snap, batch)
	if err != nil || !res.Wrote || len(res.Skipped) > 0 {
		t.Fatalf("%+v %v", res, err)
	}
	if got := ids(t, path); got != "P-1:Ben P-2:Ben L-1:Ada L L-2:Ada" {
		t.Errorf("got %s", got)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".leadsheet-*.tmp")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestCommit_UserWhoNeverStopsSaving(t *testing.T) {
	path := filepath.Join(t.TempDir(), "leads.xlsx")
	b := begin(t, path, Options{})
	n := 0
	b.beforeSwap = func(string) {
		n++
		people{t: t, path: path}.Edit("Leads", "L-1", "Name", text(fmt.Sprint("Ada ", n)))
	}
	if _, err := b.Commit(context.Background(), read(t, b), lead("L-2")); !errors.Is(err, sheets.ErrBusy) {
		t.Errorf("got %v", err)
	}
	if got := ids(t, path); got != "L-1:Ada 5" {
		t.Errorf("got %s", got)
	}
}

func TestCommit_LockFilesAreRespected(t *testing.T) {
	for lock, who := range map[string]string{".~lock.leads.xlsx#": "Ben", "~$leads.xlsx": "Excel"} {
		path := filepath.Join(t.TempDir(), "leads.xlsx")
		now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
		b := begin(t, path, Options{Now: func() time.Time { return now }, LockGrace: 2 * time.Second})
		snap := read(t, b)
		file := filepath.Join(filepath.Dir(path), lock)
		if err := os.WriteFile(file, []byte(",Ben,host,22.11.2026 05:24,file:///profile;"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Commit(context.Background(), snap, lead("L-2")); !errors.Is(err, sheets.ErrBusy) || !strings.Contains(err.Error(), who) {
			t.Errorf("%s: got %v", lock, err)
		}
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Commit(context.Background(), snap, lead("L-2")); !errors.Is(err, sheets.ErrBusy) {
			t.Errorf("%s just gone: got %v", lock, err)
		}
		now = now.Add(3 * time.Second)
		add(t, b, snap, "L-2")
		if got := ids(t, path); got != "L-1:Ada L-2:Ada" {
			t.Errorf("got %s", got)
		}
	}
}

func TestSetBack_IsReportedOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "leads.xlsx")
	b := begin(t, path, Options{})
	old, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	add(t, b, read(t, b), "L-2")
	snap := read(t, b)
	if err := os.WriteFile(path, old, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Commit(context.Background(), snap, lead("L-3")); !errors.Is(err, sheets.ErrConflict) {
		t.Errorf("got %v", err)
	}
	if notes := read(t, b).Notes; len(notes) != 1 || !strings.Contains(notes[0], "older copy") {
		t.Errorf("got %q", notes)
	}
	if notes := read(t, b).Notes; len(notes) != 0 {
		t.Errorf("told again: %q", notes)
	}
}

// What an older copy displaces is kept under a name of its own, whether leadsheet was running or starts later, and what
// people had typed since is in it as far as leadsheet has seen it.
func TestSetBack_DisplacedVersionIsKept(t *testing.T) {
	for _, running := range []bool{true, false} {
		path := filepath.Join(t.TempDir(), "leads.xlsx")
		b := begin(t, path, Options{})
		old, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		add(t, b, read(t, b), "L-2")
		if running {
			people{t: t, path: path}.Edit("Leads", "L-2", "Name", text("Bea"))
			read(t, b)
		}
		if err := os.WriteFile(path+".new", old, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(path+".new", path); err != nil {
			t.Fatal(err)
		}
		if !running {
			if b, err = Open(path, Options{}); err != nil {
				t.Fatal(err)
			}
		}
		snap := read(t, b)
		if !snap.SetBack || len(snap.Notes) != 1 {
			t.Fatalf("running=%v: set back %v, notes %q", running, snap.SetBack, snap.Notes)
		}
		kept, err := filepath.Glob(filepath.Join(filepath.Dir(path), "leads (kept *).xlsx"))
		if err != nil || len(kept) != 1 || !strings.Contains(snap.Notes[0], filepath.Base(kept[0])) {
			t.Fatalf("running=%v: kept %q, notes %q", running, kept, snap.Notes)
		}
		want := "L-1:Ada L-2:Ada"
		if running {
			want = "L-1:Ada L-2:Bea"
		}
		if got := ids(t, kept[0]); got != want {
			t.Errorf("running=%v: it holds %s", running, got)
		}
		add(t, b, read(t, b), "L-3")
		if again := read(t, b); again.SetBack || len(again.Notes) > 0 {
			t.Errorf("running=%v: told again: %+v", running, again)
		}
	}
}

func TestRescue_RemainsOfAKilledProcessAreRemoved(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "leads.xlsx")
	begin(t, path, Options{})
	part := filepath.Join(dir, ".leadsheet-leads.xlsx.deadbeef.tmp")
	if err := os.WriteFile(part, []byte("PK\x03\x04 half a"), 0o600); err != nil {
		t.Fatal(err)
	}
	long := time.Now().Add(-time.Hour)
	if err := os.Chtimes(part, long, long); err != nil {
		t.Fatal(err)
	}
	b, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Ensure(context.Background(), sheetstest.Layout()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(part); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	if got := ids(t, path); got != "L-1:Ada" {
		t.Errorf("got %s", got)
	}
}

func TestCommit_KeepsLinkAndMode(t *testing.T) {
	dir := t.TempDir()
	file, path := filepath.Join(dir, "real.xlsx"), filepath.Join(dir, "leads.xlsx")
	begin(t, file, Options{})
	if err := os.Chmod(file, 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(file, path); err != nil {
		t.Skip("no links here")
	}
	was, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	b, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	add(t, b, read(t, b), "L-2")
	if fi, err := os.Lstat(path); err != nil || fi.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v", err)
	}
	fi, err := os.Stat(file)
	if err != nil || fi.Mode().Perm() != 0o640 || fi.ModTime().Sub(was.ModTime()) < 2*time.Second {
		t.Errorf("mode or time: %v %v", fi, err)
	}
	if got := ids(t, file); got != "L-1:Ada L-2:Ada" {
		t.Errorf("got %s", got)
	}
}

func TestOpen_UnsupportedFilesAreRefused(t *testing.T) {
	good := filepath.Join(t.TempDir(), "good.xlsx")
	begin(t, good, Options{})
	raw, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	edited := func(part, from, to string) []byte {
		return withPart(t, raw, part, func(text string) string { return strings.ReplaceAll(text, from, to) })
	}
	for why, raw := range map[string][]byte{
		"password":   {0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1},
		"not an Exc": []byte("ID,Name\n1,Ada\n"),
		"empty":      {},
		"damaged":    raw[:len(raw)/2],
		"Strict":     edited("xl/workbook.xml", "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"),
	} {
		path := filepath.Join(t.TempDir(), "leads.xlsx")
		if err := os.WriteFile(path, raw, 0o644); err != nil {
			t.Fatal(err)
		}
		b, err := Open(path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := b.Read(context.Background(), "Leads"); !errors.Is(err, sheets.ErrUnsupported) ||
			!strings.Contains(err.Error(), why) {
			t.Errorf("%s: got %v", why, err)
		}
		if err := b.Ensure(context.Background(), sheetstest.Layout()); !errors.Is(err, sheets.ErrUnsupported) {
			t.Errorf("%s: got %v", why, err)
		}
		if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, raw) {
			t.Errorf("%s: the file was touched: %v", why, err)
		}
	}
}

func TestCommit_LibreOfficeReadsTheResult(t *testing.T) {
	path := filepath.Join(t.TempDir(), "leads.xlsx")
	b := begin(t, path, Options{})
	batch := sheets.Batch{Pages: demoPages(), Appends: []sheets.Append{{Tab: "Leads", Columns: []string{"ID", "Name", "Phone", "Received"},
		Rows: [][]sheets.Cell{{text("L-2"), text("=1+1"), text("+49 30"), {Kind: dateKind, Num: 46348.5}}}}}}
	if _, err := b.Commit(context.Background(), read(t, b), batch); err != nil {
		t.Fatal(err)
	}
	office := sheetstest.StartLibreOffice(t)
	dir := office.Convert(t, path, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1")
	raw, err := os.ReadFile(filepath.Join(dir, "leads-Leads.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if want := "ID,Name,Phone,Status,Received,Value\nL-1,Ada,,,,\nL-2,=1+1,+49 30,,2026-11-22 12:00:00,\n"; string(raw) != want {
		t.Errorf("got\n%s\nwant\n%s", raw, want)
	}
	// Saved again by LibreOffice, the workbook still is ours and text still is text.
	dir = office.Convert(t, path, "xlsx")
	again := begin2(t, filepath.Join(dir, "leads.xlsx"))
	tab := read(t, again).Tabs["Leads"]
	if got := tab.At(1, 1); !got.Equal(text("=1+1")) {
		t.Errorf("got %#v", got)
	}
	if res, err := again.Commit(context.Background(), read(t, again), sheets.Batch{Pages: demoPages()}); err != nil || res.Wrote {
		t.Errorf("got %+v %v", res, err)
	}
	add(t, again, read(t, again), "L-3")
	if again.current.wb.gen != b.current.wb.gen+1 {
		t.Errorf("generation %d after %d", again.current.wb.gen, b.current.wb.gen)
	}
}

// begin2 opens a workbook that is there.
func begin2(t *testing.T, path string) *Book {
	t.Helper()
	b, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Ensure(context.Background(), sheetstest.Layout()); err != nil {
		t.Fatal(err)
	}
	return b
}

func TestCommit_KeepsUsersNotesAndStyles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "leads.xlsx")
	b := begin(t, path, Options{})
	people{t: t, path: path}.do("Leads", func(f *excelize.File, _ [][]string) error {
		red, err := f.NewStyle(&excelize.Style{Fill: fill("FF0000")})
		if err != nil {
			return err
		}
		return errors.Join(f.SetCellStr("Leads", "K9", "call the bank"), f.SetCellFormula("Leads", "F2", "1+2"), f.SetCellStyle("Leads", "B2", "B2", red))
	})
	batch := lead("L-2")
	batch.Changes = []sheets.Change{
		{Tab: "Leads", Row: 0, Column: "Name", Seen: text("Ada"), Want: text(strings.Repeat("ä", 40000))},
		{Tab: "Leads", Row: 0, Column: "Value", Want: sheets.Cell{Kind: numberKind, Num: 1}},
	}
	res, err := b.Commit(context.Background(), read(t, b), batch)
	if err != nil || len(res.Skipped) != 1 || res.Skipped[0].Change.Column != "Value" {
		t.Fatalf("%+v %v", res, err)
	}
	tab := read(t, b).Tabs["Leads"]
	if got := tab.At(0, 1).Text; !strings.HasSuffix(got, "ä… (cut)") || len([]rune(got)) != xmltext.MaxText {
		t.Errorf("got %d characters", len([]rune(got)))
	}
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for ref, want := range map[string]string{"A3": "L-2", "K9": "call the bank"} { // a note beside the table does not push it down
		if v, err := f.GetCellValue("Leads", ref); err != nil || v != want {
			t.Errorf("%s holds %q: %v", ref, v, err)
		}
	}
	if id, err := f.GetCellStyle("Leads", "B2"); err != nil {
		t.Error(err)
	} else if s, err := f.GetStyle(id); err != nil || len(s.Fill.Color) != 1 || !strings.HasSuffix(s.Fill.Color[0], "FF0000") {
		t.Errorf("style %+v %v", s, err)
	}
}

// A report that cannot be drawn holds up no lead.
func TestCommit_FailingReportHoldsUpNothing(t *testing.T) {
	b := begin(t, filepath.Join(t.TempDir(), "leads.xlsx"), Options{})
	ctx := context.Background()
	snap := read(t, b)
	bad := sheets.Page{Title: "Report", Charts: []sheets.Chart{{Type: sheets.ColumnsAndLine}},
		Cells: []sheets.PageCell{{Cell: text("figures")}}, Merges: [][4]int{{-5, 0, 1, 1}}}
	batch := lead("L-2")
	batch.Pages = []sheets.Page{bad}
	res, err := b.Commit(ctx, snap, batch)
	if err != nil || !res.Wrote {
		t.Fatalf("%+v, %v", res, err)
	}
	if snap, err = b.Read(ctx, "Leads", "Report"); err != nil || len(snap.Tabs["Leads"].Rows) != 2 || len(snap.Missing) != 1 {
		t.Errorf("%+v, %v", snap, err)
	}
	if len(snap.Notes) != 1 || !strings.Contains(snap.Notes[0], "report") {
		t.Errorf("notes %q", snap.Notes)
	}
}
