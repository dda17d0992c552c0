package policy

import (
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// Who looks at a source by hand, how often, and when that was done last, as people type it.
func TestSourcesThatPeopleLookAt(t *testing.T) {
	day := time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		by, every, last string
		want            Source
		check           string
	}{
		{"", "", "", Source{}, ""},
		{"kim", "", "", Source{CheckedBy: "Kim", CheckedEvery: 1}, ""},
		{"", "2 days", "", Source{CheckedBy: "Ann", CheckedEvery: 2}, ""},
		{"Kim", "2", "2026-11-20", Source{CheckedBy: "Kim", CheckedEvery: 2, LastChecked: day}, ""},
		{"Kim", "1 week", "20 Nov 2026", Source{CheckedBy: "Kim", CheckedEvery: 7, LastChecked: day}, ""},
		{"Kim", "Daily", "2026-11-20 14:30", Source{CheckedBy: "Kim", CheckedEvery: 1, LastChecked: day}, ""},
		{"Kim", "weekly", "", Source{CheckedBy: "Kim", CheckedEvery: 7}, ""},
		{"Zoe", "3 d", "", Source{CheckedBy: "Ann", CheckedEvery: 3},
			`Checked by: "Zoe" is not in the tab Team; Ann is asked`},
		{"Kim", "often", "", Source{CheckedBy: "Kim", CheckedEvery: 1}, "often"},
		{"Kim", "4 h", "", Source{CheckedBy: "Kim", CheckedEvery: 1}, "write it like 2 days"},
		{"Kim", "0", "", Source{CheckedBy: "Kim", CheckedEvery: 1}, "every day counts"},
		{"Kim", "99999999999999999999", "", Source{CheckedBy: "Kim", CheckedEvery: 1}, "every day counts"},
		{"Kim", "2 daily", "", Source{CheckedBy: "Kim", CheckedEvery: 1}, "every day counts"},
		{"Kim", "2", "20 Nov", Source{CheckedBy: "Kim", CheckedEvery: 2}, "no day with its year"},
		{"Kim", "2", "today", Source{CheckedBy: "Kim", CheckedEvery: 2}, "no day with its year"},
		{"", "", "nonsense", Source{}, "no day with its year"},
	} {
		p, checks := ReadPolicy(words.Language{}, map[string]Table{
			lead.TabTeam: {Title: lead.TabTeam, Columns: []string{lead.ColName}, Rows: [][]string{{"Ann"}, {"Kim"}}},
			lead.TabSources: {Title: lead.TabSources,
				Columns: []string{lead.ColSource, lead.ColCheckedBy, lead.ColCheckedEvery, lead.ColLastChecked},
				Rows:    [][]string{{"Telegram", c.by, c.every, c.last}}},
		}, InForce{})
		got := p.Sources[0]
		if got.CheckedBy != c.want.CheckedBy || got.CheckedEvery != c.want.CheckedEvery ||
			!got.LastChecked.Equal(c.want.LastChecked) {
			t.Errorf("%+v: %+v", c, got)
		}
		said := ""
		for _, x := range checks {
			if x.Tab == lead.TabSources {
				said += x.Text
			}
		}
		if c.check == "" && said != "" || !strings.Contains(said, c.check) {
			t.Errorf("%+v: Check says %q", c, said)
		}
	}
}
