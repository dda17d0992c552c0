package google_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"leadsheet/sheets"
	"leadsheet/sheets/google"
	"leadsheet/sheets/sheetstest"
	"leadsheet/sheets/sheetstest/gsheets"
)

// open opens a spreadsheet of the emulator, without waiting and without quota.
func open(t *testing.T, client *http.Client, id string) *google.Book {
	t.Helper()
	b, err := google.Open(google.Options{Spreadsheet: id, Client: client, Account: "robot@example.org", Reads: 1e6, Writes: 1e6,
		Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestGoogleKeepsTheContract(t *testing.T) {
	sheetstest.Run(t, sheetstest.Backend{New: func(t *testing.T) sheetstest.Place {
		server := gsheets.New(gsheets.Options{Check: true})
		t.Cleanup(func() {
			for _, v := range server.Violations() {
				t.Error(v)
			}
		})
		doc := server.Create("Team")
		return sheetstest.Place{
			Open:   func() sheets.Book { return open(t, &http.Client{Transport: server}, doc.ID()) },
			People: doc.People(t.Fatalf),
		}
	}})
}
