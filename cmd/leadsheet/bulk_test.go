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

	"leadsheet/cmd/leadsheet/assembly"
	"leadsheet/daemon"
	"leadsheet/lead"
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
	d.Book, d.MaxLeads, d.Now = book, assembly.MaxLeadsPerPass, now
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

// grid asks for the id and the size of a tab.
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
		if what := lead.EventKind(r[2].Text); what == lead.Adopted || what == lead.Created {
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

// A team pastes its old list by the thousand, where the spreadsheet has room for little more, and then gives all of it
// another owner. It is taken in over several passes; a mail is stored by the very next one, and no batch is larger than
// Google advises.
func TestAPasteOfThousandsOfRows(t *testing.T) {
	b := newBulk(t, 1_000_000)
	const rows = 3500
	b.paste(rows)
	leads := rows
	passes := b.until(20)
	if leads += passes; passes < 3 {
		t.Errorf("only %d passes for %d rows", passes, rows)
	}
	b.settled(leads)
	if _, n, cols := b.grid("_leadsheet"); n*cols > 100_000 {
		t.Errorf("the log keeps %d rows of %d columns", n, cols)
	}

	id, _, _ := b.grid(lead.TabLeads)
	owner := b.column(lead.TabLeads, lead.ColOwner)
	b.api(map[string]any{"repeatCell": map[string]any{"fields": "userEnteredValue", "cell": map[string]any{"userEnteredValue": map[string]any{"stringValue": "Nobody We Know"}},
		"range": map[string]any{"sheetId": id, "startRowIndex": 1, "endRowIndex": rows + 1, "startColumnIndex": owner, "endColumnIndex": owner + 1}}})
	passes = b.until(20)
	if leads += passes; passes < 2 {
		t.Errorf("only %d passes for %d new owners", passes, rows)
	}
	b.settled(leads)
	b.small()
	changed := 0
	for _, r := range b.doc.Rows(lead.TabActivity)[1:] {
		if r[3].Text == lead.ColOwner && r[5].Text == "Nobody We Know" {
			changed++
		}
	}
	if changed != rows {
		t.Errorf("%d changes of owner are in Activity, want %d", changed, rows)
	}

	// A new process finds nothing to do either.
	b.Daemon = b.another()
	b.settled(leads)
	b.mail.arrive(1, b.now)
	b.pass()
	if _, n, cols := b.grid("_leadsheet"); n*cols > 2000 {
		t.Errorf("after a small write the log keeps %d rows of %d columns", n, cols)
	}
}

// column is where a title stands.
func (b *bulk) column(tab, title string) int {
	b.t.Helper()
	for i, c := range b.doc.Rows(tab)[0] {
		if c.Text == title {
			return i
		}
	}
	b.t.Fatalf("the tab %q has no column %q", tab, title)
	return 0
}

// Many mails with long texts come at once; the texts need more bytes in a request than they have.
func TestManyLongMails(t *testing.T) {
	b := newBulk(t, 0)
	b.mail.arrive(150, b.now)
	for i := range b.mail.items {
		b.mail.items[i].Need = strings.Repeat("<chairs & \n\"tables\">\n", 1000)
	}
	passes := 0
	for more := true; more; passes++ {
		more = b.pass().More
	}
	b.small()
	b.settled(150)
	if passes < 4 || passes > 10 {
		t.Errorf("%d passes", passes)
	}
}

// One lead may be larger than a batch should be. It is stored all the same, and the rest comes in beside it.
func TestOneLeadThatIsTooLargeForABatch(t *testing.T) {
	b := newBulk(t, 0)
	book, err := google.Open(google.Options{Spreadsheet: b.doc.ID(), Client: &http.Client{Transport: b}, Now: b.Now, Batch: 30_000})
	if err != nil {
		t.Fatal(err)
	}
	b.Book = book
	b.paste(40)
	b.mail.arrive(20, b.now)
	b.mail.items[7].Need = strings.Repeat("chairs ", 7000)
	for more, passes := true, 0; more; passes++ {
		if passes == 40 {
			t.Fatal("there is still more")
		}
		more = b.pass().More
	}
	b.settled(60)
	large := 0
	for _, n := range b.sizes[2:] {
		if n > 30_000+1000 { // with the lock
			large++
		}
	}
	if large == 0 || large > 8 { // the long mail, and the reports of the last passes
		t.Errorf("%d large batches: %d", large, b.sizes)
	}
}

// A spreadsheet that is full says what fills it and what may go, and takes everything in when that is gone.
func TestAFullSpreadsheetSaysWhatFillsIt(t *testing.T) {
	b := newBulk(t, 200_000)
	cells := 0
	for _, tab := range b.doc.Tabs() {
		_, rows, cols := b.grid(tab)
		cells += rows * cols
	}
	b.api(map[string]any{"addSheet": map[string]any{"properties": map[string]any{"sheetId": 77, "title": "Price list",
		"gridProperties": map[string]any{"rowCount": (200_000 - cells) / 10, "columnCount": 10}}}})
	b.mail.arrive(1, b.now)
	_, err := b.Pass(context.Background())
	if err == nil {
		t.Fatal("it was not full")
	}
	for _, want := range []string{"200,000 cells", `"Price list" (`, `delete "Price list"`, "keep all that is written in Intake and Activity"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in: %v", want, err)
		}
	}
	b.api(map[string]any{"deleteSheet": map[string]any{"sheetId": 77}})
	b.pass()
	b.settled(1)
}
