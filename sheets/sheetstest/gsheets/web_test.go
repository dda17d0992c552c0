package gsheets

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"leadsheet/sheets"
	"leadsheet/sheets/sheetstest/gsheets/show"
)

// browser looks at the page as a person's browser does.
type browser struct {
	t    *testing.T
	base string
}

func browse(t *testing.T, s *Server) browser {
	t.Helper()
	at := httptest.NewServer(s.Page())
	t.Cleanup(at.Close)
	return browser{t, at.URL}
}

func (b browser) get(path string) (int, string) {
	b.t.Helper()
	res, err := http.Get(b.base + path)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return res.StatusCode, string(body)
}

// press sends a form; the page that follows is returned.
func (b browser) press(path string, fields ...string) (int, string) {
	b.t.Helper()
	form := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	res, err := http.PostForm(b.base+path, form)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return res.StatusCode, string(body)
}

// teamDoc is a spreadsheet with three leads and a hidden tab.
func teamDoc(s *Server) *Doc {
	d := s.CreateAs("leads-of-the-test", "Leads & more")
	p := d.People(nil)
	p.RenameTab("Sheet1", "Leads")
	for r, row := range [][]string{{"ID", "Name"}, {"L-1", "Ada <b>"}, {"L-2", "Ben"}, {"L-3", "Cem"}} {
		for c, text := range row {
			p.EditAt("Leads", r, c, textCell(text))
		}
	}
	p.AddTab("_log")
	// What a tab's property says is not for people to change here.
	_ = d.change(true, func(e *edit) error {
		s := e.sheet(e.st.titled("_log").id)
		s.props = tree{"sheetType": "GRID", "hidden": true}
		e.dirty = true
		return nil
	})
	return d
}

func namesIn(d *Doc) string {
	var l []string
	for _, row := range d.Rows("Leads")[1:] {
		name := ""
		for _, c := range row {
			name += c.String() + " "
		}
		l = append(l, strings.TrimSpace(name))
	}
	return strings.Join(l, ", ")
}

func TestPage_ShowsTheSpreadsheet(t *testing.T) {
	s := New(Options{Seed: 1})
	d := teamDoc(s)
	b := browse(t, s)
	code, list := b.get("/")
	if code != http.StatusOK || !strings.Contains(list, "Leads &amp; more") || !strings.Contains(list, `href="/sheet/leads-of-the-test"`) {
		t.Errorf("the list: %d\n%s", code, list)
	}
	code, page := b.get("/sheet/" + d.ID())
	for _, want := range []string{"Ada &lt;b&gt;", "L-3", "_log (hidden)", `http-equiv="refresh" content="2"`, `tab=Leads&amp;edit`, ">B\n"} {
		if want == "tab=Leads&amp;edit" {
			want = "edit=1.1&amp;tab=Leads"
		}
		if !strings.Contains(page, want) {
			t.Errorf("%d, the tab does not show %q", code, want)
		}
	}
	if strings.Contains(page, "Ada <b>") {
		t.Error("a person's text became HTML")
	}
	_, page = b.get("/sheet/" + d.ID() + "?tab=Leads&edit=1.1")
	if strings.Contains(page, "http-equiv") || !strings.Contains(page, `value="Ada &lt;b&gt;"`) || !strings.Contains(page, "delete the row") {
		t.Errorf("a page with a field must not load itself again\n%s", page)
	}
	for _, path := range []string{"/sheet/unknown", "/sheet/" + d.ID() + "?tab=gone", "/v4/spreadsheets"} {
		if code, _ := b.get(path); code != http.StatusNotFound {
			t.Errorf("%s: %d", path, code)
		}
	}
}

func TestPage_UserCanEdit(t *testing.T) {
	s := New(Options{Seed: 1})
	d := teamDoc(s)
	b := browse(t, s)
	at := "/sheet/" + d.ID()
	for _, step := range []struct {
		what   string
		fields []string
		want   string
	}{
		{"types a name", []string{"do", "edit", "row", "1", "col", "1", "to", "Ada"}, "L-1 Ada, L-2 Ben, L-3 Cem"},
		{"sorts", []string{"do", "descending", "col", "1"}, "L-3 Cem, L-2 Ben, L-1 Ada"},
		{"sorts back", []string{"do", "ascending", "col", "0"}, "L-1 Ada, L-2 Ben, L-3 Cem"},
		{"deletes a row", []string{"do", "delete", "row", "2"}, "L-1 Ada, L-3 Cem"},
		{"undoes that", []string{"do", "undo"}, "L-1 Ada, L-2 Ben, L-3 Cem"},
		{"inserts a row", []string{"do", "insert", "row", "2"}, "L-1 Ada, , L-2 Ben, L-3 Cem"},
		{"types a number", []string{"do", "edit", "row", "2", "col", "0", "to", "4.5"}, "L-1 Ada, 4.5, L-2 Ben, L-3 Cem"},
		{"clicks beside the grid", []string{"do", "edit", "row", "-1", "col", "0", "to", "x"}, "L-1 Ada, 4.5, L-2 Ben, L-3 Cem"},
	} {
		code, page := b.press(at, append(step.fields, "tab", "Leads")...)
		if got := namesIn(d); got != step.want || code != http.StatusOK {
			t.Errorf("%s: %d, got %s, want %s", step.what, code, got, step.want)
		}
		if !strings.Contains(page, "Cem") {
			t.Errorf("%s: the tab is not shown again", step.what)
		}
	}
	if c := d.Cells("Leads")[2][0]; c.Value.Kind != kindNumber || !c.Human {
		t.Errorf("a typed number is %+v", c)
	}
	if code, _ := b.press(at, "tab", "Leads", "do", "burn"); code != http.StatusBadRequest {
		t.Errorf("an unknown button: %d", code)
	}
	if code, _ := b.press("/sheet/unknown", "do", "undo"); code != http.StatusNotFound {
		t.Errorf("an unknown spreadsheet: %d", code)
	}
}

func TestPage_RefusesRequestsOfOtherSites(t *testing.T) {
	s := New(Options{Seed: 1})
	d := teamDoc(s)
	r := httptest.NewRequest(http.MethodPost, "/sheet/"+d.ID(), strings.NewReader("do=delete&row=1&tab=Leads"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	w := httptest.NewRecorder()
	s.Page().ServeHTTP(w, r)
	if w.Code != http.StatusForbidden || len(d.Rows("Leads")) != 4 {
		t.Errorf("%d, %d rows left", w.Code, len(d.Rows("Leads")))
	}
}

func TestPage_LongTabInParts(t *testing.T) {
	s := New(Options{Seed: 1})
	d := teamDoc(s)
	p := d.People(nil)
	for r := range 450 {
		p.EditAt("Leads", r+4, 0, sheets.Cell{Kind: kindText, Text: "more-" + itoa(r)})
	}
	b := browse(t, s)
	_, first := b.get("/sheet/" + d.ID() + "?tab=Leads")
	_, second := b.get("/sheet/" + d.ID() + "?tab=Leads&from=200")
	_, beyond := b.get("/sheet/" + d.ID() + "?tab=Leads&from=9000")
	if !strings.Contains(first, "more-195") || strings.Contains(first, "more-196") || !strings.Contains(first, "from=200") {
		t.Error("the first part is wrong")
	}
	if !strings.Contains(second, "more-196") || !strings.Contains(second, "Name") || !strings.Contains(second, "rows before") {
		t.Error("the second part is wrong")
	}
	if !strings.Contains(beyond, "L-1") {
		t.Error("a part that is not there shows nothing")
	}
}

func TestPage_CellFormats(t *testing.T) {
	for format, want := range map[string]string{
		`{}`: "",
		`{"backgroundColor":{"red":1,"green":0.5}}`:                                                                                 "background:#ff8000;",
		`{"backgroundColor":{"red":1},"backgroundColorStyle":{"rgbColor":{"blue":1}}}`:                                              "background:#0000ff;",
		`{"textFormat":{"bold":true,"italic":true,"foregroundColorStyle":{"rgbColor":{"red":2,"green":-1}}},"wrapStrategy":"WRAP"}`: "color:#ff0000;font-weight:bold;font-style:italic;white-space:pre-wrap;min-width:12em;",
		`[]`: "",
	} {
		if got := string(show.CSS([]byte(format))); got != want {
			t.Errorf("%s: %s", format, got)
		}
	}
}
