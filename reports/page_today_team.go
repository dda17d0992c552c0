package reports

import (
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/owners"
	"leadsheet/rules/policy"
)

// standIn gives the work on a lead that is due to who stands in for its owner, while the owner is away.
func (b *dataset) standIn(t *task) {
	switch t.class {
	case responseLate, responseDue, followUpLate, followUpToday:
		if cover, away := owners.CoverOf(&b.policy, t.lead.Owner, b.now); away && cover.By != nil {
			t.doer, t.block = oneLine(cover.By.Name), ofPerson
		}
	}
}

// handedSection says how many leads of somebody were handed over together, and to whom.
func handedSection(w *worklist) {
	for _, line := range w.b.people.Handed() {
		w.hint(line)
	}
}

// noSignFor is after how much working time without a sign of somebody whose customers wait Today says so.
const noSignFor = 4 * time.Hour

// noSignSection names the people of whom there is no sign while customers wait for them.
func noSignSection(w *worklist) {
	b := w.b
	if len(b.policy.Team) < 2 {
		return
	}
	var parts []string
	for i := range b.policy.Team {
		m := &b.policy.Team[i]
		if n, since := b.waitFor(m); n > 0 && !m.Away(b.now) {
			parts = append(parts, b.say.Owners.NoSign.With(oneLine(m.Name), b.sinceWhen(since))+", "+
				b.say.Owners.Wait.With(n, thousands(b.say, n)))
		}
	}
	if len(parts) > 0 {
		w.hint(strings.Join(parts, " · "))
	}
}

// waitFor is how many customers wait for a person of whom there is no sign, and since when there is none; 0 while there
// is one, or nobody waits too long.
func (b *dataset) waitFor(m *policy.Person) (n int, since time.Time) {
	is := func(name string) bool { return name != "" && words.SameFolded(name, m.Name) }
	late, first := false, time.Time{}
	for i := range b.leads[:b.inBook] {
		c := &b.leads[i]
		if !c.waits || !is(c.Owner) && !slices.ContainsFunc(c.track.ownership.Taken, is) {
			continue
		}
		n, late = n+1, late || b.now.After(c.turn.Due)
		if first.IsZero() || c.turn.Since.Before(first) {
			first = c.turn.Since
		}
	}
	since = lead.Latest(first, b.people.LastSign(m.Name))
	if !late || b.work(since, b.now) < noSignFor {
		return 0, since
	}
	return n, since
}

// sinceWhen is a moment of the last days as people say it: Mon 16:00; an older one has its day.
func (b *dataset) sinceWhen(t time.Time) string {
	if b.now.Sub(t) > 6*24*time.Hour {
		return b.dayAndTime(t)
	}
	return b.weekday(t.In(b.zone)) + " " + t.In(b.zone).Format("15:04")
}

// faultLines is how many rows of rule tabs are named that are not understood.
const faultLines = 5

// faultSection says what is wrong in the rule tabs.
func faultSection(w *worklist) {
	b := w.b
	if b.policy.NoTeam {
		w.hint(b.policy.Words.Tab(lead.TabTeam) + ": " + b.policy.TeamMissing())
	}
	all := b.policy.Faults
	for _, f := range all[:min(len(all), faultLines)] {
		text := b.policy.Words.Tab(f.Tab)
		if f.Row != "" {
			text += ", " + clip(oneLine(f.Row), 30)
		}
		w.hint(clip(text+": "+oneLine(f.Text), 2*whatChars))
	}
	w.moreThan(faultLines, len(all))
}
