package daemon_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/xuri/excelize/v2"

	"leadsheet/daemon"
	"leadsheet/daemon/told"
	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/outbox"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
	"leadsheet/sheets/xlsx"
)

// counter is a sender that does with each message what a test says, and keeps what was sent.
type counter struct {
	mu   sync.Mutex
	sent []*lead.Message
	does func(ctx context.Context, m *lead.Message) outbox.Result
}

func (c *counter) Send(ctx context.Context, m *lead.Message) outbox.Result {
	r := c.does(ctx, m)
	c.mu.Lock()
	defer c.mu.Unlock()
	if r.State == outbox.Sent {
		c.sent = append(c.sent, m)
	}
	return r
}

func (c *counter) Flush() {}

// of are the messages of an occasion that were sent.
func (c *counter) of(occasion lead.Occasion) (out []*lead.Message) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, m := range c.sent {
		if m.Occasion == occasion {
			out = append(out, m)
		}
	}
	return out
}

func accepts(context.Context, *lead.Message) outbox.Result { return outbox.Result{State: outbox.Sent} }

func putsOff(context.Context, *lead.Message) outbox.Result {
	return outbox.Result{State: outbox.Later, Why: "the server puts it off"}
}

// answering has a new workbook acknowledge requests.
func answering(d *daemon.Daemon) {
	tables := policy.DefaultTables()
	for i := range tables {
		for _, row := range tables[i].Rows {
			if row[0] == lead.SettingAcknowledge {
				row[1] = "yes"
			}
		}
		if tables[i].Title == lead.TabTeam {
			tables[i].Rows[0][0], tables[i].Rows[0][1] = "Ann", "ann@firm.example"
		}
	}
	d.Layout = daemon.Layout(tables)
}

// The process ends before a server has taken the acknowledgement: Activity says so, and the next process sends it, once.
func TestOutgoing_GaveUp(t *testing.T) {
	s := &shelf{}
	d, p, path := office(t, s)
	answering(d)
	c := &counter{does: putsOff}
	d.Out.Sender = c
	pass(t, d)
	later(t, time.Minute)
	q := inquiry(1)
	q.Received = now
	s.items = []lead.Inquiry{q}
	pass(t, d)
	if err := d.Finish(context.Background()); err != nil {
		t.Fatal(err)
	}
	claims, ended := activity(t, d, lead.Sending), activity(t, d, lead.NotSent)
	if len(ended) != 1 || ended[0].Column != string(lead.Acknowledge) {
		t.Fatalf("claimed %+v, ended %+v", claims, ended)
	}
	d.Book.Close()
	next, _ := reopen(t, path, s)
	next.Out = sends(p)
	c = &counter{does: accepts}
	next.Out.Sender = c
	for range 4 {
		later(t, 5*time.Minute)
		pass(t, next)
	}
	sent := c.of(lead.Acknowledge)
	if len(sent) != 1 || sent[0].ID == ended[0].To || len(activity(t, next, lead.NotSent)) != 1 {
		t.Errorf("sent %+v", sent)
	}
}

// A server takes nothing for more than a day: what nobody wants any more is not sent when it comes back.
func TestOutgoing_DropsWhatIsOld(t *testing.T) {
	s := &shelf{items: []lead.Inquiry{inquiry(1)}}
	d, _, _ := office(t, s)
	c := &counter{does: putsOff}
	d.Out.Sender = c
	pass(t, d)
	if n := len(activity(t, d, lead.Sending)); n == 0 {
		t.Fatal("nothing was claimed")
	}
	later(t, 20*time.Minute)
	pass(t, d)
	snap, err := d.Book.Read(t.Context(), lead.TabToday)
	if err != nil || !strings.Contains(fmt.Sprint(snap.Tabs[lead.TabToday].Rows), "no server has taken messages") {
		t.Errorf("Today does not say it: %v", err)
	}
	for range 3 {
		later(t, 13*time.Hour)
		pass(t, d)
	}
	c.does = accepts
	for range 3 {
		later(t, 11*time.Minute)
		pass(t, d)
	}
	if news := c.of(lead.TellNew); len(news) > 0 {
		t.Errorf("%d messages of a day before", len(news))
	}
	if ended := activity(t, d, lead.NotSent); len(ended) == 0 {
		t.Error("Activity does not say it")
	}
}

// arriving is a source that something comes to at a moment.
type arriving struct {
	shelf
	at time.Time
	q  lead.Inquiry
}

func (a *arriving) Collect(context.Context, intake.Known) ([]lead.Inquiry, error) {
	if time.Now().Before(a.at) {
		return nil, nil
	}
	return []lead.Inquiry{a.q}, nil
}

// The mail server hangs when the process is to end. It is given a while, and what has become of the message is stored.
func TestRun_EndsWhileTheServerHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		at := time.Now().Add(30 * time.Second)
		q := inquiry(1)
		q.Received = at
		d, _, _ := office(t, &shelf{})
		answering(d)
		d.Sources, d.Now = []intake.Source{&arriving{at: at, q: q}}, time.Now
		d.Out.Sender = &counter{does: func(ctx context.Context, _ *lead.Message) outbox.Result {
			select {
			case <-ctx.Done():
				return outbox.Result{State: outbox.Later, Why: "stopped"}
			case <-time.After(time.Hour):
				return outbox.Result{State: outbox.Sent}
			}
		}}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		d.Run(ctx, 15*time.Second, 30*time.Second)
		if late := time.Since(at) - 30*time.Second; late > 30*time.Second {
			t.Errorf("it ended %s late", late)
		}
		if ended := activity(t, d, lead.NotSent); len(ended) != 1 {
			t.Errorf("%+v", ended)
		}
	})
}

// A server refuses what the owner is to be told while the workbook is open: it is asked once, not with every pass.
func TestOutgoing_RefusedWhileTheWorkbookIsOpen(t *testing.T) {
	s := &shelf{}
	d, _, path := office(t, s)
	n := 0
	d.Out.Sender = &counter{does: func(context.Context, *lead.Message) outbox.Result {
		n++
		return outbox.Result{State: outbox.Refused, Why: "no such user"}
	}}
	d.Out.Told = told.New(&drawer{})
	pass(t, d)
	lock := filepath.Join(filepath.Dir(path), ".~lock.leads.xlsx#")
	if err := os.WriteFile(lock, []byte(",Pat,desk,22.11.2026 05:24,file:///p;"), 0o644); err != nil {
		t.Fatal(err)
	}
	s.items = []lead.Inquiry{inquiry(1)}
	before := n
	for range 5 {
		_, _ = d.Pass(context.Background())
	}
	if n-before != 1 {
		t.Errorf("%d attempts", n-before)
	}
}

// The calendars cannot be kept: nothing that comes in waits for that, and nobody is told that it does.
func TestAlarm_OnlyOfWhatHoldsSomethingUp(t *testing.T) {
	d, p, path := office(t, &shelf{})
	d.Out.Told = told.New(&drawer{})
	d.Calendars = &daemon.Calendars{Folder: filepath.Join(path, "no folder")}
	for range 4 {
		later(t, 15*time.Minute)
		_, err := d.Pass(context.Background())
		if err == nil {
			t.Fatal("the calendars were kept")
		}
		if err := d.Alarm(context.Background(), err); err != nil {
			t.Fatal(err)
		}
	}
	for _, m := range p.sent {
		if m.Occasion == lead.TellWaiting {
			t.Errorf("%s", m.Text)
		}
	}
}

// A lead comes back from a backup with its history. It is no new lead.
func TestOutgoing_RestoredIsNotNew(t *testing.T) {
	backup, err := xlsx.Open(filepath.Join(t.TempDir(), "backup.xlsx"), xlsx.Options{Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer backup.Close()
	old, _ := house(t, &shelf{items: []lead.Inquiry{inquiry(1)}})
	old.Book = backup
	pass(t, old)
	d, p, _ := office(t, &shelf{})
	pass(t, d)
	later(t, time.Minute)
	done, err := d.Restore(t.Context(), sheets.Book(backup), "backup.xlsx", nil)
	if err != nil || len(done) != 1 {
		t.Fatal(done, err)
	}
	for range 3 {
		pass(t, d)
		later(t, time.Minute)
	}
	for _, m := range p.sent {
		if m.Occasion == lead.TellNew || m.Occasion == lead.TellBurst {
			t.Errorf("%s %s", m.Occasion, m.Subject)
		}
	}
}

// A step is to send a mail, and there is no mail server: Check of Follow-up says so.
func TestOutgoing_FollowUpWithoutAServer(t *testing.T) {
	d, _, path := office(t, &shelf{})
	pass(t, d)
	row, check := 0, 0
	edit(t, path, func(f *excelize.File) error {
		rows, err := f.GetRows(lead.TabFollowUp)
		if err != nil {
			return err
		}
		for i := range rows {
			if slices.Contains(rows[i], "Short reminder") {
				row = i + 1
			}
		}
		for at, title := range rows[0] {
			cell, _ := excelize.CoordinatesToCellName(at+1, row)
			switch title {
			case lead.ColSend:
				err = errors.Join(err, f.SetCellValue(lead.TabFollowUp, cell, true))
			case lead.ColReply:
				err = errors.Join(err, f.SetCellValue(lead.TabFollowUp, cell, "Reminder"))
			case lead.ColCheck:
				check = at + 1
			}
		}
		return err
	})
	pass(t, d)
	edit(t, path, func(f *excelize.File) error {
		cell, _ := excelize.CoordinatesToCellName(check, row)
		text, err := f.GetCellValue(lead.TabFollowUp, cell)
		if !strings.Contains(text, "no mail server") {
			t.Errorf("%q", text)
		}
		return err
	})
}
