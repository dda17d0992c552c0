package ledger_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"leadsheet/intake/ledger"
)

// decide plays an import: each record is written as in known, and those whose own key is known are asked for first.
func decide(r *ledger.Records, records []string, hour string, e ledger.Export) []string {
	i := r.Import(at(hour))
	own := map[string]bool{}
	var keys []string
	for _, text := range records {
		part := strings.Fields(text)
		own[part[0]] = true
		if !i.IsKnown(part[0], content(part[2])) {
			keys = append(keys, key(text))
		}
	}
	e.Records, e.Dated = len(records), true
	e.Has = func(key string) bool { return own[key] }
	names := map[ledger.Action]string{ledger.TakeNew: "new", ledger.TakeEdited: "edited", ledger.TakeMoved: "moved",
		ledger.Skip: "skip", ledger.HoldBack: "held", ledger.Wait: "wait"}
	var out []string
	for n, d := range i.Decide(keys, e) {
		out = append(out, strings.TrimRight(fmt.Sprintf("%s %s %s", ledger.ParseKey(keys[n]).Own(), names[d.Action],
			d.Was), " "))
	}
	return out
}

func TestImport_Decide(t *testing.T) {
	before := []string{"f:1 A a p 5", "f:2 A b q 5", "f:3 A c r 5"}
	many := func(form string, from, to int) (out []string) {
		for n := from; n < to; n++ {
			out = append(out, fmt.Sprintf("f:%s%d %s x %c 5", form, n, form, 'a'+n))
		}
		return out
	}
	all := func(records []string, as string) (out []string) {
		for _, text := range records {
			out = append(out, strings.Fields(text)[0]+" "+as)
		}
		return out
	}
	rewritten := func(records []string) (out []string) {
		for _, text := range records {
			own := strings.Fields(text)[0]
			out = append(out, strings.Replace(strings.Replace(text, own, own+"9", 1), " x ", " y ", 1))
		}
		return out
	}
	reworded := func(records []string) (out []string) {
		for _, text := range records {
			out = append(out, strings.Replace(text, " x ", " y ", 1))
		}
		return out
	}
	for _, c := range []struct {
		name          string
		known, export []string
		hour          string
		e             ledger.Export
		want          []string
	}{
		{"nothing is known", nil, before, "5", ledger.Export{}, []string{"f:1 new", "f:2 new", "f:3 new"}},
		{"everything is known", before, before, "6", ledger.Export{}, nil},
		{"one record more", before, append(slices.Clone(before), "f:4 A d s 6"), "6", ledger.Export{},
			[]string{"f:4 new"}},
		{"one record was edited", before, []string{before[0], "f:2 A z q 6", before[2]}, "6", ledger.Export{},
			[]string{"f:2 edited f:2"}},
		{"an older file than the known one", before, []string{before[0], "f:2 A z q 6", before[2]}, "4",
			ledger.Export{}, nil},
		{"edited, and its key changed with it", before, []string{before[0], "f:9 A z q 6", before[2]}, "6",
			ledger.Export{}, []string{"f:9 moved f:2"}},
		{"a program writes all answers in another way", many("A", 0, 6), reworded(many("A", 0, 6)), "6",
			ledger.Export{}, all(many("A", 0, 6), "skip")},
		{"all records are encoded anew", many("A", 0, 6), rewritten(many("A", 0, 6)), "6", ledger.Export{},
			all(rewritten(many("A", 0, 6)), "held")},
		{"a person wants them all the same", many("A", 0, 6), rewritten(many("A", 0, 6)), "6",
			ledger.Export{TakeAll: true}, all(rewritten(many("A", 0, 6)), "new")},
		{"it names nobody", nil, before, "6", ledger.Export{NamesNobody: true}, all(before, "held")},
		{"it ends inside a record", nil, before, "6", ledger.Export{Unfinished: true},
			[]string{"f:1 new", "f:2 new", "f:3 wait"}},
		{"it ends inside a known record", before, before, "6", ledger.Export{Unfinished: true}, nil},
		{"it ends inside a record and names nobody", nil, before, "6",
			ledger.Export{Unfinished: true, NamesNobody: true}, []string{"f:1 held", "f:2 held", "f:3 wait"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := decide(known(c.known...), c.export, c.hour, c.e); !slices.Equal(got, c.want) {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

// Only what no column of a lead keeps was edited: the record is read again, and left alone.
func TestImport_EditOutsideOfTheAnswers(t *testing.T) {
	i := known("f:1 A a p 5").Import(at("6"))
	if i.IsKnown("f:1", content("z")) {
		t.Fatal("an edited record is known as it is")
	}
	was, _ := ledger.ParseKey(key("f:1 A a p 5")).Suffix()
	was.Content, was.Hour = content("z"), ledger.HourOf(at("6"))
	got := i.Decide([]string{ledger.ParseKey("f:1").With(was).String()}, ledger.Export{Records: 1})
	if len(got) != 1 || got[0].Action != ledger.Skip {
		t.Errorf("%+v", got)
	}
}

// Whatever is known and whatever an export holds: once its records are stored as decided, the same export brings
// nothing more, and a record that replaces another one replaces one that is known and no longer in the export.
func TestImport_TheSameExportAgainBringsNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		record := func(hour string) string {
			return fmt.Sprintf("f:%d %s %s %s %s", rapid.IntRange(0, 15).Draw(t, "own"),
				rapid.SampledFrom([]string{"A", "B"}).Draw(t, "form"), rapid.SampledFrom([]string{"a", "b"}).Draw(t, "content"),
				rapid.SampledFrom([]string{"p", "q", "r", "s", "-"}).Draw(t, "who"), hour)
		}
		var before []string
		for range rapid.IntRange(0, 12).Draw(t, "known") {
			before = append(before, record(fmt.Sprint(rapid.IntRange(0, 9).Draw(t, "hour"))))
		}
		const hour = "7"
		export := map[string]string{} // by own key
		for range rapid.IntRange(0, 12).Draw(t, "records") {
			text := record(hour)
			export[strings.Fields(text)[0]] = text
		}
		r, e := known(before...), ledger.Export{Records: len(export), Dated: rapid.Bool().Draw(t, "dated"),
			Has: func(own string) bool { return export[own] != "" }}
		look := func() (keys []string, decisions []ledger.Decision) {
			i := r.Import(at(hour))
			for _, own := range slices.Sorted(maps.Keys(export)) {
				if !i.IsKnown(own, content(strings.Fields(export[own])[2])) {
					keys = append(keys, key(export[own]))
				}
			}
			return keys, i.Decide(keys, e)
		}
		keys, decisions := look()
		for n, d := range decisions {
			if d.Action == ledger.TakeMoved && (!r.Known(d.Was) || export[d.Was] != "") {
				t.Fatalf("%s replaces %q", keys[n], d.Was)
			}
		}
		for n, d := range decisions {
			if d.Action == ledger.TakeNew || d.Action == ledger.TakeEdited || d.Action == ledger.TakeMoved {
				r.Add(keys[n])
			}
		}
		keys, decisions = look()
		for n, d := range decisions {
			if d.Action != ledger.HoldBack && d.Action != ledger.Skip {
				t.Fatalf("again %s: %+v", keys[n], d)
			}
		}
	})
}
