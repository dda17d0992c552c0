package today

import (
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/reports/canvas"
	"leadsheet/rules/owners"
	"leadsheet/rules/policy"
)

// standIn gives the work on a lead that is due to who stands in for its owner, while the owner is away.
func (b *dataset) standIn(t *task) {
	switch t.class {
	case responseLate, responseDue, followUpLate, followUpToday:
		if cover, away := owners.CoverOf(&b.Policy, t.lead.Owner, b.Now); away && cover.By != nil {
			t.doer, t.block = words.OneLine(cover.By.Name), ofPerson
		}
	}
}

// handedSection says how many leads of somebody were handed over together, and to whom.
func handedSection(w *worklist) {
	for _, line := range w.b.People.Handed() {
		w.hint(line)
	}
}

// untoldSection names the people who are to be told of leads and cannot be: the system owner hears of theirs. It says
// when nobody is, because no server takes the messages.
func untoldSection(w *worklist) {
	if since := w.b.In.Unsent; !since.IsZero() {
		w.hint(w.b.Say.Notices.Unsent.With(w.b.sinceWhen(since)))
	}
	for _, name := range w.b.In.Untold {
		w.hint(w.b.Say.Notices.NoWay.With(words.OneLine(name)))
	}
}

// noSignFor is after how much working time without a sign of somebody whose customers wait Today says so.
const noSignFor = 4 * time.Hour

// noSignSection names the people of whom there is no sign while customers wait for them.
func noSignSection(w *worklist) {
	b := w.b
	if len(b.Policy.Team) < 2 {
		return
	}
	var parts []string
	for i := range b.Policy.Team {
		m := &b.Policy.Team[i]
		if n, since := b.waitFor(m); n > 0 && !m.Away(b.Now) {
			parts = append(parts, b.Say.Owners.NoSign.With(words.OneLine(m.Name), b.sinceWhen(since))+", "+
				b.Say.Owners.Wait.With(n, canvas.Thousands(b.Say, n)))
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
	for i := range b.Leads[:b.InBook] {
		c := &b.Leads[i]
		if !c.Waits || !is(c.Owner) && !slices.ContainsFunc(c.Track.Ownership.Taken, is) {
			continue
		}
		n, late = n+1, late || b.Now.After(c.Turn.Due)
		if first.IsZero() || c.Turn.Since.Before(first) {
			first = c.Turn.Since
		}
	}
	since = lead.Latest(first, b.People.LastSign(m.Name))
	if !late || b.Work(since, b.Now) < noSignFor {
		return 0, since
	}
	return n, since
}

// sinceWhen is a moment of the last days as people say it: Mon 16:00; an older one has its day.
func (b *dataset) sinceWhen(t time.Time) string {
	if b.Now.Sub(t) > 6*24*time.Hour {
		return b.DayAndTime(t)
	}
	return b.Weekday(t.In(b.Zone)) + " " + t.In(b.Zone).Format("15:04")
}

// faultLines is how many rows of rule tabs are named that are not understood.
const faultLines = 5

// faultSection says what is wrong in the rule tabs.
func faultSection(w *worklist) {
	b := w.b
	if b.Policy.NoTeam {
		w.hint(b.Policy.Words.Tab(lead.TabTeam) + ": " + b.Policy.TeamMissing())
	}
	all := b.Policy.Faults
	for _, f := range all[:min(len(all), faultLines)] {
		text := b.Policy.Words.Tab(f.Tab)
		if f.Row != "" {
			text += ", " + canvas.Clip(words.OneLine(f.Row), 30)
		}
		w.hint(canvas.Clip(text+": "+words.OneLine(f.Text), 2*whatChars))
	}
	w.moreThan(faultLines, len(all))
}
