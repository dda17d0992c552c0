package forms

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"

	"leadsheet/lead"
)

// wide writes text as Windows programs do that call it Unicode.
func wide(text string, order binary.AppendByteOrder, mark bool) []byte {
	var out []byte
	if mark {
		out = order.AppendUint16(out, 0xfeff)
	}
	for _, u := range utf16.Encode([]rune(text)) {
		out = order.AppendUint16(out, u)
	}
	return out
}

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
func drawn(t *rapid.T) sheet {
	cell := rapid.OneOf(rapid.StringMatching(`[a-zäéß0-9 .;:|'!?/=+-]{0,14}`), rapid.SampledFrom([]string{"two\nlines", "a, b", "x;y", "tab\there", `say "hi"`, `"`, "", `\`, `C:\new\"x"`, "one\n\ntwo"}))
	s := sheet{header: []string{"Submitted at", "Name", "E-mail", "Message", "Größe"}}
	n := rapid.IntRange(1, 12).Draw(t, "rows")
	for i := range n {
		s.rows = append(s.rows, []string{"2026-01-02 03:04:0" + string(rune('0'+i%10)), "Zoë", "z@example.com", cell.Draw(t, "message"), cell.Draw(t, "size")})
	}
	return s
}

// The same table in another encoding, with other delimiters, line ends and quotation marks is the same table.
func TestSameTable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawn(t)
		want := append([][]string{s.header}, s.rows...)
		all := rapid.Bool().Draw(t, "all quoted")
		comma := rapid.SampledFrom([]string{",", ";", "\t", "|"}).Draw(t, "comma")
		end := rapid.SampledFrom([]string{"\n", "\r\n", "\r"}).Draw(t, "end")
		text := s.write(comma, end, all)
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
		for name, data := range map[string][]byte{"utf-8": []byte(text), "utf-8 with a mark": []byte("\xef\xbb\xbf" + text), "utf-16le": wide(text, binary.LittleEndian, true),
			"utf-16be": wide(text, binary.BigEndian, true), "utf-16le without a mark": wide(text, binary.LittleEndian, false), "windows-1252": western} {
			accounted(t, data)
			if got := rowsOf(t, data); !equalRows(got, want) {
				t.Fatalf("%s:\n%q\nwant\n%q\nof %q", name, got, want, text)
			}
		}
	})
}

// A file that is cut off anywhere gives the records before the cut as they are; what the cut has hurt is flagged or is
// the last record. The whole file then has all records.
func TestCutAnywhere(t *testing.T) {
	s := requests(rand.New(rand.NewPCG(3, 4)), 5)
	for _, all := range []bool{false, true} {
		text := s.write(",", "\r\n", all)
		whole := keysOf(read(t, text))
		if len(whole) != len(s.rows) {
			t.Fatalf("%d records of %d", len(whole), len(s.rows))
		}
		head := strings.Index(text, "\n") + 1
		ends := []int{head}
		for _, r := range s.rows {
			ends = append(ends, ends[len(ends)-1]+len(quoteRow(r, ",", all))+2)
		}
		for cut := head; cut < len(text); cut++ {
			accounted(t, []byte(text[:cut]))
			complete := 0
			for complete < len(s.rows) && ends[complete+1] <= cut+2 { // the line end may be missing
				complete++
			}
			e := read(t, text[:cut])
			keys := keysOf(e)
			if len(keys) < complete || len(keys) > complete+1 || !slices.Equal(keys[:complete], whole[:complete]) {
				t.Fatalf("cut at %d: %q, want %q of %q", cut, keys, whole[:complete], text[:cut])
			}
			if rest := text[ends[complete]:max(cut, ends[complete])]; len(keys) > complete && e.Inquiries[complete].Problem == "" && strings.Count(rest, ",") < 4 {
				t.Fatalf("cut at %d: the last row is taken as whole: %q", cut, rest)
			}
		}
	}
}

// A column that stays empty changes no key.
func TestEmptyColumn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawn(t)
		a, err := Read([]byte(s.write(",", "\n", false)), Options{})
		if err != nil {
			t.Fatal(err)
		}
		at := rapid.IntRange(0, len(s.header)).Draw(t, "at")
		s.header = slices.Insert(s.header, at, rapid.SampledFrom([]string{"", "Colour", "How many?"}).Draw(t, "title"))
		for i := range s.rows {
			s.rows[i] = slices.Insert(s.rows[i], at, "")
		}
		b, err := Read([]byte(s.write(";", "\r\n", true)), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(keysOf(a), keysOf(b)) {
			t.Fatalf("%q, then %q", keysOf(a), keysOf(b))
		}
	})
}

func TestOffsetsOfDamage(t *testing.T) {
	text := "Name,Email,Message\r\nZoë,zoe@example.com,hi\r\nÄda,ada@example.com,\"hel\"lo\r\nBob,bob@example.com,hi\r\n"
	western, err := charmap.Windows1252.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	row := `Äda,ada@example.com,"hel"lo`
	for name, data := range map[string][]byte{"utf-8": []byte(text), "mark": []byte("\xef\xbb\xbf" + text), "utf-16": wide(text, binary.BigEndian, true), "windows-1252": western} {
		lines, _, err := Lines(data)
		if err != nil || len(lines) != 4 {
			t.Fatalf("%s: %+v %v", name, lines, err)
		}
		encoded := map[string][]byte{"utf-8": []byte(row), "mark": []byte(row), "utf-16": wide(row, binary.BigEndian, false), "windows-1252": []byte("\xc4" + row[2:])}[name]
		if l := lines[2]; l.Damaged != row || l.Offset != bytes.Index(data, encoded) {
			t.Errorf("%s: %q at %d, want %d", name, l.Damaged, l.Offset, bytes.Index(data, encoded))
		}
	}
}

// One form as CSV, as a text of tabs in UTF-16, as a workbook and in an archive gives the same records.
func TestSameFormInEveryKindOfFile(t *testing.T) {
	text := "Submission Date,Name,E-mail,Phone,I agree,Budget\r\n2026-09-03 18:00:00,Zoë Berg,zoe@example.com,+49 170 1234567,TRUE,5000\r\n2026-09-04 06:00:00,Ada Lund,ada@example.com,+49 170 7654321,FALSE,0.5\r\n"
	rows := [][]any{{"Submission Date", "Name", "E-mail", "Phone", "I agree", "Budget"}, {46268.75, "Zoë Berg", "zoe@example.com", "+49 170 1234567", true, 5000},
		{46269.25, "Ada Lund", "ada@example.com", "+49 170 7654321", false, 0.5}}
	tab, err := ReadRows(cellsOf(rows), Options{Modified: modified})
	if err != nil || !slices.Equal(keysOf(tab), keysOf(read(t, text))) {
		t.Errorf("tab: %q, %v", keysOf(tab), err)
	}
	want := keysOf(read(t, text))
	for name, data := range map[string][]byte{"tabs": wide(strings.ReplaceAll(text, ",", "\t"), binary.LittleEndian, true), "workbook": bookOf(t, rows), "archive": archive(t, "form.csv", text)} {
		e, err := Read(data, Options{Name: "form.xlsx", Modified: modified})
		if err != nil {
			t.Fatal(err)
		}
		if got := keysOf(e); !slices.Equal(got, want) || e.Inquiries[0].Name != "Zoë Berg" || len(want) != 2 {
			t.Errorf("%s: %q, want %q: %+v", name, got, want, e.Inquiries)
		}
	}
}

// cellsOf are the cells of a response tab as its spreadsheet hands them out: times are days, numbers are numbers.
func cellsOf(rows [][]any) [][]lead.Value {
	var out [][]lead.Value
	for _, r := range rows {
		var cells []lead.Value
		for _, c := range r {
			switch c := c.(type) {
			case float64:
				cells = append(cells, lead.NumberValue(c))
			case int:
				cells = append(cells, lead.NumberValue(float64(c)))
			case bool:
				cells = append(cells, lead.BoolValue(c))
			case string:
				cells = append(cells, lead.TextValue(c))
			}
		}
		out = append(out, cells)
	}
	return out
}

// One Google form as the .csv of its download, the same in UTF-16, the workbook of its sheet, and the tab itself.
func TestSameGoogleForm(t *testing.T) {
	rows := [][]any{{"Timestamp", "Email Address", "Your name", "What do you need?", "Budget", "Notes"},
		{46268.75026620370, "zoe@example.com", "Zoë Berg", "Roof, Walls", 5000, ""},
		{46269.25046296296, "ada@example.com", "Ada Lund", "Roof", 0.5, "soon"}}
	csv := "\"Timestamp\",\"Email Address\",\"Your name\",\"What do you need?\",\"Budget\",\"Notes\"\r\n" +
		"\"2026/09/03 6:00:23 PM GMT+2\",\"zoe@example.com\",\"Zoë Berg\",\"Roof;Walls\",\"5000\",\"\"\r\n\"2026/09/04 6:00:40 AM GMT+2\",\"ada@example.com\",\"Ada Lund\",\"Roof\",\"0.5\",\"soon\"\r\n"
	zone := time.FixedZone("", 2*3600)
	want, err := Read([]byte(csv), Options{Zone: zone})
	if err != nil {
		t.Fatal(err)
	}
	opts := Options{Zone: zone, Modified: modified, Place: "responses of Roofs, tab Form Responses 1"}
	got := map[string]*Export{}
	for name, data := range map[string][]byte{"UTF-16": wide(csv, binary.LittleEndian, true), "workbook": bookOf(t, rows)} {
		if got[name], err = Read(data, opts); err != nil {
			t.Fatal(err)
		}
	}
	if got["tab"], err = ReadRows(cellsOf(rows), opts); err != nil {
		t.Fatal(err)
	}
	for name, e := range got {
		if !slices.Equal(keysOf(e), keysOf(want)) || len(e.Inquiries) != 2 {
			t.Fatalf("%s: %q, want %q", name, keysOf(e), keysOf(want))
		}
		for i, q := range e.Inquiries {
			if w := want.Inquiries[i]; q.Name != w.Name || q.Email != w.Email || q.Problem != "" || !q.Received.Equal(w.Received) {
				t.Errorf("%s: %+v, want %+v", name, q, w)
			}
		}
	}
	if q := got["tab"].Inquiries[1]; q.Where != "responses of Roofs, tab Form Responses 1, row 3" {
		t.Error(q.Where)
	}
}

// bookOf is a workbook with these rows.
func bookOf(t *testing.T, rows [][]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i, r := range rows {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := f.SetSheetRow("Sheet1", cell, &r); err != nil {
			t.Fatal(err)
		}
	}
	var book bytes.Buffer
	if err := f.Write(&book); err != nil {
		t.Fatal(err)
	}
	return book.Bytes()
}
