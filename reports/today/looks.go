package today

import (
	"strconv"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/reports/canvas"
	"leadsheet/rules/policy"
)

// lookTasks are the sources at which people are to look by hand, where nothing comes in by itself (docs/definitions.md,
// section 11). On days without work nobody is reminded.
func (b *dataset) lookTasks() []task {
	var out []task
	for i := range b.Policy.Sources {
		s := &b.Policy.Sources[i]
		if s.CheckedEvery == 0 || !b.WorksOn(b.Today) {
			continue
		}
		last, text := b.lastLook(s)
		due := b.Today
		if !last.IsZero() {
			due = last.AddDate(0, 0, s.CheckedEvery)
		}
		if due.After(b.Today) {
			continue
		}
		say := &b.Say.Looks
		every := say.EveryDay
		if s.CheckedEvery > 1 {
			every = say.EveryDays.With(strconv.Itoa(s.CheckedEvery))
		}
		name := words.OneLine(s.Name)
		t := task{title: name, tab: lead.TabSources, key: s.Name, class: toLook, when: due, step: due,
			since: b.Say.Today.IsToday, what: []string{say.Look.With(canvas.Clip(name, 20), every, text)}}
		if days := b.Policy.Calendar.Days(due, b.Today); days > 0 {
			t.since = b.Say.Attention.DaysLate.Count(days)
		}
		t.doer, t.block = b.personOf(s.CheckedBy)
		out = append(out, t)
	}
	return out
}

// lastLook is the day on which somebody has looked at a source last, and how the page says it: the day that people have
// written down, or that of the latest lead from there, whichever is later. A day that lies in the future is a mistake.
func (b *dataset) lastLook(s *policy.Source) (last time.Time, text string) {
	say := &b.Say.Looks
	text = say.Never
	if day := b.Midnight(s.LastChecked); s.LastChecked.IsZero() {
	} else if day.After(b.Today) {
		text = say.InFuture.With(b.Policy.Words.Column(lead.TabSources, lead.ColLastChecked))
	} else {
		last = day
	}
	for i := range b.Leads {
		c := &b.Leads[i]
		if c.Received.After(last) && !c.Received.After(b.Now) && words.Same(c.Source, s.Name) {
			last = b.Midnight(c.Received)
		}
	}
	if !last.IsZero() {
		text = say.Last.With(b.day(last))
	}
	return last, text
}
