package rules

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
)

// lates are what Activity says of late answers: whose each was.
func (w *world) lates() string {
	var out []string
	for _, e := range w.state.History {
		if e.What == lead.Late {
			out = append(out, e.Time.In(w.state.Policy.Zone).Format("15:04")+" "+e.To)
		}
	}
	return strings.Join(out, ", ")
}

// two is a team whose leads begin with Ann.
var two = team("Ann", "Bob")

func TestTwoClocks(t *testing.T) {
	t.Run("handed over at minute 20", func(t *testing.T) {
		w := newWorld(t, two)
		q := w.mail("a")
		q.Received = w.now
		w.pass(q)
		w.later(20 * time.Minute)
		w.lead("L-1001").Owner = "Bob"
		w.pass()
		if l := w.lead("L-1001"); !l.RespondBy.Equal(q.Received.Add(half)) || l.Attention != "New: answer by 10:30 (yours from 10:20: 10:50)" {
			t.Errorf("respond by %s, %q", l.RespondBy, l.Attention)
		}
		w.later(11 * time.Minute)
		w.pass()
		if l := w.lead("L-1001"); w.lates() != "10:30 Bob" ||
			!strings.HasPrefix(l.Attention, "Nobody has answered: due 10:30, late (yours from 10:20: 10:50)") {
			t.Errorf("late: %s; %q", w.lates(), l.Attention)
		}
		w.later(72 * time.Hour)
		w.pass()
		if l := w.lead("L-1001"); l.Attention != "Nobody has answered: due Fri 20 Nov, 10:30, 3 days late" {
			t.Errorf("on Monday: %q", l.Attention)
		}
	})
	t.Run("handed over after it was late", func(t *testing.T) {
		w := newWorld(t, two)
		q := w.mail("a")
		q.Received = w.now
		w.pass(q)
		w.later(31 * time.Minute)
		w.pass()
		w.later(10 * time.Minute)
		w.lead("L-1001").Owner = "Bob"
		w.pass()
		w.later(time.Hour)
		answer := w.answer("r", "a@example.org")
		w.pass(answer)
		if got := w.lates(); got != "10:30 Ann" {
			t.Errorf("late: %s", got)
		}
	})
	t.Run("found late only when it had changed hands", func(t *testing.T) {
		w := newWorld(t, two)
		q := w.mail("a")
		q.Received = w.now
		w.pass(q)
		w.later(3 * time.Hour)
		w.lead("L-1001").Owner = "Bob"
		w.state.Edited = w.now.Add(-2 * time.Hour)
		w.pass()
		if got := w.lates(); got != "10:30 Ann" {
			t.Errorf("late: %s", got)
		}
	})
	t.Run("the daemon was down", func(t *testing.T) {
		w := newWorld(t, two)
		q := w.mail("a")
		q.Received = w.now
		w.later(5 * time.Hour)
		work := w.pass(q)
		l := w.lead("L-1001")
		if w.lates() != "10:30 " || !strings.HasSuffix(l.Attention, "(yours from 15:00: 15:30)") || !l.RespondBy.Equal(q.Received.Add(half)) {
			t.Errorf("late: %s; %q, by %s", w.lates(), l.Attention, l.RespondBy)
		}
		e := work.Events[0] // how long leadsheet took is there to be counted
		if arrived := lead.FactOf(e.To, "received"); e.What != lead.Created || arrived != q.Received.Format(time.RFC3339) ||
			!e.Time.Equal(w.now) {
			t.Errorf("%s: arrived %s, taken in %s", e.What, arrived, e.Time)
		}
	})
	t.Run("answered late, and both found by one pass", func(t *testing.T) {
		w := newWorld(t, ours)
		q := w.letter("a", "kim@firm.example")
		q.Received = w.now
		answer := w.answer("r", "kim@firm.example", "a@example.org")
		answer.Received = w.now.Add(2 * time.Hour)
		w.later(5 * time.Hour)
		w.pass(q, answer)
		if got := w.lates(); got != "10:30 " {
			t.Errorf("late: %s", got)
		}
	})
	t.Run("a later message", func(t *testing.T) {
		w := newWorld(t, ours)
		w.pass(w.letter("a", "kim@firm.example"))
		w.later(10 * time.Minute)
		w.pass(w.answer("r", "kim@firm.example", "a@example.org"))
		w.later(10 * time.Minute)
		q := w.letter("b", "kim@firm.example", "r@ours.example")
		q.Received = w.now
		w.pass(q)
		w.later(4*time.Hour + time.Second)
		w.pass()
		w.pass(w.answer("r2", "kim@firm.example", "b@example.org"))
		if got := w.lates(); got != "14:20 Ann" {
			t.Errorf("late: %s", got)
		}
	})
	t.Run("closed as never a lead", func(t *testing.T) {
		w := newWorld(t, two)
		w.pass(w.mail("a"))
		w.later(time.Hour)
		w.lead("L-1001").Status = "Not a lead"
		w.pass()
		if got := w.lates(); got != "" {
			t.Errorf("late: %s", got)
		}
	})
	t.Run("an emergency on Saturday night", func(t *testing.T) {
		w := newWorld(t, rule(lead.TabQuality, "hot", 4, "yes"))
		w.now = clock(t, w.state.Policy.Zone, "2026-11-21 22:00")
		q := w.mail("a")
		q.Received, q.Need = w.now, "This is an emergency: water in the cellar!"
		w.pass(q)
		if l := w.lead("L-1001"); !l.RespondBy.Equal(w.now.Add(5*time.Minute)) || l.Attention != "New: answer by 22:05" {
			t.Errorf("by %s, %q", l.RespondBy, l.Attention)
		}
		w.later(3 * time.Hour)
		w.pass()
		if l := w.lead("L-1001"); w.lates() != "22:05 Owner" || !strings.Contains(l.Attention, "2 h late") {
			t.Errorf("late: %s; %q", w.lates(), l.Attention)
		}
	})
	t.Run("a target of three days", func(t *testing.T) {
		w := newWorld(t, rule(lead.TabSources, "Email", 2, "20 h"))
		q := w.mail("a")
		q.Received = clock(t, w.state.Policy.Zone, "2026-11-19 10:00")
		w.now = q.Received
		w.pass(q)
		w.later(24 * time.Hour)
		w.pass()
		if l := w.lead("L-1001"); l.Attention != "" {
			t.Errorf("before: %q", l.Attention)
		}
		w.later(time.Second)
		w.pass()
		if l := w.lead("L-1001"); l.Attention != "Waits for more than a day: answer by Mon 23 Nov, 12:00" {
			t.Errorf("after a day: %q", l.Attention)
		}
	})
}

// The customer's clock is never set anew: not by who owns the lead, nor by a colder quality, nor by what Settings say
// later. A more urgent quality alone may make it earlier.
func TestTheCustomersClockIsNeverSetAnew(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := newWorld(t, two, rule(lead.TabQuality, "cold", 3, "6 h"), rule(lead.TabQuality, "hot", 4, rapid.SampledFrom([]string{"", "yes"}).Draw(r, "after")))
		w.now = w.now.Add(time.Duration(rapid.IntRange(0, 72*60).Draw(r, "began")) * time.Minute)
		q := w.mail("a")
		w.pass(q)
		l := w.lead("L-1001")
		due, since := l.RespondBy, l.Received
		for range rapid.IntRange(1, 6).Draw(r, "edits") {
			w.later(time.Duration(rapid.IntRange(0, 90).Draw(r, "after")) * time.Minute)
			hotter := false
			switch l = w.lead("L-1001"); rapid.IntRange(0, 4).Draw(r, "edit") {
			case 0:
				l.Owner = rapid.SampledFrom([]string{"Ann", "Bob", "Zoe", ""}).Draw(r, "owner")
			case 1:
				l.Quality, hotter = rapid.SampledFrom([]string{"hot", "warm", "cold", ""}).Draw(r, "quality"), true
			case 2:
				w.state.Policy.RespondWithin = time.Duration(rapid.IntRange(1, 600).Draw(r, "within")) * time.Minute
			case 3:
				w.state.Policy.AnswerBy = rapid.SampledFrom([]int{0, 600, 720}).Draw(r, "by")
			case 4:
				w.state.Policy.Team[0].AwayFrom = w.now.Add(-time.Hour)
			}
			w.pass()
			l = w.lead("L-1001")
			if l.RespondBy.After(due) || !hotter && !l.RespondBy.Equal(due) || !l.Received.Equal(since) {
				r.Fatalf("respond by %s, was %s; received %s", l.RespondBy, due, l.Received)
			}
			due = l.RespondBy
		}
		if n := strings.Count(w.lates(), ":"); n > 1 {
			r.Fatalf("late %d times: %s", n, w.lates())
		}
	})
}

// Another zone, and other working hours, make nothing late once more, and give no owner another time who has had the lead
// from the beginning.
func TestLateInAnotherZone(t *testing.T) {
	w := newWorld(t, two)
	w.pass(w.mail("a"))
	w.later(time.Hour)
	w.pass()
	zone, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	w.state.Policy.Zone, w.state.Policy.Calendar.Zone = zone, zone
	l := w.lead("L-1001")
	l.Received = l.Received.Add(5 * time.Hour) // as what a person has typed there reads in another zone
	w.pass()
	if n := strings.Count(w.lates(), "Ann"); n != 1 || strings.Contains(w.lead("L-1001").Attention, "yours") {
		t.Errorf("late %d times; %q", n, w.lead("L-1001").Attention)
	}
}

// Whose a late answer was survives every later hand-over, and whatever Settings say then.
func TestWhoseItWasStays(t *testing.T) {
	w := newWorld(t, two)
	w.pass(w.mail("a"))
	w.later(time.Hour)
	w.pass()
	was := w.lates()
	for n, owner := range []string{"Bob", "Ann", "Zoe", "Bob"} {
		w.later(time.Hour)
		w.lead("L-1001").Owner = owner
		w.state.Policy.RespondWithin = time.Duration(n+1) * time.Hour
		w.pass()
	}
	p, _ := policy.ReadPolicy(words.Language{}, nil, policy.InForce{})
	w.state.Policy.Calendar = p.Calendar
	w.pass()
	if w.lates() != was || was != "10:29 Ann" {
		t.Errorf("late: %s, was %s", w.lates(), was)
	}
}
