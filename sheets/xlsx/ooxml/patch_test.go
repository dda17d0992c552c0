package ooxml

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"leadsheet/lead"
	"leadsheet/sheets/xlsx/ooxml/refer"
)

// edited patches the first worksheet of a workbook: two rows below its content and a cell in its last row.
func edited(t *testing.T, raw []byte) (before *Book, sheet int, e SheetEdit, after []byte) {
	t.Helper()
	b, err := Open(raw)
	if r := (*Refusal)(nil); errors.As(err, &r) {
		t.Skip(r.Why)
	}
	if err != nil {
		t.Fatal(err)
	}
	sheet = slices.IndexFunc(b.Sheets, func(s Sheet) bool { return s.Part != "" })
	if sheet < 0 {
		t.Skip("it has no worksheet")
	}
	g, err := b.Scan(b.Sheets[sheet], nil)
	if err != nil {
		t.Fatal(err)
	}
	last := 1
	if n := len(g.Rows); n > 0 {
		last = g.Rows[n-1].Num
	}
	col := 0
	for g.At(last, col).Formula {
		col++
	}
	e = SheetEdit{
		Cells: []CellEdit{
			{Row: last, Col: col, Value: lead.TextValue("changed <&> \"it\"\n_x000D_")},
			{Row: last + 1, Col: 0, Value: lead.NumberValue(12.5)},
			{Row: last + 1, Col: 1, Value: lead.BoolValue(true)},
			{Row: last + 2, Col: 0, Value: lead.Value{Kind: lead.Date, Num: 46352.5}},
		},
		Heights:    map[int]float64{last + 2: 30},
		Grow:       Growth{Header: 1, From: last, To: last + 2, Right: 5},
		DateFormat: "yyyy-mm-dd", TimeFormat: "yyyy-mm-dd hh:mm",
	}
	d, err := b.NewDraft()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Patch(sheet, g, e); err != nil {
		if r := (*Refusal)(nil); errors.As(err, &r) {
			t.Skip(r.Why)
		}
		t.Fatal(err)
	}
	d.SetName("leadsheet_generation", `"1 a b 2 3"`)
	after, err = d.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Compare(after); err != nil {
		t.Fatal(err)
	}
	return b, sheet, e, after
}

// A pass changes the sheet, the stamp, and what grows with the table. All other parts of every maker's workbook keep
// their bytes, and excelize reads the same cells as before but for those that were written.
func TestPatch_WorkbooksOfOtherMakers(t *testing.T) {
	corpus(t, func(t *testing.T, raw []byte) {
		b, sheet, e, after := edited(t, raw)
		now, err := Open(after)
		if err != nil {
			t.Fatal(err)
		}
		for k, f := range b.archive.byName {
			may := k == partKey(b.main) || k == partKey(b.styles) || k == partKey(b.Sheets[sheet].Part) ||
				strings.HasPrefix(k, "xl/tables/")
			if !may && !b.Same(now, k) {
				t.Errorf("part %s has changed", f.Name)
			}
		}
		if len(now.archive.files) != len(b.archive.files) {
			t.Errorf("%d parts, then %d", len(b.archive.files), len(now.archive.files))
		}
		written := map[[2]int]lead.Value{}
		for _, c := range e.Cells {
			written[[2]int{c.Row, c.Col}] = c.Value
		}
		for _, s := range now.Sheets {
			if s.Part != "" {
				compareSheets(t, b, now, s, s.Title == b.Sheets[sheet].Title, written)
			}
		}
	})
}

func compareSheets(t *testing.T, was, now *Book, s Sheet, edited bool, written map[[2]int]lead.Value) {
	t.Helper()
	old, err := was.Scan(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	g, err := now.Scan(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	cells := map[[2]int]bool{}
	for _, of := range []*Grid{old, g} {
		for _, r := range of.Rows {
			for _, c := range r.Cells {
				cells[[2]int{r.Num, c.Col}] = true
			}
		}
	}
	for at := range cells {
		want := old.At(at[0], at[1]).Value
		if v, ok := written[at]; ok && edited {
			want = v
		}
		if got := g.At(at[0], at[1]).Value; !got.Equal(want) {
			t.Errorf("%s row %d column %d: %+v, it should be %+v", s.Title, at[0], at[1], got, want)
		}
	}
}

// What was patched can be opened by excelize, which reads what was written.
func TestPatch_ExcelizeReadsTheResult(t *testing.T) {
	corpus(t, func(t *testing.T, raw []byte) {
		if f, err := excelize.OpenReader(bytes.NewReader(raw)); err != nil {
			t.Skip(err)
		} else {
			f.Close()
		}
		b, sheet, e, after := edited(t, raw)
		f, err := excelize.OpenReader(bytes.NewReader(after), excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		rows, err := f.GetRows(b.Sheets[sheet].Title)
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) == 0 {
			t.Skip("excelize reads no rows of it")
		}
		c := e.Cells[0]
		if c.Row > len(rows) || c.Col >= len(rows[c.Row-1]) || rows[c.Row-1][c.Col] != c.Value.Text {
			t.Errorf("excelize reads %q", rows[min(c.Row, len(rows))-1])
		}
	})
}

const testStyles = `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="3">` +
	`<xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="0" fillId="1"/></cellXfs></styleSheet>`

// Any edits of any sheet, written by any program: the patched sheet holds the edits and all else as it was.
func TestPatch_IsAnEdit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		prefix := rapid.SampledFrom([]string{"", "x:"}).Draw(t, "prefix")
		refs := rapid.Bool().Draw(t, "refs")
		model, data := drawSheet(t, prefix, refs)
		g, err := ScanSheet(data, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		compareModel(t, g, model, "before")
		e := SheetEdit{}
		for range rapid.IntRange(0, 8).Draw(t, "edits") {
			row, col := rapid.IntRange(1, 12).Draw(t, "row"), rapid.IntRange(0, 30).Draw(t, "col")
			v := lead.TextValue(rapid.StringMatching(`[a-z<&>" ]{0,8}`).Draw(t, "text"))
			at := [2]int{row, col}
			if slices.ContainsFunc(e.Cells, func(c CellEdit) bool { return c.Row == row && c.Col == col }) {
				continue
			}
			e.Cells = append(e.Cells, CellEdit{Row: row, Col: col, Value: v})
			if delete(model, at); v.Text != "" {
				model[at] = v.Text
			}
		}
		st, err := ParseStyles([]byte(testStyles))
		if err != nil {
			t.Fatal(err)
		}
		out, err := PatchSheet(data, g, e, st)
		if err != nil {
			t.Fatal(err)
		}
		again, err := ScanSheet(out, nil, g)
		if err != nil {
			t.Fatalf("%v in %s", err, out)
		}
		compareModel(t, again, model, string(out))
		if tail := "<" + prefix + "pageMargins left=\"0.7\"/></" + prefix + "worksheet>"; !bytes.HasSuffix(out, []byte(tail)) {
			t.Errorf("the end has changed: %s", out)
		}
	})
}

// drawSheet draws a sheet as a program may write it: with or without references, with gaps, comments, other prefixes.
func drawSheet(t *rapid.T, prefix string, refs bool) (map[[2]int]string, []byte) {
	model := map[[2]int]string{}
	p := prefix
	var b bytes.Buffer
	fmt.Fprintf(&b, `<?xml version="1.0"?><%sworksheet xmlns="a"><%sdimension ref="A1"/><%ssheetData>`, p, p, p)
	num := 0
	for range rapid.IntRange(0, 6).Draw(t, "rows") {
		num++
		if refs {
			num += rapid.IntRange(0, 2).Draw(t, "gap")
			fmt.Fprintf(&b, `<%srow r="%d" spans="1:3">`, p, num)
		} else {
			fmt.Fprintf(&b, `<%srow>`, p)
		}
		col := 0
		for range rapid.IntRange(0, 5).Draw(t, "cells") {
			text := rapid.StringMatching(`[a-z]{0,4}`).Draw(t, "old")
			ref := ""
			if refs {
				col += rapid.IntRange(0, 2).Draw(t, "skip")
				ref = ` r="` + string(refer.AppendCell(nil, num, col)) + `"`
			}
			comment := rapid.SampledFrom([]string{"", "", "<!-- <row> -->"}).Draw(t, "comment")
			fmt.Fprintf(&b, `%s<%sc%s t="str"><%sv>%s</%sv></%sc>`, comment, p, ref, p, text, p, p)
			if text != "" {
				model[[2]int{num, col}] = text
			}
			col++
		}
		fmt.Fprintf(&b, "</%srow>", p)
	}
	fmt.Fprintf(&b, `</%ssheetData><%spageMargins left="0.7"/></%sworksheet>`, p, p, p)
	return model, b.Bytes()
}

func compareModel(t *rapid.T, g *Grid, model map[[2]int]string, when string) {
	got := map[[2]int]string{}
	for _, r := range g.Rows {
		for _, c := range r.Cells {
			got[[2]int{r.Num, c.Col}] = c.Value.Text
		}
	}
	if !maps.Equal(got, model) {
		t.Fatalf("%v, it should be %v: %s", got, model, when)
	}
}

// FuzzScanSheet reads anything without a crash, and what it can read it can patch and read again.
func FuzzScanSheet(f *testing.F) {
	f.Add([]byte(`<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>a</v></c></row></sheetData></worksheet>`))
	f.Add([]byte(`<x:worksheet><x:sheetData/></x:worksheet>`))
	f.Add([]byte(`<worksheet><sheetData><row><c><f>A1</f><v/></c><c t="inlineStr"><is><r><t>&#65;</t></r></is></c></row></sheetData></worksheet>`))
	st, err := ParseStyles([]byte(testStyles))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		g, err := ScanSheet(data, []string{"shared"}, nil)
		if err != nil {
			return
		}
		e := SheetEdit{Cells: []CellEdit{{Row: 3, Col: 2, Value: lead.TextValue("new")}}}
		out, err := PatchSheet(data, g, e, st)
		if err != nil {
			return
		}
		again, err := ScanSheet(out, []string{"shared"}, g)
		if err != nil {
			t.Fatalf("what was written cannot be read: %v", err)
		}
		if v := again.At(3, 2).Value; v.Text != "new" {
			t.Errorf("it holds %+v", v)
		}
	})
}
