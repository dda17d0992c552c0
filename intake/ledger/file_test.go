package ledger_test

import (
	"slices"
	"strings"
	"testing"

	"leadsheet/intake/ledger"
	"leadsheet/lead"
)

// Rows are written as "KEY@HOUR": an r of a record, an s of the row that sums a file up.
func TestOfFile(t *testing.T) {
	rows := func(texts ...string) (out []lead.IntakeRow) {
		for n, text := range texts {
			name, hour, _ := strings.Cut(text, "@")
			file, digit := "file a.csv", string(rune('1'+n))
			if other, ok := strings.CutPrefix(name, "other "); ok {
				name, file = other, "file b.csv"
			}
			r := lead.IntakeRow{Key: "s:" + digit, Where: file, Received: at(hour)}
			if name == "r" {
				r.Key, r.Where = key("f:"+digit+" A a p "+hour), file+", row 2"
			}
			out = append(out, r)
		}
		return out
	}
	for _, c := range []struct {
		name string
		rows []lead.IntakeRow
		sum  int
		want []int
	}{
		{"one file", rows("r@5", "r@5", "other r@5", "s@5", "other s@5"), 3, []int{0, 1}},
		{"the other one", rows("r@5", "r@5", "other r@5", "s@5", "other s@5"), 4, []int{2}},
		{"the name again, the first", rows("r@5", "s@5", "r@7", "s@7"), 1, []int{0}},
		{"the name again, the second", rows("r@5", "s@5", "r@7", "s@7"), 3, []int{2}},
		{"sorted by a person", rows("s@7", "r@7", "s@5", "r@5"), 0, []int{1}},
		{"twice in an hour", rows("r@5", "s@5", "r@5", "s@5"), 1, []int{0}},
		{"twice in an hour, the second", rows("r@5", "s@5", "r@5", "s@5"), 3, []int{2}},
		{"below all", rows("s@5", "r@5"), 0, []int{1}},
		{"a record that is younger than all", rows("s@5", "r@7"), 0, []int{1}},
	} {
		if got := ledger.OfFile(c.rows, c.sum); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// A record that was taken back counts again, whether its answers were edited meanwhile or not.
func TestImport_TakenBack(t *testing.T) {
	i := known("f:1 A a p 5", "f:2 A b q 5", "f:3 A c r 5").Import(at("6"))
	i.TakenBack(map[string]bool{"f:1": true, "f:2": true})
	if i.IsKnown("f:1", content("a")) || i.IsKnown("f:2", content("z")) || !i.IsKnown("f:3", content("c")) {
		t.Fatal("what was taken back is known, or the other one is not")
	}
	got := i.Decide([]string{key("f:1 A a p 6"), key("f:2 A z q 6"), key("f:4 A d s 6")}, ledger.Export{Records: 4,
		Has: func(string) bool { return true }})
	want := []ledger.Decision{{Action: ledger.TakeAgain, Was: "f:1"}, {Action: ledger.TakeEdited, Was: "f:2"}, {}}
	if !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
}
