package daemon

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"leadsheet/daemon/archive"
	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/reports"
	"leadsheet/rules"
	"leadsheet/rules/history"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

// view is the workbook as one pass sees it.
type view struct {
	snap  *sheets.Snapshot
	asOf  time.Time // when it was read
	news  bool      // the book had something to say that it says only once
	state rules.State
	away  map[string]string // the archive of each lead that went to one, where that was asked; else nil
	// tables are the rule tabs as text, and last is what was in force before: what checks and the policy came of.
	tables map[string]policy.Table
	last   policy.InForce
	checks []policy.Check
	// recorded are the events of the workbook itself that go with the next write.
	recorded []lead.Event
	// added are rows that this version brings to the rule tabs.
	added []policy.Added
	// mailbox is Daemon.Mailbox.
	mailbox string
	// shown are the tabs to be hidden or shown because a setting has changed.
	shown []sheets.TabShown
	zones policy.Zones
	// servers are the names with which mail servers sign their checks of senders, by mailboxes, as they were learnt.
	servers map[string]string
	// zoned are events of the workbook itself that say in which zone times are written.
	zoned []lead.Event
	// watched are the places that the sources have looked at, and checked is when.
	watched []lead.Watched
	checked time.Time
}

func (d *Daemon) read(ctx context.Context) (*view, error) {
	ruleTabs := policy.DefaultTables(d.Layout.Words)
	asOf := d.Now()
	snap, err := d.readTabs(ctx)
	if err != nil {
		return nil, err
	}
	d.hear(snap)
	news := len(snap.Notes) > 0
	if err := d.readable(snap); err != nil {
		return nil, err
	}
	d.remark(snap)
	v := &view{snap: snap, asOf: asOf, news: news, mailbox: d.Mailbox}
	tables := map[string]policy.Table{}
	for _, t := range ruleTabs {
		if tab := snap.Tabs[t.Title]; tab != nil {
			tables[t.Title] = tableOf(tab)
		}
	}
	// The rules may require columns that the team added itself.
	tables[lead.TabLeads] = policy.Table{Title: lead.TabLeads, Columns: snap.Tabs[lead.TabLeads].Columns}
	ofWorkbook := sheets.WorkbookEvents(snap.Tabs[lead.TabActivity], time.UTC)
	last := policy.LastInForce(ofWorkbook)
	last.Mailboxes = strings.Join(d.ours(), ",")
	inForce, checks := policy.ReadPolicy(snap.Words, tables, last)
	inForce.Hidden = hiddenTabs(snap)
	v.servers = policy.LearntServers(ofWorkbook)
	v.tables, v.last = tables, last
	v.checks, v.recorded = checks, last.Record(inForce, d.Now())
	tabs, events := last.Tabs(inForce, inForce.Hidden, d.Now())
	v.recorded = append(v.recorded, events...)
	for _, t := range tabs {
		v.shown = append(v.shown, sheets.TabShown{Tab: t.Tab, Was: t.Was, Want: t.Want})
	}
	if len(tabs) > 0 { // the setting is another one: Figures is a page, and follows it as the tables do
		v.shown = append(v.shown, sheets.TabShown{Tab: lead.TabFigures, Want: !inForce.ShowAll, Unread: true})
	}
	v.follow(last, inForce, d.Now())
	if added, ok := policy.AddedSettings(snap.Words, tables[lead.TabSettings], ofWorkbook, d.Now()); ok {
		v.added = append(v.added, added)
	}
	if added, ok := policy.AddedStatus(snap.Words, tables[lead.TabStatuses], ofWorkbook, d.Now()); ok {
		v.added = append(v.added, added)
	}
	v.readZones(last, inForce, d.Now())
	v.state = rules.State{
		Policy:      inForce,
		Leads:       sheets.LeadsAs(snap.Tabs[lead.TabLeads], v.typedIn(v.zones.Leads, inForce)),
		History:     sheets.Events(snap.Tabs[lead.TabActivity], v.zones.Journals),
		Intake:      sheets.Intake(snap.Tabs[lead.TabIntake], v.zones.Journals),
		Journals:    v.zones.Journals,
		LeadColumns: snap.Tabs[lead.TabLeads].Columns,
		Renamed:     renamed(snap.Tabs[lead.TabLeads], d.Layout),
	}
	v.state.Leads = archive.Visible(v.state.Leads, v.state.History)
	history.FillUnknown(v.state.Leads, v.state.History, v.zones.Leads, v.zones.Journals)
	history.KeepYears(v.state.Leads, v.state.History, v.zones.Leads)
	v.resolveTimes(d.Now())
	if err := d.remember(ctx, v, ofWorkbook); err != nil {
		return nil, err
	}
	v.state.Edited = editedAt(snap, d.Now())
	v.state.Contacted = sheets.Contacted(snap.Tabs[lead.TabActivity], v.zones.Leads)
	d.readCommands(v)
	d.checkSending(v)
	return v, nil
}

// readable returns an error if the workbook lacks what leadsheet cannot do without.
func (d *Daemon) readable(snap *sheets.Snapshot) error {
	if err := CheckIntact(snap, d.Layout); err != nil {
		return fmt.Errorf("read the workbook: %w", err)
	}
	if snap.Tabs[lead.TabLeads] == nil {
		return errors.New("read the workbook: all tabs of leadsheet have been deleted: undo that; " +
			"to begin anew, start leadsheet again")
	}
	for _, title := range requiredTabs {
		if len(snap.Tabs[title].Columns) == 0 {
			return fmt.Errorf("read the workbook: the tab %q is empty: undo what cleared it; to begin it anew, "+
				"start leadsheet again", snap.Words.Tab(title))
		}
	}
	return nil
}

// remark adds notes about tabs and columns that are missing.
func (d *Daemon) remark(snap *sheets.Snapshot) {
	for _, want := range d.Layout.Tabs {
		if t := snap.Tabs[want.Called()]; t != nil {
			for _, r := range t.Remarks(want) {
				if !mentioned(snap.Notes, want.Title, r.Column) {
					snap.Notes = append(snap.Notes, r.Text)
				}
			}
		}
	}
	for _, title := range snap.Missing {
		apply := "its defaults apply"
		if title == lead.TabSettings {
			apply += ", but time zone and country stay as they were"
		}
		snap.Notes = append(snap.Notes, fmt.Sprintf("the tab %q is missing, %s; undo its deletion, or restart leadsheet "+
			"to have it made again", snap.Words.Tab(title), apply))
	}
}

// renamed are the columns of a tab that stand under other titles now: the column by that title.
func renamed(t *sheets.Tab, layout sheets.Layout) map[string]string {
	out := map[string]string{}
	for _, want := range layout.Tabs {
		if want.Called() != t.Title {
			continue
		}
		for _, c := range want.Missing(t.Columns) {
			if c.Was != "" {
				out[c.Was] = c.Called()
			}
		}
	}
	return out
}

// editedAt is when users made the changes that are new in a workbook: when they saved it, but neither later than now
// nor before leadsheet's last write, which did not contain them.
func editedAt(snap *sheets.Snapshot, now time.Time) time.Time {
	at := now
	if !snap.Saved.IsZero() && snap.Saved.Before(at) {
		at = snap.Saved
	}
	if at.Before(snap.Wrote) {
		at = snap.Wrote
	}
	return at
}

// titles are the tabs that a pass reads.
func titles(ruleTabs []policy.Table) []string {
	out := slices.Clone(requiredTabs)
	for _, t := range ruleTabs {
		out = append(out, t.Title)
	}
	return out
}

// tableOf turns a rule tab into text, as the rules read it.
func tableOf(t *sheets.Tab) policy.Table {
	out := policy.Table{Title: t.Title, Columns: t.Columns}
	dayTitles := map[string]bool{}
	for _, tab := range lead.Tabs() {
		for _, c := range tab.Columns {
			if c.Day {
				dayTitles[sheets.Fold(c.Title)] = true
			}
		}
	}
	days := make([]bool, len(t.Columns))
	for i, title := range t.Columns {
		days[i] = dayTitles[sheets.Fold(title)]
	}
	for _, row := range t.Rows {
		text := make([]string, len(row))
		for i, c := range row {
			// A spreadsheet turns a typed day into a number; no other setting is a number as large.
			isDay := i < len(days) && days[i] || t.Title == lead.TabSettings && c.Num > 40000 && c.Num < 80000
			if c.Kind == lead.Number && isDay {
				c.Kind = lead.Date
			}
			text[i] = c.String()
		}
		out.Rows = append(out.Rows, text)
	}
	return out
}

func (v *view) known() intake.Known {
	policy, rows := v.state.Policy, len(v.state.Intake)
	k := intake.Known{Keys: make(map[string]bool, rows), Places: make(map[string]bool, rows), Team: policy.TeamAddresses(),
		Memory:  v.state.Memory,
		Senders: policy.Senders, Servers: policy.Servers, Unchecked: policy.Unchecked, Learnt: v.servers,
		Country: policy.Country, Zone: policy.Zone, Waiting: v.state.Waiting(),
		ByHeader: intake.ByHeader(v.state.Intake)}
	for i := range v.state.Intake {
		r := &v.state.Intake[i]
		k.Keys[r.Key], k.Places[r.Where] = true, true
		if r.Channel != lead.ByMail {
			continue
		}
		if r.Received.After(k.Latest) {
			k.Latest = r.Received
		}
		k.Outsiders = k.Outsiders || strings.Contains(r.From, "@") && !k.Team.Has(r.From)
	}
	return k
}

// batch turns planned work into one atomic change of the workbook, without the reports. It includes the checks of the
// rule tabs, at most limit of them (0: all), and how many leads and checks are left for the next pass. Events are
// numbered from the snapshot; when another leadsheet writes first, the workbook refuses this batch and the pass starts
// over.
func (v *view) batch(w rules.Work, limit int, now time.Time) (b sheets.Batch, checks, left int) {
	left, b.Shown = w.Left, v.shown
	leads := v.snap.Tabs[lead.TabLeads]
	if len(w.NewLeads) > 0 {
		b.Appends = append(b.Appends, sheets.AppendLeads(w.NewLeads, leads, v.zones.Leads))
	}
	events := slices.Concat(v.recorded, w.Events)
	events = append(events, v.zoned...)
	for _, a := range v.added {
		events = append(events, a.Event)
	}
	if len(events) > 0 {
		events = sheets.Numbered(events, v.snap.Tabs[lead.TabActivity], now)
		b.Appends = append(b.Appends, sheets.AppendEvents(events, v.zones.Journals))
	}
	if len(w.Intake) > 0 {
		b.Appends = append(b.Appends, sheets.AppendIntake(w.Intake, v.zones.Journals))
	}
	for _, a := range v.added {
		if len(a.Rows) > 0 {
			b.Appends = append(b.Appends, sheets.AppendTexts(a.Tab, a.Columns, a.Rows))
		}
	}
	if len(w.Senders) > 0 {
		b.Appends = append(b.Appends, appendSenders(w.Senders))
		b.Shown = append(slices.Clone(b.Shown), v.firstUse(lead.TabSenders)...)
	}
	for _, c := range w.Changes {
		v.setCell(&b, lead.TabLeads, c.Ref, c.Column, c.Want)
		if c.Needed {
			b.Changes[len(b.Changes)-1].Needed = true
		}
	}
	for _, c := range w.IntakeChanges {
		v.setCell(&b, lead.TabIntake, c.Ref, lead.ColOutcome, lead.TextValue(string(c.Outcome)))
		v.setCell(&b, lead.TabIntake, c.Ref, lead.ColLead, lead.TextValue(c.Lead))
		v.setCell(&b, lead.TabIntake, c.Ref, lead.ColReason, lead.TextValue(c.Reason))
	}
	for _, c := range v.checks {
		t := v.snap.Tabs[c.Tab]
		if t == nil || c.Row >= len(t.Rows) {
			continue
		}
		if at := t.Col(lead.ColCheck); at >= 0 && t.At(c.Row, at).String() != c.Text {
			if limit > 0 && checks == limit {
				left++
				continue
			}
			checks++
			v.setCell(&b, c.Tab, c.Row, lead.ColCheck, lead.TextValue(c.Text))
		}
	}
	v.setTeam(&b, w.Team)
	v.sayNoTeam(&b)
	return b, checks, left
}

// firstUse shows a rule tab that leadsheet has hidden and that gets its first row. One with rows was hidden by people.
func (v *view) firstUse(tab string) []sheets.TabShown {
	t := v.snap.Tabs[tab]
	if t == nil || !t.Hidden || slices.ContainsFunc(t.Rows, sheets.RowsOf(t)) ||
		slices.ContainsFunc(v.shown, func(s sheets.TabShown) bool { return s.Tab == tab }) {
		return nil
	}
	return []sheets.TabShown{{Tab: tab, Was: true, Want: false}}
}

func appendSenders(senders []rules.Sender) sheets.Append {
	rows := make([][]string, len(senders))
	for i, s := range senders {
		rows[i] = policy.SenderRow(s.Address, s.Why, !s.Proposed)
	}
	return sheets.AppendTexts(lead.TabSenders, policy.SenderColumns(), rows)
}

// setCell adds the change of a cell to a batch, unless the tab has no such column.
func (v *view) setCell(b *sheets.Batch, tab string, row int, column string, want sheets.Cell) {
	t := v.snap.Tabs[tab]
	if at := t.Col(column); at >= 0 {
		b.Changes = append(b.Changes, sheets.Change{Tab: tab, Row: row, Column: column, Seen: t.At(row, at), Want: want})
	}
}

func (v *view) reportInput() reports.Input {
	return reports.Input{Policy: v.state.Policy, Leads: v.state.Leads, History: v.state.History,
		Journals: v.zones.Journals, Mailbox: v.mailbox}
}
