package intake_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"leadsheet/daemon"
	"leadsheet/intake"
	"leadsheet/lead"
	post "leadsheet/outbox"
	"leadsheet/sheets"
)

// carrier is a mail server between leadsheet and everybody: what is sent comes back into the watched mailbox and the
// folder of sent mails, as copies.
type carrier struct {
	postOffice
	sent []*lead.Message
	to   []string // where copies go
	at   time.Time
}

func (c *carrier) Send(_ context.Context, m *lead.Message) post.Result {
	c.sent = append(c.sent, m)
	auto := "auto-generated"
	if m.Occasion.ToCustomer() {
		auto = "auto-replied"
	}
	raw := fmt.Sprintf("From: leadsheet (not the customer) <hello@studio.example>\r\nTo: %s\r\nSubject: %s\r\nMessage-ID: %s\r\nX-Leadsheet: 1\r\nAuto-Submitted: %s\r\nX-Auto-Response-Suppress: All\r\n\r\n%s",
		m.To, m.Subject, m.ID, auto, strings.ReplaceAll(m.Text, "\n", "\r\n"))
	for _, folder := range c.to {
		if err := c.server.Deliver(folder, []byte(raw), c.at); err != nil {
			c.t.Error(err)
		}
	}
	return post.Result{State: post.Sent}
}

func (c *carrier) Flush() {}

// answer is what Ann writes in answer to a message, as a telephone sends it.
func (c *carrier) answer(n int, m *lead.Message, text string) {
	c.t.Helper()
	quoted := "> " + strings.ReplaceAll(m.Text, "\n", "\r\n> ")
	raw := fmt.Sprintf("From: Ann <ann@studio.example>\r\nTo: hello@studio.example\r\nSubject: Re: %s\r\nMessage-ID: <r%d@studio.example>\r\nIn-Reply-To: %s\r\nReferences: %s\r\n\r\n%s\r\n\r\nSent from my iPhone\r\n\r\n> On 23 Nov 2026, at 10:00, leadsheet (not the customer) <hello@studio.example> wrote:\r\n> \r\n%s\r\n",
		m.Subject, n, m.ID, m.ID, text, quoted)
	if err := c.server.Deliver("INBOX", []byte(raw), c.at); err != nil {
		c.t.Fatal(err)
	}
}

// last is the message that was sent last, of that occasion.
func (c *carrier) last(o lead.Occasion) *lead.Message {
	c.t.Helper()
	for i := len(c.sent) - 1; i >= 0; i-- {
		if c.sent[i].Occasion == o {
			return c.sent[i]
		}
	}
	c.t.Fatalf("no message %s was sent", o)
	return nil
}

// A customer writes, Ann is told, and answers from her telephone: commands are done and confirmed, a text comes back,
// and all the copies of our own messages are no requests and no answers. Another process finds nothing to do.
func TestAnswersToMessages(t *testing.T) {
	c := &carrier{postOffice: openPostOffice(t), to: []string{"INBOX", "Sent"}, at: now.Add(-time.Minute)}
	tables := ourTables()
	for i := range tables {
		if tables[i].Title == lead.TabTeam {
			tables[i].Rows[0][0], tables[i].Rows[0][1] = "Ann", "ann@studio.example"
		}
	}
	source := func() *intake.Mailbox { return c.source(func(m *intake.Mailbox) { m.Sent = "Sent" }) }
	d, _ := house(t, source())
	d.Layout, d.Out = daemon.Layout(tables), &daemon.Outgoing{Sender: c, Ways: map[lead.Way]bool{lead.WayMail: true},
		NewID: func(id string) string {
			if id == "" {
				id = "leadsheet"
			}
			return fmt.Sprintf("<%s.%032x@studio.example>", id, len(c.sent)+1)
		}}
	if err := c.server.Deliver("Sent", wrote("Hello", "c9@firm9.example", "Hi", "x", ""),
		now.Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	pass(t, d)
	c.deliver("INBOX", 1, now.Add(-2*time.Minute))
	settle := func() {
		t.Helper()
		for range 6 {
			pass(t, d)
		}
	}
	settle()
	alert := c.last(lead.TellNew)
	if alert.To != "ann@studio.example" || alert.Lead != "L-1001" {
		t.Fatalf("alert %+v", alert)
	}
	_, leads := held(t, d)
	if len(leads) != 1 || !leads[0].FirstResponse.IsZero() || leads[0].WaitingSince.IsZero() {
		t.Fatalf("after the alert: %+v", leads)
	}
	c.answer(1, alert, "We can deliver on Friday. Would that suit you?")
	settle()
	back := c.last(lead.TellReturned)
	if !strings.Contains(back.Text, "This did not reach Customer 1") || back.InReplyTo != "<r1@studio.example>" {
		t.Errorf("returned: %+v", back)
	}
	c.answer(2, back, "called")
	settle()
	if done := c.last(lead.TellDone); !strings.Contains(done.Text, "called") || done.Person != "Ann" {
		t.Errorf("done: %+v", done)
	}
	rows, leads := held(t, d)
	if len(leads) != 1 || !leads[0].FirstResponse.Equal(c.at) || !leads[0].WaitingSince.IsZero() {
		t.Errorf("after the command: %+v", leads)
	}
	said := map[string]int{}
	for _, r := range rows {
		if said[r.Reason]++; r.Key == "" || r.Outcome != lead.Ignored && r.Outcome != lead.NewLead {
			t.Errorf("row %+v", r)
		}
	}
	if said["leadsheet sent it"] != len(c.sent) || said["an answer to a message of leadsheet; done: L-1001 called"] != 1 ||
		said["an answer to a message of leadsheet"] != 1 || len(rows) != len(c.sent)+3 {
		t.Errorf("%d sent, rows %v", len(c.sent), said)
	}
	did := 0
	snap, err := d.Book.Read(context.Background(), lead.TabActivity)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range sheets.Events(snap.Tabs[lead.TabActivity], time.UTC) {
		if e.What == lead.Did && e.By == "Ann" && e.Column == lead.AnswerToUs {
			did++
		}
	}
	d.Now = func() time.Time { return now.Add(24 * time.Hour) }
	pass(t, d)
	if snap, err = d.Book.Read(context.Background(), lead.TabToday); err != nil {
		t.Fatal(err)
	}
	page := fmt.Sprint(snap.Tabs[lead.TabToday].Rows)
	if want := "3 came in, 1 lead, 0 added, 2 put aside"; !strings.Contains(page, want) {
		t.Errorf("Today does not say %q: %.600s", want, page)
	}
	d.Now = func() time.Time { return now }
	sent := len(c.sent)
	anotherProcess(d, source())
	settle()
	if _, leads := held(t, d); did != 1 || len(leads) != 1 || len(c.sent) != sent {
		t.Errorf("did %d, %d leads, %d sent, before %d", did, len(leads), len(c.sent), sent)
	}
}
