package ooxml

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"

	"leadsheet/lead"
)

// grafted adds a tab with a look, a link and a list to a workbook, and writes a date into its first tab, as a pass does
// in a workbook of another maker. It returns the new file.
func grafted(t *testing.T, raw []byte) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetSheetName("Sheet1", "Ours"); err != nil {
		t.Fatal(err)
	}
	look, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, NumFmt: 22,
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"DDEEFF"}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{
		f.SetCellStr("Ours", "A1", "ours <&>"), f.SetCellStyle("Ours", "A1", "B2", look),
		f.SetCellHyperLink("Ours", "A1", "https://example.com/?a=1&b=2", "External"),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	var buf bytes.Buffer
	if _, err := f.WriteTo(&buf); err != nil {
		t.Fatal(err)
	}
	source, err := Open(buf.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	b, err := Open(raw)
	if err != nil {
		t.Fatal(err)
	}
	g, err := b.Scan(b.Sheets[0], nil)
	if err != nil {
		t.Fatal(err)
	}
	d, err := b.NewDraft()
	if err != nil {
		t.Fatal(err)
	}
	graft, err := d.NewGraft(source)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := graft.Add("Ours", len(b.Sheets)); err != nil {
		t.Fatal(err)
	}
	e := SheetEdit{DateFormat: "yyyy-mm-dd", TimeFormat: "yyyy-mm-dd hh:mm",
		Cells: []CellEdit{{Row: 9, Col: 2, Value: lead.Value{Kind: lead.Date, Num: 46352.5}}}}
	if _, err := d.Patch(0, g, e); err != nil {
		t.Fatal(err)
	}
	after, err := d.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Compare(after); err != nil {
		t.Fatal(err)
	}
	return after
}

// readsBoth checks that excelize reads what was there in A1 of the first tab, and what was added.
func readsBoth(t *testing.T, after []byte, was string) {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(after))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for ref, want := range map[string]string{"A1": was, "C9": "2026-11-26 12:00"} {
		if got, err := f.GetCellValue(f.GetSheetName(0), ref); err != nil || got != want {
			t.Errorf("%s is %q, %v, it should be %q", ref, got, err, want)
		}
	}
	if got, err := f.GetCellValue("Ours", "A1"); err != nil || got != "ours <&>" {
		t.Errorf("the tab that was added holds %q, %v", got, err)
	}
	id, err := f.GetCellStyle("Ours", "A1")
	if err != nil {
		t.Fatal(err)
	}
	if look, err := f.GetStyle(id); err != nil || look.Font == nil || !look.Font.Bold || len(look.Fill.Color) != 1 {
		t.Errorf("the tab that was added looks like %+v, %v", look, err)
	}
}

const oneRow = `<row r="1"><c r="A1" t="inlineStr"><is><t>theirs</t></is></c></row>`

// A workbook need not have a table of styles, and the table need not have all lists.
func TestGraft_WorkbooksWithFewStyles(t *testing.T) {
	rels := relsXMLOf("worksheet", "worksheets/sheet1.xml")
	for name, parts := range map[string]map[string]string{
		"no part":               {"xl/styles.xml": "", "xl/_rels/workbook.xml.rels": rels},
		"part is missing":       {"xl/styles.xml": ""},
		"part of another":       {"xl/styles1.xml": "<other/>", "xl/styles.xml": "", "xl/_rels/workbook.xml.rels": rels},
		"no lists":              {"xl/styles.xml": `<styleSheet xmlns="` + mainNS + `"></styleSheet>`},
		"nothing":               {"xl/styles.xml": `<styleSheet xmlns="` + mainNS + `"/>`},
		"nothing, with prefix":  {"xl/styles.xml": `<x:styleSheet xmlns:x="` + mainNS + `"/>`},
		"only number formats":   {"xl/styles.xml": `<styleSheet xmlns="` + mainNS + `"><numFmts/><tableStyles/></styleSheet>`},
		"empty lists":           {"xl/styles.xml": `<styleSheet xmlns="` + mainNS + `"><fonts/><cellXfs></cellXfs></styleSheet>`},
		"as programs make them": {},
	} {
		t.Run(name, func(t *testing.T) {
			parts["xl/worksheets/sheet1.xml"] = sheetXML(oneRow, "")
			readsBoth(t, grafted(t, testBook(t, parts, "Theirs")), "theirs")
		})
	}
}

// Some programs write the names of parts with backslashes, or with another case than the relations have.
func TestGraft_OtherNamesOfParts(t *testing.T) {
	raw := testBook(t, map[string]string{"xl/worksheets/sheet1.xml": sheetXML(oneRow, "")}, "Theirs")
	for name, as := range map[string]func(string) string{
		"backslashes": func(s string) string { return strings.ReplaceAll(s, "/", `\`) },
		"upper case":  strings.ToUpper,
	} {
		t.Run(name, func(t *testing.T) {
			after := grafted(t, renamed(t, raw, as))
			b, err := Open(after)
			if err != nil {
				t.Fatal(err)
			}
			if len(b.Sheets) != 2 {
				t.Fatalf("it has the tabs %v", b.Sheets)
			}
			for i, want := range []string{"theirs", "ours <&>"} {
				g, err := b.Scan(b.Sheets[i], nil)
				if err != nil {
					t.Fatal(err)
				}
				if got := g.At(1, 0).Value.Text; got != want {
					t.Errorf("%s holds %q", b.Sheets[i].Title, got)
				}
			}
		})
	}
}

// The parts of a workbook may be in UTF-16 or in a code page, with a mark at their begin or not.
func TestGraft_OtherEncodings(t *testing.T) {
	utf16Of := func(order binary.AppendByteOrder, s string) string {
		var out []byte
		for _, u := range utf16.Encode([]rune(s)) {
			out = order.AppendUint16(out, u)
		}
		return string(out)
	}
	latin1 := func(s string) string {
		out, err := charmap.ISO8859_1.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	head := func(encoding string) string { return `<?xml version="1.0" encoding="` + encoding + `"?>` }
	for name, as := range map[string]func(string) string{
		"UTF-8 with a mark":            func(s string) string { return "\uFEFF" + head("utf-8") + s },
		"UTF-16, big end":              func(s string) string { return utf16Of(binary.BigEndian, "\uFEFF"+head("UTF-16")+s) },
		"UTF-16, little end":           func(s string) string { return utf16Of(binary.LittleEndian, "\uFEFF"+s) },
		"UTF-16, little end, unmarked": func(s string) string { return utf16Of(binary.LittleEndian, head("UTF-16")+s) },
		"Latin-1":                      func(s string) string { return latin1(head("ISO-8859-1") + s) },
		"windows-1252":                 func(s string) string { return latin1(head("windows-1252") + s) },
	} {
		t.Run(name, func(t *testing.T) {
			parts := map[string]string{}
			raw := testBook(t, map[string]string{"xl/worksheets/sheet1.xml": sheetXML(
				`<row r="1"><c r="A1" t="inlineStr"><is><t>für ß</t></is></c></row>`, "")}, "Größe")
			b, err := Open(raw)
			if err != nil {
				t.Fatal(err)
			}
			for _, part := range []string{"xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"} {
				data, err := b.archive.part(part)
				if err != nil {
					t.Fatal(err)
				}
				parts[part] = as(string(data))
			}
			readsBoth(t, grafted(t, testBook(t, parts, "Größe")), "für ß")
		})
	}
	raw := testBook(t, map[string]string{"xl/workbook.xml": head("x-unknown") + "<workbook/>"}, "Any")
	if _, err := Open(raw); err == nil || !strings.Contains(err.Error(), "unknown encoding x-unknown") {
		t.Errorf("an unknown encoding: %v", err)
	}
}

// A workbook may say of each part on its own that it holds relations. Parts that are added are named too.
func TestGraft_TypesOfRelations(t *testing.T) {
	ct := "application/vnd.openxmlformats-officedocument.spreadsheetml."
	raw := testBook(t, map[string]string{
		"xl/worksheets/sheet1.xml": sheetXML(oneRow, ""),
		contentTypes: `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
			`<Override PartName="/xl/workbook.xml" ContentType="` + ct + `sheet.main+xml"/>` +
			`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="` + ct + `worksheet+xml"/></Types>`,
	}, "Theirs")
	b, err := Open(grafted(t, raw))
	if err != nil {
		t.Fatal(err)
	}
	types, err := b.archive.part(contentTypes)
	if err != nil {
		t.Fatal(err)
	}
	if !b.archive.has("xl/worksheets/_rels/sheet2.xml.rels") || strings.Count(string(types), `Extension="rels"`) != 1 {
		t.Errorf("the types are %s", types)
	}
}
