package reports

import (
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// ofTeam is a policy with these people.
func ofTeam(people ...policy.Person) policy.Policy {
	p := examplePolicy()
	p.Team = people
	return p
}

// Report says whose answers are seen, of those who take leads or have some, and what to do about the others.
func TestWhoseAnswersAreSeen(t *testing.T) {
	ann := policy.Person{Name: "Ann", Email: "Ann@ours.example", TakesLeads: true}
	bob := policy.Person{Name: "Bob", Email: "bob@ours.example", TakesLeads: true}
	cem := policy.Person{Name: "Cem", Email: "cem@ours.example"}
	l := came("L-1", 3, "contacted")
	event := func(what lead.EventKind, days int, by, why string) lead.Event {
		e := lead.Event{Time: ago(days), Lead: "L-1", What: what, By: by, Why: why}
		if what == lead.Responded {
			e.Column, e.To, e.Time = lead.ColFirstResponse, ago(days).Format(time.RFC3339), ago(1)
		}
		return e
	}
	say := &policyTexts().Activity
	history := []lead.Event{
		event(lead.Responded, 29, "ann@ours.example", say.InSent.With("Sent:1:1")),
		event(lead.Responded, 31, "ann@ours.example", say.InSent.With("Sent:1:2")), // too long ago
		event(lead.Answered, 2, "ann@ours.example", say.CopyToUs.With("INBOX:1:1")),
		event(lead.TurnAnswered, 1, "ANN@ours.example", say.CopyToUs.With("INBOX:1:2")),
		event(lead.TurnAnswered, 1, "ann@ours.example", say.SeenBefore), // the same mail once more
		event(lead.TurnAnswered, 1, "bob@ours.example", say.Inferred.With("INBOX:1:3")),
		event(lead.Responded, 1, lead.ByTeam, say.ByStatus),
		event(lead.Asked, 1, "kim@firm.example", "Hello"),
	}
	for _, c := range []struct {
		name    string
		team    []policy.Person
		owner   string
		mailbox string
		history []lead.Event
		want    string
	}{
		{"one is seen, one is not", []policy.Person{ann, bob, cem}, "Ann", "hello@ours.example", history,
			"Answers seen in 30 days: Ann 3, Bob 0. Let Bob copy hello@ours.example."},
		{"who has leads counts, too", []policy.Person{ann, cem}, "Cem", "hello@ours.example", history,
			"Answers seen in 30 days: Ann 3, Cem 0. Let Cem copy hello@ours.example."},
		{"all are seen", []policy.Person{ann}, "Ann", "hello@ours.example", history, "Answers seen in 30 days: Ann 3."},
		{"from an address of all", []policy.Person{bob}, "Bob", "hello@ours.example",
			append(history, event(lead.Answered, 1, "hello@ours.example", "")),
			"Answers seen in 30 days: Bob 0, ann@ours.example 3, hello@ours.example 1. Let Bob copy hello@ours.example."},
		{"no mailbox is known", []policy.Person{ann, bob}, "Ann", "", history, "Answers seen in 30 days: Ann 3, Bob 0."},
		{"nothing is", []policy.Person{ann, bob}, "Ann", "", nil, ""},
		{"nobody takes leads", []policy.Person{cem}, "Ann", "hello@ours.example", history, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			l.Owner = c.owner
			in := Input{Policy: ofTeam(c.team...), Leads: []lead.Lead{l}, History: c.history, Mailbox: c.mailbox}
			got := ""
			for _, cell := range Build(in, now)[0].Cells {
				if cell.Row == rowFoot {
					got += cell.Cell.Text
				}
			}
			if got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

// A mail that begins on Today goes to the lead, with a copy to leadsheet.
func TestMailsFromTodayAreSeen(t *testing.T) {
	at := time.Date(2026, 11, 20, 11, 0, 0, 0, time.UTC)
	for _, c := range []struct{ email, mailbox, want string }{
		{"kim@firm.example", "hello@ours.example", "mailto:kim@firm.example?cc=hello@ours.example&subject=Re:%20your%20request%20to%20Example%20Plumbing"},
		{"Kim <kim+x&y%z@firm.example>", "a&b@ours.example", "mailto:kim%2Bx%26y%25z@firm.example?cc=a%26b@ours.example&subject=Re:%20your%20request%20to%20Example%20Plumbing"},
		{"kim@firm.example", "", ""},
		{"none", "hello@ours.example", ""},
		{"no-reply@firm.example", "hello@ours.example", ""},
	} {
		in := waitingLead("contacted")
		in.Leads[0].Email, in.Leads[0].Phone, in.Mailbox = c.email, "030 1234567", c.mailbox
		quiet := in
		quiet.History = []lead.Event{{Time: at.Add(-time.Hour), Lead: "L-1", What: lead.Quiet, By: "kim@firm.example", Why: "Thanks"}}
		quiet.Leads[0].NextContact = at.AddDate(0, 0, 5)
		for name, in := range map[string]Input{"task": in, "quiet": quiet} {
			found := false
			for _, cell := range Build(in, at)[1].Cells {
				if cell.Col == 4 && cell.Row > 4 && !cell.Cell.IsEmpty() && cell.Cell.Text != "030 1234567" {
					t.Errorf("%s of %s: phone %q", name, c.email, cell.Cell.Text)
				}
				if cell.Col != 5 || cell.Cell.Text != c.email {
					continue
				}
				if found = true; cell.LinkURL != c.want {
					t.Errorf("%s of %s: %q, want %q", name, c.email, cell.LinkURL, c.want)
				}
			}
			if !found {
				t.Errorf("%s of %s: nowhere", name, c.email)
			}
		}
	}
}
