package daemon_test

import (
	"context"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"leadsheet/daemon"
	"leadsheet/lead"
	"leadsheet/sheets"
	"leadsheet/sheets/xlsx"
)

// What people put beside and below the leads, and what they fill down, is counted nowhere, gets no ID and no owner, and
// does not push new leads down. What they typed by hand does become a lead.
func TestRows_NotLeads(t *testing.T) {
	s := &shelf{items: []lead.Inquiry{inquiry(1), inquiry(2)}}
	d, path := house(t, s)
	pass(t, d)
	free := len(lead.LeadColumns()) + 1 // the first column that is none of ours
	edit(t, path, func(f *excelize.File) error {
		if err := setCell(f, lead.TabLeads, 0, free-1, lead.TextValue("Called")); err != nil {
			return err
		}
		if err := f.SetCellValue("Leads", "AC12", "budget 2026: 5000"); err != nil {
			return err
		}
		for _, c := range []struct {
			column string
			row    int
			text   string
		}{
			{lead.ColStatus, 7, "Closed"}, {lead.ColOwner, 8, "Kim"}, {lead.ColReceived, 9, "Total"},
			{lead.ColComment, 900, "ask the bank"}, {lead.ColName, 20, "Hand Made"}, {lead.ColID, 30, "Total"},
		} {
			if err := f.SetCellValue("Leads", leadCell(c.column, c.row), c.text); err != nil {
				return err
			}
		}
		for row := 2; row <= 300; row++ {
			ref, err := excelize.CoordinatesToCellName(free, row)
			if err != nil {
				return err
			}
			if err := f.SetCellBool("Leads", ref, false); err != nil {
				return err
			}
		}
		return f.SetCellFormula("Leads", leadCell(lead.ColValue, 9), "SUM(A2:A3)")
	})
	s.items = append(s.items, inquiry(3))
	if sum := pass(t, d); sum.Created != 1 || sum.Leads != 4 {
		t.Errorf("after the edits: %+v", sum)
	}
	if sum := pass(t, d); sum.Wrote || sum.Leads != 4 {
		t.Errorf("an idle pass: %+v", sum)
	}
	snap, err := d.Book.Read(context.Background(), lead.TabLeads, lead.TabReport, lead.TabToday)
	if err != nil {
		t.Fatal(err)
	}
	tab := snap.Tabs[lead.TabLeads]
	var ids []string
	for i := range tab.Rows {
		id := tab.At(i, tab.Col(lead.ColID)).String()
		if id != "" && id != "Total" {
			ids = append(ids, id+" "+tab.At(i, tab.Col(lead.ColName)).String())
		} else if owner := tab.At(i, tab.Col(lead.ColOwner)).String(); owner != "" && owner != "Kim" || !tab.At(i, tab.Col(lead.ColAttention)).IsEmpty() {
			t.Errorf("row %d is treated as a lead: %v", i, tab.Rows[i])
		}
	}
	if got := strings.Join(ids, ", "); got != "L-1001 Customer 1, L-1002 Customer 2, L-1003 Hand Made, L-1004 Customer 3" {
		t.Errorf("leads: %s", got)
	}
	for _, row := range snap.Tabs[lead.TabReport].Rows {
		for _, c := range row {
			if strings.Contains(c.String(), "leads") && strings.Contains(c.String(), "300") {
				t.Errorf("the report counts them: %s", c.String())
			}
		}
	}
	exported := filepath.Join(t.TempDir(), "report.xlsx")
	x, err := d.Extract(context.Background(), daemon.Selection{})
	if x.Leads != 4 || err != nil {
		t.Errorf("exported %d: %v", x.Leads, err)
	}
	if err := xlsx.Save(context.Background(), exported, x.Export, false, nil); err != nil {
		t.Fatal(err)
	}
	to, err := xlsx.Open(exported, xlsx.Options{})
	if err != nil {
		t.Fatal(err)
	}
	out, err := to.Read(context.Background(), lead.TabLeads)
	if err != nil || len(out.Tabs[lead.TabLeads].Rows) != 4 {
		t.Errorf("the export has %+v, %v", out, err)
	}
}

// The first lead of a workbook with boxes goes into the first row below the titles.
func TestRows_TickBoxesInABlankWorkbook(t *testing.T) {
	s := &shelf{}
	d, path := house(t, s)
	pass(t, d)
	edit(t, path, func(f *excelize.File) error {
		for row := 2; row <= 50; row++ {
			ref, err := excelize.CoordinatesToCellName(len(lead.LeadColumns())+1, row)
			if err != nil {
				return err
			}
			if err := f.SetCellBool("Leads", ref, false); err != nil {
				return err
			}
		}
		return nil
	})
	s.items = []lead.Inquiry{inquiry(1)}
	if sum := pass(t, d); sum.Leads != 1 {
		t.Errorf("%+v", sum)
	}
	snap, err := d.Book.Read(context.Background(), lead.TabLeads)
	if err != nil {
		t.Fatal(err)
	}
	if tab := snap.Tabs[lead.TabLeads]; tab.At(0, tab.Col(lead.ColID)) != (sheets.Cell{Kind: lead.Text, Text: "L-1001"}) {
		t.Errorf("the first row is %v", tab.Rows[0])
	}
}

// leadCell is the place of a cell of the tab Leads in a new workbook.
func leadCell(column string, row int) string {
	return sheets.ColumnLetters(slices.Index(lead.LeadColumns(), column)) + strconv.Itoa(row)
}
