package reports

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

// switchedOn is the policy of a new workbook with the board, and the lists of these conditions.
func switchedOn(t *testing.T, lists ...[2]string) policy.Policy {
	tables := map[string]policy.Table{}
	for _, tab := range policy.DefaultTables() {
		tables[tab.Title] = tab
	}
	for _, r := range tables[lead.TabSettings].Rows {
		switch r[0] {
		case policy.SettingBoard, policy.SettingLists:
			r[1] = "yes"
		case "Time zone":
			r[1] = "Europe/Berlin"
		}
	}
	filters := tables[lead.TabFilters]
	filters.Rows = nil
	for _, l := range lists {
		filters.Rows = append(filters.Rows, []string{l[0], l[1], ""})
	}
	tables[lead.TabFilters] = filters
	p, checks := policy.ReadPolicy(words.Language{}, tables, policy.InForce{})
	for _, c := range checks {
		if c.Text != "" {
			t.Fatal(c.Text)
		}
	}
	return p
}

// pageRows are the rows of a page, cells with | between, and the late ones with ! before them.
func pageRows(pages []sheets.Page, title string) []string {
	at := slices.IndexFunc(pages, func(p sheets.Page) bool { return p.Title == title })
	if at < 0 {
		return nil
	}
	rows := map[int][]string{}
	for _, c := range pages[at].Cells {
		if text := c.Cell.String(); text != "" && !c.AsOf {
			if c.Style == sheets.TableLateText {
				text = "!" + text
			}
			if c.LinkKey != "" {
				text += "@" + c.LinkKey
			}
			rows[c.Row] = append(rows[c.Row], text)
		}
	}
	var out []string
	for r := range 400 {
		if rows[r] != nil {
			out = append(out, strings.Join(rows[r], " | "))
		}
	}
	return out
}

func boardLeads(now time.Time) []lead.Lead {
	day := func(n int) time.Time { return now.Truncate(24*time.Hour).AddDate(0, 0, n) }
	return []lead.Lead{
		{ID: "L-1001", Name: "Ann", Status: "In progress", Owner: "Kim", Value: 1200, HasValue: true, NextContact: day(5), Received: day(-9), FirstResponse: day(-9)},
		{ID: "L-1002", Name: "Bo", Status: "in progress", Owner: "Lee", NextContact: day(-2), Received: day(-9), FirstResponse: day(-9)},
		{ID: "L-1003", Name: "Cy", Status: "New lead", Owner: "Kim", Received: now.Add(-2 * time.Hour), RespondBy: now.Add(-time.Hour)},
		{ID: "L-1004", Name: "Di", Status: "Won", Value: 900, HasValue: true, Received: day(-9), FirstResponse: day(-9)},
		{ID: "L-1005", Name: "Ed", Status: "Odd", Received: day(-9), FirstResponse: day(-9)},
		{ID: "L-1006", Name: "Flo", Status: "Not a lead", Received: day(-9)},
	}
}

func TestBoard(t *testing.T) {
	now := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	in := Input{Policy: switchedOn(t), Leads: boardLeads(now)}
	want := []string{
		"Board",
		"New lead | In progress | Contact established | Qualification | Moved to deal | Postponed | Not in the tab Statuses",
		"1 lead | 2 leads · 1,200 | 0 leads | 0 leads | 0 leads | 0 leads | 1 lead",
		"Cy@L-1003 | Bo@L-1002 | Ed@L-1005",
		"!Kim · answer by 10:00 | !Lee · 18 Nov | —",
		"Ann@L-1001",
		"1,200 · Kim · 25 Nov",
	}
	if got := pageRows(Build(in, now), lead.TabBoard); !slices.Equal(got, want) {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
	for i := range 40 { // more than there is room for
		in.Leads = append(in.Leads, lead.Lead{ID: fmt.Sprintf("L-%d", 2000+i), Name: "X", Status: "Qualification"})
	}
	if got := pageRows(Build(in, now), lead.TabBoard); !strings.Contains(got[len(got)-1], "and 10 more") {
		t.Errorf("last %q", got[len(got)-1])
	}
	in.Policy.Board, in.Policy.Lists = false, false
	if pages := Build(in, now); len(pages) != 3 {
		t.Errorf("%d pages while both are off", len(pages))
	}
}

func TestLists(t *testing.T) {
	now := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	in := Input{Leads: boardLeads(now), Policy: switchedOn(t, [2]string{"Due", "Next contact before today"},
		[2]string{"Won", "Status is Won and Value over 500"}, [2]string{"Of nobody", "Owner is blank"},
		[2]string{"Ask for gates", "Anywhere has gate"}, [2]string{"None", "Name is Zoe"})}
	in.Leads[0].Need = "A gate"
	in.History = []lead.Event{{Lead: "L-1002", What: lead.Inquired, Why: "And a gate, please"}}
	head := "Lead | Status | Owner | Next step | Next contact | Value | Email"
	want := []string{
		"Lists",
		"Due – 1 lead", "Next contact before today", head, "Bo@L-1002 | in progress | Lee | — | !18 Nov | — | —",
		"Won – 1 lead", "Status is Won and Value over 500", head, "Di@L-1004 | Won | — | — | — | 900 | —",
		"Of nobody – 1 lead", "Owner is blank", head, "Ed@L-1005 | Odd | — | — | — | — | —",
		"Ask for gates – 2 leads", "Anywhere has gate", head, "Bo@L-1002 | in progress | Lee | — | !18 Nov | — | —",
		"Ann@L-1001 | In progress | Kim | — | 25 Nov | 1200 | —",
		"None – 0 leads", "Name is Zoe",
	}
	if got := pageRows(Build(in, now), lead.TabLists); !slices.Equal(got, want) {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
	// Nothing of it changes while time goes by on the same day.
	a, b := Build(in, now), Build(in, now.Add(3*time.Hour))
	for _, title := range []string{lead.TabLists, lead.TabBoard} {
		if !slices.Equal(pageRows(a, title), pageRows(b, title)) {
			t.Errorf("%s changes with the clock", title)
		}
	}
}

// On Mondays Today says what is wrong with the model of points, while leads are scored.
func TestToday_ModelOfPoints(t *testing.T) {
	monday := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	p := switchedOn(t)
	p.Scoring, p.Scores = true, nil
	in := Input{Policy: p, Leads: boardLeads(monday)}
	const want = "rows of Scoring about behaviour: 0; 5 to 7 tell enough, and can be looked after"
	said := func(now time.Time) bool {
		return strings.Contains(strings.Join(pageRows(Build(in, now), lead.TabToday), " "), want)
	}
	if !said(monday) || said(monday.AddDate(0, 0, 1)) {
		t.Errorf("on Monday %v, on Tuesday %v", said(monday), said(monday.AddDate(0, 0, 1)))
	}
	if _, lines := processOf(in, monday); !slices.Contains(lines, want) {
		t.Errorf("lines %q", lines)
	}
	if in.Policy.Scoring = false; said(monday) {
		t.Error("said while scoring is off")
	}
}
