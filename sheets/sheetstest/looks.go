package sheetstest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"leadsheet/sheets"
)

// Looks translates what package sheets knows of looks into what a backend writes.
type Looks struct {
	Page           func(sheets.Style) any
	Column, Header func(sheets.Column) any
}

// CheckLooks compares what every look of package sheets becomes in a backend with testdata/looks.golden of its package.
// If update, it writes that file first.
func CheckLooks(t *testing.T, looks Looks, update bool) {
	t.Helper()
	var out bytes.Buffer
	line := func(name string, look any) {
		text, err := json.Marshal(look)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&out, "%s %s\n", name, text)
	}
	for s := sheets.Plain; s <= sheets.Hint; s++ {
		line(fmt.Sprintf("page %d", s), looks.Page(s))
	}
	for f := sheets.General; f <= sheets.Whole; f++ {
		for _, wrap := range []bool{false, true} {
			line(fmt.Sprintf("column %d wrap %v", f, wrap), looks.Column(sheets.Column{Format: f, Wrap: wrap}))
		}
	}
	line("header", looks.Header(sheets.Column{}))
	line("header of leadsheet", looks.Header(sheets.Column{Managed: true}))
	file := filepath.Join("testdata", "looks.golden")
	if update {
		if err := os.WriteFile(file, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(out.Bytes(), want) {
		t.Errorf("the looks have changed; look at them, then run the test with -update:\n%s", out.Bytes())
	}
}
