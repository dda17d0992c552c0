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

// crowd are the people of a world.
type crowd struct {
	w *world
	p *gsheets.People
	n int // makes what they write different each time
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
		if n -= k.weight; n < 0 {
			c.w.do(k.name, func() string { return k.do(c) })
			return
		}
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
		{"owner", 3, edits(lead.ColOwner, func(c *crowd) sheets.Cell { return lead.TextValue(pick(c, []string{"Anna", "Ben", "Cleo"})) })},
		{"name", 3, edits(lead.ColName, func(c *crowd) sheets.Cell { return c.text(strings.TrimSpace(typedName)) })},
		{"phone", 3, edits(lead.ColPhone, func(c *crowd) sheets.Cell { return lead.TextValue(fmt.Sprintf("+49 30 80%04d", c.next())) })},
		{"next contact", 4, edits(lead.ColNextContact, nextContact)},
		{"next step", 3, edits(lead.ColNextStep, func(c *crowd) sheets.Cell { return c.text("call") })},
		{"value", 3, edits(lead.ColValue, func(c *crowd) sheets.Cell { return lead.NumberValue(float64(100 * c.next())) })},
		{"reason", 3, edits(lead.ColRefusalReason, func(c *crowd) sheets.Cell {
			return lead.TextValue(pick(c, []string{"No budget", "No response", "Mood"}))
		})},
		{"quality", 2, edits(lead.ColQuality, func(c *crowd) sheets.Cell { return lead.TextValue(pick(c, []string{"hot", "warm", "odd"})) })},
		{"formula", 1, edits(lead.ColComment, func(c *crowd) sheets.Cell { return lead.TextValue("=1+" + fmt.Sprint(c.next())) })},
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
	return []string{"New lead", "In progress", "Contact established", "Moved to deal", "Postponed", "Unqualified", "Closed", "Won", "Whatever"}
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
		c.p.EditAt(p.title, r, col, v)
		return fmt.Sprintf("row %d (%s) %s=%q", r, p.at(r, p.col(lead.ColID)), column, v.String())
	}
}

func (c *crowd) clear() string {
	column := pick(c, []string{lead.ColComment, lead.ColStatus, lead.ColOwner, lead.ColName, lead.ColNextStep, lead.ColNextContact,
		lead.ColFirstResponse, lead.ColPhone, lead.ColQuality})
	return edits(column, func(*crowd) sheets.Cell { return sheets.Cell{} })(c)
}

// scribble types into a column that is leadsheet's own.
func (c *crowd) scribble() string {
	column := pick(c, []string{lead.ColAttention, lead.ColAttention, lead.ColReceived, lead.ColRespondBy, lead.ColLastActivity, lead.ColFirstResponse, lead.ColID})
	return edits(column, func(c *crowd) sheets.Cell {
		if n := c.w.rng.IntN(4); n == 0 {
			return sheets.Cell{}
		} else if n == 1 && column != lead.ColID && column != lead.ColAttention {
			return lead.DateValue(c.w.now.Add(-time.Duration(c.w.rng.IntN(9))*time.Hour).Truncate(time.Minute), time.UTC)
		}
		return c.text("mine")
	})(c)
}

func (c *crowd) sort(tab string, down bool) string {
	p := c.page(tab)
	if len(p.rows) < 3 {
		return ""
	}
	title := p.at(0, c.w.rng.IntN(len(p.rows[0]))).String()
	if down {
		c.p.Sort(tab, title)
	} else {
		c.p.SortAscending(tab, title)
	}
	return fmt.Sprintf("%s by %q, down=%v", tab, title, down)
}

func (c *crowd) sortPart() string {
	p := c.page(lead.TabLeads)
	if len(p.rows) < 3 {
		return ""
	}
	a, b := c.w.rng.IntN(len(p.rows[0])), c.w.rng.IntN(len(p.rows[0]))
	a, b = min(a, b), max(a, b)
	title := p.at(0, a+c.w.rng.IntN(b-a+1)).String()
	c.p.SortPart(p.title, title, a, b)
	return fmt.Sprintf("columns %d to %d by %q", a, b, title)
}

func (c *crowd) blankRow() string {
	p := c.page(lead.TabLeads)
	at := 1 + c.w.rng.IntN(max(1, len(p.rows)))
	c.p.InsertRows(p.title, at, 1+c.w.rng.IntN(2))
	return fmt.Sprintf("at %d", at)
}

// rowByHand adds a lead: a row with a name and sometimes an address, without an ID.
func (c *crowd) rowByHand() string {
	p := c.page(lead.TabLeads)
	name, email := p.col(lead.ColName), p.col(lead.ColEmail)
	if name < 0 || email < 0 {
		return ""
	}
	at := 1 + c.w.rng.IntN(max(1, len(p.rows)))
	if at < len(p.rows) {
		c.p.InsertRows(p.title, at, 1)
	}
	n := c.next()
	c.p.EditAt(p.title, at, name, lead.TextValue(fmt.Sprintf("Walk-in %d", n)))
	if c.w.rng.IntN(2) == 0 {
		c.p.EditAt(p.title, at, email, lead.TextValue(fmt.Sprintf("walk%d@firm%d.example", n, n)))
	}
	return fmt.Sprintf("Walk-in %d in row %d", n, at)
}

func (c *crowd) deleteRow() string {
	p := c.page(lead.TabLeads)
	r := c.filled(p)
	if r < 0 {
		return ""
	}
	c.p.DeleteRows(p.title, r, 1)
	return fmt.Sprintf("row %d (%s)", r, p.at(r, p.col(lead.ColID)))
}

// two names two rows with content by what stands in their first column.
func (c *crowd) two() (page, string, string) {
	p := c.page(lead.TabLeads)
	a, b := c.filled(p), c.filled(p)
	return p, p.at(a, 0).String(), p.at(b, 0).String()
}

func (c *crowd) moveRow() string {
	p, a, b := c.two()
	if a == "" || b == "" || a == b {
		return ""
	}
	c.p.MoveRow(p.title, a, b)
	return a + " above " + b
}

func (c *crowd) cutPaste() string {
	p, a, b := c.two()
	if a == "" || a == b {
		return ""
	}
	if c.w.rng.IntN(4) > 0 {
		b = ""
	}
	c.p.CutPaste(p.title, a, b)
	return a + " over " + b
}

func (c *crowd) copyRow() string {
	p, a, _ := c.two()
	if a == "" {
		return ""
	}
	c.p.CopyRow(p.title, a)
	return a
}

func (c *crowd) undo() string {
	if !c.w.watch.mayUndo() {
		return ""
	}
	c.w.watch.undos++
	c.p.Undo()
	return "the last change"
}

func (c *crowd) restore() string {
	rev := c.w.doc.Revision() - 1 - c.w.rng.IntN(6)
	if rev <= c.w.watch.settled {
		return ""
	}
	c.p.Restore(rev)
	return fmt.Sprintf("version %d", rev)
}

// rename gives a column another title, but the one that rows are known by.
func (c *crowd) rename() string {
	tab := lead.TabLeads
	if c.w.rng.IntN(6) == 0 {
		tab = pick(c, []string{lead.TabIntake, lead.TabActivity})
	}
	p := c.page(tab)
	if len(p.rows) == 0 {
		return ""
	}
	col := c.w.rng.IntN(len(p.rows[0]))
	title := p.at(0, col).String()
	if title == "" || title == lead.ColID || title == "Key" || strings.HasPrefix(title, renaming) {
		return ""
	}
	c.p.EditAt(tab, 0, col, lead.TextValue(renamed(title)))
	return fmt.Sprintf("%s: %s", tab, title)
}

// renameBack gives every column that was renamed its title back.
func (c *crowd) renameBack() string {
	done := ""
	for _, tab := range []string{lead.TabLeads, lead.TabIntake, lead.TabActivity} {
		p := c.page(tab)
		if len(p.rows) == 0 {
			continue
		}
		for col := range p.rows[0] {
			title, ok := strings.CutPrefix(p.at(0, col).String(), renaming)
			if ok && !p.has(title) { // leadsheet may have added the missing column meanwhile
				c.p.EditAt(tab, 0, col, lead.TextValue(title))
				done += tab + ": " + title + " "
			}
		}
	}
	return done
}

func (c *crowd) moveColumn() string {
	p := c.page(lead.TabLeads)
	if len(p.rows) == 0 {
		return ""
	}
	title := p.at(0, c.w.rng.IntN(len(p.rows[0]))).String()
	c.p.MoveColumn(p.title, title)
	return title
}

func (c *crowd) addColumn() string {
	title := c.text("Extra").Text
	c.p.AddColumn(lead.TabLeads, title)
	return title
}

func (c *crowd) filter() string {
	p := c.page(lead.TabLeads)
	title := pick(c, []string{lead.ColStatus, lead.ColOwner})
	c.p.SetFilter(p.title, title, pick(c, []string{"New lead", "Anna", "Closed"}))
	return title
}

// merge merges cells of a row that only people write.
func (c *crowd) merge() string {
	p, a, _ := c.two()
	if a == "" {
		return ""
	}
	c.p.Merge(p.title, a, lead.ColCampaign, lead.ColDetails)
	return a
}
