package main

import (
	"math/rand/v2"
	"strings"
	"time"

	"leadsheet/intake"
	"leadsheet/sheets/sheetstest/simulate/exports"
)

// drop is the folder of form exports on the disk of a local workbook.
type drop struct {
	*exports.People
	w     *world
	l     *local
	moves bool                       // leadsheet moves away what is stored
	read  map[string]*exports.Parsed // by content
	// moving is called at the moment in which a process moves a file; nil: none does.
	moving func()
}

// dropQuiet is how long a file must not have changed, as cmd sets it.
const dropQuiet = 2 * time.Second

func newDrop(l *local) *drop {
	to := exports.World{Now: func() time.Time { return l.w.now }, Say: l.w.say, Fail: l.w.fail, Disk: l.disk,
		Hand: l.hand}
	return &drop{People: exports.NewPeople(to, l.w.cfg.seed), w: l.w, l: l, read: map[string]*exports.Parsed{},
		moves: rand.New(rand.NewPCG(l.w.cfg.seed, 0xd2)).IntN(2) == 0}
}

// source is the folder as a process has it: the real one, over the disk.
func (d *drop) source(p *process) intake.Source {
	s := &intake.Drop{Folder: exports.Dir, Quiet: dropQuiet, Now: p.now, Files: d.files(p)}
	if d.moves {
		s.After = "move"
	}
	if b := d.w.cfg.sabotage; b != nil && b.Exports != nil {
		return b.Exports(p.broken(), s)
	}
	return s
}

// parse reads an export as leadsheet does.
func (d *drop) parse(content string) *exports.Parsed {
	x := d.read[content]
	if x == nil {
		x = exports.Parse(content, startTime())
		d.read[content] = x
	}
	return x
}

// isDone reports whether a path is in the folder into which leadsheet moves files.
func isDone(name string) bool { return strings.HasPrefix(name, exports.Done) }
