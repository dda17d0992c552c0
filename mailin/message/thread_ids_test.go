package message

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// IDs are found as by the expression that describes them.
func TestMessageIDsAreThoseOfTheExpression(t *testing.T) {
	expression := regexp.MustCompile(`<([^<>\s]{1,500})>`)
	pieces := []string{"<", ">", "a", "ä", "@", " ", "\t", "\n", "\v", "\u00a0", "\xff", strings.Repeat("x", 499), strings.Repeat("ü", 500)}
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 20).Draw(t, "text"), "")
		var want, got []string
		for _, m := range expression.FindAllStringSubmatch(s, -1) {
			want = append(want, m[1])
		}
		for id, rest, ok := nextID(s); ok; id, rest, ok = nextID(rest) {
			got = append(got, id)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%q: got %q, want %q", s, got, want)
		}
	})
}
