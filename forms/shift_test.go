package forms

import (
	"strings"
	"testing"

	"leadsheet/forms/table"
)

// A row that has moved is put back without losing a letter, whatever is in it, and is as wide as the table then.
func FuzzStraighten(f *testing.F) {
	for _, s := range []string{"Bo| Cee|bo@cee.example|07700 900112|wall", "Bo|bo@cee.example|07700 900112|a|b", "||||", "a@b.example|a@b.example|1234567|1234567|x", "Bo|bo@cee.example|x|wall|"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		e := "Name,Email,Phone,Message\nAl Bee,al@bee.example,07700 900111,roof\n"
		tables := mapped(t, e)
		cells := strings.Split(s, "|")
		row := tables.t.Rows[0]
		row.Cells = cells
		got, problem := tables.t.straighten(tables.m, &row)
		if len(cells) > 4 && strings.TrimSpace(strings.Join(cells[4:], "")) != "" && problem == "" {
			t.Fatalf("%q: nothing is said", cells)
		}
		if problem == joinedProblem && len(got) != 4 {
			t.Fatalf("%q: %q", cells, got)
		}
		all := strings.Join(got, "")
		for _, c := range cells {
			if c = strings.TrimSpace(c); !strings.Contains(all, c) {
				t.Fatalf("%q is not in %q", c, got)
			}
		}
	})
}

// readTable is a file of one table with its mapping.
type readTable struct {
	t formTable
	m *mapping
}

func mapped(t *testing.T, text string) readTable {
	tables, _, err := table.Read([]byte(text))
	if err != nil || len(tables) != 1 {
		t.Fatalf("%v, %v", tables, err)
	}
	tab := formTable{tables[0]}
	return readTable{tab, tab.mapColumns()}
}
