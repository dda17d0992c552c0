package daemon_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"leadsheet/daemon"
	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

// archive is a source that has the originals of what it has brought, unless it is down.
type archive struct {
	shelf
	down  bool
	asked int
}

var errDown = errors.New("the server does not answer; trying again")

func (s *archive) Again(_ context.Context, _ intake.Known, rows []intake.Asked) (found []lead.Inquiry, waiting []string, err error) {
	for _, r := range rows {
		if s.asked++; s.down {
			waiting, err = append(waiting, r.Key), errDown
			continue
		}
		for _, q := range s.items {
			if q.Key == r.Key {
				q.Overrules, q.Ignore, q.Kind, q.Campaign = r.Key, "", lead.Direct, "again "+r.Key
				found = append(found, q)
			}
		}
	}
	return found, waiting, err
}

// unsteady is a workbook whose writes fail, whose answers get lost, and in which somebody does something just before it
// is written.
type unsteady struct {
	sheets.Book
	rng    *rand.Rand
	calm   *bool
	before func() // is done just before some of the writes
}

var errLost = errors.New("the connection broke")

func (b *unsteady) Commit(ctx context.Context, snap *sheets.Snapshot, batch sheets.Batch) (*sheets.Result, error) {
	if *b.calm {
		return b.Book.Commit(ctx, snap, batch)
	}
	if before := b.before; before != nil && b.rng.IntN(3) == 0 {
		b.before = nil // not again while it is done
		before()
		b.before = before
	}
	switch b.rng.IntN(4) {
	case 0:
		return nil, errLost
	case 1:
		if _, err := b.Book.Commit(ctx, snap, batch); err != nil {
			return nil, err
		}
		return nil, errLost
	}
	return b.Book.Commit(ctx, snap, batch)
}

func newsletter(i int) lead.Inquiry {
	q := inquiry(i)
	q.Key, q.Kind, q.Ignore = fmt.Sprintf("m:%026d", i), lead.BulkMail, "newsletter"
	return q
}

// Whatever fails, and whoever else writes: the same word over one row never makes two leads, and when all is calm each
// row has its one.
func TestAgain_OneLeadForOneWord(t *testing.T) {
	const rows = 6
	for name, open := range desks {
		for seed := range uint64(4) {
			t.Run(fmt.Sprint(name, seed), func(t *testing.T) {
				desk, rng, calm := open(t), rand.New(rand.NewPCG(seed, 1)), true
				source := &archive{}
				for i := range rows {
					source.items = append(source.items, newsletter(i))
				}
				start := func() (*daemon.Daemon, *unsteady) {
					book := &unsteady{Book: desk.open(), rng: rng, calm: &calm}
					t.Cleanup(func() { book.Close() })
					return &daemon.Daemon{Book: book, Sources: []intake.Source{source}, Layout: daemon.Layout(policy.DefaultTables()),
						Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler)}, book
				}
				one, book := start()
				other, _ := start()
				pass(t, one)
				typed := func() { typeLeads(t, desk, one, rng) }
				book.before = func() {
					if rng.IntN(2) == 0 {
						typed()
					} else {
						_, _ = other.Pass(context.Background())
					}
				}
				typed()
				calm = false
				for range 12 {
					source.down = rng.IntN(4) == 0
					_, _ = []*daemon.Daemon{one, other}[rng.IntN(2)].Pass(context.Background())
					if rng.IntN(3) == 0 {
						typed()
					}
					onlyOneOfEach(t, one)
				}
				calm, source.down = true, false
				for range 3 {
					pass(t, one)
					pass(t, other)
				}
				if n := onlyOneOfEach(t, one); n != rows {
					t.Errorf("%d leads of %d rows", n, rows)
				}
				if sum := pass(t, one); sum.Wrote {
					t.Errorf("another pass wrote %+v", sum)
				}
			})
		}
	}
}

// typeLeads types "lead" over the outcomes of all rows of Intake, or of some.
func typeLeads(t *testing.T, desk desk, d *daemon.Daemon, rng *rand.Rand) {
	t.Helper()
	snap, err := d.Book.Read(context.Background(), lead.TabIntake)
	if err != nil {
		t.Fatal(err)
	}
	tab, all := snap.Tabs[lead.TabIntake], rng.IntN(2) == 0
	for _, r := range sheets.Intake(tab, time.UTC) {
		if all || rng.IntN(3) == 0 || r.Outcome == lead.Ignored {
			desk.hands.EditAt(lead.TabIntake, r.Ref+1, tab.Col(lead.ColOutcome), lead.TextValue("lead"))
		}
	}
}

// onlyOneOfEach checks that no original made two leads, and returns the number of leads.
func onlyOneOfEach(t *testing.T, d *daemon.Daemon) int {
	t.Helper()
	snap, err := d.Book.Read(context.Background(), lead.TabLeads)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for _, l := range sheets.Leads(snap.Tabs[lead.TabLeads], time.UTC) {
		if seen[l.Campaign]++; seen[l.Campaign] > 1 || !strings.HasPrefix(l.Campaign, "again ") {
			t.Fatalf("lead %s is the %d. of %q", l.ID, seen[l.Campaign], l.Campaign)
		}
	}
	return len(seen)
}

// One pass asks for few rows, and the next follows at once. While the source is down nothing follows, and rows of
// another source do not wait for those of this one.
func TestAgain_ManyRows(t *testing.T) {
	const rows = 60
	source := &archive{}
	for i := range rows {
		source.items = append(source.items, newsletter(i))
	}
	desk := localDesk(t)
	d := &daemon.Daemon{Book: desk.open(), Sources: []intake.Source{source}, Layout: daemon.Layout(policy.DefaultTables()), Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler)}
	t.Cleanup(func() { d.Book.Close() })
	pass(t, d)
	typeLeads(t, desk, d, rand.New(rand.NewPCG(1, 1)))
	source.down = true
	for range 4 {
		sum, err := d.Pass(context.Background())
		if err == nil || sum.More || sum.Created > 0 || len(sum.Notes) != 5 {
			t.Fatalf("it says %v, %+v", err, sum)
		}
	}
	source.down = false
	before := source.asked
	sum, err := d.CatchUp(context.Background())
	if err != nil || sum.Created != rows || source.asked-before != rows {
		t.Errorf("%d leads, asked for %d: %v", sum.Created, source.asked-before, err)
	}
}

// A row that waits is told of once in the log, however long its source is down, and without what the customer wrote.
func TestAgain_ToldOnce(t *testing.T) {
	source := &archive{}
	source.items = append(source.items, newsletter(1))
	desk := localDesk(t)
	var log bytes.Buffer
	d := &daemon.Daemon{Book: desk.open(), Sources: []intake.Source{source}, Layout: daemon.Layout(policy.DefaultTables()), Now: func() time.Time { return now }, Log: slog.New(slog.NewTextHandler(&log, nil))}
	t.Cleanup(func() { d.Book.Close() })
	pass(t, d)
	typeLeads(t, desk, d, rand.New(rand.NewPCG(1, 1)))
	source.down = true
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithTimeout(t.Context(), time.Hour)
		defer stop()
		d.Run(ctx, time.Minute, time.Second)
	})
	if n := strings.Count(log.String(), "the message of 2026-11-23 09:00 (INBOX) is not made a lead yet"); n != 1 || source.asked < 5 || strings.Contains(log.String(), "firm1") {
		t.Errorf("said %d times, asked %d times:\n%s", n, source.asked, log.String())
	}
}
