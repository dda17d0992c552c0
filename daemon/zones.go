package daemon

import (
	"maps"
	"slices"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/typed"
	"leadsheet/rules/moments"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

// readZones finds out in which zones the times of the workbook are written.
func (v *view) readZones(last policy.InForce, inForce policy.Policy, now time.Time) {
	v.zones, v.zoned = last.Zones(inForce, func() []lead.Event {
		return sheets.Events(v.snap.Tabs[lead.TabActivity], time.UTC)
	}, now)
}

// typedIn reads what people have typed into the tab Leads, with times in a zone.
func (v *view) typedIn(zone *time.Location, inForce policy.Policy) typed.Reader {
	r := inForce.Typed(v.asOf)
	r.Zone = zone
	return r
}

// resolveTimes gives the leads the moments that their time cells stand for after the zone in force has changed, and
// notes that all cells are in it when none is left that is not.
func (v *view) resolveTimes(now time.Time) {
	if len(v.zones.Before) == 0 {
		return
	}
	tab := v.snap.Tabs[lead.TabLeads]
	book := moments.Book{Zones: v.zones, Words: v.snap.Words, Leads: v.state.Leads,
		Walls:   sheets.LeadsAs(tab, v.typedIn(time.UTC, v.state.Policy)),
		History: v.state.History, Intake: v.state.Intake}
	stale, open := book.Resolve()
	v.state.Stale = map[int][]string{}
	for _, c := range stale {
		v.state.Stale[c.Ref] = append(v.state.Stale[c.Ref], c.Column)
	}
	if len(stale) == 0 && !open && allTimes(tab) {
		v.zoned = append(v.zoned, v.zones.LeadsAreIn(v.state.Policy, now))
	}
}

// allTimes reports whether a tab has all columns of times that leadsheet writes. What is missing may come back, with
// the times of the zone that was in force then.
func allTimes(tab *sheets.Tab) bool {
	return !slices.ContainsFunc(lead.LeadTable(), func(c lead.ColumnOf[lead.Lead]) bool {
		return c.Time != nil && c.Title != lead.ColNextContact && tab.Col(c.Title) < 0
	})
}

// copied is the view with a tab Leads of its own.
func (v *view) copied() *view {
	other, snap := *v, *v.snap
	snap.Tabs = maps.Clone(snap.Tabs)
	if t := snap.Tabs[lead.TabLeads]; t != nil {
		leads := *t
		leads.Rows = slices.Clone(leads.Rows)
		snap.Tabs[lead.TabLeads] = &leads
	}
	other.snap = &snap
	return &other
}

// showTimes writes the times of the leads into the cells of the snapshot that show them in another zone than the one in
// force, for who shows the tab itself.
func (v *view) showTimes() {
	tab := v.snap.Tabs[lead.TabLeads]
	for i := range v.state.Leads {
		l := &v.state.Leads[i]
		for _, column := range v.state.Stale[l.Ref] {
			row := slices.Clone(tab.Rows[l.Ref])
			row[tab.Col(column)] = lead.LeadColumn(column).Value(l, v.zones.Leads)
			tab.Rows[l.Ref] = row
		}
	}
}
