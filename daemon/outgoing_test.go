package daemon_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"leadsheet/daemon"
	"leadsheet/daemon/told"
	"leadsheet/lead"
	"leadsheet/outbox"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

// postbox is a sender that keeps what it gets. Each attempt is answered by the next one of answers, then by Sent.
type postbox struct {
	sent    []*lead.Message
	answers []outbox.State
}

func (p *postbox) Send(_ context.Context, m *lead.Message) outbox.Result {
	state := outbox.Sent
	if len(p.answers) > 0 {
		state, p.answers = p.answers[0], p.answers[1:]
	}
	if state == outbox.Sent || state == outbox.Unknown {
		p.sent = append(p.sent, m)
	}
	return outbox.Result{State: state, Why: "the server said so"}
}

func (p *postbox) Flush() {}

// drawer is a store in memory.
type drawer struct{ data []byte }

func (s *drawer) Read() ([]byte, error)   { return s.data, nil }
func (s *drawer) Write(data []byte) error { s.data = data; return nil }

// office is a house whose team of one gets mail.
func office(t *testing.T, s *shelf) (d *daemon.Daemon, p *postbox, path string) {
	t.Helper()
	d, path = house(t, s)
	tables := policy.DefaultTables()
	for i := range tables {
		if tables[i].Title == lead.TabTeam {
			tables[i].Rows[0][0], tables[i].Rows[0][1] = "Ann", "ann@firm.example"
		}
	}
	d.Layout = daemon.Layout(tables)
	p = &postbox{}
	d.Out = sends(p)
	return d, p, path
}

// sends is how a new process sends.
func sends(p *postbox) *daemon.Outgoing {
	n := 0
	return &daemon.Outgoing{Sender: p, Ways: map[lead.Way]bool{lead.WayMail: true},
		NewID: func(id string) string { n++; return fmt.Sprintf("<%s.%p.%d@firm.example>", id, p, n) }}
}

func activity(t *testing.T, d *daemon.Daemon, what lead.EventKind) (out []lead.Event) {
	t.Helper()
	snap, err := d.Book.Read(context.Background(), lead.TabActivity)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range sheets.Events(snap.Tabs[lead.TabActivity], time.UTC) {
		if e.What == what {
			out = append(out, e)
		}
	}
	return out
}

// A new request is told to its owner once: claimed in Activity, sent, and the outcome is written down. What was there
// before sending began is not told.
func TestOutgoing_OwnerIsToldOnce(t *testing.T) {
	s := &shelf{items: []lead.Inquiry{inquiry(1)}}
	d, p, _ := office(t, s)
	out := d.Out
	d.Out = nil
	pass(t, d)
	now = now.Add(time.Minute)
	t.Cleanup(func() { now = now.Add(-time.Minute) })
	d.Out = out
	s.items = append(s.items, inquiry(2))
	for range 5 {
		pass(t, d)
	}
	if len(p.sent) != 1 || p.sent[0].To != "ann@firm.example" || p.sent[0].Lead != "L-1002" {
		t.Fatalf("%+v", p.sent)
	}
	claims, sent := activity(t, d, lead.Sending), activity(t, d, lead.Sent)
	if len(claims) != 1 || len(sent) != 1 || claims[0].To != p.sent[0].ID || sent[0].To != p.sent[0].ID ||
		claims[0].From != "Ann" {
		t.Errorf("claimed %+v, sent %+v", claims, sent)
	}
	if began := activity(t, d, lead.SendingBegan); len(began) != 1 {
		t.Errorf("%+v", began)
	}
	if sum := pass(t, d); sum.Wrote {
		t.Error("a further pass writes")
	}
}

// A server that accepts nothing for a while gets the message later, under the same Message-ID.
func TestOutgoing_TriedAgainUntilItIsAccepted(t *testing.T) {
	s := &shelf{items: []lead.Inquiry{inquiry(1)}}
	d, p, _ := office(t, s)
	was := now
	t.Cleanup(func() { now = was })
	p.answers = []outbox.State{outbox.Later, outbox.Later}
	if notes := pass(t, d).Notes; !slices.Contains(notes, "a message waits to be sent: the server said so") {
		t.Errorf("%q", notes)
	}
	for range 5 {
		now = now.Add(time.Minute)
		pass(t, d)
	}
	if len(p.sent) != 1 || len(activity(t, d, lead.Sending)) != 1 || len(activity(t, d, lead.Sent)) != 1 {
		t.Errorf("%+v", p.sent)
	}
}

// The process ends between the claim and the sending, or before it could write what became of the message: the next one
// sends it after a while, as the same message.
func TestOutgoing_NextProcessTellsTheTeam(t *testing.T) {
	s := &shelf{items: []lead.Inquiry{inquiry(1)}}
	d, p, path := office(t, s)
	was := now
	t.Cleanup(func() { now = was })
	p.answers = []outbox.State{outbox.Later}
	pass(t, d)
	d.Book.Close()
	next, _ := reopen(t, path, s)
	q := &postbox{}
	next.Out = sends(q)
	pass(t, next)
	if len(q.sent) != 0 {
		t.Fatalf("at once: %+v", q.sent)
	}
	now = now.Add(3 * time.Minute)
	for range 3 {
		pass(t, next)
	}
	claims := activity(t, next, lead.Sending)
	if len(q.sent) != 1 || len(claims) != 1 || q.sent[0].ID != claims[0].To {
		t.Errorf("sent %+v, claimed %+v", q.sent, claims)
	}
}

// Somebody has the workbook open: the owner is told all the same, once, also by the next process. When the workbook is
// free, Activity says so, and nothing is sent again.
func TestOutgoing_OwnerIsToldWhileTheWorkbookIsOpen(t *testing.T) {
	s := &shelf{}
	d, p, path := office(t, s)
	store := &drawer{}
	d.Out.Told = told.New(store)
	pass(t, d)
	lock := filepath.Join(filepath.Dir(path), ".~lock.leads.xlsx#")
	if err := os.WriteFile(lock, []byte(",Pat,desk,22.11.2026 05:24,file:///p;"), 0o644); err != nil {
		t.Fatal(err)
	}
	s.items = []lead.Inquiry{inquiry(1)}
	for range 3 {
		if _, err := d.Pass(context.Background()); !errors.Is(err, sheets.ErrBusy) {
			t.Fatal(err)
		}
	}
	if len(p.sent) != 1 || !strings.Contains(string(store.data), p.sent[0].ID[1:10]) {
		t.Fatalf("sent %d, kept %s", len(p.sent), store.data)
	}
	d.Book.Close()
	next, _ := reopen(t, path, s)
	q := &postbox{}
	next.Out = sends(q)
	next.Out.Told = told.New(store)
	if _, err := next.Pass(context.Background()); !errors.Is(err, sheets.ErrBusy) {
		t.Fatal(err)
	}
	if err := os.Remove(lock); err != nil {
		t.Fatal(err)
	}
	var err error
	for range 50 {
		if _, err = next.Pass(context.Background()); err == nil {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	if err != nil {
		t.Fatal(err)
	}
	pass(t, next)
	claims, sent := activity(t, next, lead.Sending), activity(t, next, lead.Sent)
	if len(q.sent) != 0 || len(claims) != 1 || len(sent) != 1 || claims[0].To != p.sent[0].ID {
		t.Errorf("sent again %+v, claimed %+v, sent %+v", q.sent, claims, sent)
	}
	if len(store.data) != 0 {
		t.Errorf("kept %s", store.data)
	}
}

// Customers are to be answered, and there is no mail server: Settings say so beside the row, until there is one.
func TestOutgoing_AcknowledgeWithoutAServer(t *testing.T) {
	d, _, path := office(t, &shelf{})
	pass(t, d)
	at := ""
	edit(t, path, func(f *excelize.File) error {
		rows, err := f.GetRows(lead.TabSettings)
		for i, row := range rows {
			if row[0] == lead.SettingAcknowledge {
				at = fmt.Sprint(i + 1)
			}
		}
		return errors.Join(err, f.SetCellValue(lead.TabSettings, "B"+at, "yes"))
	})
	check := func() (text string) {
		pass(t, d)
		edit(t, path, func(f *excelize.File) (err error) {
			text,
				err = f.GetCellValue(lead.TabSettings, "D"+at)
			return err
		})
		return text
	}
	if got := check(); !strings.Contains(got, "no mail server") {
		t.Errorf("%q", got)
	}
	d.Mails = true
	if got := check(); got != "" {
		t.Errorf("with a server: %q", got)
	}
}

// Somebody puts an older copy in the place of the workbook, and the request comes in again: it is not acknowledged a
// second time, by this process or by the next one.
func TestOutgoing_OlderCopy(t *testing.T) {
	for _, next := range []bool{false, true} {
		s := &shelf{}
		d, p, path := office(t, s)
		store := &drawer{}
		d.Out.Told = told.New(store)
		pass(t, d)
		edit(t, path, func(f *excelize.File) error {
			rows, err := f.GetRows(lead.TabSettings)
			for i, row := range rows {
				if row[0] == lead.SettingAcknowledge {
					err = errors.Join(err, f.SetCellValue(lead.TabSettings, fmt.Sprintf("B%d", i+1), "yes"))
				}
			}
			return err
		})
		pass(t, d)
		older, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		q := inquiry(1)
		q.Received = now
		s.items = []lead.Inquiry{q}
		pass(t, d)
		acknowledged := func() (n int) {
			for _, m := range p.sent {
				if m.Occasion == lead.Acknowledge {
					n++
				}
			}
			return n
		}
		if n := acknowledged(); n != 1 {
			t.Fatalf("acknowledged %d times", n)
		}
		pass(t, d)
		if err := os.WriteFile(path, older, 0o644); err != nil {
			t.Fatal(err)
		}
		if next {
			d.Book.Close()
			d, _ = reopen(t, path, s)
			d.Out = sends(p)
			d.Out.Told = told.New(store)
		}
		for range 3 {
			pass(t, d)
		}
		if n := acknowledged(); n != 1 {
			t.Errorf("by a further process %v: acknowledged %d times", next, n)
		}
	}
}
