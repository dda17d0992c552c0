package forms

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"leadsheet/forms/formstest"
	"leadsheet/lead"
)

// drawn is a sheet with what people may write into its cells.
func drawn(t *rapid.T) formstest.Sheet {
	cell := rapid.OneOf(rapid.StringMatching(`[a-zäéß0-9 .;:|'!?/=+-]{0,14}`), rapid.SampledFrom(formstest.HardCells))
	return formstest.Answers(rapid.IntRange(1, 12).Draw(t, "rows"), func(column string) string {
		return cell.Draw(t, column)
	})
}

// A file that is cut off anywhere gives the records before the cut as they are; what the cut has hurt is flagged or is
// the last record. The whole file then has all records.
func TestCutAnywhere(t *testing.T) {
	s := formstest.Requests(rand.New(rand.NewPCG(3, 4)), 5)
	for _, all := range []bool{false, true} {
		text := s.Write(",", "\r\n", all)
		whole := keysOf(read(t, text))
		if len(whole) != len(s.Rows) {
			t.Fatalf("%d records of %d", len(whole), len(s.Rows))
		}
		head := strings.Index(text, "\n") + 1
		ends := []int{head}
		for _, r := range s.Rows {
			ends = append(ends, ends[len(ends)-1]+len(formstest.QuoteRow(r, ",", all))+2)
		}
		for cut := head; cut < len(text); cut++ {
			complete := 0
			for complete < len(s.Rows) && ends[complete+1] <= cut+2 { // the line end may be missing
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
		a, err := Read([]byte(s.Write(",", "\n", false)), Options{})
		if err != nil {
			t.Fatal(err)
		}
		at := rapid.IntRange(0, len(s.Header)).Draw(t, "at")
		s.Header = slices.Insert(s.Header, at, rapid.SampledFrom([]string{"", "Colour", "How many?"}).Draw(t, "title"))
		for i := range s.Rows {
			s.Rows[i] = slices.Insert(s.Rows[i], at, "")
		}
		b, err := Read([]byte(s.Write(";", "\r\n", true)), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(keysOf(a), keysOf(b)) {
			t.Fatalf("%q, then %q", keysOf(a), keysOf(b))
		}
	})
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
	for name, data := range map[string][]byte{
		"tabs":     formstest.Wide(strings.ReplaceAll(text, ",", "\t"), binary.LittleEndian, true),
		"workbook": bookOf(t, rows),
		"archive":  archive(t, "form.csv", text),
	} {
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
	for name, data := range map[string][]byte{
		"UTF-16":   formstest.Wide(csv, binary.LittleEndian, true),
		"workbook": bookOf(t, rows),
	} {
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
