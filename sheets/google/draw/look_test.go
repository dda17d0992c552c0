package draw

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"leadsheet/sheets"
)

// TestLooks compares what every look of package sheets becomes here with what was drawn so far.
func TestLooks(t *testing.T) {
	var out bytes.Buffer
	line := func(name string, look any) {
		text, err := json.Marshal(look)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&out, "%s %s\n", name, text)
	}
	for s := sheets.Plain; s <= sheets.Hint; s++ {
		line(fmt.Sprintf("page %d", s), pageFormat(s))
	}
	for f := sheets.General; f <= sheets.Whole; f++ {
		for _, wrap := range []bool{false, true} {
			line(fmt.Sprintf("column %d wrap %v", f, wrap), columnFormat(sheets.Column{Format: f, Wrap: wrap}))
		}
	}
	line("header", headerFormat(sheets.Column{}))
	line("header of leadsheet", headerFormat(sheets.Column{Managed: true}))
	file := filepath.Join("testdata", "looks.golden")
	if *updateDrawings {
		if err := os.WriteFile(file, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(out.Bytes(), want) {
		t.Errorf("the looks have changed:\n%s", out.Bytes())
	}
}
