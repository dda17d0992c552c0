package daemon_test

import (
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"leadsheet/daemon"
	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
	"leadsheet/sheets/xlsx"
)

// A workbook that is saved at 10:12 and stays open until 17:00 was edited at 10:12: a status, a row typed by hand, and a
// deletion.
func TestEditsHappenedWhenTheWorkbookWasSaved(t *testing.T) {
	now := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	path := filepath.Join(t.TempDir(), "leads.xlsx")
	book, err := xlsx.Open(path, xlsx.Options{Now: time.Now, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	s := &shelf{items: []lead.Inquiry{inquiry(1), inquiry(2), inquiry(3)}}
	d := &daemon.Daemon{Book: book, Sources: []intake.Source{s}, Layout: daemon.Layout(policy.DefaultTables()), Now: clock,
		Log: slog.New(slog.DiscardHandler)}
	pass(t, d)
	snap, err := book.Read(t.Context(), lead.TabLeads)
	if err != nil {
		t.Fatal(err)
	}
	at := snap.Tabs[lead.TabLeads].Col
	edit(t, path, func(f *excelize.File) error {
		for column, text := range map[string]string{lead.ColName: "Kim Marsh", lead.ColPhone: "030 1234567", lead.ColNeed: "A gate"} {
			if err := setCell(f, lead.TabLeads, 4, at(column), lead.TextValue(text)); err != nil {
				return err
			}
		}
		if err := setCell(f, lead.TabLeads, 1, at(lead.ColStatus), lead.TextValue("In progress")); err != nil {
			return err
		}
		return f.RemoveRow(lead.TabLeads, 3)
	})
	saved := now.Add(12 * time.Minute)
	if err := os.Chtimes(path, saved, saved); err != nil {
		t.Fatal(err)
	}
	now = now.Add(7 * time.Hour)
	pass(t, d)
	if snap, err = book.Read(t.Context(), lead.TabLeads, lead.TabActivity); err != nil {
		t.Fatal(err)
	}
	seen := map[lead.EventKind]bool{}
	for _, e := range sheets.Events(snap.Tabs[lead.TabActivity], time.UTC) {
		if e.By == lead.ByTeam {
			seen[e.What] = true
			if !e.Time.Equal(saved) {
				t.Errorf("%s %s at %s", e.What, e.Column, e.Time)
			}
		}
	}
	if !seen[lead.Changed] || !seen[lead.Responded] || !seen[lead.Adopted] || !seen[lead.Deleted] {
		t.Errorf("seen %v", seen)
	}
	for _, l := range sheets.Leads(snap.Tabs[lead.TabLeads], time.UTC) {
		switch {
		case l.Status == "In progress" && !l.FirstResponse.Equal(saved):
			t.Errorf("first response %s", l.FirstResponse)
		case l.Name == "Kim Marsh" && (!l.Received.Equal(saved) || !l.RespondBy.Equal(saved.Add(30*time.Minute))):
			t.Errorf("received %s, respond by %s", l.Received, l.RespondBy)
		}
	}
}
