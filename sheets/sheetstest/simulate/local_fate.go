package main

import (
	"path"
	"slices"
	"time"

	"leadsheet/sheets/sheetstest/simulate/programs"
)

const awayPath = "/team/old leads.xlsx"

// moveAway lets a person move the workbook away. A process that starts in the meantime makes a new one.
func (l *local) moveAway() {
	if err := l.hand.Rename(bookPath, awayPath); err != nil {
		return
	}
	l.say("the workbook %s is moved away", l.present.short())
	l.away, l.present = l.present, nil
}

// moveBack puts the workbook that was moved away in its place again, over a new one, if there is one.
func (l *local) moveBack() {
	l.say("the workbook %s is moved back", l.away.short())
	newer, c := l.present, l.away
	l.away = nil
	_ = l.hand.Remove(awayPath) // it is there, or was lost with the power
	l.putInPlace(c, newer)
}

// removeLocks removes the lock files of programs that are not running: the power may have brought them back.
func (l *local) removeLocks() {
	for _, p := range programs.All() {
		lock := p.LockPath(bookPath)
		if lock != "" && !slices.ContainsFunc(l.sessions, func(s *session) bool { return s.lock == lock }) {
			_ = l.hand.Remove(lock) // usually there is none
		}
	}
}

// syncFolder makes what people have saved durable: what they lose with the power is not leadsheet's.
func (l *local) syncFolder() { _ = l.hand.SyncDir(path.Dir(bookPath)) } // the folder is there

// crash kills a process, and sometimes takes the power from the machine or its disk's room.
func (l *local) crash(restarts map[int]time.Time) {
	if s := l.savingNow(); s != nil {
		l.finish(s)
	}
	w := l.w
	w.say("the power is lost")
	for len(w.processes) > 0 {
		p := w.processes[0]
		w.kill(p)
		restarts[p.id] = w.now.Add(time.Duration(l.rng.IntN(300)) * time.Second)
	}
	l.drop.PowerLost()
	l.disk.LosePower(func(string) bool { return l.rng.IntN(2) == 0 })
	for _, s := range slices.Clone(l.sessions) {
		s.stale = true
		if _, err := l.hand.Lstat(s.lock); s.lock == "" || err != nil {
			l.close(s)
		}
	}
	l.afterPower()
}

// afterPower finds out what is at the path.
func (l *local) afterPower() {
	raw, err := l.hand.Read(bookPath)
	if err != nil {
		if l.present != nil && l.away == nil && l.present.stamp.base != "-" { // one that was just made may be gone again
			l.w.fail("I1", "the power was lost, and the workbook is gone: %v", err)
		}
		if l.present != nil {
			l.replace(&fileVersion{version: l.empty})
		}
		l.present = nil
		return
	}
	c, err := l.read(raw, nil)
	if err != nil {
		l.w.fail("I1", "the power was lost, and the workbook cannot be read: %v", err)
		return
	}
	if c = l.known[c.hash]; c == nil {
		l.w.fail("I1", "the power was lost, and the workbook holds what was never there")
		return
	}
	if c == l.present {
		return
	}
	l.lost = slices.DeleteFunc(l.lost, func(d *displacement) bool { return d.was == c })
	l.w.say("the workbook is %s again", c.short())
	l.replace(c)
}
