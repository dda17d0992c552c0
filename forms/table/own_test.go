package table

import (
	"testing"

	"leadsheet/lead"
	"leadsheet/lead/words/wordstest"
)

// A tab and a report of leadsheet are known in every language of the catalogue.
func TestOwnTabsOfOtherLanguages(t *testing.T) {
	for _, l := range wordstest.Pseudo(t).All() {
		for _, tab := range ownTabs {
			var header []string
			for _, column := range tab.titles {
				header = append(header, l.Column(tab.tab, column))
			}
			if got := ownTab(l, header); got != "tab "+tab.tab {
				t.Errorf("%s: %q is %q", l.Tag(), header, got)
			}
			if got := ownTab(l, header[1:]); got == "tab "+tab.tab {
				t.Errorf("%s: %q is taken for %q", l.Tag(), header[1:], got)
			}
		}
		report := &l.Texts().Report
		page := [][]string{{l.Tab(lead.TabToday)}, {report.AsOf.With("Mon 2 Nov 2026, 10:00") + " · " + report.Written}}
		if !ownPage(l, page) || ownPage(l, [][]string{{"Message"}, {report.Written}}) {
			t.Errorf("%s: a report is not known, or another page is taken for one", l.Tag())
		}
	}
}
