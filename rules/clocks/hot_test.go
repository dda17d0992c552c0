package clocks

import (
	"testing"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// Hot is what is called so, what needs the highest score, or the first where none needs any; and what is urgent.
func TestIsHot(t *testing.T) {
	named := []policy.Quality{{Name: "warm", ScoreFrom: 50}, {Name: "Hot", ScoreFrom: 20},
		{Name: "blazing", ScoreFrom: 90}}
	letters := []policy.Quality{{Name: "A"}, {Name: "B"}}
	emergency := []policy.Quality{{Name: "A"}, {Name: "B", AfterHours: policy.AfterHours{On: true}}}
	for _, c := range []struct {
		qualities       []policy.Quality
		quality, source string
		want            bool
	}{
		{named, "hot", "", true}, {named, "blazing", "", true}, {named, "warm", "", false}, {named, "", "", false},
		{letters, "A", "", true}, {letters, "B", "", false}, {emergency, "B", "", true},
		{named, "", "Emergency line", true}, {named, "warm", "Email", false}, {nil, "hot", "", false},
	} {
		p := &policy.Policy{Qualities: c.qualities,
			Sources: []policy.Source{{Name: "Emergency line", Urgent: true}, {Name: "Email"}}}
		if got := IsHot(p, &lead.Lead{Quality: c.quality, Source: c.source}); got != c.want {
			t.Errorf("%+v: %t", c, got)
		}
	}
}
