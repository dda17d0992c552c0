package daemon

import (
	"context"
	"slices"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

// hiddenTabs says of each tab that was read whether it is hidden.
func hiddenTabs(snap *sheets.Snapshot) map[string]bool {
	hidden := map[string]bool{}
	for name, t := range snap.Tabs {
		hidden[name] = t.Hidden
	}
	return hidden
}

// LayoutFor is the layout for a workbook as it was read: where Settings show all tabs, one that has to be made again is
// made so that it is seen. A nil snapshot, or one without leadsheet's journals, is of a new workbook.
func LayoutFor(layout sheets.Layout, snap *sheets.Snapshot) sheets.Layout {
	if snap == nil || !slices.ContainsFunc(requiredTabs, func(t string) bool { return snap.Tabs[t] != nil }) {
		return layout
	}
	tables := map[string]policy.Table{}
	if t := snap.Tabs[lead.TabSettings]; t != nil {
		tables[lead.TabSettings] = tableOf(t)
	}
	last := policy.LastInForce(sheets.WorkbookEvents(snap.Tabs[lead.TabActivity], time.UTC))
	inForce := policy.ReadSettings(snap.Words, tables, last)
	layout = withScore(layout, inForce)
	if !inForce.ShowAll {
		return layout
	}
	layout.Tabs = slices.Clone(layout.Tabs)
	for i := range layout.Tabs {
		t := &layout.Tabs[i]
		if t.Hidden = startsHidden(t.Called()); t.Called() != lead.TabSettings {
			continue
		}
		t.Rows = slices.Clone(t.Rows)
		for r, row := range t.Rows {
			if row[0].String() == policy.SettingShow {
				t.Rows[r] = slices.Clone(row)
				t.Rows[r][1] = lead.TextValue(policy.Shows(snap.Words))
			}
		}
	}
	return layout
}

// startsHidden reports whether a tab that has to be made is hidden although all are shown: a setting shows it when what
// it is for begins. A workbook of an earlier version does not get a tab that nobody has asked for.
func startsHidden(tab string) bool {
	for _, t := range lead.Tabs() {
		if t.Title == tab {
			return t.Switch != "" || t.Also != ""
		}
	}
	return false
}

// scoreColumns are the columns of Leads that are there while leads are scored.
var scoreColumns = [...]string{lead.ColScore, lead.ColScoreReasons}

// withScore is a layout whose tab Leads has the columns of scores, if leads are scored.
func withScore(layout sheets.Layout, p policy.Policy) sheets.Layout {
	at := slices.IndexFunc(layout.Tabs, func(t sheets.TabLayout) bool { return t.Called() == lead.TabLeads })
	if !p.Scoring || at < 0 || hasScore(layout) {
		return layout
	}
	layout.Tabs = slices.Clone(layout.Tabs)
	leads := &layout.Tabs[at]
	leads.Columns = slices.Clone(leads.Columns)
	for _, title := range scoreColumns {
		c := lead.LeadColumn(title).Column
		c.Grouped = false // somebody has asked for it
		leads.Columns = append(leads.Columns, drawnColumn(lead.Tab{Title: lead.TabLeads}, c, layout.Words))
	}
	return layout
}

// hasScore reports whether a layout has the columns of scores.
func hasScore(layout sheets.Layout) bool {
	return slices.ContainsFunc(layout.Tabs, func(t sheets.TabLayout) bool {
		return t.Called() == lead.TabLeads && slices.ContainsFunc(t.Columns, func(c sheets.Column) bool {
			return c.Called() == lead.ColScoreReasons
		})
	})
}

// follow shows or hides the tabs of what Settings have switched on or off.
func (v *view) follow(last policy.InForce, p policy.Policy, now time.Time) {
	tabs, events := last.Switches(p, p.Hidden, now)
	v.recorded = append(v.recorded, events...)
	for _, t := range tabs {
		v.shown = append(v.shown, sheets.TabShown{Tab: t.Tab, Was: t.Was, Want: t.Want, Unread: !t.Read})
	}
}

// readWide reads the workbook, which gets the columns of scores first where they have been switched on.
func (d *Daemon) readWide(ctx context.Context) (*view, error) {
	v, err := d.read(ctx)
	if err != nil || !v.state.Policy.Scoring || hasScore(d.Layout) {
		return v, err
	}
	d.ensured = false
	if err := d.ensure(ctx); err != nil {
		return nil, err
	}
	return d.read(ctx)
}
