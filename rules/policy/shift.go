package policy

// CalendarOf is when a person works: in the own Hours, on the days on which the business works.
func (p Policy) CalendarOf(m *Person) Calendar {
	c := p.Calendar
	hours, err := parseSpans(p.Words, m.Hours)
	if err != nil || len(hours) == 0 {
		return c
	}
	always := c.Always()
	for day := range c.Week {
		if always || len(c.Week[day]) > 0 {
			c.Week[day] = hours
		}
	}
	return c
}
