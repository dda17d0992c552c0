package google

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"leadsheet/sheets"
)

// corrections is how often a write that people got in the way of is put right before the next pass goes on with it.
const corrections = 8

// putBack undoes what the last write did to rows that people had moved. When that is done it lets again plan what should
// have been done instead (it reports whether there is anything), and done is told what came of it. All of it goes
// through the log as any write does, so that a person who moves rows in that very moment is noticed once more. It returns
// an error that Is sheets.ErrConflict when another leadsheet came first: that one has put it back, for it read the log
// before it wrote.
func (b *Book) putBack(ctx context.Context, titles []string, again func(*plan) bool, done func(*plan, *undoLog)) error {
	for range corrections {
		s, err := b.load(ctx, titles)
		if err != nil {
			return err
		}
		p := b.newPlan(s)
		wrong := s.log.wrong()
		// Not both at once: a new ID must not stand in two rows while it is not certain which of them it leaves.
		if wrong.none() {
			if !again(p) {
				return nil
			}
		} else {
			p.clear = true // also when there is nothing left to put back, the log must not speak of it again
			p.repair(wrong)
		}
		log, err := b.store(ctx, p, false)
		if err != nil {
			return err
		}
		if wrong.none() {
			done(p, log)
		}
	}
	return fmt.Errorf("put back a row that people moved: they moved it again %d times; the next pass goes on with it", corrections)
}

// repair plans what undoes the newest damage. All of it is carried forward in the log: should the repair itself go astray,
// it is still known.
func (p *plan) repair(d damage) {
	turn := d.turns()
	tables := p.s.byID()
	if turn > maxTurns {
		p.giveUp(d)
		return
	}
	now := map[int64][]hit{}
	for _, h := range d.rows {
		switch t := tables[h.row.id]; {
		case t == nil:
		case h.row.Turn == turn:
			now[t.id] = append(now[t.id], h)
		default:
			p.owe(h, nil, true)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(now)) {
		found := findRows(tables[id], now[id])
		for i, h := range now[id] {
			for _, row := range found[i] {
				p.owe(h, h.fixes(tables[id], row), false)
			}
		}
	}
	fresh := map[int64][]newHit{}
	for _, n := range d.news {
		switch t := tables[n.entry.id]; {
		case t == nil:
		case n.entry.Turn == turn:
			fresh[t.id] = append(fresh[t.id], n)
		default:
			p.oweNew(n, nil, true)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(fresh)) {
		found := findNew(tables[id], fresh[id])
		for i, n := range fresh[id] {
			if row, ok := found[i]; ok {
				p.oweNew(n, n.fixes(tables[id], row), false)
			}
		}
	}
}

// maxTurns is how many put-backs in a row may go astray. When people move rows at each of so many moments in turn, another
// guess does more harm than good.
const maxTurns = 4

// giveUp leaves what is wrong to people, and tells them where it is.
func (p *plan) giveUp(d damage) {
	tables := p.s.byID()
	for _, h := range d.rows {
		t := tables[h.row.id]
		if t == nil {
			continue
		}
		var columns []string
		for _, i := range h.cells {
			columns = append(columns, h.row.Cells[i].Title)
		}
		who := keyText(at(h.row.was, findTitle(h.titles, h.row.KeyName)))
		if who == "" {
			who = fmt.Sprintf("row %d", h.row.Num+1)
		}
		p.b.notices.add(fmt.Sprint("mixed ", p.s.version, h.row.id, h.row.Num, h.row.Turn), fmt.Sprintf(
			"the rows of the tab %q were moved each time that leadsheet put something right: please look at %s, whose %s may belong to another row (File, Version history shows what was there)",
			t.tab.Title, who, strings.Join(columns, ", ")))
	}
}

// owe plans the fixes of a hit, unless it waits for its turn, and carries it forward: of its cells only those that are still
// wrong, for what has been put back may be rightly something else by now.
func (p *plan) owe(h hit, fixes map[int]fix, wait bool) {
	e := *h.row
	e.Titles, e.Cells, e.Fixes, e.Wait = h.titles, nil, nil, wait
	for _, i := range h.cells {
		f, ok := fixes[i]
		switch {
		case ok:
			p.fix(f)
			e.Fixes = append(e.Fixes, f.place())
		case e.Wait:
			e.Fixes = append(e.Fixes, place{-1, -1})
		default:
			continue
		}
		e.Cells = append(e.Cells, h.row.Cells[i])
	}
	for i, c := range h.row.Cells {
		if c.Col == findTitle(h.titles, e.KeyName) && !slices.Contains(h.cells, i) {
			e.Bears = c.Want
		}
	}
	if len(e.Cells) > 0 {
		p.due = append(p.due, logLine{kind: logDue, id: e.id, entry: &e, num: -1, was: e.was})
	}
}

// oweNew is owe for an inserted row.
func (p *plan) oweNew(n newHit, fixes []fix, wait bool) {
	e := *n.entry
	e.Meant, e.Titles, e.Fixes, e.Wait = n.meant, n.titles, nil, wait
	for _, f := range fixes {
		p.fix(f)
		e.Fixes = append(e.Fixes, f.place())
	}
	if e.Wait || len(fixes) > 0 {
		p.due = append(p.due, logLine{kind: logDueNew, id: e.id, entry: &e, num: -1, was: e.wrote})
	}
}

func (p *plan) fix(f fix) {
	p.edit(cellEdit{f.t, f.row, f.col, at(f.t.cells(f.row), f.col), f.want, -1})
}

// correct puts right what the stored batch did wrong, and does for the right rows what it should have done. The batch is
// stored whatever happens here: what is still wrong stands in the log, and whoever reads next puts it back.
func (b *Book) correct(ctx context.Context, orig *snapshot, batch sheets.Batch, first *plan, log *undoLog) {
	missed := first.missed(log)
	titles := make([]string, 0, len(orig.tables))
	for _, t := range orig.tables {
		titles = append(titles, t.tab.Title)
	}
	done := func(p *plan, log *undoLog) {
		missed = p.missed(log)
		first.result.Skipped = append(first.result.Skipped, p.result.Skipped...)
		for _, h := range p.result.Homeless {
			tab, column, _ := strings.Cut(h, "/")
			first.homeless(tab, column)
		}
	}
	again := func(p *plan) bool {
		for i, c := range batch.Changes {
			if missed[i] {
				p.again(i, c, orig)
			}
		}
		if len(p.edits) == 0 {
			done(p, &undoLog{})
		}
		return len(p.edits) > 0
	}
	err := b.putBack(ctx, titles, again, done)
	for i, c := range batch.Changes {
		if err != nil && missed[i] {
			first.result.Skipped = append(first.result.Skipped, sheets.Skip{Change: c, Why: "people moved the row meanwhile"})
		}
	}
}

// missed returns which changes of the batch did not reach the cell they were meant for.
func (p *plan) missed(log *undoLog) map[int]bool {
	hit := map[spot]bool{}
	for _, h := range log.wrong().rows {
		for _, i := range h.cells {
			if h.due {
				continue // of an earlier write
			}
			hit[spot{h.row.id, h.row.Num, h.row.Cells[i].Col}] = true
		}
	}
	out := map[int]bool{}
	for _, e := range p.edits {
		if e.from >= 0 && hit[spot{e.t.id, e.t.num(e.row), e.col}] {
			out[e.from] = true
		}
	}
	return out
}

// again plans a change of an older snapshot in this one, where its row may stand elsewhere.
func (p *plan) again(i int, c sheets.Change, orig *snapshot) {
	skip := func(why string) { p.result.Skipped = append(p.result.Skipped, sheets.Skip{Change: c, Why: why}) }
	was, t := orig.tables[sheets.Fold(c.Tab)], p.s.tables[sheets.Fold(c.Tab)]
	if t == nil {
		skip("the tab is missing")
		return
	}
	col := t.tab.Col(c.Column)
	if col < 0 {
		p.homeless(c.Tab, c.Column)
		skip("the column is missing")
		return
	}
	row := p.sameRow(was, c.Row, t)
	if row < 0 {
		skip("the row was deleted or changed")
		return
	}
	switch now := t.tab.At(row, col); {
	case p.taken[spot{t.id, t.num(row), col}]:
		skip("a person has changed the cell") // and gets it back
	case now.Equal(c.Want):
	case !now.Equal(c.Seen) || !p.edit(cellEdit{t, row, col, now, c.Want, i}):
		skip("a person has changed the cell")
	}
}

// sameRow finds a row of an older table by its key, or, where that says nothing, by its content; -1 if there is not
// exactly one.
func (p *plan) sameRow(was *table, row int, t *table) int {
	title := p.b.layout[sheets.Fold(was.tab.Title)].Key
	from, to := was.tab.Col(title), t.tab.Col(title)
	match := func(i int) bool { return sameContent(was, row, t, i) }
	if key := keyText(was.tab.At(row, from)); title != "" && from >= 0 && to >= 0 && key != "" && p.unique(was, from, key) {
		match = func(i int) bool { return keyText(t.tab.At(i, to)) == key }
	} else {
		for i := range was.tab.Rows {
			if i != row && sameContent(was, row, was, i) {
				return -1 // a copy: if only one is left, nobody knows which
			}
		}
	}
	found := -1
	for i := range t.tab.Rows {
		if match(i) {
			if found >= 0 {
				return -1
			}
			found = i
		}
	}
	return found
}

// sameContent reports whether two rows hold the same under all titles of the older table.
func sameContent(was *table, row int, t *table, i int) bool {
	for col, title := range was.tab.Columns {
		if title != "" && !slices.Contains(was.tab.Twins, col) && !was.tab.At(row, col).Equal(t.tab.At(i, t.tab.Col(title))) {
			return false
		}
	}
	return true
}

// byID returns the tables of a snapshot by the ids of their tabs.
func (s *snapshot) byID() map[int64]*table {
	out := make(map[int64]*table, len(s.tables))
	for _, t := range s.tables {
		out[t.id] = t
	}
	return out
}
