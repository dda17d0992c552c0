package google

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"leadsheet/sheets"
	"leadsheet/sheets/google/undo"
)

// corrections is how often a write that people got in the way of is put right before the next pass goes on with it.
const corrections = 8

// putBack undoes what the last write did to rows that people had moved. When that is done it lets again plan what
// should have been done instead (it reports whether there is anything), and done is told what came of it. All of it
// goes through the log as any write does, so that a person who moves rows in that very moment is noticed once more.
// It returns an error that Is sheets.ErrConflict when another leadsheet came first: that one has put it back, for it
// read the log before it wrote.
func (b *Book) putBack(ctx context.Context, titles []string,
	again func(*plan) bool, done func(*plan, *undo.Log)) error {
	b.known = nil
	for range corrections {
		s, err := b.load(ctx, titles)
		if err != nil {
			return err
		}
		p := b.newPlan(s)
		damage := s.log.Damage()
		// Not both at once: a new ID must not stand in two rows while it is not certain which of them it leaves.
		if damage.None() {
			if !again(p) {
				return nil
			}
		} else {
			p.clear = true // also when there is nothing left to put back, the log must not speak of it again
			p.repair(damage)
		}
		log, err := b.store(ctx, p, false)
		if err != nil {
			return err
		}
		if damage.None() {
			done(p, log)
		}
	}
	return fmt.Errorf("put back a row that people moved: they moved it again %d times; the next pass goes on with it",
		corrections)
}

// repair plans what undoes the newest damage.
func (p *plan) repair(d undo.Damage) {
	tables := map[int64]*table{}
	now := map[int64]*undo.Table{}
	for _, t := range p.s.tables {
		tables[t.ID], now[t.ID] = t, &t.Table
	}
	r := d.Repair(now)
	p.log.Carry(r)
	p.giveBack(r.Rows)
	for _, f := range r.Fixes {
		t := tables[f.Tab]
		seen := sheets.Cell{}
		if row := t.Cells(f.Row); f.Col < len(row) {
			seen = row[f.Col]
		}
		p.edit(cellEdit{t, f.Row, f.Col, seen, f.Want, fromPutBack, false})
	}
	for _, u := range r.Unresolved {
		about := fmt.Sprint("mixed ", p.s.turn.Number, u.Tab, u.Num, u.Turn)
		p.b.notices.add(about, fmt.Sprintf("the rows of the tab %q were moved each time that leadsheet put "+
			"something right: "+
			"please look at %s, whose %s may belong to another row (File, Version history shows what was there)",
			tables[u.Tab].Tab.Title, u.Who, strings.Join(u.Columns, ", ")))
	}
}

// correct puts right what the stored batch did wrong, and does for the right rows what it should have done. The batch
// is stored whatever happens here: what is still wrong stands in the log, and whoever reads next puts it back.
func (b *Book) correct(ctx context.Context, orig *snapshot, batch sheets.Batch, first *plan, log *undo.Log) {
	missed := first.missed(log)
	titles := make([]string, 0, len(orig.tables))
	for _, t := range orig.tables {
		titles = append(titles, t.Tab.Title)
	}
	done := func(p *plan, log *undo.Log) {
		missed = p.missed(log)
		first.result.Skipped = append(first.result.Skipped, p.result.Skipped...)
		for _, m := range p.result.MissingColumns {
			if !slices.Contains(first.result.MissingColumns, m) {
				first.result.MissingColumns = append(first.result.MissingColumns, m)
			}
		}
	}
	again := func(p *plan) bool {
		p.again(batch, missed, orig)
		if len(p.edits) == 0 {
			done(p, &undo.Log{})
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
func (p *plan) missed(log *undo.Log) map[int]bool {
	astray := log.Damage().Astray()
	out := map[int]bool{}
	for _, e := range p.edits {
		if e.from >= 0 && astray[e.spot()] {
			out[e.from] = true
		}
	}
	return out
}

// again plans the changes that were missed, in this snapshot, where their rows may stand elsewhere.
func (p *plan) again(batch sheets.Batch, missed map[int]bool, orig *snapshot) {
	var rest sheets.Batch
	var index []int // in batch
	for i, c := range batch.Changes {
		if missed[i] {
			c.Needed = false // what depends on it is stored
			rest.Changes, index = append(rest.Changes, c), append(index, i)
		}
	}
	find := func(was, now *table, row int) (int, string) {
		if i := now.FindRow(&was.Table, row, p.b.layout[sheets.Fold(was.Tab.Title)].Key); i >= 0 {
			return i, ""
		}
		return 0, sheets.SkipNoRow
	}
	if err := p.resolve(rest, orig, find); err != nil { // a tab lost its titles meanwhile
		for _, c := range rest.Changes {
			p.result.Skipped = append(p.result.Skipped, sheets.Skip{Change: c, Why: err.Error()})
		}
	}
	for i := range p.edits {
		p.edits[i].from = index[p.edits[i].from]
		p.edits[i].needed = batch.Changes[p.edits[i].from].Needed
	}
}
