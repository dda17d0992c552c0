package daemon

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/reports"
	"leadsheet/reports/facts"
	"leadsheet/reports/figures"
	"leadsheet/reports/handover"
	"leadsheet/rules"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

// HandOver is what other programs get of a workbook.
type HandOver struct {
	handover.Business
	// Report computes the report for programs, which only some forms need.
	Report func() figures.Document
	Notes  []string // messages for the user
}

// HandOver reads the workbook and changes nothing. Without AsOf it is as of the daemon's time, with the figures as the
// next pass will find them. An error that is a WrongSetting is about the selection. An error that Is sheets.ErrNoBook
// says that there is no workbook yet.
func (d *Daemon) HandOver(ctx context.Context, which Selection) (HandOver, error) {
	v, err := d.read(ctx)
	if err != nil {
		return HandOver{}, err
	}
	now, p := d.Now(), v.state.Policy
	out := HandOver{Notes: v.snap.Notes}
	within, err := which.read(p.Location(), now)
	if err != nil {
		return out, err
	}
	if which.AsOf == "" {
		v.showTimes()
		out.Business = v.handOver(within)
		out.Report = func() figures.Document {
			of := facts.New(v.inputAfter(rules.Plan(v.state, nil, now)), now)
			return figures.NewDocument(within.over(of))
		}
	} else {
		in, end, err := v.inputAt(which.AsOf, now)
		if err != nil {
			return out, err
		}
		out.Notes, now, out.Business = v.snap.Notes, end, v.handOverAsOf(&in, within)
		out.Report = func() figures.Document { return figures.NewDocument(within.over(facts.New(in, end))) }
	}
	out.AsOf, out.Zone, out.Currency = now, p.Location(), p.Currency
	out.Kind = func(status string) policy.StatusKind {
		kind, _ := p.KindOf(status)
		return kind
	}
	out.Email = func(owner string) string {
		if person := p.FindPerson(strings.TrimSpace(owner)); person != nil {
			return person.Email
		}
		return ""
	}
	return out, nil
}

// handOver is the tabs Leads and Activity as they are.
func (v *view) handOver(within span) handover.Business {
	tab := v.tab(lead.TabLeads)
	columns, at := v.columnsOf(tab)
	rows := v.leadsOf(tab, within)
	value := sheets.Typed(tab, v.typedIn(v.zones.Leads, v.state.Policy))
	return handover.Business{Columns: columns, Rows: len(rows), Events: eventsIn(v.happened(), within),
		Value: func(row, column int) any {
			r, col := int(rows[row]), at[column]
			if c := tab.At(r, col); c.Kind == lead.Date && columns[column].Name == "" {
				if t, ok := c.Time(v.zones.Leads); ok {
					return t
				}
			}
			_, x := value(r, col)
			return x
		}}
}

// handOverAsOf is the leads and the events as they were recorded, with the columns that leadsheet knows.
func (v *view) handOverAsOf(in *reports.Input, within span) handover.Business {
	table := lead.LeadTable()
	zone := v.zones.Leads
	leads := slices.DeleteFunc(slices.Clone(in.Leads), func(l lead.Lead) bool { return !within.has(l.Received) })
	b := handover.Business{Rows: len(leads), Events: eventsIn(in.History, within),
		Value: func(row, column int) any {
			l, f := &leads[row], &table[column]
			if text, bad := lead.BadText(l, f.Title); bad {
				return text
			}
			switch c := f.Value(l, zone); c.Kind {
			case lead.Empty:
				return nil
			case lead.Number:
				return c.Num
			case lead.Date:
				return *f.Time(l)
			default:
				return c.String()
			}
		}}
	for i := range table {
		c := &table[i].Column
		b.Columns = append(b.Columns, handover.Column{Title: v.snap.Words.Column(lead.TabLeads, c.Title), Name: c.Title,
			Day: c.Format == lead.DateOnly})
	}
	return b
}

// columnsOf are the columns of the tab Leads that are handed over, and where they are: all that have a title or
// content.
func (v *view) columnsOf(tab *sheets.Tab) (columns []handover.Column, at []int) {
	names := map[int]*lead.Column{}
	for i := range lead.LeadTable() {
		c := &lead.LeadTable()[i].Column
		names[tab.Col(c.Title)] = c
	}
	used := make([]bool, len(tab.Columns))
	for _, row := range tab.Rows {
		for i, c := range row {
			used[i] = used[i] || !c.IsEmpty()
		}
	}
	seen := map[string]bool{}
	for i, title := range tab.Columns {
		c := handover.Column{Title: strings.TrimSpace(title), Day: true}
		if known := names[i]; known != nil {
			c.Title, c.Name = v.snap.Words.Column(lead.TabLeads, known.Title), known.Title
			c.Day = known.Format == lead.DateOnly
		}
		if c.Title == "" {
			if !used[i] {
				continue
			}
			c.Title = fmt.Sprintf("Column %d", i+1)
		}
		first := c.Title
		for n := 2; seen[c.Title]; n++ {
			c.Title = fmt.Sprintf("%s (%d)", first, n)
		}
		seen[c.Title] = true
		columns, at = append(columns, c), append(at, i)
	}
	return columns, at
}

// happened are the events, and the rows that people have typed into Activity.
func (v *view) happened() []lead.Event {
	events := v.state.History
	for i := range v.state.Contacted {
		c := &v.state.Contacted[i]
		events = append(slices.Clip(events), lead.Event{Time: c.At, Lead: c.Lead, What: lead.EventKind(c.What), To: c.Clock,
			By: c.By, Why: c.Why})
	}
	return events
}

// eventsIn are the events that happened within a time.
func eventsIn(history []lead.Event, within span) []lead.Event {
	if within.all() {
		return history
	}
	return slices.DeleteFunc(slices.Clone(history), func(e lead.Event) bool { return !within.has(e.Time) })
}

// ReportPages reads the workbook and returns the pages for whoever reads the report on paper: the report, and the
// figures in detail, also where they are hidden in the workbook. It changes nothing. asOf is as Selection.AsOf, and
// errors are as for HandOver.
func (d *Daemon) ReportPages(ctx context.Context, asOf string) (x sheets.Export, notes []string, err error) {
	v, err := d.read(ctx)
	if err != nil {
		return sheets.Export{}, nil, err
	}
	in, at, err := v.inputAt(asOf, d.Now())
	if err != nil {
		return sheets.Export{}, v.snap.Notes, err
	}
	if asOf == "" {
		in.Mails = [][]lead.IntakeRow{v.state.Intake}
		in.CameIn, in.Watched = cameIn(in.Policy.Words, in.Mails, at), d.watched()
	}
	for _, page := range reports.Build(in, at) {
		switch page.Title {
		case lead.TabToday, lead.TabBoard, lead.TabLists:
			continue
		}
		page.Hidden = false
		neutralPages([]sheets.Page{page})
		page = sheets.OwnPage(page, v.snap.Words)
		x.Tabs = append(x.Tabs, sheets.ExportTab{Page: &page})
	}
	return x, v.snap.Notes, nil
}
