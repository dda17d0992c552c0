package rules

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
)

// ended is a world in which Kim's first request has ended with a status: she wrote on Friday, was answered, and it ended on
// that day.
func ended(t *testing.T, status string, edits ...func(map[string]policy.Table)) *world {
	w := newWorld(t, append([]func(map[string]policy.Table){ours}, edits...)...)
	w.pass(w.letter("a", "kim@firm.example"))
	w.pass(w.answer("r", "kim@firm.example", "a@example.org"))
	l := w.lead("L-1001")
	l.Status, l.RefusalReason, l.NextStep, l.Value, l.HasValue = status, "No budget", "Send it", 5000, true
	w.pass()
	return w
}

// What becomes of a message of somebody whose lead has ended.
func TestAfterTheEnd(t *testing.T) {
	letter := func(answers ...string) func(w *world) lead.Inquiry {
		return func(w *world) lead.Inquiry {
			q := w.letter("b", "kim@firm.example", answers...)
			q.Need = "Now a gate."
			return q
		}
	}
	form := func(w *world) lead.Inquiry {
		q := w.letter("b", "kim@firm.example")
		q.Channel, q.Kind, q.Need = lead.ByForm, lead.ExportRow, "Now a gate."
		return q
	}
	const day = 24 * time.Hour
	for _, c := range []struct {
		name, status string
		after        time.Duration
		make         func(w *world) lead.Inquiry
		lead         string // L-1002 for a new row
	}{
		{"closed, a mail of its own", "Closed", 3 * day, letter(), "L-1002"},
		{"closed, in the thread", "Closed", 3 * day, letter("a@example.org"), "L-1002"},
		{"closed, a form", "Closed", 3 * day, form, "L-1002"},
		{"unqualified, in the thread", "Unqualified", 3 * day, letter("r@ours.example"), "L-1002"},
		{"won, in the thread", "Won", 3 * day, letter("r@ours.example"), "L-1001"},
		{"won, in the thread, on the last day", "Won", 89 * day, letter("r@ours.example"), "L-1001"},
		{"won, in the thread, later", "Won", 91 * day, letter("r@ours.example"), "L-1002"},
		{"won, a mail of its own", "Won", 3 * day, letter(), "L-1002"},
		{"won, a form", "Won", 3 * day, form, "L-1002"},
		{"won, a form's mail", "Won", 3 * day, func(w *world) lead.Inquiry {
			q := letter("r@ours.example")(w)
			q.Kind = lead.Notification
			return q
		}, "L-1002"},
		{"an old record from after the end", "Closed", 9 * day, func(w *world) lead.Inquiry {
			q := form(w)
			q.Received = w.now.Add(-5 * day)
			return q
		}, "L-1002"},
		{"an old record from before the end", "Closed", 9 * day, func(w *world) lead.Inquiry {
			q := form(w)
			q.Received = w.now.Add(-20 * day)
			return q
		}, "L-1001"},
		{"what cannot be read", "Closed", 3 * day, func(w *world) lead.Inquiry {
			q := letter()(w)
			q.Kind, q.Need = lead.Unreadable, ""
			return q
		}, "L-1002"},
		{"the same mail by another way", "Closed", 3 * day, func(w *world) lead.Inquiry {
			q := w.letter("a", "kim@firm.example")
			q.Key = "a-by-the-list"
			return q
		}, "L-1001"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := ended(t, c.status)
			before := *w.lead("L-1001")
			w.later(c.after)
			w.pass()
			q := c.make(w)
			w.pass(q)
			if r := w.last(); r.Lead != c.lead {
				t.Fatalf("became %+v", r)
			}
			is := *w.lead("L-1001")
			if c.lead == "L-1002" {
				if l := w.lead("L-1002"); l.Earlier != "L-1001 ("+c.status+", Nov 2026)" || l.Status != "New lead" || l.HasValue ||
					l.NextStep != "" || l.RefusalReason != "" || l.Owner != "Ann" || l.Need != q.Need {
					t.Errorf("the new lead is %+v", l)
				}
			} else {
				is.LastActivity, is.Attention = before.LastActivity, before.Attention
				is.WaitingSince, is.RespondBy = before.WaitingSince, before.RespondBy
			}
			if before.Attention = is.Attention; !reflect.DeepEqual(is, before) {
				t.Errorf("the ended lead is %+v\nit was %+v", is, before)
			}
		})
	}
}

// A customer's word about the order opens a turn on the won row, which no comment and no next step ends.
func TestServiceOfAWonLead(t *testing.T) {
	for _, c := range []struct {
		name string
		act  func(w *world)
		gone bool
	}{
		{"nobody acts", func(*world) {}, false},
		{"a next step", func(w *world) { w.lead("L-1001").NextStep = "Call" }, false},
		{"a comment", func(w *world) { w.lead("L-1001").Comment = "Called." }, false},
		{"another status", func(w *world) { w.lead("L-1001").Status = "In progress" }, false},
		{"another end", func(w *world) { w.lead("L-1001").Status = "Closed" }, true},
		{"our answer", func(w *world) { w.pass(w.sent("r2", "kim@firm.example", "b@example.org")) }, true},
		{"an answer from before", func(w *world) {
			q := w.sent("r2", "kim@firm.example")
			q.Received = w.now.Add(-3 * 24 * time.Hour)
			w.pass(q)
		}, false},
		{"made a lead of its own", func(w *world) { w.state.Intake[len(w.state.Intake)-2].Outcome = lead.MakeLead }, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := ended(t, "Won")
			w.later(2 * 24 * time.Hour)
			q := w.letter("b", "kim@firm.example", "r@ours.example")
			q.Need = "When do you deliver · it is urgent?"
			work := w.pass(q)
			const says = `Kim Example waits since Sun 22 Nov, 09:59: "When do you deliver - it is urgent?" Answer by Mon 23 Nov, 13:00`
			if l := w.lead("L-1001"); what(work) != "changed Respond by,asked," || l.Attention != says {
				t.Fatalf("%s, attention %q", what(work), l.Attention)
			}
			q = w.letter("c", "kim@firm.example", "b@example.org")
			q.Need = "Hello?"
			w.pass(q)
			if l := w.lead("L-1001"); l.Attention != says {
				t.Fatalf("after the second message: %q", l.Attention)
			}
			w.later(time.Hour)
			c.act(w)
			w.pass()
			w.later(time.Hour)
			w.pass()
			if a := w.lead("L-1001").Attention; strings.Contains(a, "urgent") == c.gone {
				t.Errorf("attention %q", a)
			}
			if c.name == "made a lead of its own" {
				if l := w.lead("L-1002"); l.Earlier != "L-1001 (Won, Nov 2026)" || l.Email != "kim@firm.example" || l.Owner != "Ann" {
					t.Errorf("it is %+v", l)
				}
			}
		})
	}
}

func TestEarlierLeads(t *testing.T) {
	w := ended(t, "Won")
	for _, key := range []string{"b", "c", "d", "e", "f", "g"} {
		w.later(40 * 24 * time.Hour)
		w.pass(w.letter(key, "kim@firm.example"))
		l := &w.state.Leads[len(w.state.Leads)-1]
		l.Status, l.RefusalReason = "Closed", "No budget"
		w.pass()
	}
	if l := w.lead("L-1002"); l.Earlier != "L-1001 (Won, Nov 2026)" {
		t.Errorf("L-1002: %q", l.Earlier)
	}
	// A copy is no request, and of a row that came with its status nobody knows when it ended.
	w.lead("L-1006").Quality = "duplicate"
	w.state.Leads = append(w.state.Leads, lead.Lead{Ref: len(w.state.Leads), Name: "Kim", Email: "KIM@firm.example", Status: "Won"})
	w.pass()
	w.later(24 * time.Hour)
	w.pass(w.letter("h", "kim@firm.example"))
	want := "L-1008 (Won), L-1007 (Closed, Jul 2027), L-1005 (Closed, Apr 2027), L-1004 (Closed, Mar 2027), L-1003 (Closed, Feb 2027), 2 more"
	if l := w.lead("L-1009"); l.Earlier != want {
		t.Errorf("L-1009: %q", l.Earlier)
	}
}

// The month is that of the ending that counts: a status that went on, that was taken back, or that a rule put back is none.
func TestWhenALeadEnded(t *testing.T) {
	type moves = func(w *world)
	set := func(status string) moves {
		return func(w *world) {
			w.lead("L-1001").Status = status
			w.pass()
			w.later(35 * 24 * time.Hour)
		}
	}
	for _, c := range []struct {
		name  string
		moves []moves
		want  string
	}{
		{"won, and paid later", []moves{set("Won"), set("Paid")}, "L-1001 (Paid, Nov 2026)"},
		{"lost, and won later", []moves{set("Unqualified"), set("Won")}, "L-1001 (Won, Dec 2026)"},
		{"taken back, and won later", []moves{set("Won"), set("In progress"), set("Won")}, "L-1001 (Won, Jan 2027)"},
		{"put back", []moves{set("Won"), set("Closed")}, "L-1001 (Won, Nov 2026)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, ours, rule(lead.TabSettings, "Broken rules", 1, "revert"), rule(lead.TabStatuses, "Unqualified", 3, ""), func(tables map[string]policy.Table) {
				tab := tables[lead.TabStatuses]
				tab.Rows = append(tab.Rows, []string{"Paid", "won", "", "", "", ""})
				tables[lead.TabStatuses] = tab
			})
			w.pass(w.letter("a", "kim@firm.example"))
			for _, move := range c.moves {
				move(w)
			}
			w.pass(w.letter("b", "kim@firm.example"))
			if l := w.lead("L-1002"); l.Earlier != c.want {
				t.Errorf("%q, want %q", l.Earlier, c.want)
			}
		})
	}
}

// Who had the customer keeps the customer, unless absent; it is no turn of the fair shares.
func TestThePreviousOwner(t *testing.T) {
	for _, c := range []struct {
		name, had, gets string
		edit            func(*policy.Person, time.Time)
	}{
		{"present", "Ann", "Ann", func(*policy.Person, time.Time) {}},
		{"takes no leads", "Ann", "Ann", func(m *policy.Person, _ time.Time) { m.TakesLeads = false }},
		{"away", "Ann", "Bob", func(m *policy.Person, now time.Time) { m.AwayFrom = now.Add(-time.Hour) }},
		{"gone", "Zoe", "Bob", func(*policy.Person, time.Time) {}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, team("Ann", "Bob"))
			w.pass(w.mail("a"))
			l := w.lead("L-1001")
			l.Status, l.Owner = "Won", c.had
			w.pass()
			w.later(24 * time.Hour)
			c.edit(&w.state.Policy.Team[0], w.now)
			q := w.mail("a")
			q.Key = "a2"
			w.pass(q)
			if l := w.lead("L-1002"); l.Owner != c.gets {
				t.Errorf("owner %q", l.Owner)
			}
		})
	}
}

// The answer to the new request counts for it, also when it is written into the old conversation.
func TestAnswersAfterTheEnd(t *testing.T) {
	w := ended(t, "Closed")
	w.later(3 * 24 * time.Hour)
	w.pass(w.letter("b", "kim@firm.example"))
	w.later(10 * time.Minute)
	w.pass(w.sent("r2", "kim@firm.example", "a@example.org"))
	if l := w.lead("L-1002"); l.FirstResponse.IsZero() {
		t.Errorf("nobody has answered: %+v, %+v", l, w.last())
	}
}

// A colleague's forward without its sender, in the thread of an ended lead, is about the same person.
func TestAForwardAfterTheEnd(t *testing.T) {
	w := ended(t, "Closed")
	w.later(3 * 24 * time.Hour)
	q := w.letter("b", "", "a@example.org")
	q.Kind, q.From, q.ForwardedBy, q.Name, q.Need = lead.Forwarded, "ann@ours.example", "ann@ours.example", "", "She called, too."
	w.pass(q)
	if l := w.lead("L-1002"); l.Email != "kim@firm.example" || l.Name != "Kim Example" || l.Need != "She called, too." {
		t.Errorf("became %+v", l)
	}
}

func TestCustomerAfterWinning(t *testing.T) {
	for _, c := range []struct {
		value string
		days  int
		ok    bool
	}{{"", 90, true}, {"30", 30, true}, {"30 days", 30, true}, {"1 day", 1, true}, {"0", 0, true}, {"3 months", 90, false}, {"-1", 90, false}, {"x", 90, false}} {
		tables := map[string]policy.Table{}
		for _, tab := range policy.DefaultTables() {
			tables[tab.Title] = tab
		}
		setCell(tables, lead.TabSettings, "Customer after winning", 1, c.value)
		p, checks := policy.ReadPolicy(words.Language{}, tables, policy.InForce{})
		ok := true
		for _, x := range checks {
			ok = ok && x.Text == ""
		}
		if p.CustomerFor != c.days || ok != c.ok {
			t.Errorf("%q: %d days, %v", c.value, p.CustomerFor, checks)
		}
	}
}
