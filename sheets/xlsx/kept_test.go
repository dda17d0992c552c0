package xlsx

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"leadsheet/sheets"
	"leadsheet/sheets/sheetstest"
)

// partsOf returns the parts of a workbook.
func partsOf(t *testing.T, raw []byte) map[string]string {
	t.Helper()
	zr, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range zr.File {
		rc, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(rc)
		if err != nil {
			t.Fatal(err)
		}
		rc.Close()
		out[f.Name] = string(data)
	}
	return out
}

// A pass that takes in a lead touches the sheet of the table and the stamp. Macros, embedded objects and whatever else
// a program has put into the file keep their bytes.
func TestCommit_OtherPartsKeepTheirBytes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "leads.xlsx")
	begin(t, path, Options{})
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	raw = sheetstest.EditParts(t, raw, func(_, text string) string { return text }, "xl/vbaProject.bin", "xl/embeddings/oleObject1.bin")
	raw = withPart(t, raw, "xl/worksheets/sheet1.xml", func(s string) string {
		return strings.Replace(s, "</worksheet>", `<oleObjects/></worksheet>`, 1)
	})
	if err := os.WriteFile(path, raw, 0o644); err != nil {
		t.Fatal(err)
	}
	b, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	add(t, b, read(t, b), "L-2")
	after, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	was, is := partsOf(t, raw), partsOf(t, after)
	var changed []string
	for name, data := range was {
		if is[name] != data {
			changed = append(changed, name)
		}
	}
	if len(was) != len(is) || len(changed) != 2 {
		t.Errorf("%d parts, then %d; changed: %q", len(was), len(is), changed)
	}
	if !strings.Contains(is["xl/worksheets/sheet1.xml"], "<oleObjects/>") {
		t.Error("the embedded object is lost")
	}
}

// A workbook that counts days from 1904 shows the same days as before, and new dates are the right ones.
func TestCommit_DaysFrom1904(t *testing.T) {
	path := filepath.Join(t.TempDir(), "leads.xlsx")
	begin(t, path, Options{})
	day := time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC)
	people{t: t, path: path}.do("Leads", func(f *excelize.File, _ [][]string) error {
		yes := true
		if err := f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}); err != nil {
			return err
		}
		style, err := f.NewStyle(&excelize.Style{NumFmt: 14})
		if err != nil {
			return err
		}
		if err := f.SetCellStyle("Leads", "C2", "C2", style); err != nil {
			return err
		}
		return f.SetCellValue("Leads", "C2", 46352-1462) // 2026-11-26
	})
	b, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	snap := read(t, b)
	if got, ok := snap.Tabs["Leads"].At(0, 2).Time(time.UTC); !ok || !got.Equal(day) {
		t.Errorf("read %v", got)
	}
	batch := lead("L-2")
	batch.Appends[0].Columns = append(batch.Appends[0].Columns, snap.Tabs["Leads"].Columns[2])
	batch.Appends[0].Rows[0] = append(batch.Appends[0].Rows[0], sheets.Cell{Kind: dateKind, Num: 46352.5})
	if _, err := b.Commit(context.Background(), snap, batch); err != nil {
		t.Fatal(err)
	}
	again, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got, ok := read(t, again).Tabs["Leads"].At(1, 2).Time(time.UTC); !ok || !got.Equal(day.Add(12*time.Hour)) {
		t.Errorf("read back %v", got)
	}
	f, err := excelize.OpenFile(path, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if v, err := f.GetCellValue("Leads", "C3"); err != nil || v != "44890.5" {
		t.Errorf("stored %q: %v", v, err)
	}
}
