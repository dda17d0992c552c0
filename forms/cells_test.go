package forms

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"leadsheet/lead"
)

// An address that is only behind a cell's link is read; what the cell says is kept.
func TestAddressesBehindLinks(t *testing.T) {
	f := excelize.NewFile()
	rows := [][]any{{"Timestamp", "Name", "Email", "Message"}, {"2026-03-14 14:05:00", "Al Bee", "write to Al", "roof"},
		{"2026-03-14 15:05:00", "Bo Cee", "bo@cee.example", "wall"}, {"2026-03-14 16:05:00", "Cy Dee", "here", "door"}}
	for i, r := range rows {
		if err := f.SetSheetRow("Sheet1", "A"+string(rune('1'+i)), &r); err != nil {
			t.Fatal(err)
		}
	}
	for cell, link := range map[string]string{"C2": "mailto:al@bee.example?subject=x", "C3": "mailto:other@cee.example", "C4": "https://x.example/"} {
		if err := f.SetCellHyperLink("Sheet1", cell, link, "External"); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	e, err := Read(b.Bytes(), Options{Name: "form.xlsx", Modified: modified})
	if err != nil || len(e.Inquiries) != 3 {
		t.Fatalf("%+v, %v", e, err)
	}
	for i, want := range []string{"al@bee.example", "bo@cee.example", ""} {
		if got := e.Inquiries[i].Email; got != want {
			t.Errorf("row %d: %q, want %q", i+2, got, want)
		}
	}
	if a := e.Inquiries[0].Answers; len(a) != 1 || a[0] != (lead.Answer{Question: "Email", Value: "write to Al"}) {
		t.Errorf("%q", a)
	}
}

// What a spreadsheet shows for a formula that fails is a blank cell.
func TestErrorCellsAreBlank(t *testing.T) {
	q := read(t, "Name,Email,Company,Phone,City\nAl Bee,al@bee.example,#N/A,#REF!,#NAME?\n").Inquiries[0]
	if q.Company != "" || q.Phone != "" || len(q.Answers) != 0 || q.Problem != "" {
		t.Errorf("%+v", q)
	}
	if q := read(t, "Name,Email,Message\nAl Bee,al@bee.example,#1 roof\n").Inquiries[0]; !strings.Contains(q.Need, "#1") {
		t.Errorf("%+v", q)
	}
}
