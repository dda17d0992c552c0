package sheets

import (
	"strings"
	"testing"
)

// A tab of people's own stays theirs, and no chart of ours draws what it holds.
func TestOwnPages(t *testing.T) {
	chart := func(tab string) Chart {
		return Chart{Alt: tab, Categories: Range{Tab: "Figures"}, Series: []Series{{Values: Range{Tab: tab}}}}
	}
	pages := []Page{{Title: "Report", Charts: []Chart{chart("Figures"), chart("Today")}}, {Title: "Today"},
		{Title: "Figures"}}
	told := func(pages []Page) string {
		var all []string
		for _, p := range pages {
			all = append(all, p.Title)
			for _, c := range p.Charts {
				all = append(all, "chart of "+c.Alt)
			}
		}
		return strings.Join(all, ", ")
	}
	taken := func(title string) func(Page) bool { return func(p Page) bool { return p.Title == title } }
	if got, want := told(OwnPages(pages, taken("figures"))), told(pages); got != want {
		t.Errorf("none is taken: got %s, want %s", got, want)
	}
	if got, want := told(OwnPages(pages, taken("Figures"))), "Report, Today"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := told(OwnPages(pages, taken("Today"))), "Report, chart of Figures, Figures"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
