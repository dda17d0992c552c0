package lead_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"leadsheet/lead"

	"pgregory.net/rapid"
)

func readFacts(text string) ([]lead.Fact, bool) {
	var facts []lead.Fact
	ok := lead.EachFact(text, func(name, text string) { facts = append(facts, lead.Fact{Name: name, Text: text}) })
	return facts, ok
}

// Whatever people write, facts are JSON, and are read back as they were.
func TestFactsComeBack(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var want []lead.Fact
		for _, name := range []string{"name", "need", "details", "first_response"} {
			if text := strings.ToValidUTF8(rapid.String().Draw(rt, name), "?"); text != "" {
				want = append(want, lead.Fact{Name: name, Text: text})
			}
		}
		text := lead.FormatFacts(want)
		if !json.Valid([]byte(text)) {
			rt.Fatalf("no JSON: %s", text)
		}
		if got, ok := readFacts(text); !ok || !slices.Equal(got, want) {
			rt.Fatalf("%v, want %v of %s", got, want, text)
		}
	})
}

func TestFactsAsPeopleChangeThem(t *testing.T) {
	for text, want := range map[string]string{
		`{}`:                            "",
		`{"name":"Kim","value":1200.5}`: "name=Kim;value=1200.5;",
		"{ \"name\" : \"K\\u0131m\",\n\"assigned\": true }": "name=Kım;assigned=true;",
		`{"a":{"b":[1,"x"]},"c":"d"}`:                       `a={"b":[1,"x"]};c=d;`,
		`{"name":"Kim"`:                                     "no",
		`{"name"}`:                                          "no",
		`{name:"Kim"}`:                                      "no",
		`{"a":1,}`:                                          "no",
		`{"a":"b"} and more`:                                "a=b;", // the object counts
		``:                                                  "no",
		`In progress`:                                       "no",
		`{`:                                                 "no",
	} {
		facts, ok := readFacts(text)
		got := ""
		for _, f := range facts {
			got += f.Name + "=" + f.Text + ";"
		}
		if !ok {
			got = "no"
		}
		if got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

// What every pass reads of every lead costs nothing.
func TestPlainFactsNeedNoMemory(t *testing.T) {
	text := lead.FormatFacts([]lead.Fact{{Name: "name", Text: "Kim Example"}, {Name: "value", Text: "12.5", Raw: true},
		{Name: "need", Text: strings.Repeat("A fence & a gate. ", 10)}})
	n := 0
	if allocs := testing.AllocsPerRun(100, func() {
		lead.EachFact(text, func(_, text string) { n += len(text) })
	}); allocs > 0 {
		t.Errorf("%v allocations for %s", allocs, text)
	}
}

// The names stand in workbooks for ever.
func TestNamesOfFacts(t *testing.T) {
	var names []string
	for _, c := range lead.TrackedColumns() {
		names = append(names, c.Fact())
	}
	want := "status owner quality next_step next_contact value refusal_reason first_response name email phone company need " +
		"source comment campaign details"
	if got := strings.Join(names, " "); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}
