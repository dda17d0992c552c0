package sheets

import (
	"fmt"
	"strings"
	"testing"

	"leadsheet/lead"
)

// leadsTarget is the tab Leads with two leads.
func leadsTarget() Target {
	row := func(cells ...string) []Cell {
		out := make([]Cell, len(cells))
		for i, c := range cells {
			out[i] = lead.TextValue(c)
		}
		return out
	}
	t := &Tab{Title: "Leads", Columns: []string{"ID", "Name", "Status"},
		Rows: [][]Cell{row("L-1", "Ada", "New"), row("L-2", "Ben", "New")}}
	return Target{Base: t, Now: t, Layout: TabLayout{Title: "Leads", Key: "ID", Memory: []string{"ID"}}}
}

func TestResolveChanges(t *testing.T) {
	status := func(row int, from, to string) Change {
		return Change{Tab: "leads", Row: row, Column: "status", Seen: lead.TextValue(from), Want: lead.TextValue(to)}
	}
	for _, c := range []struct {
		name    string
		target  func(*Target)
		changes []Change
		want    string // the cells that are written, and why others are not
	}{
		{"a cell", nil, []Change{status(1, "New", "Won")}, "1,2=Won"},
		{"holds it already", nil, []Change{status(1, "Lost", "New")}, ""},
		{"was changed", nil, []Change{status(1, "Lost", "Won")}, skipChanged},
		{"set twice alike", nil, []Change{status(1, "New", "Won"), status(1, "New", "Won")}, "1,2=Won"},
		{"set twice", nil, []Change{status(1, "New", "Won"), status(1, "New", "Lost")}, "1,2=Won " + skipTwice},
		{"no such row", nil, []Change{status(-1, "New", "Won"), status(2, "New", "Won")}, skipIndex + " " + skipIndex},
		{"no such column", nil, []Change{{Tab: "Leads", Column: "Budget"}}, skipNoCol + " missing Leads/Budget"},
		{"a formula", func(t *Target) { t.Formula = func(row, col int) bool { return row == 1 } },
			[]Change{status(1, "New", "Won")}, SkipFormula},
		{"the row stands elsewhere", func(t *Target) { t.Find = func(int) (int, string) { return 0, "" } },
			[]Change{status(1, "New", "Won")}, "0,2=Won"},
		{"the row is gone", func(t *Target) { t.Find = func(int) (int, string) { return 0, SkipNoRow } },
			[]Change{status(1, "New", "Won")}, SkipNoRow},
		{"cut to what a cell takes", func(t *Target) { t.Clean = func(c Cell) Cell { c.Text = c.Text[:1]; return c } },
			[]Change{status(1, "New", "Won")}, "1,2=W"},
		{"the tab is gone", func(t *Target) { t.Now = nil }, []Change{status(1, "New", "Won")}, skipNoTab},
		{"the tab was not read", func(t *Target) { t.Base = nil }, []Change{status(1, "New", "Won")}, skipUnread},
		{"the titles are gone", func(t *Target) { t.Now = &Tab{Fault: "no titles"} }, []Change{status(1, "New", "Won")},
			`change tab "leads": no titles`},
	} {
		target := leadsTarget()
		if c.target != nil {
			c.target(&target)
		}
		if got := resolved(Resolve(Batch{Changes: c.changes}, func(string) Target { return target })); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestResolveAppends(t *testing.T) {
	rows := func(tab string, columns string, cells ...string) Append {
		a := Append{Tab: tab, Columns: strings.Split(columns, " ")}
		for _, c := range cells {
			var row []Cell
			for _, text := range strings.Split(c, " ") {
				row = append(row, lead.TextValue(text))
			}
			a.Rows = append(a.Rows, row)
		}
		return a
	}
	for _, c := range []struct {
		name    string
		target  func(*Target)
		appends []Append
		want    string
	}{
		{"by title", nil, []Append{rows("leads", "Status id", "New L-3")}, "leads+L-3,,New"},
		{"of two appends", nil, []Append{rows("Leads", "ID", "L-3"), rows("leads", "ID", "L-4")}, "leads+L-3,, leads+L-4,,"},
		{"without a column", nil, []Append{rows("Leads", "ID Budget", "L-3 9", "L-4 8")}, "leads+L-3,, leads+L-4,, " +
			"missing Leads/Budget"},
		{"blank", nil, []Append{rows("Leads", "ID Name", " ")}, ""},
		{"none", func(t *Target) { t.Now.Columns[0] = "" }, []Append{rows("Leads", "ID")}, ""},
		{"the memory is lost", func(t *Target) { t.Now.Columns[0] = "" }, []Append{rows("Leads", "ID Name", "L-3 Eve")},
			`append to tab "Leads": the tab "Leads" has lost its column "ID": undo its deletion or renaming`},
		{"no tab", func(t *Target) { t.Now = nil }, []Append{rows("Leads", "ID", "L-3")},
			`append to tab "Leads": there is no such tab; undo its deletion or renaming`},
	} {
		target := leadsTarget()
		if c.target != nil {
			c.target(&target)
		}
		if got := resolved(Resolve(Batch{Appends: c.appends}, func(string) Target { return target })); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

// resolved writes down what came of a batch.
func resolved(r *Resolution, err error) string {
	if err != nil {
		return err.Error()
	}
	var out []string
	for _, e := range r.Edits {
		out = append(out, fmt.Sprintf("%d,%d=%s", e.Row, e.Col, e.Want))
	}
	for _, a := range r.Added {
		for _, row := range a.Rows {
			var cells []string
			for _, c := range row {
				cells = append(cells, c.String())
			}
			out = append(out, a.Tab+"+"+strings.Join(cells, ","))
		}
	}
	for _, s := range r.Skipped {
		out = append(out, s.Why)
	}
	for _, m := range r.MissingColumns {
		out = append(out, "missing "+m)
	}
	return strings.Join(out, " ")
}
