package forms

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/sheets/sheetstest"
)

// packed is an archive of files given as name and content, one after the other.
func packed(t testing.TB, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err == nil {
			_, err = w.Write([]byte(files[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// sheetsOf is a workbook whose sheets have these rows; more are further parts.
func sheetsOf(t testing.TB, rows []string, more ...string) []byte {
	var list, rels strings.Builder
	var files []string
	for i, r := range rows {
		fmt.Fprintf(&list, `<sheet name="S%d" sheetId="%d" r:id="rId%d"/>`, i, i+1, i+1)
		fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/s%d.xml"/>`, i+1, i)
		files = append(files, fmt.Sprintf("xl/worksheets/s%d.xml", i), "<worksheet><sheetData>"+r+"</sheetData></worksheet>")
	}
	files = append([]string{"[Content_Types].xml", "<Types/>", "xl/workbook.xml", `<workbook xmlns:r="r"><sheets>` + list.String() + "</sheets></workbook>",
		"xl/_rels/workbook.xml.rels", "<Relationships>" + rels.String() + "</Relationships>"}, files...)
	return packed(t, append(files, more...)...)
}

func inCell(ref, text string) string {
	return `<c r="` + ref + `" t="inlineStr"><is><t>` + text + "</t></is></c>"
}

func inRow(cells ...string) string { return "<row>" + strings.Join(cells, "") + "</row>" }

var adaRow = inRow(inCell("A1", "Name"), inCell("B1", "Email")) + inRow(inCell("A2", "Ada"), inCell("B2", "ada@b.example"))

const adaText = "Name,Email\nAda,ada@b.example\n"

// cost reads a file and returns what it cost.
func cost(data []byte) (e *Export, megabytes int, took time.Duration, err error) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	began := time.Now()
	e, err = Read(data, Options{Name: "x"})
	took = time.Since(began)
	runtime.ReadMemStats(&after)
	return e, int((after.TotalAlloc - before.TotalAlloc) >> 20), took, err
}

// Files of up to 20 MB that say next to nothing. Each cost hundreds of megabytes to gigabytes, or many seconds.
func TestNoFileCostsMoreThanItsLimit(t *testing.T) {
	if sheetstest.Racing {
		t.Skip("what a file costs is measured without the race detector, by .ci/run too")
	}
	const size = 20 << 20
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	utf16 := func(s string) []byte {
		b := []byte("\xff\xfe")
		for range size / 2 / len(s) {
			for _, c := range s {
				b = binary.LittleEndian.AppendUint16(b, uint16(c))
			}
		}
		return b
	}
	for _, c := range []struct {
		name    string
		data    []byte
		refused string // part of the refusal; "" for a file that is read
		names   string // of the inquiries, as far as there are
		problem string // part of some problem
	}{
		{name: "line ends", data: []byte(fill("\n"))},
		{name: "line ends of another kind", data: []byte(fill("\r\n"))},
		{name: "commas", data: []byte(fill(","))},
		{name: "tabs", data: []byte(fill("\t"))},
		{name: "blank rows", data: []byte(fill(",,\n"))},
		{name: "blank quoted rows", data: []byte(fill(`"",""` + "\n"))},
		{name: "blank lines in the middle", data: []byte(adaText + strings.Repeat("\n", 900_000) + "Zoe,zoe@b.example\n"), names: "Ada Zoe"},
		{name: "too many of them", data: []byte(adaText + fill("\n") + "Zoe,zoe@b.example\n"), names: "Ada ", problem: "more than a million blank rows"},
		{name: "zeros", data: make([]byte, size), refused: "zero bytes"},
		{name: "zeros behind a row", data: append([]byte(adaText), make([]byte, size)...), names: "Ada"},
		{name: "a row of letters", data: []byte(adaText + fill("a,")), names: "Ada a", problem: "more cells than the file has columns"},
		{name: "a header of letters", data: []byte("Name,Email," + fill("a,") + "\nAda,ada@b.example\n"), names: " Ada"},
		{name: "quotation marks", data: []byte("Name,Email\n\"" + fill(`a""`))},
		{name: "nothing but quotation marks", data: []byte(fill(`"`))},
		{name: "quoted and not", data: []byte(fill(`"a"b,`))},
		{name: "open quotes", data: []byte("Name,Email\n" + fill("\"A,a@b.example\n"))},
		{name: "a long cell", data: []byte("Name,Email,Message\nAda,ada@b.example,\"" + fill("x ") + "\"\n"), names: "Ada", problem: `answer to "Message" is longer than 62000 characters; its end was cut off`},
		{name: "a long cell of lines", data: []byte("Name,Email,Message\nAda,ada@b.example,\"" + fill("x\n") + "\"\n"),
			names: "Ada", problem: "longer than 62000 characters"},
		{name: "a long title", data: []byte("Name,Email,\"" + fill("why ") + "\"\nAda,ada@b.example,x\n"), names: "Ada"},
		{name: "lines that are no rows", data: []byte("Name,Email,Message\nA,a@b.example,hi\nB,b@b.example,hi\n" + fill("x\n")), refused: "more than 300000 rows"},
		{name: "text that is no table", data: []byte("Name,Email,Message\n" + strings.Repeat("A,a@b.example,hi\n", 300) + fill("x\n")), refused: "no rows of a table"},
		{name: "UTF-16 line ends", data: utf16("\n")},
		{name: "UTF-16 commas", data: utf16(",")},
		{name: "lists in lists", data: []byte(fill(`[{"a":`))},
		{name: "an archive of line ends", data: packed(t, "a.csv", fill("\n\n\n"))},
		{name: "a workbook with a long cell", data: sheetsOf(t, []string{adaRow + inRow(inCell("A3", strings.Repeat("a", 150<<20)))}), names: "Ada ", problem: "longer than 50000 characters"},
		{name: "a workbook with a longer cell", data: sheetsOf(t, []string{adaRow + inRow(inCell("A3", strings.Repeat("a", 250<<20)))}), refused: "larger than 200 MB"},
		{name: "a workbook of rows", data: sheetsOf(t, []string{adaRow + strings.Repeat("<row/>", 9_000_000)}), refused: "copy the table into a new workbook"},
		{name: "a workbook of cells", data: sheetsOf(t, []string{adaRow + inRow(strings.Repeat("<c/>", 9_000_000))}), refused: "copy the table into a new workbook"},
		{name: "a workbook with a long tag", data: sheetsOf(t, []string{adaRow + `<row a="` + strings.Repeat("a", 50<<20) + `"/>`}), refused: "damaged"},
		{name: "a workbook with a comment", data: sheetsOf(t, []string{adaRow + "<!--" + strings.Repeat("a>", 20<<20) + "-->"}), names: "Ada"},
		{name: "a workbook of far cells", data: sheetsOf(t, []string{adaRow + strings.Repeat(`<row><c r="ALL1"><v>1</v></c></row>`, 100_000)}), refused: "wider than what is in it"},
		{name: "a workbook with cells beyond", data: sheetsOf(t, []string{adaRow + inRow(inCell("XFD3", "x"))}), names: "Ada ", problem: "to the right of the first 1000 columns"},
		{name: "a workbook of shared texts", data: sheetsOf(t, []string{adaRow + `<row><c t="s"><v>1</v></c></row>`}, "xl/sharedStrings.xml", "<sst>"+strings.Repeat("<si/>", 9_000_000)+"</sst>"), names: "Ada"},
		{name: "a workbook with a declaration", data: sheetsOf(t, []string{`<!DOCTYPE x [<!ENTITY a "b">]>` + adaRow}), refused: "declarations"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e, megabytes, took, err := cost(c.data)
			if megabytes > 256 || took > 15*time.Second { // 2 s on an idle machine; what is thrown away meanwhile counts here
				t.Errorf("it cost %d MB in %v", megabytes, took)
			}
			if c.refused != "" {
				if err == nil || !errors.Is(err, ErrRefused) || !strings.Contains(err.Error(), c.refused) {
					t.Fatalf("refused with %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			var names, problems []string
			for _, in := range e.Inquiries {
				names, problems = append(names, in.Name), append(problems, in.Problem)
			}
			if got := strings.Join(names, " "); c.names != "" && got != c.names && !strings.HasPrefix(got, c.names+"a") {
				t.Errorf("%.100q came in", got)
			}
			if c.problem != "" && !strings.Contains(strings.Join(problems, "\n"), c.problem) {
				t.Errorf("the problems are %.300q", problems)
			}
		})
	}
}

// What an archive says of its members is not believed.
func TestAnArchiveThatLies(t *testing.T) {
	data := packed(t, "a.csv", strings.Repeat("\n", 70<<20))
	i := bytes.LastIndex(data, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint32(data[i+24:], 100)
	if _, megabytes, _, err := cost(data); megabytes > 256 {
		t.Errorf("%d MB, %v", megabytes, err)
	}
	many := make([]string, 0, 60_000)
	for i := range 30_000 {
		many = append(many, fmt.Sprintf("%d", i), "")
	}
	if _, _, _, err := cost(packed(t, many...)); err == nil || !strings.Contains(err.Error(), "more than 10000 files") {
		t.Errorf("%v", err)
	}
	// Workbooks in an archive share what may be unpacked.
	bomb := string(sheetsOf(t, []string{adaRow + inRow(inCell("A3", strings.Repeat("a", 150<<20)))}))
	e, megabytes, _, err := cost(packed(t, "a.xlsx", bomb, "b.xlsx", bomb, "c.xlsx", bomb))
	if err != nil || megabytes > 256 || !strings.Contains(e.Inquiries[len(e.Inquiries)-1].Problem, "larger than 200 MB") {
		t.Errorf("%v, %d MB, %+v", err, megabytes, e)
	}
}

// An answer of which not all is kept, or not all fits into a workbook's cell, says so in its lead.
func TestALongAnswerSaysThatItIsCut(t *testing.T) {
	for n, want := range map[int]string{32_000: "", 40_000: `its end is in the answers, as "Message (continued)"`, 60_000: "its end is in the answers",
		70_000: "longer than 62000 characters; its end was cut off"} {
		for _, letter := range []string{"x", "é"} {
			text := strings.Repeat(letter, n)
			csv := []byte("Name,Email,Message\nAda,ada@b.example," + text + "\n")
			book := sheetsOf(t, []string{inRow(inCell("A1", "Name"), inCell("B1", "Email"), inCell("C1", "Message")) + inRow(inCell("A2", "Ada"), inCell("B2", "ada@b.example"), inCell("C2", text))})
			for _, data := range [][]byte{csv, book} {
				e, err := Read(data, Options{})
				if err != nil || len(e.Inquiries) != 1 {
					t.Fatal(e, err)
				}
				in := e.Inquiries[0]
				if (want == "") != (in.Problem == "") || !strings.Contains(in.Problem, want) || want != "" && !strings.Contains(in.Problem, `"Message"`) {
					t.Errorf("%d letters %s: %q", n, letter, in.Problem)
				}
				kept := strings.Count(in.Need, letter)
				for _, a := range in.Answers {
					kept += strings.Count(a.Value, letter)
				}
				if kept != min(n, 62_000) || len([]rune(in.Need)) > cellHolds || in.Kind != lead.ExportRow {
					t.Errorf("%d of %d letters are kept", kept, n)
				}
			}
		}
	}
}

// A long request is parted between two words; long answers say when they do not fit into one cell together.
func TestLongTextsOfWords(t *testing.T) {
	words := strings.Repeat("a roof 🏠 ", 6000) // 60,000 characters of a spreadsheet
	q := read(t, "Name,Email,Message\nAda,ada@b.example,\""+words+"\"\n").Inquiries[0]
	if len(q.Answers) != 1 || q.Answers[0].Question != "Message (continued)" {
		t.Fatalf("%d answers", len(q.Answers))
	}
	if got := strings.TrimSuffix(q.Need, " …") + " " + q.Answers[0].Value; got != strings.TrimSpace(words) {
		t.Errorf("%d of %d bytes are kept", len(got), len(words))
	}
	half := strings.Repeat("x ", 10_000)
	if q := read(t, "Name,Email,Colour,Size\nAda,ada@b.example,"+half+","+half+"\n").Inquiries[0]; !strings.Contains(q.Problem, "answers together") {
		t.Errorf("%q", q.Problem)
	}
}
