package page_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"leadsheet/cmd/leadsheet/page"
)

// A page is whole, escapes its title, and loads nothing but the stylesheet of its own server.
func TestPage_LoadsNothingFromElsewhere(t *testing.T) {
	var out strings.Builder
	if err := page.Write(&out, page.Page{Title: "A <b>", Refresh: 2, Body: "<p>text</p>"}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"<h1>A &lt;b&gt;</h1>", "<p>text</p>", `content="2"`, `href="/page.css"`,
		"width=device-width", `lang="en"`} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the page lacks %s:\n%s", want, out.String())
		}
	}
	served := httptest.NewRecorder()
	page.Guard(served.Header())
	page.Style(served, httptest.NewRequest("GET", page.StylePath, nil))
	for _, text := range []string{out.String(), served.Body.String()} {
		for _, bad := range []string{"http://", "https://", "//", "@import", "url(", "<script"} {
			if strings.Contains(strings.ReplaceAll(text, "/*", ""), bad) {
				t.Errorf("%q stands in:\n%s", bad, text)
			}
		}
	}
	if got := served.Header().Get("Content-Security-Policy"); !strings.Contains(got, "default-src 'none'") {
		t.Errorf("the policy is %q", got)
	}
	if got := served.Header().Get("Content-Type"); got != "text/css; charset=utf-8" {
		t.Errorf("the stylesheet is %q", got)
	}
}
