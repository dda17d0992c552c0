package setup

import (
	"strings"
	"testing"
	"time"

	"leadsheet/daemon"
	"leadsheet/lead"
	"leadsheet/sheets"
)

// What doctor says of a workbook that grows.
func TestDoctor_Growth(t *testing.T) {
	now := time.Date(2029, 6, 1, 0, 0, 0, 0, time.UTC)
	history := []lead.Event{{Recorded: now.AddDate(-2, 0, 0)}, {Recorded: now.AddDate(0, -3, 0)}}
	for _, c := range []struct {
		what  string
		c     Config
		rows  int
		keep  int
		cells int64
		want  string
	}{
		{"small", Config{Book: "x.xlsx"}, 10, 0, 0, "ok: 10 leads; there is room for years"},
		{"large and local", Config{Book: "x.xlsx"}, 25_000, 0, 0, "note: the tab Leads has 25,000 rows"},
		{"near the limit", Config{Spreadsheet: "a"}, 10, 0, 6_000_000, "note: at the present pace the spreadsheet reaches Google's limit of 10 million cells in about 16 months"},
		{"far from it", Config{Spreadsheet: "a"}, 10, 0, 100_000, "ok: "},
		{"kept for a time, and nowhere to go", Config{Spreadsheet: "a"}, 10, 36, 100_000, "fail: the tab Settings says"},
		{"with an archive", Config{Spreadsheet: "a", Archive: "b"}, 10, 36, 100_000, "ok: "},
	} {
		d := &checks{Doctor: Doctor{Config: &c.c, Now: func() time.Time { return now }}}
		d.growth(daemon.Look{Leads: &sheets.Tab{Rows: make([][]sheets.Cell, c.rows)}, History: history, KeepFor: c.keep}, c.cells)
		if len(d.all) != 1 || !strings.HasPrefix(string(d.all[0].State)+": "+d.all[0].Text, c.want) || d.all[0].State == Note && d.all[0].Do == "" {
			t.Errorf("%s: %+v", c.what, d.all)
		}
	}
}
