package forms

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"leadsheet/forms/formstest"
	"leadsheet/forms/table"
)

// Rows that are called plain have cells that are taken as they are, and most rows are plain.
func TestPlainRowsHaveSimpleCells(t *testing.T) {
	pieces := []string{"a", "Ada", " ", "  ", ",", ",", ",", ";", `"`, `""`, "ä", "\x7f", "\t", "\r", "\x00", "5",
		"abcdefg", "+49 170 1"}
	rapid.Check(t, func(t *rapid.T) {
		comma := rapid.SampledFrom([]string{",", ";"}).Draw(t, "comma")
		var s strings.Builder
		s.WriteString("Name,Email,Message\n")
		for range 12 {
			line := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 12).Draw(t, "row"), "")
			s.WriteString("Ada,ada@example.com," + line + "\n")
		}
		tables, _, err := table.Read([]byte(strings.ReplaceAll(s.String(), ",", comma)))
		if err != nil {
			return
		}
		for _, tab := range tables {
			for _, r := range tab.Rows {
				if bad := slices.IndexFunc(r.Cells, func(c string) bool { return c != "" && !simple(c) }); r.Plain &&
					bad >= 0 {
					t.Fatalf("a plain row has the cell %q", r.Cells[bad])
				}
			}
		}
	})
	tables, _, err := table.Read(formstest.Cumulative(100))
	if err != nil || slices.ContainsFunc(tables[0].Rows, func(r table.Row) bool { return !r.Plain }) {
		t.Errorf("%v, or a row of an export is not plain", err)
	}
}

// Plain times are those that the expression describes, with days that there are in every year.
func TestPlainPartsAreDigits(t *testing.T) {
	pieces := []string{"2026", "1999", "0000", "02", "29", "28", "12", "31", "13", "60", "59", "23", "24", "0a", "/9",
		":1", "ä", "99"}
	rapid.Check(t, func(t *rapid.T) {
		part := func(name string) string { return rapid.SampledFrom(pieces).Draw(t, name) }
		s := part("y") + "-" + part("m") + "-" + part("d") + rapid.SampledFrom([]string{" ", "T", "x"}).Draw(t,
			"between") +
			part("h") + ":" + part("min") + ":" + part("s")
		n, ok := plainParts(s)
		was, wasOK := plainPartsByDigit(s)
		if ok != wasOK || ok && n != was {
			t.Fatalf("%q: %v, %v, want %v, %v", s, n, ok, was, wasOK)
		}
	})
}

// plainPartsByDigit is plainParts digit by digit.
func plainPartsByDigit(s string) (n [6]int, ok bool) {
	if len(s) != 19 || s[4] != '-' || s[7] != '-' || s[10] != ' ' && s[10] != 'T' || s[13] != ':' || s[16] != ':' {
		return n, false
	}
	for i, part := range []string{s[:4], s[5:7], s[8:10], s[11:13], s[14:16], s[17:]} {
		for _, c := range []byte(part) {
			if c < '0' || c > '9' {
				return n, false
			}
			n[i] = n[i]*10 + int(c-'0')
		}
	}
	last := []int{0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}
	return n, n[1] >= 1 && n[1] <= 12 && n[2] >= 1 && n[2] <= last[n[1]] && n[3] <= 23 && n[4] <= 59 && n[5] <= 59
}

// simple is what it was when it looked for itself.
func TestSimpleValues(t *testing.T) {
	pieces := []string{"a", "Zoe", " ", "  ", ",", "\"", "\x00", "\x1f", "\x7f", "é", "\t", "1234567", "12345678",
		"\x80", "~", "!"}
	rapid.Check(t, func(t *rapid.T) {
		v := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 14).Draw(t, "pieces"), "")
		want := v != "" && v == strings.TrimSpace(v) && !strings.Contains(v, "  ") &&
			!strings.ContainsFunc(v, func(r rune) bool { return r < ' ' || r >= 0x7f })
		if simple(v) != want {
			t.Fatalf("%q is simple: %v", v, !want)
		}
	})
}
