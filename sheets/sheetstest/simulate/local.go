package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"path"
	"strconv"
	"strings"
	"time"

	"leadsheet/sheets"
	"leadsheet/sheets/sheetstest/gsheets"
	"leadsheet/sheets/xlsx"
	"leadsheet/sheets/xlsx/files"
	"leadsheet/sheets/xlsx/memfs"
	"leadsheet/sheets/xlsx/ooxml"
)

// local is a workbook that is a file: a disk, what was stored there, and the people with their programs. The document
// of the world, world.doc, is what the file holds at the moment; docs/protocol.md says what else differs from a Google
// Sheet.
//
//   - A save is the whole document. A program knows only what was there when it opened the file: its save is, for the
//     checks, an older version put in place and the edits made in it, at one moment.
//   - An edit that was never saved is no edit. So all edits are made in the moment in which they are saved.
//   - leadsheet never hits a wrong cell, not even for a moment: each version that it puts in place is compared with the
//     one that it was made from.
//   - What leadsheet takes out of its place must be what that version was made from. Else it has to come back, or to be
//     kept beside the workbook.
//   - Where an older copy is saved over what leadsheet has stored since, that is kept, too, and what had come in since
//     comes in again.
type local struct {
	w    *world
	rng  *rand.Rand // of its own
	disk *memfs.Disk
	hand *memfs.Process // the programs of people, and the checks
	opts localOptions

	known    map[[sha256.Size]byte]*fileVersion
	present  *fileVersion // what is at the path, or was when a program removed it for a moment
	sessions []*session
	copies   []*fileVersion
	lost     []*displacement
	owed     []*fileVersion  // newer versions over which an older copy was saved
	empty    gsheets.Version // of a new workbook
	away     *fileVersion    // the workbook, while somebody has moved it away; nil: it is there
	saves    int
	ops      int
	drop     *drop
}

// localOptions are what a world with a file draws beyond its scenario.
type localOptions struct {
	share bool // no exchange
	links bool // of names, on a share
	moves bool // stored messages are moved away
	power bool // the machine may lose power
	disk  float64
}

const bookPath = "/team/leads.xlsx"

// fileVersion is what a file once held.
type fileVersion struct {
	hash    [sha256.Size]byte
	raw     []byte
	version gsheets.Version
	book    *ooxml.Book
	grids   map[string]*ooxml.Grid // by title
	stamp   localStamp
	from    *fileVersion // what it was made from
	ours    bool         // leadsheet made it
}

// localStamp is what leadsheet writes into the file about its last write.
type localStamp struct {
	gen  int
	base string
}

// displacement is a version that leadsheet has taken out of its place although it had not seen it.
type displacement struct {
	was, by *fileVersion
	// over says that a person has saved over what took its place: it would have been replaced anyway.
	over bool
}

func newLocal(w *world) *local {
	l := &local{w: w, rng: rand.New(rand.NewPCG(w.cfg.seed, 0xf11e)), known: map[[sha256.Size]byte]*fileVersion{}}
	l.disk = memfs.New(func() time.Time { return w.now })
	l.hand, l.empty = &memfs.Process{Disk: l.disk}, w.doc.Version()
	if err := l.hand.Mkdir(path.Dir(bookPath), 0o755); err != nil {
		w.fail("start", "%v", err)
	}
	_ = l.hand.SyncDir("/") // the folder was there before
	l.opts = localOptions{share: l.rng.IntN(4) == 0, links: l.rng.IntN(2) == 0, moves: l.rng.IntN(2) == 0,
		power: l.rng.IntN(3) == 0}
	if w.scenario.faults > 0 {
		l.opts.disk = 0.03 * l.rng.Float64()
	}
	l.drop = newDrop(l)
	return l
}

// process is the disk as a process has it.
func (l *local) process(p *process) *memfs.Process {
	return &memfs.Process{Disk: l.disk, NoExchange: l.opts.share, NoLinks: l.opts.share && !l.opts.links,
		Before: func(op memfs.Op) error { return l.before(p, op) }}
}

// open opens the workbook for a process.
func (l *local) open(p *process) (sheets.Book, error) {
	var fsys files.FS = &watchedFiles{Process: l.process(p), p: p, l: l}
	if s := l.w.cfg.sabotage; s != nil && s.Files != nil {
		fsys = s.Files(p.broken(), fsys)
	}
	return xlsx.Open(bookPath, xlsx.Options{Files: fsys, Now: p.now, ProcessID: fmt.Sprintf("%08x", p.life),
		Sleep: func(d time.Duration) { _ = p.sleep(p.ctx, d) }})
}

// build puts the workbook of the template in place.
func (l *local) build(raw []byte) error {
	if err := files.Store(l.hand, bookPath, raw, 0o644); err != nil {
		return err
	}
	l.w.monitor.begin(&call{})
	defer l.w.monitor.end()
	c, err := l.read(raw, nil)
	if err != nil {
		return err
	}
	if err := l.w.doc.Store(c.tabs()); err != nil {
		return err
	}
	l.register(c)
	return nil
}

// register notes what has been put in place. The world's document holds it by now.
func (l *local) register(c *fileVersion) {
	c.version = l.w.doc.Version()
	l.known[c.hash], l.present = c, c
}

// read parses a file. base is a version of which the tabs that are the same need not be read again, or nil.
func (l *local) read(raw []byte, base *fileVersion) (*fileVersion, error) {
	book, err := ooxml.Open(raw)
	if err != nil {
		return nil, err
	}
	c := &fileVersion{hash: sha256.Sum256(raw), raw: raw, book: book, grids: map[string]*ooxml.Grid{}}
	for _, s := range book.Sheets {
		if base != nil && base.grids[s.Title] != nil && book.SameSheet(base.book, s) &&
			base.grids[s.Title].Hidden == s.Hidden {
			c.grids[s.Title] = base.grids[s.Title]
			continue
		}
		if c.grids[s.Title], err = book.Scan(s, nil); err != nil {
			return nil, err
		}
	}
	for _, n := range book.Names {
		if f := strings.Fields(strings.Trim(n.Refer, `"`)); n.Name == "leadsheet_generation" && len(f) > 2 {
			c.stamp.gen, _ = strconv.Atoi(f[0]) // 0 for what is no number
			c.stamp.base = f[2]
		}
	}
	return c, nil
}

// tabs returns what a file holds as the world's document takes it.
func (c *fileVersion) tabs() []gsheets.StoredTab {
	var out []gsheets.StoredTab
	for _, s := range c.book.Sheets {
		g := c.grids[s.Title]
		t := gsheets.StoredTab{Title: s.Title, Hidden: s.Hidden}
		for _, r := range g.Rows {
			for len(t.Rows) < r.Num {
				t.Rows = append(t.Rows, nil)
			}
			row := make([]gsheets.Cell, r.Cells[len(r.Cells)-1].Col+1)
			for _, x := range r.Cells {
				row[x.Col].Value = x.Value
			}
			t.Rows[r.Num-1] = row
		}
		for _, f := range g.Formulas {
			if f.Row <= len(t.Rows) && f.Col < len(t.Rows[f.Row-1]) {
				t.Rows[f.Row-1][f.Col].Formula = "=" + f.Text
			}
		}
		out = append(out, t)
	}
	return out
}

// names returns the names that a program keeps when it saves.
func (c *fileVersion) names() []ooxml.Name {
	var out []ooxml.Name
	for _, n := range c.book.Names {
		if strings.HasPrefix(n.Name, "leadsheet_") {
			out = append(out, n)
		}
	}
	return out
}

// before comes before each operation of a process on the disk: others may act first, and the disk may fail.
func (l *local) before(p *process, op memfs.Op) error {
	if p.killed {
		return memfs.ErrKilled
	}
	l.ops++
	l.w.stats.files++
	if op.Name == "Create" && strings.HasSuffix(op.Path, ".tmp") {
		p.sending, p.drafted = l.w.now, l.ops
	}
	if moving := l.drop.moving; moving != nil {
		defer moving()
	}
	if l.w.calm {
		return nil
	}
	if !l.atOnce(op) {
		if p.step(op.Name+" "+path.Base(op.Path)) != nil {
			return memfs.ErrKilled
		}
	}
	return l.fault(p, op)
}

// atOnce reports whether nobody gets a turn before an operation: on a share there is a moment between the last look and
// the renaming in which a save is lost, see replaceByRename and create.
func (l *local) atOnce(op memfs.Op) bool {
	return l.opts.share && op.Name == "Rename" && op.To == bookPath
}

// after follows an operation that changes names: what has changed at the path is checked.
func (l *local) after(p *process) {
	if l.w.failed != nil {
		return
	}
	raw, err := l.hand.Read(bookPath)
	if err != nil {
		return
	}
	hash := sha256.Sum256(raw)
	if l.present != nil && l.present.hash == hash {
		return
	}
	p.sending = time.Time{}
	p.wrote = true
	if c := l.known[hash]; c != nil {
		l.putBack(p, c)
	} else {
		l.wrote(p, raw)
	}
}

// putBack checks a version that a process has put in place again.
func (l *local) putBack(p *process, c *fileVersion) {
	w := l.w
	for i, d := range l.lost {
		if d.was != c {
			continue
		}
		l.lost = append(l.lost[:i:i], l.lost[i+1:]...)
		w.say("d%d puts back what %s had taken out", p.id, d.by.short())
		if l.present != d.by {
			l.lost = append(l.lost, &displacement{was: l.present, by: c})
		}
		l.replace(c)
		return
	}
	if l.present != nil && l.present.from == c { // a copy of the same bytes had taken its place in that moment
		l.replace(c)
		return
	}
	w.fail("I3", "d%d put %s in place, which it had not taken out of its place", p.id, c.short())
}

// replace puts an older version in place, as far as the checks go.
func (l *local) replace(c *fileVersion) {
	before := l.w.monitor.view()
	l.w.doc.SetVersion(c.version)
	l.present = c
	l.w.monitor.afterAction("restore", before)
}

// wrote checks a version that a process has put in place.
func (l *local) wrote(p *process, raw []byte) {
	w := l.w
	w.stats.writes++
	var base *fileVersion
	_, gone := l.hand.Lstat(bookPath)
	c, err := l.read(raw, l.present)
	if err != nil || gone != nil {
		w.fail("I3", "d%d put a file in place that cannot be read: %v", p.id, err)
		return
	}
	for _, k := range l.known {
		if hex.EncodeToString(k.hash[:8]) == c.stamp.base {
			base = k
		}
	}
	if base == nil && (c.stamp.base != "-" || l.present != nil && l.savingNow() == nil) {
		w.fail("I3", "d%d put a workbook in place that was made from nothing that was ever there", p.id)
		return
	}
	c.from, c.ours = base, true
	var before view
	was := l.present
	switch {
	case base == nil:
		w.anew()
		before = w.monitor.view()
		w.doc.SetVersion(l.empty)
	case base != was:
		l.lost = append(l.lost, &displacement{was: was, by: c})
		w.say("d%d takes %s out of its place, which it has not seen", p.id, was.short())
		before = w.monitor.view()
		w.doc.SetVersion(base.version)
	}
	for _, s := range l.sessions {
		if s.lock != "" && s.since < p.drafted {
			w.fail("I3", "d%d stored while the workbook was open in %s, as its lock file said", p.id, s.program.Name)
		}
	}
	w.monitor.begin(&call{p: p, id: p.id, n: w.stats.writes, write: true, intent: p.intent, readRev: neverRead,
		sent: w.now})
	err = w.doc.Store(c.tabs())
	w.monitor.end()
	if err != nil {
		w.fail("I3", "%v", err)
	}
	w.say("d%d puts %s in place", p.id, c.short())
	l.register(c)
	if base == nil || base != was {
		w.monitor.afterAction("restore", before)
	}
}

// neverRead is a revision after all others: what a process adds to a file may never be there twice.
const neverRead = 1 << 60

// holds reports whether a version was made from another one, or is that one.
func (c *fileVersion) holds(other *fileVersion) bool {
	for ; c != nil; c = c.from {
		if c == other {
			return true
		}
	}
	return false
}

func (c *fileVersion) short() string {
	if c == nil {
		return "nothing"
	}
	return fmt.Sprintf("%x (%d)", c.hash[:3], c.stamp.gen)
}
