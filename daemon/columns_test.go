package daemon_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"leadsheet/daemon"
	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

// sample puts a value into the n-th column of a row; every column and every round gets another one.
func sample[T any](row *T, c *lead.ColumnOf[T], n, round int) {
	switch {
	case c.Text != nil:
		*c.Text(row) = fmt.Sprintf("L-%d", 1000+100*round+n)
	case c.Time != nil:
		*c.Time(row) = time.Date(2026, 3, 1+n, 9, 30+round, 0, 0, time.UTC)
	case c.Whole != nil:
		*c.Whole(row) = 1 + 100*round + n
	default:
		value, has := c.Number(row)
		*value, *has = float64(100*round+n), true
	}
}

func sampleRow[T any](table []lead.ColumnOf[T]) T {
	var row T
	for i := range table {
		sample(&row, &table[i], i, 0)
	}
	return row
}

// Every column that package lead declares is laid out, written and read, and stands for a place of its own in the row:
// a new column needs no more than its line in the table.
func TestColumns_LaidOutWrittenAndRead(t *testing.T) {
	checkColumns(t, lead.TabLeads, lead.LeadTable(), func(row lead.Lead) lead.Lead {
		tab := &sheets.Tab{Title: lead.TabLeads, Columns: allTitles(lead.LeadTable())}
		a := sheets.AppendLeads([]lead.Lead{row}, tab, time.UTC)
		return sheets.Leads(&sheets.Tab{Title: lead.TabLeads, Columns: a.Columns, Rows: a.Rows}, time.UTC)[0]
	})
	checkColumns(t, lead.TabActivity, lead.ActivityTable(), func(row lead.Event) lead.Event {
		a := sheets.AppendEvents([]lead.Event{row}, time.UTC)
		return sheets.Events(&sheets.Tab{Columns: a.Columns, Rows: a.Rows}, time.UTC)[0]
	})
	checkColumns(t, lead.TabIntake, lead.IntakeTable(), func(row lead.IntakeRow) lead.IntakeRow {
		a := sheets.AppendIntake([]lead.IntakeRow{row}, time.UTC)
		return sheets.Intake(&sheets.Tab{Columns: a.Columns, Rows: a.Rows}, time.UTC)[0]
	})
}

func allTitles[T any](table []lead.ColumnOf[T]) []string {
	var titles []string
	for _, c := range table {
		titles = append(titles, c.Title)
	}
	return titles
}

func checkColumns[T any](t *testing.T, title string, table []lead.ColumnOf[T], store func(T) T) {
	t.Helper()
	want := sampleRow(table)
	if diff := cmp.Diff(want, store(want)); diff != "" {
		t.Errorf("%s: what is written is not what is read (-want +got):\n%s", title, diff)
	}
	layout := daemon.Layout(policy.DefaultTables())
	tab := layout.Tabs[slices.IndexFunc(layout.Tabs, func(tab sheets.TabLayout) bool { return tab.Title == title })]
	for i := range table {
		c := &table[i]
		drawn := slices.IndexFunc(tab.Columns, func(d sheets.Column) bool { return d.Title == c.Title })
		switch {
		case drawn < 0 && !c.Optional:
			t.Errorf("%s: the layout has no column %q", title, c.Title)
		case drawn >= 0 && (tab.Columns[drawn].Managed != c.Managed || tab.Columns[drawn].Format != c.Format || c.Optional):
			t.Errorf("%s: the layout has %+v for %+v", title, tab.Columns[drawn], c.Column)
		}
		if c.Memory && !slices.Contains(tab.Memory, c.Title) {
			t.Errorf("%s: the layout does not guard %q", title, c.Title)
		}
		var row T
		sample(&row, c, i, 0)
		for j := range table {
			if empty := table[j].Value(&row, time.UTC).IsEmpty(); empty != (i != j) {
				t.Errorf("%s: with %q alone in a row, %q is empty: %v", title, c.Title, table[j].Title, empty)
			}
		}
	}
}

// What people change in a column is recorded in Activity where the table says so, and nowhere else.
func TestColumns_TrackedOnesAreRecorded(t *testing.T) {
	now := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	tables := map[string]policy.Table{}
	for _, tab := range policy.DefaultTables() {
		tables[tab.Title] = tab
	}
	policy, _ := policy.ReadPolicy(words.Language{}, tables, policy.InForce{})
	table := lead.LeadTable()
	state := rules.State{Policy: policy, Leads: []lead.Lead{sampleRow(table)}, LeadColumns: lead.LeadColumns()}
	recorded := func(c *lead.ColumnOf[lead.Lead], events []lead.Event) bool {
		return slices.ContainsFunc(events, func(e lead.Event) bool {
			return e.By == "team" && e.Column == c.Title && e.To != ""
		})
	}
	adopted := rules.Plan(state, nil, now).Events
	state.History = adopted
	told := map[string]bool{}
	for _, e := range adopted {
		if e.What == lead.Adopted {
			lead.EachFact(e.To, func(name, _ string) { told[name] = true })
		}
	}
	for i := range table {
		c := &table[i]
		if c.Title == lead.ColReceived || c.Title == lead.ColRespondBy {
			if !told[c.Fact()] {
				t.Errorf("%q is none of the facts of a row added by hand", c.Title)
			}
			continue
		}
		if got, want := told[c.Fact()] || recorded(c, adopted), c.Tracked > 0; got != want {
			t.Errorf("a row added by hand with %q: recorded %v, want %v", c.Title, got, want)
		}
		if c.Key {
			continue // a row with another key is another lead
		}
		edited := state
		edited.Leads = slices.Clone(state.Leads)
		sample(&edited.Leads[0], c, i, 1)
		if got, want := recorded(c, rules.Plan(edited, nil, now).Events), c.Tracked > 0; got != want {
			t.Errorf("an edit of %q: recorded %v, want %v", c.Title, got, want)
		}
	}
}
