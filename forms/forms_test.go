package forms

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	utf "golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"

	"leadsheet/lead"
)

var modified = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func read(t testing.TB, text string) *Export {
	t.Helper()
	e, err := Read([]byte(text), Options{Modified: modified, Name: "website.csv"})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func keysOf(e *Export) []string {
	var keys []string
	for _, q := range e.Inquiries {
		keys = append(keys, q.Key)
	}
	return keys
}

func TestRowBecomesInquiry(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	text := "Zeitstempel;Vorname;Name;E-Mail-Adresse;Telefon;Firma;Nachricht;Budget;utm_source;utm_campaign\r\n" +
		"13.02.2026 09:30:15;Zoë;Berg;Zoe@Example.com;\"'+49 170 1234567\";Berg & Sohn;\"Hallo;\r\nbitte Angebot\";5000;google;spring\r\n"
	e, err := Read([]byte(text), Options{Zone: berlin, Country: "DE", Modified: modified, Name: "in/website.csv"})
	if err != nil {
		t.Fatal(err)
	}
	if len(e.Inquiries) != 1 || e.Delimiter != ";" || e.Encoding != "utf-8" || len(e.Notes) != 0 {
		t.Fatalf("%+v", e)
	}
	q := e.Inquiries[0]
	want := lead.Inquiry{Key: q.Key, Channel: lead.ByForm, Kind: lead.ExportRow, Received: time.Date(2026, 2, 13, 8, 30, 15, 0, time.UTC),
		From: "zoe@example.com", Subject: "website", Name: "Zoë Berg", Email: "zoe@example.com", Phone: "+49 170 1234567", Company: "Berg & Sohn",
		Need: "Hallo;\nbitte Angebot", Source: "google", Campaign: "spring", Where: "file website.csv, row 2"}
	if !q.Received.Equal(want.Received) || q.Name != want.Name || q.Email != want.Email || q.Phone != want.Phone || q.Company != want.Company || q.Need != want.Need ||
		q.Source != want.Source || q.Campaign != want.Campaign || q.Where != want.Where || q.Subject != want.Subject || q.From != want.From || q.Problem != "" || q.Kind != want.Kind {
		t.Errorf("got  %+v\nwant %+v", q, want)
	}
	if !slices.Equal(q.Answers, []lead.Answer{{Question: "Budget", Value: "5000"}, {Question: "utm_source", Value: "google"}, {Question: "utm_campaign", Value: "spring"}}) {
		t.Errorf("answers %q", q.Answers)
	}
}

func TestMetaExport(t *testing.T) {
	text := "id\tcreated_time\tcampaign_name\tform_name\tis_organic\tplatform\tfull_name\tphone_number\temail\tlead_status\r\n" +
		"l:1000000000000001\t2025-09-12T15:05:13+05:30\tSpring\tQuote\tFALSE\tig\tZoé Ünal\tp:+447700900123\tz@example.com\tCREATED\r\n" +
		"l:1000000000000002\t2025-09-12T15:06:13+05:30\tSpring\tQuote\tFALSE\tfb\t<test lead: dummy data for full_name>\tp:<test lead: dummy data for phone_number>\ttest@fb.com\tCREATED\r\n"
	data, err := utf.UTF16(utf.LittleEndian, utf.UseBOM).NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	e, err := Read(data, Options{Name: "leads.csv"})
	if err != nil || len(e.Inquiries) != 2 || e.Encoding != "utf-16le" || e.Delimiter != "\t" {
		t.Fatalf("%+v %v", e, err)
	}
	q := e.Inquiries[0]
	if q.Name != "Zoé Ünal" || q.Phone != "+447700900123" || q.Source != "Instagram" || q.Campaign != "Spring" || !q.Received.Equal(time.Date(2025, 9, 12, 9, 35, 13, 0, time.UTC)) {
		t.Errorf("%+v", q)
	}
	if e.Inquiries[1].Kind != lead.TestLead || e.Inquiries[1].Ignore == "" {
		t.Errorf("test lead: %+v", e.Inquiries[1])
	}
	// The status that a person changes later, and another zone of the viewer, are the same record.
	again := read(t, strings.NewReplacer("CREATED", "CONVERTED", "15:05:13+05:30", "09:35:13+00:00", "\t", ",").Replace(text))
	if !slices.Equal(keysOf(again), keysOf(e)) {
		t.Error("a re-export has other keys")
	}
}

func TestCumulativeExports(t *testing.T) {
	for name, header := range map[string]string{"with ids": "ID,Date,Name,Email,Message\n", "without": "Score,Date,Name,Email,Message\n"} {
		old := []string{"1,2026-01-02 03:04:05,Ada,ada@example.com,hello\n", "2,2026-01-02 03:04:05,Bob,bob@example.com,hi\n"}
		a := read(t, header+strings.Join(old, ""))
		b := read(t, header+"3,2026-01-03 03:04:05,Eve,eve@example.com,new\n"+old[1]+old[0])
		if len(b.Inquiries) != 3 || b.Inquiries[1].Key != a.Inquiries[1].Key || b.Inquiries[2].Key != a.Inquiries[0].Key || slices.Contains(keysOf(a), b.Inquiries[0].Key) {
			t.Errorf("%s: %q then %q", name, keysOf(a), keysOf(b))
		}
	}
	// Without ids a new question leaves the keys of the old records alone, and equal rows are two records.
	a := read(t, "Name,Email\nAda,ada@example.com\nAda,ada@example.com\n")
	b := read(t, "Name,Email,City\nAda,ada@example.com,\nAda,ada@example.com,\n")
	if !slices.Equal(keysOf(a), keysOf(b)) || a.Inquiries[0].Key == a.Inquiries[1].Key {
		t.Errorf("%q %q", keysOf(a), keysOf(b))
	}
}

func TestDamagedRowsAreKept(t *testing.T) {
	const header = "Name,Email,Message\n"
	cases := []struct {
		name, body string
		names      []string // "" is an unreadable span
	}{
		{"stray opening quote", "Ada,ada@example.com,\"hello\nBob,bob@example.com,hi\nEve,eve@example.com,\"x\"\n", []string{"Ada", "Bob", "Eve"}},
		{"stray opening quote that closes well", "Ada,ada@example.com,\"hello\nBob,bob@example.com,hi\nEve,eve@example.com,x\"\nZoe,zoe@example.com,y\n", []string{"Ada", "Bob", "Eve", "Zoe"}},
		{"quote inside", "Ada,ada@example.com,27\" screen\nBob,bob@example.com,\"a \"b\" c\"\n", []string{"Ada", "Bob"}},
		{"unterminated at the end", "Ada,ada@example.com,hi\nBob,bob@example.com,\"line\nmore\nlast", []string{"Ada", ""}},
		{"lines in a cell", "Ada,ada@example.com,\"one\ntwo, three, four\n\nfive\"\nBob,bob@example.com,hi\n", []string{"Ada", "Bob"}},
		{"short row", "Ada,ada@example.com\nBob,bob@example.com,hi\n", []string{"Ada", "Bob"}},
		{"long row", "Ada,ada@example.com,hi,there,friend\nBob,bob@example.com,hi\n", []string{"Ada", "Bob"}},
	}
	for _, c := range cases {
		e := read(t, header+c.body)
		var names []string
		for _, q := range e.Inquiries {
			names = append(names, q.Name)
			if (q.Kind == lead.Unreadable) != (q.Name == "") || q.Kind == lead.Unreadable && (q.Problem == "" || q.Need == "") {
				t.Errorf("%s: %+v", c.name, q)
			}
		}
		if !slices.Equal(names, c.names) {
			t.Errorf("%s: %q, want %q", c.name, names, c.names)
		}
	}
	long := read(t, header+"Ada,ada@example.com,hi,there,friend\n").Inquiries[0]
	if long.Problem == "" || !slices.Equal(long.Answers, []lead.Answer{{Question: "Column 4", Value: "there"}, {Question: "Column 5", Value: "friend"}}) {
		t.Errorf("surplus: %+v", long)
	}
	nobody := read(t, header+",,just words\n").Inquiries
	if len(nobody) != 1 || nobody[0].Problem == "" {
		t.Errorf("a row without a person: %+v", nobody)
	}
}

func TestShapesOfFiles(t *testing.T) {
	polish, _ := charmap.Windows1250.NewEncoder().String("Imię i nazwisko;E-mail;Wiadomość\r\nŁukasz Żółć;l@example.com;Proszę o ofertę\r\n")
	russian, _ := charmap.Windows1251.NewEncoder().String("Имя;Телефон;Сообщение\r\nИван Петров;+7 912 345 67 89;Здравствуйте\r\n")
	french, _ := charmap.Windows1252.NewEncoder().String("sep=;\r\nPrénom;Nom;E-mail\r\nZoé;Lefèvre;z@example.com\r\n")
	bare, _ := utf.UTF16(utf.LittleEndian, utf.IgnoreBOM).NewEncoder().String("Name\tEmail\nZoé Ünal\tz@example.com\n")
	cases := []struct{ what, text, encoding, delimiter, name string }{
		{"cp1250", polish, "windows-1250", ";", "Łukasz Żółć"},
		{"cp1251", russian, "windows-1251", ";", "Иван Петров"},
		{"cp1252 with sep=", french, "windows-1252", ";", "Zoé Lefèvre"},
		{"utf-16 without a mark", bare, "utf-16le", "\t", "Zoé Ünal"},
		{"a mark and a quoted header", "\xef\xbb\xbf\"Name\",\"Email\"\n\"Ada\",\"a@example.com\"", "utf-8", ",", "Ada"},
		{"carriage returns only", "Name,Email\rAda,a@example.com\r", "utf-8", ",", "Ada"},
		{"pipes", "Name|Email\nAda|a@example.com\n", "utf-8", "|", "Ada"},
		{"rows above the header", "Export of 2026\n\nName;Email\nAda;a@example.com\n", "utf-8", ";", "Ada"},
		{"zero bytes", "Name,Email\nA\x00da,a@example.com\n", "utf-8", ",", "Ada"},
	}
	for _, c := range cases {
		e := read(t, c.text)
		if len(e.Inquiries) != 1 || e.Inquiries[0].Name != c.name || e.Encoding != c.encoding || e.Delimiter != c.delimiter {
			t.Errorf("%s: %s %q %+v", c.what, e.Encoding, e.Delimiter, e.Inquiries)
		}
	}
	repeated := read(t, "\xef\xbb\xbfId,Date,Name,Email\n2,2026-01-02,Bob,bob@example.com\n\xef\xbb\xbfId,Date,Email,Name\n1,2026-01-01,ada@example.com,Ada\n")
	if len(repeated.Inquiries) != 2 || repeated.Inquiries[1].Name != "Ada" {
		t.Errorf("a header in mid-file: %+v", repeated.Inquiries)
	}
	if e := read(t, "Name,,Name,Email\nA,b,C,a@example.com\n"); !slices.Equal(e.Columns, []string{"Name", "Column 2", "Name (2)", "Email"}) {
		t.Errorf("columns %q", e.Columns)
	}
	if e := read(t, ""); len(e.Inquiries) != 0 {
		t.Error("an empty file has inquiries")
	}
}

func TestRefusals(t *testing.T) {
	for _, data := range []string{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "<html><table>", "\n<!DOCTYPE html>", "<?xml version=\"1.0\"?>", "PK\x03\x04broken", "%PDF-1.7"} {
		if _, err := Read([]byte(data), Options{}); !errors.Is(err, ErrRefused) {
			t.Errorf("%q: %v", data, err)
		}
	}
}

func TestWorkbook(t *testing.T) {
	f := excelize.NewFile()
	rows := [][]any{{"ID", "Start time", "Completion time", "Email", "Name", "Your e-mail", "Tel."},
		{1, 46268.7, 46268.75, "anonymous", "Ada", "ada@example.com", "447900900123"}, {2, 46268.8, 46269.5, "anonymous", "Bob", "bob@example.com", "4.479E+11"}}
	for i, r := range rows {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := f.SetSheetRow("Sheet1", cell, &r); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	e, err := Read(b.Bytes(), Options{Name: "form.xlsx"})
	if err != nil || len(e.Inquiries) != 2 {
		t.Fatalf("%+v %v", e, err)
	}
	q := e.Inquiries[0]
	if q.Email != "ada@example.com" || q.Name != "Ada" || q.Phone != "447900900123" || !q.Received.Equal(time.Date(2026, 9, 3, 18, 0, 0, 0, time.UTC)) {
		t.Errorf("%+v", q)
	}
	if e.Inquiries[1].Problem == "" || e.Inquiries[1].Phone != "4.479E+11" {
		t.Errorf("a damaged number: %+v", e.Inquiries[1])
	}
}

func TestDates(t *testing.T) {
	cases := []struct {
		text string
		o    order
		want string
	}{
		{"2026/03/29 1:59:59 AM GMT+1", dayFirst, "2026-03-29T00:59:59Z"},
		{"Mon Sep 08 2025 13:58:23 GMT-0500 (Central Daylight Time)", dayFirst, "2025-09-08T18:58:23Z"},
		{"2025-09-12T15:05:13+0000", dayFirst, "2025-09-12T15:05:13Z"},
		{"2/18/21, 11:08 AM", monthFirst, "2021-02-18T11:08:00Z"},
		{"12/02/2026 19.07.17", dayFirst, "2026-02-12T19:07:17Z"},
		{"8/21/2025 18:44:32", dayFirst, "2025-08-21T18:44:32Z"},
		{"2024-03-12 09:14", dayFirst, "2024-03-12T09:14:00Z"},
		{"01.02.2026", dayFirst, "2026-02-01T00:00:00Z"},
		{"Jan 5, 2026 3:04 PM", dayFirst, "2026-01-05T15:04:00Z"},
		{"1767225600", dayFirst, "2026-01-01T00:00:00Z"},
		{"46268.750949", dayFirst, "2026-09-03T18:01:22Z"},
		{"31/02/2026", dayFirst, ""}, {"yesterday", dayFirst, ""}, {"12", dayFirst, ""}, {"2026-01-01 25:00", dayFirst, ""},
	}
	for _, c := range cases {
		at, ok := parseTime(c.text, c.o, time.UTC, false)
		if got := at.UTC().Format(time.RFC3339); ok != (c.want != "") || ok && got != c.want {
			t.Errorf("%q: %s %v, want %s", c.text, got, ok, c.want)
		}
	}
	us := read(t, "Timestamp,Name,Email\n2/3/2026,Ada,a@example.com\n2/28/2026,Bob,b@example.com\n")
	if us.Inquiries[0].Received.Month() != time.February || len(us.Notes) != 0 {
		t.Errorf("a column with month first: %+v %q", us.Inquiries[0].Received, us.Notes)
	}
	open := read(t, "Timestamp,Name,Email\n2/3/2026,Ada,a@example.com\nsoon,Bob,b@example.com\n4/3/2026,Eve,e@example.com\n")
	if open.Inquiries[0].Received.Month() != time.March || len(open.Notes) != 1 || !open.Inquiries[1].Received.Equal(modified) || open.Inquiries[1].Problem == "" {
		t.Errorf("an open column: %+v %q", open.Inquiries, open.Notes)
	}
}

// The same records in another file, with other columns' order, delimiter and encoding have the same keys.
func TestKeysDependOnContentOnly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.StringMatching(`[a-zé0-9 ,;"'+=@.]{0,12}`)
		headers := []string{"Name", "Email", "Message", "City", "Odd"}
		rows := rapid.SliceOfN(rapid.SliceOfN(cell, 5, 5), 1, 8).Draw(t, "rows")
		for i := range rows {
			rows[i][0], rows[i][1] = "N", "n@example.com"
		}
		write := func(comma string, order []int) string {
			var b strings.Builder
			for _, r := range append([][]string{headers}, rows...) {
				for i, c := range order {
					if i > 0 {
						b.WriteString(comma)
					}
					b.WriteString(`"` + strings.ReplaceAll(r[c], `"`, `""`) + `"`)
				}
				b.WriteString("\r\n")
			}
			return b.String()
		}
		a, err := Read([]byte(write(",", []int{0, 1, 2, 3, 4})), Options{Name: "a.csv"})
		if err != nil {
			t.Fatal(err)
		}
		order := rapid.Permutation([]int{0, 1, 2, 3, 4}).Draw(t, "order")
		text := write(rapid.SampledFrom([]string{",", ";", "\t", "|"}).Draw(t, "comma"), order)
		data, err := utf.UTF16(utf.BigEndian, utf.UseBOM).NewEncoder().Bytes([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		b, err := Read(data, Options{Name: "b.tsv", Country: "US"})
		if err != nil {
			t.Fatal(err)
		}
		if len(a.Inquiries) != len(rows) || !slices.Equal(keysOf(a), keysOf(b)) {
			t.Fatalf("%q\n%q", keysOf(a), keysOf(b))
		}
	})
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"Name,Email\nA,a@example.com\n", "sep=;\nName;Email\n\"a;b\n", "\xff\xfeN\x00", "a|b\n\"\"\"", "Id,Date\n1,46268.75\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<16 || bytes.HasPrefix(data, []byte("PK")) {
			return
		}
		e, err := Read(data, Options{Modified: modified})
		if err != nil {
			return
		}
		seen := map[string]bool{}
		for _, q := range e.Inquiries {
			if q.Key == "" || seen[q.Key] {
				t.Fatal("a key is missing or there twice")
			}
			seen[q.Key] = true
		}
	})
}
