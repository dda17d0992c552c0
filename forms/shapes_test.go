package forms

import (
	"archive/zip"
	"bytes"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"leadsheet/lead"
)

func TestLargeCellsAndManyColumns(t *testing.T) {
	long := strings.Repeat("all work and no play\n", 500_000)
	e := read(t, "Name,Email,Message\nAda,a@example.com,\""+long+"\"\nBob,b@example.com,hi\n")
	if len(e.Inquiries) != 2 || e.Inquiries[1].Name != "Bob" || !strings.HasPrefix(e.Inquiries[0].Need, "all work") {
		t.Errorf("a cell of 10 MB: %d records", len(e.Inquiries))
	}
	e = read(t, "Name,Email,Message\nAda,a@example.com,\""+long+"\nBob,b@example.com,hi\n")
	if len(e.Inquiries) != 2 || e.Inquiries[0].Kind != lead.Unreadable || e.Inquiries[1].Name != "Bob" {
		t.Errorf("a cell of 10 MB that never ends: %d records", len(e.Inquiries))
	}
	header, row := []string{"Name", "Email"}, []string{"Ada", "a@example.com"}
	for range 998 {
		header, row = append(header, "Colour"), append(row, "yes")
	}
	e = read(t, strings.Join(header, ";")+"\n"+strings.Join(row, ";")+"\n")
	if len(e.Inquiries) != 1 || len(e.Columns) != 1000 || len(e.Inquiries[0].Answers) != 998 {
		t.Errorf("1,000 columns: %d records of %d columns, %d answers, %s", len(e.Inquiries), len(e.Columns), len(e.Inquiries[0].Answers), e.Inquiries[0].Problem)
	}
}

// archive makes an archive of names and contents, in turn.
func archive(t *testing.T, entries ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(entries); i += 2 {
		w, err := z.Create(entries[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(entries[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestArchives(t *testing.T) {
	ada, bob := "Name,Email\nAda,a@example.com\n", "Name;Email;Phone\nBob;b@example.com;+49 170 1234567\n"
	data := archive(t, "forms/", "", "forms/contact.csv", ada, "forms/quote.csv", bob, "forms/all.csv", ada, "readme.md", "hello", "__MACOSX/forms/._contact.csv", "x", "old.xls", "\xd0\xcf\x11\xe0", "in.zip", string(archive(t, "a.csv", ada)))
	e, err := Read(data, Options{Name: "export.zip"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, q := range e.Inquiries {
		got = append(got, strings.TrimSpace(q.Name+" "+q.Where+" "+string(q.Kind)))
	}
	want := []string{"Ada file export.zip, row 2 of contact.csv export row", "Bob file export.zip, row 2 of quote.csv export row",
		"file export.zip, row 1 of old.xls unreadable", "file export.zip, row 1 of in.zip unreadable"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	single, err := Read(archive(t, "contact.csv", ada), Options{Name: "export.zip"})
	if err != nil || len(single.Inquiries) != 1 || single.Inquiries[0].Key != read(t, ada).Inquiries[0].Key {
		t.Errorf("an archive of one export: %+v %v", single, err)
	}
	var link bytes.Buffer
	z := zip.NewWriter(&link)
	h := &zip.FileHeader{Name: "leads.csv"}
	h.SetMode(fs.ModeSymlink | 0o777)
	w, err := z.CreateHeader(h)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte("/etc/passwd")); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if e, err := Read(link.Bytes(), Options{}); err != nil || len(e.Inquiries) != 1 || e.Inquiries[0].Kind != lead.Unreadable || !strings.Contains(e.Inquiries[0].Problem, "link") {
		t.Errorf("a link: %+v %v", e, err)
	}
	var bomb bytes.Buffer
	z = zip.NewWriter(&bomb)
	if w, err = z.CreateRaw(&zip.FileHeader{Name: "leads.csv", Method: zip.Deflate, UncompressedSize64: 1 << 40, CompressedSize64: 2}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte("\x03\x00")); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"a bomb": bomb.Bytes(), "cut": data[:len(data)-30], "nothing to read": archive(t, "a.pdf", "%PDF"), "empty": archive(t)} {
		if _, err := Read(data, Options{}); !errors.Is(err, ErrRefused) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSheetsOfAWorkbook(t *testing.T) {
	f := excelize.NewFile()
	put := func(sheet string, rows ...[]any) {
		if _, err := f.NewSheet(sheet); err != nil {
			t.Fatal(err)
		}
		for i, r := range rows {
			cell, _ := excelize.CoordinatesToCellName(1, i+1)
			if err := f.SetSheetRow(sheet, cell, &r); err != nil {
				t.Fatal(err)
			}
		}
	}
	put("Sheet1", []any{"made by a program"})
	put("June", []any{"requests of June"}, nil, []any{"Name", "Email", "Phone"}, []any{"Ada", "a@example.com", "0123"}, nil, []any{"Bob", "b@example.com"})
	put("July", []any{"Name", "Email", "Phone"}, []any{"Eve", "e@example.com", "0456"})
	put("Costs", []any{"Item", "Price"}, []any{"Paint", 12})
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	e, err := Read(b.Bytes(), Options{Name: "year.xlsx"})
	if err != nil || len(e.Inquiries) != 3 {
		t.Fatalf("%+v %v", e, err)
	}
	if e.Inquiries[1].Name != "Bob" || e.Inquiries[1].Problem != "" || e.Inquiries[2].Where != "file year.xlsx, row 2 of sheet July" {
		t.Errorf("%+v", e.Inquiries)
	}
	if notes := strings.Join(e.Notes, "; "); !strings.Contains(notes, `"Sheet1", "Costs"`) {
		t.Errorf("notes: %s", notes)
	}
}
