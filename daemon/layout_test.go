package daemon_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"leadsheet/daemon"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

var updateLayout = flag.Bool("update", false, "write the golden file of the layout")

// A workbook that is made today has the tabs, columns, notes, widths and formats of every workbook made before.
func TestLayout_Golden(t *testing.T) {
	got := layoutText(daemon.Layout(policy.DefaultTables()))
	file := filepath.Join("testdata", "layout.golden")
	if *updateLayout {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// layoutText prints everything that a layout holds, one line for each column, row and colour.
func layoutText(l sheets.Layout) string {
	formats := map[sheets.Format]string{sheets.General: "general", sheets.PlainText: "text", sheets.DateOnly: "date",
		sheets.DateTime: "time", sheets.Amount: "amount", sheets.Whole: "whole"}
	var b strings.Builder
	for _, tab := range l.Tabs {
		fmt.Fprintf(&b, "tab %s\n  note %q\n  key %q, checked %v, memory %q, colour %s, frozen %d, hidden %v\n", tab.Title,
			tab.Note, tab.Key, tab.IsKey != nil, tab.Memory, tab.Color, tab.Frozen, tab.Hidden)
		for _, c := range tab.Columns {
			hidden := map[bool]string{true: " hidden"}[c.Hidden]
			fmt.Fprintf(&b, "  column %q %s width %g wrap %v managed %v grouped %v%s list %q %q\n    %s\n", c.Title,
				formats[c.Format], c.Width, c.Wrap, c.Managed, c.Grouped, hidden, c.ListFrom, c.List, c.Note)
		}
		for _, row := range tab.Rows {
			b.WriteString("  row")
			for _, c := range row {
				fmt.Fprintf(&b, " | %s", c)
			}
			b.WriteByte('\n')
		}
		for _, c := range tab.Colors {
			fmt.Fprintf(&b, "  colour %+v\n", c)
		}
	}
	return b.String()
}
