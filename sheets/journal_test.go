package sheets

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"leadsheet/lead"
)

// activity is a tab Activity with a row for each word "LEAD/No.", or "LEAD" for a row without a number; the number may
// be any text. All rows have the same Time, and say in Why where they stand.
func activity(rows string) *Tab {
	t := &Tab{Title: lead.TabActivity, Columns: []string{"Time", "Lead", "What", "Why", "No."}}
	for i, row := range strings.Fields(rows) {
		id, no, _ := strings.Cut(row, "/")
		t.Rows = append(t.Rows, []Cell{lead.NumberValue(46000.5), lead.TextValue(id), lead.TextValue("changed"),
			lead.TextValue(string(rune('a' + i))), lead.TextValue(no)})
	}
	return t
}

// Events come in the order in which they were written, however the tab has been sorted or cut.
func TestEventsInTheOrderOfWriting(t *testing.T) {
	for _, test := range []struct{ name, rows, want string }{
		{"as written", "L-1/1 L-1/2 L-2/3", "abc"},
		{"the other way round", "L-2/3 L-1/2 L-1/1", "cba"},
		{"cut", "L-1/2 L-2/7 L-1/9", "abc"},
		{"sorted and cut", "L-1/9 L-1/2 L-2/7", "bca"},
		{"by text", "L-1/10 L-1/11 L-1/9", "cab"},
		{"an older workbook", "L-1 L-2 L-1", "abc"},
		{"older rows above", "L-1 L-2 L-1/1 L-1/2", "abcd"},
		{"older rows sorted to the end", "L-1/2 L-1/1 L-1 L-2", "cdba"},
		{"a number was emptied", "L-1/1 L-1 L-1/3", "abc"},
		{"a word for a number", "L-1/1 L-1/two L-1/3 L-1/-1 L-1/0 L-1/4.5 L-1/5", "abcdefg"},
		{"a number twice", "L-1/2 L-1/1 L-2/1 L-1/2", "bcad"},
		{"of the workbook", "-/2 L-1/1 -/4 L-1/3", "badc"},
	} {
		got := ""
		for _, e := range Events(activity(test.rows), time.UTC) {
			got += e.Why
		}
		if got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

// The last zone counts also where the tab was sorted.
func TestWorkbookEventsInTheOrderOfWriting(t *testing.T) {
	got := ""
	for _, e := range WorkbookEvents(activity("-/5 L-1/4 -/3 -"), time.UTC) {
		got += e.Why
	}
	if got != "dca" {
		t.Errorf("%s", got)
	}
	if WorkbookEvents(nil, time.UTC) != nil {
		t.Error("events without a tab")
	}
}

// Every row that says something is read, whatever it is about; boxes and people's own columns say nothing here.
func TestEventsLeaveOutNothing(t *testing.T) {
	tab := &Tab{Columns: []string{"Time", "Lead", "What", "Why", "Seen"}, Rows: [][]Cell{
		{lead.NumberValue(46000), lead.TextValue("-"), lead.TextValue("changed"), {}, {}},
		{lead.NumberValue(46001), {}, lead.TextValue("changed"), lead.TextValue("its lead was emptied"), {}},
		{{}, {}, {}, lead.TextValue("our remark"), {}},
		{{}, {}, {}, {}, lead.BoolValue(false)},
		{lead.NumberValue(46002), lead.TextValue("L-1"), lead.TextValue("created"), {}, {}},
	}}
	var got []string
	for _, e := range Events(tab, time.UTC) {
		got = append(got, e.Lead+"|"+string(e.What)+"|"+e.Why)
		if e.OfLead() != (e.Lead == "L-1") {
			t.Errorf("of a lead: %+v", e)
		}
	}
	want := []string{"-|changed|", "|changed|its lead was emptied", "||our remark", "L-1|created|"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// The next number is one more than the highest that stands, whatever people have typed beside the numbers.
func TestEventsAreNumbered(t *testing.T) {
	now := time.Date(2026, 11, 26, 9, 30, 0, 999, time.UTC)
	for _, test := range []struct {
		name, rows string
		want       [2]int
	}{
		{"a new tab", "", [2]int{1, 2}},
		{"an older workbook", "L-1 L-2", [2]int{1, 2}},
		{"as written", "L-1/1 L-1/2", [2]int{3, 4}},
		{"sorted", "L-1/7 -/9 L-1/1", [2]int{10, 11}},
		{"the last was cut", "L-1/1 L-1/2", [2]int{3, 4}},
		{"beside words", "L-1/12 L-1/soon L-1/1e400 L-1/NaN L-1/-3 L-1/0 L-1/99.5", [2]int{13, 14}},
		{"a long number", "L-1/1 L-1/202611260930", [2]int{202611260931, 202611260932}},
		{"the end of all counting", "L-1/9007199254740990", [2]int{9007199254740991, 0}},
		{"beyond it", "L-1/4 L-1/9007199254740993", [2]int{5, 6}},
	} {
		events := []lead.Event{{Lead: "L-1"}, {Lead: lead.Workbook}}
		got := Numbered(events, activity(test.rows), now)
		if got[0].No != test.want[0] || got[1].No != test.want[1] || !got[0].Recorded.Equal(now.Truncate(time.Second)) {
			t.Errorf("%s: %+v, want %v", test.name, got, test.want)
		}
		if events[0].No != 0 {
			t.Errorf("%s: the events of the plan were changed", test.name)
		}
	}
	if got := Numbered([]lead.Event{{}}, &Tab{Columns: []string{"Time"}}, now); got[0].No != 1 {
		t.Errorf("without the column: %+v", got)
	}
	// Numbers are read whatever their format.
	tab := activity("L-1")
	for _, c := range []Cell{lead.NumberValue(41), {Kind: lead.Date, Num: 41}, lead.TextValue(" 41 ")} {
		if tab.Rows[0][4] = c; Numbered([]lead.Event{{}}, tab, now)[0].No != 42 {
			t.Errorf("after %+v", c)
		}
	}
}
