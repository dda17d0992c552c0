package rules_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/mailin/reading"
	"leadsheet/reports"
	"leadsheet/rules"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

// book is a workbook in memory for stories of weeks: mails are read as the program reads them, what the rules want is
// done to it, and the test plays the people.
type book struct {
	t     testing.TB
	state rules.State
	now   time.Time
	mails int
	ids   int // of the messages that are sent
}

// setting is a cell of a rule tab: of the row whose first column says row. A row that is missing is added.
type setting struct{ tab, row, column, value string }

// tablesWith are the rule tabs of a new workbook with some cells set.
func tablesWith(cells ...setting) map[string]policy.Table {
	tables := map[string]policy.Table{}
	for _, tab := range policy.DefaultTables() {
		tables[tab.Title] = tab
	}
	for _, c := range cells {
		tab, ok := tables[c.tab]
		at := slices.Index(tab.Columns, c.column)
		if !ok || at < 0 {
			panic(fmt.Sprintf("no column %s in the tab %s", c.column, c.tab))
		}
		tab.Rows = slices.Clone(tab.Rows)
		key := slices.Index(tab.Columns, keyOf(c.tab))
		row := slices.IndexFunc(tab.Rows, func(r []string) bool { return r[key] == c.row })
		if row < 0 {
			row = len(tab.Rows)
			tab.Rows = append(tab.Rows, make([]string, len(tab.Columns)))
			tab.Rows[row][key] = c.row
		}
		tab.Rows[row] = slices.Clone(tab.Rows[row])
		for len(tab.Rows[row]) < len(tab.Columns) {
			tab.Rows[row] = append(tab.Rows[row], "")
		}
		tab.Rows[row][at] = c.value
		tables[c.tab] = tab
	}
	return tables
}

// keyOf is the column that names the rows of a rule tab; of a step of the tab Follow-up it is what is to be done, of
// points what they are for.
func keyOf(title string) string {
	switch title {
	case lead.TabFollowUp:
		return lead.ColWhatToDo
	case lead.TabScoring:
		return lead.ColWhy
	}
	for _, tab := range lead.Tabs() {
		if tab.Title == title {
			return tab.Columns[slices.IndexFunc(tab.Columns, func(c lead.Column) bool { return c.Key })].Title
		}
	}
	return ""
}

// newBook is a workbook with these rule tabs at a time of its zone. A cell with a mistake fails the test.
func newBook(t testing.TB, tables map[string]policy.Table, at string) *book {
	t.Helper()
	p, checks := policy.ReadPolicy(words.Language{}, tables, policy.InForce{})
	for _, c := range checks {
		if c.Text != "" {
			t.Fatalf("tab %s, row %d: %s", c.Tab, c.Row, c.Text)
		}
	}
	b := &book{t: t, state: rules.State{Policy: p, LeadColumns: lead.LeadColumns()}}
	if p.Scoring { // which brings its columns
		b.state.LeadColumns = append(b.state.LeadColumns, lead.ColScore, lead.ColScoreReasons)
	}
	b.at(at)
	return b
}

// at sets the clock to a time of the business zone.
func (b *book) at(wall string) {
	b.t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", wall, b.state.Policy.Location())
	if err != nil {
		b.t.Fatal(err)
	}
	b.now = at
}

// mail reads a mail that came in a minute ago. header are further lines of its header, id is its Message-ID.
func (b *book) mail(from, to, subject, id, text string, header ...string) lead.Inquiry {
	b.mails++
	at := b.now.Add(-time.Minute)
	lines := append([]string{"From: " + from, "To: " + to, "Subject: " + subject, "Message-ID: <" + id + ">",
		"Date: " + at.Format(time.RFC1123Z)}, header...)
	raw := []byte(strings.Join(lines, "\r\n") + "\r\n\r\n" + strings.ReplaceAll(text, "\n", "\r\n") + "\r\n")
	p := &b.state.Policy
	r := reading.Parse(raw, reading.Envelope{Received: at, Where: fmt.Sprintf("INBOX:7:%d", b.mails)},
		reading.Options{Team: p.TeamAddresses(), Country: p.Country, Self: []string{"hello@studio.example"},
			Senders: p.Senders, Servers: p.Servers, Unchecked: p.Unchecked})
	r.Order = b.mails
	return r.Inquiry
}

// record is a record of a file of a form that came in a minute ago.
func (b *book) record(file string, n int, answers ...lead.Answer) lead.Inquiry {
	key := fmt.Sprintf("%s-%03d", file, n)
	return lead.Inquiry{Key: key, Channel: lead.ByForm, Kind: lead.ExportRow, Received: b.now.Add(-time.Minute),
		Order: n, Name: "Lee " + key, Email: "lee@" + key + ".example", Need: "A fence", Subject: file, List: file,
		Answers: answers, Where: fmt.Sprintf("file %s.csv, row %d", file, n+2)}
}

// apply does what a workbook does: cells hold serial days and text, and new rows go to the end.
func (b *book) apply(work rules.Work) {
	zone := b.state.Policy.Location()
	for _, c := range work.Changes {
		sheets.Set(&b.state.Leads[c.Ref], c.Column, c.Want, zone)
	}
	for _, l := range work.NewLeads {
		for _, c := range lead.LeadColumns() {
			if t := lead.TimeField(&l, c); t != nil {
				*t, _ = lead.DateValue(*t, zone).Time(zone)
			}
		}
		l.Ref = len(b.state.Leads)
		b.state.Leads = append(b.state.Leads, l)
	}
	for _, c := range work.IntakeChanges {
		r := &b.state.Intake[c.Ref]
		r.Outcome, r.Lead, r.Reason = c.Outcome, c.Lead, c.Reason
	}
	for _, r := range work.Intake {
		r.Ref = len(b.state.Intake)
		b.state.Intake = append(b.state.Intake, r)
	}
	b.state.History = append(b.state.History, work.Events...)
}

// find is the lead of an address or a name.
func (b *book) find(who string) *lead.Lead {
	b.t.Helper()
	for i := range b.state.Leads {
		if l := &b.state.Leads[i]; l.Email == who || l.Name == who {
			return l
		}
	}
	b.t.Fatalf("there is no lead of %s", who)
	return nil
}

// pages are the reports as of now.
func (b *book) pages() []sheets.Page {
	return reports.Build(reports.Input{Policy: b.state.Policy, Leads: b.state.Leads, History: b.state.History,
		CameIn: b.state.Intake, Mailbox: "hello@studio.example"}, b.now)
}

// text is a page as lines of cells.
func pageText(p *sheets.Page) string {
	cells := slices.Clone(p.Cells)
	slices.SortStableFunc(cells, func(a, b sheets.PageCell) int { return 1000*(a.Row-b.Row) + a.Col - b.Col })
	var out strings.Builder
	row := -1
	for i := range cells {
		text := cells[i].Cell.String()
		if text == "" {
			continue
		}
		switch {
		case cells[i].Row == row:
			out.WriteString(" | ")
		case row >= 0:
			out.WriteString("\n")
		}
		row = cells[i].Row
		out.WriteString(text)
	}
	return out.String() + "\n"
}
