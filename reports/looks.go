package reports

import (
	"strconv"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
)

// lookTasks are the sources at which people are to look by hand, where nothing comes in by itself (docs/definitions.md,
// section 11). On days without work nobody is reminded.
func (b *dataset) lookTasks() []task {
	var out []task
	for i := range b.policy.Sources {
		s := &b.policy.Sources[i]
		if s.CheckedEvery == 0 || !b.worksOn(b.today) {
			continue
		}
		last, text := b.lastLook(s)
		due := b.today
		if !last.IsZero() {
			due = last.AddDate(0, 0, s.CheckedEvery)
		}
		if due.After(b.today) {
			continue
		}
		say := &b.say.Looks
		every := say.EveryDay
		if s.CheckedEvery > 1 {
			every = say.EveryDays.With(strconv.Itoa(s.CheckedEvery))
		}
		name := oneLine(s.Name)
		t := task{title: name, tab: lead.TabSources, key: s.Name, class: toLook, when: due, step: due,
			since: b.say.Today.IsToday, what: []string{say.Look.With(clip(name, 20), every, text)}}
		if days := b.policy.Calendar.Days(due, b.today); days > 0 {
			t.since = b.say.Attention.DaysLate.Count(days)
		}
		t.doer, t.block = b.personOf(s.CheckedBy)
		out = append(out, t)
	}
	return out
}

// lastLook is the day on which somebody has looked at a source last, and how the page says it: the day that people have
// written down, or that of the latest lead from there, whichever is later. A day that lies in the future is a mistake.
func (b *dataset) lastLook(s *policy.Source) (last time.Time, text string) {
	say := &b.say.Looks
	text = say.Never
	if day := b.midnight(s.LastChecked); s.LastChecked.IsZero() {
	} else if day.After(b.today) {
		text = say.InFuture.With(b.policy.Words.Column(lead.TabSources, lead.ColLastChecked))
	} else {
		last = day
	}
	for i := range b.leads {
		c := &b.leads[i]
		if c.Received.After(last) && !c.Received.After(b.now) && words.Same(c.Source, s.Name) {
			last = b.midnight(c.Received)
		}
	}
	if !last.IsZero() {
		text = say.Last.With(b.day(last))
	}
	return last, text
}
