package lead

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
	"unicode/utf8"
)

// An address that is in its normal form is found to be so without a closer look, with the same result.
func TestNormalizeEmail_Usual(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOfN(rapid.SampledFrom([]rune("ab1._+-@@.A '")), 0, 12, -1).Draw(t, "local") +
			rapid.SampledFrom([]string{"", "@", "@example.com", "@a-b.example.org", "@1.2", ".x9"}).Draw(t, "domain")
		got, ok := NormalizeEmail(s)
		if want, wants := firstEmail(s); got != want || ok != wants {
			t.Fatalf("%q: %q %t, want %q %t", s, got, ok, want, wants)
		}
	})
	for _, s := range []string{"ada@example.com", "ada.quist+web@mail.example-shop.com", "a_1@b2.io"} {
		if !isUsualEmail(s) {
			t.Errorf("%q needs a closer look", s)
		}
	}
}

func TestNormalizeEmail(t *testing.T) {
	for in, want := range map[string]string{
		"Ada@Example.COM":                        "ada@example.com",
		" Ada Q <ada@example.com> ":              "ada@example.com",
		"mailto:ada@example.com?subject=Hi":      "ada@example.com",
		"<mailto:ada@example.com>":               "ada@example.com",
		"'ada@example.com'":                      "ada@example.com",
		"ada@example.com; bob@example.org":       "ada@example.com",
		"none, bob@example.org":                  "bob@example.org",
		"ada+web@mail.example.com.":              "ada+web@mail.example.com",
		"\u200bada@example.com\u00a0":            "ada@example.com",
		"o'neil@example.com":                     "o'neil@example.com",
		"иван@пример.рф":                         "иван@пример.рф",
		"":                                       "",
		"anonymous":                              "",
		"ada@localhost":                          "",
		"ada@@example.com":                       "",
		"ada@example..com":                       "",
		"@example.com":                           "",
		"ada@":                                   "",
		"ada@1.2.3.4":                            "",
		strings.Repeat("a", 65) + "@example.com": "",
		"https://example.com/@ada":               "",
	} {
		got, ok := NormalizeEmail(in)
		if got != want || ok != (want != "") {
			t.Errorf("NormalizeEmail(%q) = %q, %v; want %q", in, got, ok, want)
		}
	}
}

func TestNormalizePhone(t *testing.T) {
	cases := []struct{ raw, country, want string }{
		{"+44 7700 900123", "", "+447700900123"},
		{"p:+447700900123", "DE", "+447700900123"},
		{"p:07700900123", "GB", "+447700900123"},
		{"07700 900123", "UK", "+447700900123"},
		{"'+44 7700 900123", "", "+447700900123"},
		{`"""+49 170 1234567"""`, "", "+491701234567"},
		{"=\"+491701234567\"", "", "+491701234567"},
		{"tel:+49-170-1234567", "", "+491701234567"},
		{"+49 (0)170 / 123 45 67", "", "+491701234567"},
		{"0170/1234567", "DE", "+491701234567"},
		{"0049 170 1234567", "FR", "+491701234567"},
		{"491701234567", "DE", "+491701234567"},
		{"0170 1234567 / 030 901820", "DE", "+491701234567"},
		{"06 12 34 56 78", "FR", "+33612345678"},
		{"612 34 56 78", "ES", "+34612345678"},
		{"(Security Alert: Suspicious content is detected. See https://contactform7.com/heads-up-about-spreadsheet-vulnerabilities for details.) +49 170 1234567", "", "+491701234567"},
		{"(202) 555-0123", "US", "+12025550123"},
		{"0170 1234567", "", ""},
		{"4.48E+11", "GB", ""},
		{"4,47901E+11", "GB", ""},
		{"447900900123.0", "GB", ""},
		{"<test lead: dummy data for phone_number>", "US", ""},
		{"n/a", "DE", ""},
		{"", "DE", ""},
		{"123", "DE", ""},
	}
	for _, c := range cases {
		got, ok := NormalizePhone(c.raw, c.country)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("NormalizePhone(%q, %q) = %q, %v; want %q", c.raw, c.country, got, ok, c.want)
		}
	}
	if got := CleanPhone("p:'+44 7700 (900) 123 "); got != "+44 7700 (900) 123" {
		t.Errorf("CleanPhone = %q", got)
	}
}

func TestSameContact(t *testing.T) {
	ada := Contact{Name: "Ada Query", Email: "ada@example.com", Phone: "0170 1234567", Company: "Example GmbH"}
	cases := []struct {
		why  string
		b    Contact
		want Match
	}{
		{"the same address in other letters", Contact{Name: "Somebody Else", Email: "<ADA@example.com>"}, Same},
		{"the same number and an initial", Contact{Name: "A. Query", Phone: "+49 170 1234567"}, Same},
		{"the same number and the name turned round", Contact{Name: "Query, Ada", Phone: "+49 170 1234567", Email: "aq@example.org"}, Same},
		{"the number alone", Contact{Name: "Bert Query", Phone: "+49 170 1234567"}, Suspected},
		{"the number without a name", Contact{Phone: "+49 170 1234567"}, Suspected},
		{"name and company", Contact{Name: "Ada Query", Company: "EXAMPLE GmbH", Email: "ada@home.test"}, Suspected},
		{"the company's mail domain", Contact{Name: "Zoé", Email: "zoe@example.com"}, Suspected},
		{"the name alone", Contact{Name: "Ada Query", Email: "ada@home.test"}, NoMatch},
		{"nothing", Contact{}, NoMatch},
	}
	for _, c := range cases {
		if got := SameContact(ada, c.b, "DE"); got != c.want {
			t.Errorf("%s: %v, want %v", c.why, got, c.want)
		}
		if got := SameContact(c.b, ada, "DE"); got != c.want {
			t.Errorf("%s, the other way round: %v, want %v", c.why, got, c.want)
		}
	}
	if SameContact(Contact{Email: "a@gmail.com"}, Contact{Email: "b@gmail.com"}, "") != NoMatch {
		t.Error("a free mail provider's domain is no company")
	}
	if SameContact(Contact{}, Contact{}, "DE") != NoMatch {
		t.Error("nothing known is no match")
	}
}

func TestSimilarName(t *testing.T) {
	same := [][2]string{{"Jörg Müller", "Joerg Mueller"}, {"Dr. Anna Berg", "anna berg"}, {"Anna Maria Berg", "Anna Berg"}, {"José", "Jose Garcia"},
		{"Łukasz Żak", "lukasz zak"}, {"Иван Петров", "Петров Иван"}, {"Ім’я Прізвище", "ім'я прізвище"}, {"J. Smith", "John Smith"}}
	for _, p := range same {
		if !SimilarName(p[0], p[1]) || !SimilarName(p[1], p[0]) {
			t.Errorf("%q and %q should be similar", p[0], p[1])
		}
	}
	other := [][2]string{{"", ""}, {"Ada", ""}, {"Martin Berg", "Martina Berg"}, {"A B", "C D"}, {"A", "Ada"}, {"Herr", "Herr"}, {"Андрей", "Андреи"}}
	for _, p := range other {
		if SimilarName(p[0], p[1]) || SimilarName(p[1], p[0]) {
			t.Errorf("%q and %q should not be similar", p[0], p[1])
		}
	}
}

func TestSafeText(t *testing.T) {
	cases := []struct {
		in   string
		max  int
		want string
	}{
		{"a\r\nb\rc\td", 0, "a\nb\nc\td"},
		{"a\x00\x1b[31mb\u0085c\u009bd", 0, "a[31mb\ncd"},
		{"\u202egpj.exe\u200b\ufeff\u2066", 0, "gpj.exe"},
		{"bad \xff\xfe", 0, "bad \uFFFD"},
		{"абвгд", 3, "аб…"},
		{"абв", 3, "абв"},
		{"👩\u200d💻", 0, "👩\u200d💻"},
		{"=SUM(A1)", 0, "=SUM(A1)"},
	}
	for _, c := range cases {
		if got := SafeText(c.in, c.max); got != c.want || !utf8.ValidString(got) {
			t.Errorf("SafeText(%q, %d) = %q, want %q", c.in, c.max, got, c.want)
		}
	}
}

func TestFreeMail(t *testing.T) {
	for d, want := range map[string]bool{"gmail.com": true, " GMX.de": true, "@web.de": true, "ukr.net": true, "example.com": false, "": false} {
		if FreeMail(d) != want {
			t.Errorf("FreeMail(%q) is not %v", d, want)
		}
	}
}
