package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The table is shown as it was read: cells as they are, and the text of what is damaged.
func TestReadTable(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	damaged := write("form.csv", "Export of Monday\n\nName;E-mail;Message\r\nZoë;zoe@example.com;\"two\r\nlines & <more>\"\r\nAda;ada@example.com;\"hello\r\nBob;bob@example.com;\r\n")
	old := write("old.xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	var out, errs bytes.Buffer
	if code := run(context.Background(), []string{"read", "--table", damaged}, &out, &errs); code != 0 {
		t.Fatalf("exit code %d: %s", code, errs.String())
	}
	want := `["Name","E-mail","Message"]
["Zoë","zoe@example.com","two\nlines & <more>"]
{"damaged":"Ada;ada@example.com;\"hello","offset":83}
["Bob","bob@example.com",""]
`
	if out.String() != want {
		t.Errorf("got\n%swant\n%s", out.String(), want)
	}
	if !strings.Contains(errs.String(), "form.csv: what stands above the header was passed over: Export of Monday") {
		t.Errorf("notes: %q", errs.String())
	}
	out.Reset()
	errs.Reset()
	if code := run(context.Background(), []string{"read", "--table", old}, &out, &errs); code != 1 || out.Len() > 0 || !strings.Contains(errs.String(), "save it as .xlsx") {
		t.Errorf("exit code %d: %s%s", code, out.String(), errs.String())
	}
}
