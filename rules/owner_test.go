package rules

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// mails are so many requests of different people.
func (w *world) mails(n int) []lead.Inquiry {
	items := make([]lead.Inquiry, n)
	for i := range items {
		items[i] = w.mail(fmt.Sprintf("k%d", len(w.state.Intake)+i))
		items[i].Received = items[i].Received.Add(time.Duration(i) * time.Millisecond)
		items[i].Order = i
	}
	return items
}

// given counts whom the leads of a pass were given to.
func given(work Work) map[string]int {
	got := map[string]int{}
	for i := range work.NewLeads {
		got[work.NewLeads[i].Owner]++
	}
	return got
}

// person is somebody of the tab Team who takes leads.
func person(name string) policy.Person { return policy.Person{Name: name, TakesLeads: true, Share: 1} }

// Who joins, or comes back, goes on where the others are: of the next leads everybody gets the same.
func TestNobodyMakesUpForWhatTheyMissed(t *testing.T) {
	newcomer := func(w *world) { w.state.Policy.Team = append(w.state.Policy.Team, person("Cid")) }
	back := func(w *world) {
		cid := person("Cid")
		cid.AwayFrom, cid.AwayUntil = w.now.AddDate(0, 0, -10), w.now.AddDate(0, 0, -1)
		w.state.Policy.Team = append(w.state.Policy.Team, cid)
	}
	for name, comes := range map[string]func(*world){"joins": newcomer, "is back": back} {
		w := newWorld(t, team("Ann", "Bob"))
		w.pass(w.mails(20)...)
		comes(w)
		w.later(time.Hour)
		if got := given(w.pass(w.mails(12)...)); got["Ann"] != 4 || got["Bob"] != 4 || got["Cid"] != 4 {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// However people join, go away and come back, and however many leads come when: of those that came since two people
// were both there, they were given the same number but for one.
func TestOwnersAreFairFromJoiningOn(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := newWorld(t, team("Ann", "Bob", "Cid", "Dee"))
		people := w.state.Policy.Team
		here := map[string]bool{"Ann": true, "Bob": true}
		since := map[[2]string]map[string]int{} // by pairs, what both were given since both are here
		for range rapid.IntRange(2, 12).Draw(r, "steps") {
			if name := rapid.SampledFrom([]string{"Ann", "Bob", "Cid", "Dee"}).Draw(r, "who"); !here[name] ||
				len(here) > 1 {
				if here[name] {
					delete(here, name)
				} else {
					here[name] = true
				}
				maps.DeleteFunc(since, func(k [2]string, _ map[string]int) bool { return k[0] == name || k[1] == name })
			}
			w.state.Policy.Team = nil
			for _, m := range people {
				if here[m.Name] {
					w.state.Policy.Team = append(w.state.Policy.Team, m)
				}
			}
			w.state.Policy.SystemOwner, w.state.Policy.HandOverAfter = w.state.Policy.Team[0].Name, 0
			w.later(time.Duration(rapid.IntRange(1, 200).Draw(r, "hours")) * time.Hour)
			work := w.pass(w.mails(rapid.IntRange(0, 9).Draw(r, "leads"))...)
			for _, a := range slices.Sorted(maps.Keys(here)) {
				for _, b := range slices.Sorted(maps.Keys(here)) {
					k := [2]string{a, b}
					if a >= b {
						continue
					}
					if since[k] == nil {
						since[k] = map[string]int{}
					}
					for _, e := range work.Events {
						owner := ""
						if e.What == lead.Created {
							owner = lead.FactOf(e.To, "owner")
						} else if e.What == lead.Changed && e.Column == lead.ColOwner {
							owner = e.To
						}
						since[k][owner]++
					}
					if d := since[k][a] - since[k][b]; d < -1 || d > 1 {
						r.Fatalf("since both are here, %s was given %d and %s %d", a, since[k][a], b, since[k][b])
					}
				}
			}
		}
	})
}

// owners says whose a lead was, one after the other.
func (w *world) owners(id string) []string {
	var out []string
	for _, e := range w.state.History {
		switch {
		case e.Lead != id:
		case e.What == lead.Created || e.What == lead.Adopted:
			out = append(out, lead.FactOf(e.To, "owner"))
		case e.What == lead.Changed && e.Column == lead.ColOwner:
			out = append(out, e.To)
		}
	}
	return out
}

// A lead that nobody answers goes to each person once, then to the system owner, and stays there. Who got it late has
// the whole time for an answer.
func TestASilentLeadGoesToTheNextPerson(t *testing.T) {
	w := newWorld(t, team("Ann", "Bob", "Cid"))
	w.pass(w.mail("a"))
	w.later(2*time.Hour + 29*time.Minute) // the answer was due at 10:29
	w.pass()
	if got := w.owners("L-1001"); !slices.Equal(got, []string{"Ann"}) {
		t.Fatalf("too early: %v", got)
	}
	w.later(time.Minute)
	work := w.pass()
	if got := w.owners("L-1001"); !slices.Equal(got, []string{"Ann", "Bob"}) {
		t.Fatalf("%v: %s", got, what(work))
	}
	if l := w.lead("L-1001"); !strings.Contains(l.Attention, "Handed over from Ann: no first answer") {
		t.Errorf("attention %q", l.Attention)
	}
	for range 100 {
		w.later(time.Hour)
		w.pass()
	}
	if got := w.owners("L-1001"); !slices.Equal(got, []string{"Ann", "Bob", "Cid", "Ann"}) {
		t.Errorf("%v", got)
	}
	answered := newWorld(t, team("Ann", "Bob"))
	answered.pass(answered.mail("a"))
	answered.lead("L-1001").FirstResponse = answered.now
	answered.pass()
	answered.later(9 * time.Hour)
	answered.pass()
	if got := answered.owners("L-1001"); len(got) != 1 {
		t.Errorf("answered, and yet %v", got)
	}
}

// While somebody is away, the owner stays, and the backup is said to stand in, once. After five working days the leads
// go to the others.
func TestAnAbsenceIsCovered(t *testing.T) {
	w := newWorld(t, team("Ann", "Bob", "Kim"), rule(lead.TabTeam, "Kim", 6, "Bob"))
	w.state.Policy.HandOverAfter = 0
	w.pass(w.mails(3)...)
	kims := w.lead("L-1003")
	if kims.Owner != "Kim" {
		t.Fatalf("owner %s", kims.Owner)
	}
	kims.Owner = "kim " // somebody types the name in another way
	kim := w.state.Policy.FindPerson("Kim")
	kim.AwayFrom = w.now.Add(-10 * time.Hour)
	kim.AwayUntil = kim.AwayFrom.AddDate(0, 0, 14)
	said := func() (n int) {
		for _, e := range w.state.History {
			if e.What == lead.Noted && e.Column == lead.ColOwner {
				n++
			}
		}
		return n
	}
	for day := range 7 { // from Friday to Thursday
		w.now = clock(t, w.state.Policy.Zone, friday).AddDate(0, 0, day)
		w.pass()
		if l := w.lead("L-1003"); strings.TrimSpace(l.Owner) != "kim" || said() != 1 ||
			!strings.Contains(l.Attention, "Bob covers until Fri 4 Dec") {
			t.Fatalf("day %d: %q, said %d times: %s", day, l.Owner, said(), l.Attention)
		}
	}
	w.later(24 * time.Hour)
	w.pass()
	if l := w.lead("L-1003"); l.Owner == "kim " || !strings.Contains(l.Attention, "away for more than 5 working days") {
		t.Errorf("%q: %s", l.Owner, l.Attention)
	}

	back := newWorld(t, team("Ann", "Kim"))
	back.state.Policy.HandOverAfter = 0
	back.pass(back.mails(2)...)
	kim = back.state.Policy.FindPerson("Kim")
	kim.AwayFrom, kim.AwayUntil = back.now, back.now
	back.pass()
	back.now = back.now.AddDate(0, 0, 1)
	if work := back.pass(); !strings.Contains(fmt.Sprint(work.Events), "Kim is back") {
		t.Errorf("%+v", work.Events)
	}
}

// An absence note of a colleague fills a blank Away until, or one that is past, and no other.
func TestAnAbsenceNoteFillsTheTeam(t *testing.T) {
	cell := func(column, text string) TeamCell { return TeamCell{Name: "Kim", Column: column, Text: text} }
	until := cell(lead.ColAwayUntil, "2026-11-30")
	for name, c := range map[string]struct {
		note, unproven, from, until string // the last two are in the tab
		want                        []TeamCell
		says                        string
	}{
		"blank": {note: "away until 30 Nov 2026", want: []TeamCell{until}, says: "Mon 30 Nov"},
		"past":  {note: "away until 30 Nov 2026", until: "2026-11-03", want: []TeamCell{until}},
		"past, whole": {note: "away until 30 Nov 2026", from: "2026-11-02", until: "2026-11-03",
			want: []TeamCell{cell(lead.ColAwayFrom, "2026-11-20"), until}},
		"to come":    {note: "away until 30 Nov 2026", until: "2026-11-27", says: "which counts"},
		"the same":   {note: "away until 30 Nov 2026", until: "2026-11-30"},
		"no day":     {note: "away until further notice"},
		"over":       {note: "away until 3 Nov 2026"},
		"not proven": {note: "away until 30 Nov 2026", unproven: "no check"},
	} {
		w := newWorld(t, team("Ann", "Kim"), rule(lead.TabTeam, "Kim", 1, "kim@ours.example"),
			rule(lead.TabTeam, "Kim", 7, c.from),
			rule(lead.TabTeam, "Kim", 8, c.until))
		q := w.mail("note")
		q.Kind, q.From, q.AwayNote, q.Unproven = lead.AutoReply, "Kim@Ours.example", c.note, c.unproven
		q.Received = q.Received.Add(-time.Minute)
		work := w.pass(q, w.mail("lead"), w.mail("more"))
		if !slices.Equal(work.Team, c.want) || len(work.Intake) != 3 ||
			!strings.Contains(work.Intake[0].Reason, c.says) {
			t.Errorf("%s: %v, %+v", name, work.Team, work.Intake)
		}
		if got := given(work); len(c.want) > 0 && got["Ann"] != 2 {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// An absence note counts in the pass that reads it: who stands in is said, and no lead of that pass goes to the one who
// is away, whether it came before the note or after it.
func TestAnAbsenceNoteCountsAtOnce(t *testing.T) {
	for name, place := range map[string]int{"before the leads": 0, "between them": 1, "behind them": 2} {
		w := newWorld(t, team("Ann", "Kim"), rule(lead.TabTeam, "Kim", 1, "kim@ours.example"),
			rule(lead.TabTeam, "Kim", 6, "Ann"))
		w.pass(w.mails(2)...)
		kims := ""
		for _, l := range w.state.Leads {
			if l.Owner == "Kim" {
				kims = l.ID
			}
		}
		w.later(time.Minute)
		items := []lead.Inquiry{w.mail("x"), w.mail("y")}
		note := w.mail("note")
		note.Kind, note.From, note.AwayNote = lead.AutoReply, "Kim@Ours.example", "away until 30 Nov 2026"
		items = slices.Insert(items, place, note)
		for i := range items {
			items[i].Received = w.now.Add(time.Duration(i-10) * time.Second)
		}
		work := w.pass(items...)
		if a := w.lead(kims).Attention; !strings.Contains(a, "Ann covers until Mon 30 Nov") {
			t.Errorf("%s: %s", name, a)
		}
		if got := given(work); got["Ann"] != 2 {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// Whoever types what into Owner, joins, leaves, goes away or says nothing: no open lead is without an owner, and each
// pass is done with what it found.
func TestNoOpenLeadIsWithoutAnOwner(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := newWorld(t, team("Ann", "Bob", "Cid"))
		all := w.state.Policy.Team
		for range rapid.IntRange(1, 10).Draw(r, "steps") {
			w.state.Policy.Team = nil
			for i, m := range all {
				if i > 0 && rapid.IntRange(0, 4).Draw(r, "gone") == 0 {
					continue
				}
				m.Email = strings.ToLower(m.Name) + "@ours.example"
				m.Backup = rapid.SampledFrom([]string{"", "Ann", "Bob", "Cid"}).Draw(r, "backup")
				m.MostOpen = rapid.SampledFrom([]int{0, 1, 3}).Draw(r, "most")
				if rapid.IntRange(0, 2).Draw(r, "away") == 0 {
					m.AwayFrom = w.now.AddDate(0, 0, -rapid.IntRange(0, 12).Draw(r, "from"))
					m.AwayUntil = w.now.AddDate(0, 0, rapid.IntRange(-2, 5).Draw(r, "until"))
				}
				w.state.Policy.Team = append(w.state.Policy.Team, m)
			}
			for i := range w.state.Leads {
				if rapid.IntRange(0, 4).Draw(r, "typed") == 0 {
					w.state.Leads[i].Owner = rapid.SampledFrom([]string{"", "ann", "BOB", "Cid", "Zoe"}).Draw(r,
						"owner")
				}
			}
			w.later(time.Duration(rapid.IntRange(1, 100).Draw(r, "hours")) * time.Hour)
			items := w.mails(rapid.IntRange(0, 4).Draw(r, "leads"))
			if rapid.IntRange(0, 2).Draw(r, "note") == 0 {
				note := w.mail(fmt.Sprint("note", len(w.state.Intake)))
				note.Kind, note.From = lead.AutoReply,
					rapid.SampledFrom([]string{"ann", "bob"}).Draw(r, "of")+"@ours.example"
				note.AwayNote = "away until " + w.now.AddDate(0, 0,
					rapid.IntRange(0, 9).Draw(r, "note until")).Format("2 Jan 2006")
				items = slices.Insert(items, rapid.IntRange(0, len(items)).Draw(r, "place"), note)
			}
			w.pass(items...)
			for i := range w.state.Leads {
				if strings.TrimSpace(w.state.Leads[i].Owner) == "" {
					r.Fatalf("%s has no owner", w.state.Leads[i].ID)
				}
			}
		}
	})
}
