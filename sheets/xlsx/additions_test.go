package xlsx

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"leadsheet/sheets/sheetstest"
)

// threads are a conversation about a cell and who takes part in it, as Excel 365 keeps them. excelize cannot make them.
var threads = map[string]string{
	"xl/threadedComments/threadedComment1.xml": `<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">` +
		`<threadedComment ref="B2" dT="2026-11-25T10:00:00.00" personId="{6A1D2B1C-0000-4000-8000-000000000001}" ` +
		`id="{6A1D2B1C-0000-4000-8000-000000000011}"><text>Has she paid? &amp; when</text></threadedComment></ThreadedComments>`,
	"xl/persons/person.xml": `<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">` +
		`<person displayName="Ben" id="{6A1D2B1C-0000-4000-8000-000000000001}" userId="ben@example.com" providerId="AD"/></personList>`,
}

// addToTable is what people add to the tab of the leads.
func addToTable(f *excelize.File) error {
	var dot bytes.Buffer
	if err := png.Encode(&dot, image.NewRGBA(image.Rect(0, 0, 2, 2))); err != nil {
		return err
	}
	list := excelize.NewDataValidation(true)
	list.Sqref = "C2:C3"
	if err := list.SetRange(1, 9, excelize.DataValidationTypeWhole, excelize.DataValidationOperatorBetween); err != nil {
		return err
	}
	series := []excelize.ChartSeries{{Name: "Leads!$F$1", Values: "Leads!$F$2:$F$3"}}
	for _, err := range []error{
		f.AddChart("Leads", "K2", &excelize.Chart{Type: excelize.Col, Series: series}),
		f.AddPictureFromBytes("Leads", "K20", &excelize.Picture{Extension: ".png", File: dot.Bytes()}),
		f.AddComment("Leads", excelize.Comment{Cell: "B2", Author: "Ben", Text: "call her"}),
		f.AddDataValidation("Leads", list),
		f.SetConditionalFormat("Leads", "F2:F3", []excelize.ConditionalFormatOptions{{Type: "data_bar", Criteria: "=",
			MinType: "min", MaxType: "max", BarColor: "#638EC6", BarSolid: true}}), // kept among the extensions
		f.AddSparkline("Leads", &excelize.SparklineOptions{Location: []string{"H2"}, Range: []string{"Leads!E2:F2"}}),
		f.ProtectSheet("Leads", &excelize.SheetProtectionOptions{Password: "x", EditScenarios: true}),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}

// addTab is a tab of people with all that excelize can put there.
func addTab(f *excelize.File) error {
	if _, err := f.NewSheet("Mine"); err != nil {
		return err
	}
	for i, row := range []*[]any{{"Area", "Sum"}, {"North", 4}, {"South", 5}} {
		if err := f.SetSheetRow("Mine", name(1, i+1), row); err != nil {
			return err
		}
	}
	for _, err := range []error{
		f.AddTable("Mine", &excelize.Table{Range: "A1:B3", Name: "Areas"}),
		f.AddPivotTable(&excelize.PivotTableOptions{DataRange: "Mine!A1:B3", PivotTableRange: "Mine!E1:H9",
			Rows: []excelize.PivotTableField{{Data: "Area"}}, Data: []excelize.PivotTableField{{Data: "Sum"}}}),
		f.AddSlicer("Mine", &excelize.SlicerOptions{Name: "Area", Cell: "K1", TableSheet: "Mine", TableName: "Areas"}),
		f.MergeCell("Mine", "A9", "B9"),
		f.SetCellHyperLink("Mine", "A12", "https://example.com/", "External"),
		f.ProtectSheet("Mine", &excelize.SheetProtectionOptions{Password: "x"}),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}

// Whatever people have put into the tab of the leads and beside it keeps its bytes when a lead is taken in. In that
// tab, what stands behind the rows differs by where ranges end.
func TestCommit_WhatPeopleAddedStays(t *testing.T) {
	path := filepath.Join(t.TempDir(), "leads.xlsx")
	b := begin(t, path, Options{})
	add(t, b, read(t, b), "L-2")
	people{t: t, path: path}.do("Leads", func(f *excelize.File, _ [][]string) error {
		if err := addToTable(f); err != nil {
			return err
		}
		return addTab(f)
	})
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	raw = sheetstest.EditParts(t, raw, func(_, text string) string { return text }, "xl/threadedComments/threadedComment1.xml",
		"xl/persons/person.xml", "xl/vbaProject.bin")
	raw = sheetstest.EditParts(t, raw, func(name, text string) string {
		rel := func(kind, target string) string {
			return strings.Replace(text, "</Relationships>",
				`<Relationship Id="rIdT" Type="http://schemas.microsoft.com/office/2017/10/`+
					`relationships/`+kind+`" Target="`+target+`"/></Relationships>`, 1)
		}
		switch {
		case threads[name] != "":
			return threads[name]
		case name == "xl/worksheets/_rels/sheet1.xml.rels":
			return rel("threadedComment", "../threadedComments/threadedComment1.xml")
		case name == "xl/_rels/workbook.xml.rels":
			return rel("person", "persons/person.xml")
		}
		return text
	})
	if err := os.WriteFile(path, raw, 0o644); err != nil {
		t.Fatal(err)
	}
	if b, err = Open(path, Options{}); err != nil {
		t.Fatal(err)
	}
	if err := b.Ensure(context.Background(), sheetstest.Layout()); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"L-3", "L-4"} {
		add(t, b, read(t, b), id)
	}
	now, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	was, is := partsOf(t, raw), partsOf(t, now)
	kinds := map[string]bool{}
	for part, text := range was {
		kinds[filepath.Base(filepath.Dir(part))] = true
		if part != "xl/worksheets/sheet1.xml" && part != "xl/workbook.xml" && is[part] != text {
			t.Errorf("%s has changed", part)
		}
	}
	for _, kind := range []string{"charts", "drawings", "media", "pivotCache", "pivotTables", "slicerCaches", "slicers",
		"tables", "threadedComments", "persons"} {
		if !kinds[kind] {
			t.Errorf("the workbook has no %s", kind)
		}
	}
	behind := func(text string) string { return text[strings.Index(text, "</sheetData>"):] }
	from, to := behind(was["xl/worksheets/sheet1.xml"]), behind(is["xl/worksheets/sheet1.xml"])
	for _, grown := range []string{`sqref="C2:C5"`, `<xm:sqref>F2:F5</xm:sqref>`} {
		if !strings.Contains(to, grown) {
			t.Errorf("%s is missing", grown)
		}
	}
	numbers := regexp.MustCompile(`[0-9]+`)
	if numbers.ReplaceAllString(from, "#") != numbers.ReplaceAllString(to, "#") {
		t.Errorf("behind the rows stood\n%s\nand stands\n%s", from, to)
	}
}
