package closeup

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestFormula(t *testing.T) {
	d := Dropped{3, 4, 8}
	for text, want := range map[string]string{
		"I5*1.1":                        "I3*1.1",
		"$I$5+I2":                       "$I$3+I2",
		"SUM(I2:I9)":                    "SUM(I2:I6)",
		"SUM(I2:I8)+SUM(I8:I9)":         "SUM(I2:I5)+SUM(I6:I6)",
		"SUM(I:I)*LOG10(5)":             "SUM(I:I)*LOG10(5)",
		"Leads!I5+'My I5'!I5:I9+I5":     "Leads!I5+'My I5'!I5:I9+I3",
		"IF(A9=&quot;I9&quot;,I9,Q1_X)": "IF(A6=&quot;I9&quot;,I6,Q1_X)",
		`"I9"&amp;I9`:                   `"I9"&amp;I6`,
		"Table1[I9]+I9":                 "Table1[I9]+I6",
		"&apos;a!b&apos;!I9+I9":         "&apos;a!b&apos;!I9+I6",
		"1E5+ABCD9+I1048577":            "1E5+ABCD9+I1048577",
	} {
		if got := d.Formula(text); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

const sheet = `<worksheet><dimension ref="A1:C6"/><sheetData><row r="1"><c r="A1" t="s"><v>1</v></c></row>` +
	`<row r="2"><c r="A2"><v>2</v></c><c r="C2"><f>SUM(A2:A6)</f><v>9</v></c></row><row r="3"/>` +
	`<row r="5" ht="30" customHeight="1"><c r="A5" s="4"><v>5</v></c><c r="C5"><f t="shared" ref="C5:C6" si="0">A5*2</f></c></row>` +
	`<row r="6"><c r="A6"><v>6</v></c><c r="C6"><f t="shared" si="0"/></c></row></sheetData>` +
	`<mergeCells><mergeCell ref="A8:B9"/></mergeCells><hyperlinks><hyperlink ref="A6" r:id="rId1"/></hyperlinks></worksheet>`

func TestRows(t *testing.T) {
	got, err := Rows([]byte(sheet), Dropped{3, 4})
	if err != nil {
		t.Fatal(err)
	}
	want := `<worksheet><dimension ref="A1:C6"/><sheetData><row r="1"><c r="A1" t="s"><v>1</v></c></row>` +
		`<row r="2"><c r="A2"><v>2</v></c><c r="C2"><f>SUM(A2:A4)</f><v>9</v></c></row>` +
		`<row r="3" ht="30" customHeight="1"><c r="A3" s="4"><v>5</v></c><c r="C3"><f t="shared" ref="C3:C4" si="0">A3*2</f></c></row>` +
		`<row r="4"><c r="A4"><v>6</v></c><c r="C4"><f t="shared" si="0"/></c></row></sheetData>` +
		`<mergeCells><mergeCell ref="A6:B7"/></mergeCells><hyperlinks><hyperlink ref="A4" r:id="rId1"/></hyperlinks></worksheet>`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestRows_WhatStays(t *testing.T) {
	for _, c := range []struct {
		what, sheet string
		d           Dropped
		want        error
	}{
		{"a formula in the row", sheet, Dropped{5}, ErrFormula},
		{"merged cells", sheet, Dropped{9}, ErrMerged},
		{"within merged cells", strings.Replace(sheet, "A8:B9", "A2:A6", 1), Dropped{3}, ErrMerged},
		{"an array over the row", strings.Replace(sheet, "<f>SUM(A2:A6)", `<f t="array" ref="C2:C4">A2:A4`, 1), Dropped{3}, ErrFormula},
		{"rows without numbers", strings.Replace(sheet, `<row r="5"`, "<row", 1), Dropped{3}, ErrUnnumbered},
		{"comments in the file", strings.Replace(sheet, `<row r="3"/>`, "<!-- x -->", 1), Dropped{3}, ErrUnnumbered},
	} {
		if _, err := Rows([]byte(c.sheet), c.d); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v", c.what, err)
		}
	}
}

func TestNotes(t *testing.T) {
	d := Dropped{3, 4}
	got := Notes([]byte(`<comment ref="B2" a="1"/><comment authorId="0" ref="B7"/><threadedComment ref="C9"/>`), d)
	if want := `<comment ref="B2" a="1"/><comment authorId="0" ref="B5"/><threadedComment ref="C7"/>`; string(got) != want {
		t.Errorf("got %s", got)
	}
	if got := Notes([]byte(`<x:Row>1</x:Row><x:Row>6</x:Row>`), d); string(got) != `<x:Row>1</x:Row><x:Row>4</x:Row>` {
		t.Errorf("got %s", got)
	}
}

// Where a row is now and where it was say the same.
func TestDropped_ThereAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var d Dropped
		for row := range 30 {
			if rapid.Bool().Draw(t, "dropped") {
				d = append(d, row+1)
			}
		}
		for row := 1; row < 40; row++ {
			if now := d.Now(row); !d.Has(row) && d.Was(now) != row {
				t.Fatalf("%v: row %d is now %d, which was %d", d, row, now, d.Was(now))
			}
		}
	})
}
