package merge

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func find(name string) (Field, bool) {
	f := Field(strings.ToLower(strings.TrimSpace(name)))
	return f, slices.Contains(Fields(), f)
}

func TestFill(t *testing.T) {
	all := Values{Name: "Ada Byron", FirstName: "Ada", Need: "a fence", AnswerBy: "on Monday before 09:30",
		Business: "Studio", Owner: "Ann", Booking: "https://book.example/ann", ID: "L-1042", Company: "Engines Ltd"}
	for _, c := range []struct{ name, text, want string }{
		{"all", "{name} {first name} {need} {answer by} {business} {owner} {booking link} {id} {company}",
			"Ada Byron Ada a fence on Monday before 09:30 Studio Ann https://book.example/ann L-1042 Engines Ltd"},
		{"letters and blanks", "{ Name } and {FIRST NAME}", "Ada Byron and Ada"},
		{"a brace that closes alone", "a } b", "a } b"},
		{"lines", "Hello\r\n\r\n{name}\r\nx", "Hello\n\nAda Byron\nx"},
		{"nothing twice", "{name}{name}", "Ada ByronAda Byron"},
		{"a line of blanks", "Hello\n \n{name}", "Hello\n\nAda Byron"},
	} {
		tpl, faults := Parse(c.text, find)
		got, missing := tpl.Fill(all)
		if got != c.want || len(missing)+len(faults) > 0 {
			t.Errorf("%s: %q %v %v, want %q", c.name, got, missing, faults, c.want)
		}
	}
}

// What is not known is left out where the text is whole without it, and named where it is not.
func TestFill_Blank(t *testing.T) {
	for _, c := range []struct{ name, text, want, missing string }{
		{"a name", "Hello {name},\nwe", "Hello,\nwe", ""},
		{"a name at the beginning", "{name}, thank you", "thank you", ""},
		{"a first name", "Dear {first name}!", "Dear!", ""},
		{"a line of its own", "Regards\n{owner}\n{business}", "Regards", ""},
		{"a link", "Hello\n\nChoose a time: {booking link}\n\nRegards", "Hello\n\nRegards", ""},
		{"within a sentence", "We at {business} answer.", "We at  answer.", "business"},
		{"a time", "We answer {answer by}.", "We answer .", "answer by"},
		{"a need", "About: {need}", "About:", "need"},
	} {
		tpl, faults := Parse(c.text, find)
		got, missing := tpl.Fill(Values{Need: " \n "})
		names := make([]string, len(missing))
		for i, f := range missing {
			names[i] = string(f)
		}
		if got != c.want || strings.Join(names, " ") != c.missing || len(faults) > 0 {
			t.Errorf("%s: %q, missing %q, %v", c.name, got, names, faults)
		}
	}
}

func TestParse_Faults(t *testing.T) {
	for text, want := range map[string]string{
		"{nmae}": "unknown {nmae}", "{}": "unknown {}", "{name": "unclosed {name", "a { b": "unclosed { b",
		"{name\n}": "unclosed {name", "{a {name}": "unclosed {a {name}", "{{name}}": "unclosed {{name}}",
		"{name}{x}{y": "unknown {x}, unclosed {y", "${name}": "", "no field": "",
		"{" + strings.Repeat("x", 100) + "}": "unknown {" + strings.Repeat("x", 38) + "…",
	} {
		_, faults := Parse(text, find)
		var got []string
		for _, f := range faults {
			got = append(got, map[FaultKind]string{Unknown: "unknown ", Unclosed: "unclosed "}[f.Kind]+f.Text)
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// Values are one line and limited, and what stands in them is no field.
func TestFill_Values(t *testing.T) {
	tpl, _ := Parse("Hello {name},\n{need}.", find)
	got, _ := tpl.Fill(Values{Name: "A\r\nBcc: x@example.com\x00\u202e", Need: "{name} {booking link} {{x}}"})
	if want := "Hello A Bcc: x@example.com,\n{name} {booking link} {{x}}."; got != want {
		t.Errorf("%q", got)
	}
	got, _ = tpl.Fill(Values{Name: strings.Repeat("a", 10<<20), Need: strings.Repeat("é ", 10<<20)})
	if n := len([]rune(got)); n > 100+500+20 {
		t.Errorf("%d characters", n)
	}
	line, _ := tpl.Line(Values{Name: "Ada", Need: "a\nb"}, 12)
	if line != "Hello Ada, …" {
		t.Errorf("%q", line)
	}
}

// No value adds a line, and none is expanded again.
func TestFill_NothingIsExpandedTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		part := rapid.SampledFrom([]string{"{name}", "{need}", "{", "}", "a", " ", "\n", "\r", "{booking link}", "é"})
		value := strings.Join(rapid.SliceOf(part).Draw(t, "value"), "")
		tpl, faults := Parse("x {need} y\n{need}\nz", find)
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		got, _ := tpl.Fill(Values{Need: value, Name: "NAME", Booking: "LINK"})
		if strings.Contains(got, "NAME") || strings.Contains(got, "LINK") || strings.Count(got, "\n") > 2 {
			t.Fatalf("%q became %q", value, got)
		}
	})
}
