package daemon

import (
	"context"
	"errors"
	"fmt"

	"leadsheet/lead"
	"leadsheet/reports"
	"leadsheet/sheets"
)

// Export fills an empty workbook with what an owner wants to see: reports, leads and events. It returns the number of
// leads.
func (d *Daemon) Export(ctx context.Context, to sheets.Book) (int, error) {
	if err := d.ensure(ctx); err != nil && !errors.Is(err, sheets.ErrBusy) {
		return 0, err
	}
	view, err := d.read(ctx)
	if err != nil {
		return 0, err
	}
	return d.export(ctx, view, to)
}

// export fills an empty workbook with what a view holds, which stays as it is.
func (d *Daemon) export(ctx context.Context, view *view, to sheets.Book) (int, error) {
	view = view.copied()
	view.showTimes()
	to = sheets.Named(to, view.snap.Words)
	layout := sheets.Layout{Words: view.snap.Words}
	for _, t := range d.Layout.Tabs {
		if name := t.Called(); name == lead.TabLeads || name == lead.TabActivity {
			layout.Tabs = append(layout.Tabs, t.Standalone())
		}
	}
	if err := to.Ensure(ctx, layout); err != nil {
		return 0, fmt.Errorf("prepare the export: %w", err)
	}
	snap, err := to.Read(ctx, lead.TabLeads, lead.TabActivity)
	if err != nil {
		return 0, fmt.Errorf("prepare the export: %w", err)
	}
	in, now := view.reportInput(), d.Now()
	in.Mails = [][]lead.IntakeRow{view.state.Intake}
	in.CameIn, in.Watched = cameIn(in.Policy.Words, in.Mails, now), d.watched()
	batch := sheets.Batch{Pages: reports.Build(in, now)}
	neutralPages(batch.Pages)
	for _, title := range []string{lead.TabLeads, lead.TabActivity} {
		t := view.snap.Tabs[title]
		if t == nil || len(t.Rows) == 0 {
			continue
		}
		batch.Appends = append(batch.Appends, copyRows(t, snap.Tabs[title]))
	}
	if _, err := to.Commit(ctx, snap, batch); err != nil {
		return 0, fmt.Errorf("write the export: %w", err)
	}
	return len(view.state.Leads), nil
}

// copyRows appends the columns of from that to has as well, with neutral texts. Rows that are not rows of the table are
// left out.
func copyRows(from, to *sheets.Tab) sheets.Append {
	a := sheets.Append{Tab: to.Title}
	var at []int
	for i, c := range from.Columns {
		if c != "" && to.Col(c) >= 0 {
			a.Columns, at = append(a.Columns, c), append(at, i)
		}
	}
	isRow := sheets.RowsOf(from)
	for r := range from.Rows {
		if !isRow(from.Rows[r]) {
			continue
		}
		row := make([]sheets.Cell, len(at))
		for j, i := range at {
			row[j] = neutral(from.At(r, i))
		}
		a.Rows = append(a.Rows, row)
	}
	return a
}
