package dfa

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Every answer is that of package regexp.
func TestAnswersAreThoseOfRegexp(t *testing.T) {
	pieces := []string{"a", "b", "ä", "Ä", "ß", "ſ", "k", "K", "İ", "日", "-", " ", "\n", "9", "_", ".", "\xff", "é", "σ", "ς"}
	text := rapid.Map(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 24), func(s []string) string { return strings.Join(s, "") })
	var expression func(depth int) *rapid.Generator[string]
	expression = func(depth int) *rapid.Generator[string] {
		atoms := []string{"a", "b", "ä", "k", "s", "日", "-", " ", `\n`, ".", `\d`, `\w`, `\W`, `\pL`, `\p{Lu}`, `[^a]`, `[a-kä]`,
			"^", "$", `\b`, `\B`, `\A`, `\z`, "(?m:^)", "(?m:$)", "(?s:.)", "(?i:k)", "(?i:σ)", "(?i:ä)", "(?i:[a-c])", ""}
		if depth == 0 {
			return rapid.SampledFrom(atoms)
		}
		inner := expression(depth - 1)
		return rapid.Custom(func(t *rapid.T) string {
			x, y := inner.Draw(t, "x"), inner.Draw(t, "y")
			return rapid.SampledFrom([]string{x + y, x + "|" + y, "(" + x + "|" + y + ")" + x, "(?:" + x + ")*" + y, "(?:" + x + ")+",
				"(?:" + x + ")?" + y, "(?:" + x + "){2,3}", "(?i)" + x + y, "^" + x + ".{0,3}" + y, "(" + x + ")" + y}).Draw(t, "form")
		})
	}
	rapid.Check(t, func(t *rapid.T) {
		e := expression(3).Draw(t, "expression")
		want, err := regexp.Compile(e)
		if err != nil {
			t.Skip()
		}
		got := New(e)
		for _, s := range rapid.SliceOfN(text, 1, 12).Draw(t, "texts") {
			compare(t, got, want, s)
		}
	})
}

type failer interface{ Fatalf(string, ...any) }

func compare(t failer, got *Regexp, want *regexp.Regexp, s string) {
	if g, w := got.MatchString(s), want.MatchString(s); g != w {
		t.Fatalf("%q matches %q: %v, want %v", want, s, g, w)
	}
	if g, w := got.FindString(s), want.FindString(s); g != w {
		t.Fatalf("%q in %q: %q, want %q", want, s, g, w)
	}
	if g, w := got.FindStringSubmatchIndex(s), want.FindStringSubmatchIndex(s); !slices.Equal(g, w) {
		t.Fatalf("%q in %q: %v, want %v", want, s, g, w)
	}
	if g, w := got.FindAllString(s, -1), want.FindAllString(s, -1); !slices.Equal(g, w) {
		t.Fatalf("%q in %q: %q, want %q", want, s, g, w)
	}
	if g, w := got.ReplaceAllString(s, "<$0>"), want.ReplaceAllString(s, "<$0>"); g != w {
		t.Fatalf("%q in %q becomes %q, want %q", want, s, g, w)
	}
}

// An expression of which texts reach more and more states answers as others do, and keeps no more states than it may.
func TestStatesAreLimited(t *testing.T) {
	e := "(?:a|b)*a(?:a|b){14}c"
	got, want := New(e), regexp.MustCompile(e)
	seed := uint32(1)
	for range 300 {
		var s strings.Builder
		for range 200 {
			seed = seed*1664525 + 1013904223
			s.WriteByte("aabbabbac"[seed>>16%9])
		}
		compare(t, got, want, s.String())
		if n := len(got.machine().states.Load().byKey); n > maxStates {
			t.Fatalf("%d states", n)
		}
	}
}
