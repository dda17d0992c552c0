package google_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"google.golang.org/api/option"
	api "google.golang.org/api/sheets/v4"

	"leadsheet/lead/hint"
	"leadsheet/sheets"
	"leadsheet/sheets/google"
	"leadsheet/sheets/sheetstest/gsheets"
)

func TestWhereResponsesAre(t *testing.T) {
	const id = "1AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_abcd"
	at := func(tab string, gid int64, has bool) google.ResponsesAt {
		return google.ResponsesAt{Spreadsheet: id, Tab: tab, GID: gid, HasGID: has}
	}
	for text, want := range map[string][]google.ResponsesAt{
		"": nil,
		"https://docs.google.com/spreadsheets/d/" + id + "/edit?gid=17#gid=17":               {at("", 17, true)},
		"https://docs.google.com/spreadsheets/d/" + id + "/edit":                             {at("", 0, false)},
		"google:" + id + "#gid=0, google:" + id:                                              {at("", 0, true), at("", 0, false)},
		"google:" + id + "!'Form Responses 1'\n" + id + "!Roofs":                             {at("Form Responses 1", 0, false), at("Roofs", 0, false)},
		"https://docs.google.com/spreadsheets/d/" + id + "/edit#gid=3&range=A1 google:" + id: {at("", 3, true), at("", 0, false)},
		"https://docs.google.com/spreadsheets/u/1/d/" + id + "/edit?usp=sharing&gid=5#x=1,":  {at("", 5, true)},
	} {
		got, err := google.ParseResponses(text)
		if err != nil || len(got) != len(want) {
			t.Errorf("%s: %v %v", text, got, err)
			continue
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("%s: %+v, want %+v", text, got[i], want[i])
			}
			if again, err := google.ParseResponses(got[i].String()); err != nil || len(again) != 1 || again[0] != got[i] {
				t.Errorf("%s comes back as %v %v", got[i], again, err)
			}
		}
	}
	for _, text := range []string{"responses.csv", "google:" + id + "!", "google:" + id + "#gid=x", "google:" + id + "!'Form", "https://example.com/spreadsheets/d/" + id} {
		if got, err := google.ParseResponses(text); err == nil {
			t.Errorf("%s: %+v", text, got)
		}
	}
}

// fill writes rows into a tab of a spreadsheet, as a form does.
func fill(t *testing.T, client *http.Client, id, area string, rows [][]any) {
	t.Helper()
	svc, err := api.NewService(context.Background(), option.WithHTTPClient(client))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := svc.Spreadsheets.Values.Update(id, area, &api.ValueRange{Values: rows}).ValueInputOption("RAW").Do(); err != nil {
		t.Fatal(err)
	}
}

// looked is what a reading has handed over.
type looked struct {
	title, tab string
	named      bool
	zone       *time.Location
	rows       [][]sheets.Cell
}

func look(r *google.Responses) (out []looked, err error) {
	err = r.Read(context.Background(), func(title, tab string, named bool, zone *time.Location, rows [][]sheets.Cell) {
		out = append(out, looked{title, tab, named, zone, rows})
	})
	return out, err
}

func TestResponses(t *testing.T) {
	server := gsheets.New(gsheets.Options{Check: true})
	t.Cleanup(func() {
		for _, v := range server.Violations() {
			t.Error(v)
		}
	})
	client := &http.Client{Transport: server}
	doc := server.Create("Roof enquiries")
	people := doc.People(t.Fatalf)
	people.AddTab("Responses")
	fill(t, client, doc.ID(), "Responses!A1", [][]any{{"Timestamp", "Your name", "Budget", "I agree"}, {46268.75026620370, "Zoë", 5000, true}, {46269.5, "Ada"}})
	open := func(text string) *google.Responses {
		at, err := google.ParseResponses(text)
		if err != nil {
			t.Fatal(err)
		}
		r, err := google.OpenResponses(at[0], google.Options{Client: client, Account: "robot@example.org", Reads: 1e6,
			Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	r := open("google:" + doc.ID() + "!responses")
	before := server.Counts()
	got, err := look(r)
	if err != nil || len(got) != 1 {
		t.Fatal(got, err)
	}
	if g := got[0]; g.title != "Roof enquiries" || g.tab != "Responses" || !g.named || g.zone == nil || len(g.rows) != 3 || g.rows[1][0].Num != 46268.75026620370 || g.rows[1][2].Num != 5000 || g.rows[1][3].String() != "TRUE" {
		t.Errorf("%+v", g)
	}
	if got, err := look(r); err != nil || len(got) != 1 {
		t.Fatal(got, err)
	}
	if after := server.Counts(); after.Reads-before.Reads != 3 || after.Writes != before.Writes {
		t.Errorf("%d reads, %d writes for two looks", after.Reads-before.Reads, after.Writes-before.Writes)
	}
	if got, err := look(open("google:" + doc.ID())); err != nil || len(got) != 2 || got[0].named {
		t.Errorf("every tab: %+v %v", got, err)
	}

	people.RenameTab("Responses", "Old responses") // who asks for a title misses it
	if _, err := look(open("google:" + doc.ID() + "!responses")); !errors.Is(err, sheets.ErrNoBook) || !strings.Contains(err.Error(), "has no such tab") {
		t.Error(err)
	}
	people.DeleteTab("Old responses")
	if _, err := look(r); !errors.Is(err, sheets.ErrNoBook) || !strings.Contains(err.Error(), hint.Responses.String()) {
		t.Error(err)
	}
	doc.SetShared(false)
	if _, err := look(open("google:" + doc.ID())); !errors.Is(err, sheets.ErrNoBook) || !strings.Contains(err.Error(), "robot@example.org as Viewer") || strings.Contains(err.Error(), "Editor") {
		t.Error(err)
	}
	server.SetFault(func(gsheets.Call) gsheets.Fault { return gsheets.Fault{Status: 503} })
	if _, err := look(open("google:" + doc.ID())); err == nil || errors.Is(err, sheets.ErrNoBook) {
		t.Error(err)
	}
	if after := server.Counts(); after.Writes != before.Writes {
		t.Error("something was written")
	}
}
