package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"leadsheet/daemon"
	"leadsheet/lead"
	"leadsheet/sheets"
	"leadsheet/sheets/sheetstest/gsheets"
)

// kind is something that people do.
type kind struct {
	name   string
	weight int
	do     func(c *crowd) string // what was done, "" when there was nothing to do it to
}

// slow are the things for which a person opens a menu or drags a column: two of them are never done within breath of
// each other. Everything else people do as often as the schedule likes, many times between two steps of a leadsheet.
var slow = []string{
	"sort part",
	"cut and paste",
	"copy row",
	"undo",
	"restore",
	"rename column",
	"rename back",
	"move column",
	"add column",
}

const breath = 15 * time.Second

// crowd are the people of a world.
type crowd struct {
	w    *world
	p    *gsheets.People
	n    int       // makes what they write different each time
	busy time.Time // until then nobody does anything slow
}

func newCrowd(w *world) *crowd { return &crowd{w: w, p: w.doc.People(nil)} }

// act lets a person do one thing.
func (c *crowd) act() {
	ks := c.w.weather.kinds
	total := 0
	for _, k := range ks {
		total += k.weight
	}
	n := c.w.rng.IntN(total)
	for _, k := range ks {
		if n -= k.weight; n >= 0 {
			continue
		}
		if slices.Contains(slow, k.name) {
			if c.w.now.Before(c.busy) {
				return
			}
			c.busy = c.w.now.Add(breath)
		}
		c.w.do(k.name, func() string { return k.do(c) })
		return
	}
}

// do runs a person's action with the monitors watching what vanishes and what comes back.
func (w *world) do(name string, f func() string) {
	before := w.watch.look()
	what := f()
	if what == "" {
		return
	}
	w.stats.people++
	w.say("a person: %s: %s", name, what)
	w.watch.acted(name, before)
}

// smallGrid is how many rows the tabs keep: with a thousand empty ones each world would cost ten times as much.
const smallGrid = 40

// tidy deletes the empty rows that a new tab has in plenty.
func (c *crowd) tidy() {
	c.p.DeleteRows("Sheet1", smallGrid, 1000)
	for _, t := range daemon.Layout(c.w.weather.tables).Tabs {
		c.p.DeleteRows(t.Title, smallGrid, 1000)
	}
}

// kinds are the things that people do.
func kinds() []kind {
	return []kind{
		{"comment", 6, edits(lead.ColComment, func(c *crowd) sheets.Cell { return c.text("note") })},
		{"status", 8, edits(lead.ColStatus, func(c *crowd) sheets.Cell { return lead.TextValue(pick(c, statuses())) })},
		{
			"owner",
			3,
			edits(lead.ColOwner, func(c *crowd) sheets.Cell { return lead.TextValue(pick(c, []string{"Anna", "Ben", "Cleo"})) }),
		},
		{"name", 3, edits(lead.ColName, func(c *crowd) sheets.Cell { return c.text(strings.TrimSpace(typedName)) })},
		{
			"phone",
			3,
			edits(lead.ColPhone, func(c *crowd) sheets.Cell { return lead.TextValue(fmt.Sprintf("+49 30 80%04d", c.next())) }),
		},
		{"next contact", 4, edits(lead.ColNextContact, nextContact)},
		{"next step", 3, edits(lead.ColNextStep, func(c *crowd) sheets.Cell { return c.text("call") })},
		{"value", 3, edits(lead.ColValue, func(c *crowd) sheets.Cell { return lead.NumberValue(float64(100 * c.next())) })},
		{"reason", 3, edits(lead.ColRefusalReason, func(c *crowd) sheets.Cell {
			return lead.TextValue(pick(c, []string{"No budget", "No response", "Mood"}))
		})},
		{
			"quality",
			2,
			edits(
				lead.ColQuality,
				func(c *crowd) sheets.Cell { return lead.TextValue(pick(c, []string{"hot", "warm", "odd"})) },
			),
		},
		{
			"formula",
			1,
			edits(lead.ColComment, func(c *crowd) sheets.Cell { return lead.TextValue("=1+" + fmt.Sprint(c.next())) }),
		},
		{"clear", 5, (*crowd).clear},
		{"sort", 4, func(c *crowd) string { return c.sort(lead.TabLeads, true) }},
		{"sort ascending", 4, func(c *crowd) string { return c.sort(lead.TabLeads, false) }},
		{"sort part", 1, (*crowd).sortPart},
		{"sort a journal", 2, func(c *crowd) string {
			return c.sort(pick(c, []string{lead.TabIntake, lead.TabActivity}), c.w.rng.IntN(2) == 0)
		}},
		{"blank row", 3, (*crowd).blankRow},
		{"row by hand", 3, (*crowd).rowByHand},
		{"delete row", 4, (*crowd).deleteRow},
		{"move row", 4, (*crowd).moveRow},
		{"cut and paste", 2, (*crowd).cutPaste},
		{"copy row", 2, (*crowd).copyRow},
		{"undo", 3, (*crowd).undo},
		{"restore", 1, (*crowd).restore},
		{"rename column", 2, (*crowd).rename},
		{"rename back", 2, (*crowd).renameBack},
		{"move column", 2, (*crowd).moveColumn},
		{"add column", 1, (*crowd).addColumn},
		{"filter", 2, (*crowd).filter},
		{"merge", 1, (*crowd).merge},
		{"scribble", 4, (*crowd).scribble},
		{"add tab", 1, func(c *crowd) string { c.p.AddTab(c.text("Tab").Text); return "a tab" }},
	}
}

func statuses() []string {
	return []string{
		"New lead",
		"In progress",
		"Contact established",
		"Moved to deal",
		"Postponed",
		"Unqualified",
		"Closed",
		"Won",
		"Whatever",
	}
}

func nextContact(c *crowd) sheets.Cell {
	if c.w.rng.IntN(5) == 0 {
		return lead.TextValue("next week")
	}
	day := c.w.now.Truncate(24*time.Hour).AddDate(0, 0, c.w.rng.IntN(9)-3)
	return lead.DateValue(day, time.UTC)
}

func pick[T any](c *crowd, from []T) T { return from[c.w.rng.IntN(len(from))] }

func (c *crowd) next() int { c.n++; return c.n }

func (c *crowd) text(what string) sheets.Cell {
	return lead.TextValue(fmt.Sprintf("%s %d", what, c.next()))
}

// page is a tab as people see it.
type page struct {
	title string
	rows  [][]*gsheets.Cell
}

func (c *crowd) page(tab string) page { return page{tab, c.w.doc.Cells(tab)} }

func (p page) at(r, col int) sheets.Cell {
	if r < 0 || col < 0 || r >= len(p.rows) || col >= len(p.rows[r]) || p.rows[r][col] == nil {
		return sheets.Cell{}
	}
	return p.rows[r][col].Value
}

// col returns the column of a title, also of one that people have renamed.
func (p page) col(title string) int {
	if len(p.rows) == 0 {
		return -1
	}
	for _, t := range []string{title, renamed(title)} {
		for i := range p.rows[0] {
			if sheets.Fold(p.at(0, i).String()) == sheets.Fold(t) {
				return i
			}
		}
	}
	return -1
}

// has reports whether a column bears just this title.
func (p page) has(title string) bool {
	for i := range p.rows[0] {
		if sheets.Fold(p.at(0, i).String()) == sheets.Fold(title) {
			return true
		}
	}
	return false
}

const renaming = "Our "

func renamed(title string) string { return renaming + title }

// filled returns a row with content below the header, or -1.
func (c *crowd) filled(p page) int {
	var rows []int
	for r := 1; r < len(p.rows); r++ {
		if slices.ContainsFunc(p.rows[r], (*gsheets.Cell).Content) {
			rows = append(rows, r)
		}
	}
	if len(rows) == 0 {
		return -1
	}
	return pick(c, rows)
}

// edits types into a column of any lead.
func edits(column string, what func(*crowd) sheets.Cell) func(*crowd) string {
	return func(c *crowd) string {
		p := c.page(lead.TabLeads)
		r, col := c.filled(p), p.col(column)
		if r < 0 || col < 0 {
			return ""
		}
		v := what(c)
		before := c.w.watch.rowKey(p.title, p.rows[0], p.rows[r])
		c.p.EditAt(p.title, r, col, v)
		if now := c.page(p.title); r < len(now.rows) {
			c.w.watch.called(before, c.w.watch.rowKey(p.title, now.rows[0], now.rows[r]))
		}
		return fmt.Sprintf("row %d (%s) %s=%q", r, p.at(r, p.col(lead.ColID)), column, v.String())
	}
}

func (c *crowd) clear() string {
	column := pick(
		c,
		[]string{lead.ColComment, lead.ColStatus, lead.ColOwner, lead.ColName, lead.ColNextStep, lead.ColNextContact,
			lead.ColFirstResponse, lead.ColPhone, lead.ColQuality},
	)
	return edits(column, func(*crowd) sheets.Cell { return sheets.Cell{} })(c)
}

// scribble types into a column that is leadsheet's own.
func (c *crowd) scribble() string {
	column := pick(
		c,
		[]string{
			lead.ColAttention,
			lead.ColAttention,
			lead.ColReceived,
			lead.ColRespondBy,
			lead.ColLastActivity,
			lead.ColFirstResponse,
			lead.ColID,
		},
	)
	return edits(column, func(c *crowd) sheets.Cell {
		if n := c.w.rng.IntN(4); n == 0 {
			return sheets.Cell{}
		} else if n == 1 && column != lead.ColID && column != lead.ColAttention {
			return lead.DateValue(c.w.now.Add(-time.Duration(c.w.rng.IntN(9))*time.Hour).Truncate(time.Minute), time.UTC)
		}
		return c.text("mine")
	})(c)
}
