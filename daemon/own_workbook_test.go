package daemon_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"leadsheet/daemon"
	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/sheets/xlsx"
)

// leadsheet's own workbook, every tab of it as a file of its own, and what it exports are no requests.
func TestPass_OwnWorkbookBringsNoLeads(t *testing.T) {
	s := &shelf{items: []lead.Inquiry{inquiry(1), inquiry(2)}}
	s.items[0].Email, s.items[0].From = "", ""
	d, path := house(t, s)
	pass(t, d)
	folder := t.TempDir()
	d.Sources = append(d.Sources, &intake.Drop{Folder: folder})
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	put := func(name string, data []byte) {
		t.Helper()
		file := filepath.Join(folder, name)
		if err := os.WriteFile(file, data, 0o644); err != nil {
			t.Fatal(err)
		}
		old := time.Now().Add(-time.Hour)
		if err := os.Chtimes(file, old, old); err != nil {
			t.Fatal(err)
		}
	}
	n := 2
	for _, tab := range []string{lead.TabLeads, lead.TabToday, lead.TabReport, lead.TabIntake, lead.TabActivity, lead.TabStatuses, lead.TabTeam, lead.TabSources,
		lead.TabQuality, lead.TabReasons, lead.TabFollowUp, lead.TabSettings} {
		rows, err := f.GetRows(tab)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := csv.NewWriter(&b).WriteAll(rows); err != nil {
			t.Fatal(err)
		}
		put("Team - "+tab+".csv", b.Bytes())
		n++
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	put("leads.xlsx", whole)
	to := filepath.Join(t.TempDir(), "report.xlsx")
	x, err := d.Extract(context.Background(), daemon.Selection{})
	if err == nil {
		err = xlsx.Save(context.Background(), to, x.Export, false, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	out, err := os.ReadFile(to)
	if err != nil {
		t.Fatal(err)
	}
	put("report.xlsx", out)
	sum := pass(t, d)
	if sum.Created != 0 || sum.Leads != 2 || len(sum.Intake) != n {
		t.Errorf("%d rows of Intake for %d files, %d created, %d leads", len(sum.Intake), n, sum.Created, sum.Leads)
	}
	for _, r := range sum.Intake {
		if r.Outcome != lead.Ignored || !strings.HasPrefix(r.Reason, "leadsheet's own ") {
			t.Errorf("%s: %s, %s", r.Subject, r.Outcome, r.Reason)
		}
	}
	if sum := pass(t, d); len(sum.Intake) != 0 {
		t.Errorf("again: %+v", sum.Intake)
	}
}
