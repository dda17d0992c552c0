package policy

import (
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// CalendarOf is when a person works: in the own Hours, on the days on which the business works.
func (p *Policy) CalendarOf(m *Person) Calendar {
	c := p.Calendar
	if m.Hours == nil {
		return c
	}
	always := c.Always()
	for day := range c.Week {
		if always || len(c.Week[day]) > 0 {
			c.Week[day] = m.Hours[day]
		}
	}
	if c.Always() {
		return p.Calendar // the own hours are on days on which nobody works
	}
	return c
}

// hours reads when a person works: 09:00-13:00, or by weekdays: Mon-Wed 09:00-17:00; Fri 09:00-12:00.
func (r *row) hours() *[7][]Span {
	var items [7][]string
	every := []time.Weekday{0, 1, 2, 3, 4, 5, 6}
	on := every
	for _, item := range list(r.get(lead.ColHours)) {
		days, rest := r.weekdaysBefore(item)
		if days != nil {
			on = days
		}
		for _, day := range on {
			items[day] = append(items[day], rest)
		}
	}
	var week [7][]Span
	has := false
	for day, texts := range items {
		spans, err := parseSpans(r.words, strings.Join(texts, ", "))
		if err != nil {
			say := r.words.Texts()
			r.fault(r.say.Column.With(r.title(lead.ColHours), say.Explain(err)+"; "+say.Team.HoursKept))
			return nil
		}
		week[day], has = spans, has || len(spans) > 0
	}
	if !has {
		return nil
	}
	return &week
}

// weekdaysBefore takes weekdays off the head of hours: Mon, Mon-Fri. It returns nil where there are none.
func (r *row) weekdaysBefore(item string) (days []time.Weekday, rest string) {
	head, rest, ok := strings.Cut(strings.TrimSpace(item), " ")
	if !ok {
		return nil, item
	}
	from, to, stretch := strings.Cut(strings.NewReplacer("–", "-", ":", "").Replace(head), "-")
	first, ok := r.weekday(from)
	if !ok {
		return nil, item
	}
	last := first
	if stretch {
		if last, ok = r.weekday(to); !ok {
			return nil, item
		}
	}
	for day := first; ; day = (day + 1) % 7 {
		if days = append(days, day); day == last {
			return days, strings.TrimSpace(rest)
		}
	}
}

// weekday reads the name of a weekday, or its first letters.
func (r *row) weekday(text string) (time.Weekday, bool) {
	text = strings.TrimSuffix(words.Fold(text), ".")
	if len(text) < 2 {
		return 0, false
	}
	short := strings.Fields(r.words.Texts().Dates.Weekdays)
	for day := range 7 {
		name := time.Weekday(day).String()
		names := []string{short[day], name, r.words.Word(words.SettingNames, name)}
		for _, n := range names {
			if strings.HasPrefix(words.Fold(n), text) {
				return time.Weekday(day), true
			}
		}
	}
	return 0, false
}
