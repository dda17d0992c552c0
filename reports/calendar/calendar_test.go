package calendar

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"leadsheet/lead"
	"leadsheet/mailin/message"
	"leadsheet/reports/facts"
	"leadsheet/rules/policy"
)

var zone = time.FixedZone("CET", 3600)

func book(leads ...lead.Lead) facts.Input {
	p := policy.Policy{Zone: zone, Team: []policy.Person{{Name: "Anna"}, {Name: "Ben"}}}
	for _, k := range policy.Kinds() {
		p.Statuses = append(p.Statuses, policy.Status{Name: string(k), Kind: k})
	}
	in := facts.Input{Policy: p, Leads: leads}
	for _, l := range leads {
		in.History = append(in.History, lead.Event{Time: at(2, 9), Lead: l.ID, What: lead.Created, By: lead.ByLeadsheet,
			To: `{"status":"new"}`})
	}
	return in
}

func at(day, hour int) time.Time { return time.Date(2026, time.November, day, hour, 0, 0, 0, zone) }

func planned(id, owner string, next time.Time) lead.Lead {
	return lead.Lead{ID: id, Name: "Kim Example", Owner: owner, Status: "contacted", NextStep: "Call",
		NextContact: next,
		Received:    at(2, 9), Phone: "030 9012345", Email: "kim@example.com", Need: "A fence,\nwhite; 12 m"}
}

var links = Links{Identity: "/srv/leads.xlsx", Workbook: "leads.xlsx",
	Row: func(id string) string { return "https://sheet.example/?row=" + id }}

// parsed are the events of a calendar, each as its properties, read as a calendar program does; it demands what the
// standard does of lines.
func parsed(t interface{ Fatalf(string, ...any) }, text []byte) (head map[string]string, events []map[string]string) {
	if !bytes.HasSuffix(text, []byte("END:VCALENDAR\r\n")) || !utf8.Valid(text) {
		t.Fatalf("%q", text)
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(string(text), "\r\n"), "\r\n") {
		if len(line) > maxLine || strings.ContainsAny(line, "\r\n\x00") || !utf8.ValidString(line) {
			t.Fatalf("a line of %d bytes: %q", len(line), line)
		}
	}
	head = map[string]string{}
	is, unfolded := head, strings.ReplaceAll(string(text), "\r\n ", "")
	for line := range strings.SplitSeq(unfolded, "\r\n") {
		name, value, _ := strings.Cut(line, ":")
		switch line {
		case "BEGIN:VEVENT":
			is = map[string]string{}
			continue
		case "END:VEVENT":
			events = append(events, is)
			is = head
			continue
		}
		if _, twice := is[name]; twice && name != "BEGIN" && name != "END" {
			t.Fatalf("%s stands twice: %s", name, text)
		}
		is[name] = strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\;`, ";", `\,`, ",").Replace(value)
	}
	return head, events
}

// What is planned is an event of its owner's calendar, with what a person needs for it.
func TestAll(t *testing.T) {
	won := planned("L-6", "Anna", at(30, 0))
	won.Status = "won"
	closed, blank := planned("L-4", "Anna", at(24, 0)), planned("L-5", "Anna", time.Time{})
	closed.Status = "closed"
	in := book(planned("L-1", "ANNA", at(24, 0)), planned("L-2", "Anna", at(24, 14).Add(30*time.Minute)),
		planned("L-3", "Stranger", at(24, 0)), closed, blank, won)
	all := All(in, links, at(20, 9))
	if len(all) != 2 || all[0].Name != "Anna" || all[1].Name != "Ben" || all[0].Key == all[1].Key {
		t.Fatalf("%+v", all)
	}
	head, events := parsed(t, all[0].Text)
	if head["PRODID"] != Program || head["X-WR-CALNAME"] != "Leads of Anna" || head[MarkName] != Mark(links.Identity) ||
		head["VERSION"] != "2.0" {
		t.Errorf("%v", head)
	}
	var got []string
	for _, e := range events {
		got = append(got, e["UID"]+" "+e["DTSTART"]+e["DTSTART;VALUE=DATE"]+e["DURATION"])
	}
	id := func(n int) string { return fmt.Sprintf("L-%d.%s@leadsheet", n, Mark(links.Identity)) }
	want := []string{id(1) + " 20261124", id(2) + " 20261124T133000ZPT15M", id(6) + " 20261130"}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if e := events[0]; e["SUMMARY"] != "Call: Kim Example" || e["URL"] != "https://sheet.example/?row=L-1" ||
		e["DTSTAMP"] != "20261102T080000Z" || e["DESCRIPTION"] != "Phone: 030 9012345\nEmail: kim@example.com\n"+
		"Need: A fence, white; 12 m\nL-1: https://sheet.example/?row=L-1" {
		t.Errorf("%q", e)
	}
	// The reader of invitations in mails reads it, too.
	mail := "From: a@example.com\r\nSubject: x\r\nMIME-Version: 1.0\r\n" +
		"Content-Type: text/calendar; charset=utf-8; method=REQUEST\r\n\r\n"
	if e := message.Parse(append([]byte(mail), all[0].Text...)).Event; e == nil || e.Summary != "Call: Kim Example" ||
		e.Start != "2026-11-24" || e.Program != Program {
		t.Errorf("%+v", e)
	}
	if head, events := parsed(t, all[1].Text); len(events) != 0 || head["TZID"] != "UTC" {
		t.Errorf("nobody's: %s", all[1].Text)
	}
}

// The bytes are the same until something of the plan has changed: at another time, with other events, in another order.
func TestAll_ChangesOnlyWithThePlan(t *testing.T) {
	in := book(planned("L-1", "Anna", at(24, 0)), planned("L-2", "Anna", at(25, 10)))
	before := All(in, links, at(20, 9))[0].Text
	same := in
	same.Leads = []lead.Lead{in.Leads[1], in.Leads[0]}
	same.Leads[0].Score, same.Leads[0].Attention = 5, "late"
	same.History = append(in.History[:2:2], lead.Event{Time: at(21, 9), Lead: "L-1", What: lead.Quiet, Why: "Thanks"},
		lead.Event{Time: at(21, 9), Lead: "L-1", What: lead.Changed, Column: lead.ColStatus, To: "contacted",
			By: "team"})
	if got := All(same, links, at(27, 9))[0].Text; !bytes.Equal(got, before) {
		t.Errorf("got\n%s\nwant\n%s", got, before)
	}
	moved := in
	moved.Leads = []lead.Lead{planned("L-1", "Anna", at(26, 0)), in.Leads[1]}
	moved.History = append(in.History[:2:2], lead.Event{Time: at(21, 9), Lead: "L-1", What: lead.Changed,
		Column: lead.ColNextContact, To: "2026-11-26", By: "team"})
	_, events := parsed(t, All(moved, links, at(21, 10))[0].Text)
	for _, e := range events {
		ofIt := strings.HasPrefix(e["UID"], "L-1.")
		if ofIt && (e["DTSTAMP"] != "20261121T080000Z" || e["DTSTART;VALUE=DATE"] != "20261126") {
			t.Errorf("%q", e)
		}
	}
}

// Whatever people type, it is text of one event: no line of it becomes a property, and none is torn apart.
func TestAll_AnyText(t *testing.T) {
	text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:y",
		"a;b,c\\n:\"d\"",
		strings.Repeat("ж", 300), strings.Repeat("e\u0301", 90), "\x00\x07\u2028bell", "\xff\xfe"}))
	rapid.Check(t, func(r *rapid.T) {
		l := planned("L-1", "Anna", at(24, 0))
		l.Name, l.NextStep, l.Need = text.Draw(r, "name"), text.Draw(r, "step"), text.Draw(r, "need")
		l.Company, l.Phone, l.Email = text.Draw(r, "company"), text.Draw(r, "phone"), text.Draw(r, "email")
		in := book(l)
		in.Policy.Team[0].Name = text.Draw(r, "person")
		in.Leads[0].Owner = in.Policy.Team[0].Name
		links := Links{Identity: text.Draw(r, "identity"), Workbook: text.Draw(r, "book")}
		for _, p := range All(in, links, at(20, 9)) {
			_, events := parsed(r, p.Text)
			if len(events) > 1 || len(events) == 1 && !strings.HasPrefix(events[0]["UID"], "L-1.") {
				r.Fatalf("%s", p.Text)
			}
		}
	})
}
