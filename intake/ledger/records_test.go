package ledger_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"leadsheet/intake/ledger"
	"leadsheet/lead"
)

// known makes the records of keys that are written as FORM CONTENT PERSON HOUR, one letter each: "f:1 A c p 7". A key
// of an earlier version is written as its own key alone.
func known(keys ...string) *ledger.Records {
	r := ledger.NewRecords(0)
	for _, text := range keys {
		r.Add(key(text))
	}
	return r
}

func key(text string) string {
	part := strings.Fields(text)
	k := ledger.ParseKey(part[0])
	if len(part) == 1 {
		return k.String()
	}
	s := ledger.Suffix{FormID: ledger.FormID(four(part[1])), Content: content(part[2]),
		PersonDay: person(part[3]), Hour: ledger.HourOf(at(part[4]))}
	copy(s.Answers[:], strings.Repeat(part[2], len(s.Answers)))
	return k.With(s).String()
}

func four(s string) [4]byte            { return [4]byte([]byte(strings.Repeat(s, 4))) }
func content(s string) ledger.Content  { return four(s) }
func person(s string) ledger.PersonDay { return four(s) }
func digest(s string) ledger.AnswerDigest {
	return ledger.AnswerDigest([]byte(strings.Repeat(s, 16)))
}

// at is an hour of one digit.
func at(digit string) time.Time {
	return time.Date(2026, 1, 1, int(digit[0]-'0'), 30, 0, 0, time.UTC)
}

func TestRecords_Known(t *testing.T) {
	r := known("f:1 A c p 7", "f:2", "f:3.a1b2c3~0102030a", "m:4", "note", "f:1 A d p 8")
	for own, want := range map[string]bool{
		"f:1": true, "f:2": true, "f:3.a1b2c3": true, "f:3": false, "m:4": false, "note": false, "": false,
	} {
		if r.Known(own) != want {
			t.Errorf("%q: known %v", own, !want)
		}
	}
	if (&ledger.Records{}).Known("f:1") {
		t.Error("the zero value knows a record")
	}
}

func TestRecords_Edited(t *testing.T) {
	for _, c := range []struct {
		name    string
		known   []string
		content string
		hour    string
		want    bool
	}{
		{"the same content", []string{"f:1 A c p 7"}, "c", "8", false},
		{"other content in a later file", []string{"f:1 A c p 7"}, "d", "8", true},
		{"other content in a file of the same hour", []string{"f:1 A c p 7"}, "d", "7", true},
		{"other content in an older file", []string{"f:1 A c p 7"}, "d", "6", false},
		{"edited before, and edited again", []string{"f:1 A c p 7", "f:1 A d p 8"}, "e", "9", true},
		{"edited before, and put back", []string{"f:1 A c p 7", "f:1 A d p 8"}, "c", "9", false},
		{"edited before, in a file between", []string{"f:1 A c p 6", "f:1 A d p 8"}, "e", "7", false},
		{"a key without a suffix", []string{"f:1"}, "d", "8", false},
		{"a key with nothing but its content", []string{"f:1~0102030a"}, "d", "8", false},
		{"a key without an hour", []string{"f:1~" + strings.Repeat("a", 28)}, "d", "8", false},
		{"one key with a suffix and one without", []string{"f:1", "f:1 A c p 7"}, "d", "8", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			for range 2 {
				if got := known(c.known...).Edited("f:1", content(c.content), at(c.hour)); got != c.want {
					t.Errorf("edited %v", got)
				}
				for i, j := 0, len(c.known)-1; i < j; i, j = i+1, j-1 { // the order of the rows says nothing
					c.known[i], c.known[j] = c.known[j], c.known[i]
				}
			}
		})
	}
}

func TestRecords_SameAnswers(t *testing.T) {
	r := known("f:1 A c p 7", "f:1 A d p 8", "f:2")
	for _, c := range []struct {
		own, digest string
		want        bool
	}{
		{"f:1", "c", true}, {"f:1", "d", true}, {"f:1", "e", false}, {"f:2", "c", false}, {"f:3", "c", false},
	} {
		if got := r.SameAnswers(c.own, digest(c.digest)); got != c.want {
			t.Errorf("%s with %s: %v", c.own, c.digest, got)
		}
	}
}

func TestRecords_Reformatted(t *testing.T) {
	for _, c := range []struct {
		edited, records int
		want            bool
	}{
		{0, 0, false}, {4, 4, false}, {5, 5, true}, {5, 16, true}, {5, 17, false}, {6, 20, false}, {7, 20, true},
		{30, 100, false},
		{31, 100, true},
	} {
		if got := ledger.Reformatted(c.edited, c.records); got != c.want {
			t.Errorf("%d of %d: %v", c.edited, c.records, got)
		}
	}
}

func TestRecords_HoldBack(t *testing.T) {
	for _, c := range []struct {
		name    string
		fresh   string // who sent the new records; a small letter is known, a capital is not, - is nobody
		records int
		dated   bool
		want    int
	}{
		{"nothing new", "", 3, true, 0},
		{"one record", "a", 1, true, 0},
		{"all of a small file", "ab", 2, true, 2},
		{"all of a small file without days", "ab", 2, false, 0},
		{"all new records of a file that has a known one, too", "ab", 3, true, 0},
		{"a small file with somebody new", "abC", 3, true, 0},
		{"a small file of nobody", "--", 2, true, 0},
		{"four records", "abcd", 4, true, 4},
		{"five records", "abcde", 5, true, 5},
		{"five of sixteen", "abcdeFGHIJKLMNOP", 16, true, 5},
		{"five of seventeen", "abcdeFGHIJKLMNOPQ", 17, true, 0},
		{"four of five", "abcdE", 5, true, 0},
		{"five of sixteen of which most are known", "abcde", 16, true, 5},
		{"five of eight without days", "abcdeFGH", 8, false, 5},
		{"six of ten without days", "abcdefGHIJ", 10, false, 0},
		{"seven of ten without days", "abcdefgHIJ", 10, false, 7},
		{"one person several times", "aaaaa", 5, true, 5},
		{"six of nobody", "------", 6, true, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := known("f:0 A x - 1", "f:00")
			for i, p := range "abcdefgh" {
				r.Add(key(fmt.Sprintf("f:%d A x %c 1", i+1, p)))
			}
			var fresh []ledger.PersonDay
			for _, p := range c.fresh {
				fresh = append(fresh, person(string(p)))
			}
			who, held := r.HoldBack(fresh, nil, c.records, c.dated)
			if held != c.want || (who == nil) != (held == 0) {
				t.Errorf("held back %d of %v", held, who)
			}
			for p := range who {
				if l := string(p[:1]); l != strings.ToLower(l) || l == "-" {
					t.Errorf("%s is held back", l)
				}
			}
		})
	}
}

func TestRecords_Replaced(t *testing.T) {
	const now = "f:9 A d p 8" // the new record
	for _, c := range []struct {
		name  string
		known []string
		fresh []string
		here  string // the own keys that the file has
		hour  string
		want  string
	}{
		{"an edit", []string{"f:1 A c p 7", "f:2 A c q 7"}, []string{now}, "f:9 f:2", "8", "f:1"},
		{"its form has no other record in the file", []string{"f:1 A c p 7"}, []string{now}, "f:9", "8", ""},
		{"less than half of the form's records are there", []string{"f:1 A c p 7", "f:2 A c q 7", "f:3 A c r 7"},
			[]string{now}, "f:9 f:2", "8", ""},
		{"records of another form do not count", []string{"f:1 A c p 7", "f:2 A c q 7", "f:3 B c r 7", "f:4 B c s 7"},
			[]string{now}, "f:9 f:2", "8", "f:1"},
		{"another form", []string{"f:1 B c p 7", "f:2 A c q 7"}, []string{now}, "f:9 f:2", "8", ""},
		{"another person or day", []string{"f:1 A c r 7", "f:2 A c q 7", "f:3 A c s 7"}, []string{now},
			"f:9 f:2 f:3", "8", ""},
		{"an older file", []string{"f:1 A c p 7", "f:2 A c q 7"}, []string{now}, "f:9 f:2", "6", ""},
		{"the record is still there", []string{"f:1 A c p 7", "f:2 A c q 7"}, []string{now}, "f:9 f:1 f:2", "8", ""},
		{"two that are gone", []string{"f:1 A c p 7", "f:3 A e p 7", "f:2 A c q 7", "f:4 A c r 7"}, []string{now},
			"f:9 f:2 f:4", "8", ""},
		{"two that are new", []string{"f:1 A c p 7", "f:2 A c q 7"}, []string{now, "f:8 A e p 8"},
			"f:9 f:8 f:2", "8", ""},
		{"a record of nobody", []string{"f:1 A c - 7", "f:2 A c q 7"}, []string{"f:9 A d - 8"}, "f:9 f:2", "8", ""},
		{"a record that is not of the file", []string{"f:1 A c p 7", "f:2 A c q 7"}, []string{now}, "f:2", "8", ""},
		{"edited before", []string{"f:1 A c p 5", "f:1 A e p 7", "f:2 A c q 7"}, []string{now}, "f:9 f:2", "8", "f:1"},
		{"moved to another day since", []string{"f:1 A c p 5", "f:1 A e r 7", "f:2 A c q 7"}, []string{now},
			"f:9 f:2", "8", ""},
		{"a key of an earlier version", []string{"f:1", "f:2 A c q 7"}, []string{now}, "f:9 f:2", "8", ""},
		{"nothing new", []string{"f:1 A c p 7", "f:2 A c q 7"}, nil, "f:2", "8", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var fresh []string
			for _, text := range c.fresh {
				fresh = append(fresh, key(text))
			}
			here := func(own string) bool { return strings.Contains(" "+c.here+" ", " "+own+" ") }
			got := known(c.known...).Replaced(fresh, here, at(c.hour))
			if c.want == "" && len(got) > 0 || c.want != "" && (len(got) != 1 || got[key(now)] != c.want) {
				t.Errorf("%v, want %q", got, c.want)
			}
		})
	}
}

// In whatever order the rows stand, and if they are read twice, the decisions are the same.
func TestRecords_OrderOfRowsDoesNotMatter(t *testing.T) {
	letter := rapid.SampledFrom([]string{"a", "b", "c"})
	rapid.Check(t, func(t *rapid.T) {
		draw := func(own string) string {
			return fmt.Sprintf("%s %s %s %s %d", own, letter.Draw(t, "form"), letter.Draw(t, "content"),
				letter.Draw(t, "who"), rapid.IntRange(0, 9).Draw(t, "hour"))
		}
		var rows []string
		for range rapid.IntRange(1, 8).Draw(t, "rows") {
			own := "f:" + rapid.StringMatching("[1-4]").Draw(t, "own")
			if rapid.Bool().Draw(t, "early") {
				rows = append(rows, own)
			} else {
				rows = append(rows, draw(own))
			}
		}
		other := append(rapid.Permutation(rows).Draw(t, "order"), rows...)
		fresh := []string{key(draw("f:8")), key(draw("f:9"))}
		here := func(own string) bool { return own > "f:2" }
		decide := func(r *ledger.Records) string {
			out := ""
			for i := range 5 {
				own := fmt.Sprint("f:", i)
				out += fmt.Sprint(r.Known(own), r.Known(own) && r.Edited(own, content("a"), at("5")),
					r.SameAnswers(own, digest("a")))
			}
			who, n := r.HoldBack([]ledger.PersonDay{person("a"), person("b")}, nil, 2, true)
			return out + fmt.Sprint(r.Replaced(fresh, here, at("5")), who, n)
		}
		if a, b := decide(known(rows...)), decide(known(other...)); a != b {
			t.Fatalf("%s\n%s", a, b)
		}
	})
}

func TestEdit_Cells(t *testing.T) {
	before := lead.Inquiry{Name: "Ada", Phone: "1", Need: "a shed"}
	now := lead.Inquiry{Name: "Ada", Email: "ada@query.example", Need: "two  sheds"}
	for _, c := range []struct {
		column, cell string
		want         ledger.Verdict
	}{
		{lead.ColName, "Ada Q.", ledger.Leave},             // not edited, whatever a person has typed
		{lead.ColEmail, "", ledger.Update},                 // was blank
		{lead.ColEmail, "a@b.example", ledger.Keep},        // a person has filled it
		{lead.ColEmail, "ada@query.example", ledger.Leave}, // as it is now already
		{lead.ColPhone, "1", ledger.Leave},                 // removed in the form: stays
		{lead.ColNeed, " a\tshed ", ledger.Update},         // blanks are no change
		{lead.ColNeed, "three sheds", ledger.Keep},
	} {
		edit, ok := ledger.NewEdit(keyOf(&before), &now)
		if !ok {
			t.Fatal("no edit")
		}
		for n, column := range ledger.DigestColumns() {
			if got := edit.Cell(n, c.cell, ledger.ValueFor(&now, column)); column == c.column && got != c.want {
				t.Errorf("%s %q: %d, want %d", c.column, c.cell, got, c.want)
			}
		}
		if edit.AnswersChanged() {
			t.Error("answers changed")
		}
	}
}

// keyOf is the key of a record that said so.
func keyOf(q *lead.Inquiry) ledger.Key {
	return ledger.ParseKey("f:1").With(ledger.NewSuffix(ledger.Facts{Inquiry: q, Written: at("7")}))
}

func TestEdit_Answers(t *testing.T) {
	before := lead.Inquiry{Answers: []lead.Answer{{Question: "Colour", Value: "red\nor green"},
		{Question: "Budget", Value: "900"}}}
	now := before
	now.Answers = []lead.Answer{{Question: "Colour", Value: "blue"}}
	edit, ok := ledger.NewEdit(keyOf(&before), &now)
	if !ok || !edit.AnswersChanged() {
		t.Fatalf("%v %v", ok, edit)
	}
	budget := []lead.Answer{{Question: "Budget", Value: "900"}}
	for _, c := range []struct {
		details string
		own     []lead.Answer
		want    bool
	}{
		{"Colour: red\nor green\nBudget: 900", nil, true},
		{"Budget:  900\nColour: red\nor green\n", nil, true},
		{"Colour: red\nor green", budget, true},
		{"Colour: red\nor green\nBudget: 900\nSource: a friend", nil, true},
		{"Colour: red\nor green\nBudget: 900\nSauce: a friend", nil, false},
		{"Colour: red\nor green\nBudget: 950", nil, false},
		{"Colour: red\nor green", nil, false},
		{"", nil, false},
	} {
		if got := edit.AnswersUntouched(c.details, c.own, []string{"Source"}); got != c.want {
			t.Errorf("%q %v: untouched %v", c.details, c.own, got)
		}
	}
}

func TestEdit_KeysWithoutDigest(t *testing.T) {
	for text, want := range map[string]bool{
		"f:1": false, "f:1~0102030a": false, "f:1~" + strings.Repeat("a", 28): true,
		"f:1~" + strings.Repeat("a", 16):       true,
		"f:1~" + strings.Repeat("a", 30) + "ä": false, "f:1~" + strings.Repeat("\n", 31): false,
	} {
		if _, ok := ledger.NewEdit(ledger.ParseKey(text), &lead.Inquiry{}); ok != want {
			t.Errorf("%q: %v", text, ok)
		}
	}
}
