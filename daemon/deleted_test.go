package daemon_test

import (
	"log/slog"
	"strings"
	"testing"
	"time"

	"leadsheet/daemon"
	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// Somebody deletes the row of a lead that was won: on both backends the report goes on counting it, and says so.
func TestADeletedRowStaysInTheReport(t *testing.T) {
	for where, at := range desks {
		t.Run(where, func(t *testing.T) {
			now := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
			desk := at(t)
			book := desk.open()
			s := &shelf{items: []lead.Inquiry{inquiry(1), inquiry(2), inquiry(3)}}
			d := &daemon.Daemon{Book: book, Sources: []intake.Source{s}, Layout: daemon.Layout(policy.DefaultTables()),
				Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler)}
			pass(t, d)
			set := func(column string, to lead.Value) {
				snap, err := book.Read(t.Context(), lead.TabLeads)
				if err != nil {
					t.Fatal(err)
				}
				desk.hands.EditAt(lead.TabLeads, 1, snap.Tabs[lead.TabLeads].Col(column), to)
			}
			set(lead.ColStatus, lead.TextValue("Won"))
			set(lead.ColValue, lead.NumberValue(4321))
			now = now.Add(time.Hour)
			pass(t, d)
			report := func() string {
				snap, err := desk.open().Read(t.Context(), lead.TabReport)
				if err != nil {
					t.Fatal(err)
				}
				var text []string
				for _, row := range snap.Tabs[lead.TabReport].Rows {
					for _, c := range row {
						text = append(text, c.String())
					}
				}
				return strings.Join(text, "\n")
			}
			if got := report(); !strings.Contains(got, "3 leads ·") || strings.Contains(got, "deleted") {
				t.Errorf("before:\n%s", got)
			}
			desk.hands.DeleteRows(lead.TabLeads, 1, 1)
			now = now.Add(48 * time.Hour)
			pass(t, d)
			if got := report(); !strings.Contains(got, "2 not processed · 1 deleted") || !strings.Contains(got, "\n3\n") {
				t.Errorf("after:\n%s", got)
			}
		})
	}
}
