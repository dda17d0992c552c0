package lead

import (
	"slices"
	"testing"

	"leadsheet/lead/words"
)

// The order is that of the events of one row, which rules and workbooks depend on.
func TestColumns_TrackedInOrder(t *testing.T) {
	want := []string{ColStatus, ColOwner, ColQuality, ColNextStep, ColNextContact, ColValue, ColRefusalReason,
		ColFirstResponse}
	for i, c := range TrackedColumns() {
		if c.Tracked != i+1 {
			t.Errorf("%q is number %d, want %d", c.Title, c.Tracked, i+1)
		}
		if i < len(want) && c.Title != want[i] {
			t.Errorf("number %d is %q, want %q", i+1, c.Title, want[i])
		}
	}
}

func TestColumns_TabsAreComplete(t *testing.T) {
	var text words.Language
	for _, tab := range Tabs() {
		var titles []string
		keys := 0
		for _, c := range tab.Columns {
			if slices.Contains(titles, c.Title) || c.Title == "" {
				t.Errorf("%s: the title %q stands there twice", tab.Title, c.Title)
			}
			titles = append(titles, c.Title)
			if c.Key {
				keys++
			}
			if c.Format == General || text.ColumnNote(tab.Title, c.Title) == "" && tab.Purpose != Journal ||
				c.Width == 0 && tab.Purpose != RuleTable {
				t.Errorf("%s: %q lacks a format, a note or a width", tab.Title, c.Title)
			}
			if c.Tracked > 0 && tab.Title != TabLeads {
				t.Errorf("%s: only changes of Leads are recorded, not of %q", tab.Title, c.Title)
			}
		}
		if want := tab.Title != TabActivity; (keys == 1) != want || keys > 1 {
			t.Errorf("%s has %d key columns", tab.Title, keys)
		}
	}
}

func TestColumns_AccessIsOfOneKind(t *testing.T) {
	accessOfOneKind(t, LeadTable())
	accessOfOneKind(t, ActivityTable())
	accessOfOneKind(t, IntakeTable())
}

func accessOfOneKind[T any](t *testing.T, table []ColumnOf[T]) {
	t.Helper()
	for _, c := range table {
		formats := map[Format]bool{PlainText: c.Text != nil, DateOnly: c.Time != nil, DateTime: c.Time != nil,
			Amount: c.Number != nil, Whole: c.Whole != nil}
		kinds := 0
		for _, is := range []bool{c.Text != nil, c.Time != nil, c.Number != nil, c.Whole != nil} {
			if is {
				kinds++
			}
		}
		if kinds != 1 || !formats[c.Format] {
			t.Errorf("%q is reached in %d ways, and its format does not tell which", c.Title, kinds)
		}
	}
}
