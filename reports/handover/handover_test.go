package handover

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"html"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

var update = flag.Bool("update", false, "write the golden files")

// shelf is a folder in memory.
type shelf map[string]*bytes.Buffer

type page struct{ *bytes.Buffer }

func (page) Close() error { return nil }

func (s shelf) Create(name string) (io.WriteCloser, error) {
	if s[name] != nil {
		return nil, fmt.Errorf("%s is made twice", name)
	}
	s[name] = &bytes.Buffer{}
	return page{s[name]}, nil
}

// rows are those of a CSV file, the titles first.
func (s shelf) rows(t testing.TB, name string) [][]string {
	t.Helper()
	text := s[name].String()
	if !strings.HasPrefix(text, bom) {
		t.Errorf("%s has no byte order mark", name)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, bom))).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return rows
}

// cells are all cells of the files for a product, without those of the folder everything, as the product's importer
// would have them.
func (s shelf) cells(t testing.TB, p *Product) []string {
	t.Helper()
	var all []string
	for _, name := range slices.Sorted(maps.Keys(s)) {
		if strings.HasSuffix(name, ".csv") && !strings.HasPrefix(name, "everything/") {
			for _, row := range s.rows(t, name) {
				for _, cell := range row {
					if p == &odoo {
						cell = html.UnescapeString(strings.ReplaceAll(cell, "<br/>", "\n"))
					}
					all = append(all, cell)
				}
			}
		}
	}
	return all
}

var berlin = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		panic(err)
	}
	return zone
}()

func at(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, berlin)
	if err != nil {
		panic(err)
	}
	return t
}

// kindOf are the statuses of the business.
var kindOf = map[string]policy.StatusKind{"New lead": policy.KindNew, "In progress": policy.KindWorking,
	"Contact established": policy.KindContacted, "Qualification": policy.KindQualifying,
	"Moved to deal": policy.KindDeal,
	"Postponed":     policy.KindPostponed, "Unqualified": policy.KindUnqualified, "Closed": policy.KindClosed,
	"Won": policy.KindWon, "No lead": policy.KindNoLead}

// business is one with those leads: cells by the titles of their columns. Columns that leadsheet does not know are
// people's own.
func business(columns []string, events []lead.Event, leads ...map[string]any) *Business {
	b := &Business{AsOf: at("2026-11-27 09:00"), Zone: berlin, Currency: "EUR", Rows: len(leads), Events: events,
		Value: func(row, column int) any { return leads[row][columns[column]] },
		Kind:  func(status string) policy.StatusKind { return kindOf[status] },
		Email: func(owner string) string { return map[string]string{"Ann": "ann@studio.example"}[owner] },
	}
	for _, title := range columns {
		c := Column{Title: title, Day: true}
		if known := lead.LeadColumn(title); known != nil {
			c.Name, c.Day = title, known.Format == lead.DateOnly
		}
		b.Columns = append(b.Columns, c)
	}
	return b
}

// smallBusiness has texts that break careless files, a customer with two requests, a copied row, one without an ID, and
// events of a lead that is gone.
func smallBusiness() *Business {
	columns := []string{"ID", "Name", "Attention", "Need", "Phone", "Email", "Status", "Owner", "Next step",
		"Next contact",
		"Comment", "Source", "Value", "Refusal reason", "Received", "Company", "Quality", "First response", "Details",
		"Our visit", "Größe; \"m²\"", "=Sum"}
	events := []lead.Event{
		{No: 1, Time: at("2026-11-02 09:00"), Recorded: at("2026-11-02 09:01"), Lead: "-", What: lead.Baseline,
			To: "set up"},
		{No: 2, Time: at("2026-11-02 09:00"), Recorded: at("2026-11-02 09:05"), Lead: "L-1001", What: lead.Created,
			To: `{"name":"Ada, Quist","value":1200}`, By: "leadsheet"},
		{No: 3, Time: at("2026-11-02 09:00"), Lead: "L-1001", What: lead.Asked, From: "m1", To: "2026-11-02 09:30",
			Why: "=HYPERLINK(\"http://x.example\")\nand a second line; with more", By: "ada@example.com"},
		{No: 4, Time: at("2026-11-03 10:00"), Lead: "L-1001", What: lead.Changed, Column: "Status", From: "New lead",
			To: "Moved to deal", By: "team"},
		{No: 5, Time: at("2026-11-09 12:00"), Lead: "L-1001", What: lead.Changed, Column: "Status",
			From: "Moved to deal",
			To:   "Won", By: "Ann"},
		{No: 6, Time: at("2026-11-04 12:00"), Lead: "L-999", What: lead.Deleted, By: "team"},
		{No: 7, Time: at("2026-11-05 12:00"), Lead: "L-1003", What: lead.Changed, Column: "Status", From: "New lead",
			To: "Closed", By: "team", Why: "too expensive"},
	}
	return business(columns, events,
		map[string]any{"ID": "L-1001", "Name": "Dr. Ada van Quist", "Need": "A shed, \"big\"\nwith windows",
			"Phone": "+49 30 901820", "Email": "Ada@example.com", "Status": "Won", "Owner": "Ann", "Value": 1200.5,
			"Received": at("2026-11-02 09:00"), "Company": "Quist & Söhne <GmbH>", "Source": "Website form",
			"First response": at("2026-11-02 09:20"), "Our visit": at("2026-11-06 00:00"), "Größe; \"m²\"": "12|14"},
		map[string]any{"ID": "L-1002", "Name": "李 小龍", "Need": "=cmd|' /C calc'!A0", "Email": "ada@example.com",
			"Status": "New lead", "Owner": "Bo", "Received": at("2026-11-20 08:00"), "Company": "quist & söhne  <gmbh>",
			"Quality": "hot", "Next step": "Call; then visit", "Next contact": at("2026-11-30 00:00"),
			"Details": "emoji 😀 and ümlaut;=1+HYPERLINK(1)", "Attention": "Respond by 20 Nov, 08:30"},
		map[string]any{"ID": "L-1003", "Name": "Mona", "Phone": "0170 1234567", "Status": "Closed",
			"Refusal reason": "too expensive", "Value": "about 3 k", "Received": at("2026-11-05 10:00"),
			"Source":  "Call",
			"Comment": "-2+3+cmd|' /C calc'!A0", "=Sum": "＝1+1"},
		map[string]any{"ID": "L-1003", "Name": "Mona", "Status": "Postponed", "Next contact": at("2026-12-24 14:30")},
		map[string]any{"Company": "No one AG", "Need": "@everything", "Status": "Moved to deal", "Value": 900.0},
		map[string]any{"ID": "L-1005", "Phone": "(030) 1", "Status": "something else", "Comment": "a\rb\r\nc"},
	)
}

func TestProducts(t *testing.T) {
	for _, p := range Products() {
		t.Run(p.Name, func(t *testing.T) {
			files := shelf{}
			made, err := p.Write(smallBusiness(), files)
			if err != nil {
				t.Fatal(err)
			}
			var text strings.Builder
			for _, m := range made {
				fmt.Fprintf(&text, "== %s: %d rows\n", m.Name, m.Rows)
				if strings.HasPrefix(m.Name, "everything/") {
					continue
				}
				rows := files.rows(t, m.Name)
				if len(rows)-1 != m.Rows {
					t.Errorf("%s has %d rows, not %d", m.Name, len(rows)-1, m.Rows)
				}
				for _, row := range rows[1:] {
					for i, cell := range row {
						if cell != "" {
							fmt.Fprintf(&text, "%s: %q\n", rows[0][i], cell)
						}
					}
					text.WriteString("--\n")
				}
			}
			text.WriteString("== README.txt\n" + strings.ReplaceAll(files["README.txt"].String(), "\r\n", "\n"))
			golden(t, p.Name, text.String())
			if !IsOurs(files["README.txt"].String()) {
				t.Error("README.txt is not known as one of ours")
			}
			checkWhole(t, p, smallBusiness(), files)
		})
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs; -update writes it:\n%s", path, diff)
	}
}

// checkWhole fails for every cell of a lead and every event of one that no file for the product holds.
func checkWhole(t testing.TB, p *Product, b *Business, files shelf) {
	t.Helper()
	plain := strings.NewReplacer("\n'", "\n", ";'", ";", "\t'", "\t").Replace
	all := plain(strings.Join(files.cells(t, p), "\x00"))
	x := newIndex(b)
	has := func(what, s string) {
		if want := plain(breaks.Replace(p.cleaned(s))); !strings.Contains(all, want) {
			t.Errorf("%s: no file holds %s, %q", p.Name, what, want)
		}
	}
	for row := range b.Rows {
		has("the lead", x.refs[row])
		for i := range b.Columns {
			has(b.Columns[i].Title, b.text(b.Value(row, i), &b.Columns[i]))
		}
		for _, e := range x.eventsOf(row) {
			for _, s := range []string{string(e.What), e.Column, e.By, e.Why} {
				has("an event", s)
			}
			for _, s := range []string{e.From, e.To} {
				if !lead.EachFact(s, func(_, value string) { has("a fact", value) }) {
					has("an event", s)
				}
			}
		}
	}
}

// hostileText are texts that break careless files.
func hostileText() *rapid.Generator[string] {
	part := rapid.SampledFrom([]string{"a", "Ä", " ", ",", ";", "\"", "'", "\n", "\r", "\r\n", "\t", "=", "+", "-", "@",
		"＝", "|", "<b>", "&amp;", "<br/>", "😀", "1", "(", "!", "\ufeff", "{\"a\":1}", "\\"})
	return rapid.Map(rapid.SliceOfN(part, 0, 8), func(parts []string) string { return strings.Join(parts, "") })
}

func hostileBusiness(t *rapid.T) *Business {
	columns := []string{"ID", "Name", "Need", "Phone", "Email", "Status", "Owner", "Next step", "Next contact",
		"Source",
		"Value", "Refusal reason", "Received", "Company", "Mine", "Ours"}
	var leads []map[string]any
	var events []lead.Event
	text := hostileText()
	for i := range rapid.IntRange(0, 6).Draw(t, "leads") {
		l := map[string]any{}
		for _, c := range columns {
			if s := text.Draw(t, c); s != "" {
				l[c] = s
			}
		}
		l["ID"] = rapid.SampledFrom([]any{nil, fmt.Sprintf("L-%d", 1000+i), "L-1"}).Draw(t, "ID")
		l["Status"] = rapid.SampledFrom(slices.Sorted(maps.Keys(kindOf))).Draw(t, "status")
		l["Email"] = rapid.SampledFrom([]any{nil, "ada@example.com", "Bo <bo@example.com>", "+x@example.com"}).Draw(t,
			"mail")
		l["Received"] = rapid.SampledFrom([]any{nil, at("2026-11-02 09:00"), "yesterday"}).Draw(t, "received")
		leads = append(leads, l)
		for range rapid.IntRange(0, 3).Draw(t, "events") {
			events = append(events, lead.Event{No: len(events) + 1, Time: at("2026-11-03 10:00"),
				Lead: fmt.Sprint(l["ID"]), What: lead.Changed, Column: "Status",
				From: text.Draw(t, "from"), To: rapid.SampledFrom([]string{"Moved to deal", "Closed"}).Draw(t, "to"),
				Why: text.Draw(t, "why")})
		}
	}
	return business(columns, events, leads...)
}

// Nothing of a lead is lost on the way, whatever its cells hold, and no cell of any file is a formula.
func TestProducts_LoseNothing(t *testing.T) {
	var names []string
	for _, p := range Products() {
		names = append(names, p.Name)
	}
	rapid.Check(t, func(rt *rapid.T) {
		b := hostileBusiness(rt)
		p := ProductNamed(rapid.SampledFrom(names).Draw(rt, "product"))
		files := shelf{}
		if _, err := p.Write(b, files); err != nil {
			rt.Fatal(err)
		}
		checkWhole(t, p, b, files)
		for name := range files {
			if strings.HasSuffix(name, ".csv") {
				for _, row := range files.rows(t, name) {
					for _, cell := range row {
						if lead.LooksLikeFormula(cell) {
							rt.Errorf("%s: %q is a formula", name, cell)
						}
					}
				}
			}
		}
		if t.Failed() {
			rt.FailNow()
		}
	})
}

// What is read back of leads.csv and activity.csv is what the tabs hold.
func TestPlain_RoundTrip(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := hostileBusiness(rt)
		files := shelf{}
		if _, err := Plain(b, map[string]any{}, files); err != nil {
			rt.Fatal(err)
		}
		rows := files.rows(t, "leads.csv")
		if len(rows) != b.Rows+1 {
			rt.Fatalf("%d rows for %d leads", len(rows)-1, b.Rows)
		}
		for r, row := range rows[1:] {
			for i, cell := range row {
				if want := harmless(b.text(b.Value(r, i), &b.Columns[i])); cell != want {
					rt.Fatalf("%s: %q, want %q", b.Columns[i].Title, cell, want)
				}
			}
		}
		if n := len(files.rows(t, "activity.csv")) - 1; n != len(b.Events) {
			rt.Fatalf("%d rows for %d events", n, len(b.Events))
		}
	})
}

func TestPlain(t *testing.T) {
	files := shelf{}
	report := map[string]any{"as_of": "2026-11-27", "figures": map[string]any{"won": map[string]any{"value": 3, "n": 10,
		"before": nil}}, "sources": map[string]any{"Web": map[string]any{"leads": 4, "conversion": nil}},
		"refusals": map[string]any{"too expensive": 2}, "corrections": []any{map[string]any{"lead": "L-1"}}}
	if _, err := Plain(smallBusiness(), report, files); err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, name := range []string{"figures.csv", "leads.csv", "activity.csv", "README.txt"} {
		text.WriteString("== " + name + "\n" + strings.ReplaceAll(files[name].String(), "\r\n", "\n"))
	}
	golden(t, "plain", text.String())
}

func TestHarmless(t *testing.T) {
	for in, want := range map[string]string{
		"":                                 "",
		"Ada":                              "Ada",
		"+49 (30) 901820":                  "+49 (30) 901820",
		"-12.50":                           "-12.50",
		"=1+1":                             "'=1+1",
		" \t=1+1":                          "' \t=1+1",
		"＠SUM(1)":                          "'＠SUM(1)",
		"+cmd|' /C calc'!A0":               "'+cmd|' /C calc'!A0",
		"Hello;=HYPERLINK(\"x\")":          "Hello;'=HYPERLINK(\"x\")",
		"Hello\r\n=cmd|' /C calc'!A0\rBye": "Hello\n'=cmd|' /C calc'!A0\nBye",
		"1. list\n- roof\n-- \nAnn":        "1. list\n- roof\n-- \nAnn",
		"bad \xff byte":                    "bad \ufffd byte",
	} {
		if got := harmless(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

// A file is as large as its importer takes, and no larger.
func TestTable_Limits(t *testing.T) {
	for _, c := range []struct {
		name string
		most limit
		want string
	}{
		{"none", limit{}, "x.csv 7"},
		{"rows", limit{rows: 3}, "x.csv 3, x-2.csv 3, x-3.csv 1"},
		// The mark and the titles have 8 bytes, a row 12.
		{"bytes", limit{bytes: 32}, "x.csv 2, x-2.csv 2, x-3.csv 2, x-4.csv 1"},
		{"a row that is too large", limit{bytes: 5},
			"x.csv 1, x-2.csv 1, x-3.csv 1, x-4.csv 1, x-5.csv 1, x-6.csv 1, x-7.csv 1"},
	} {
		files := shelf{}
		out := table{folder: files, name: "x", titles: []string{"a,b"}, most: c.most}
		out.titles = []string{"abc"}
		for i := range 7 {
			if err := out.write([]string{fmt.Sprintf("123456789%d", i)}); err != nil {
				t.Fatal(err)
			}
		}
		made, err := out.close(nil)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, m := range made {
			got = append(got, fmt.Sprint(m.Name, " ", m.Rows))
			if n := files[m.Name].Len(); c.most.bytes > 20 && int64(n) > c.most.bytes {
				t.Errorf("%s: %s has %d bytes", c.name, m.Name, n)
			}
			if rows := files.rows(t, m.Name); rows[0][0] != "abc" {
				t.Errorf("%s: %s begins with %q", c.name, m.Name, rows[0])
			}
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s: %s, want %s", c.name, s, c.want)
		}
	}
}

func TestDescribe(t *testing.T) {
	got := Describe([]Made{{"a.csv", 5, 1}, {"b.csv", 3, 1}, {"b-2.csv", 3, 2}, {"b-3.csv", 1, 3}, {"c.csv", 0, 1},
		{"d.csv", 9, 1}})
	if want := "a.csv (5), b.csv to b-3.csv (7), c.csv (0), d.csv (9)"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got := Describe(nil); got != "" {
		t.Error(got)
	}
}

func TestSplitName(t *testing.T) {
	for in, want := range map[string]string{
		"":                           "|",
		"Ada":                        "|Ada",
		"Ada Byron":                  "Ada|Byron",
		"Byron, Ada":                 "Ada|Byron",
		"Dr. Ada  Byron":             "Dr. Ada|Byron",
		"Ludwig van Beethoven":       "Ludwig|van Beethoven",
		"Anna Maria de la Cruz":      "Anna Maria|de la Cruz",
		"李 小龍":                       "李|小龍",
		"Mona & Sons, Ltd, and more": "Mona & Sons, Ltd,|and more",
	} {
		first, last := splitName(in)
		if got := first + "|" + last; got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestJSON(t *testing.T) {
	var out bytes.Buffer
	if err := JSON(smallBusiness(), map[string]int{"x": 1}, &out); err != nil {
		t.Fatal(err)
	}
	golden(t, "json", out.String())
	var doc struct {
		Leads    []map[string]any
		Activity []map[string]any
	}
	if err := json.Unmarshal(out.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	if len(doc.Leads) != 6 || len(doc.Activity) != 7 || doc.Leads[0]["Value"] != 1200.5 {
		t.Errorf("%d leads, %d events, %v", len(doc.Leads), len(doc.Activity), doc.Leads[0])
	}
	out.Reset()
	if err := JSON(business(nil, nil, map[string]any{}), nil, &out); err != nil || !json.Valid(out.Bytes()) {
		t.Errorf("%v: %s", err, out.String())
	}
}

// A folder that takes nothing is an error that names the file.
func TestProducts_ErrorsNameTheFile(t *testing.T) {
	files := shelf{"notes.csv": {}}
	if _, err := hubspot.Write(smallBusiness(), files); err == nil ||
		!strings.Contains(err.Error(), "write notes.csv") {
		t.Errorf("got %v", err)
	}
}
