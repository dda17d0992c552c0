package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"leadsheet/outbox/sinktest"

	"github.com/xuri/excelize/v2"
)

// tabText is what a tab shows, a line for each row.
func tabText(t *testing.T, book, tab string) string {
	t.Helper()
	f, err := excelize.OpenFile(book)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	grid, err := f.GetRows(tab)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, row := range grid {
		out.WriteString(strings.Join(row, " | ") + "\n")
	}
	return out.String()
}

// A customer is acknowledged once, in their language, and gets the reminder of a step that a person has ticked; a
// program gets nothing, and what the server refuses is shown.
func TestReplies_Story(t *testing.T) {
	server, dir := sendingHome(t, sinktest.Options{})
	book := filepath.Join(dir, "leads.xlsx")
	n := 0
	once := func(at string) {
		t.Helper()
		if code, out, errs := command(t, "once", "--at", at); code != 0 {
			t.Fatalf("%d: %s%s", code, out, errs)
		}
	}
	drop := func(from, to, subject, text string, header ...string) {
		t.Helper()
		n++
		mail := fmt.Sprintf("From: %s\r\nTo: %s\r\nSubject: %s\r\nMessage-ID: <m%d@customer.example>\r\n"+
			"Content-Type: text/plain; charset=utf-8\r\n%s\r\n%s\r\n", from, to, subject, n,
			strings.Join(append(header, ""), "\r\n"), text)
		if err := os.MkdirAll(filepath.Join(dir, "drop"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "drop", fmt.Sprintf("%d.eml", n)), []byte(mail), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	to := func(address string) (all []string) {
		for _, r := range server.Received() {
			if r.To[0] == address {
				all = append(all, string(r.Raw))
			}
		}
		return all
	}
	says := func(mail string, want ...string) {
		t.Helper()
		plain := strings.ReplaceAll(strings.ReplaceAll(mail, "=\r\n", ""), "=C3=BC", "ü")
		for _, w := range want {
			if !strings.Contains(plain, w) {
				t.Errorf("the mail does not say %q:\n%s", w, plain)
			}
		}
	}
	for _, set := range [][2]string{{"Acknowledge", "yes"}, {"Business name", "Studio"}, {"Notify the team", "no"},
		{"Booking link", "https://book.example/studio"}, {"Team domains", "firm.example"},
		{"Time zone", "Europe/Berlin"}} {
		if err := editBook(book, "Settings", "Setting="+set[0], "Value="+set[1]); err != nil {
			t.Fatal(err)
		}
	}
	once("2026-03-02T09:30:00+01:00") // sending begins
	drop("Anna Kunde <anna@customer.example>", "sales@firm.example", "Zaun",
		"Guten Tag, ich hätte gerne ein Angebot für "+
			"einen Zaun.", "Date: Mon, 02 Mar 2026 10:00:00 +0100")
	drop("Robot <robot@customer.example>", "sales@firm.example", "Ticket 1", "Your ticket was opened.",
		"Date: Mon, 02 Mar 2026 10:00:00 +0100", "Auto-Submitted: auto-replied")
	once("2026-03-02T10:01:00+01:00")
	once("2026-03-02T10:02:00+01:00")
	got := to("anna@customer.example")
	if len(got) != 1 || len(server.Received()) != 1 {
		t.Fatalf("received %d messages: %q", len(server.Received()), got)
	}
	says(got[0], "Subject: Re: Zaun\r\n", "In-Reply-To: <m1@customer.example>", "References: <m1@customer.example>",
		"Auto-Submitted: auto-replied", "X-Leadsheet: 1", "Guten Tag Anna Kunde,",
		"Sie erhalten heute vor 10:30 Uhr eine "+
			"Antwort", "https://book.example/studio", "text/html")

	drop("Ann <ann@firm.example>", "anna@customer.example", "Re: Zaun", "Das kostet 900 Euro.",
		"Cc: sales@firm.example",
		"In-Reply-To: <m1@customer.example>", "Date: Mon, 02 Mar 2026 11:00:00 +0100")
	if err := editBook(book, "Follow-up", "What to do=Ask whether everything is clear", "Send=TRUE",
		"Reply=Reminder"); err != nil {
		t.Fatal(err)
	}
	once("2026-03-02T11:01:00+01:00")
	once("2026-03-03T09:05:00+01:00") // she has had a mail within the last 24 hours
	if got = to("anna@customer.example"); len(got) != 1 {
		t.Fatalf("received %d messages", len(got))
	}
	once("2026-03-03T10:05:00+01:00")
	once("2026-03-03T10:06:00+01:00")
	if got = to("anna@customer.example"); len(got) != 2 {
		t.Fatalf("received %d messages", len(got))
	}
	says(got[1], "Subject: Re: Zaun\r\n", "In-Reply-To: <m1@customer.example>",
		"wir haben Ihnen zu Ihrer Anfrage geschrieben")
	once("2026-03-03T10:07:00+01:00")
	if rows := tabText(t, book, "Leads"); !strings.Contains(rows, "Short reminder") {
		t.Errorf("the next step is not planned:\n%s", rows)
	}

	// A server takes nothing of a stranger at the first attempt: the next run sends it, once.
	server.Always(sinktest.AtRcpt, sinktest.Fault{Code: 451, Text: "come back later"})
	drop("Eva <eva@customer.example>", "sales@firm.example", "Zaun", "Bitte um ein Angebot für einen Zaun.",
		"Date: Tue, 03 Mar 2026 10:30:00 +0100")
	once("2026-03-03T10:31:00+01:00")
	server.Always(sinktest.AtRcpt, sinktest.Fault{})
	once("2026-03-03T10:41:00+01:00")
	once("2026-03-03T10:42:00+01:00")
	if got = to("eva@customer.example"); len(got) != 1 {
		t.Fatalf("received %d messages", len(got))
	}

	server.Always(sinktest.AtRcpt, sinktest.Fault{Code: 550, Text: "no such user"})
	drop("Max <max@customer.example>", "sales@firm.example", "Zaun", "Bitte um ein Angebot für einen Zaun.",
		"Date: Tue, 03 Mar 2026 11:00:00 +0100")
	once("2026-03-03T11:01:00+01:00")
	once("2026-03-03T11:02:00+01:00")
	if page := tabText(t, book, "Today"); !strings.Contains(page, "The acknowledgement was not sent: ") ||
		!strings.Contains(page, "Answer the customer yourself") {
		t.Errorf("Today does not say it:\n%s", page)
	}
}
