package history

import (
	"strings"
	"testing"
	"unicode/utf8"

	"leadsheet/lead/words"

	"pgregory.net/rapid"
)

func TestRecordedText(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := rapid.StringN(0, 500, -1).Draw(rt, "text") + rapid.SampledFrom([]string{"", "\xff\xff", "\x01", " \n"}).Draw(rt, "end")
		kept := AsRecorded(s)
		w := &History{}
		switch {
		case !utf8.ValidString(kept) || strings.ContainsFunc(kept, dropped) || strings.ContainsAny(kept, "\n\r\t"):
			rt.Fatalf("%q", kept)
		case utf8.RuneCountInString(kept) > RecordedLength+20:
			rt.Fatalf("%d characters", utf8.RuneCountInString(kept))
		case AsRecorded(kept) != kept && utf8.RuneCountInString(kept) <= RecordedLength:
			rt.Fatalf("%q becomes %q", kept, AsRecorded(kept))
		case !w.isRecorded(kept, s) || !w.isRecorded(kept, strings.ReplaceAll(s, "\n", "\r\n")) || !w.isRecorded(kept, strings.ToValidUTF8(s, "\uFFFD")):
			rt.Fatalf("%q is not %q", kept, s)
		case clean(s) && utf8.ValidString(s) && !w.isRecorded(words.Shorten(s, RecordedLength), s):
			rt.Fatalf("%q, and earlier versions have %q", kept, words.Shorten(s, RecordedLength))
		case utf8.RuneCountInString(kept) > 100 && w.isRecorded(kept, s+"x"):
			rt.Fatalf("%q is also longer", kept)
		}
	})
}
