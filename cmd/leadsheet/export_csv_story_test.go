package main

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"leadsheet/sheets/sheetstest"
)

// What a sender wrote is no formula in any CSV file that somebody makes of an export, and telephone numbers stay as they
// are. The workbook of the team keeps the texts as they were sent.
func TestStoryExportAsCSV(t *testing.T) {
	t.Parallel()
	in := offline(t)
	at := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	in.drop("1.csv", "Name,Email,Phone,Message\n"+
		"=cmd|' /C calc'!A0,a@one.example,+49 89 1234567,\"=HYPERLINK(\"\"http://x.example\"\",\"\"more\"\")\"\n"+
		"@SUM(1+1),b@one.example,(030) 901820,\" =1+1\"\n-2+3+cmd|' /C calc'!A0,c@one.example,,\"\t+A1\"\n", at)
	in.run("once", "--at", "2026-11-20T08:05:00Z")
	if r := in.row("Leads", "Email", "a@one.example"); !strings.HasPrefix(r["Name"], "=cmd") {
		t.Errorf("the workbook holds %q", r["Name"])
	}
	out := filepath.Join(in.dir, "owner.xlsx")
	in.run("export", "-o", out)
	files, err := filepath.Glob(filepath.Join(sheetstest.LibreOffice(t, out, everySheet), "*.csv"))
	if err != nil || len(files) < 3 {
		t.Fatalf("the export became %v (%v)", files, err)
	}
	texts, phones := 0, 0
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		reader := csv.NewReader(f)
		reader.FieldsPerRecord = -1
		rows, err := reader.ReadAll()
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			for _, cell := range row {
				switch text := strings.TrimLeft(cell, " \t\""); {
				case text == "+49 89 1234567":
					phones++
				case text != "" && strings.ContainsRune("=+-@", rune(text[0])) && strings.ContainsAny(text, "ABCM|("):
					t.Errorf("%s: %q would be computed", filepath.Base(name), cell)
				case strings.HasPrefix(text, "'="), strings.HasPrefix(text, "'@"), strings.HasPrefix(text, "'-"):
					texts++
				}
			}
		}
	}
	if texts < 4 || phones == 0 {
		t.Errorf("%d neutral texts, %d telephone numbers", texts, phones)
	}
}
