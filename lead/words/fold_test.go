package words

import (
	"testing"

	"pgregory.net/rapid"
)

// Two texts are the same folded in whichever way that is found out.
func TestSameFolded(t *testing.T) {
	texts := rapid.StringOfN(rapid.SampledFrom([]rune("aAeEkK \t\u00a0\u200b\ufeff\u0301éÉ\u212aß1-")), 0, 6, -1)
	rapid.Check(t, func(t *rapid.T) {
		a, b := texts.Draw(t, "a"), texts.Draw(t, "b")
		if got, want := SameFolded(a, b), Fold(a) == Fold(b); got != want {
			t.Fatalf("%q and %q: got %v, want %v", a, b, got, want)
		}
		if !SameFolded(a, Fold(a)) {
			t.Fatalf("%q is not its own folding", a)
		}
	})
	for range 2 {
		if n := testing.AllocsPerRun(10, func() { SameFolded("Last activity", "last Activity ") }); n != 0 {
			t.Errorf("%v allocations", n)
		}
	}
}
