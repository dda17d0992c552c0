package sheets

import (
	"strings"
	"testing"

	"leadsheet/lead"
)

func row(cells ...string) []Cell {
	out := make([]Cell, len(cells))
	for i, c := range cells {
		out[i] = lead.TextValue(c)
	}
	return out
}

func columnsOf(titles ...string) []Column {
	out := make([]Column, len(titles))
	for i, t := range titles {
		out[i].Title = t
	}
	return out
}

// Where the titles are found, and what is said where they are not.
func TestTitlesAreFoundWherePeopleMovedThem(t *testing.T) {
	leads := TabLayout{Title: "Leads", Key: "ID", IsKey: lead.IsID, Columns: columnsOf("ID", "Name", "Email", "Phone")}
	log := TabLayout{Title: "Activity", Columns: columnsOf("Time", "Lead", "What", "Why")}
	team := TabLayout{Title: "Team", Key: "Name", Columns: columnsOf("Name", "Email", "Role", "Share")}
	full := row("ID", "Name", "Email", "Phone")
	for _, c := range []struct {
		story string
		tab   TabLayout
		top   [][]Cell
		below bool
		row   int
		fault string // part of it
	}{
		{"in the first row", leads, [][]Cell{full, row("L-1", "Ada")}, false, 0, ""},
		{"an empty tab", leads, nil, false, -1, ""},
		{"blank rows above", leads, [][]Cell{nil, row("", ""), full}, false, 2, ""},
		{"a heading above", leads, [][]Cell{row("Leads of our team"), full}, false, 1, ""},
		{"a heading that spells a title", leads, [][]Cell{row("Name"), full}, false, 1, ""},
		{"figures above", leads, [][]Cell{row("Open", "12", "Won", "3"), full}, false, 1, ""},
		{"in other letters, order and company", leads, [][]Cell{row("Mine", "e mail", "NAME", "Id")}, false, 0, ""},
		{"half of them", leads, [][]Cell{row("ID", "Name")}, false, 0, ""},
		{"fewer, in the first row with content", leads, [][]Cell{nil, row("ID", "Mine"), row("L-1", "x")}, false, 1, ""},
		{"without the key's", leads, [][]Cell{row("", "Name", "Email", "Phone"), row("L-1", "Ada")}, false, 0, ""},
		{"two rows of titles", leads, [][]Cell{full, full}, false, 0, ""},
		{"all cleared", leads, [][]Cell{nil, row("L-1", "Ada")}, false, -1, "none of the columns"},
		{"all cleared, leads far down", leads, nil, true, -1, "none of the columns"},
		{"too few left", leads, [][]Cell{row("", "Name"), row("L-1", "Ada")}, false, -1, "write the titles again"},
		{"below a lead", leads, [][]Cell{row("L-1", "Ada"), full, row("L-2", "Ben")}, false, 1, "row 2"},
		{"below a lead and a heading", leads, [][]Cell{row("Leads"), row("L-1", "Ada"), full}, false, 2, "(row 2)"},
		{"of a tab without keys", log, [][]Cell{row("What happened"), row("Time", "Lead", "What", "Why")}, false, 1, ""},
		{"of a tab without keys, below a row", log, [][]Cell{row("x", "L-1", "created", "y"), row("Time", "Lead", "What", "Why")}, false, 1, "row 2"},
		{"of rules, below a row", team, [][]Cell{row("Ann", "ann@us.example"), row("Name", "Email", "Role", "Share")}, false, 1, "row 2"},
		{"of rules, below a heading", team, [][]Cell{row("Our team"), row("Name", "Email", "Role", "Share")}, false, 1, ""},
		{"of a tab that is not known", TabLayout{Title: "Mine"}, [][]Cell{nil, row("a", "b")}, false, 1, ""},
	} {
		got := c.tab.FindHeader(c.top, c.below)
		if got.Row != c.row || (got.Fault == "") != (c.fault == "") || !strings.Contains(got.Fault, c.fault) {
			t.Errorf("%s: got %+v", c.story, got)
		}
	}
}

// Of two columns with one title the one with content is used, wherever it stands.
func TestOfColumnsWithTheSameTitleTheFullerIsUsed(t *testing.T) {
	for _, c := range []struct {
		columns string
		rows    [][]Cell
		want    int
	}{
		{"ID,Email,Email", [][]Cell{row("L-1", "", "a@b.example")}, 2},
		{"ID,Email,Email", [][]Cell{row("L-1", "a@b.example", "")}, 1},
		{"ID,email, E mail", nil, 1},
		{"ID,Email,Email,Email", [][]Cell{row("L-1", "x", "", "y"), row("L-2", "", "", "z")}, 3},
	} {
		tab := &Tab{Columns: strings.Split(c.columns, ","), Rows: c.rows}
		tab.FindTwins()
		if got := tab.Col("Email"); got != c.want || tab.Col("ID") != 0 {
			t.Errorf("%s: column %d, want %d", c.columns, got, c.want)
		}
	}
}

func TestColumnLetters(t *testing.T) {
	for i, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 701: "ZZ", 702: "AAA"} {
		if got := ColumnLetters(i); got != want {
			t.Errorf("%d: %s, want %s", i, got, want)
		}
	}
}
