package ooxml

import (
	"slices"
	"strings"
	"testing"
)

// staleBook is a workbook with the formulas in Mine, and with the given names. Of each formula is said whether its
// result is stale once Leads!D7 was written.
func staleBook(names []Name, formulas ...Formula) (*Book, []*Grid) {
	return &Book{Names: names, archive: &archive{}}, []*Grid{{Title: "Mine", Formulas: formulas}, {Title: "Leads"}}
}

// Only formulas that refer to a written cell lose their result, however they refer to it.
func TestStale_OnlyWhatRefersToWrittenCells(t *testing.T) {
	names := []Name{
		{"Area", -1, "Leads!$D$2:$D$50"}, {"Other", -1, "Rates!$A$1:$A$9"}, {"Twice", 0, "Rates!$A$1"},
		{"Twice", 1, "Leads!$D$7"}, {"Dynamic", -1, "OFFSET(Leads!$A$1,0,0,COUNTA(Leads!$A:$A),1)"},
		{"Loop", -1, "Loop+1"}, {"Near", -1, "Leads!A1"}, {"First", -1, "Leads!$C$1"}, {"Last", -1, "Leads!$E$9"},
	}
	for formula, stale := range map[string]bool{
		"Leads!D7": true, "leads!d7": true, "'Leads'!$D$7": true, "SUM(Leads!D2:D9)": true, "COUNTA(Leads!D:D)": true,
		"COUNTA(Leads!$A:$Z)": true, "SUM(Leads!7:7)": true, "Leads!D8": false, "Leads!E7": false, "D7": false,
		"Rates!D7": false, "SUM(Leads!A:C)": false, "SUM(Area)": true, "SUM(Other)": false, "Twice": true,
		"Loop": true, "Dynamic": true, "SUM(Dynamic)": true, "NoSuchName": false, "Near": true, "TRUE": false,
		`"Leads!D7"`: false, `COUNTIF(A:A,"it""s Leads!D7")`: false, "IF(A1=#DIV/0!,Leads!D7,0)": true,
		"IF(Leads!A1=#REF!,D7,0)": false, "IF(Leads!A1=#DIV/0!,D7,0)": false, "Leads!A1+D7": false,
		"INDIRECT(A1)": true, `OFFSET(Leads!A1,1,1)`: true, "OFFSET(A1,1,1)": false, "SUM(A1:INDEX(Leads!A:A,3))": true,
		"SUM(INDEX(Leads!A:A,3):Leads!F9)": true, "SUM(First:Last)": true, "SUM(Mine:Leads!A1)": true,
		"SUM('Mine:Other tab'!A1)": true, "[1]Leads!D7": false, "'[1]Leads'!D7": false, `'C:\[b.xlsx]Leads'!D7`: false,
		"[1]!Area": false, "[1]Leads!D7+Leads!D7": true, "1E+5": false, "1.5*2": false, "_xlfn.CEILING.MATH(A1)": false,
		"NoTable[Value]": true, "[Value]": false, "SUBTOTAL(109,[Value])": false, "SUM(Leads!A1,Leads!D7)": true, "Leads!A1:Leads!E9": true, "Leads!C6#": true,
		"": false, "-Leads!D7%": true, "{1,2;3,4}": false, "Leads!D2:D6 Leads!D7:D9": true,
	} {
		b, grids := staleBook(names, Formula{Row: 3, Col: 1, Text: formula, Shared: -1})
		w := Written{}
		w.Add("Leads", [][2]int{{7, 3}})
		if got := b.Stale(grids, w)["mine"][[2]int{3, 1}]; got != stale {
			t.Errorf("=%s: stale %v, it should be %v", formula, got, stale)
		}
	}
}

// What is computed from a stale result is stale, also through formulas that share one text, and in arrays.
func TestStale_GoesOnThroughFormulas(t *testing.T) {
	b, grids := staleBook(nil,
		Formula{Row: 1, Col: 0, Text: "Leads!D7", Shared: -1},
		Formula{Row: 2, Col: 0, Text: "A1*2", Shared: 4, Ref: "A2:A5"},
		Formula{Row: 3, Col: 0, Shared: 4},
		Formula{Row: 4, Col: 0, Shared: 4},
		Formula{Row: 1, Col: 1, Text: "$A$9:$A$10", Shared: -1, Ref: "B1:B2"},
		Formula{Row: 1, Col: 2, Text: "A1:A2", Shared: -1, Ref: "C1:C2"},
		Formula{Row: 9, Col: 3, Text: "C2", Shared: -1},
		Formula{Row: 9, Col: 4, Text: "B2", Shared: -1},
	)
	w := Written{}
	w.Add("Leads", [][2]int{{7, 3}})
	var got []string
	for at := range b.Stale(grids, w)["mine"] {
		got = append(got, area{at[0], at[1], at[0], at[1]}.String())
	}
	slices.Sort(got)
	if want := "A1 A2 A3 A4 C1 C2 D9"; strings.Join(got, " ") != want {
		t.Errorf("stale are %v, it should be %s", got, want)
	}
}

// A table (ListObject) is known by its name, and rows below it belong to it, since it grows by them. A table of what-if
// results depends on its inputs.
func TestStale_TablesAndWhatIf(t *testing.T) {
	raw := testBook(t, map[string]string{
		"xl/worksheets/sheet1.xml": sheetXML(`<row r="2"><c r="D2"><v>1</v></c></row>`, `<tableParts count="1"><tablePart `+
			`r:id="rId1"/></tableParts>`),
		"xl/worksheets/_rels/sheet1.xml.rels": relsXMLOf("table", "../tables/table1.xml"),
		"xl/tables/table1.xml": `<table xmlns="` + mainNS + `" id="1" name="tblLeads" displayName="tblLeads" ` +
			`ref="A1:E6"><tableColumns count="1"><tableColumn id="1" name="a"/></tableColumns></table>`,
		"xl/worksheets/sheet2.xml": sheetXML(`<row r="1">`+
			`<c r="A1"><f>SUM(tblLeads[Value])</f><v>1</v></c>`+
			`<c r="B1"><f>ROWS(tblLeads[[#All],[Value]:[Name]])+1</f><v>1</v></c>`+
			`<c r="C1"><f>SUM(other[Value])</f><v>1</v></c>`+
			`<c r="D1"><f>Leads!D7</f><v>1</v></c></row>`+
			`<row r="5"><c r="B5"><f t="dataTable" ref="B5:B9" dt2D="0" dtr="0" r1="D1"/><v>3</v></c>`+
			`<c r="F5"><f t="dataTable" ref="F5:F9" dt2D="0" dtr="0" r1="Z1"/><v>3</v></c></row>`, ""),
	}, "Leads", "Mine")
	b, err := Open(raw)
	if err != nil {
		t.Fatal(err)
	}
	var grids []*Grid
	for _, s := range b.Sheets {
		g, err := b.Scan(s, nil)
		if err != nil {
			t.Fatal(err)
		}
		grids = append(grids, g)
	}
	w := Written{}
	w.Add("Leads", [][2]int{{7, 3}})
	stale := b.Stale(grids, w)["mine"]
	for ref, want := range map[string]bool{"A1": true, "B1": true, "C1": true, "D1": true, "B5": true, "F5": false} {
		row, col, _ := parseRef(ref)
		if got := stale[[2]int{row, col}]; got != want {
			t.Errorf("%s: stale %v, it should be %v", ref, got, want)
		}
	}
}

// Programs are told to compute formulas whose results were taken out, in each form that a workbook part may have.
func TestComputeOnLoad(t *testing.T) {
	for was, want := range map[string]string{
		`<workbook><sheets/><calcPr calcId="1"/></workbook>`:                       `<workbook><sheets/><calcPr calcId="1" fullCalcOnLoad="1"/></workbook>`,
		`<workbook><sheets/><calcPr fullCalcOnLoad="0"/></workbook>`:               `<workbook><sheets/><calcPr fullCalcOnLoad="1"/></workbook>`,
		`<x:workbook><x:sheets><x:sheet/></x:sheets><x:pivotCaches/></x:workbook>`: `<x:workbook><x:sheets><x:sheet/></x:sheets><x:calcPr fullCalcOnLoad="1"/><x:pivotCaches/></x:workbook>`,
		`<workbook><sheets/><definedNames><definedName/></definedNames></workbook>`: `<workbook><sheets/><definedNames><definedName/></definedNames>` +
			`<calcPr fullCalcOnLoad="1"/></workbook>`,
	} {
		d := &Draft{main: []byte(was)}
		d.ComputeOnLoad()
		if got := string(d.main); got != want {
			t.Errorf("%s becomes %s", was, got)
		}
	}
}
