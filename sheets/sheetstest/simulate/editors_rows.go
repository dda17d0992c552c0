package main

import (
	"fmt"
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/sheets"
)

func (c *editors) sort(tab string, down bool) string {
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

func (c *editors) sortPart() string {
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

func (c *editors) blankRow() string {
	p := c.page(lead.TabLeads)
	at := 1 + c.w.rng.IntN(max(1, len(p.rows)))
	c.p.InsertRows(p.title, at, 1+c.w.rng.IntN(2))
	return fmt.Sprintf("at %d", at)
}

// rowByHand adds a lead: a row with a name and sometimes an address, without an ID.
func (c *editors) rowByHand() string {
	p := c.page(lead.TabLeads)
	name, email := p.col(lead.ColName), p.col(lead.ColEmail)
	if name < 0 || email < 0 {
		return ""
	}
	at := 1 + c.w.rng.IntN(max(1, len(p.rows)))
	if at < len(p.rows) {
		c.p.InsertRows(p.title, at, 1)
	} else {
		c.w.monitor.beginLead(p.title, at)
	}
	n := c.next()
	c.p.EditAt(p.title, at, name, lead.TextValue(fmt.Sprintf("Walk-in %d", n)))
	if c.w.rng.IntN(2) == 0 {
		c.p.EditAt(p.title, at, email, lead.TextValue(fmt.Sprintf("walk%d@firm%d.example", n, n)))
	}
	return fmt.Sprintf("Walk-in %d in row %d", n, at)
}

func (c *editors) deleteRow() string {
	p := c.page(lead.TabLeads)
	r := c.filledRow(p)
	if r < 0 {
		return ""
	}
	c.p.DeleteRows(p.title, r, 1)
	return fmt.Sprintf("row %d (%s)", r, p.at(r, p.col(lead.ColID)))
}

// twoRows draws two rows with content, given by the text in their first column.
func (c *editors) twoRows() (tabCells, string, string) {
	p := c.page(lead.TabLeads)
	a, b := c.filledRow(p), c.filledRow(p)
	return p, p.at(a, 0).String(), p.at(b, 0).String()
}

func (c *editors) moveRow() string {
	p, a, b := c.twoRows()
	if a == "" || b == "" || a == b {
		return ""
	}
	c.p.MoveRow(p.title, a, b)
	return a + " above " + b
}

func (c *editors) cutPaste() string {
	p, a, b := c.twoRows()
	if a == "" || a == b {
		return ""
	}
	if c.w.rng.IntN(4) > 0 {
		b = ""
	}
	c.p.CutPaste(p.title, a, b)
	return a + " over " + b
}

func (c *editors) copyRow() string {
	p, a, _ := c.twoRows()
	if a == "" {
		return ""
	}
	c.w.monitor.copyRow(p, a)
	c.p.CopyRow(p.title, a)
	return a
}

func (c *editors) undo() string {
	if !c.w.monitor.undoAllowed() {
		return ""
	}
	c.w.monitor.undos++
	c.goBack(c.p.Undo)
	return "the last change"
}

// goBack lets an editor undo or restore, and records which rows without an ID got theirs back.
func (c *editors) goBack(do func()) {
	before := c.page(lead.TabLeads)
	do()
	now := c.page(lead.TabLeads)
	for r := 1; r < min(len(before.rows), len(now.rows)); r++ {
		beforeKey := c.w.monitor.rowKey(before.title, before.rows[0], before.rows[r])
		line := slices.Clone(now.rows[r])
		id := now.col(lead.ColID)
		if id < 0 || id >= len(line) || !strings.HasPrefix(beforeKey, "|") {
			continue
		}
		nowKey := c.w.monitor.rowKey(now.title, now.rows[0], line)
		if line[id] = nil; c.w.monitor.rowKey(now.title, now.rows[0], line) == beforeKey {
			c.w.monitor.rowRenamed(beforeKey, nowKey)
		}
	}
}

func (c *editors) restore() string {
	rev := c.w.doc.Revision() - 1 - c.w.rng.IntN(6)
	if rev <= c.w.monitor.createdAt {
		return ""
	}
	c.goBack(func() { c.p.Restore(rev) })
	return fmt.Sprintf("version %d", rev)
}

// rename gives a column another title, except the key column.
func (c *editors) rename() string {
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
	if title == "" || title == lead.ColID || title == "Key" || strings.HasPrefix(title, renamedPrefix) {
		return ""
	}
	c.w.monitor.renamed[tab+"/"+sheets.Fold(title)] = true
	c.p.EditAt(tab, 0, col, lead.TextValue(renamedTitle(title)))
	return fmt.Sprintf("%s: %s", tab, title)
}

// renameBack restores the title of every renamed column.
func (c *editors) renameBack() string {
	done := ""
	for _, tab := range []string{lead.TabLeads, lead.TabIntake, lead.TabActivity} {
		p := c.page(tab)
		if len(p.rows) == 0 {
			continue
		}
		for col := range p.rows[0] {
			title, ok := strings.CutPrefix(p.at(0, col).String(), renamedPrefix)
			if ok && !p.hasTitle(title) { // leadsheet may have added the missing column meanwhile
				c.p.EditAt(tab, 0, col, lead.TextValue(title))
				done += tab + ": " + title + " "
			}
		}
	}
	return done
}

func (c *editors) moveColumn() string {
	p := c.page(lead.TabLeads)
	if len(p.rows) == 0 {
		return ""
	}
	title := p.at(0, c.w.rng.IntN(len(p.rows[0]))).String()
	c.p.MoveColumn(p.title, title)
	return title
}

func (c *editors) addColumn() string {
	title := c.text("Extra").Text
	c.p.AddColumn(lead.TabLeads, title)
	return title
}

func (c *editors) filter() string {
	p := c.page(lead.TabLeads)
	title := pick(c, []string{lead.ColStatus, lead.ColOwner})
	c.p.SetFilter(p.title, title, pick(c, []string{"New lead", "Anna", "Closed"}))
	return title
}

// merge merges cells of a row in columns that only people write.
func (c *editors) merge() string {
	p, a, _ := c.twoRows()
	if a == "" {
		return ""
	}
	c.w.monitor.excused[a] = true // the content of the merged cells is lost
	c.p.Merge(p.title, a, lead.ColCampaign, lead.ColDetails)
	return a
}
