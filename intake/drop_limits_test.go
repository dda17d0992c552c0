package intake_test

import (
	"archive/zip"
	"bytes"
	"slices"
	"strings"
	"testing"

	"leadsheet/lead"
)

// bomb is a workbook of a few hundred kilobytes with one text of 250 MB.
func bomb(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range []struct{ name, text string }{
		{"[Content_Types].xml", "<Types/>"},
		{"xl/workbook.xml", `<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`},
		{"xl/worksheets/sheet1.xml", `<worksheet><sheetData><row><c t="inlineStr"><is><t>Name</t></is></c></row><row><c t="inlineStr"><is><t>` + strings.Repeat("a", 250<<20) + `</t></is></c></row></sheetData></worksheet>`},
	} {
		w, err := z.Create(f.name)
		if err == nil {
			_, err = w.Write([]byte(f.text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// What is refused is a row that says what to do, and holds nothing up.
func TestDrop_TooLargeFilesBecomeRows(t *testing.T) {
	f := newFolder(t)
	f.put("bomb.xlsx", bomb(t))
	f.put("lines.csv", strings.Repeat("\n", 20<<20))
	f.put("zeros.csv", strings.Repeat("\x00", 20<<20))
	f.put("rows.csv", head+strings.Repeat("1,2026-01-02 03:04:05,,A,a@example.com,x\n", 300_001))
	f.put("good.csv", head+entry(1, "Ada", "a shed"))
	got := f.take()
	if len(got) != 5 || !slices.Contains(named(got), "Ada") {
		t.Fatalf("%+v", got)
	}
	for name, want := range map[string]string{"bomb.xlsx": "export a shorter period, or save the sheet as .csv", "lines.csv": "nothing was read of lines.csv", "zeros.csv": "download it again",
		"rows.csv": "more than 300000 rows; export a shorter period"} {
		i := slices.IndexFunc(got, func(in lead.Inquiry) bool { return in.Subject == name })
		if i < 0 || !strings.HasPrefix(got[i].Key, "x:") || !strings.Contains(got[i].Problem+got[i].Ignore, want) || name != "lines.csv" && got[i].Kind != lead.Unreadable {
			t.Errorf("%s: %+v", name, got)
		}
	}
	f.restart()
	if again := f.take(); len(again) != 0 {
		t.Errorf("after a restart came %+v", again)
	}
}

// Of a very large export a pass gets what it can take, the oldest first, and in the end all of it has come, once.
func TestDrop_LargeExportInSeveralPasses(t *testing.T) {
	f := newFolder(t)
	const rows = 5_000
	var b strings.Builder
	b.WriteString("Submission ID,Name,Email,Message\n")
	for i := range rows {
		b.WriteString(strings.ReplaceAll("#,N#,n#@example.com,hello #\n", "#", string(rune('a'+i%26))+strings.Repeat("x", i/26%40)+string(rune('a'+i/1040))))
	}
	f.put("large.csv", b.String())
	f.put("copy.csv", strings.Replace(b.String(), "Submission ID,Name", "Submission ID,Name", 1)+"zz,Zoe,zoe@example.com,hi\n")
	total, passes := 0, 0
	for {
		got := f.take()
		if len(got) == 0 {
			break
		}
		if len(got) > 2_100 {
			t.Fatalf("%d at once", len(got))
		}
		total, passes = total+len(got), passes+1
		if passes == 2 {
			f.restart()
		}
	}
	if total != rows+1 || len(f.sums) != 2 {
		t.Errorf("%d records in %d passes, %q", total, passes, f.sums)
	}
}
