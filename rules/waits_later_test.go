package rules

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"

	"pgregory.net/rapid"
)

// Later messages: since when, how it stands, when it was answered, how that is known, by whom, and whose a miss is.
// The request is of 9:59 and was answered at 10:10; a message is of a minute before the pass, at 10:20 and later.
func TestFigures_LaterWaits(t *testing.T) {
	ask := func(w *world, key string) { w.pass(w.again(key, "Can you start in May? "+key)) }
	answer := func(w *world, key string, after time.Duration) {
		w.later(after)
		w.pass(w.sent(key, "kim@firm.example"))
	}
	close := func(w *world, after time.Duration, status string) {
		w.later(after)
		l := w.lead("L-1001")
		l.Status, l.RefusalReason = status, "No budget"
		w.pass()
	}
	const kim = "kim@firm.example"
	for _, c := range []struct {
		name, waits, next string
		do                func(w *world)
	}{
		{"it waits", "10:19 waiting", "next 1 waiting", func(w *world) { ask(w, "b") }},
		{"several messages before an answer are one",
			"10:19 met 11:19 seen ann@ours.example", "next 1 met, 60", func(w *world) {
				ask(w, "b")
				w.later(10 * time.Minute)
				ask(w, "c")
				answer(w, "s", 51*time.Minute-time.Minute)
			}},
		{"a message found later than another came before it",
			"10:12 met 11:19 seen ann@ours.example", "next 1 met, 67", func(w *world) {
				ask(w, "b")
				q := w.again("c", "Before that")
				q.Received = w.at("10:12") // after our answer
				w.pass(q)
				answer(w, "s", time.Hour)
			}},
		{"a message that came after the answer is a turn of its own",
			"10:19 met 10:24 seen ann@ours.example; 10:29 waiting", "next 1 met, 1 waiting, 5", func(w *world) {
				ask(w, "b")
				w.later(10 * time.Minute)
				q := w.sent("s", kim, "b@example.org")
				q.Received = w.now.Add(-6 * time.Minute)
				w.pass(w.again("c", "One more thing"), q)
			}},
		{"late", "10:19 late of Ann", "next 1 late", func(w *world) {
			ask(w, "b")
			w.later(5 * time.Hour)
			w.pass()
		}},
		{"answered too late, between two passes",
			"10:19 missed 15:19 seen ann@ours.example of Ann", "next 1 missed, 300", func(w *world) {
				ask(w, "b")
				answer(w, "s", 5*time.Hour)
			}},
		{"a call", "10:19 met 11:00 typed team", "next 1 met, 41", func(w *world) {
			ask(w, "b")
			w.later(2 * time.Hour)
			w.do("L-1001", "called 11:00")
		}},
		{"a call that is taken back", "10:19 waiting", "next 1 waiting", func(w *world) {
			ask(w, "b")
			w.later(2 * time.Hour)
			w.do("L-1001", "called 11:00")
			w.later(time.Minute)
			w.do("L-1001", "undo")
		}},
		{"the answer came back", "10:19 waiting", "next 1 waiting", func(w *world) {
			ask(w, "b")
			answer(w, "s", time.Hour)
			w.pass(w.returned("x", "s@ours.example"))
		}},
		{"and another mail answered it", "10:19 met 11:29 seen ann@ours.example", "next 1 met, 70", func(w *world) {
			ask(w, "b")
			answer(w, "s", time.Hour)
			answer(w, "u", 10*time.Minute)
			w.pass(w.returned("x", "s@ours.example"))
		}},
		{"an earlier mail is found later", "10:19 met 10:30 seen ann@ours.example", "next 1 met, 11", func(w *world) {
			ask(w, "b")
			answer(w, "s", time.Hour)
			q := w.sent("u", kim)
			q.Received = w.at("10:30")
			w.pass(q)
		}},
		{"ended without an answer", "10:19 ended", "next 1 ended", func(w *world) {
			ask(w, "b")
			close(w, time.Hour, "Closed")
		}},
		{"and taken back within a day", "10:19 waiting", "next 1 waiting", func(w *world) {
			ask(w, "b")
			close(w, time.Hour, "Closed")
			close(w, time.Hour, "In progress")
		}},
		{"ended by a command", "10:19 ended", "next 1 ended", func(w *world) {
			ask(w, "b")
			w.later(time.Hour)
			w.do("L-1001", "lost no budget")
		}},
		{"and that taken back", "10:19 waiting", "next 1 waiting", func(w *world) {
			ask(w, "b")
			w.later(time.Hour)
			w.do("L-1001", "lost no budget")
			w.later(time.Minute)
			w.do("L-1001", "undo")
		}},
		{"ended by a command, taken back after the answer to a further message",
			"10:19 met 11:39 seen ann@ours.example", "next 1 met, 80", func(w *world) {
				ask(w, "b")
				w.later(time.Hour)
				w.do("L-1001", "won")
				w.later(10 * time.Minute)
				q := w.again("c", "And in June?")
				q.InReplyTo, q.References = "r@ours.example", []string{"r@ours.example"}
				w.pass(q)
				answer(w, "s", 11*time.Minute-time.Minute)
				w.do("L-1001", "undo")
			}},
		{"what asks for nothing is no turn", "", "", func(w *world) { w.pass(w.again("b", "Thank you!")) }},
		{"only the reply tells of it",
			"10:19 met 10:30 inferred ann@ours.example; 12:19 waiting", "next 1 met, 1 waiting, 11", func(w *world) {
				ask(w, "b")
				w.later(2 * time.Hour)
				q := w.again("c", "May is fine")
				q.Ours = []lead.OurMail{{From: "ann@ours.example", At: w.at("10:30"), Within: 59 * time.Second}}
				w.pass(q)
			}},
		{"won, and the order is asked about", "13:20 waiting", "next 1 waiting", func(w *world) {
			close(w, time.Minute, "Won")
			w.later(3 * time.Hour)
			ask(w, "b")
		}},
		{"no lead after all", "10:19 met 10:29 seen ann@ours.example", "", func(w *world) {
			ask(w, "b")
			answer(w, "s", 11*time.Minute-time.Minute)
			close(w, time.Hour, "Not a lead")
		}},
		{"deleted while it waits", "10:19 late of Ann", "next 1 late", func(w *world) {
			ask(w, "b")
			w.later(5 * time.Hour)
			w.pass()
			w.state.Leads = nil
			w.pass()
		}},
		{"handed over after it was late", "10:19 late of Ann", "next 1 late", func(w *world) {
			ask(w, "b")
			w.later(5 * time.Hour)
			w.pass()
			w.lead("L-1001").Owner = "Bob"
			w.pass()
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := answeredLead(t)
			c.do(w)
			if got := w.waitsOf("L-1001"); got != c.waits {
				t.Errorf("%s\nwant %s\n%+v", got, c.waits, w.state.History)
			}
			_, got, _ := strings.Cut(w.speed(), "; ")
			if got, _, _ = strings.Cut(got, "; "); !strings.HasPrefix(got, "next") {
				got = ""
			}
			if got != c.next {
				t.Errorf("%s, want %s", got, c.next)
			}
		})
	}
}

// What waited with the request ends with it, and a lead without a clock has waits for later messages all the same.
func TestFigures_NoLaterWait(t *testing.T) {
	w := newWorld(t, ours)
	w.pass(w.letter("a", "kim@firm.example"))
	w.later(10 * time.Minute)
	w.pass(w.letter("b", "kim@firm.example", "a@example.org"))
	w.later(10 * time.Minute)
	w.lead("L-1001").Status, w.lead("L-1001").RefusalReason = "Closed", "No budget"
	w.pass()
	if got := w.speed() + w.waitsOf("L-1001"); got != "first 1 ended" {
		t.Errorf("%s", got)
	}
	w = newWorld(t, ours)
	q := w.letter("a", "kim@firm.example")
	q.Channel, q.Kind, q.Past, q.Received = lead.ByForm, lead.ExportRow, true, w.now.AddDate(0, 0, -5)
	w.pass(q)
	w.later(10 * time.Minute)
	w.pass(w.letter("b", "kim@firm.example"))
	w.later(10 * time.Minute)
	w.pass(w.sent("r", "kim@firm.example", "b@example.org"))
	if got := w.speed() + "; " + w.waitsOf("L-1001"); got !=
		"first 1 no clock; next 1 met, 10; 10:09 met 10:19 seen ann@ours.example" {
		t.Errorf("%s", got)
	}
}

// A message of a duplicate waits in the original; what is taken back waits in its own row again.
func TestFigures_LaterWaitsOfDuplicates(t *testing.T) {
	merged := func() *world {
		w := pairOf(t)
		w.pass(w.sent("r", "kim@home.example", "b@example.org")) // at 11:00
		w.later(10 * time.Minute)
		w.pass(w.letter("c", "kim@home.example", "r@ours.example"))
		if a, b := w.waitsOf("L-1001"), w.waitsOf("L-1002"); a != "" || b != "11:10 waiting" {
			t.Errorf("before: %s, %s", a, b)
		}
		w.later(time.Minute)
		w.do("L-1002", "same as L-1001")
		if got := w.speed() + "; " + w.waitsOf("L-1001"); got !=
			"first 1 missed, 61; next 1 waiting; 1 seen; 11:10 waiting" {
			t.Errorf("merged: %s", got)
		}
		w.later(time.Minute)
		return w
	}
	w := merged()
	w.do("L-1002", "undo")
	if a, b := w.waitsOf("L-1001"), w.waitsOf("L-1002"); a != "" || b != "11:10 waiting" {
		t.Errorf("taken back: %s, %s", a, b)
	}
	w = merged()
	w.later(8 * time.Minute)
	w.pass(w.sent("s", "kim@home.example", "c@example.org"))
	if got := w.speed(); got != "first 1 missed, 61; next 1 met, 10; 1 seen" {
		t.Errorf("answered: %s", got)
	}
	copied := w.lead("L-1002") // somebody makes a lead of the copy again, by hand: its message is the original's
	copied.Quality, copied.RefusalReason, copied.Status = "", "", "In progress"
	w.pass()
	if got := w.waitsOf("L-1002"); got != "" {
		t.Errorf("by hand: %s", got)
	}
	w = merged()
	w.pass(w.sent("s", "kim@home.example", "c@example.org"))
	w.later(time.Minute)
	w.do("L-1002", "undo") // as Waiting since of the row says
	if a, b := w.waitsOf("L-1001"), w.waitsOf("L-1002"); a != "" || b != "11:10 waiting" {
		t.Errorf("taken back after the answer: %s, %s", a, b)
	}
}

// Whoever writes, answers or calls in whatever order: later waits are those of a walk over what happened.
func TestFigures_LaterWaitsInAnyOrder(t *testing.T) {
	type wait struct {
		since, answered time.Time
		mail            string // which answered it
	}
	rapid.Check(t, func(rt *rapid.T) {
		w := answeredLead(t)
		var waits []wait
		last, waiting := "", false // our last mail, and whether the last wait goes on
		for n := range rapid.IntRange(1, 12).Draw(rt, "steps") {
			w.later(time.Duration(rapid.IntRange(3, 600).Draw(rt, "minutes")) * time.Minute)
			key, at := fmt.Sprint("k", n), w.now.Add(-time.Minute) // of letters
			switch rapid.SampledFrom([]string{"asks", "asks", "mail", "call", "bounce"}).Draw(rt, "what") {
			case "asks":
				w.pass(w.again(key, "A question "+key))
				if !waiting {
					waits, waiting = append(waits, wait{since: at}), true
				}
			case "mail":
				w.pass(w.sent(key, "kim@firm.example"))
				if last = key; waiting {
					waits[len(waits)-1].answered, waits[len(waits)-1].mail, waiting = at, key, false
				}
			case "call":
				w.do("L-1001", "called")
				if waiting {
					waits[len(waits)-1].answered, waiting = second(w.now), false
				}
			case "bounce":
				n := len(waits) - 1
				if n < 0 || waiting || last == "" || waits[n].mail != last {
					continue
				}
				w.pass(w.returned(key, last+"@ours.example"))
				waits[n], waiting, last = wait{since: waits[n].since}, true, ""
			}
		}
		var want []string
		for _, x := range waits {
			want = append(want, fmt.Sprint(x.since.Unix(), " ", x.answered.Unix()))
		}
		var got []string
		for _, x := range w.dataset().Leads[0].Later {
			got = append(got, fmt.Sprint(x.Since.Unix(), " ", x.Answered.Unix()))
		}
		if !slices.Equal(got, want) {
			rt.Fatalf("got %v\nwant %v\n%+v", got, want, w.state.History)
		}
	})
}
