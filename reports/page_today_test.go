package reports

import (
	"strings"
	"testing"

	"leadsheet/rules/policy"
)

// An owner in other letters than in the tab Team has no block of his own.
func TestOwnersInOtherLettersAreOnePerson(t *testing.T) {
	in := Input{Policy: examplePolicy()}
	in.Policy.Team = []policy.Person{{Name: "Kim"}, {Name: "Ann"}}
	for i, owner := range []string{"kim", "Kim", " KIM ", "Ann"} {
		l := came("L-"+string(rune('1'+i)), 2, "contacted")
		l.Owner = owner
		in.Leads = append(in.Leads, l)
	}
	got := today(in, now)
	if !strings.Contains(got, "Kim – 3 leads") || strings.Count(got, "Ann – 1 lead") != 1 || strings.Count(got, "Kim –") != 1 {
		t.Errorf("kim, Kim and KIM are one person:\n%s", got)
	}
}
