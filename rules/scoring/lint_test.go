package scoring

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
)

// model is a policy that scores by these rows; without any, by those of a new workbook.
func model(t *testing.T, rows ...[]string) *policy.Policy {
	t.Helper()
	tables := map[string]policy.Table{}
	for _, tab := range policy.DefaultTables() {
		tables[tab.Title] = tab
	}
	for _, r := range tables[lead.TabSettings].Rows {
		if r[0] == policy.SettingScoring {
			r[1] = "yes"
		}
	}
	if rows != nil {
		tab := tables[lead.TabScoring]
		tab.Rows = rows
		tables[lead.TabScoring] = tab
	}
	p, checks := policy.ReadPolicy(words.Language{}, tables, policy.InForce{})
	for _, c := range checks {
		if c.Text != "" {
			t.Fatal(c.Text)
		}
	}
	return &p
}

func TestLint(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	on := func(days int) []lead.Event {
		return []lead.Event{{Time: now.AddDate(0, 0, -days), Lead: lead.Workbook, What: lead.Changed,
			Column: policy.SettingScoring, To: "yes"}}
	}
	sample := func(n int, edit func(i int, s *Sample)) []Sample {
		var out []Sample
		for i := range n {
			s := Sample{Lead: &lead.Lead{ID: fmt.Sprint("L-", i), Received: now.AddDate(0, 0, -i%60), Score: 50,
				HasScore: true, ScoreReasons: "x"}, Kind: policy.KindNew}
			edit(i, &s)
			out = append(out, s)
		}
		return out
	}
	// every lead fits some rows of a new workbook, and none fits all
	mixed := func(i int, s *Sample) {
		s.Need = []string{"Your pricing, please", "We have budget approved", "A demo", "Saw the webinar",
			"Unsubscribe"}[i%5]
		s.Details = []string{"Team size: 120", "Team size: 5"}[i%2]
		if i%3 == 0 {
			s.Company = "Sand"
		} else {
			s.Phone = "030 1"
		}
	}
	wrote := func(history []lead.Event) []lead.Event {
		return append(history, lead.Event{Lead: "L-1", What: lead.Asked, Why: "And?"},
			lead.Event{Lead: "L-1", What: lead.Asked, Why: "Well?"})
	}
	ended := func(won, lost float64) func(int, *Sample) {
		return func(i int, s *Sample) {
			mixed(i, s)
			if s.Kind, s.Score = policy.KindWon, won; i%2 == 0 {
				s.Kind, s.Score = policy.KindClosed, lost
			}
		}
	}
	off := model(t)
	off.Scoring = false
	small := [][]string{{"10", "Company", "filled", "", "A company", "", ""},
		{"10", "Need", "filled", "", "A need", "", ""}}
	for name, c := range map[string]struct {
		p       *policy.Policy
		leads   []Sample
		history []lead.Event
		want    []string
	}{
		"off":               {off, sample(60, mixed), on(60), nil},
		"a new workbook":    {model(t), sample(60, mixed), wrote(on(10)), nil},
		"few leads":         {model(t), sample(5, func(int, *Sample) {}), on(10), nil},
		"it separates":      {model(t), sample(60, ended(80, 30)), wrote(on(60)), nil},
		"too early to tell": {model(t), sample(60, ended(50, 50)), wrote(on(29)), nil},
		"a small model": {model(t, small...), sample(5, mixed), on(10), []string{
			"rows of Scoring about behaviour: 1; 5 to 7 tell enough, and can be looked after",
			"rows of Scoring about fit: 1; 3 to 5 tell enough, and can be looked after"}},
		"rows that tell nothing": {model(t), sample(60,
			func(_ int, s *Sample) { s.Company, s.Need = "Sand", "A gate" }), on(10), []string{
			`rows of Scoring that hold for none of the last 60 leads: "asks for prices", "is ready to buy", "wants to see it", …`,
			`rows of Scoring that hold for each of the last 60 leads, and so tell nothing: "is a company"`}},
		"it does not separate": {model(t), sample(60, ended(45, 50)), wrote(on(31)), []string{
			"won leads have 45 points (n = 30), lost ones 50 (n = 30): change the rows of Scoring until they differ"}},
	} {
		got := Lint(c.p, c.leads, c.history, now)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
