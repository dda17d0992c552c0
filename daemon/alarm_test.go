package daemon_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"leadsheet/daemon"
	"leadsheet/daemon/told"
	"leadsheet/lead"
)

// The mail server cannot be reached. After a quarter of an hour the system owner hears of it, by every way there is; and
// again after a day, also from the next process. When it has been good in between, it is a new matter.
func TestAlarm_SystemOwnerHearsThatIntakeWaits(t *testing.T) {
	s := &shelf{}
	d, p, path := office(t, s)
	store := &drawer{}
	d.Out.Told = told.New(store)
	d.Out.Ways[lead.WaySlack] = true
	was := now
	t.Cleanup(func() { now = was })
	play := func(d *daemon.Daemon, failed error, after time.Duration) {
		t.Helper()
		now, s.fail = now.Add(after), failed
		_, err := d.Pass(context.Background())
		if err := d.Alarm(context.Background(), err); err != nil {
			t.Fatal(err)
		}
	}
	gone := errors.New("mail.example.com does not answer")
	alarms := func(p *postbox) (n int) {
		for _, m := range p.sent {
			if m.Occasion == lead.TellWaiting {
				n++
			}
		}
		return n
	}
	play(d, nil, 0)
	play(d, gone, time.Minute)
	play(d, gone, 14*time.Minute)
	if n := alarms(p); n != 0 {
		t.Fatalf("after 14 minutes: %d", n)
	}
	for range 5 {
		play(d, gone, time.Minute)
	}
	if n := alarms(p); n != 1 {
		t.Fatalf("after 19 minutes: %d", n)
	}
	if m := p.sent[len(p.sent)-1]; m.Person != "Ann" || m.To != "ann@firm.example" || len(m.Ways) != 2 {
		t.Errorf("%+v", m)
	}
	d.Book.Close()
	next, _ := reopen(t, path, s)
	q := &postbox{}
	next.Out = sends(q)
	next.Out.Told = told.New(store)
	play(next, gone, time.Minute)
	if n := alarms(q); n != 0 {
		t.Errorf("by the next process: %d", n)
	}
	play(next, gone, 24*time.Hour)
	play(next, gone, time.Minute)
	if n := alarms(q); n != 1 {
		t.Errorf("a day later: %d", n)
	}
	play(next, nil, time.Minute)
	play(next, gone, time.Minute)
	play(next, gone, time.Hour)
	if n := alarms(q); n != 2 {
		t.Errorf("after it was good: %d", n)
	}
}
