package lint

import (
	"reflect"
	"testing"
)

// Each limit of the process, on both of its sides.
func TestFindings(t *testing.T) {
	well := Process{Statuses: 8, Required: 12, Reasons: 12, Month: 60, Week: 14, Open: 20, Complete: 20, Leads: 90,
		Refusals: []Count{{"Too expensive", 6}, {"No budget", 4}}}
	for name, c := range map[string]struct {
		change func(*Process)
		want   []Finding
	}{
		"all is well":               {func(*Process) {}, nil},
		"nine statuses":             {func(p *Process) { p.Statuses = 9 }, []Finding{{Kind: Statuses, N: 9}}},
		"thirteen required columns": {func(p *Process) { p.Required = 13 }, []Finding{{Kind: Required, N: 13}}},
		"eighteen reasons":          {func(p *Process) { p.Reasons = 18 }, []Finding{{Kind: Reasons, N: 18}}},
		"a reason of more than 60 %": {func(p *Process) { p.Refusals[0].N = 7 },
			[]Finding{{Kind: OneReason, N: 7, Of: 11, Names: []string{"Too expensive"}}}},
		"a reason of nine refusals": {func(p *Process) { p.Refusals = []Count{{"Too expensive", 9}} }, nil},
		"the only reason of ten": {func(p *Process) {
			p.Refusals = []Count{{"Duplicate", 0}, {"Too expensive", 10}}
		}, []Finding{{Kind: OneReason, N: 10, Of: 10, Names: []string{"Too expensive"}}}},
		"sources without leads": {func(p *Process) { p.Sources = []string{"Telegram", "Fax"} },
			[]Finding{{Kind: Unused, N: 2, Names: []string{"Telegram", "Fax"}}}},
		"49 leads a month":   {func(p *Process) { p.Month = 49 }, []Finding{{Kind: FewLeads, N: 49}}},
		"no lead in a month": {func(p *Process) { p.Month = 0 }, []Finding{{Kind: FewLeads}}},
		"50 leads a month":   {func(p *Process) { p.Month = 50 }, nil},
		"the first days":     {func(p *Process) { p.Month, p.Week = -1, -1 }, nil},
		"20 leads a week":    {func(p *Process) { p.Week = 20 }, nil},
		"21 leads a week":    {func(p *Process) { p.Week = 21 }, []Finding{{Kind: ManyLeads, N: 21}}},
		"open leads that lack much": {func(p *Process) {
			p.Complete, p.Lacking = 12, []Count{{"Need", 1}, {"Phone", 0}, {"Source", 7}}
		}, []Finding{{Kind: Lacking, N: 12, Of: 20, Names: []string{"Source", "Need"}}}},
		"four open leads": {func(p *Process) { p.Open, p.Complete = 4, 0 }, nil},
		"leads that nobody has touched": {func(p *Process) { p.Untouched = 3 },
			[]Finding{{Kind: Untouched, N: 3, Of: 90}}},
		"all at once": {func(p *Process) { p.Statuses, p.Required, p.Reasons = 17, 13, 18 },
			[]Finding{{Kind: Statuses, N: 17}, {Kind: Required, N: 13}, {Kind: Reasons, N: 18}}},
	} {
		p := well
		p.Refusals = append([]Count(nil), well.Refusals...)
		c.change(&p)
		if got := p.Findings(); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s:\n got %+v\nwant %+v", name, got, c.want)
		}
	}
}
