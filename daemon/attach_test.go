package daemon_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"leadsheet/daemon"
	"leadsheet/lead"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
	"leadsheet/sheets/xlsx"
)

// The report of Monday brings the workbook where Settings say so, with the leads that are in it.
func TestOutgoing_ReportBringsTheExport(t *testing.T) {
	s := &shelf{items: []lead.Inquiry{inquiry(1)}}
	d, p, _ := office(t, s)
	was := now
	t.Cleanup(func() { now = was })
	tables := policy.DefaultTables()
	for i := range tables {
		for _, row := range tables[i].Rows {
			if row[0] == "Attach the export" {
				row[1] = "yes"
			}
		}
		if tables[i].Title == lead.TabTeam {
			tables[i].Rows[0][0], tables[i].Rows[0][1] = "Ann", "ann@firm.example"
		}
	}
	d.Layout = daemon.Layout(tables)
	d.Out.Export = func(ctx context.Context, x sheets.Export) ([]byte, error) {
		var out bytes.Buffer
		err := xlsx.Write(ctx, &out, x, nil)
		return out.Bytes(), err
	}
	pass(t, d)
	now = now.AddDate(0, 0, 7) // it is Monday again
	pass(t, d)
	var report *lead.Message
	for _, m := range p.sent {
		if m.Occasion == lead.TellWeek {
			report = m
		}
	}
	if report == nil || len(report.Files) != 1 || !strings.Contains(report.Text, "attached") {
		t.Fatalf("%+v", report)
	}
	book, err := excelize.OpenReader(bytes.NewReader(report.Files[0].Content))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.GetRows("Leads")
	if err != nil || len(rows) < 2 || rows[1][0] != "L-1001" {
		t.Errorf("%v %v", rows, err)
	}
	if !strings.HasPrefix(report.Text, "1 request last week: ") {
		t.Errorf("%s", report.Text)
	}
}
