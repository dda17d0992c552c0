package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"leadsheet/sheets/sheetstest"
)

// everySheet is LibreOffice's name for CSV with every sheet in a file of its own, values as they are formatted.
const everySheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"

// lastOfPast is the number of the last lead that was there before the demo's mails came in.
const lastOfPast = 1148

// The demo's workbook, opened by a second program, has the leads of its past, those that came in and no others, and
// prints.
func TestDemoInLibreOffice(t *testing.T) {
	dir := t.TempDir()
	var out, errs bytes.Buffer
	if code := run(context.Background(), []string{"demo", "--dir", dir}, &out, &errs); code != exitOK {
		t.Fatalf("exit code %d\n%s", code, errs.String())
	}
	book := filepath.Join(dir, "leads.xlsx")
	office := sheetstest.StartLibreOffice(t)
	tables, err := filepath.Glob(filepath.Join(office.Convert(t, book, everySheet), "*-Leads.csv"))
	if err != nil || len(tables) != 1 {
		t.Fatalf("tables %v (%v)", tables, err)
	}
	f, err := os.Open(tables[0])
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	past := 0
	for _, r := range rows[1:] {
		if at, _ := strconv.Atoi(strings.TrimPrefix(r[0], "L-")); at > 0 && at <= lastOfPast {
			past++
		} else if strings.Join(r, "") != "" {
			got = append(got, r[slices.Index(rows[0], "Name")]+" "+r[slices.Index(rows[0], "Email")])
		}
	}
	if want := lastOfPast - 1000 - 1; past != want { // somebody has deleted one
		t.Errorf("%d leads of the past, not %d", past, want)
	}
	sort.Strings(got)
	want := []string{
		"Aisha Rahman aisha@lumen-lamps.example",
		"Claire Dubois claire@dubois-optique.example",
		"Elena Petrova elena@petrova-dance.example",
		"Greta Möller greta@moeller-keramik.example",
		"Jürgen Weiß j.weiss@weiss-schreinerei.example",
		"Maria Keller maria.keller@keller-gardens.example",
		"Samuel Okoye sam.okoye@okoye-foods.example",
		"Tom Becker tom.becker@becker-roofing.example",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("leads (-want +got):\n%s", diff)
	}
	pages, err := filepath.Glob(filepath.Join(office.Convert(t, book, "pdf"), "*.pdf"))
	if err != nil || len(pages) != 1 {
		t.Errorf("printed: %v (%v)", pages, err)
	}
}
