package words

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Texts that are one line already are not made anew: the answer is the same.
func TestOneLine_IsFieldsWithOneSpaceBetween(t *testing.T) {
	texts := rapid.StringOfN(rapid.SampledFrom([]rune("ab  \t\n\r\v\x00\u0085\u00a0\u2028é")), 0, 8, -1)
	rapid.Check(t, func(t *rapid.T) {
		text := texts.Draw(t, "text")
		if got, want := OneLine(text), strings.Join(strings.Fields(text), " "); got != want {
			t.Errorf("OneLine(%q) = %q, want %q", text, got, want)
		}
	})
}
