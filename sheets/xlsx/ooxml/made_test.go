package ooxml

import (
	"archive/zip"
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

const mainNS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

// sheetXML is a worksheet with those rows, and with what follows them.
func sheetXML(rows, behind string) string {
	return `<worksheet xmlns="` + mainNS + `" xmlns:r="` + strings.TrimSuffix(relTypes, "/") + `"><sheetData>` + rows +
		`</sheetData>` + behind + `</worksheet>`
}

func relsXMLOf(kind, target string) string {
	return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" ` +
		`Type="` + relTypes + kind + `" Target="` + target + `"/></Relationships>`
}

// testBook makes a workbook with those tabs. Parts that are given replace the usual ones; an empty one is left out.
func testBook(t testing.TB, parts map[string]string, tabs ...string) []byte {
	t.Helper()
	all := map[string]string{
		"_rels/.rels": relsXMLOf("officeDocument", "xl/workbook.xml"),
		"xl/styles.xml": `<styleSheet xmlns="` + mainNS + `"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font>` +
			`</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/>` +
			`</fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
			`<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellXfs></styleSheet>`,
	}
	types, rels, sheets := "", "", ""
	for i, tab := range tabs {
		n := i + 1
		all[fmt.Sprintf("xl/worksheets/sheet%d.xml", n)] = sheetXML("", "")
		types += fmt.Sprintf(`<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="%s"/>`, n, worksheetType)
		rels += fmt.Sprintf(`<Relationship Id="rId%d" Type="%sworksheet" Target="worksheets/sheet%d.xml"/>`, n, relTypes, n)
		sheets += fmt.Sprintf(`<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, tab, n, n)
	}
	all[contentTypes] = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/>` + types + `</Types>`
	all["xl/workbook.xml"] = `<workbook xmlns="` + mainNS + `" xmlns:r="` + strings.TrimSuffix(relTypes, "/") + `"><sheets>` +
		sheets + `</sheets></workbook>`
	all["xl/_rels/workbook.xml.rels"] = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		rels + `<Relationship Id="rId99" Type="` + relTypes + `styles" Target="styles.xml"/></Relationships>`
	maps.Copy(all, parts)
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if all[name] == "" {
			continue
		}
		f, err := w.Create(name)
		if err == nil {
			_, err = f.Write([]byte(all[name]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// renamed writes the archive with other names of its members.
func renamed(t *testing.T, raw []byte, as func(string) string) []byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, f := range r.File {
		f.Name = as(f.Name)
		if err := w.Copy(f); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}
