package setup

import (
	"math"
	"strings"
	"testing"
	"time"

	"leadsheet/daemon"
	"leadsheet/lead"
	"leadsheet/sheets"
)

func TestYearsLeft(t *testing.T) {
	now := time.Date(2029, 6, 1, 0, 0, 0, 0, time.UTC)
	events := func(months ...int) (out []lead.Event) {
		for _, m := range months {
			out = append(out, lead.Event{Recorded: now.AddDate(0, -m, 0)})
		}
		return out
	}
	for _, c := range []struct {
		what    string
		cells   int64
		history []lead.Event
		years   float64 // -1: it cannot be told
	}{
		{"half of four years' cells came in the last one", 4_000_000, events(47, 40, 30, 20, 10, 8, 6, 4, 2, 1)[1:], 6.0e6 / (4.0e6 * 6 / 9)},
		{"a half year old", 1_000_000, events(6, 5, 4, 3, 2, 1), 9e6 / 1e6 / 2},
		{"full", 11_000_000, events(20, 1), 0},
		{"too young", 1_000_000, events(2, 1), -1},
		{"nothing happens any more", 1_000_000, events(40, 30), -1},
		{"a local workbook", 0, events(40, 1), -1},
	} {
		years, ok := yearsLeft(c.cells, c.history, now)
		if ok != (c.years >= 0) || ok && math.Abs(years-c.years) > 0.05 {
			t.Errorf("%s: %v, %t, want %v", c.what, years, ok, c.years)
		}
	}
}

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
