package daemon_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"leadsheet/daemon"
	"leadsheet/lead"
	"leadsheet/sheets/xlsx"
)

// resting is a daemon over a local workbook in which nothing has happened since its last passes.
func resting(t *testing.T, at *time.Time, s *shelf) (*daemon.Daemon, *countedBook, desk) {
	t.Helper()
	place := localDesk(t)
	d, _ := house(t, s)
	book := &countedBook{Book: place.open().(*xlsx.Book)}
	d.Book, d.Now = book, func() time.Time { return *at }
	for range 3 {
		pass(t, d)
	}
	s.items, book.reads = nil, 0
	return d, book, place
}

// A pass over a workbook in which nothing has happened does not read it. What happens in it, at a source or on the
// clock is found with the next pass all the same.
func TestRest(t *testing.T) {
	for _, c := range []struct {
		name   string
		event  func(t *testing.T, at *time.Time, s *shelf, place desk)
		reads  bool
		wrote  bool
		failed bool
	}{
		{name: "nothing", event: func(*testing.T, *time.Time, *shelf, desk) {}},
		{name: "a minute", event: func(_ *testing.T, at *time.Time, _ *shelf, _ desk) { *at = at.Add(time.Minute) }},
		{name: "a quarter of an hour", reads: true, wrote: true, event: func(_ *testing.T, at *time.Time, _ *shelf, _ desk) {
			*at = at.Add(15 * time.Minute)
		}},
		{name: "a clock that is set back", reads: true, wrote: true, event: func(_ *testing.T, at *time.Time, _ *shelf, _ desk) {
			*at = at.Add(-time.Hour)
		}},
		{name: "midnight", reads: true, wrote: true, event: func(_ *testing.T, at *time.Time, _ *shelf, _ desk) {
			*at = at.Add(14 * time.Hour)
		}},
		{name: "an edit", reads: true, wrote: true, event: func(_ *testing.T, at *time.Time, _ *shelf, place desk) {
			*at = at.Add(time.Second)
			place.hands.EditAt(lead.TabLeads, 1, 7, lead.TextValue("In progress"))
		}},
		{name: "a mail", reads: true, wrote: true, event: func(_ *testing.T, _ *time.Time, s *shelf, _ desk) {
			s.items = append(s.items, inquiry(7))
		}},
		{name: "a mail that is known", event: func(_ *testing.T, _ *time.Time, s *shelf, _ desk) {
			s.items = append(s.items, inquiry(1))
		}},
		{name: "a source that fails", failed: true, event: func(_ *testing.T, _ *time.Time, s *shelf, _ desk) {
			s.fail = errors.New("no answer")
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			at, s := now.Add(time.Minute), &shelf{items: nil}
			s.items = append(s.items, inquiry(1), inquiry(2))
			for i := range s.items {
				s.items[i].Received = now.Add(-20 * time.Hour)
			}
			d, book, place := resting(t, &at, s)
			c.event(t, &at, s, place)
			sum, err := d.Pass(t.Context())
			if (err != nil) != c.failed || sum.Wrote != c.wrote || book.reads > 0 != c.reads {
				t.Errorf("%d reads, wrote %v, %v", book.reads, sum.Wrote, err)
			}
			if want := map[bool]int{true: 3, false: 2}[c.name == "a mail"]; sum.Leads != want {
				t.Errorf("%d leads, want %d", sum.Leads, want)
			}
			if !c.wrote && sum.Active && c.name != "an edit" {
				t.Error("it was active")
			}
		})
	}
}

// A lead that becomes late is told of with the next pass, however quiet it is.
func TestRest_BecomingLateIsTold(t *testing.T) {
	for where, newDesk := range desks {
		t.Run(where, func(t *testing.T) {
			at, s := now, &shelf{items: nil}
			in := inquiry(1)
			in.Received = now.Add(-time.Minute)
			s.items = append(s.items, in)
			d, _ := house(t, s)
			d.Book, d.Now = newDesk(t).open(), func() time.Time { return at }
			due := in.Received.Add(30 * time.Minute)
			for ; at.Before(due.Add(2 * time.Minute)); at = at.Add(15 * time.Second) {
				pass(t, d)
				look, err := d.Look(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				text := look.Leads.At(0, look.Leads.Col(lead.ColAttention)).String()
				if late := at.After(due); late != strings.Contains(text, "late") {
					t.Fatalf("%s, due %s: %q", at, due, text)
				}
				if soon := !at.Before(due.Add(-15 * time.Minute)); soon != (text != "") {
					t.Fatalf("%s, due %s: %q", at, due, text)
				}
			}
		})
	}
}
