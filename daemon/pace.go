package daemon

import (
	"hash/maphash"
	"maps"
	"math"
	"slices"
	"time"

	"leadsheet/sheets"
)

// quietAfter is how long nothing must have happened before passes become rarer.
const quietAfter = 15 * time.Minute

// pace says how long to wait between passes: poll while something is going on, growing to slow once all is quiet. Where
// every look costs a call of a metered service, a night need not cost as many as a working day.
type pace struct {
	poll, slow time.Duration

	alive time.Time     // the last sign of life
	wait  time.Duration // as returned last
}

// next returns how long to wait after a pass that ended now; alive says whether it met a sign of life.
func (p *pace) next(now time.Time, alive bool) time.Duration {
	// A clock that was set back would make the quiet last for ever.
	if alive || p.alive.IsZero() || now.Before(p.alive) {
		p.alive = now
	}
	if p.slow <= p.poll || now.Sub(p.alive) < quietAfter {
		p.wait = p.poll
		return p.wait
	}
	p.wait = min(max(p.wait, p.poll)*3/2, p.slow)
	return p.wait
}

// changed reports whether the tabs hold something else than at the last call, and remembers what they hold: a few
// bytes instead of a second copy of the workbook. Cells of leadsheet's own columns do not count: another leadsheet that
// counts how late a lead is would keep this one awake, and this one it. The first call says yes.
func (d *Daemon) changed(snap *sheets.Snapshot) bool {
	if d.seed == (maphash.Seed{}) {
		d.seed = maphash.MakeSeed()
	}
	var h maphash.Hash
	h.SetSeed(d.seed)
	for _, title := range slices.Sorted(maps.Keys(snap.Tabs)) {
		t := snap.Tabs[title]
		hashText(&h, title)
		ours := make([]bool, len(t.Columns))
		for i, c := range t.Columns {
			hashText(&h, c)
			ours[i] = d.ours(title, c)
		}
		for _, row := range t.Rows {
			hashNumber(&h, uint64(len(row)))
			for i := range row {
				if i < len(ours) && ours[i] {
					continue
				}
				// A hash cannot return an error.
				_ = h.WriteByte(byte(row[i].Kind))
				hashNumber(&h, math.Float64bits(row[i].Num))
				hashText(&h, row[i].Text)
			}
		}
	}
	sum := h.Sum64()
	was, known := d.content, d.hashed
	d.content, d.hashed = sum, true
	return !known || was != sum
}

// ours reports whether a column is one that only leadsheet writes.
func (d *Daemon) ours(tab, column string) bool {
	for _, t := range d.Layout.Tabs {
		for _, c := range t.Columns {
			if t.Called() == tab && c.Managed && sheets.Fold(c.Called()) == sheets.Fold(column) {
				return true
			}
		}
	}
	return false
}

// hashText adds s with its length, so that no two lists of texts read the same.
func hashText(h *maphash.Hash, s string) {
	hashNumber(h, uint64(len(s)))
	_, _ = h.WriteString(s) // a hash cannot return an error
}

func hashNumber(h *maphash.Hash, n uint64) {
	var b [8]byte
	for i := range b {
		b[i] = byte(n >> (8 * i))
	}
	_, _ = h.Write(b[:]) // a hash cannot return an error
}
