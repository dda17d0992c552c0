package outgoing_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules"
	"leadsheet/rules/outgoing"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

// world is a workbook that sends messages: what the rules want is done to it, and the test plays the people.
type world struct {
	t     testing.TB
	state rules.State
	now   time.Time
	due   time.Time // when something is to be sent next, as the last plan says
	ways  map[lead.Way]bool
	ids   int
	mails int
	lost  bool // messages are claimed, and nobody knows what becomes of them
	told  map[string]string
	held  bool // the workbook cannot be written
}

// cell is a cell of a rule tab: of the row whose first column says row. A row that is missing is added.
type cell struct{ tab, row, column, value string }

func setting(name, value string) cell {
	return cell{lead.TabSettings, name, lead.ColValue, value}
}

// staff are the people of a team who take leads, each with a mail address.
func staff(names ...string) []cell {
	out := []cell{{lead.TabTeam, "Owner", lead.ColName, names[0]}}
	for _, name := range names {
		out = append(out, cell{lead.TabTeam, name, lead.ColTakesLeads, "TRUE"},
			cell{lead.TabTeam, name, lead.ColEmail, strings.ToLower(name) + "@studio.example"})
	}
	return out
}

// of is a cell of the tab Team.
func of(name, column, value string) cell { return cell{lead.TabTeam, name, column, value} }

func policyOf(t testing.TB, cells []cell) policy.Policy {
	t.Helper()
	tables := map[string]policy.Table{}
	for _, tab := range policy.DefaultTables() {
		tables[tab.Title] = tab
	}
	all := append([]cell{setting("Time zone", "Europe/Berlin"), setting("Country", "DE"),
		setting("Team domains", "studio.example")},
		cells...)
	for _, c := range all {
		tab := tables[c.tab]
		at := slices.Index(tab.Columns, c.column)
		row := slices.IndexFunc(tab.Rows, func(r []string) bool { return r[0] == c.row })
		if row < 0 {
			row = len(tab.Rows)
			tab.Rows = append(tab.Rows, make([]string, len(tab.Columns)))
			tab.Rows[row][0] = c.row
		}
		tab.Rows[row][at] = c.value
		tables[c.tab] = tab
	}
	p, checks := policy.ReadPolicy(words.Language{}, tables, policy.InForce{})
	for _, c := range checks {
		if c.Text != "" {
			t.Fatalf("tab %s, row %d: %s", c.Tab, c.Row, c.Text)
		}
	}
	return p
}

// newWorld is a workbook that has sent messages since a Monday, 2026-11-02 08:00 in Berlin.
func newWorld(t testing.TB, cells ...cell) *world {
	t.Helper()
	w := &world{t: t, ways: map[lead.Way]bool{lead.WayMail: true}, told: map[string]string{},
		state: rules.State{Policy: policyOf(t, cells), LeadColumns: lead.LeadColumns()}}
	w.at("2026-11-02 08:00")
	w.pass()
	return w
}

func (w *world) clock(wall string) time.Time {
	w.t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", wall, w.state.Policy.Location())
	if err != nil {
		w.t.Fatal(err)
	}
	return at
}

func (w *world) at(wall string) { w.now = w.clock(wall) }

// writes is a customer's mail that came in a minute ago.
func (w *world) writes(who, need string) lead.Inquiry {
	w.mails++
	key := fmt.Sprintf("%s%d", who, w.mails)
	return lead.Inquiry{Key: key, Channel: lead.ByMail, Kind: lead.Direct, Received: w.now.Add(-time.Minute),
		Order: w.mails,
		From:  who + "@customer.example", Email: who + "@customer.example", Name: "Kim " + who, Subject: "Request",
		Need:      need,
		MessageID: key + "@customer.example", Where: fmt.Sprintf("INBOX 1 %d", w.mails)}
}

const fence, urgent = "A fence of 20 metres, please.", "We need it as soon as possible."

// answers is a colleague's mail to a customer, with a copy to us.
func (w *world) answers(from, to string) lead.Inquiry {
	q := w.writes(from, "Here is our offer.")
	q.Kind, q.From, q.Email, q.Name = lead.ColleagueAnswer, from+"@studio.example", "", ""
	q.AnsweredTo, q.Received = []string{to + "@customer.example"}, w.now
	return q
}

// lead is the row of a customer.
func (w *world) lead(who string) *lead.Lead {
	w.t.Helper()
	for i := range w.state.Leads {
		if w.state.Leads[i].Email == who+"@customer.example" {
			return &w.state.Leads[i]
		}
	}
	w.t.Fatalf("there is no lead of %s", who)
	return nil
}

// plan is what a pass sends, before anything of it is stored.
func (w *world) plan(items []lead.Inquiry) (rules.Work, outgoing.Input, outgoing.Plan) {
	w.t.Helper()
	before := w.state
	before.Leads, before.History = slices.Clone(w.state.Leads), slices.Clone(w.state.History)
	work, folded := rules.PlanFolded(w.state, items, w.now, 0)
	w.apply(&work)
	in := outgoing.Input{Policy: &w.state.Policy, Leads: w.state.Leads, History: folded, Events: w.state.History,
		Fresh: len(work.Events), Ways: w.ways, Told: w.told,
		NewID: func(id string) string {
			w.ids++
			return fmt.Sprintf("<%s.%d@studio.example>", id, w.ids)
		}}
	for i := range items {
		for _, r := range work.Intake {
			if r.Key == items[i].Key {
				in.Came = append(in.Came, outgoing.Came{Inquiry: &items[i], Lead: r.Lead,
					New: r.Outcome == lead.NewLead})
			}
		}
	}
	plan := outgoing.PlanMessages(in, w.now)
	if w.held {
		w.state = before
	}
	return work, in, plan
}

// pass plans, applies, sends, and demands that a second plan finds nothing to do. It returns what was sent.
func (w *world) pass(items ...lead.Inquiry) []outgoing.Intent {
	w.t.Helper()
	work, in, plan := w.plan(items)
	if w.held {
		var sent []outgoing.Intent
		for _, m := range plan.Messages {
			if key := outgoing.TellKey(m.Occasion, m.Recipient(), m.Inquiry); m.Inquiry != "" && w.told[key] == "" {
				w.told[key] = m.ID
				sent = append(sent, m)
			}
		}
		return sent
	}
	w.state.History = append(w.state.History, plan.Events...)
	for _, m := range plan.Messages {
		if !w.lost {
			w.state.History = append(w.state.History,
				lead.Event{Time: w.now, Lead: cmpOr(m.Lead, lead.Workbook), What: lead.Sent,
					Column: string(m.Occasion), From: m.Recipient(), To: m.ID, By: lead.ByLeadsheet})
		}
	}
	in.Events, in.Fresh, in.Came = w.state.History, 0, nil
	again := outgoing.PlanMessages(in, w.now)
	if len(again.Messages)+len(again.Events) > 0 {
		w.t.Fatalf("%s: the second plan still wants something: %s\n%+v", w.now, said(again.Messages), again.Events)
	}
	if w.due = again.Due; !work.Due.IsZero() && (w.due.IsZero() || work.Due.Before(w.due)) {
		w.due = work.Due
	}
	return plan.Messages
}

func cmpOr(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// until passes whenever something is due, and returns what was sent, with the times.
func (w *world) until(wall string) string {
	w.t.Helper()
	end := w.clock(wall)
	var out []string
	for range 500 {
		if w.due.IsZero() || w.due.After(end) {
			break
		}
		if !w.due.After(w.now) {
			w.t.Fatalf("%s: due at %s", w.now, w.due)
		}
		w.now = w.due
		if sent := w.pass(); len(sent) > 0 {
			out = append(out, w.now.In(w.state.Policy.Location()).Format("Mon 15:04 ")+said(sent))
		}
	}
	w.now = end
	return strings.Join(out, "; ")
}

// said are messages as occasion, recipient and leads.
func said(messages []outgoing.Intent) string {
	var out []string
	for _, m := range messages {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s %s", m.Occasion, m.Recipient(),
			strings.Join(m.Leads, "+"))))
	}
	return strings.Join(out, ", ")
}

func (w *world) apply(work *rules.Work) {
	zone := w.state.Policy.Location()
	for _, c := range work.Changes {
		sheets.Set(&w.state.Leads[c.Ref], c.Column, c.Want, zone)
	}
	for _, l := range work.NewLeads {
		l.Ref = len(w.state.Leads)
		w.state.Leads = append(w.state.Leads, l)
	}
	w.state.Intake = append(w.state.Intake, work.Intake...)
	for i := range w.state.Intake {
		w.state.Intake[i].Ref = i
	}
	w.state.History = append(w.state.History, work.Events...)
}

// expect compares what was sent with what was wanted.
func (w *world) expect(got, want string) {
	w.t.Helper()
	if got != want {
		w.t.Errorf("%s: got %q, want %q", w.now.In(w.state.Policy.Location()).Format("Mon 2 Jan 15:04"), got, want)
	}
}
