package google_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"leadsheet/sheets"
	"leadsheet/sheets/google"
	"leadsheet/sheets/google/changes"
	"leadsheet/sheets/google/lock"
	"leadsheet/sheets/sheetstest"
	"leadsheet/sheets/sheetstest/gdrive"
	"leadsheet/sheets/sheetstest/gsheets"
)

// open opens a spreadsheet of the emulator, without waiting and without quota.
func open(t *testing.T, client *http.Client, id string) *google.Book {
	return openReading(t, client, id, 0, nil)
}

// openReading says besides up to how many bytes are read whole each time, and who tells of changes: Options.Whole and
// Options.Changes.
func openReading(t *testing.T, client *http.Client, id string, whole int, told *changes.Feed) *google.Book {
	t.Helper()
	b, err := google.Open(google.Options{Spreadsheet: id, Client: client, Account: "robot@example.org", Reads: 1e6, Writes: 1e6, Whole: whole, Changes: told,
		Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Both forms of the lock keep the contract; where the lock is a named range metadata does not refuse anything. So do
// reads that leave out what is rare, and looks that are answered by Drive.
func TestGoogleKeepsTheContract(t *testing.T) {
	for name, whole := range map[string]int{string(lock.ByMetadata): 0, string(lock.ByName): 0, "in parts": 1, "by Drive": 0} {
		form := lock.ByMetadata
		if name == string(lock.ByName) {
			form = lock.ByName
		}
		t.Run(name, func(t *testing.T) {
			sheetstest.Run(t, sheetstest.Backend{New: func(t *testing.T) sheetstest.Place {
				drive := gdrive.New(nil)
				server := gsheets.New(gsheets.Options{Check: true, Changed: drive.Changed})
				t.Cleanup(func() {
					for _, v := range server.Violations() {
						t.Error(v)
					}
				})
				doc := server.Create("Team")
				if form == lock.ByName {
					locksByName(t, server, doc)
				}
				client, told := &http.Client{Transport: drive.Beside(server)}, (*changes.Feed)(nil)
				if name == "by Drive" {
					told = changes.New(changes.Options{Client: client, Every: -1})
					if err := gdrive.Tried(server, doc.ID(), told.Account()); err != nil {
						t.Fatal(err)
					}
				}
				return sheetstest.Place{
					Open:   func() sheets.Book { return openReading(t, client, doc.ID(), whole, told) },
					People: doc.People(t.Fatalf),
				}
			}})
		})
	}
}

// locksByName makes a spreadsheet one on which the probe has found that metadata is no lock.
func locksByName(t *testing.T, server *gsheets.Server, doc *gsheets.Doc) {
	t.Helper()
	doc.MetadataTwice = true
	mark := fmt.Sprintf(`{"requests":[{"createDeveloperMetadata":{"developerMetadata":{"metadataKey":"leadsheet-lock",`+
		`"metadataValue":"%s name held 1","visibility":"DOCUMENT","location":{"spreadsheet":true}}}}]}`, doc.ID())
	res, err := (&http.Client{Transport: server}).Post("https://sheets.googleapis.com/v4/spreadsheets/"+doc.ID()+
		":batchUpdate", "application/json", strings.NewReader(mark))
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%v, %v", res, err)
	}
	if err := res.Body.Close(); err != nil {
		t.Fatal(err)
	}
}
