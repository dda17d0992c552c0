package google_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

	"leadsheet/sheets/google"
	"leadsheet/sheets/sheetstest/gsheets"
)

// Every answer comes compressed: reads of values, of the structure, and the answers to writes.
func TestAnswersAreCompressed(t *testing.T) {
	server := gsheets.New(gsheets.Options{Check: true})
	web := httptest.NewServer(server)
	defer web.Close()
	doc := server.Create("Clinic")
	answers, plain := 0, 0
	client := &http.Client{Transport: transport(func(r *http.Request) (*http.Response, error) {
		res, err := http.DefaultTransport.RoundTrip(r)
		if err == nil {
			answers++
			if !res.Uncompressed {
				plain++
				t.Errorf("%s %s by %q came plain", r.Method, r.URL.Path, r.UserAgent())
			}
		}
		return res, err
	})}
	book, err := google.Open(google.Options{Spreadsheet: doc.ID(), Client: client, Endpoint: web.URL + "/", Reads: 1e6, Writes: 1e6})
	if err != nil {
		t.Fatal(err)
	}
	if err := book.Ensure(context.Background(), clinic); err != nil {
		t.Fatal(err)
	}
	if err := addLead(t, book, "L-1"); err != nil {
		t.Fatal(err)
	}
	if answers < 4 {
		t.Errorf("only %d answers", answers)
	}
	res, err := http.Get(web.URL + "/v4/spreadsheets/" + doc.ID())
	if err != nil {
		t.Fatal(err)
	}
	if err := res.Body.Close(); err != nil || res.Uncompressed {
		t.Errorf("a client that does not say gzip in its name got a compressed answer (%v)", err)
	}
}
