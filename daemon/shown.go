package daemon

import (
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
	inForce, _ := policy.ReadPolicy(snap.Words, tables, last)
	if !inForce.ShowAll {
		return layout
	}
	layout.Tabs = slices.Clone(layout.Tabs)
	for i := range layout.Tabs {
		t := &layout.Tabs[i]
		if t.Hidden = false; t.Called() != lead.TabSettings {
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
