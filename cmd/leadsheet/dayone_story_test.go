package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// seenTabs are the tabs that people see, in the order of the workbook.
func (in *installation) seenTabs() string {
	in.t.Helper()
	if in.sheet != nil {
		return strings.Join(in.sheet.Shown(), ", ")
	}
	f, _ := in.open("Leads")
	defer f.Close()
	var seen []string
	for _, title := range f.GetSheetList() {
		if visible, err := f.GetSheetVisible(title); err != nil {
			in.t.Fatal(err)
		} else if visible {
			seen = append(seen, title)
		}
	}
	if active := f.GetSheetName(f.GetActiveSheetIndex()); !slices.Contains(seen, active) {
		in.t.Errorf("the workbook opens in the hidden tab %s", active)
	}
	return strings.Join(seen, ", ")
}

// hideTab hides or shows a tab, as a person does.
func (in *installation) hideTab(tab string, hidden bool) {
	in.t.Helper()
	if in.sheet != nil {
		in.sheet.People(in.t.Fatalf).SetHidden(tab, hidden)
		return
	}
	f, _ := in.open("Leads")
	defer f.Close()
	if err := f.SetSheetVisible(tab, !hidden); err != nil {
		in.t.Fatal(err)
	}
	if err := f.Save(); err != nil {
		in.t.Fatal(err)
	}
}

// deleteTab deletes a tab, as a person does.
func (in *installation) deleteTab(tab string) {
	in.t.Helper()
	if in.sheet != nil {
		in.sheet.People(in.t.Fatalf).DeleteTab(tab)
		return
	}
	f, _ := in.open("Leads")
	defer f.Close()
	if err := f.DeleteSheet(tab); err != nil {
		in.t.Fatal(err)
	}
	if err := f.Save(); err != nil {
		in.t.Fatal(err)
	}
}

// A new workbook shows what a team of two needs. The rest is hidden, works all the same, and is shown when Settings say
// so; a tab that a person has shown or hidden stays so.
func TestStoryDayOneShowsFewTabs(t *testing.T) {
	const day = "Today, Leads, Report, Team, Settings"
	const all = "Today, Leads, Report, Figures, Activity, Intake, Statuses, Team, Sources, Quality, Reasons, Follow-up, Senders, Replies, Settings"
	at := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	both(t, func(t *testing.T, in *installation) {
		seen := func(want string) {
			t.Helper()
			at = at.Add(time.Minute)
			in.run("once", "--at", at.Format(time.RFC3339))
			got := strings.TrimSuffix(in.seenTabs(), ", Sheet1") // which every new Google Sheet has
			if got != want {
				t.Errorf("people see %s, want %s", got, want)
			}
			if out := in.run("once", "--at", at.Format(time.RFC3339)); !strings.HasPrefix(out, "Nothing new.") {
				t.Errorf("the next pass: %s", out)
			}
		}
		in.drop("1.csv", "Name,Phone,Message\nAda Quist,0170 1234567,one chair\n", at)
		seen(day)
		if n := len(in.table("Intake")); n != 2 || len(in.table("Activity")) == 0 {
			t.Errorf("%d rows in the hidden tab Intake", n)
		}
		in.edit("Statuses", "Status=New lead", "Meaning=Nobody has answered yet")
		in.hideTab("Intake", false)
		seen("Today, Leads, Report, Intake, Team, Settings")
		in.edit("Settings", "Setting=Show all tabs", "Value=Yes")
		seen(all)
		in.hideTab("Reasons", true)
		in.hideTab("Today", true)
		seen(strings.Replace(strings.Replace(all, ", Reasons", "", 1), "Today, ", "", 1))
		in.edit("Settings", "Setting=Show all tabs", "Value=no")
		seen("Leads, Report, Intake, Team, Settings")
		in.edit("Settings", "Setting=Show all tabs", "Value=yes")
		seen(strings.Replace(strings.Replace(all, ", Reasons", "", 1), "Today, ", "", 1))
		in.drop("2.csv", "Name,Phone,Message\nBen Roe,0170 7654321,two chairs\n", at)
		seen(strings.Replace(strings.Replace(all, ", Reasons", "", 1), "Today, ", "", 1))
		if leads := in.leads(); len(leads) != 2 {
			t.Errorf("the leads are %v", leads)
		}
		in.deleteTab("Quality")
		in.deleteTab("Settings")
		in.run("once", "--at", at.Format(time.RFC3339))
		if got := in.seenTabs(); !strings.Contains(got, "Quality") || !strings.Contains(got, "Activity") ||
			strings.Contains(got, "Reasons") {
			t.Errorf("after two tabs were deleted and made again people see %s", got)
		}
		if rows := in.table("Settings"); !slices.ContainsFunc(rows, func(r map[string]string) bool {
			return r["Setting"] == "Show all tabs" && r["Value"] == "yes"
		}) {
			t.Errorf("Settings were made again with %v", rows)
		}
	})
}

// The columns that a team works in come first; ID and Name stay in sight, and the rest is a closed group.
func TestStoryDayOneLeads(t *testing.T) {
	t.Parallel()
	const want = "ID Name Attention Do Need Phone Email Status Owner Next_step Next_contact Comment Source Value Refusal_reason " +
		"Received Company Quality Waiting_since Respond_by First_response Last_activity Earlier_leads Details Campaign"
	const worked = 16
	in := offline(t)
	in.run("once", "--at", "2026-11-20T08:00:00Z")
	f, grid := in.open("Leads")
	defer f.Close()
	var got []string
	for _, title := range grid[0] {
		got = append(got, strings.ReplaceAll(title, " ", "_"))
	}
	if strings.Join(got, " ") != want {
		t.Errorf("the columns are %s", got)
	}
	for i := range grid[0] {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			t.Fatal(err)
		}
		level, levelErr := f.GetColOutlineLevel("Leads", name)
		visible, err := f.GetColVisible("Leads", name)
		if levelErr != nil || err != nil || visible != (i < worked) || (level == 1) != (i >= worked) {
			t.Errorf("%s: visible %v, level %d (%v, %v)", grid[0][i], visible, level, levelErr, err)
		}
	}
	panes, err := f.GetPanes("Leads")
	if err != nil || panes.XSplit != 2 || panes.YSplit != 1 || panes.TopLeftCell != "C2" {
		t.Errorf("frozen is %+v, %v", panes, err)
	}
	var wide float64
	for _, name := range []string{"A", "B"} {
		width, err := f.GetColWidth("Leads", name)
		if err != nil {
			t.Fatal(err)
		}
		wide += 7*width + 5
	}
	if wide > 160 {
		t.Errorf("what is frozen is %s pixels wide", fmt.Sprint(wide))
	}
}

// A text that sends people to a tab which they do not see says how to show it, and no longer than they do not.
func TestStoryDayOneNamesHiddenTabs(t *testing.T) {
	at := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	both(t, func(t *testing.T, in *installation) {
		once := func() {
			at = at.Add(time.Minute)
			in.run("once", "--at", at.Format(time.RFC3339))
		}
		in.drop("1.csv", "Name,Phone,Message\nAda Quist,0170 1234567,one chair\n", at)
		once()
		in.edit("Leads", "Name=Ada Quist", "Source=Radio")
		once()
		const hint = `Source "Radio" is not in the tab Sources (hidden; to see it, write "yes" behind "Show all tabs" in the tab Settings)`
		attention := func() string {
			text, _ := in.leads()["L-1001"]["Attention"].(string)
			return text
		}
		if got := attention(); !strings.Contains(got, hint) {
			t.Errorf("Attention says %q", got)
		}
		in.edit("Settings", "Setting=Show all tabs", "Value=yes")
		once()
		once()
		if got := attention(); strings.Contains(got, "hidden") || !strings.Contains(got, "is not in the tab Sources") {
			t.Errorf("when the tabs are shown Attention says %q", got)
		}
	})
}

// What nobody needs to see of Intake is hidden.
func TestStoryDayOneIntake(t *testing.T) {
	t.Parallel()
	in := offline(t)
	in.run("once", "--at", "2026-11-20T08:00:00Z")
	f, grid := in.open("Intake")
	defer f.Close()
	var seen []string
	for i, title := range grid[0] {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			t.Fatal(err)
		}
		if visible, err := f.GetColVisible("Intake", name); err != nil {
			t.Fatal(err)
		} else if visible {
			seen = append(seen, title)
		}
	}
	if got := strings.Join(seen, " "); got != "Received Channel From Subject Outcome Lead Reason" {
		t.Errorf("people see %s", got)
	}
}
