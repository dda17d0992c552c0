package daemon_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/sheets"
	"leadsheet/sheets/xlsx"
)

// timed is a source whose inquiries arrive when they were received.
type timed struct {
	shelf
	now *time.Time
}

func (s *timed) Collect(_ context.Context, known intake.Known) ([]lead.Inquiry, error) {
	var out []lead.Inquiry
	for _, in := range s.items {
		if !in.Received.After(*s.now) && !known.Keys[in.Key] {
			out = append(out, in)
		}
	}
	return out, nil
}

// countedBook is a book that counts how often it is read.
type countedBook struct {
	*xlsx.Book
	reads int
}

func (b *countedBook) Read(ctx context.Context, tabs ...string) (*sheets.Snapshot, error) {
	b.reads++
	return b.Book.Read(ctx, tabs...)
}

// lateDay plays a day of a daemon, from midnight to midnight, and returns its writes and how often it read the workbook.
// It fails where a lead that is late is not told of with the next pass, and where a daemon that begins anew would find
// something to do.
func lateDay(t *testing.T, at *time.Time, items []lead.Inquiry) (writes []time.Time, reads int) {
	t.Helper()
	const poll = time.Minute
	source := &timed{shelf: shelf{items: items}, now: at}
	d, _ := house(t, source)
	book := &countedBook{Book: d.Book.(*xlsx.Book)}
	d.Book, d.Now = book, func() time.Time { return *at }
	for range 3 { // what came in before the day
		pass(t, d)
	}
	book.reads = 0
	for end := at.AddDate(0, 0, 1); at.Before(end); *at = at.Add(poll) {
		read := book.reads
		sum := pass(t, d)
		if sum.Wrote {
			writes = append(writes, *at)
		}
		if book.reads == read {
			continue
		}
		look, err := d.Look(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		book.reads-- // ours
		checkLate(t, look.Leads, *at)
	}
	return writes, book.reads
}

// checkLate fails where a lead is late and its Attention does not say so.
func checkLate(t *testing.T, leads *sheets.Tab, at time.Time) {
	t.Helper()
	for _, l := range sheets.Leads(leads, time.UTC) {
		if late := at.After(l.RespondBy); late != strings.Contains(l.Attention, "late") {
			t.Errorf("%s: due %s, and Attention says %q", at, l.RespondBy, l.Attention)
		}
	}
}

// Fifty leads of yesterday that nobody answers are late together: they do not have a write each.
func TestManyLateLeadsShareTheirWrites(t *testing.T) {
	at := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC) // a Tuesday
	var items []lead.Inquiry
	for n := range 50 {
		in := inquiry(n)
		in.Received = time.Date(2026, 11, 23, 9, 7*n, 11, 0, time.UTC)
		items = append(items, in)
	}
	writes, reads := lateDay(t, &at, items)
	t.Logf("%d writes, %d reads", len(writes), reads)
	if len(writes) > 10 { // the full hours of the working day
		t.Errorf("%d writes: %v", len(writes), writes)
	}
	if reads > 4*24+2*len(writes)+5 {
		t.Errorf("the workbook was read %d times", reads)
	}
	for _, w := range writes {
		if w.Minute() != 0 {
			t.Errorf("a write at %s", w)
		}
	}
}

// Fifty leads come in over a day, and nobody answers: each is told of when it comes, when it is nearly due and when it
// is late, and the rest is shared.
func TestLeadsOfADayShareTheirWrites(t *testing.T) {
	at := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	var items []lead.Inquiry
	var due []time.Time
	for n := range 50 {
		in := inquiry(n)
		in.Received = time.Date(2026, 11, 24, 8, 20+11*n, 13, 0, time.UTC)
		items = append(items, in)
		due = append(due, in.Received.Add(30*time.Minute))
	}
	writes, _ := lateDay(t, &at, items)
	t.Logf("%d writes", len(writes))
	shared := slices.DeleteFunc(slices.Clone(writes), func(w time.Time) bool {
		return slices.ContainsFunc(due, func(d time.Time) bool {
			for _, own := range []time.Time{d.Add(-30 * time.Minute), d.Add(-15 * time.Minute), d} {
				if since := w.Sub(own); since >= 0 && since <= time.Minute {
					return true
				}
			}
			return false
		})
	})
	if len(shared) > 36 {
		t.Errorf("%d writes that are no lead's own: %v", len(shared), shared)
	}
	for _, w := range shared {
		if w.Minute()%15 != 0 {
			t.Errorf("a write at %s", w)
		}
	}
}
