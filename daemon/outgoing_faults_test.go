package daemon_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"leadsheet/daemon"
	"leadsheet/daemon/told"
	"leadsheet/lead"
	"leadsheet/outbox"
	"leadsheet/sheets"
)

// mumbling is a workbook whose answer to a write gets lost: it is stored, and its writer is not told so.
type mumbling struct {
	sheets.Book
	lost int // the answers that are still to get lost
}

// Commit implements sheets.Book.
func (b *mumbling) Commit(ctx context.Context, snap *sheets.Snapshot, batch sheets.Batch) (*sheets.Result, error) {
	res, err := b.Book.Commit(ctx, snap, batch)
	if err == nil && res.Wrote && b.lost > 0 {
		b.lost--
		return nil, errors.New("no answer")
	}
	return res, err
}

func later(t *testing.T, d time.Duration) {
	was := now
	t.Cleanup(func() { now = was })
	now = now.Add(d)
}

// The claim was stored, and the process was not told so. Then the owner is told as if it was not, and that is what the
// claim ends with: nothing is sent again, also not by the next process.
func TestOutgoing_ToldAndClaimedAfterAll(t *testing.T) {
	for _, again := range []bool{false, true} {
		s := &shelf{items: []lead.Inquiry{inquiry(1)}}
		d, p, path := office(t, s)
		store := &drawer{}
		d.Out.Told = told.New(store)
		d.Book = &mumbling{d.Book, 1}
		if _, err := d.Pass(context.Background()); err == nil || len(p.sent) != 1 {
			t.Fatal(err, p.sent)
		}
		q := p
		if again {
			d.Book.Close()
			d, _ = reopen(t, path, s)
			q = &postbox{}
			d.Out = sends(q)
			d.Out.Told = told.New(store)
		}
		for range 3 {
			later(t, 3*time.Minute)
			pass(t, d)
		}
		if sent := activity(t, d, lead.Sent); len(p.sent) != 1 || again && len(q.sent) > 0 || len(sent) != 1 ||
			sent[0].To != p.sent[0].ID || len(store.data) > 0 {
			t.Errorf("sent %d and %d, Activity %+v, kept %s", len(p.sent), len(q.sent), sent, store.data)
		}
	}
}

// The answer to the write of an outcome gets lost: it is not written again.
func TestOutgoing_OutcomeIsWrittenOnce(t *testing.T) {
	s := &shelf{items: []lead.Inquiry{inquiry(1)}}
	d, p, _ := office(t, s)
	pass(t, d)
	d.Book = &mumbling{d.Book, 1}
	if _, err := d.Pass(context.Background()); err == nil {
		t.Fatal("the answer was not lost")
	}
	pass(t, d)
	pass(t, d)
	if sent := activity(t, d, lead.Sent); len(sent) != 1 || len(p.sent) != 1 {
		t.Errorf("%+v", sent)
	}
}

// Another process has taken over a message that this one still holds: it is not sent by both.
func TestOutgoing_OtherProcessHasSentIt(t *testing.T) {
	s := &shelf{items: []lead.Inquiry{inquiry(1)}}
	d, p, path := office(t, s)
	p.answers = []outbox.State{outbox.Later}
	pass(t, d)
	other, _ := reopen(t, path, s)
	q := &postbox{}
	other.Out = sends(q)
	later(t, 3*time.Minute)
	pass(t, other)
	pass(t, other)
	for range 3 {
		later(t, 20*time.Minute)
		pass(t, d)
	}
	if len(q.sent) != 1 || len(p.sent) != 0 {
		t.Errorf("the other has sent %d, this one %d", len(q.sent), len(p.sent))
	}
}

// Nobody knows whether the server has taken a message to the team: it is sent again under its Message-ID, a few times.
func TestOutgoing_TeamIsToldAtLeastOnce(t *testing.T) {
	s := &shelf{items: []lead.Inquiry{inquiry(1)}}
	d, p, _ := office(t, s)
	for range 9 {
		p.answers = append(p.answers, outbox.Unknown)
	}
	for range 9 {
		pass(t, d)
		later(t, 15*time.Minute)
	}
	n := 0
	for _, m := range p.sent {
		if m.Occasion == lead.TellNew && m.ID == p.sent[0].ID {
			n++
		}
	}
	if outcomes := activity(t, d, lead.SentOrNot); n != 3 || len(outcomes) == 0 || outcomes[0].To != p.sent[0].ID {
		t.Errorf("sent %d times, Activity %+v", n, outcomes)
	}
}

// What comes in at the very end of a process is left for the next one, which sends what belongs to it.
func TestOutgoing_FinishTakesNothingIn(t *testing.T) {
	s := &shelf{items: []lead.Inquiry{inquiry(1)}}
	d, p, path := office(t, s)
	p.answers = []outbox.State{outbox.Unknown}
	pass(t, d)
	s.items = append(s.items, inquiry(2))
	if err := d.Finish(context.Background()); err != nil {
		t.Fatal(err)
	}
	if got := activity(t, d, lead.Created); len(got) != 1 {
		t.Errorf("%+v", got)
	}
	if got := activity(t, d, lead.SentOrNot); len(got) != 1 {
		t.Errorf("%+v", got)
	}
	d.Book.Close()
	next, _ := reopen(t, path, s)
	next.Out = sends(p)
	pass(t, next)
	if len(p.sent) != 2 || p.sent[1].Lead != "L-1002" {
		t.Errorf("%+v", p.sent)
	}
}

// Somebody has renamed the columns that say to whom messages went and what they were about: nothing is sent, and
// nothing a second time when they are back.
func TestOutgoing_ColumnsOfClaimsAreGone(t *testing.T) {
	for _, column := range []string{lead.ColFrom, lead.ColWhy} {
		s := &shelf{items: []lead.Inquiry{inquiry(1)}}
		d, p, path := office(t, s)
		pass(t, d)
		pass(t, d)
		rename := func(to string) {
			edit(t, path, func(f *excelize.File) error {
				for at := 1; at < 12; at++ {
					cell, _ := excelize.CoordinatesToCellName(at, 1)
					if is, _ := f.GetCellValue(lead.TabActivity, cell); is == column || is == "Ours" {
						return f.SetCellValue(lead.TabActivity, cell, to)
					}
				}
				return errors.New("there is no such column")
			})
		}
		rename("Ours")
		s.items = append(s.items, inquiry(2))
		for range 2 {
			later(t, 20*time.Minute)
			if sum := pass(t, d); !strings.Contains(strings.Join(sum.Notes, "\n"), "no messages are sent") {
				t.Errorf("%s: %q", column, sum.Notes)
			}
		}
		if len(p.sent) != 1 {
			t.Errorf("%s: %+v", column, p.sent)
		}
		rename(column)
		for range 3 {
			later(t, 3*time.Minute)
			pass(t, d)
		}
		news := 0
		for _, m := range p.sent {
			if m.Occasion == lead.TellNew {
				news++
			}
		}
		if news != 2 {
			t.Errorf("%s: %d messages about two leads", column, news)
		}
	}
}

// The clock is set back while a message waits to be tried again.
func TestOutgoing_ClockIsSetBack(t *testing.T) {
	s := &shelf{items: []lead.Inquiry{inquiry(1)}}
	d, p, _ := office(t, s)
	p.answers = []outbox.State{outbox.Later}
	pass(t, d)
	later(t, -45*time.Minute)
	pass(t, d)
	pass(t, d)
	if len(p.sent) != 1 || len(activity(t, d, lead.Sent)) != 1 {
		t.Errorf("%+v", p.sent)
	}
}

// Two processes share the store of what the team was told: what one has told, the other does not tell again.
func TestOutgoing_TwoProcessesTellOnce(t *testing.T) {
	s := &shelf{}
	d, p, path := office(t, s)
	store := &drawer{}
	d.Out.Told = told.New(store)
	pass(t, d)
	other, _ := reopen(t, path, s)
	q := &postbox{}
	other.Out = sends(q)
	other.Out.Told = told.New(store)
	pass(t, other)
	lock := filepath.Join(filepath.Dir(path), ".~lock.leads.xlsx#")
	if err := os.WriteFile(lock, []byte(",Pat,desk,22.11.2026 05:24,file:///p;"), 0o644); err != nil {
		t.Fatal(err)
	}
	s.items = []lead.Inquiry{inquiry(1)}
	for _, one := range []*daemon.Daemon{d, other, d, other} {
		if _, err := one.Pass(context.Background()); !errors.Is(err, sheets.ErrBusy) {
			t.Fatal(err)
		}
	}
	if len(p.sent)+len(q.sent) != 1 {
		t.Errorf("told %d and %d times", len(p.sent), len(q.sent))
	}
}
