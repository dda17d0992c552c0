package sheets

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"leadsheet/lead"
	"leadsheet/lead/typed"
)

func berlin(t *testing.T) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// A lead that is written into a workbook and read back is the same lead, whatever the order of the columns.
func TestLeadsSurviveTheWorkbook(t *testing.T) {
	loc := berlin(t)
	at := func(s string) time.Time {
		v, err := time.ParseInLocation("2006-01-02 15:04:05", s, loc)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	want := lead.Lead{ID: "L-1001", Attention: "Missing: Next step", Received: at("2026-03-29 03:00:01"), Name: "Ada", Email: "ada@example.com",
		Phone: "+49 30 901820", Company: "Ada & Co", Source: "Email", Need: "=1+1\nplease", Quality: "hot", Status: "New lead", Owner: "Anna",
		NextStep: "call", NextContact: at("2026-04-01 00:00:00"), Value: 0, HasValue: true, RefusalReason: "No budget", Comment: "mine",
		RespondBy: at("2026-03-30 09:30:00"), FirstResponse: at("2026-03-30 09:10:00"), LastActivity: at("2026-03-30 09:11:00"),
		Campaign: "spring", Details: "a: b", Extra: []lead.Answer{{Question: "Budget", Value: "5000"}}}
	columns := lead.LeadColumns()
	for i, j := 0, len(columns)-1; i < j; i, j = i+1, j-1 {
		columns[i], columns[j] = columns[j], columns[i]
	}
	tab := &Tab{Title: lead.TabLeads, Columns: append([]string{"Budget", ""}, columns...)}
	a := AppendLeads([]lead.Lead{want}, tab, loc)
	row := make([]Cell, len(tab.Columns))
	for i, title := range a.Columns {
		row[tab.Col(title)] = a.Rows[0][i]
	}
	tab.Rows = append(tab.Rows, row)
	got := Leads(tab, loc)
	if diff := cmp.Diff([]lead.Lead{want}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Somebody renamed the column Company and Comment: what has no column goes to Details, nothing is lost.
func TestAnswerWithoutColumnGoesToDetails(t *testing.T) {
	tab := &Tab{Title: lead.TabLeads, Columns: []string{"id", "E-Mail?", "Details"}}
	a := AppendLeads([]lead.Lead{{ID: "L-1", Company: "Ada & Co", Extra: []lead.Answer{{Question: "Colour", Value: "red"}}}}, tab, time.UTC)
	if diff := cmp.Diff([]string{"ID", "Details"}, a.Columns); diff != "" {
		t.Fatal(diff)
	}
	if got, want := a.Rows[0][1].Text, "Company: Ada & Co\nColour: red"; got != want {
		t.Errorf("Details %q, want %q", got, want)
	}
}

func TestCellsThatDoNotFitTheirColumn(t *testing.T) {
	tab := &Tab{Columns: []string{"ID", "Next contact", "Value", "received"}, Rows: [][]Cell{
		{lead.TextValue("L-1"), lead.TextValue("next week"), lead.TextValue("a lot"), lead.NumberValue(-4)},
		{lead.TextValue("L-2"), lead.TextValue("24.12.2026"), lead.NumberValue(12.5), {}},
	}}
	got := Leads(tab, time.UTC)
	want := []lead.BadCell{{Column: "Next contact", Text: "next week"}, {Column: "Value", Text: "a lot"}, {Column: "Received", Text: "-4"}}
	if diff := cmp.Diff(want, got[0].Bad); diff != "" {
		t.Error(diff)
	}
	if len(got[1].Bad) != 0 || !got[1].NextContact.Equal(time.Date(2026, 12, 24, 0, 0, 0, 0, time.UTC)) || got[1].Value != 12.5 {
		t.Errorf("second row: %+v", got[1])
	}
}

func TestTitlesAreComparedGently(t *testing.T) {
	for _, s := range []string{"Next contact", " next  CONTACT ", "Nextcontact", "Néxt contact", "Next\u00a0contact"} {
		if Fold(s) != Fold(lead.ColNextContact) {
			t.Errorf("%q is not taken for Next contact", s)
		}
	}
	if Fold("Name") == Fold("Names") {
		t.Error("Names is taken for Name")
	}
}

func TestJournalsSurviveTheWorkbook(t *testing.T) {
	loc := berlin(t)
	when := time.Date(2026, 11, 22, 9, 30, 0, 0, loc)
	events := []lead.Event{{Time: when, Lead: "L-1", What: lead.Changed, Column: "Status", From: "New lead", To: "Won", By: "team", Why: "because"}}
	a := AppendEvents(events, loc)
	if diff := cmp.Diff(events, Events(&Tab{Columns: a.Columns, Rows: a.Rows}, loc)); diff != "" {
		t.Error(diff)
	}
	rows := []lead.IntakeRow{{Received: when, Channel: lead.ByMail, From: "a@example.com", Subject: "=x", Outcome: lead.Ignored, Lead: "", Reason: "newsletter", Where: "INBOX:1:2", Key: "m:1", MessageID: "=1@example.com"}}
	b := AppendIntake(rows, loc)
	if diff := cmp.Diff(rows, Intake(&Tab{Columns: b.Columns, Rows: b.Rows}, loc)); diff != "" {
		t.Error(diff)
	}
}

// What spreadsheets make of a slip is not taken for an amount or a day.
func TestLeads_SlipsOfTyping(t *testing.T) {
	tab := &Tab{Title: lead.TabLeads, Columns: []string{lead.ColID, lead.ColValue, lead.ColNextContact}, Rows: [][]Cell{
		{lead.TextValue("L-1"), {Kind: lead.Date, Num: 46145}, lead.NumberValue(5.12)},
		{lead.TextValue("L-2"), lead.TextValue("3.000,-"), lead.TextValue("5.12.")},
		{lead.TextValue("L-3"), lead.NumberValue(46145), lead.NumberValue(46145)},
	}}
	leads := LeadsAs(tab, typed.NewReader("DE", time.UTC, time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)))
	if l := leads[0]; l.HasValue || !l.NextContact.IsZero() || len(l.Bad) != 2 {
		t.Errorf("3-5 and 5.12: %+v", l)
	}
	if l := leads[1]; l.Value != 3000 || l.NextContact.Format(time.DateOnly) != "2026-12-05" || !l.LacksYear(lead.ColNextContact) {
		t.Errorf("3.000,- and 5.12.: %+v", l)
	}
	if l := leads[2]; l.Value != 46145 || l.NextContact.Format(time.DateOnly) != "2026-05-03" || len(l.Bad) != 0 {
		t.Errorf("numbers: %+v", l)
	}
}
