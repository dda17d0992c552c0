package rules

import (
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"

	"pgregory.net/rapid"
)

// column replaces the cells of a column of the tab Statuses, by status.
func column(col int, cells map[string]string) func(map[string]policy.Table) {
	return func(tables map[string]policy.Table) {
		for status, text := range cells {
			setCell(tables, lead.TabStatuses, status, col, text)
		}
	}
}

// statusMoves are the changes of Status that leadsheet has made by itself, each with its reason.
func (w *world) statusMoves() string {
	var out []string
	for _, e := range w.state.History {
		if e.What == lead.Changed && e.Column == lead.ColStatus && e.By == byUs {
			out = append(out, e.From+" > "+e.To+" ("+e.Why+")")
		}
	}
	return strings.Join(out, ", ")
}

// A status that leadsheet has set follows our answer and the customer's reply, and one that a person has set stays.
func TestStatusFollowsMail(t *testing.T) {
	const toProgress, toContact = "New lead > In progress (the status follows our answer)", "In progress > Contact established (the status follows the customer's reply)"
	answer := func(w *world) {
		w.later(10 * time.Minute)
		w.pass(w.sent("r", "kim@firm.example"))
	}
	reply := func(w *world) {
		w.later(10 * time.Minute)
		w.pass(w.again("b", "When can you start?"))
	}
	set := func(status string) func(*world) {
		return func(w *world) { w.lead("L-1001").Status = status; w.pass() }
	}
	do := func(text string) func(*world) {
		return func(w *world) { w.later(10 * time.Minute); w.lead("L-1001").Do = text; w.pass() }
	}
	for _, c := range []struct {
		name   string
		days   []func(*world)
		status string
		moves  string
		edit   func(map[string]policy.Table)
	}{
		{"our mail", []func(*world){answer}, "In progress", toProgress, nil},
		{"the reply", []func(*world){answer, reply}, "Contact established", toProgress + ", " + toContact, nil},
		{"thanks are a reply", []func(*world){answer, func(w *world) { w.later(time.Hour); w.pass(w.again("b", "Thank you!")) }}, "Contact established", toProgress + ", " + toContact, nil},
		{"a second message before our answer is none", []func(*world){func(w *world) { w.later(time.Minute); w.pass(w.again("b", "Another thing: in green?")) }, answer}, "In progress", toProgress, nil},
		{"a call", []func(*world){do("called")}, "In progress", toProgress, nil},
		{"nobody at home", []func(*world){do("no answer")}, "New lead", "", nil},
		{"a first response that a person types", []func(*world){func(w *world) { w.lead("L-1001").FirstResponse = w.now; w.pass() }}, "In progress", toProgress, nil},
		{"done, and then a mail", []func(*world){do("done"), answer}, "In progress", toProgress, nil},
		{"a person's status", []func(*world){set("In progress"), answer, reply}, "In progress", "", nil},
		{"a person's status that is the first one again", []func(*world){set("Qualification"), set("New lead"), answer, reply}, "New lead", "", nil},
		{"a person's alias of the same status", []func(*world){set("New"), answer, reply}, "New", "", nil},
		{"a person's status after ours", []func(*world){answer, set("Moved to deal"), reply}, "Moved to deal", toProgress, nil},
		{"never back", []func(*world){answer, reply, answer}, "Contact established", toProgress + ", " + toContact, nil},
		{"a status that nobody knows", []func(*world){set("Maybe"), answer}, "Maybe", "", nil},
		{"switched off", []func(*world){answer, reply}, "New lead", "", rule(lead.TabSettings, "Status follows mail", 1, "no")},
		{"a move that is not allowed", []func(*world){answer, reply}, "New lead", "", column(4, map[string]string{"New lead": "Qualification"})},
		{"a move by an alias", []func(*world){answer, reply}, "Contact established", toProgress + ", " + toContact,
			column(4, map[string]string{"New lead": "In progress", "In progress": "Contacted"})},
		{"what it requires comes later", []func(*world){answer, func(w *world) { w.lead("L-1001").Phone = "030 1234567"; w.pass() }}, "In progress", toProgress,
			column(3, map[string]string{"In progress": "Phone"})},
		{"put back, and ours again", []func(*world){set("Moved to deal"), answer}, "In progress", toProgress, rule(lead.TabSettings, "Broken rules", 1, "revert")},
		{"a command of a person", []func(*world){do("not a lead"), do("undo"), answer}, "New lead", "New lead > Not a lead (not a lead), Not a lead > New lead (undo)", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			edits := []func(map[string]policy.Table){ours}
			if c.edit != nil {
				edits = append(edits, c.edit)
			}
			w := newWorld(t, edits...)
			w.pass(w.letter("a", "kim@firm.example"))
			for _, day := range c.days {
				day(w)
			}
			if l := w.lead("L-1001"); l.Status != c.status || w.statusMoves() != c.moves {
				t.Errorf("status %q, moves %q, want %q, %q", l.Status, w.statusMoves(), c.status, c.moves)
			}
		})
	}
}

// The mail that answers and the reply to it may be found together, in any order; a mail that did not arrive moves
// nothing back.
func TestStatusFollows_AtOnce(t *testing.T) {
	w := newWorld(t, ours)
	w.pass(w.letter("a", "kim@firm.example"))
	w.later(time.Hour)
	sent, reply := w.sent("r", "kim@firm.example"), w.again("b", "Thanks")
	sent.Received = w.now.Add(-20 * time.Minute)
	w.pass(reply, sent)
	if l := w.lead("L-1001"); l.Status != "Contact established" || len(w.state.History) == 0 {
		t.Errorf("%+v", l)
	}
	w = newWorld(t, ours)
	w.pass(w.letter("a", "kim@firm.example"), w.sent("r", "kim@firm.example"))
	if l := w.lead("L-1001"); l.Status != "In progress" {
		t.Errorf("a lead that comes with its answer: %+v", l)
	}
}

// A row that a person has typed: its status follows only if it was left to leadsheet.
func TestStatusFollows_RowsByHand(t *testing.T) {
	for status, want := range map[string]string{"": "In progress", "New lead": "New lead", "Won": "Won", "Contacted": "Contacted", "Closed": "Closed"} {
		w := newWorld(t, ours)
		w.state.Leads = []lead.Lead{{Name: "Kim Example", Email: "kim@firm.example", Need: "A gate", Source: "Call", Status: status}}
		w.pass()
		w.later(5 * time.Minute)
		w.pass(w.sent("r", "kim@firm.example"))
		if l := w.lead("L-1001"); l.Status != want || strings.Contains(l.Attention, "no reply") {
			t.Errorf("%q became %q, attention %q", status, l.Status, l.Attention)
		}
	}
}

// That a customer has replied is asked for once, and where a mail, a call or a note does not show it.
func TestContactWithoutAReplyIsFlaggedOnce(t *testing.T) {
	const text = "Contact established: no reply of the customer was seen. Write into Comment how you know"
	flagged := func(w *world) bool { return strings.Contains(w.lead("L-1001").Attention, text) }
	for _, c := range []struct {
		name string
		edit func(*world, *lead.Lead) // before the status is typed
		want bool
		ends func(*world, *lead.Lead)
	}{
		{"a note afterwards", nil, true, func(_ *world, l *lead.Lead) { l.Comment = "met him at the fair" }},
		{"the next status", nil, true, func(_ *world, l *lead.Lead) { l.Status = "Qualification" }},
		{"a call afterwards", nil, true, func(_ *world, l *lead.Lead) { l.Do = "called" }},
		{"a note before", func(_ *world, l *lead.Lead) { l.Comment = "he called back" }, false, nil},
		{"a call before", func(w *world, l *lead.Lead) { l.Do = "called"; w.pass() }, false, nil},
		{"a reply", func(w *world, _ *lead.Lead) { w.pass(w.again("b", "Yes, please")) }, false, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, ours)
			w.pass(w.letter("a", "kim@firm.example"))
			if c.edit != nil {
				c.edit(w, w.lead("L-1001"))
			}
			w.lead("L-1001").Status = "Contact established"
			w.pass()
			if flagged(w) != c.want {
				t.Errorf("attention %q", w.lead("L-1001").Attention)
			}
			if c.ends == nil {
				return
			}
			c.ends(w, w.lead("L-1001"))
			w.pass()
			w.lead("L-1001").Comment, w.lead("L-1001").Status = "", "In progress"
			w.pass()
			w.lead("L-1001").Status = "Contact established"
			w.pass()
			if flagged(w) {
				t.Errorf("it is said again: %q", w.lead("L-1001").Attention)
			}
		})
	}
	w := newWorld(t, rule(lead.TabSettings, "Status follows mail", 1, "no"))
	w.pass(w.letter("a", "kim@firm.example"))
	w.lead("L-1001").Status = "Contact established"
	if w.pass(); flagged(w) {
		t.Error("where the status does not follow mail, nobody asks")
	}
}

// The customer's reply asks for the move of a status that a person has set, as long as it waits for an answer.
func TestAReplyProposesTheMove(t *testing.T) {
	const text = `A reply came: Status "Contact established"?`
	for _, c := range []struct {
		name, status string
		edit         func(map[string]policy.Table)
		want         bool
	}{
		{"a person's status", "In progress", nil, true},
		{"an alias", "New", nil, true},
		{"further on", "Qualification", nil, false},
		{"there already", "Contacted", nil, false},
		{"an end", "Won", nil, false},
		{"not allowed", "In progress", column(4, map[string]string{"In progress": "Won"}), false},
		{"switched off", "In progress", rule(lead.TabSettings, "Status follows mail", 1, "no"), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			edits := []func(map[string]policy.Table){ours}
			if c.edit != nil {
				edits = append(edits, c.edit)
			}
			w := newWorld(t, edits...)
			w.pass(w.letter("a", "kim@firm.example"))
			w.lead("L-1001").Status = c.status
			w.later(10 * time.Minute)
			w.pass(w.sent("r", "kim@firm.example"))
			if strings.Contains(w.lead("L-1001").Attention, text) {
				t.Errorf("before the reply: %q", w.lead("L-1001").Attention)
			}
			w.later(10 * time.Minute)
			w.pass(w.again("b", "When can you start?"))
			if l := w.lead("L-1001"); strings.Contains(l.Attention, text) != c.want || l.Status != c.status {
				t.Errorf("%q, attention %q", l.Status, l.Attention)
			}
			w.later(10 * time.Minute)
			w.pass(w.sent("r2", "kim@firm.example"))
			if l := w.lead("L-1001"); strings.Contains(l.Attention, text) {
				t.Errorf("after the answer: %q", l.Attention)
			}
		})
	}
}

// Whatever happens, a status that a person has typed is changed by nothing but the setting that puts it back, or by what
// a person types into Do; and what was put back stays.
func TestAPersonsStatusStays(t *testing.T) {
	names := []string{"New lead", "New", "In progress", "Contact established", "contacted", "Qualification", "Moved to deal", "Postponed", "Closed", "Won", "What", "Not a lead"}
	rapid.Check(t, func(rt *rapid.T) {
		edits := []func(map[string]policy.Table){ours}
		revert := rapid.Bool().Draw(rt, "revert")
		if revert {
			edits = append(edits, rule(lead.TabSettings, "Broken rules", 1, "revert"))
		}
		moves := map[string]string{}
		for _, s := range []string{"New lead", "In progress", "Contact established", "Closed"} {
			moves[s] = strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"New", "In progress", "Contacted", "Won", "Closed"}), 0, 3).Draw(rt, s), ", ")
		}
		w := newWorld(t, append(edits, column(4, moves))...)
		w.pass(w.letter("a", "kim@firm.example"))
		typed, n := "", 0
		for range rapid.IntRange(1, 12).Draw(rt, "acts") {
			w.later(time.Duration(rapid.IntRange(1, 3000).Draw(rt, "minutes")) * time.Minute)
			var items []lead.Inquiry
			l := w.lead("L-1001")
			n++
			key := "k" + string(rune('a'+n))
			switch rapid.IntRange(0, 5).Draw(rt, "act") {
			case 0:
				items = append(items, w.sent(key, "kim@firm.example"))
			case 1:
				items = append(items, w.again(key, rapid.SampledFrom([]string{"Thanks", "And the price?"}).Draw(rt, "text")))
			case 2, 3:
				if s := rapid.SampledFrom(names).Draw(rt, "status"); s != l.Status {
					l.Status, typed = s, s
				}
			case 4:
				l.NextStep, l.NextContact = rapid.SampledFrom([]string{"", "-", "Call"}).Draw(rt, "step"), w.now.AddDate(0, 0, rapid.IntRange(-3, 3).Draw(rt, "days"))
			case 5:
				l.RefusalReason = rapid.SampledFrom([]string{"", "too exp.", "Too expensive"}).Draw(rt, "reason")
			}
			work := Plan(w.state, items, w.now)
			w.apply(work)
			if again := Plan(w.state, items, w.now); !again.Empty() {
				rt.Fatalf("the second pass still wants something:\n%+v", again)
			}
			wasPutBack := slices.ContainsFunc(work.Events, func(e lead.Event) bool { return e.What == lead.Reverted })
			switch l := w.lead("L-1001"); {
			case wasPutBack && !revert:
				rt.Fatalf("put back: %+v", work.Events)
			case wasPutBack:
				typed = ""
			case typed != "" && l.Status != typed:
				rt.Fatalf("%q became %q: %+v", typed, l.Status, work.Events)
			}
		}
	})
}
