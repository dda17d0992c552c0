package forget_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"leadsheet/daemon/forget"
	"leadsheet/lead"
	"leadsheet/sheets"
)

// tab is a tab with rows of texts; columns that a row does not name are blank.
func tab(title string, columns []lead.Column, rows []map[string]string) *sheets.Tab {
	t := &sheets.Tab{Title: title}
	for _, c := range columns {
		t.Columns = append(t.Columns, c.Title)
	}
	for _, row := range rows {
		cells := make([]sheets.Cell, len(columns))
		for i, c := range columns {
			cells[i] = lead.TextValue(row[c.Title])
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

// world is a workbook in which some rows are about Ada and all others about somebody else.
func world(t *rapid.T) (book forget.Book, others map[string][]int) {
	others = map[string][]int{}
	who := func(of, id string) (name, email, said string) {
		if of == "ada" {
			return "Ada Quist", "Ada@quist.example", "I, Ada Quist, want an oak desk"
		}
		return "Bo " + id, "bo" + id + "@lund.example", "A boat " + id
	}
	var leads, events, rows []map[string]string
	kinds := []lead.EventKind{lead.Created, lead.Asked, lead.Inquired, lead.Noted, lead.Changed, lead.Responded, lead.Did,
		lead.Sending, lead.Baseline, lead.Waits, "called"}
	for n := range rapid.IntRange(1, 6).Draw(t, "leads") {
		id := fmt.Sprintf("L-%d", 1001+n)
		of := rapid.SampledFrom([]string{"ada", "bo"}).Draw(t, "of")
		name, email, said := who(of, id)
		if of != "ada" {
			others[lead.TabLeads] = append(others[lead.TabLeads], len(leads))
		}
		leads = append(leads, map[string]string{lead.ColID: id, lead.ColName: name, lead.ColEmail: email, lead.ColNeed: said,
			lead.ColStatus: "Won", lead.ColComment: said, lead.ColDetails: "Colour: oak\n" + said})
		for range rapid.IntRange(0, 5).Draw(t, "events") {
			kind := rapid.SampledFrom(kinds).Draw(t, "kind")
			e := map[string]string{lead.ColLead: id, lead.ColWhat: string(kind), lead.ColBy: email, lead.ColWhy: said}
			switch kind {
			case lead.Created, lead.Baseline:
				e[lead.ColTo] = lead.FormatFacts([]lead.Fact{{Name: "status", Text: "New"}, {Name: "name", Text: name},
					{Name: "email", Text: email}, {Name: "need", Text: said}, {Name: "value", Text: "12", Raw: true}})
			case lead.Changed:
				e[lead.ColColumn] = rapid.SampledFrom([]string{lead.ColName, lead.ColEmail, lead.ColStatus}).Draw(t, "column")
				e[lead.ColFrom], e[lead.ColTo] = name, name
			case lead.Sending:
				e[lead.ColFrom] = email
			case lead.Did:
				e[lead.ColFrom], e[lead.ColTo] = "called", `{"verb":"called","was_name":"`+name+`"}`
			}
			if kind != "called" {
				e[lead.ColNo] = fmt.Sprint(len(events) + 1)
			}
			if of != "ada" {
				others[lead.TabActivity] = append(others[lead.TabActivity], len(events))
			}
			events = append(events, e)
		}
		for range rapid.IntRange(0, 3).Draw(t, "rows") {
			if of != "ada" {
				others[lead.TabIntake] = append(others[lead.TabIntake], len(rows))
			}
			rows = append(rows, map[string]string{lead.ColKey: fmt.Sprintf("m:%d", len(rows)), lead.ColFrom: email,
				lead.ColSubject: said, lead.ColLead: rapid.SampledFrom([]string{id, ""}).Draw(t, "lead"),
				lead.ColWhere: rapid.SampledFrom([]string{"INBOX:1:2", "file " + name + ".csv, row 2"}).Draw(t, "where")})
		}
	}
	tabs := lead.Tabs()
	return forget.Book{Leads: tab(lead.TabLeads, tabs[0].Columns, leads), Activity: tab(lead.TabActivity, tabs[1].Columns, events),
		Intake: tab(lead.TabIntake, tabs[2].Columns, rows), Zone: time.UTC, Marker: "(forgotten)",
		Open: func(string) bool { return false }}, others
}

// What is about the person is gone after the two batches, what is about others is as it was, and nothing is left to do.
func TestNew_ErasesOnePerson(t *testing.T) {
	who, ok := forget.Parse("ada@QUIST.example", "US")
	if !ok {
		t.Fatal("no address")
	}
	rapid.Check(t, func(t *rapid.T) {
		book, others := world(t)
		tabs := map[string]*sheets.Tab{lead.TabLeads: book.Leads, lead.TabActivity: book.Activity, lead.TabIntake: book.Intake}
		before := map[string]string{}
		for title, rows := range others {
			for _, r := range rows {
				before[fmt.Sprint(title, r)] = fmt.Sprint(tabs[title].Rows[r])
			}
		}
		for range 3 {
			plan := forget.New(book, who)
			changes := plan.First
			if len(changes) == 0 {
				changes = plan.Last
			}
			for _, c := range changes {
				if !tabs[c.Tab].At(c.Row, tabs[c.Tab].Col(c.Column)).Equal(c.Seen) {
					t.Fatalf("%+v is not what stands there", c)
				}
				tabs[c.Tab].Rows[c.Row][tabs[c.Tab].Col(c.Column)] = c.Want
			}
		}
		if plan := forget.New(book, who); !plan.IsEmpty() || len(plan.IDs) > 0 {
			t.Fatalf("left: %+v", plan)
		}
		for title, tab := range tabs {
			for r, row := range tab.Rows {
				for _, cell := range row {
					if text := strings.ToLower(cell.String()); strings.Contains(text, "quist") || strings.Contains(text, "i, ada") {
						t.Fatalf("%s row %d has %q", title, r, cell)
					}
				}
			}
		}
		for title, rows := range others {
			for _, r := range rows {
				if now := fmt.Sprint(tabs[title].Rows[r]); now != before[fmt.Sprint(title, r)] {
					t.Fatalf("%s row %d was %s, is %s", title, r, before[fmt.Sprint(title, r)], now)
				}
			}
		}
	})
}

func TestParse(t *testing.T) {
	for text, want := range map[string]forget.Who{
		"Ada@Quist.example":         {Address: "ada@quist.example"},
		" Ada <ada@quist.example> ": {Address: "ada@quist.example"},
		"030 1234567":               {Phone: "+49301234567"},
		"Ada":                       {}, "": {}, "@": {}, "12": {},
	} {
		if got, ok := forget.Parse(text, "DE"); got != want || ok != (want != forget.Who{}) {
			t.Errorf("%q: %+v, %v", text, got, ok)
		}
	}
}
