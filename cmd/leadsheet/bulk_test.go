package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"leadsheet/daemon"
	"leadsheet/lead"
	"leadsheet/sheets"
	"leadsheet/sheets/google"
	"leadsheet/sheets/sheetstest/gsheets"
)

// bulk is a Google Sheet with a daemon, of whose batches the sizes are noted.
type bulk struct {
	*daemon.Daemon
	t      *testing.T
	now    time.Time
	server *gsheets.Server
	doc    *gsheets.Doc
	mail   *pile
	sizes  []int // bytes of the batches
}

// RoundTrip implements http.RoundTripper.
func (b *bulk) RoundTrip(r *http.Request) (*http.Response, error) {
	if strings.HasSuffix(r.URL.Path, ":batchUpdate") {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		b.sizes = append(b.sizes, len(body))
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	return b.server.RoundTrip(r)
}

func newBulk(t *testing.T, cells int) *bulk {
	t.Helper()
	b := &bulk{t: t, now: time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC), mail: &pile{}, server: gsheets.New(gsheets.Options{Cells: cells})}
	b.doc = b.server.Create("Our leads")
	b.Daemon = b.another()
	b.pass()
	return b
}

// another is another process.
func (b *bulk) another() *daemon.Daemon {
	now := func() time.Time { return b.now }
	book, err := google.Open(google.Options{Spreadsheet: b.doc.ID(), Client: &http.Client{Transport: b}, Now: now,
		Sleep: func(_ context.Context, d time.Duration) error { b.now = b.now.Add(d); return nil }})
	if err != nil {
		b.t.Fatal(err)
	}
	d, _, _ := onEmulator(b.t, &b.now, b.mail)
	d.Book, d.Leads, d.Now = book, leadsAtOnce, now
	return d
}

func (b *bulk) pass() daemon.Summary {
	b.t.Helper()
	sum, err := b.Pass(context.Background())
	if err != nil {
		b.t.Fatal(err)
	}
	b.now = b.now.Add(time.Second)
	return sum
}

// api is what a program of people's does with the spreadsheet.
func (b *bulk) api(requests ...map[string]any) {
	b.t.Helper()
	body, err := json.Marshal(map[string]any{"requests": requests})
	if err != nil {
		b.t.Fatal(err)
	}
	r, err := http.NewRequest(http.MethodPost, "https://sheets.googleapis.com/v4/spreadsheets/"+b.doc.ID()+":batchUpdate", bytes.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	res, err := b.server.RoundTrip(r)
	if err != nil {
		b.t.Fatal(err)
	}
	text, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		b.t.Fatalf("%s: %v %s", res.Status, err, text)
	}
}

// tabID asks for the id of a tab.
func (b *bulk) grid(tab string) (id, rows, cols int) {
	b.t.Helper()
	r, err := http.NewRequest(http.MethodGet, "https://sheets.googleapis.com/v4/spreadsheets/"+b.doc.ID()+"?fields=sheets.properties", nil)
	if err != nil {
		b.t.Fatal(err)
	}
	res, err := b.server.RoundTrip(r)
	if err != nil {
		b.t.Fatal(err)
	}
	var got struct {
		Sheets []struct {
			Properties struct {
				SheetID        int `json:"sheetId"`
				Title          string
				GridProperties struct{ RowCount, ColumnCount int }
			}
		}
	}
	if err := json.NewDecoder(res.Body).Decode(&got); err != nil {
		b.t.Fatal(err)
	}
	for _, s := range got.Sheets {
		if p := s.Properties; p.Title == tab {
			return p.SheetID, p.GridProperties.RowCount, p.GridProperties.ColumnCount
		}
	}
	b.t.Fatalf("no tab %q", tab)
	return 0, 0, 0
}

// pasted are the columns of a team's old list.
var pasted = []string{lead.ColName, lead.ColEmail, lead.ColPhone, lead.ColCompany, lead.ColSource, lead.ColNeed, lead.ColQuality,
	lead.ColStatus, lead.ColOwner, lead.ColNextStep, lead.ColValue, lead.ColComment, lead.ColCampaign}

// paste puts n rows of 13 cells below the leads.
func (b *bulk) paste(n int) {
	b.t.Helper()
	id, rows, _ := b.grid(lead.TabLeads)
	held := b.doc.Rows(lead.TabLeads)
	from := len(held)
	if from+n > rows {
		b.api(map[string]any{"appendDimension": map[string]any{"sheetId": id, "dimension": "ROWS", "length": from + n - rows}})
	}
	text := func(s string) any { return map[string]any{"userEnteredValue": map[string]any{"stringValue": s}} }
	const piece = 5000
	for at := 0; at < n; at += piece {
		var lines []any
		for i := at; i < min(n, at+piece); i++ {
			by := map[string]any{lead.ColName: text(fmt.Sprintf("Old Customer %d", i)), lead.ColEmail: text(fmt.Sprintf("o%d@old%d.example", i, i)),
				lead.ColPhone: text(fmt.Sprintf("030 %07d", i)), lead.ColCompany: text(fmt.Sprintf("Old %d Ltd", i)), lead.ColSource: text("Referral"),
				lead.ColNeed: text("Chairs, as every year."), lead.ColQuality: text("Warm"), lead.ColStatus: text("In work"), lead.ColOwner: text("Owner"),
				lead.ColNextStep: text("Call in spring"), lead.ColValue: map[string]any{"userEnteredValue": map[string]any{"numberValue": 100 + i}},
				lead.ColComment: text("From the old list."), lead.ColCampaign: text("none")}
			cells := make([]any, len(held[0]))
			for c, title := range held[0] {
				if cells[c] = by[title.Text]; cells[c] == nil {
					cells[c] = map[string]any{}
				}
			}
			lines = append(lines, map[string]any{"values": cells})
		}
		b.api(map[string]any{"updateCells": map[string]any{"fields": "userEnteredValue", "rows": lines,
			"start": map[string]any{"sheetId": id, "rowIndex": from + at}}})
	}
}

// until passes as they follow each other; a mail comes in before each, and the next pass has to store it.
func (b *bulk) until(most int) (passes int) {
	b.t.Helper()
	for more := true; more; passes++ {
		if passes == most {
			b.t.Fatalf("after %d passes there is still more", passes)
		}
		b.mail.arrive(1, b.now)
		sum := b.pass()
		if len(sum.Intake) != 1 {
			b.t.Fatalf("pass %d stored %d mails", passes+1, len(sum.Intake))
		}
		more = sum.More
	}
	return passes
}

// settled fails unless every lead is there once, whole, and nothing is left to do.
func (b *bulk) settled(leads int) {
	b.t.Helper()
	revision := b.doc.Revision()
	if sum := b.pass(); sum.Wrote || sum.Leads != leads || b.doc.Revision() != revision {
		b.t.Errorf("a settled pass: %d leads, wrote %v", sum.Leads, sum.Wrote)
	}
	rows := b.doc.Rows(lead.TabLeads)
	at := map[string]int{}
	for i, c := range rows[0] {
		at[c.Text] = i
	}
	ids, emails := map[string]bool{}, map[string]bool{}
	for _, r := range rows[1:] {
		id, email := r[at[lead.ColID]].Text, r[at[lead.ColEmail]].Text
		if id == "" || ids[id] || emails[email] {
			b.t.Fatalf("row %q of %q: without an ID, or twice", id, email)
		}
		ids[id], emails[email] = true, true
	}
	if len(ids) != leads {
		b.t.Errorf("%d leads, want %d", len(ids), leads)
	}
	events := map[string]int{}
	for _, r := range b.doc.Rows(lead.TabActivity)[1:] {
		if what := lead.What(r[2].Text); what == lead.Adopted || what == lead.Created {
			events[r[1].Text]++
		}
	}
	for id := range ids {
		if events[id] != 1 {
			b.t.Fatalf("%s begins %d times in Activity", id, events[id])
		}
	}
}

// small fails when a batch was larger than Google advises.
func (b *bulk) small() {
	b.t.Helper()
	for _, n := range b.sizes {
		if n > 2_000_000 {
			b.t.Errorf("a batch of %d bytes", n)
		}
	}
}

func TestAPasteOfThousandsOfRows(t *testing.T) {
	b := newBulk(t, 0)
	n := 50_000
	b.paste(n)
	began := time.Now()
	passes := b.until(n)
	t.Log(passes, time.Since(began), b.sizes)
	b.small()
	b.settled(n + passes)
	_, rows, cols := b.grid("_leadsheet")
	t.Log(rows, cols)
	_ = sheets.Cell{}
}
