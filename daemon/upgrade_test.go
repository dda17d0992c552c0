package daemon_test

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/daemon"
	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

var olderLeads = flag.Int("older-leads", 1500, "how many leads the large workbook of an earlier version has")

// olderLead is the n-th lead of a workbook as the first release left it, with its events.
func olderLead(n int, at time.Time) (lead.Lead, []lead.Event) {
	id := fmt.Sprint("L-", 1001+n)
	l := lead.Lead{Ref: -1, ID: id, Received: at, LastActivity: at, RespondBy: at.Add(30 * time.Minute), Name: fmt.Sprint("Kim Example ", n),
		Email: fmt.Sprintf("kim%d@firm%d.example", n, n), Source: "Email", Status: "New lead", Owner: "Owner",
		Need: strings.Repeat(fmt.Sprintf("We need a fence, number %d, of thirty metres.\n", n), 1+n%20)}
	l.Attention = "Respond by 2026-11-20 10:29 (3 days late)"
	if n%3 == 0 {
		l.Source, l.Phone, l.Details = "Website form", fmt.Sprintf("030 %07d", n), "Budget: 900\nMaterial: wood\nHow did you hear of us: a friend"
	}
	event := func(what lead.EventKind, column, to, by, why string) lead.Event {
		return lead.Event{Time: at, Lead: id, What: what, Column: column, To: to, By: by, Why: why}
	}
	events := []lead.Event{event(lead.Created, "", "", "leadsheet", fmt.Sprint("email: INBOX:1:", n)),
		event(lead.Changed, lead.ColStatus, "New lead", "leadsheet", "first status"),
		event(lead.Changed, lead.ColOwner, "Owner", "leadsheet", "assigned: fewest in the last 30 days")}
	if n%2 == 0 {
		l.Status, l.FirstResponse, l.NextStep, l.Comment = "In progress", at.Add(10*time.Minute), "Call", "Likes oak"
		l.Attention = "Next contact missing"
		l.NextContact = time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)
		events = append(events, event(lead.Changed, lead.ColStatus, "In progress", "team", ""),
			event(lead.Changed, lead.ColNextStep, "Call", "team", ""), event(lead.Changed, lead.ColNextContact, "2027-03-01", "team", ""),
			event(lead.Responded, lead.ColFirstResponse, l.FirstResponse.Format(time.RFC3339), "team", "by status"))
	}
	return l, events
}

// makeOlder fills a workbook with n leads as the first release left them, at most so many in a batch.
func makeOlder(t *testing.T, book sheets.Book, n, most int, until time.Time) {
	t.Helper()
	ctx := context.Background()
	layout := daemon.Layout(policy.DefaultTables())
	book.Expect(layout)
	if err := book.Ensure(ctx, layout); err != nil {
		t.Fatal(err)
	}
	for from := 0; from < n; from += most {
		snap, err := book.Read(ctx, lead.TabLeads, lead.TabActivity, lead.TabIntake)
		if err != nil {
			t.Fatal(err)
		}
		var leads []lead.Lead
		var events []lead.Event
		var rows []lead.IntakeRow
		for i := from; i < min(n, from+most); i++ {
			at := until.Add(-time.Duration(n-i) * 10 * time.Minute)
			l, of := olderLead(i, at)
			leads, events = append(leads, l), append(events, of...)
			rows = append(rows, lead.IntakeRow{Received: at, Channel: lead.ByMail, From: l.Email, Outcome: lead.NewLead, Lead: l.ID,
				Key: fmt.Sprint("k:", i), Where: fmt.Sprint("INBOX:1:", i)})
		}
		if _, err := book.Commit(ctx, snap, sheets.Batch{Whole: true, Appends: []sheets.Append{
			sheets.AppendLeads(leads, snap.Tabs[lead.TabLeads], time.UTC), sheets.AppendEvents(events, time.UTC),
			sheets.AppendIntake(rows, time.UTC)}}); err != nil {
			t.Fatal(err)
		}
	}
}

// A large workbook of the first release: what it did not write down of its leads is written down once, in pieces that
// the workbook takes; nothing else changes but Attention, what people did meanwhile is known, and then nothing more is
// written.
func TestALargeOlderWorkbook(t *testing.T) {
	n := *olderLeads
	for where, at := range desks {
		t.Run(where, func(t *testing.T) {
			now := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
			desk := at(t)
			makeOlder(t, desk.open(), n, map[string]int{"local": n, "google": 1000}[where], now.Add(-time.Hour))
			book := desk.open()
			s := &shelf{}
			d := &daemon.Daemon{Book: book, Sources: []intake.Source{s}, Layout: daemon.Layout(policy.DefaultTables()),
				Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler), MaxLeads: map[string]int{"google": 1000}[where]}
			read := func(tab string) *sheets.Tab {
				snap, err := book.Read(context.Background(), tab)
				if err != nil {
					t.Fatal(err)
				}
				return snap.Tabs[tab]
			}
			book.Expect(d.Layout)
			status := slices.Index(read(lead.TabLeads).Columns, lead.ColStatus)
			desk.hands.EditAt(lead.TabLeads, 8, status, lead.TextValue("Closed"))
			before := read(lead.TabLeads)
			events := len(read(lead.TabActivity).Rows)
			s.items = []lead.Inquiry{inquiry(n + 7)}
			start := time.Now()
			sum, err := d.CatchUp(context.Background())
			took := time.Since(start)
			if err != nil || sum.Created != 1 {
				t.Fatalf("%+v %v", sum, err)
			}
			based := map[string]bool{}
			size := 0
			for _, e := range sheets.Events(read(lead.TabActivity), time.UTC)[events:] {
				switch {
				case !e.OfLead():
				case e.What == lead.Baseline:
					if based[e.Lead] {
						t.Errorf("%s twice", e.Lead)
					}
					based[e.Lead] = true
					size += len(e.To)
				case e.By == "team" && (e.Lead != "L-1008" || e.Column != lead.ColStatus && e.Column != lead.ColFirstResponse):
					t.Errorf("nobody did this: %+v", e)
				case e.By != "team" && e.What != lead.Created && e.What != lead.Late: // who waits is late, once
					t.Errorf("an event of ours: %+v", e)
				}
			}
			if len(based) != n {
				t.Errorf("%d of %d leads", len(based), n)
			}
			t.Logf("%d cells and %d bytes of facts for %d leads in %s", len(lead.ActivityTable())*n, size, n, took)
			after := read(lead.TabLeads)
			// What waits is shown in leads of before, too.
			attention, waiting := after.Col(lead.ColAttention), after.Col(lead.ColWaitingSince)
			for r := range after.Rows {
				if text := after.At(r, attention).Text; strings.HasPrefix(text, "Respond by") || strings.HasSuffix(text, "missing") {
					t.Errorf("row %d still says %q", r, text)
				}
			}
			for r := range before.Rows {
				for c := range before.Columns {
					if c != attention && c != waiting && r != 7 && !before.At(r, c).Equal(after.At(r, c)) {
						t.Errorf("row %d, %s: %q, was %q", r, before.Columns[c], after.At(r, c), before.At(r, c))
					}
				}
			}
			if sum, err := d.CatchUp(context.Background()); err != nil || sum.Wrote {
				t.Errorf("an idle pass: %+v, %v", sum, err)
			}
		})
	}
}
