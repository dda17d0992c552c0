package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/sheets"
)

// orders are the people who type commands into the column Do. They do more than that in the very moment in which a
// command is being done: they type over it, sort, copy its row, and the process may be killed right afterwards.
type orders struct {
	w      *world
	rng    *rand.Rand // of its own, so that worlds without commands stay what they were
	left   int        // how many commands are still to be typed
	rate   float64    // of turns in which one is typed
	n      int        // makes each text different
	struck map[*intent]int
	// reshaped is what has happened to the column itself: one that was moved and renamed is not found again.
	reshaped string
}

func newOrders(w *world) *orders {
	o := &orders{w: w, rng: rand.New(rand.NewPCG(w.cfg.seed, 0xd0)), struck: map[*intent]int{}}
	if o.rng.IntN(2) == 0 {
		o.left, o.rate = 3+o.rng.IntN(12), 0.05+0.25*o.rng.Float64()
	}
	return o
}

// act plays a turn of the storm: a command, or what gets in the way of one.
func (o *orders) act(restarts map[int]time.Time) {
	for _, p := range o.w.processes {
		if p.sending.IsZero() || p.intent == nil || len(p.intent.commands) == 0 {
			continue
		}
		rate := 0.5
		if o.struck[p.intent] > 0 {
			rate = 0.15 // what puts it right again may be hit, too
		}
		if o.rng.Float64() < rate {
			o.struck[p.intent]++
			o.strike(p, restarts)
			return
		}
	}
	if o.left > 0 && o.rng.Float64() < o.rate {
		o.left--
		o.typeAnywhere()
	}
}

// strike lets people act in the moment in which a process does a command, and half of the times kills the process
// between its write and the answer.
func (o *orders) strike(p *process, restarts map[int]time.Time) {
	id := p.intent.commands[o.rng.IntN(len(p.intent.commands))]
	for range 1 + o.rng.IntN(2) {
		o.disturb(id)
	}
	if o.rng.IntN(2) == 0 {
		o.w.resume(p)
		if !p.killed {
			o.w.stats.crashes++
			o.w.kill(p)
			restarts[p.id] = o.w.now.Add(time.Duration(o.rng.IntN(60)) * time.Second)
		}
	}
}

// disturb is one act of people around the row of a command.
func (o *orders) disturb(id string) {
	c := o.w.editors
	page := c.page(lead.TabLeads)
	row, col := -1, page.col(lead.ColDo)
	for r := 1; r < len(page.rows); r++ {
		if strings.TrimSpace(page.at(r, page.col(lead.ColID)).String()) == id {
			row = r
		}
	}
	if len(page.rows) < 2 || col < 0 {
		return
	}
	there := row > 0
	switch n := o.rng.IntN(16); {
	case n < 6:
		title := page.at(0, o.rng.IntN(len(page.rows[0]))).String()
		down := o.rng.IntN(2) == 0
		o.w.do("sort", func() string {
			if down {
				c.p.Sort(page.title, title)
			} else {
				c.p.SortAscending(page.title, title)
			}
			return fmt.Sprintf("by %q, down=%v", title, down)
		})
	case n < 8:
		at := 1 + o.rng.IntN(len(page.rows))
		o.w.do("blank row", func() string { c.p.InsertRows(page.title, at, 1); return fmt.Sprint("at ", at) })
	case n < 11 && there:
		o.typeInto(row)
	case n == 11 && there:
		o.w.do("delete row", func() string { c.p.DeleteRows(page.title, row, 1); return fmt.Sprint("row ", row) })
	case n == 12 && there && page.at(row, 0).String() != "":
		o.w.do("copy row", func() string {
			c.w.monitor.copyRow(page, page.at(row, 0).String())
			c.p.CopyRow(page.title, page.at(row, 0).String())
			return page.at(row, 0).String()
		})
	case n == 13 && o.reshaped != "renamed":
		o.reshaped = "moved"
		o.w.do("move column", func() string { c.p.MoveColumn(page.title, lead.ColDo); return lead.ColDo })
	case n == 14 && o.reshaped != "moved" && page.hasTitle(lead.ColDo):
		o.reshaped = "renamed"
		o.w.do("rename column", func() string {
			c.w.monitor.renamed[page.title+"/"+sheets.Fold(lead.ColDo)] = true
			c.p.EditAt(page.title, 0, col, lead.TextValue(renamedTitle(lead.ColDo)))
			return lead.ColDo
		})
	case n == 15 && there:
		o.w.do("comment", func() string {
			c.p.EditAt(page.title, row, page.col(lead.ColComment), c.text("note"))
			return fmt.Sprint("row ", row)
		})
	}
}

// typeAnywhere types a command into a random row.
func (o *orders) typeAnywhere() {
	page := o.w.editors.page(lead.TabLeads)
	var rows []int
	for r := 1; r < len(page.rows); r++ {
		if strings.HasPrefix(page.at(r, page.col(lead.ColID)).String(), "L-") {
			rows = append(rows, r)
		}
	}
	if len(rows) > 0 {
		o.typeInto(rows[o.rng.IntN(len(rows))])
	}
}

// typeInto types a command into a row, or empties the cell of one.
func (o *orders) typeInto(row int) {
	page := o.w.editors.page(lead.TabLeads)
	col := page.col(lead.ColDo)
	if col < 0 {
		return
	}
	id, text := strings.TrimSpace(page.at(row, page.col(lead.ColID)).String()), o.text(page)
	switch n := o.rng.IntN(10); {
	case n < 2 && o.w.monitor.orders.last[id] != "":
		text = o.w.monitor.orders.last[id] // once more
	case n == 2 && page.at(row, col).String() != "":
		text = ""
	}
	o.w.do("command", func() string {
		o.w.editors.p.EditAt(page.title, row, col, lead.TextValue(text))
		return fmt.Sprintf("row %d (%s) %q", row, id, text)
	})
	o.w.monitor.typed(id, text, page, row)
}

// text is a command, or nonsense. Full stops do not matter to leadsheet: they make each one different.
func (o *orders) text(page tabCells) string {
	o.n++
	other := fmt.Sprintf("L-%d", 1001+o.rng.IntN(8))
	if r := 1 + o.rng.IntN(len(page.rows)); o.rng.IntN(4) > 0 {
		if id := page.at(r, page.col(lead.ColID)).String(); id != "" {
			other = id
		}
	}
	verbs := []string{"no answer", "no answer", "called", "called", "Called 09:00", "done", "DONE", "not a lead", "reopen",
		"reopen", "undo", "undo", "new lead", "new lead", "same as " + other, "same as " + other, "not same as " + other,
		"bring back " + other, "block sender", "make me a sandwich", "called whenever"}
	end := ""
	for n := o.n; n > 0; n /= 2 {
		end += string(".!"[n%2])
	}
	return verbs[o.rng.IntN(len(verbs))] + end
}
