// Package programs writes workbooks as spreadsheet programs do, for the simulation.
package programs

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"path"
	"strconv"
	"strings"

	"leadsheet/lead"
	"leadsheet/sheets"
	"leadsheet/sheets/sheetstest/gsheets"
	"leadsheet/sheets/xlsx/ooxml"
)

// Program is the way in which a spreadsheet program writes a workbook. Only what leadsheet reads is written, so that a
// save costs little.
type Program struct {
	Name   string
	Asks   bool // it asks before it saves over a file that has changed since it was opened
	How    Saving
	lock   string // the name of its lock file, %s is that of the workbook; "" for none
	inline bool   // texts stand in their cells, not in a table of texts
	prefix string // of the elements' names
	blanks bool   // cells without content are written, too, with their style
}

// Saving is how a program replaces the file.
type Saving int

// The ways.
const (
	Renamed     Saving = iota // a temporary file is renamed over it
	Deleted                   // it is deleted, and a temporary file gets its name a moment later
	Overwritten               // it is written in place
)

// All returns all programs.
func All() []Program {
	return []Program{
		{Name: "LibreOffice", blanks: true, lock: ".~lock.%s#", Asks: true, How: Renamed},
		{Name: "Excel", lock: "~$%s", How: Deleted},
		{Name: "a script", inline: true, How: Renamed},
		{Name: "a sync client", prefix: "x:", How: Overwritten},
	}
}

// LockPath returns the path of a program's lock file for a workbook, "" for none.
func (g Program) LockPath(book string) string {
	if g.lock == "" {
		return ""
	}
	return path.Join(path.Dir(book), fmt.Sprintf(g.lock, path.Base(book)))
}

const (
	mainNS    = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	relNS     = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packageNS = "http://schemas.openxmlformats.org/package/2006/"
	xmlHead   = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
)

// Save returns the bytes of a workbook with these tabs. Names are those that leadsheet keeps in it. Every save has a
// number, so that no two are alike.
func (g Program) Save(tabs []gsheets.StoredTab, names []ooxml.Name, number int) []byte {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	put := func(name, text string) {
		// Neither an archive in memory nor a name without a path fails. Storing costs less time than packing.
		w, _ := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		_, _ = w.Write([]byte(xmlHead + text))
	}
	texts := textTable{at: map[string]int{}}
	var sheetList, rels, types strings.Builder
	for i, t := range tabs {
		state := ""
		if t.Hidden {
			state = ` state="hidden"`
		}
		fmt.Fprintf(&sheetList, `<%ssheet name="%s" sheetId="%d"%s r:id="rId%d"/>`,
			g.prefix, escaped(t.Title), i+1, state, i+1)
		fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, relNS, i+1)
		fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType=`+
			`"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`, i+1)
		put(fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1), g.sheet(t, &texts))
	}
	n := len(tabs)
	fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%s/styles" Target="styles.xml"/>`, n+1, relNS)
	fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%s/sharedStrings" Target="sharedStrings.xml"/>`, n+2, relNS)
	put("xl/sharedStrings.xml", `<sst xmlns="`+mainNS+`">`+texts.out.String()+`</sst>`)
	put("xl/styles.xml", stylesPart)
	var defined strings.Builder
	for _, d := range names {
		fmt.Fprintf(&defined, `<%sdefinedName name="%s" hidden="1">%s</%sdefinedName>`,
			g.prefix, d.Name, escaped(d.Refer), g.prefix)
	}
	if p := g.prefix; defined.Len() > 0 {
		sheetList.WriteString("</" + p + "sheets><" + p + "definedNames>" + defined.String() + "</" + p + "definedNames>")
	} else {
		sheetList.WriteString("</" + p + "sheets>")
	}
	put("xl/workbook.xml", fmt.Sprintf(`<%sworkbook %s xmlns:r="%s"><%ssheets>%s</%sworkbook>`,
		g.prefix, g.space(), relNS, g.prefix, sheetList.String(), g.prefix))
	put("xl/_rels/workbook.xml.rels", `<Relationships xmlns="`+packageNS+`relationships">`+rels.String()+
		`</Relationships>`)
	put("_rels/.rels", `<Relationships xmlns="`+packageNS+`relationships"><Relationship Id="rId1" Type="`+relNS+
		`/officeDocument" Target="xl/workbook.xml"/></Relationships>`)
	put("[Content_Types].xml", `<Types xmlns="`+packageNS+`content-types">`+
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`+
		`<Default Extension="xml" ContentType="application/xml"/>`+
		`<Override PartName="/xl/workbook.xml" ContentType=`+
		`"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>`+
		`<Override PartName="/xl/styles.xml" ContentType=`+
		`"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>`+
		`<Override PartName="/xl/sharedStrings.xml" ContentType=`+
		`"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>`+types.String()+`</Types>`)
	put("docProps/number.xml", fmt.Sprintf(`<number>%d</number>`, number))
	_ = z.Close() // in memory
	return out.Bytes()
}

// space declares the namespace of the main elements.
func (g Program) space() string {
	if p := strings.TrimSuffix(g.prefix, ":"); p != "" {
		return `xmlns:` + p + `="` + mainNS + `"`
	}
	return `xmlns="` + mainNS + `"`
}

// stylesPart has the looks of all cells: 0 plain, 1 a date, 2 a time.
const stylesPart = `<styleSheet xmlns="` + mainNS + `"><numFmts count="2">` +
	`<numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/>` +
	`<numFmt numFmtId="165" formatCode="yyyy\-mm\-dd\ hh:mm"/></numFmts>` +
	`<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>` +
	`<fills count="2"><fill><patternFill patternType="none"/></fill>` +
	`<fill><patternFill patternType="gray125"/></fill></fills>` +
	`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
	`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
	`<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
	`<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
	`<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>` +
	`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`

// textTable is the table of texts of a workbook.
type textTable struct {
	at  map[string]int
	out strings.Builder
}

func (t *textTable) add(s string) int {
	n, ok := t.at[s]
	if !ok {
		n = len(t.at)
		t.at[s] = n
		t.out.WriteString(`<si><t xml:space="preserve">` + escaped(s) + `</t></si>`)
	}
	return n
}

// sheet returns the part of one tab.
func (g Program) sheet(t gsheets.StoredTab, texts *textTable) string {
	var b strings.Builder
	p := g.prefix
	b.WriteString("<" + p + "worksheet " + g.space() + "><" + p + "sheetData>")
	letters := columnNames(t.Rows)
	for r, row := range t.Rows {
		num := strconv.Itoa(r + 1)
		if len(row) == 0 && !g.blanks {
			continue
		}
		b.WriteString("<" + p + `row r="` + num + `">`)
		for c := range row {
			g.cell(&b, letters[c]+num, &row[c], texts)
		}
		b.WriteString("</" + p + "row>")
	}
	b.WriteString("</" + p + "sheetData></" + p + "worksheet>")
	return b.String()
}

// cell writes one cell.
func (g Program) cell(b *strings.Builder, ref string, c *gsheets.Cell, texts *textTable) {
	p, style := g.prefix, ""
	if c.IsDate() {
		if style = ` s="1"`; c.Value.Num != float64(int(c.Value.Num)) {
			style = ` s="2"`
		}
	}
	open := "<" + p + `c r="` + ref + `"` + style
	end := "</" + p + "v></" + p + "c>"
	switch {
	case c.Formula != "":
		b.WriteString(open + "><" + p + "f>" + escaped(strings.TrimPrefix(c.Formula, "=")) + "</" + p + "f><" + p + "v>" +
			strconv.FormatFloat(c.Value.Num, 'g', -1, 64) + end)
	case c.Value.IsEmpty() && g.blanks:
		b.WriteString(open + "/>")
	case c.Value.IsEmpty():
	case c.Value.Kind == lead.Text && g.inline:
		b.WriteString(open + ` t="inlineStr"><` + p + `is><` + p + `t xml:space="preserve">` + escaped(c.Value.Text) +
			"</" + p + "t></" + p + "is></" + p + "c>")
	case c.Value.Kind == lead.Text:
		b.WriteString(open + ` t="s"><` + p + "v>" + strconv.Itoa(texts.add(c.Value.Text)) + end)
	case c.Value.Kind == lead.Bool:
		b.WriteString(open + ` t="b"><` + p + "v>" + strconv.FormatFloat(c.Value.Num, 'g', -1, 64) + end)
	default:
		b.WriteString(open + "><" + p + "v>" + strconv.FormatFloat(c.Value.Num, 'g', -1, 64) + end)
	}
}

// columnNames returns the letters of as many columns as the widest row has.
func columnNames(rows [][]gsheets.Cell) []string {
	width := 0
	for _, r := range rows {
		width = max(width, len(r))
	}
	names := make([]string, width)
	for i := range names {
		names[i] = sheets.ColumnLetters(i)
	}
	return names
}

func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder does not fail
	return b.String()
}
