package daemon_test

import (
	"log/slog"
	"testing"
	"time"

	"leadsheet/daemon"
	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

// On both backends a row that is being typed has its ID and nothing else of ours until it has come to rest, and a pass
// over one that rests writes nothing. Typing counts as activity: the next pass comes soon, and not when the night's
// rhythm says.
func TestARowThatIsBeingTyped(t *testing.T) {
	for where, at := range desks {
		t.Run(where, func(t *testing.T) {
			now := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
			desk := at(t)
			book := desk.open()
			s := &shelf{items: []lead.Inquiry{inquiry(1)}}
			d := &daemon.Daemon{Book: book, Sources: []intake.Source{s}, Layout: daemon.Layout(policy.DefaultTables()),
				Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler)}
			pass(t, d)
			read := func() (*sheets.Tab, lead.Lead) {
				snap, err := book.Read(t.Context(), lead.TabLeads)
				if err != nil {
					t.Fatal(err)
				}
				tab := snap.Tabs[lead.TabLeads]
				if rows := sheets.Leads(tab, time.UTC); len(rows) > 1 {
					return tab, rows[1]
				}
				return tab, lead.Lead{}
			}
			tab, _ := read()
			set := func(column, text string) {
				desk.hands.EditAt(lead.TabLeads, 2, tab.Col(column), lead.TextValue(text))
			}
			for _, step := range []struct {
				after        time.Duration
				column, text string
				wrote, lead  bool
			}{
				{0, lead.ColName, "Kim", true, false},
				{30 * time.Second, "", "", false, false},
				{30 * time.Second, lead.ColCompany, "Marsh Ltd", true, false},
				{119 * time.Second, "", "", false, false},
				{2 * time.Second, "", "", true, true},
				{0, "", "", false, true},
			} {
				if now = now.Add(step.after); step.column != "" {
					set(step.column, step.text)
				}
				sum := pass(t, d)
				_, l := read()
				if sum.Wrote != step.wrote || step.wrote && !sum.Active || l.ID != "L-1002" || (l.Status != "") != step.lead ||
					step.lead == l.RespondBy.IsZero() || step.lead == (l.Attention == "") {
					t.Fatalf("%+v: wrote %t, active %t, %+v", step, sum.Wrote, sum.Active, l)
				}
			}
		})
	}
}
