package xlsx

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"leadsheet/sheets"
	"leadsheet/sheets/sheetstest"
)

// withPart is a workbook with one part changed.
func withPart(t *testing.T, raw []byte, part string, change func(string) string) []byte {
	t.Helper()
	return sheetstest.EditParts(t, raw, func(name, text string) string {
		if name == part {
			return change(text)
		}
		return text
	})
}

// A workbook that is made to fill the machine is refused, and nothing is written; so is one that a part of which would
// be taken for a shorter one.
func TestLimit_TooLargeWorkbookIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "leads.xlsx")
	begin(t, path, Options{}).Close()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const sheet = "xl/worksheets/sheet1.xml"
	row := func(cells string) func(string) string {
		return func(s string) string {
			return strings.Replace(s, "</sheetData>", `<row r="50">`+cells+"</row></sheetData>", 1)
		}
	}
	long := withPart(t, raw, sheet, row(`<c r="A50" t="inlineStr"><is><t>`+strings.Repeat("a", 5<<20)+"</t></is></c>"))
	liar := withPart(t, raw, sheet, row(strings.Repeat("<c><v>1</v></c>", 4<<20)))
	for at := 0; ; at += 4 {
		i := bytes.Index(liar[at:], []byte("PK\x01\x02"))
		if i < 0 {
			break
		}
		if at += i; bytes.HasPrefix(liar[at+46:], []byte(sheet)) {
			binary.LittleEndian.PutUint32(liar[at+24:], 5000)
		}
	}
	for name, c := range map[string]struct {
		raw  []byte
		want string
	}{
		"a long text": {long, "longer than a megabyte"},
		"a long tag": {withPart(t, raw, sheet, row(`<c a="`+strings.Repeat("a", 5<<20)+`"/>`)),
			"longer than a megabyte"},
		"a very long text": {withPart(t, raw, sheet,
			row(`<c r="A50" t="inlineStr"><is><t>`+strings.Repeat("a", 300<<20)+"</t></is></c>")),
			"far larger unpacked"},
		"many cells":           {withPart(t, raw, sheet, row(strings.Repeat("<c/>", 40<<20))), "far larger unpacked"},
		"an archive that lies": {liar, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if err := os.WriteFile(path, c.raw, 0o644); err != nil {
				t.Fatal(err)
			}
			b, err := Open(path, Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer b.Close()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err = b.Read(context.Background(), "Leads")
			runtime.ReadMemStats(&after)
			if !errors.Is(err, sheets.ErrUnsupported) || !strings.Contains(err.Error(), c.want) ||
				!strings.Contains(err.Error(), "restore a copy") {
				t.Errorf("read with %v", err)
			}
			if got := (after.TotalAlloc - before.TotalAlloc) >> 20; got > 400 {
				t.Errorf("it cost %d MB", got)
			}
			if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, c.raw) {
				t.Error("the file was changed")
			}
		})
	}
}

// A workbook of very many leads is nothing of that kind.
func TestLimit_LargeWorkbookOpens(t *testing.T) {
	path := filepath.Join(t.TempDir(), "leads.xlsx")
	begin(t, path, Options{}).Close()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for i := range 20_000 {
		b.WriteString(strings.Replace(`<row r="%"><c r="A%" t="inlineStr"><is><t>L-%</t></is></c><c r="B%" t="inlineStr"><is><t>Customer %</t></is></c>`+
			strings.Repeat(`<c r="C%" s="3"/>`, 20)+"</row>", "%", strconv.Itoa(100+i), -1))
	}
	raw = withPart(t, raw, "xl/worksheets/sheet1.xml", func(s string) string {
		return strings.Replace(s, "</sheetData>", b.String()+"</sheetData>", 1)
	})
	wb, err := parse(raw, nil)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(wb.byName["leads"].Rows); n < 20_000 {
		t.Errorf("%d rows", n)
	}
}
