package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"leadsheet/sheets/sheetstest/gsheets"
)

// answered writes rows into a tab, as a form does.
func answered(t *testing.T, server *gsheets.Server, id, area string, rows ...[]any) {
	t.Helper()
	body, err := json.Marshal(map[string]any{"values": rows})
	if err != nil {
		t.Fatal(err)
	}
	req := httptest.NewRequest(http.MethodPut, "http://emulator.test/v4/spreadsheets/"+id+"/values/"+url.PathEscape(area)+"?valueInputOption=RAW", bytes.NewReader(body))
	res := httptest.NewRecorder()
	server.ServeHTTP(res, req)
	if res.Code != http.StatusOK {
		t.Fatal(res.Code, res.Body)
	}
}

// The responses of a form come from its tab into a workbook on this disk, each once, and once also when somebody drops the
// form's download. Answers that are edited later are brought up to date, but not where a person has typed. The tab stays
// as it is.
func TestStoryResponsesOfAForm(t *testing.T) {
	t.Parallel()
	server := gsheets.New(gsheets.Options{Check: true})
	web := httptest.NewServer(server)
	t.Cleanup(func() {
		web.Close()
		for _, v := range server.Violations() {
			t.Error(v)
		}
	})
	doc, other := server.Create("Roof enquiries"), server.Create("Not ours")
	doc.People(t.Fatalf).AddTab("Form responses")
	answered(t, server, doc.ID(), "'Form responses'!A1", []any{"Timestamp", "Email Address", "Your name", "What do you need?", "Phone number"},
		[]any{46268.75026620370, "zoe@example.com", "Zoë Berg", "Roof, Walls", "+49 170 1234567"},
		[]any{46269.25046296296, "ada@example.com", "Ada Lund", "Roof"})
	other.SetShared(false)

	in := &installation{t: t, bin: binary(t), dir: t.TempDir()}
	if err := os.Mkdir(filepath.Join(in.dir, "drop"), 0o755); err != nil {
		t.Fatal(err)
	}
	in.env = append(os.Environ(), "LEADSHEET_GOOGLE_ENDPOINT="+web.URL+"/", "LEADSHEET_RESPONSES=google:"+doc.ID()+", google:"+other.ID()+"!'Form Responses 1'")
	before := server.Counts()
	if out := in.once(); !strings.Contains(out, "3 came in: 2 new leads, 1 ignored") || !strings.Contains(out, "Share the spreadsheet with") {
		t.Error(out)
	}
	if out := in.once(); !strings.Contains(out, "Nothing new") {
		t.Error(out)
	}
	csv := "\"Timestamp\",\"Email Address\",\"Your name\",\"What do you need?\",\"Phone number\"\r\n" +
		"\"2026/09/03 6:00:23 PM GMT+2\",\"zoe@example.com\",\"Zoë Berg\",\"Roof;Walls\",\"+49 170 1234567\"\r\n\"2026/09/04 6:00:40 AM GMT+2\",\"ada@example.com\",\"Ada Lund\",\"Roof\",\"\"\r\n"
	if err := os.WriteFile(filepath.Join(in.dir, "drop", "Roof enquiries.csv"), []byte(csv), 0o644); err != nil {
		t.Fatal(err)
	}
	if out := in.once(); !strings.Contains(out, "Nothing new came in. 2 leads") {
		t.Error(out)
	}
	// Ada edits her response: Google writes over the row, with another time.
	answered(t, server, doc.ID(), "'Form responses'!A3", []any{46270.5000462963, "ada@example.com", "Ada Lund", "Roof and cellar", "+49 170 7654321"})
	if out := in.once(); !strings.Contains(out, "1 came in: 1 added to") {
		t.Error(out)
	}
	if out := in.once(); !strings.Contains(out, "Nothing new") {
		t.Error(out)
	}
	rows := in.rows("Leads")
	if len(rows) != 2 || rows[0]["Received"] == "" || rows[1]["Need"] != "Roof and cellar" || rows[1]["Phone"] != "+49 170 7654321" {
		t.Errorf("%q", rows)
	}
	changed := 0
	for _, e := range in.rows("Activity") {
		if e["Column"] == "Need" && e["From"] == "Roof" && e["To"] == "Roof and cellar" && e["By"] == "leadsheet" {
			changed++
		}
	}
	if changed != 1 {
		t.Errorf("%q", in.rows("Activity"))
	}
	doctor, err := in.command("doctor").CombinedOutput()
	if err == nil { // the other spreadsheet is not shared
		t.Error("doctor is content")
	}
	for _, want := range []string{`the spreadsheet "Roof enquiries" can be read: Sheet1 (0 rows), Form responses (2 rows)`, "FAIL  responses", "Share the spreadsheet with"} {
		if !strings.Contains(string(doctor), want) {
			t.Errorf("doctor does not say %q:\n%s", want, doctor)
		}
	}
	if after := server.Counts(); after.Writes != before.Writes+1 { // Ada's edit
		t.Errorf("%d writes", after.Writes-before.Writes)
	}
	for _, r := range in.rows("Intake") {
		if r["Outcome"] == "new lead" && !strings.HasPrefix(r["Where"], "responses of Roof enquiries, tab Form responses, row ") {
			t.Errorf("%q", r)
		}
	}
}
