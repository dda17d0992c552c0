package daemon

import (
	"hash/maphash"
	"maps"
	"math"
	"slices"
	"time"

	"leadsheet/sheets"
)

// quietAfter is how long nothing must have happened before passes become rarer. Within it a conversation is likely to
// go on.
const quietAfter = 15 * time.Minute

// pace says how long to wait between passes: poll while something happens, growing to slow when nothing does. With a
// metered service each pass costs calls, and a night should cost fewer than a working day.
type pace struct {
	poll, slow time.Duration

	lastActive time.Time     // when something happened last
	wait       time.Duration // as returned last
}

// next returns how long to wait after a pass that ended now; active says whether something happened in it.
func (p *pace) next(now time.Time, active bool) time.Duration {
	// After a clock was set back the time since lastActive would be negative.
	if active || p.lastActive.IsZero() || now.Before(p.lastActive) {
		p.lastActive = now
	}
	if p.slow <= p.poll || now.Sub(p.lastActive) < quietAfter {
		p.wait = p.poll
		return p.wait
	}
	p.wait = min(max(p.wait, p.poll)*3/2, p.slow)
	return p.wait
}

// changed reports whether the tabs hold something else than at the last call, and remembers what they hold: a few bytes
// instead of a second copy of the workbook. Cells of managed columns do not count: two daemons that both update
// lateness would keep each other at the fast pace. The first call returns true.
func (d *Daemon) changed(snap *sheets.Snapshot) bool {
	sum := d.hash(snap, d.isManaged)
	was, known := d.contentHash, d.hashed
	d.contentHash, d.hashed = sum, true
	return !known || was != sum
}

// hash is a hash of what was read, without the columns that leaveOut names.
func (d *Daemon) hash(snap *sheets.Snapshot, leaveOut func(tab, column string) bool) uint64 {
	if d.hashSeed == (maphash.Seed{}) {
		d.hashSeed = maphash.MakeSeed()
	}
	var h maphash.Hash
	h.SetSeed(d.hashSeed)
	for _, title := range slices.Sorted(maps.Keys(snap.Tabs)) {
		t := snap.Tabs[title]
		hashText(&h, title)
		hashText(&h, t.Fault)
		hashNumber(&h, map[bool]uint64{true: 1}[t.Hidden])
		managed := make([]bool, len(t.Columns))
		for i, c := range t.Columns {
			hashText(&h, c)
			managed[i] = leaveOut(title, c)
		}
		for _, row := range t.Rows {
			hashNumber(&h, uint64(len(row)))
			for i := range row {
				if i < len(managed) && managed[i] {
					continue
				}
				// A hash cannot return an error.
				_ = h.WriteByte(byte(row[i].Kind))
				hashNumber(&h, math.Float64bits(row[i].Num))
				hashText(&h, row[i].Text)
			}
		}
	}
	return h.Sum64()
}

// isManaged reports whether a column is one that only leadsheet writes.
func (d *Daemon) isManaged(tab, column string) bool {
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
