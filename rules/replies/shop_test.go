package replies_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/mailin/reading"
	"leadsheet/rules"
	"leadsheet/rules/outgoing"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

// shop is a workbook in memory whose mails are sent: what the rules want is done to it, and the test plays customers,
// people and the mail server.
type shop struct {
	t      testing.TB
	state  rules.State
	now    time.Time
	mails  int
	sent   []lead.Message // to customers
	events []lead.Event   // what was not sent
	due    time.Time
	missed bool // not all was read
	// outcome is what the server makes of the next messages.
	outcome lead.EventKind
	refused map[string]bool // by Message-ID
	why     string          // of outcome
	hooks   bool            // there is no mail server
}

const us = "hello@studio.example"

// settings are cells of rule tabs: tab, row, column, value.
type cell struct{ tab, row, column, value string }

func set(name, value string) cell { return cell{lead.TabSettings, name, lead.ColValue, value} }

// acknowledges are the settings of a business in Berlin that acknowledges requests.
func acknowledges(more ...cell) []cell {
	return append([]cell{set("Acknowledge", "yes"), set("Time zone", "Europe/Berlin"), set("Country", "US"),
		set("Business name", "Studio"), set("Booking link", "https://book.example/studio"),
		set("Team domains", "studio.example"), {lead.TabTeam, "Owner", lead.ColEmail, "ann@studio.example"},
		{lead.TabTeam, "Owner", lead.ColName, "Ann"}}, more...)
}

func tablesWith(cells ...cell) map[string]policy.Table {
	tables := map[string]policy.Table{}
	for _, tab := range policy.DefaultTables() {
		tables[tab.Title] = tab
	}
	for _, c := range cells {
		tab := tables[c.tab]
		at, key := slices.Index(tab.Columns, c.column), 0
		if c.tab == lead.TabFollowUp {
			key = slices.Index(tab.Columns, lead.ColWhatToDo)
		}
		tab.Rows = slices.Clone(tab.Rows)
		row := slices.IndexFunc(tab.Rows, func(r []string) bool { return r[key] == c.row })
		if row < 0 {
			row = len(tab.Rows)
			tab.Rows = append(tab.Rows, make([]string, len(tab.Columns)))
			tab.Rows[row][key] = c.row
		}
		tab.Rows[row] = slices.Clone(tab.Rows[row])
		tab.Rows[row][at] = c.value
		tables[c.tab] = tab
	}
	return tables
}

func newShop(t testing.TB, at string, cells ...cell) *shop {
	t.Helper()
	s := &shop{t: t, outcome: lead.Sent, refused: map[string]bool{}}
	s.set(cells...)
	s.at(at)
	s.pass()
	return s
}

// set reads the rule tabs anew.
func (s *shop) set(cells ...cell) {
	p, _ := policy.ReadPolicy(words.Language{}, tablesWith(cells...), policy.InForce{})
	s.state.Policy, s.state.LeadColumns = p, lead.LeadColumns()
}

func (s *shop) at(wall string) {
	s.t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", wall, s.state.Policy.Location())
	if err != nil {
		s.t.Fatal(err)
	}
	s.now = at
}

// mail reads a mail that came in a minute ago. header are further lines of its header.
func (s *shop) mail(from, subject, text string, header ...string) lead.Inquiry {
	return s.mailTo(us, from, subject, text, header...)
}

func (s *shop) mailTo(to, from, subject, text string, header ...string) lead.Inquiry {
	s.mails++
	at := s.now.Add(-time.Minute)
	lines := append([]string{"From: " + from, "To: " + to, "Subject: " + subject,
		fmt.Sprintf("Message-ID: <m%d@customers.example>", s.mails), "Date: " + at.Format(time.RFC1123Z)},
		header...)
	if !slices.ContainsFunc(header, func(h string) bool { return strings.HasPrefix(h, "Content-Type:") }) {
		lines = append(lines, "Content-Type: text/plain; charset=utf-8")
	}
	raw := []byte(strings.Join(lines, "\r\n") + "\r\n\r\n" + strings.ReplaceAll(text, "\n", "\r\n") + "\r\n")
	p := &s.state.Policy
	r := reading.Parse(raw, reading.Envelope{Received: at, Where: fmt.Sprintf("INBOX:7:%d", s.mails)},
		reading.Options{Team: p.TeamAddresses(), Country: p.Country, Self: []string{us}, Senders: p.Senders,
			Unchecked: true})
	r.Order = s.mails
	return r.Inquiry
}

// pass takes in what has come, and sends what is to be sent.
func (s *shop) pass(items ...lead.Inquiry) []lead.Message {
	s.t.Helper()
	plan := s.plan(items...)
	var out []lead.Message
	for i := range plan.Messages {
		m := plan.Messages[i].Message
		if !m.Occasion.ToCustomer() {
			continue
		}
		out = append(out, m)
		if s.outcome == lead.NotSent {
			s.refused[m.ID] = true
		}
		if s.outcome != "" {
			s.state.History = append(s.state.History, lead.Event{Time: s.now, Lead: m.Lead, What: s.outcome,
				Column: string(m.Occasion), From: m.To, To: m.ID, By: lead.ByLeadsheet,
				Why: cmp.Or(s.why, "the server said so")})
		}
	}
	s.sent = append(s.sent, out...)
	return out
}

// plan stores what one pass plans, and demands that a second one plans nothing more.
func (s *shop) plan(items ...lead.Inquiry) outgoing.Plan {
	s.t.Helper()
	work, h := rules.PlanFolded(s.state, items, s.now, 0)
	fresh := len(work.Events)
	s.apply(work)
	in := outgoing.Input{Policy: &s.state.Policy, Leads: s.state.Leads, History: h, Events: s.state.History,
		Fresh: fresh,
		Came:  came(items, work.Intake), Ways: map[lead.Way]bool{lead.WayMail: !s.hooks, lead.WaySlack: s.hooks},
		Ours:   []string{us},
		Missed: s.missed,
		Intake: [][]lead.IntakeRow{s.state.Intake},
		NewID:  func(id string) string { s.mails++; return fmt.Sprintf("<%s.%032X@studio.example>", id, s.mails) },
		Held:   func(string) outgoing.Held { return outgoing.InFlight }}
	plan := outgoing.PlanMessages(in, s.now)
	s.state.History = append(s.state.History, plan.Events...)
	s.due = plan.Due
	for _, e := range plan.Events {
		if e.What == lead.NotSent && lead.Occasion(e.Column).ToCustomer() {
			s.events = append(s.events, e)
		}
	}
	in.Events, in.Fresh = s.state.History, fresh+len(plan.Events)
	for _, m := range outgoing.PlanMessages(in, s.now).Messages {
		if m.Occasion.ToCustomer() {
			s.t.Fatalf("%s: it is planned again: %s %s %s", s.now, m.Occasion, m.Lead, m.Key)
		}
	}
	return plan
}

func came(items []lead.Inquiry, rows []lead.IntakeRow) []outgoing.Came {
	var out []outgoing.Came
	for i := range items {
		for _, r := range rows {
			if r.Key == items[i].Key {
				out = append(out, outgoing.Came{Inquiry: &items[i], Lead: r.Lead, New: r.Outcome == lead.NewLead})
			}
		}
	}
	return out
}

func (s *shop) apply(work rules.Work) {
	zone := s.state.Policy.Location()
	for _, c := range work.Changes {
		sheets.Set(&s.state.Leads[c.Ref], c.Column, c.Want, zone)
	}
	for _, l := range work.NewLeads {
		l.Ref = len(s.state.Leads)
		s.state.Leads = append(s.state.Leads, l)
	}
	for _, r := range work.Intake {
		r.Ref = len(s.state.Intake)
		s.state.Intake = append(s.state.Intake, r)
	}
	s.state.History = append(s.state.History, work.Events...)
}

func (s *shop) lead(who string) *lead.Lead {
	s.t.Helper()
	for i := range s.state.Leads {
		if l := &s.state.Leads[i]; l.Email == who || l.Name == who {
			return l
		}
	}
	s.t.Fatalf("there is no lead of %s", who)
	return nil
}

// whys are the reasons for which nothing was sent.
func (s *shop) whys() string {
	var out []string
	for _, e := range s.events {
		out = append(out, e.Why)
	}
	return strings.Join(out, "; ")
}
