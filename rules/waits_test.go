package rules

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/reports/facts"
	"leadsheet/reports/figures"
)

// dataset is what the reports count.
func (w *world) dataset() *facts.Dataset {
	return facts.New(facts.Input{Policy: w.state.Policy, Leads: w.state.Leads, History: w.state.History}, w.now)
}

// speed are the figures about how fast customers were answered: first, later, and how that is known. What is
// 0 is left out.
func (w *world) speed() string {
	w.t.Helper()
	n := figures.Of(w.dataset())
	var out []string
	add := func(name string, count int) {
		if count > 0 {
			out = append(out, fmt.Sprint(count, " ", name))
		}
	}
	answers := func(name string, r *figures.Response) {
		add("met", r.Met)
		add("missed", r.Missed)
		add("waiting", r.Waiting)
		add("late", r.WaitingLate)
		add("ended", r.Ended)
		add("no clock", r.Backfilled)
		add("clamped", r.Clamped)
		if r.Answered > 0 {
			out = append(out, fmt.Sprintf("%.0f", r.Median.Minutes()))
			if r.Wall != r.Median {
				out = append(out, fmt.Sprintf("wall %.0f", r.Wall.Minutes()))
			}
		}
		if len(out) > 0 {
			out = []string{name + " " + strings.Join(out, ", ")}
		}
	}
	answers("first", &n.Response)
	first := strings.Join(out, "")
	out = nil
	answers("next", &n.Next)
	next := strings.Join(out, "")
	out = nil
	add("seen", n.Known.Seen)
	add("typed", n.Known.Typed)
	add("by status", n.Known.ByStatus)
	add("inferred", n.Known.Inferred)
	all, sum := first, 0
	for _, s := range []string{next, strings.Join(out, ", ")} {
		if s != "" {
			all += "; " + s
		}
	}
	for _, x := range n.Buckets {
		sum += x.Leads
	}
	if known := n.Known; sum != n.Response.Answered || known.Seen+known.Typed+known.ByStatus+known.Inferred != sum {
		w.t.Errorf("%d answered, in buckets %d, %+v", n.Response.Answered, sum, known)
	}
	return all
}

// waitsOf says of every later wait of a lead since when it was, how it stands, when it was answered and by whom.
func (w *world) waitsOf(id string) string {
	var out []string
	b := w.dataset()
	states := [...]string{"no clock", "ended", "met", "missed", "waiting", "late"}
	hows := [...]string{"", "seen", "typed", "by status", "inferred"}
	hour := func(t time.Time) string { return t.In(b.Zone).Format("15:04") }
	for i := range b.Leads {
		for _, x := range b.Leads[i].Later {
			if b.Leads[i].ID != id {
				continue
			}
			text := hour(x.Since) + " " + states[x.State]
			if !x.Answered.IsZero() {
				text += strings.TrimRight(fmt.Sprintf(" %s %s %s", hour(x.Answered), hows[x.How], x.By), " ")
			}
			if x.Late != nil {
				text += " of " + x.Late.To
			}
			out = append(out, text)
		}
	}
	return strings.Join(out, "; ")
}

// The table of edge cases of a response, as leadsheet meets them. It is Friday, 10:00; letters are of a minute before.
func TestFigures_FirstResponse(t *testing.T) {
	asks := func(w *world) { w.pass(w.letter("a", "kim@firm.example")) }
	answers := func(w *world, after time.Duration) {
		w.later(after)
		w.pass(w.sent("r", "kim@firm.example", "a@example.org"))
	}
	edit := func(w *world, after time.Duration, change func(l *lead.Lead)) {
		w.later(after)
		change(w.lead("L-1001"))
		w.pass()
	}
	const ann = "ann@ours.example"
	for _, c := range []struct {
		name, want string
		do         func(w *world)
	}{
		{"answered by a mail", "first 1 met, 10; 1 seen", func(w *world) { asks(w); answers(w, 10*time.Minute) }},
		{"an absence note is none", "first 1 waiting", func(w *world) {
			asks(w)
			q := w.answer("r", "kim@firm.example", "a@example.org")
			q.Kind, q.AnsweredTo = lead.AutoReply, nil
			w.pass(q)
		}},
		{"the answer came back", "first 1 waiting", func(w *world) {
			asks(w)
			answers(w, 10*time.Minute)
			w.pass(w.returned("x", "r@ours.example"))
		}},
		{"and a second one arrived", "first 1 missed, 40; 1 seen", func(w *world) {
			asks(w)
			answers(w, 10*time.Minute)
			w.pass(w.returned("x", "r@ours.example"))
			w.later(30 * time.Minute)
			w.pass(w.sent("s", "kim@firm.example", "a@example.org"))
		}},
		{"by status", "first 1 met, 11; 1 by status", func(w *world) {
			asks(w)
			edit(w, 10*time.Minute, func(l *lead.Lead) { l.Status = "In progress" })
		}},
		{"by status, and a mail is found that was sent before", "first 1 met, 5; 1 seen", func(w *world) {
			asks(w)
			edit(w, 10*time.Minute, func(l *lead.Lead) { l.Status = "In progress" })
			q := w.sent("r", "kim@firm.example", "a@example.org")
			q.Received = w.now.Add(-6 * time.Minute)
			w.pass(q)
		}},
		{"a time that was typed, and no mail replaces", "first 1 met, 2; 1 typed", func(w *world) {
			asks(w)
			edit(w, 10*time.Minute, func(l *lead.Lead) { l.FirstResponse = l.Received.Add(2 * time.Minute) })
			answers(w, time.Minute)
		}},
		{"a call that is typed in hours later, with its time", "first 1 met, 16; 1 typed", func(w *world) {
			asks(w)
			w.later(5 * time.Hour)
			w.do("L-1001", "called 10:15")
		}},
		{"a call without a time was now", "first 1 missed, 301; 1 typed", func(w *world) {
			asks(w)
			w.later(5 * time.Hour)
			w.do("L-1001", "called")
		}},
		{"a call that is taken back", "first 1 late", func(w *world) {
			asks(w)
			w.later(5 * time.Hour)
			w.do("L-1001", "called 10:15")
			w.later(time.Minute)
			w.do("L-1001", "undo")
		}},
		{"only the reply tells of it", "first 1 met, 16; next 1 waiting; 1 inferred", func(w *world) {
			asks(w)
			w.later(90 * time.Minute)
			w.pass(w.reply("b", []lead.OurMail{{From: ann, At: w.at("10:15"), Within: 59 * time.Second}}))
		}},
		{"ended without an answer", "first 1 ended", func(w *world) {
			asks(w)
			edit(w, 10*time.Minute, func(l *lead.Lead) { l.Status, l.RefusalReason = "Closed", "No budget" })
		}},
		{"unqualified leads count", "first 1 met, 1; 1 seen", func(w *world) {
			asks(w)
			answers(w, time.Minute)
			edit(w, time.Minute, func(l *lead.Lead) { l.Status, l.RefusalReason = "Unqualified", "Not relevant" })
		}},
		{"what is no lead does not", "", func(w *world) {
			asks(w)
			answers(w, time.Minute)
			edit(w, time.Minute, func(l *lead.Lead) { l.Status = "Not a lead" })
		}},
		{"the row was deleted while the customer waited", "first 1 late", func(w *world) {
			asks(w)
			w.later(time.Hour)
			w.pass()
			w.state.Leads = nil
			w.pass()
		}},
		{"a second mail before any reply", "first 1 met, 26; 1 seen", func(w *world) {
			asks(w)
			w.later(15 * time.Minute)
			w.pass(w.letter("b", "kim@firm.example", "a@example.org"))
			answers(w, 10*time.Minute+time.Minute)
		}},
		{"closed, and writes again: a clock of its own", "first 1 met, 1 missed, 35; 2 seen", func(w *world) {
			asks(w)
			answers(w, 10*time.Minute)
			edit(w, time.Minute, func(l *lead.Lead) { l.Status, l.RefusalReason = "Closed", "No budget" })
			w.later(2 * time.Hour)
			w.pass(w.letter("b", "kim@firm.example"))
			w.later(time.Hour)
			w.pass(w.sent("s", "kim@firm.example", "b@example.org"))
		}},
		{"of an old file", "first 1 no clock", func(w *world) {
			q := w.letter("a", "kim@firm.example")
			q.Channel, q.Kind, q.Past, q.Received = lead.ByForm, lead.ExportRow, true, w.now.AddDate(0, 0, -5)
			w.pass(q)
			edit(w, time.Hour, func(l *lead.Lead) { l.Status = "In progress" })
		}},
		{"the target was changed meanwhile", "first 1 missed, 40; 1 seen", func(w *world) {
			asks(w)
			w.state.Policy.RespondWithin = 2 * time.Hour
			answers(w, 40*time.Minute)
		}},
		{"hot from 10:10 on: due 10:15", "first 1 missed, 20; 1 seen", func(w *world) {
			asks(w)
			edit(w, 10*time.Minute, func(l *lead.Lead) { l.Quality = "hot" })
			answers(w, 10*time.Minute)
		}},
		{"answered before it came, by the clocks", "first 1 met, 1 clamped, 0; 1 typed", func(w *world) {
			asks(w)
			edit(w, time.Minute, func(l *lead.Lead) { l.FirstResponse = l.Received.Add(-time.Hour) })
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, ours)
			c.do(w)
			if got := w.speed(); got != c.want {
				t.Errorf("%s\nwant %s\n%+v", got, c.want, w.state.History)
			}
		})
	}
}

// Of two rows about one request the original has the earliest arrival and the earliest response, however that is known;
// the copy counts nowhere. Taking that back gives each its own again.
func TestFigures_Duplicates(t *testing.T) {
	w := pairOf(t) // of 9:59 and 10:59; it is 11:01
	w.lead("L-1002").FirstResponse = w.now
	w.later(9 * time.Minute)
	w.pass(w.sent("r", "kim@firm.example", "a@example.org"))
	if got := w.speed(); got != "first 1 met, 1 missed, 36; 1 seen, 1 typed" {
		t.Errorf("before: %s", got)
	}
	w.later(time.Minute)
	w.do("L-1002", "same as L-1001")
	if got := w.speed(); got != "first 1 missed, 62; 1 typed" {
		t.Errorf("merged: %s", got)
	}
	w.later(time.Minute)
	w.do("L-1002", "undo")
	if got := w.speed(); got != "first 1 met, 1 missed, 36; 1 seen, 1 typed" {
		t.Errorf("taken back: %s", got)
	}
}

// How long leadsheet took is said beside the response time, which counts from the arrival.
func TestFigures_Delay(t *testing.T) {
	w := newWorld(t, ours)
	q := w.letter("a", "kim@firm.example")
	q.Received = w.now
	w.later(5 * time.Hour) // the daemon was down
	w.pass(q)
	w.pass(w.letter("b", "eve@firm.example"), w.letter("c", "bea@other.example"))
	old := w.letter("d", "dan@other.example")
	old.Past, old.Received = true, w.now.AddDate(0, 0, -5) // without a clock
	w.pass(old)
	n := figures.Of(w.dataset())
	if n.Delay != (figures.Delay{Median: time.Minute, P90: 5 * time.Hour, N: 3}) || n.Response.WaitingLate != 1 {
		t.Errorf("%+v, %+v", n.Delay, n.Response)
	}
}
