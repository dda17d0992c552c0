package today

import (
	"cmp"
	"slices"
	"time"

	"leadsheet/lead/words"
	"leadsheet/reports/facts"
	"leadsheet/rules/policy"
)

// merit is what decides between tasks that are equally late: an urgent source, then the quality, then the score.
type merit struct {
	urgent  string // the word for it; "" for any other source
	best    string // the name of the best quality where the lead has it; "" for any other
	quality float64
	score   float64
}

// marks are the words before a task that stands before others because of its merit.
func (m merit) marks() []string {
	return slices.DeleteFunc([]string{m.urgent, m.best}, func(s string) bool { return s == "" })
}

// meritOf looks up the merit of a lead. Qualities are ordered by Score from; a lead without a quality stands in the
// middle. Where no quality has points, the order of the tab Quality counts, and a lead without one is the last.
func (b *dataset) meritOf(c *facts.Lead) merit {
	var m merit
	if s := b.Policy.FindSource(c.Source); s != nil && s.Urgent {
		m.urgent = b.Say.Worklist.Urgent
	}
	all := b.Policy.Qualities
	best := 0.0
	for i := range all {
		best = max(best, all[i].ScoreFrom)
	}
	m.quality = best / 2
	if q := b.Policy.FindQuality(c.Quality); q != nil {
		if m.quality = q.ScoreFrom; best == 0 {
			at := slices.IndexFunc(all, func(x policy.Quality) bool { return x.Name == q.Name })
			m.quality, best = float64(len(all)-at), float64(len(all))
		}
		if m.quality == best {
			m.best = words.OneLine(q.Name)
		}
	}
	if c.HasScore {
		m.score = c.Score
	}
	return m
}

// compare orders tasks that are equally late: the better lead first.
func (m merit) compare(than merit) int {
	return cmp.Or(cmp.Compare(than.urgent, m.urgent), cmp.Compare(than.quality, m.quality),
		cmp.Compare(than.score, m.score))
}

// behind is 1 for a lead that stands behind the others of its owner: it looks like a pitch, and nobody has said
// otherwise.
func (t *task) behind() int {
	if c := t.lead; c != nil && c.Track.Past.Pitch && c.Kind == policy.KindNew && c.Quality == "" {
		return 1
	}
	return 0
}

// tasks returns what is to be done: leads without an owner first, then by person, and all people whom the tab Team does
// not have together at the end. Of one person real requests come before pitches, then the worst class, then the latest,
// and of those that are equally late the better lead.
func (b *dataset) tasks() []task {
	var out []task
	for i := range b.Leads[:b.InBook] {
		if t, ok := b.taskOf(&b.Leads[i]); ok {
			out = append(out, t)
		}
	}
	out = append(out, b.lookTasks()...)
	order := make([]*task, len(out)) // tasks are large
	for i := range out {
		order[i] = &out[i]
	}
	slices.SortStableFunc(order, (*task).compare)
	sorted := make([]task, len(out))
	for i, t := range order {
		sorted[i] = *t
	}
	return sorted
}

// compare orders tasks as tasks says. Most are told apart by what costs least to compare.
func (t *task) compare(other *task) int {
	doer := 0
	if t.block == ofPerson {
		doer = cmp.Compare(t.doer, other.doer)
	}
	first := cmp.Or(cmp.Compare(t.block, other.block), doer, t.behind()-other.behind(), cmp.Compare(t.class, other.class))
	if first != 0 {
		return first
	}
	return cmp.Or(t.step.Compare(other.step), t.merit.compare(other.merit), t.when.Compare(other.when),
		cmp.Compare(t.title, other.title), cmp.Compare(t.key, other.key))
}

// stepOf is the time by which tasks of one class are compared: those with the same one are equally late. A late
// response is compared as the page says its lateness, anything else by days.
func (b *dataset) stepOf(class urgency, when time.Time) time.Time {
	if class != responseLate {
		return b.Midnight(when)
	}
	unit := 24 * time.Hour
	late := b.Policy.Calendar.LateBy(when, b.Now)
	switch {
	case late < time.Hour:
		unit = 15 * time.Minute
	case late < unit:
		unit = time.Hour
	}
	return time.Time{}.Add(-late.Truncate(unit))
}
