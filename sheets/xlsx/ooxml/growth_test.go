package ooxml

import (
	"strings"
	"testing"

	"leadsheet/lead"
	"leadsheet/sheets/xlsx/ooxml/closeup"
)

// growthBook is a workbook whose first tab has titles in row 1 and a table in rows 2 to rows, in columns A to C.
func growthBook(t *testing.T, behind, names string, parts map[string]string) *Book {
	t.Helper()
	all := map[string]string{
		"xl/worksheets/sheet1.xml": sheetXML(`<row r="1"><c r="A1" t="str"><v>ID</v></c></row><row r="2"><c r="A2" t="str">`+
			`<v>L-1</v></c></row><row r="3"><c r="A3" t="str"><v>L-2</v></c></row>`, behind),
		"xl/workbook.xml": `<workbook xmlns="` + mainNS + `" xmlns:r="` + strings.TrimSuffix(relTypes, "/") + `"><sheets>` +
			`<sheet name="Leads" sheetId="1" r:id="rId1"/></sheets><definedNames>` + names + `</definedNames></workbook>`,
	}
	for k, v := range parts {
		all[k] = v
	}
	b, err := Open(testBook(t, all, "Leads"))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// appended adds the rows 4 and 5 and returns the draft.
func appended(t *testing.T, b *Book) *Draft {
	t.Helper()
	g, err := b.Scan(b.Sheets[0], nil)
	if err != nil {
		t.Fatal(err)
	}
	d, err := b.NewDraft()
	if err != nil {
		t.Fatal(err)
	}
	e := SheetEdit{Grow: Growth{Header: 1, From: 3, To: 5, Right: 2}, Cells: []CellEdit{
		{Row: 4, Col: 0, Value: lead.TextValue("L-3")}, {Row: 5, Col: 0, Value: lead.TextValue("L-4")}}}
	if _, err := d.Patch(0, g, e); err != nil {
		t.Fatal(err)
	}
	return d
}

// What people have set up for the rows of a table holds for the rows that are added to it, and nothing else grows.
func TestPatch_RangesGrowWithTheRows(t *testing.T) {
	x14 := func(el string) string {
		return `<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" ` +
			`xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" uri="{1}">` + el + `</ext></extLst>`
	}
	for was, want := range map[string]string{
		`<autoFilter ref="A1:C3"/>`:         `<autoFilter ref="A1:C5"/>`,
		`<autoFilter ref="$A$1:$C$3"/>`:     `<autoFilter ref="A1:C5"/>`,
		`<autoFilter ref="E1:F3"/>`:         "",
		`<autoFilter ref="A1:C20000"/>`:     "",
		`<protectedRange sqref="B2:B3"/>`:   `<protectedRange sqref="B2:B5"/>`,
		`<ignoredError sqref="A1:C3"/>`:     `<ignoredError sqref="A1:C5"/>`,
		`<mergeCell ref="A2:A3"/>`:          "",
		`<hyperlink ref="A3" r:id="rId1"/>`: "",
		`<conditionalFormatting sqref="B2:B3 E2:E9"><cfRule type="expression"><formula>B2=1</formula></cfRule></conditionalFormatting>`:      `sqref="B2:B5 E2:E9"`,
		`<conditionalFormatting sqref="A1:C1"><cfRule type="expression"><formula>1</formula></cfRule></conditionalFormatting>`:               "",
		`<conditionalFormatting sqref="B3"><cfRule type="expression"><formula>1</formula></cfRule></conditionalFormatting>`:                  "",
		`<dataValidations count="1"><dataValidation type="list" sqref="C2:C3"><formula1>"a,b"</formula1></dataValidation></dataValidations>`: `sqref="C2:C5"`,
		`<dataValidations count="1"><dataValidation type="list" sqref="C2:C3"/></dataValidations>`:                                           `sqref="C2:C5"`,
		x14(`<x14:dataValidations count="1"><x14:dataValidation type="list"><x14:formula1><xm:f>Other!A1:A3</xm:f></x14:formula1>` +
			`<xm:sqref>C2:C3 E1</xm:sqref></x14:dataValidation></x14:dataValidations>`): `<xm:sqref>C2:C5 E1</xm:sqref>`,
		x14(`<x14:conditionalFormattings><x14:conditionalFormatting><x14:cfRule type="iconSet"/><xm:sqref>B2:B3</xm:sqref>` +
			`</x14:conditionalFormatting></x14:conditionalFormattings>`): `<xm:sqref>B2:B5</xm:sqref>`,
		x14(`<x14:sparklineGroups><x14:sparklineGroup><x14:sparklines><x14:sparkline><xm:f>Leads!A2:C2</xm:f>` +
			`<xm:sqref>C2:C3</xm:sqref></x14:sparkline></x14:sparklines></x14:sparklineGroup></x14:sparklineGroups>`): "",
	} {
		d := appended(t, growthBook(t, was, "", nil))
		data, err := d.part("xl/worksheets/sheet1.xml")
		if err != nil {
			t.Fatal(err)
		}
		_, behind, _ := strings.Cut(string(data), "</sheetData>")
		if want == "" && !strings.HasPrefix(behind, was+"</worksheet>") || !strings.Contains(behind, want) {
			t.Errorf("%s becomes %s, it should have %q", was, behind, want)
		}
	}
}

// One row is a table too: what holds for it holds for the rows below it, but a sparkline stays in its cell.
func TestPatch_RangesOfOneRowGrow(t *testing.T) {
	b := growthBook(t, `<conditionalFormatting sqref="C2"/><ext><xm:sqref>C2</xm:sqref></ext>`, "", map[string]string{})
	g, err := b.Scan(b.Sheets[0], nil)
	if err != nil {
		t.Fatal(err)
	}
	data, err := b.archive.part("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	out, err := PatchSheet(data, g, SheetEdit{Grow: Growth{Header: 1, From: 2, To: 4, Right: 2},
		Cells: []CellEdit{{Row: 4, Col: 0, Value: lead.TextValue("L-3")}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if s := string(out); !strings.Contains(s, `sqref="C2:C4"`) || !strings.Contains(s, `<xm:sqref>C2</xm:sqref>`) {
		t.Errorf("it is %s", s)
	}
}

// The names of a tab that programs keep for the filter and the print area grow, names of people do not.
func TestPatch_NamesGrowWithTheRows(t *testing.T) {
	for was, want := range map[string]string{
		`<definedName name="_xlnm.Print_Area" localSheetId="0">Leads!$A$1:$C$3,Leads!$E$1:$E$9</definedName>`:      "Leads!$A$1:$C$5,Leads!$E$1:$E$9<",
		`<definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">'Leads'!$A$1:$C$3</definedName>`:    "'Leads'!$A$1:$C$5<",
		`<definedName name="_xlnm.Print_Titles" localSheetId="0">Leads!$1:$1</definedName>`:                        "",
		`<definedName name="_xlnm.Print_Area" localSheetId="1">Other!$A$1:$C$3</definedName>`:                      "",
		`<definedName name="Mine">Leads!$A$1:$C$3</definedName>`:                                                   "",
		`<definedName name="_xlnm.Print_Area" localSheetId="0">#REF!</definedName>`:                                "",
		`<definedName name="_xlnm.Print_Area" localSheetId="0">OFFSET(Leads!$A$1,0,0,COUNTA(A:A),3)</definedName>`: "",
	} {
		d := appended(t, growthBook(t, "", was, nil))
		got := string(d.main)
		if want == "" && !strings.Contains(got, was) || !strings.Contains(got, want) {
			t.Errorf("%s becomes %s", was, got)
		}
	}
}

// A table (ListObject) grows by the rows below it, with its filter. One with a row of totals stays as it is.
func TestPatch_TablesGrowWithTheRows(t *testing.T) {
	table := func(ref, more, filter string) string {
		return `<table xmlns="` + mainNS + `" id="1" name="T" displayName="T" ref="` + ref + `"` + more + `><autoFilter ref="` +
			filter + `"/><tableColumns count="1"><tableColumn id="1" name="ID"/></tableColumns></table>`
	}
	for _, c := range []struct{ was, now, other string }{
		{table("A1:C3", "", "A1:C3"), table("A1:C5", "", "A1:C5"), ""},
		{table("A1:C4", ` totalsRowCount="1"`, "A1:C3"), table("A1:C4", ` totalsRowCount="1"`, "A1:C3"), ""},
		{table("E1:F3", "", "E1:F3"), table("E1:F3", "", "E1:F3"), ""},
		{table("A1:C3", "", "A1:C3"), table("A1:C3", "", "A1:C3"), table("A5:C9", "", "A5:C9")},
	} {
		parts := map[string]string{
			"xl/worksheets/_rels/sheet1.xml.rels": relsXMLOf("table", "../tables/table1.xml"),
			"xl/tables/table1.xml":                c.was,
		}
		if c.other != "" {
			parts["xl/tables/table2.xml"] = c.other
			parts["xl/worksheets/_rels/sheet1.xml.rels"] = strings.Replace(relsXMLOf("table", "../tables/table1.xml"),
				"</Relationships>", `<Relationship Id="rId2" Type="`+relTypes+`table" Target="/xl/tables/table2.xml"/></Relationships>`, 1)
		}
		d := appended(t, growthBook(t, `<tableParts count="1"><tablePart r:id="rId1"/></tableParts>`, "", parts))
		got, err := d.part("xl/tables/table1.xml")
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != c.now {
			t.Errorf("%s becomes %s", c.was, got)
		}
	}
}

// A tab whose cells are replaced may have formulas of people, which the order of calculation names: it goes with them.
// Programs make it anew, and take the file for damaged if it names cells without formulas.
func TestReplace_OrderOfCalculation(t *testing.T) {
	for _, formula := range []bool{true, false} {
		row := oneRow
		if formula {
			row = `<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>`
		}
		raw := withOrder(t, row)
		b, err := Open(raw)
		if err != nil {
			t.Fatal(err)
		}
		for _, replace := range []func(g *Graft) error{
			func(g *Graft) error { _, err := g.Replace(1, "Report"); return err },
			func(g *Graft) error { _, err := g.Refresh(1, "Report", &Grid{}); return err },
		} {
			d, err := b.NewDraft()
			if err != nil {
				t.Fatal(err)
			}
			source, err := Open(testBook(t, map[string]string{"xl/worksheets/sheet1.xml": sheetXML(oneRow, "")}, "Report"))
			if err != nil {
				t.Fatal(err)
			}
			g, err := d.NewGraft(source)
			if err != nil {
				t.Fatal(err)
			}
			if err := replace(g); err != nil {
				t.Fatal(err)
			}
			out, err := d.Bytes()
			if err != nil {
				t.Fatal(err)
			}
			now, err := Open(out)
			if err != nil {
				t.Fatal(err)
			}
			types, err := now.archive.part(contentTypes)
			if err != nil {
				t.Fatal(err)
			}
			if now.archive.has("xl/calcChain.xml") == formula || strings.Contains(string(types), "calcChain") == formula {
				t.Errorf("formula %v: the order of calculation is there: %v", formula, !formula)
			}
		}
	}
}

// withOrder is a workbook of the tabs Leads and Report, which has that row, with an order of calculation.
func withOrder(t *testing.T, row string) []byte {
	t.Helper()
	types := "application/vnd.openxmlformats-officedocument.spreadsheetml."
	return testBook(t, map[string]string{
		"xl/worksheets/sheet2.xml": sheetXML(row, ""),
		"xl/calcChain.xml":         `<calcChain xmlns="` + mainNS + `"><c r="A1" i="2"/></calcChain>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Type="` + relTypes +
			`worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="` + relTypes +
			`worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="rId3" Type="` + relTypes +
			`calcChain" Target="calcChain.xml"/></Relationships>`,
		contentTypes: `<Types><Default Extension="rels" ContentType="` + types + `x"/>` +
			`<Default Extension="xml" ContentType="application/xml"/>` +
			`<Override PartName="/xl/calcChain.xml" ContentType="` + types + `calcChain+xml"/></Types>`,
	}, "Leads", "Report")
}

// LibreOffice writes the value of a box as a formula. It is a value: it can be written over, and its row taken out.
func TestPatch_BoxesOfLibreOffice(t *testing.T) {
	box := func(cell, truth, value string) string {
		return `<c r="` + cell + `" t="b"><f aca="false">` + truth + `()</f><v>` + value + `</v></c>`
	}
	b, err := Open(withOrder(t, `<row r="1">`+box("A1", "TRUE", "1")+`</row><row r="2">`+box("A2", "FALSE", "0")+
		`</row><row r="3">`+box("A3", "TRUE", "1")+`<c r="B3" t="b"><f>NOT(A3)</f><v>0</v></c></row>`))
	if err != nil {
		t.Fatal(err)
	}
	g, err := b.Scan(b.Sheets[1], nil)
	if err != nil {
		t.Fatal(err)
	}
	for row, want := range []float64{1, 0, 1} {
		if c := g.At(row+1, 0); c.Formula || c.Value != (lead.Value{Kind: lead.Bool, Num: want}) {
			t.Errorf("row %d holds %+v", row+1, c)
		}
	}
	if c := g.At(3, 1); !c.Formula {
		t.Error("a formula of people's is taken for a value")
	}
	d, err := b.NewDraft()
	if err != nil {
		t.Fatal(err)
	}
	yes := lead.Value{Kind: lead.Text, Text: "yes"}
	now, err := d.Patch(1, g, SheetEdit{Cells: []CellEdit{{Row: 1, Col: 0, Value: yes}}, Drop: closeup.Dropped{2}})
	if err != nil {
		t.Fatal(err)
	}
	if now.At(1, 0).Value != yes || now.At(2, 0).Value.Num != 1 || !now.At(2, 1).Formula {
		t.Errorf("it holds %+v", now.Rows)
	}
	out, err := d.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if saved, err := Open(out); err != nil || saved.archive.has("xl/calcChain.xml") {
		t.Errorf("the order of calculation names a cell without a formula, %v", err)
	}
}
