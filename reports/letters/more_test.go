package letters

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"leadsheet/lead"
	"leadsheet/reports"
	"leadsheet/reports/facts"
	"leadsheet/reports/figures"
	"leadsheet/rules/command"
	"leadsheet/rules/outgoing"
)

// hrefs are the links of a message in their order, each with its text.
func hrefs(t *testing.T, source string) (links, texts []string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(source))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && n.Data == "a" {
			for _, a := range n.Attr {
				if a.Key == "href" {
					links, texts = append(links, a.Val), append(texts, n.FirstChild.Data)
				}
			}
		}
	}
	return links, texts
}

// The first link of a message about a lead answers the customer: with a copy to the mailbox, the subject of the
// customer's last mail, and as an answer to it. The telephone number is a link, too.
func TestFirstLinkAnswersTheCustomer(t *testing.T) {
	for _, name := range []string{"new", "hot", "waits", "handed-over", "returned"} {
		m := Compose(week(t), []outgoing.Intent{occasions(t)[name]}, links, monday(t))[0]
		urls, texts := hrefs(t, m.HTML)
		u, err := url.Parse(urls[0])
		if err != nil || !strings.HasPrefix(texts[0], "Answer ") || u.Scheme != "mailto" {
			t.Fatalf("%s: %q %q", name, texts[0], urls[0])
		}
		q := u.Query()
		if q.Get("cc") != "hello@fences.example" || q.Get("subject") != "Re: Request "+m.Lead ||
			q.Get("In-Reply-To") != "<"+m.Lead+"@mail.example>" {
			t.Errorf("%s: %q", name, urls[0])
		}
		if name == "returned" && !strings.Contains(q.Get("body"), "Tuesday at 15:30") {
			t.Errorf("what was written is lost: %q", urls[0])
		}
		if name == "hot" && urls[1] != "tel:+4930901820115" {
			t.Errorf("%q", urls[1])
		}
	}
}

// A customer without an address that somebody reads is called; one with neither stands in the workbook.
func TestFirstLinkWithoutAnAddress(t *testing.T) {
	for name, c := range map[string]struct{ email, phone, want string }{
		"nobody reads it": {"noreply@shop.example", "030 901820115", "tel:+4930901820115"},
		"no address":      {"", "030 901820115", "tel:+4930901820115"},
		"nothing":         {"", "", "https://sheets.example/d/1"},
		"no number":       {"", "after six", "https://sheets.example/d/1"},
	} {
		in := week(t)
		l := &in.Leads[len(in.Leads)-2]
		l.Email, l.Phone = c.email, c.phone
		m := Compose(in, []outgoing.Intent{occasions(t)["hot"]}, Links{Workbook: "https://sheets.example/d/1"},
			monday(t))[0]
		if urls, _ := hrefs(t, m.HTML); urls[0] != c.want {
			t.Errorf("%s: %q", name, urls[0])
		}
	}
}

// Each link for a thumb begins an answer that leadsheet understands, once what is left open is filled in, and that says
// which message it answers.
func TestLinksForAThumbAreCommands(t *testing.T) {
	in := week(t)
	i := occasions(t)["hot"]
	i.Person = "Anna Berg" // somebody else than the owner
	m := Compose(in, []outgoing.Intent{i}, links, monday(t))[0]
	urls, texts := hrefs(t, m.HTML)
	n := 0
	for k, link := range urls {
		u, err := url.Parse(link)
		if err != nil || u.Scheme != "mailto" || !strings.HasPrefix(u.Opaque, "hello@") {
			continue
		}
		n++
		q := u.Query()
		first, rest, _ := strings.Cut(q.Get("body"), "\r\n")
		if strings.HasSuffix(texts[k], "…") {
			first += map[string]string{"call back …": "14:00", "lost …": "too expensive"}[texts[k]]
		}
		r := command.Parse(in.Policy.Words, first, monday(t))
		if r.Fault != command.NoFault && r.Fault != command.Who {
			t.Errorf("%q: %+v", first, r)
		}
		if q.Get("In-Reply-To") != m.ID || lead.OwnIDs(rest, 2)[0] != strings.Trim(m.ID, "<>") ||
			!strings.Contains(q.Get("subject"), "[L-1042]") || !strings.HasPrefix(q.Get("subject"), "Re: ") {
			t.Errorf("%q", link)
		}
	}
	if n < 9 || !strings.Contains(m.Text, "mine | called") {
		t.Errorf("%d links\n%s", n, m.Text)
	}
}

// Who is told in a chat alone has nothing to reply to, and without a mailbox nobody reads a reply.
func TestNothingToReplyTo(t *testing.T) {
	i := occasions(t)["hot"]
	i.Ways = []lead.Way{lead.WaySlack}
	m := Compose(week(t), []outgoing.Intent{i}, links, monday(t))[0]
	if strings.Contains(m.Text, "eply to this mail") || strings.Contains(m.Text, "mailto:") ||
		strings.Contains(m.HTML, "not a lead") {
		t.Errorf("%s", m.Text)
	}
	in := week(t)
	in.Mailbox = ""
	m = Compose(in, []outgoing.Intent{occasions(t)["hot"]}, links, monday(t))[0]
	if !strings.Contains(m.Text, "Ulrike Sommer does not see a reply to this mail.") || m.ReplyTo != "" ||
		strings.Contains(m.HTML, "not a lead") || strings.Contains(m.HTML, "cc=") {
		t.Errorf("%s", m.Text)
	}
}

// The first line of the weekly message says how many requests there were, and accounts for all of them.
func TestFirstLineOfTheWeek(t *testing.T) {
	for want, change := range map[string]func(in *reports.Input){
		"12 requests last week: 10 answered (8 in time), 2 still wait: L-1042 (Ulrike Sommer) since Fri, " +
			"L-1044 (Jonas Petersen) since Sat.": func(*reports.Input) {},
		"No requests last week.": func(in *reports.Input) { in.Leads, in.History = nil, nil },
		"11 requests last week: 10 answered (8 in time), 1 still waits: L-1044 (Jonas Petersen) since Sat.": func(in *reports.Input) {
			in.Leads = append(in.Leads[:len(in.Leads)-2], in.Leads[len(in.Leads)-1])
			in.Leads[len(in.Leads)-1].Ref = 0
			for k := range in.History {
				if in.History[k].Lead == "L-1042" {
					in.History[k].Lead = lead.Workbook
				}
			}
		},
		"12 requests last week: 10 answered (8 in time), 1 ended without an answer, 1 still waits: L-1044 " +
			"(Jonas Petersen) since Sat.": func(in *reports.Input) { in.Leads[len(in.Leads)-2].Status = "Closed" },
		"12 requests last week: 10 answered (8 in time), 2 ended without an answer, none of them waits.": func(in *reports.Input) {
			in.Leads[len(in.Leads)-2].Status, in.Leads[len(in.Leads)-1].Status = "Closed", "Closed"
		},
		"12 requests last week: 10 answered (8 in time), 1 was deleted, 1 still waits: L-1044 (Jonas Petersen) since Sat.": func(in *reports.Input) {
			in.Leads = slices.Delete(in.Leads, len(in.Leads)-2, len(in.Leads)-1)
			in.History = append(in.History, lead.Event{Time: monday(t).Add(-time.Hour), Lead: "L-1042",
				What: lead.Deleted, By: lead.ByTeam})
		},
	} {
		in := week(t)
		change(&in)
		m := Compose(in, []outgoing.Intent{occasions(t)["week"]}, links, monday(t))[0]
		if got, _, _ := strings.Cut(m.Text, "\n"); got != want {
			t.Errorf("\n got %s\nwant %s", got, want)
		}
		checkMessage(t, &m)
	}
}

// Without a lead there is a message all the same: silence would mean that leadsheet does not run.
func TestWeekOfAnEmptyWorkbook(t *testing.T) {
	in := week(t)
	in.Leads, in.History, in.CameIn, in.Mails = nil, nil, nil, nil
	m := Compose(in, []outgoing.Intent{occasions(t)["week"]}, links, monday(t))[0]
	golden(t, "week-empty.txt", "Subject: "+m.Subject+"\n\n"+m.Text)
	golden(t, "week-empty.html", m.HTML)
}

// The figures are those of the tab Report: over the same days both say the same.
func TestFiguresAreThoseOfTheReport(t *testing.T) {
	in, now := week(t), monday(t)
	c := newComposer(in, []outgoing.Intent{occasions(t)["week"]}, links, now)
	of, want := figures.Between(c.facts, now.AddDate(0, 0, -60), now.AddDate(0, 0, -30), now.Add(time.Nanosecond)),
		figures.Of(facts.New(in, now))
	if of.In != want.In || of.Response != want.Response || of.Won != want.Won || of.Deals != want.Deals {
		t.Errorf("%+v, want %+v", of, want)
	}
}

// The times of a message are as people say them, in the zone of the business, also beside a clock change.
func TestWhenAsPeopleSayIt(t *testing.T) {
	in := week(t)
	c := newComposer(in, nil, links, time.Date(2026, 10, 24, 22, 30, 0, 0, time.UTC)) // Sunday 00:30 in Berlin
	for want, at := range map[string]time.Time{
		"today 02:30":           time.Date(2026, 10, 25, 1, 30, 0, 0, time.UTC),
		"tomorrow 09:30":        time.Date(2026, 10, 26, 8, 30, 0, 0, time.UTC),
		"yesterday 23:59":       time.Date(2026, 10, 24, 21, 59, 0, 0, time.UTC),
		"Fri 09:00":             time.Date(2026, 10, 30, 8, 0, 0, 0, time.UTC),
		"Sat 31 Oct, 09:00":     time.Date(2026, 10, 31, 8, 0, 0, 0, time.UTC),
		"Fri 1 Jan 2027, 09:00": time.Date(2027, 1, 1, 8, 0, 0, 0, time.UTC),
	} {
		if got := c.when(at); got != want {
			t.Errorf("%v: %q, want %q", at, got, want)
		}
	}
}

func TestNeedInAFewWords(t *testing.T) {
	c := newComposer(week(t), nil, links, monday(t))
	for text, want := range map[string]string{
		"Hello,\nwe need a fence. Soon.":            "we need a fence",
		"Hi Anna, can you call me?":                 "can you call me?",
		"Dear Mrs Berg, we need a fence.":           "we need a fence",
		"A gate, two posts and a lock":              "A gate, two posts and a lock",
		"Good morning,\n\nplease send an offer":     "please send an offer",
		"":                                          "",
		strings.Repeat("word ", 40):                 "word word word word word word word word word word word word…",
		"Need 3.5 m of rail. And 2 of the brackets": "Need 3.5 m of rail",
	} {
		if got := c.short(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestCustomer(t *testing.T) {
	text := "Dear Ann <b>,\n\nthank you & hello. Book a time: https://book.example/a?b=1&c=2.\nOr write to " +
		"Hello@Fences.example, or see (http://fences.example/x).\n\n\n\nKind regards\r\nBen"
	got := Customer(text)
	checkHTML(t, got)
	golden(t, "customer.html", got)
	urls, _ := hrefs(t, got)
	want := []string{"https://book.example/a?b=1&c=2", "mailto:hello@fences.example", "http://fences.example/x"}
	if strings.Join(urls, " ") != strings.Join(want, " ") {
		t.Errorf("%q", urls)
	}
	if n := strings.Count(got, "<p "); n != 3 {
		t.Errorf("%d paragraphs", n)
	}
	for _, s := range append(nasty, "", "\n\n", "https://", "mailto:x@y", "http://a.example/\"onclick=1") {
		if got := Customer("x " + s); got != "" {
			checkHTML(t, got)
		}
	}
	if Customer("") != "" || Customer(strings.Repeat("a", 100_000)) != "" {
		t.Error("nothing, and what is no letter, has no HTML")
	}
}

// A message to a customer keeps its text; the business is its sender.
func TestMessageToACustomer(t *testing.T) {
	i := outgoing.Intent{Message: lead.Message{Occasion: lead.Acknowledge, Lead: "L-1042", Subject: "Re: Fence",
		Text: "Thank you. We answer by Monday 09:30."}}
	m := Compose(week(t), []outgoing.Intent{i}, links, monday(t))[0]
	if m.Text != i.Text || m.Subject != i.Subject || m.FromName != "Example Fences" ||
		!regexp.MustCompile(`<p [^>]*>Thank you\. We answer by Monday 09:30\.</p>`).MatchString(m.HTML) {
		t.Errorf("%+v", m)
	}
}

// A name that is written from right to left stays in its place in a sentence.
func TestNamesFromRightToLeft(t *testing.T) {
	in := week(t)
	in.Leads[len(in.Leads)-2].Name = "יעל כהן"
	for name, i := range occasions(t) {
		m := Compose(in, []outgoing.Intent{i}, links, monday(t))[0]
		open := strings.Count(m.Text, isolate)
		if open != strings.Count(m.Text, isolateEnd) || strings.Contains(m.Text, isolate+isolate) ||
			strings.Contains(m.Text, "יעל") && open == 0 {
			t.Errorf("%s: %s", name, m.Text)
		}
	}
}
