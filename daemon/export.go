package daemon

import (
	"context"
	"time"

	"leadsheet/lead"
	"leadsheet/reports"
	"leadsheet/reports/facts"
	"leadsheet/rules"
	"leadsheet/sheets"
)

// Selection is the part of a workbook that is exported: the leads received and the events within a time. Zero for no
// bound.
type Selection struct {
	Since time.Time // inclusive
	Until time.Time // exclusive
}

// Extract is what an owner wants to see of a workbook: reports, leads and events.
type Extract struct {
	sheets.Export
	Leads, Events int      // rows that are exported
	Notes         []string // messages for the user
}

// Extract reads the workbook and returns what is exported of it. Its rows are made as they are written, out of what was
// read. It changes nothing; what people have edited since the last pass counts in the figures as the next pass will
// find it. An error that Is sheets.ErrNoBook says that there is no workbook yet.
func (d *Daemon) Extract(ctx context.Context, which Selection) (Extract, error) {
	v, err := d.read(ctx)
	if err != nil {
		return Extract{}, err
	}
	now := d.Now()
	return d.extract(v, v.inputAfter(rules.Plan(v.state, nil, now)), which, now), nil
}

// extract is what is exported of a view, which stays as it is, and of what the reports are computed from.
func (d *Daemon) extract(v *view, in reports.Input, which Selection, now time.Time) Extract {
	v = v.copied()
	v.showTimes()
	in.Mails = [][]lead.IntakeRow{v.state.Intake}
	in.CameIn, in.Watched = cameIn(in.Policy.Words, in.Mails, now), d.watched()
	pages := reports.Pages(facts.New(in, now))
	neutralPages(pages)
	x := Extract{Notes: v.snap.Notes}
	var hidden []sheets.ExportTab
	for i := range pages {
		page := sheets.OwnPage(pages[i], v.snap.Words)
		if tab := (sheets.ExportTab{Page: &page}); page.Hidden {
			hidden = append(hidden, tab)
		} else {
			x.Tabs = append(x.Tabs, tab)
		}
	}
	for _, t := range d.Layout.Tabs {
		from := v.snap.Tabs[t.Called()]
		if from == nil {
			from = &sheets.Tab{Title: t.Called()}
		}
		switch t.Called() {
		case lead.TabLeads:
			rows := v.leadsOf(from, which)
			x.Leads = len(rows)
			x.Tabs = append(x.Tabs, v.exportTab(t, from, rows))
		case lead.TabActivity:
			rows := v.eventsOf(from, which)
			x.Events = len(rows)
			x.Tabs = append(x.Tabs, v.exportTab(t, from, rows))
		}
	}
	x.Tabs = append(x.Tabs, hidden...)
	return x
}

// has reports whether a moment is within the selection; an unknown one is only in one without bounds.
func (s Selection) has(t time.Time) bool {
	if s == (Selection{}) {
		return true
	}
	return !t.IsZero() && !t.Before(s.Since) && (s.Until.IsZero() || t.Before(s.Until))
}

// leadsOf are the rows of the tab Leads that are exported: rows of the table whose leads came in within the time.
func (v *view) leadsOf(tab *sheets.Tab, which Selection) []int32 {
	in := make([]bool, len(tab.Rows))
	for i := range v.state.Leads {
		if l := &v.state.Leads[i]; l.Ref >= 0 && l.Ref < len(in) {
			in[l.Ref] = which.has(l.Received)
		}
	}
	isRow := sheets.RowsOf(tab)
	var out []int32
	for r := range tab.Rows {
		if isRow(tab.Rows[r]) && (in[r] || which == Selection{}) {
			out = append(out, int32(r))
		}
	}
	return out
}

// eventsOf are the rows of the tab Activity that are exported.
func (v *view) eventsOf(tab *sheets.Tab, which Selection) []int32 {
	isRow, at := sheets.RowsOf(tab), tab.Col(lead.ColTime)
	out := make([]int32, 0, len(tab.Rows))
	for r := range tab.Rows {
		if !isRow(tab.Rows[r]) {
			continue
		}
		if which != (Selection{}) {
			if when, ok := tab.At(r, at).Time(v.zones.Journals); !ok || !which.has(when) {
				continue
			}
		}
		out = append(out, int32(r))
	}
	return out
}

// exportTab is a table with the columns that it has in a new workbook, and some rows of the present one, with neutral
// texts.
func (v *view) exportTab(t sheets.TabLayout, from *sheets.Tab, rows []int32) sheets.ExportTab {
	table := &sheets.ExportTable{TabLayout: sheets.OwnLayout(t.Standalone(), v.snap.Words), Len: len(rows)}
	columns, at := make([]string, len(t.Columns)), make([]int, len(t.Columns))
	for i := range t.Columns {
		columns[i] = t.Columns[i].Called()
		at[i] = from.Col(columns[i])
	}
	own := sheets.OwnWords(t.Called(), columns, v.snap.Words)
	table.Body = func(yield func([]sheets.Cell, []sheets.Formula) bool) {
		row := make([]sheets.Cell, len(columns))
		for _, r := range rows {
			for i, col := range at {
				row[i] = sheets.Cell{}
				if col >= 0 {
					row[i] = neutral(from.At(int(r), col))
				}
			}
			if own != nil {
				own(row)
			}
			if !yield(row, nil) {
				return
			}
		}
	}
	return sheets.ExportTab{Table: table}
}
