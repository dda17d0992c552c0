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

// action is a kind of edit that people make.
type action struct {
	name   string
	weight int
	do     func(c *editors) string // returns what was done, "" if it was not possible
}

// menuActions are the actions for which a person opens a menu or drags a column: two of them are at least menuPause
// apart. All others happen as often as the schedule draws them, many times between two steps of a daemon.
var menuActions = []string{
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

const menuPause = 15 * time.Second

// editors are the people who edit the workbook.
type editors struct {
	w         *world
	p         *gsheets.People
	n         int       // counter that makes each text different
	menuUntil time.Time // no menu action before this time
}

func newEditors(w *world) *editors { return &editors{w: w, p: w.doc.People(nil)} }

// act draws one action and does it.
func (c *editors) act() {
	ks := c.w.scenario.actions
	total := 0
	for _, k := range ks {
		total += k.weight
	}
	n := c.w.rng.IntN(total)
	for _, k := range ks {
		if n -= k.weight; n >= 0 {
			continue
		}
		if slices.Contains(menuActions, k.name) {
			if c.w.now.Before(c.menuUntil) {
				return
			}
			c.menuUntil = c.w.now.Add(menuPause)
		}
		c.w.do(k.name, func() string { return k.do(c) })
		return
	}
}

// do runs an editor's action and lets the monitor record what vanished and what came back.
func (w *world) do(name string, f func() string) {
	before := w.monitor.view()
	what := f()
	if what == "" {
		return
	}
	w.stats.actions++
	w.say("a person: %s: %s", name, what)
	w.monitor.afterAction(name, before)
}

// gridRows is how many rows the tabs have: with the usual thousand empty rows a run would take ten times as long.
const gridRows = 40

// trimRows deletes the empty rows of new tabs beyond gridRows.
func (c *editors) trimRows() {
	c.p.DeleteRows("Sheet1", gridRows, 1000)
	for _, t := range daemon.Layout(c.w.scenario.tables).Tabs {
		c.p.DeleteRows(t.Title, gridRows, 1000)
	}
}

// actions returns all actions of editors with their weights.
func actions() []action {
	return []action{
		{"comment", 6, editColumn(lead.ColComment, func(c *editors) sheets.Cell { return c.text("note") })},
		{"status", 8, editColumn(lead.ColStatus, oneOf(statuses()...))},
		{"owner", 3, editColumn(lead.ColOwner, oneOf("Anna", "Ben", "Cleo"))},
		{"name", 3, editColumn(lead.ColName,
			func(c *editors) sheets.Cell { return c.text(strings.TrimSpace(typedNamePrefix)) })},
		{"phone", 3, editColumn(lead.ColPhone,
			func(c *editors) sheets.Cell { return lead.TextValue(fmt.Sprintf("+49 30 80%04d", c.next())) })},
		{"next contact", 4, editColumn(lead.ColNextContact, nextContact)},
		{"next step", 3, editColumn(lead.ColNextStep, func(c *editors) sheets.Cell { return c.text("call") })},
		{"value", 3, editColumn(lead.ColValue,
			func(c *editors) sheets.Cell { return lead.NumberValue(float64(100 * c.next())) })},
		{"reason", 3, editColumn(lead.ColRefusalReason, oneOf("No budget", "No response", "Mood"))},
		{"quality", 2, editColumn(lead.ColQuality, oneOf("hot", "warm", "odd"))},
		{"formula", 1, editColumn(lead.ColComment,
			func(c *editors) sheets.Cell { return lead.TextValue("=1+" + fmt.Sprint(c.next())) })},
		{"clear", 5, (*editors).clear},
		{"sort", 4, func(c *editors) string { return c.sort(lead.TabLeads, true) }},
		{"sort ascending", 4, func(c *editors) string { return c.sort(lead.TabLeads, false) }},
		{"sort part", 1, (*editors).sortPart},
		{"sort a journal", 2, func(c *editors) string {
			return c.sort(pick(c, []string{lead.TabIntake, lead.TabActivity}), c.w.rng.IntN(2) == 0)
		}},
		{"blank row", 3, (*editors).blankRow},
		{"row by hand", 3, (*editors).rowByHand},
		{"delete row", 4, (*editors).deleteRow},
		{"move row", 4, (*editors).moveRow},
		{"cut and paste", 2, (*editors).cutPaste},
		{"copy row", 2, (*editors).copyRow},
		{"undo", 3, (*editors).undo},
		{"restore", 1, (*editors).restore},
		{"rename column", 2, (*editors).rename},
		{"rename back", 2, (*editors).renameBack},
		{"move column", 2, (*editors).moveColumn},
		{"add column", 1, (*editors).addColumn},
		{"filter", 2, (*editors).filter},
		{"merge", 1, (*editors).merge},
		{"scribble", 4, (*editors).editManagedColumn},
		{"add tab", 1, func(c *editors) string { c.p.AddTab(c.text("Tab").Text); return "a tab" }},
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

func nextContact(c *editors) sheets.Cell {
	if c.w.rng.IntN(5) == 0 {
		return lead.TextValue("next week")
	}
	day := c.w.now.Truncate(24*time.Hour).AddDate(0, 0, c.w.rng.IntN(9)-3)
	return lead.DateValue(day, time.UTC)
}

// oneOf returns a content drawn from the given texts.
func oneOf(texts ...string) func(*editors) sheets.Cell {
	return func(c *editors) sheets.Cell { return lead.TextValue(pick(c, texts)) }
}

func pick[T any](c *editors, from []T) T { return from[c.w.rng.IntN(len(from))] }

func (c *editors) next() int { c.n++; return c.n }

func (c *editors) text(what string) sheets.Cell {
	return lead.TextValue(fmt.Sprintf("%s %d", what, c.next()))
}

// tabCells holds the cells of a tab as an editor sees it.
type tabCells struct {
	title string
	rows  [][]*gsheets.Cell
}

func (c *editors) page(tab string) tabCells { return tabCells{tab, c.w.doc.Cells(tab)} }

func (p tabCells) at(r, col int) sheets.Cell {
	if r < 0 || col < 0 || r >= len(p.rows) || col >= len(p.rows[r]) || p.rows[r][col] == nil {
		return sheets.Cell{}
	}
	return p.rows[r][col].Value
}

// col returns the column of a title, even if an editor has renamed it, and -1 if there is none.
func (p tabCells) col(title string) int {
	if len(p.rows) == 0 {
		return -1
	}
	for _, t := range []string{title, renamedTitle(title)} {
		for i := range p.rows[0] {
			if sheets.Fold(p.at(0, i).String()) == sheets.Fold(t) {
				return i
			}
		}
	}
	return -1
}

// hasTitle reports whether a column has exactly this title.
func (p tabCells) hasTitle(title string) bool {
	for i := range p.rows[0] {
		if sheets.Fold(p.at(0, i).String()) == sheets.Fold(title) {
			return true
		}
	}
	return false
}

const renamedPrefix = "Our "

func renamedTitle(title string) string { return renamedPrefix + title }

// filledRow returns a random row with content below the header, -1 if there is none.
func (c *editors) filledRow(p tabCells) int {
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

// editColumn returns an action that types into a column of a random lead.
func editColumn(column string, what func(*editors) sheets.Cell) func(*editors) string {
	return func(c *editors) string {
		p := c.page(lead.TabLeads)
		r, col := c.filledRow(p), p.col(column)
		if r < 0 || col < 0 {
			return ""
		}
		v := what(c)
		before := c.w.monitor.rowKey(p.title, p.rows[0], p.rows[r])
		c.p.EditAt(p.title, r, col, v)
		if now := c.page(p.title); r < len(now.rows) {
			c.w.monitor.rowRenamed(before, c.w.monitor.rowKey(p.title, now.rows[0], now.rows[r]))
		}
		return fmt.Sprintf("row %d (%s) %s=%q", r, p.at(r, p.col(lead.ColID)), column, v.String())
	}
}

func (c *editors) clear() string {
	column := pick(
		c,
		[]string{lead.ColComment, lead.ColStatus, lead.ColOwner, lead.ColName, lead.ColNextStep, lead.ColNextContact,
			lead.ColFirstResponse, lead.ColPhone, lead.ColQuality},
	)
	return editColumn(column, func(*editors) sheets.Cell { return sheets.Cell{} })(c)
}

// editManagedColumn types into a column that leadsheet writes.
func (c *editors) editManagedColumn() string {
	column := pick(
		c,
		[]string{
			lead.ColAttention,
			lead.ColAttention,
			lead.ColReceived,
			lead.ColWaitingSince,
			lead.ColRespondBy,
			lead.ColLastActivity,
			lead.ColFirstResponse,
			lead.ColID,
		},
	)
	return editColumn(column, func(c *editors) sheets.Cell {
		if n := c.w.rng.IntN(4); n == 0 {
			return sheets.Cell{}
		} else if n == 1 && column != lead.ColID && column != lead.ColAttention {
			return lead.DateValue(c.w.now.Add(-time.Duration(c.w.rng.IntN(9))*time.Hour).Truncate(time.Minute),
				time.UTC)
		}
		return c.text("mine")
	})(c)
}
