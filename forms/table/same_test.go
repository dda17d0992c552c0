package table

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"

	"leadsheet/forms/formstest"
)

// rowsOf are the cells of every record, as they were read.
func rowsOf(t interface{ Fatalf(string, ...any) }, data []byte) [][]string {
	lines, _, err := Lines(data)
	if err != nil {
		t.Fatalf("%v in %q", err, data)
	}
	var rows [][]string
	for _, l := range lines {
		if l.Cells == nil {
			t.Fatalf("damaged %q in %q", l.Damaged, data)
		}
		rows = append(rows, l.Cells)
	}
	return rows
}

func equalRows(a, b [][]string) bool { return slices.EqualFunc(a, b, slices.Equal) }

// drawn is a sheet with what people may write into its cells.
func drawn(t *rapid.T) formstest.Sheet {
	cell := rapid.OneOf(rapid.StringMatching(`[a-zäéß0-9 .;:|'!?/=+-]{0,14}`), rapid.SampledFrom(formstest.HardCells))
	return formstest.Answers(rapid.IntRange(1, 12).Draw(t, "rows"), func(column string) string {
		return cell.Draw(t, column)
	})
}

// The same table in another encoding, with other delimiters, line ends and quotation marks is the same table.
func TestSameTable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawn(t)
		want := append([][]string{s.Header}, s.Rows...)
		all := rapid.Bool().Draw(t, "all quoted")
		comma := rapid.SampledFrom([]string{",", ";", "\t", "|"}).Draw(t, "comma")
		end := rapid.SampledFrom([]string{"\n", "\r\n", "\r"}).Draw(t, "end")
		text := s.Write(comma, end, all)
		if rapid.Bool().Draw(t, "sep") && comma != "\t" {
			text = "sep=" + comma + end + text
		}
		if rapid.Bool().Draw(t, "no last line end") {
			text = strings.TrimSuffix(text, end)
		}
		western, err := charmap.Windows1252.NewEncoder().Bytes([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		for name, data := range map[string][]byte{
			"utf-8":                   []byte(text),
			"utf-8 with a mark":       []byte("\xef\xbb\xbf" + text),
			"utf-16le":                formstest.Wide(text, binary.LittleEndian, true),
			"utf-16be":                formstest.Wide(text, binary.BigEndian, true),
			"utf-16le without a mark": formstest.Wide(text, binary.LittleEndian, false),
			"windows-1252":            western,
		} {
			accounted(t, data)
			if got := rowsOf(t, data); !equalRows(got, want) {
				t.Fatalf("%s:\n%q\nwant\n%q\nof %q", name, got, want, text)
			}
		}
	})
}

// A file that is cut off anywhere is accounted for to its last byte.
func TestCutAnywhereIsAccountedFor(t *testing.T) {
	s := formstest.Requests(rand.New(rand.NewPCG(3, 4)), 5)
	for _, all := range []bool{false, true} {
		text := s.Write(",", "\r\n", all)
		for cut := range len(text) {
			accounted(t, []byte(text[:cut]))
		}
	}
}

func TestOffsetsOfDamage(t *testing.T) {
	text := "Name,Email,Message\r\nZoë,zoe@example.com,hi\r\nÄda,ada@example.com,\"hel\"lo\r\nBob,bob@example.com,hi\r\n"
	western, err := charmap.Windows1252.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	row := `Äda,ada@example.com,"hel"lo`
	for name, data := range map[string][]byte{
		"utf-8":        []byte(text),
		"mark":         []byte("\xef\xbb\xbf" + text),
		"utf-16":       formstest.Wide(text, binary.BigEndian, true),
		"windows-1252": western,
	} {
		lines, _, err := Lines(data)
		if err != nil || len(lines) != 4 {
			t.Fatalf("%s: %+v %v", name, lines, err)
		}
		encoded := map[string][]byte{
			"utf-8":        []byte(row),
			"mark":         []byte(row),
			"utf-16":       formstest.Wide(row, binary.BigEndian, false),
			"windows-1252": []byte("\xc4" + row[2:]),
		}[name]
		if l := lines[2]; l.Damaged != row || l.Offset != bytes.Index(data, encoded) {
			t.Errorf("%s: %q at %d, want %d", name, l.Damaged, l.Offset, bytes.Index(data, encoded))
		}
	}
}

// Looking for quoted cells between tabs gives what a regular expression gives.
func TestQuotedInTabs(t *testing.T) {
	quoted := regexp.MustCompile(`(?:^|[\t\r\n])"(?:[^"]|"")*"(?:$|[\t\r\n])`)
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-zäéЖ \n\t\r\x00"'=+]{0,30}`)).Draw(t, "text")
		if got, want := quotedInTabs(v), quoted.MatchString(v); got != want {
			t.Fatalf("%q: %v, want %v", v, got, want)
		}
	})
}
