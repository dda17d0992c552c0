package forms

import (
	"archive/zip"
	"bytes"
	"testing"

	"leadsheet/lead"
)

// FuzzArchive changes the parts of workbooks and archives; a fuzzer that changes the archive itself only learns its checksums.
func FuzzArchive(f *testing.F) {
	f.Add("xl/worksheets/sheet1.xml", []byte(`<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row><row r="2"><c r="A2"><v>1</v></c></row></sheetData></worksheet>`))
	f.Add("xl/worksheets/sheet1.xml", []byte(`<worksheet><sheetData><row r="1048576"><c r="XFD1048576" t="s"><v>99999</v></c></row></sheetData></worksheet>`))
	f.Add("xl/sharedStrings.xml", []byte(`<sst><si><t>Email</t></si></sst>`))
	f.Add("xl/workbook.xml", []byte(`<workbook><workbookPr date1904="1"/><sheets/></workbook>`))
	f.Add("forms/a.csv", []byte("Name,Email\nA,a@example.com\n"))
	f.Add("inner.zip", []byte("PK\x03\x04"))
	whole := []struct{ name, text string }{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`},
		{"xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
	}
	f.Fuzz(func(t *testing.T, name string, part []byte) {
		if len(part) > 1<<14 || len(name) > 200 {
			return
		}
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		put := func(name string, data []byte) {
			if w, err := z.Create(name); err == nil {
				_, _ = w.Write(data) // into memory
			}
		}
		if len(part)%2 == 0 || len(name) > 3 && name[:3] == "xl/" {
			for _, w := range whole {
				if w.name != name {
					put(w.name, []byte(w.text))
				}
			}
		}
		put(name, part)
		if z.Close() != nil {
			return
		}
		if e, err := Read(b.Bytes(), Options{Modified: modified}); err == nil {
			unique(t, e)
		}
	})
}

// unique reports keys that are missing or there twice.
func unique(t *testing.T, e *Export) {
	seen := map[string]bool{}
	for _, q := range e.Inquiries {
		if q.Key == "" || seen[q.Key] {
			t.Fatal("a key is missing or there twice")
		}
		seen[q.Key] = true
	}
}

// FuzzRows reads what a spreadsheet may hand out of a tab.
func FuzzRows(f *testing.F) {
	f.Add("Timestamp\tYour name\tEmail\n46268.75\tZoe\tzoe@example.com\nTRUE\t1e308\t-1\n")
	f.Add("Name\tName\t\n\t\t\t\t\n")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<14 {
			return
		}
		var rows [][]lead.Value
		for _, line := range bytes.Split([]byte(text), []byte("\n")) {
			var row []lead.Value
			for _, cell := range bytes.Split(line, []byte("\t")) {
				switch s := string(cell); {
				case s == "TRUE" || s == "FALSE":
					row = append(row, lead.BoolValue(s == "TRUE"))
				case len(s) > 0 && s[0] >= '0' && s[0] <= '9':
					n := 0.0
					for _, c := range s {
						n = n*10 + float64(c-'0')
					}
					row = append(row, lead.NumberValue(n))
				default:
					row = append(row, lead.TextValue(s))
				}
			}
			rows = append(rows, row)
		}
		e, err := ReadRows(rows, Options{Modified: modified})
		if err != nil {
			t.Fatal(err)
		}
		unique(t, e)
	})
}
