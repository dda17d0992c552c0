package sheetstest

import (
	"archive/zip"
	"bytes"
	"io"
	"testing"
)

// EditParts rewrites a workbook part by part, as a program that spoils one would. change gets each part's name and
// content and returns the new content; added are names of empty parts to add.
func EditParts(t testing.TB, workbook []byte, change func(part, text string) string, added ...string) []byte {
	t.Helper()
	old, err := zip.NewReader(bytes.NewReader(workbook), int64(len(workbook)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	edited := zip.NewWriter(&out)
	put := func(name, text string) {
		w, err := edited.Create(name)
		if err == nil {
			_, err = io.WriteString(w, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range old.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = r.Close() // it was read to its end
		put(f.Name, change(f.Name, string(text)))
	}
	for _, name := range added {
		put(name, "")
	}
	if err := edited.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
