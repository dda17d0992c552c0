package daemon

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/reports"
	"leadsheet/reports/facts"
	"leadsheet/reports/replay"
	"leadsheet/sheets"
)

// Selection is the part of a workbook that is exported: the leads received and the events within a time, and the
// figures of that time. The zero value is everything, with the figures of the last 30 days.
type Selection struct {
	Since string // the first day, such as 2026-10-01, or how long ago: 90d, 12w
	Until string // the last day
	AsOf  string // everything as it was recorded by the end of that day
}

// span is the time of a selection.
type span struct {
	since time.Time // inclusive
	until time.Time // exclusive; zero for no bound
}

// read reads a selection in the zone of a business. The error is a WrongSetting.
func (s Selection) read(zone *time.Location, now time.Time) (out span, err error) {
	if s.Since != "" {
		if out.since, err = replay.ParseSince(s.Since, zone, now); err != nil {
			return out, WrongSetting{fmt.Errorf("--since: %w", err)}
		}
	}
	if s.Until != "" {
		day, err := time.ParseInLocation(time.DateOnly, strings.TrimSpace(s.Until), zone)
		if err != nil {
			return out, WrongSetting{fmt.Errorf("--until: %q is no day: write it like 2026-10-31", s.Until)}
		}
		if out.until = day.AddDate(0, 0, 1); !out.until.After(out.since) {
			return out, WrongSetting{fmt.Errorf("--until: %s lies before the first day, %s",
				day.Format(time.DateOnly), out.since.In(zone).Format(time.DateOnly))}
		}
	}
	return out, nil
}

// all reports whether the time has no bounds.
func (s span) all() bool { return s == span{} }

// has reports whether a moment is within the time; an unknown one is only in one without bounds.
func (s span) has(t time.Time) bool {
	return s.all() || !t.IsZero() && !t.Before(s.since) && (s.until.IsZero() || t.Before(s.until))
}

// over is the dataset with the figures of the time, and of as long a time before it.
func (s span) over(of *facts.Dataset) *facts.Dataset {
	if s.all() {
		return of
	}
	from, until := s.since, s.until
	if until.IsZero() || until.After(of.Now) {
		until = of.Now.Add(time.Nanosecond)
	}
	if from.IsZero() {
		from = of.FirstLead
	}
	return of.Over(from.Add(-until.Sub(from)), from, until)
}

// Extract is what an owner wants to see of a workbook: reports, leads and events.
type Extract struct {
	sheets.Export
	Leads, Events int      // rows that are exported
	Notes         []string // messages for the user
}

// Extract reads the workbook and returns what is exported of it. Its rows are made as they are written, out of what was
// read. It changes nothing; what people have edited since the last pass counts in the figures as the next pass will
// find it. An error that is a WrongSetting is about the selection. An error that Is sheets.ErrNoBook says that there is
// no workbook yet.
func (d *Daemon) Extract(ctx context.Context, which Selection) (Extract, error) {
	v, err := d.read(ctx)
	if err != nil {
		return Extract{}, err
	}
	now := d.Now()
	within, err := which.read(v.state.Policy.Location(), now)
	if err != nil {
		return Extract{}, err
	}
	in, at, err := v.inputAt(which.AsOf, now)
	switch {
	case err != nil:
		return Extract{Notes: v.snap.Notes}, err
	case which.AsOf == "":
		return d.extract(v, in, within, at), nil
	}
	return d.extractAsOf(v, in, within, at), nil
}

// extract is what is exported of a view, which stays as it is, and of what the reports are computed from.
func (d *Daemon) extract(v *view, in reports.Input, within span, now time.Time) Extract {
	v = v.copied()
	v.showTimes()
	in.Mails = [][]lead.IntakeRow{v.state.Intake}
	in.CameIn, in.Watched = cameIn(in.Policy.Words, in.Mails, now), d.watched()
	leads, activity := v.tab(lead.TabLeads), v.tab(lead.TabActivity)
	rows := v.leadsOf(leads, within)
	return d.compose(v, facts.New(in, now), within, composed{
		leads: table{rows: len(rows), refs: rows, columns: leads.Columns, at: func(row, col int) sheets.Cell {
			return leads.At(int(rows[row]), col)
		}},
		activity: activityTable(activity, v.eventsOf(activity, within, time.Time{})),
	})
}

// extractAsOf is what is exported as it was recorded by a moment: the leads are what their events made of them.
func (d *Daemon) extractAsOf(v *view, in reports.Input, within span, then time.Time) Extract {
	activity := v.tab(lead.TabActivity)
	fields := lead.LeadTable()
	t := table{}
	for i := range fields {
		t.columns = append(t.columns, fields[i].Title)
	}
	var rows []*lead.Lead
	for i := range in.Leads {
		if within.has(in.Leads[i].Received) {
			rows = append(rows, &in.Leads[i])
		}
	}
	zone := in.Policy.Location()
	for _, l := range rows {
		t.refs = append(t.refs, int32(l.Ref))
	}
	t.rows, t.at = len(rows), func(row, col int) sheets.Cell { return fields[col].Value(rows[row], zone) }
	return d.compose(v, facts.New(in, then), within, composed{leads: t,
		activity: activityTable(activity, v.eventsOf(activity, within, then))})
}

// table is a table to be exported: its columns by what leadsheet calls them, and its cells.
type table struct {
	columns []string
	rows    int
	refs    []int32 // of leads: their Refs
	at      func(row, col int) sheets.Cell
}

func activityTable(tab *sheets.Tab, rows []int32) table {
	return table{columns: tab.Columns, rows: len(rows), at: func(row, col int) sheets.Cell {
		return tab.At(int(rows[row]), col)
	}}
}

// composed are the tables of an export.
type composed struct{ leads, activity table }

// compose puts pages and tables together.
func (d *Daemon) compose(v *view, of *facts.Dataset, within span, c composed) Extract {
	x := Extract{Notes: v.snap.Notes, Leads: c.leads.rows, Events: c.activity.rows}
	pages := reports.Pages(of)
	neutralPages(pages)
	var hidden []sheets.ExportTab
	for i := range pages {
		page := sheets.OwnPage(pages[i], v.snap.Words)
		page.Hidden = page.Hidden && pages[i].Title != lead.TabFigures // whoever gets the export wants to see it
		if tab := (sheets.ExportTab{Page: &page}); page.Hidden {
			hidden = append(hidden, tab)
		} else {
			x.Tabs = append(x.Tabs, tab)
		}
	}
	for _, t := range d.Layout.Tabs {
		switch t.Called() {
		case lead.TabLeads:
			p := prove(within.over(of), c.leads.refs)
			leads := exportTab(t, c.leads, v.snap.Words)
			x.Tabs = append(x.Tabs, sheets.ExportTab{Table: p.leads(leads)})
			hidden = append(p.tabs(leads, within.all()), hidden...)
		case lead.TabActivity:
			x.Tabs = append(x.Tabs, sheets.ExportTab{Table: exportTab(t, c.activity, v.snap.Words)})
		}
	}
	x.Tabs = append(x.Tabs, hidden...)
	return x
}

// tab is a tab of the view; an empty one where it is missing.
func (v *view) tab(title string) *sheets.Tab {
	if t := v.snap.Tabs[title]; t != nil {
		return t
	}
	return &sheets.Tab{Title: title}
}

// leadsOf are the rows of the tab Leads that are exported: rows of the table whose leads came in within the time.
func (v *view) leadsOf(tab *sheets.Tab, within span) []int32 {
	in := make([]bool, len(tab.Rows))
	for i := range v.state.Leads {
		if l := &v.state.Leads[i]; l.Ref >= 0 && l.Ref < len(in) {
			in[l.Ref] = within.has(l.Received)
		}
	}
	isRow := sheets.RowsOf(tab)
	var out []int32
	for r := range tab.Rows {
		if (in[r] || within.all()) && isRow(tab.Rows[r]) {
			out = append(out, int32(r))
		}
	}
	return out
}

// eventsOf are the rows of the tab Activity that are exported: what happened within the time, and, where by is not
// zero, was written down by then.
func (v *view) eventsOf(tab *sheets.Tab, within span, by time.Time) []int32 {
	isRow, at, recorded := sheets.RowsOf(tab), tab.Col(lead.ColTime), tab.Col(lead.ColRecorded)
	out := make([]int32, 0, len(tab.Rows))
	for r := range tab.Rows {
		if !isRow(tab.Rows[r]) {
			continue
		}
		if !within.all() || !by.IsZero() {
			when, known := tab.At(r, at).Time(v.zones.Journals)
			written, ok := tab.At(r, recorded).Time(v.zones.Journals)
			if !ok {
				written = when
			}
			if !known || !within.has(when) || !by.IsZero() && written.After(by) {
				continue
			}
		}
		out = append(out, int32(r))
	}
	return out
}

// exportTab is a table with the columns that it has in a new workbook, with neutral texts.
func exportTab(t sheets.TabLayout, from table, in words.Language) *sheets.ExportTable {
	t = t.Standalone()
	var columns []string
	var at []int
	place := func(name string) int {
		return slices.IndexFunc(from.columns, func(c string) bool { return sheets.Fold(c) == sheets.Fold(name) })
	}
	for i := range t.Columns {
		columns = append(columns, t.Columns[i].Called())
		at = append(at, place(columns[i]))
	}
	out := &sheets.ExportTable{TabLayout: sheets.OwnLayout(t, in), Len: from.rows}
	for i, name := range columns { // whose columns they are is known by them
		out.Columns[i].Name = name
	}
	own := sheets.OwnWords(t.Called(), columns, in)
	out.Body = func(yield func([]sheets.Cell, []sheets.Formula) bool) {
		row := make([]sheets.Cell, len(columns))
		for r := range from.rows {
			for i, col := range at {
				row[i] = sheets.Cell{}
				if col >= 0 {
					row[i] = neutral(from.at(r, col))
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
	return out
}
