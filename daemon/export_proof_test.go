package daemon

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/reports"
	"leadsheet/reports/facts"
	"leadsheet/reports/figures"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
	"leadsheet/sheets/sheetstest"
	"leadsheet/sheets/xlsx"
)

// business is n leads with everything that makes counting hard: values in three currencies, leads that ended and were
// opened again, duplicates, what is no lead, deleted rows, sources that look like patterns and formulas, and days of
// the year 1899.
func business(n int, currency string, now time.Time) reports.Input {
	tables := map[string]policy.Table{}
	for _, t := range policy.DefaultTables() {
		tables[t.Title] = t
	}
	p, _ := policy.ReadPolicy(words.Language{}, tables, policy.InForce{})
	p.Zone, p.Currency = time.FixedZone("", 3600), currency
	in := reports.Input{Policy: p}
	r := rand.New(rand.NewPCG(7, 7))
	sources := []string{"", "Web", " web ", "=cmd|x", "a*b?~", `quo"ted`, "<>x", "Phone"}
	statuses := []string{"New lead", "In progress", "Moved to deal", "Won", "Closed", "Unqualified", "Not a lead",
		"odd"}
	event := func(l *lead.Lead, at time.Time, what lead.EventKind, column, from, to string) {
		in.History = append(in.History, lead.Event{No: len(in.History) + 1, Time: at, Recorded: at, Lead: l.ID,
			What:   what,
			Column: column, From: from, To: to, By: lead.ByTeam})
	}
	for i := range n {
		l := lead.Lead{Ref: i, ID: fmt.Sprint("L-", 1000+i), Name: "Customer", Source: sources[r.IntN(len(sources))],
			Received: now.Add(-time.Duration(r.IntN(90*24*60)) * time.Minute)}
		if i == 5 {
			l.Received = time.Date(1899, 3, 1, 9, 0, 0, 0, p.Zone)
		}
		event(&l, l.Received, lead.Created, "", "", "")
		if r.IntN(3) > 0 {
			l.Value, l.HasValue = float64(r.IntN(5000))/4, true
		}
		if r.IntN(4) == 0 && l.HasValue {
			l.Foreign, l.HasValue = [...]string{"USD", "JPY"}[r.IntN(2)], true
		}
		if r.IntN(3) > 0 {
			l.RespondBy = l.Received.Add(30 * time.Minute)
			if r.IntN(3) > 0 {
				l.FirstResponse = l.Received.Add(time.Duration(r.IntN(120)) * time.Minute)
			}
		}
		at, from := l.Received, ""
		for range r.IntN(6) {
			at = at.Add(time.Duration(1+r.IntN(20*24*60)) * time.Minute)
			if l.Status = statuses[r.IntN(len(statuses))]; at.After(now) {
				break
			}
			event(&l, at, lead.Changed, lead.ColStatus, from, l.Status)
			from = l.Status
		}
		l.Status = from
		if r.IntN(8) == 0 {
			l.Quality = "duplicate"
		}
		l.RefusalReason = [...]string{"", "Too expensive", "a*b", "Duplicate"}[r.IntN(4)]
		if r.IntN(2) == 0 {
			l.NextContact = now.Add(time.Duration(r.IntN(20*24)-10*24) * time.Hour)
		}
		in.Leads = append(in.Leads, l)
	}
	return in
}

// checked are the rows of the tab Check of each export, by its name, as LibreOffice computes them.
func checked(t *testing.T, exports map[string]Extract) map[string][][]string {
	t.Helper()
	dir := t.TempDir()
	var files []string
	for name, x := range exports {
		if tab := x.Tabs[6].Title(); tab != "Check" {
			t.Fatalf("the seventh tab is %q", tab)
		}
		files = append(files, filepath.Join(dir, name+".xlsx"))
		if err := xlsx.Save(context.Background(), files[len(files)-1], x.Export, false, nil); err != nil {
			t.Fatal(err)
		}
	}
	const filter = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,7"
	made := sheetstest.LibreOfficeComputing(t, filter, files...)
	out := map[string][][]string{}
	for name := range exports {
		data, err := os.ReadFile(filepath.Join(made, name+"-Check.csv"))
		if err != nil {
			t.Fatal(err)
		}
		if out[name], err = csv.NewReader(bytes.NewReader(data)).ReadAll(); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// deleteRows deletes every seventh row, a day apart.
func deleteRows(in *reports.Input, n int, now time.Time) {
	for i := range n {
		l := &in.Leads[i*7]
		at := now.AddDate(0, 0, -i)
		for j := range in.History {
			if e := &in.History[j]; e.Lead == l.ID && e.What == lead.Created {
				e.To = lead.FormatFacts([]lead.Fact{{Name: lead.LeadColumn(lead.ColReceived).Fact(),
					Text: l.Received.In(in.Policy.Zone).Format("2006-01-02 15:04:05")}})
			}
		}
		in.History = append(in.History, lead.Event{No: len(in.History) + 1, Time: at, Recorded: at, Lead: l.ID,
			What: lead.Deleted, By: lead.ByTeam})
		l.ID = ""
	}
	in.Leads = slices.DeleteFunc(in.Leads, func(l lead.Lead) bool { return l.ID == "" })
	for i := range in.Leads {
		in.Leads[i].Ref = i
	}
}

// A spreadsheet program recomputes from the rows what leadsheet has computed: of a business with everything in it, of a
// time within it, where the currency of the business is not known, of none, and of one lead.
func TestExport_CheckRecomputes(t *testing.T) {
	now := time.Date(2026, 11, 27, 14, 0, 0, 0, time.UTC)
	d := &Daemon{Layout: Layout(policy.DefaultTables())}
	exports := map[string]Extract{}
	for _, c := range []struct {
		name     string
		leads    int
		currency string
		within   span
		deleted  int
	}{
		{"everything", 400, "EUR", span{}, 30},
		{"time", 300, "", span{since: now.AddDate(0, 0, -50), until: now.AddDate(0, 0, -20)}, 0},
		{"nobody", 0, "EUR", span{}, 0},
		{"one", 1, "", span{}, 0},
	} {
		in := business(c.leads, c.currency, now)
		deleteRows(&in, c.deleted, now)
		deleted := 0
		for _, l := range facts.New(in, now).Leads {
			if l.Memory != nil {
				deleted++
			}
		}
		if deleted < c.deleted/2 {
			t.Errorf("%s: %d deleted leads count", c.name, deleted)
		}
		v := &view{snap: &sheets.Snapshot{Tabs: map[string]*sheets.Tab{}}}
		exports[c.name] = d.extractAsOf(v, in, c.within, now)
	}
	for name, rows := range checked(t, exports) {
		ok := 0
		for _, row := range rows[4:] {
			if row[1] == "OK" {
				ok++
			} else {
				t.Errorf("%s: %q", name, row)
			}
		}
		if ok < 15 {
			t.Errorf("%s: %d figures are checked", name, ok)
		}
	}
}

// Each figure that programs can ask for is defined, and nothing else is.
func TestExport_DefinesEveryFigure(t *testing.T) {
	in := words.Language{}
	names := strings.Join(figures.FigureNames(), " ")
	for _, set := range []words.Set{words.FigureNames, words.FigureMeanings, words.FigureSamples} {
		if got := strings.Join(in.Names(set), " "); len(strings.Fields(got)) != len(strings.Fields(names)) {
			t.Errorf("defined are %s, the report has %s", got, names)
		}
		for _, name := range figures.FigureNames() {
			if in.Word(set, name) == name {
				t.Errorf("%s is not defined", name)
			}
		}
	}
}
