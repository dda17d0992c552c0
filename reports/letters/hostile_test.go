package letters

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"leadsheet/lead"
	"leadsheet/rules/outgoing"
)

// The elements and attributes that a message may consist of: those that mail programs show, and none that load anything.
var (
	elements = []string{"html", "head", "meta", "title", "body", "table", "tbody", "tr", "td", "p", "h2", "a", "span",
		"strong", "br"}
	attributes = []string{"charset", "name", "content", "role", "width", "cellpadding", "cellspacing", "border",
		"bgcolor",
		"align", "valign", "style", "href", "dir"}
	mailFields = []string{"cc", "subject", "In-Reply-To", "body"}
)

// checkHTML reports what a message must not have, and returns its text.
func checkHTML(t require, source string) string {
	doc, err := html.Parse(strings.NewReader(source))
	if err != nil {
		t.Fatalf("%v", err)
	}
	var text strings.Builder
	for n := range doc.Descendants() {
		switch n.Type {
		case html.ElementNode:
			if !slices.Contains(elements, n.Data) {
				t.Fatalf("element %q in\n%s", n.Data, source)
			}
			for _, a := range n.Attr {
				if !slices.Contains(attributes, a.Key) || strings.Contains(a.Val, "url(") {
					t.Fatalf("attribute %s=%q in\n%s", a.Key, a.Val, source)
				}
				if a.Key == "href" {
					checkLink(t, a.Val)
				}
			}
			if n.Data == "br" {
				text.WriteString("\n")
			}
		case html.TextNode:
			text.WriteString(n.Data)
		case html.CommentNode:
			t.Fatalf("a comment in\n%s", source)
		}
	}
	return text.String()
}

func checkLink(t require, link string) {
	u, err := url.Parse(link)
	if err != nil {
		t.Fatalf("%q: %v", link, err)
	}
	switch u.Scheme {
	case "https", "http", "tel":
	case "mailto":
		values, err := url.ParseQuery(u.RawQuery)
		if err != nil || strings.Contains(u.RawQuery, "+") {
			t.Fatalf("%q: %v", link, err)
		}
		for name, v := range values {
			if !slices.Contains(mailFields, name) || len(v) != 1 || name != "body" &&
				strings.ContainsAny(v[0], "\r\n") {
				t.Fatalf("%q: %s %q", link, name, v)
			}
		}
		if to, err := url.PathUnescape(u.Opaque); err != nil || strings.Count(to, "@") > 1 ||
			strings.ContainsAny(to, "\r\n ,;") {
			t.Fatalf("%q goes to %q", link, to)
		}
	default:
		t.Fatalf("%q", link)
	}
}

// require is what a test and a property have in common.
type require interface{ Fatalf(string, ...any) }

// checkMessage reports what is wrong with any message to the team.
func checkMessage(t require, m *lead.Message) {
	text := checkHTML(t, m.HTML)
	if strings.TrimSpace(text) == "" || m.Text == "" || m.Subject == "" {
		t.Fatalf("%s says nothing: %q", m.Occasion, m.Subject)
	}
	if strings.ContainsFunc(m.Subject, unicode.IsControl) || len([]rune(m.Subject)) > lineChars ||
		strings.ContainsFunc(m.FromName, unicode.IsControl) {
		t.Fatalf("subject %q from %q", m.Subject, m.FromName)
	}
	for _, s := range []string{m.Text, m.HTML} {
		if strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) && r != '\n' || r == '\u202e' }) {
			t.Fatalf("%s has signs that nobody sees: %q", m.Occasion, s)
		}
	}
	if len(m.HTML) > 100_000 || len(m.Text) > 100_000 {
		t.Fatalf("%s has %d and %d bytes", m.Occasion, len(m.HTML), len(m.Text))
	}
}

var nasty = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, "Ann\r\nBcc: eve@x.example",
	"a&b=c&bcc=eve@x.example",
	"\u202eelpmaxe\u202c", "שלום עולם", "مرحبا بالعالم", "&lt;b&gt;", "</td></table>", "'; drop", "=1+1",
	"\x00\x1b[31m",
	"javascript:alert(1)", "https://evil.example/\">x", "👨‍👩‍👧 family", "e\u0301", strings.Repeat("ж", 400), "\u2028x",
	"<!--", "]]>", "{{.}}", "%0d%0abcc:eve@x.example", "\xff\xfe", "\ufeffx", strings.Repeat("a", 999),
	"?cc=eve@x.example",
}

// No text of anybody outside becomes HTML, a header line, a recipient or a field of a link, whatever it holds.
func TestNoTextIsUnescaped(t *testing.T) {
	in := week(t)
	all := occasions(t)
	names := make([]string, 0, len(all))
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	rapid.Check(t, func(r *rapid.T) {
		text := func(label string) string {
			return rapid.OneOf(rapid.SampledFrom(nasty), rapid.String()).Draw(r, label)
		}
		in := in
		in.Leads = slices.Clone(in.Leads)
		l := &in.Leads[len(in.Leads)-2]
		l.Name, l.Company, l.Need, l.Details = text("name"), text("company"), text("need"), text("details")
		l.Email = text("local") + "@mail.example"
		l.Phone, l.Source, l.Campaign, l.Earlier = text("phone"), text("source"), text("campaign"), text("earlier")
		l.Quality, l.Attention, l.Comment, l.NextStep = text("quality"), text("attention"), text("comment"),
			text("step")
		row := in.CameIn[len(in.CameIn)-2]
		row.From, row.Subject, row.MessageID = l.Email, text("subject"), text("message id")
		in.Mails = [][]lead.IntakeRow{{row}}
		i := all[rapid.SampledFrom(names).Draw(r, "occasion")]
		i.Say, i.Who, i.Why = text("say"), text("who"), text("why")
		m := Compose(in, []outgoing.Intent{i}, Links{Workbook: rapid.SampledFrom([]string{"https://sheets.example/d/1", text("book")}).Draw(r, "workbook")}, monday(t))[0]
		checkMessage(r, &m)
	})
}

// What somebody outside wrote stands in the message as it is, in both forms.
func TestBothFormsSayTheSame(t *testing.T) {
	in := week(t)
	l := &in.Leads[len(in.Leads)-2]
	l.Name, l.Need = `Ann <b>"O'Neil" & Co</b>`, "5 > 4 & 3 < 4\n\"quoted\" <i>text</i>"
	m := Compose(in, []outgoing.Intent{occasions(t)["hot"]}, links, monday(t))[0]
	text := checkHTML(t, m.HTML)
	for _, want := range []string{l.Name, "5 > 4 & 3 < 4", `"quoted" <i>text</i>`, "today 09:40",
		"fewest in the last 30 days",
		"L-1007", "hot (signal: before christmas)", l.Phone, "pass to Cem"} {
		if !strings.Contains(text, want) || !strings.Contains(m.Text, want) {
			t.Errorf("no %q in\n%s\nor\n%s", want, text, m.Text)
		}
	}
}

// However much somebody writes, a message stays one that people read and mail programs show whole.
func TestHugeTextsAreBounded(t *testing.T) {
	in := week(t)
	huge := strings.Repeat("A long text with <b>tags</b> & more.\n", 300_000)
	for k := range in.Leads {
		in.Leads[k].Name, in.Leads[k].Details = huge[:1<<20], huge[:1<<20]
	}
	l := &in.Leads[len(in.Leads)-2]
	l.Need, l.Details, l.Phone, l.Company, l.Attention, l.Comment = huge, huge, huge, huge, huge, huge
	in.Mails[0][len(in.Mails[0])-2].Subject = huge
	var intents []outgoing.Intent
	for _, i := range occasions(t) {
		i.Say, i.Who, i.Why = huge, huge, huge
		for range 2000 {
			i.Leads = append(i.Leads, "L-1042")
		}
		intents = append(intents, i)
	}
	for _, m := range Compose(in, intents, links, monday(t)) {
		checkMessage(t, &m)
	}
	if got := Customer(huge); got != "" {
		t.Error("ten megabytes are no letter")
	}
}

// A digest of thousands of tasks is cut, and says how much more there is.
func TestDigestOfManyLeads(t *testing.T) {
	in := week(t)
	l := in.Leads[len(in.Leads)-2]
	for range 5000 {
		in.Leads = append(in.Leads, l)
	}
	m := Compose(in, []outgoing.Intent{occasions(t)["digest"]}, links, monday(t))[0]
	checkMessage(t, &m)
	if !strings.Contains(m.Text, "and 4,951 more: see the tab Today.") {
		t.Errorf("%.600s", m.Text)
	}
}
