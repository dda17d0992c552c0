package outgoing_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/clocks"
	"leadsheet/rules/outgoing"
	"leadsheet/rules/policy"
)

var seeds = flag.Int("notices-seeds", 6, "how many weeks of messages are played")

// dice decide what happens.
type dice struct{ *rand.Rand }

func (d dice) pick(of ...string) string { return of[d.IntN(len(of))] }

// anyTeam draws the rule tabs of a small team.
func anyTeam(d dice) []cell {
	cells := staff("Ann", "Bo", "Cy")
	for _, name := range []string{"Ann", "Bo", "Cy"} {
		cells = append(cells, of(name, "Hours", d.pick("", "", "13:00-19:00", "Mon-Wed 09:00-12:00, 13:00-17:00")),
			of(name, "Quiet hours", d.pick("", "20:00-07:00", "12:00-13:00", "Fri 16:00-24:00; Sat-Sun")))
	}
	if d.IntN(2) == 0 {
		cells = append(cells, of("Bo", "Away from", "2026-11-04"), of("Bo", "Away until", "2026-11-06"),
			of("Bo", "Backup", d.pick("Ann", "Cy", "")))
	}
	return append(cells, of("Cy", "Email", d.pick("cy@studio.example", "")),
		setting("Hand over after", d.pick("no", "2 h")), setting("Respond within", d.pick("30 min", "4 h")),
		setting("Holidays", d.pick("", "2026-11-05")), setting("Sunday", d.pick("closed", "10:00-12:00")))
}

// week plays nine days of a team: customers write and people answer, edit and hand over, at any hour. All passes find
// nothing more to send once their plan is applied. It returns what was sent, with the times.
func week(d dice, t testing.TB) (*world, []time.Time, []outgoing.Intent) {
	w := newWorld(t, anyTeam(d)...)
	end := w.clock("2026-11-11 12:00")
	var at []time.Time
	var sent []outgoing.Intent
	pass := func(items ...lead.Inquiry) {
		for _, m := range w.pass(items...) {
			at, sent = append(at, w.now), append(sent, m)
		}
	}
	var names []string
	for w.now.Before(end) {
		next := w.now.Add(time.Duration(1+d.IntN(d.IntN(900)+1)) * time.Minute)
		for range 300 {
			if w.due.IsZero() || w.due.After(next) {
				break
			}
			w.now = w.due
			pass()
		}
		w.now = next
		if !next.Before(w.clock("2026-11-09 09:00")) { // what has come is told by the end
			pass()
			continue
		}
		var items []lead.Inquiry
		switch what := d.pick("new", "new", "hot", "many", "again", "answer", "owner", "end"); {
		case what == "new" || what == "hot" || what == "many" || len(names) == 0:
			for range map[string]int{"many": 7}[what] + 1 {
				names = append(names, fmt.Sprintf("c%d", len(names)))
				items = append(items, w.writes(names[len(names)-1],
					map[bool]string{true: urgent, false: fence}[what == "hot"]))
			}
		default:
			who := d.pick(names...)
			switch what {
			case "again":
				items = append(items, w.writes(who, "How soon could you begin?"))
			case "answer":
				items = append(items, w.answers(d.pick("ann", "bo"), who))
			case "owner":
				w.lead(who).Owner = d.pick("Ann", "Bo", "Cy")
			case "end":
				w.lead(who).Status, w.lead(who).RefusalReason = "Closed", "No budget"
			}
		}
		pass(items...)
	}
	return w, at, sent
}

// Every request is told of or stands in a digest, unless it has ended before; nobody hears of one lead twice within an
// hour, but for hot ones; nobody is disturbed outside working hours without need, or in quiet hours at all.
func TestWhatTheTeamHears(t *testing.T) {
	for seed := range *seeds {
		w, at, sent := week(dice{rand.New(rand.NewPCG(uint64(seed), 16))}, t)
		told, last := map[string]bool{}, map[string]time.Time{}
		for i, m := range sent {
			for _, id := range m.Leads {
				told[id] = true
			}
			person := w.state.Policy.FindPerson(m.Person)
			local := at[i].In(w.state.Policy.Location())
			if until := person.QuietUntil(at[i], w.state.Policy.Location()); !until.Equal(at[i]) {
				t.Fatalf("seed %d: %s: %s in quiet hours", seed, local, said(sent[i:i+1]))
			}
			switch m.Occasion {
			case lead.TellHot:
				continue
			case lead.TellNew, lead.TellHandOver, lead.TellWaits, lead.TellBounced:
				calendar := w.state.Policy.CalendarOf(person)
				if start := calendar.AddWork(at[i], 0); !start.Equal(at[i]) && !w.hot(m.Leads) {
					t.Fatalf("seed %d: %s: %s outside working hours", seed, local, said(sent[i:i+1]))
				}
			}
			if m.Lead == "" {
				continue
			}
			key := m.Person + " " + m.Lead
			if before, ok := last[key]; ok && at[i].Sub(before) < time.Hour && !w.hot(m.Leads) {
				t.Fatalf("seed %d: %s: %s, and before at %s", seed, local, said(sent[i:i+1]),
					before.In(w.state.Policy.Location()))
			}
			last[key] = at[i]
		}
		kinds := policy.NewKindCache(&w.state.Policy)
		for i := range w.state.Leads {
			if l := &w.state.Leads[i]; kinds.Open(l) && !told[l.ID] {
				t.Fatalf("seed %d: nobody was told of %s of %s, whose is %s", seed, l.ID, l.Received, l.Owner)
			}
		}
	}
}

// hot reports whether any of the leads is told at any hour.
func (w *world) hot(ids []string) bool {
	for i := range w.state.Leads {
		for _, id := range ids {
			if w.state.Leads[i].ID == id && clocks.IsHot(&w.state.Policy, &w.state.Leads[i]) {
				return true
			}
		}
	}
	return false
}
