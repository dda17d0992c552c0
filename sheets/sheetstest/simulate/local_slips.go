package main

import (
	"fmt"

	"leadsheet/lead"
)

// localActions returns the slips of the hand that are played over a local file only.
func localActions() []action {
	return []action{
		{"settings", 1, (*editors).settings},
		{"drag-fill", 1, (*editors).dragFill},
		{"totals", 2, (*editors).totals},
		{"paste", 1, (*editors).paste},
	}
}

// settings changes a setting, to something that makes sense or not.
func (c *editors) settings() string {
	p := c.page(lead.TabSettings)
	setting := pick(c, []string{"Time zone", "Country", "First response within", "Broken rules"})
	to := pick(c, []string{"Europe/Berlin", "America/Chicago", "Nowhere/Town", "DE", "US", "45 min", "2 h", "soon", "flag",
		""})
	for r := range p.rows {
		if p.at(r, 0).String() == setting {
			c.p.EditAt(p.title, r, 1, lead.TextValue(to))
			return setting + " = " + to
		}
	}
	return ""
}

// dragFill fills one column down, far below the table.
func (c *editors) dragFill() string {
	p := c.page(lead.TabLeads)
	column := pick(c, []string{lead.ColStatus, lead.ColOwner, lead.ColComment})
	r, col := c.filledRow(p), p.col(column)
	if r < 0 || col < 0 {
		return ""
	}
	last := r + 60
	if c.w.local.rng.IntN(10) == 0 {
		last = r + 900
	}
	c.p.Grown(p.title, last+2)
	c.p.Fill(p.title, col, r, last, p.at(r, col))
	return fmt.Sprintf("%s, rows %d to %d", column, r, last)
}

// totals adds a row below the table that sums it up.
func (c *editors) totals() string {
	p := c.page(lead.TabLeads)
	at, value := len(p.rows), p.col(lead.ColValue)
	if value < 0 || p.col(lead.ColNextStep) < 0 {
		return ""
	}
	c.p.Grown(p.title, at+2)
	c.p.EditAt(p.title, at, p.col(lead.ColNextStep), lead.TextValue("Total"))
	c.p.EditAt(p.title, at, value, lead.NumberValue(float64(100*c.next())))
	return fmt.Sprint("row ", at)
}

// paste adds leads of a list of the person's own.
func (c *editors) paste() string {
	p := c.page(lead.TabLeads)
	name, email := p.col(lead.ColName), p.col(lead.ColEmail)
	if name < 0 || email < 0 {
		return ""
	}
	n := 5
	if c.w.cfg.seed%500 == 77 {
		n = 3000
	}
	at := len(p.rows)
	c.p.Grown(p.title, at+n+2)
	for i := range n {
		k := c.next()
		c.p.EditAt(p.title, at+i, name, lead.TextValue(fmt.Sprintf("Listed %d", k)))
		c.p.EditAt(p.title, at+i, email, lead.TextValue(fmt.Sprintf("listed%d@firm%d.example", k, k)))
	}
	return fmt.Sprintf("%d rows", n)
}
