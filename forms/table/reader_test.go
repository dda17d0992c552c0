package table

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"leadsheet/forms/formstest"

	"pgregory.net/rapid"
)

// accounted fails when a byte of the file is in no span or in two.
func accounted(t interface{ Fatalf(string, ...any) }, data []byte) *reader {
	src := decode(data)
	r, _ := readSource(src)
	end := int32(0)
	for _, s := range r.spans {
		if s.at != end || s.end <= s.at {
			t.Fatalf("span %+v begins at %d, not at %d, of %q", s, s.at, end, data)
		}
		end = s.end
	}
	if int(end) != len(src.text) {
		t.Fatalf("%d of %d bytes are in a span of %q", end, len(src.text), data)
	}
	if got := src.offset(len(src.text)); got != len(data) {
		t.Fatalf("the text ends at %d, the file at %d", got, len(data))
	}
	rows, damaged := 0, 0
	for _, s := range r.spans {
		switch s.kind {
		case spanRecord:
			rows++
		case spanDamaged:
			damaged++
		}
	}
	for _, tab := range r.finish() {
		for _, rec := range tab.Rows {
			if rec.Raw != "" {
				damaged--
				if rec.Raw != strings.TrimRight(src.text[rec.at:rec.end], "\r\n") {
					t.Fatalf("a damaged span has not the text of the file: %q", rec.Raw)
				}
			} else {
				rows--
			}
		}
	}
	if rows != 0 || damaged != 0 {
		t.Fatalf("%d records and %d damaged spans are in no table of %q", rows, damaged, data)
	}
	return r
}

// harms are what happens to files: what does it, and the harmed text of a row.
var harms = []struct {
	name string
	do   func(rnd *rand.Rand, row string) string
}{
	{"a quotation mark too many", func(rnd *rand.Rand, row string) string {
		i := rnd.IntN(len(row))
		return row[:i] + `"` + row[i:]
	}},
	{"an opening mark", func(rnd *rand.Rand, row string) string {
		commas := places(row, ',')
		i := commas[rnd.IntN(len(commas))]
		return row[:i+1] + `"` + row[i+1:]
	}},
	{"a mark too few", func(rnd *rand.Rand, row string) string {
		marks := places(row, '"')
		if len(marks) == 0 {
			return row
		}
		i := marks[rnd.IntN(len(marks))]
		return row[:i] + row[i+1:]
	}},
	{"a comma too few", func(rnd *rand.Rand, row string) string {
		commas := places(row, ',')
		i := commas[rnd.IntN(len(commas))]
		return row[:i] + row[i+1:]
	}},
	{"marks with a backslash", func(_ *rand.Rand, row string) string { return strings.ReplaceAll(row, `""`, `\"`) }},
	{"cut off", func(rnd *rand.Rand, row string) string { return row[:rnd.IntN(len(row))] }},
	{"no line end", func(_ *rand.Rand, row string) string { return row + "\x01" }},
}

func places(s string, b byte) []int {
	var out []int
	for i := range len(s) {
		if s[i] == b {
			out = append(out, i)
		}
	}
	return out
}

// harmed writes a sheet with the rows in which do something to them.
func harmed(s formstest.Sheet, rnd *rand.Rand, all bool, which map[int]bool,
	do func(*rand.Rand, string) string) string {
	var b strings.Builder
	b.WriteString(formstest.QuoteRow(s.Header, ",", all) + "\r\n")
	for i, r := range s.Rows {
		row := formstest.QuoteRow(r, ",", all)
		if which[i] {
			row = do(rnd, row)
		}
		if cut, ok := strings.CutSuffix(row, "\x01"); ok {
			b.WriteString(cut)
			continue
		}
		b.WriteString(row + "\r\n")
	}
	return b.String()
}

// soundRows are the rows that are taken as they are, without a word of doubt.
func soundRows(r *reader) [][]string {
	var whole [][]string
	for _, tab := range r.finish() {
		for _, rec := range tab.Rows {
			if rec.Raw == "" && rec.Problem == "" && !rec.Cut && len(rec.Cells) == len(tab.Headers) {
				whole = append(whole, rec.Cells)
			}
		}
	}
	return whole
}

// A row that nobody has harmed is read as it is, but for very few that are flagged; and two rows never become one that
// looks sound.
func TestHarmedFiles(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	columns := [][]int{{0, 1, 2, 3, 4}, {4, 1, 2}, {2, 4}, {1, 3, 4}, {4, 0, 1, 2}}
	for _, harm := range harms {
		sound, recalled := 0, 0
		for n := range 100 {
			s := formstest.Requests(rnd, 12).Columns(columns[n%len(columns)]...)
			hurt := rnd.IntN(12)
			text := harmed(s, rnd, n/len(columns)%2 == 0, map[int]bool{hurt: true}, harm.do)
			whole := soundRows(accounted(t, []byte(text)))
			for i, row := range s.Rows {
				if i == hurt || i == hurt+1 && harm.name == "no line end" {
					continue
				}
				sound++
				if slices.ContainsFunc(whole, func(c []string) bool { return slices.Equal(c, row) }) {
					recalled++
				}
			}
			for _, cells := range whole {
				all := strings.Join(cells, "\x1f")
				if max(strings.Count(all, "@example.com"), strings.Count(all, "+49 170")) > 1 {
					t.Errorf("%s: two rows became one: %q in %q", harm.name, cells, text)
				}
			}
		}
		t.Logf("%-28s %.4f of the sound rows are read", harm.name, float64(recalled)/float64(sound))
		if recalled*1000 < sound*986 {
			t.Errorf("%s: %d of %d sound rows were read", harm.name, recalled, sound)
		}
	}
}

func TestEveryByteIsSomewhere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		piece := rapid.SampledFrom([]string{"Name", "Email", "a@example.com", "b@example.com", "\"", "\"\"", ",", ";", "\t", "\n", "\r\n", "\r", "\x00", "\xef\xbb\xbf", "é", "\xe9", "2026-01-02", "hello", "\\\"", " ", "sep=;\n", "'"})
		text := strings.Join(rapid.SliceOfN(piece, 0, 80).Draw(t, "pieces"), "")
		accounted(t, []byte(text))
		accounted(t, []byte("Name,Email,Message\nAda,ada@example.com,hi\n"+text))
	})
}

func FuzzTable(f *testing.F) {
	for _, s := range []string{"Name,Email\nA,a@example.com\n", "sep=;\nName;Email\n\"a;b\n", "\xff\xfeN\x00,\x00", "a|b\n\"\"\"", "Id,Date\r1,46268.75\r", "\xef\xbb\xbfId,Name\n1,\"A\n\xef\xbb\xbfId,Name\n2,B\n",
		"Name\tEmail\n\"A\ta@example.com\n", "Full Name,Form Name (ID),Submission ID\n\"a\\\"\",\"b\",\"1\"\n", "Name;Email\nJos\xe9;j@example.com\n", "Name,Email,Message\nA,a@example.com,\"x\nB,b@example.com,y\"\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) < 1<<16 {
			accounted(t, data)
		}
	})
}
