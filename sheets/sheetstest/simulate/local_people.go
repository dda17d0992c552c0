package main

import (
	"path"
	"slices"
	"strings"
	"syscall"
	"time"

	"leadsheet/sheets/sheetstest/simulate/programs"
	"leadsheet/sheets/xlsx/files"
	"leadsheet/sheets/xlsx/memfs"
)

// session is a person who has the workbook open.
type session struct {
	program programs.Program
	opened  *fileVersion // what the program holds
	acts    int          // what the person has done since and not saved
	saving  bool         // the program has deleted the file, and is about to give a temporary one its name
	lock    string
	since   int  // the operation of leadsheet after which the lock file was there
	stale   bool // the program was killed: its lock file remains
}

// maxSessions is how many people have the workbook open at a time.
const maxSessions = 2

// act lets people do one thing with the file.
func (l *local) act() {
	switch {
	case l.away != nil:
		if l.rng.IntN(3) == 0 {
			l.moveBack()
		}
		return
	case l.present == nil:
		return // there is no workbook yet
	}
	if s := l.savingNow(); s != nil {
		l.finish(s)
		return
	}
	if len(l.sessions) == 0 && l.rng.IntN(40) == 0 {
		l.moveAway()
		return
	}
	if len(l.sessions) == 0 || len(l.sessions) < maxSessions && l.rng.IntN(5) == 0 {
		l.openSession()
		return
	}
	s := l.sessions[l.rng.IntN(len(l.sessions))]
	switch n := l.rng.IntN(20); {
	case s.stale:
		l.say("a lock file that was left behind is removed")
		l.close(s)
	case n < 5:
		s.acts++
	case n < 13:
		l.save(s)
	case n < 17:
		l.say("%s is closed", s.program.Name)
		l.close(s)
	case n == 17:
		l.say("%s crashes", s.program.Name)
		s.stale = true
	case n == 18:
		l.say("a copy is made of %s", l.present.short())
		l.copies = append(l.copies, l.present)
	default:
		l.restoreCopy()
	}
}

func (l *local) say(format string, args ...any) { l.w.say("a person: "+format, args...) }

func (l *local) savingNow() *session {
	for _, s := range l.sessions {
		if s.saving {
			return s
		}
	}
	return nil
}

// openSession lets a person open the workbook.
func (l *local) openSession() {
	l.disk.SetFree(-1) // somebody has made room
	all := programs.All()
	s := &session{program: all[l.rng.IntN(len(all))], opened: l.present, acts: l.rng.IntN(4), since: l.ops}
	l.removeLocks() // a program takes over what another run of it has left
	if s.lock = s.program.LockPath(bookPath); s.lock != "" {
		if _, err := l.hand.Lstat(s.lock); err == nil {
			return // it is open in the same program: it would be opened read-only
		}
		if err := files.Store(l.hand, s.lock, []byte(",Anna,anna-pc,"), 0o644); err != nil {
			return
		}
	}
	l.say("%s opens %s", s.program.Name, l.present.short())
	l.sessions = append(l.sessions, s)
}

// close ends a session. What was not saved never was.
func (l *local) close(s *session) {
	if s.lock != "" {
		_ = l.hand.Remove(s.lock) // it may be gone with the power
	}
	l.sessions = slices.DeleteFunc(l.sessions, func(o *session) bool { return o == s })
}

// save begins to save what a person has done.
func (l *local) save(s *session) {
	if s.opened != l.present && s.program.Asks && l.rng.IntN(2) == 0 {
		l.say("%s says that the file has changed; it is opened again", s.program.Name)
		s.opened = l.present
		return
	}
	if s.program.How == programs.Deleted {
		l.say("%s deletes the file, to save it", s.program.Name)
		if err := l.hand.Remove(bookPath); err == nil {
			s.saving = true
		}
		return
	}
	l.finish(s)
}

// finish makes all that a person has done since the last save, and puts it in place.
func (l *local) finish(s *session) {
	w := l.w
	l.disk.SetFree(-1)
	s.saving = false
	w.now = w.now.Add(1 + l.pause())
	newer := l.present
	if s.opened != l.present {
		l.say("%s saves over what it has not seen", s.program.Name)
		w.do("restore", func() string {
			w.editors.goBack(func() { w.doc.SetVersion(s.opened.version) })
			return s.opened.short()
		})
	}
	for range 1 + s.acts {
		if l.rng.IntN(6) == 0 && w.orders.left > 0 {
			w.orders.left--
			w.orders.typeAnywhere()
			continue
		}
		w.editors.act()
	}
	s.acts = 0
	l.publish(s, newer)
}

// publish stores the world's document as the workbook.
func (l *local) publish(s *session, newer *fileVersion) {
	l.saves++
	raw := s.program.Save(l.w.doc.Version().Stored(), s.opened.names(), l.saves)
	var err error
	if s.program.How == programs.Overwritten {
		err = l.hand.Overwrite(bookPath, raw)
	} else {
		err = l.hand.Save(bookPath, raw)
	}
	if err != nil {
		l.w.fail("start", "a person cannot save: %v", err)
		return
	}
	c, err := l.read(raw, newer)
	if err != nil {
		l.w.fail("start", "what a person saved cannot be read: %v", err)
		return
	}
	l.syncFolder()
	was := s.opened
	c.from = was
	l.register(c)
	l.say("%s has saved %s, made from %s", s.program.Name, c.short(), was.short())
	l.afterSave(was, newer)
	s.opened = c
}

// afterSave notes what is owed after something made from a version has replaced a newer one.
func (l *local) afterSave(was, newer *fileVersion) {
	if newer == nil {
		return
	}
	for _, d := range l.lost {
		d.over = d.over || d.by == newer && was != newer
	}
	l.owed = slices.DeleteFunc(l.owed, func(c *fileVersion) bool { return was.holds(c) }) // it is back
	for newer != nil && !newer.ours {
		newer = newer.from // what people save over each other's versions is theirs
	}
	if newer != nil && newer.stamp.gen > was.stamp.gen && l.isKnownToUs(newer) {
		l.owed = append(l.owed, newer)
	}
}

// isKnownToUs reports whether leadsheet can know that a version was replaced by an older one: the copy of what it wrote
// last is of that age.
func (l *local) isKnownToUs(c *fileVersion) bool {
	raw, err := l.hand.Read(path.Join(path.Dir(bookPath), ".leadsheet-"+path.Base(bookPath)+".last"))
	if err != nil {
		return false
	}
	last, err := l.read(raw, nil)
	return err == nil && last.stamp.gen >= c.stamp.gen
}

// restoreCopy puts a copy in place of the workbook.
func (l *local) restoreCopy() {
	if len(l.copies) == 0 {
		return
	}
	c, newer := l.copies[l.rng.IntN(len(l.copies))], l.present
	if c == newer {
		return
	}
	l.putInPlace(c, newer)
}

// putInPlace puts a copy in place of the workbook.
func (l *local) putInPlace(c, newer *fileVersion) {
	l.disk.SetFree(-1)
	l.w.now = l.w.now.Add(1 + l.pause())
	if err := l.hand.Save(bookPath, c.raw); err != nil {
		l.w.fail("start", "a person cannot save: %v", err)
		return
	}
	l.w.do("restore", func() string {
		l.w.editors.goBack(func() { l.w.doc.SetVersion(c.version) })
		return "the copy " + c.short()
	})
	l.syncFolder()
	l.register(c)
	l.afterSave(c, newer)
}

// byHand lets a person do something and save it at once.
func (w *world) byHand(f func()) {
	if w.local == nil {
		f()
		return
	}
	l := w.local
	if l.present == nil {
		return
	}
	w.now = w.now.Add(1 + l.pause())
	opened := l.present
	f()
	l.publish(&session{program: programs.All()[0], opened: opened}, opened)
}

// fault draws what the disk does instead of an operation.
func (l *local) fault(p *process, op memfs.Op) error {
	if l.rng.Float64() >= l.opts.disk {
		return nil
	}
	var err error
	switch op.Name {
	case "Create", "Write":
		err = syscall.ENOSPC
	case "Sync", "Rename", "Exchange", "Link", "Chtimes":
		err = syscall.EIO
	case "Read":
		if op.Path == bookPath {
			err = syscall.EBUSY
		}
	case "SyncDir":
		if !l.opts.power {
			err = syscall.EIO
		}
	}
	if err != nil {
		l.w.stats.faults++
		l.w.say("d%d: %s %s fails: %v", p.id, op.Name, path.Base(op.Path), err)
	}
	return err
}

// calm ends what people do.
func (l *local) calm() {
	if s := l.savingNow(); s != nil {
		l.finish(s)
	}
	if l.away != nil {
		l.moveBack()
	}
	for len(l.sessions) > 0 {
		l.close(l.sessions[0])
	}
	l.removeLocks()
	l.disk.SetFree(-1)
}

// check checks in the end that nothing of people's was lost beside the workbook.
func (l *local) check() {
	kept := map[[32]byte]bool{}
	var beside []*fileVersion
	names, err := l.hand.List(path.Dir(bookPath))
	if err != nil {
		l.w.fail("I3", "%v", err)
	}
	for _, n := range names {
		raw, err := l.hand.Read(path.Join(path.Dir(bookPath), n))
		if err != nil || strings.HasPrefix(n, ".") || n == path.Base(bookPath) {
			continue
		}
		if c, err := l.read(raw, nil); err == nil {
			kept[c.hash] = true
			if known := l.known[c.hash]; known != nil {
				beside = append(beside, known)
			}
		}
	}
	for _, d := range l.lost {
		if !kept[d.was.hash] && !d.over {
			l.w.fail("I3", "a person saved %s, leadsheet took it out of its place, and it is nowhere", d.was.short())
		}
	}
	for _, c := range l.owed {
		isKept := func(k *fileVersion) bool { return k.holds(c) || k.stamp.gen >= c.stamp.gen }
		if !slices.ContainsFunc(beside, isKept) {
			l.w.fail("I3", "an older copy was saved over %s, and that was not kept", c.short())
		}
	}
}

// pause is the time that a save takes.
func (l *local) pause() time.Duration { return time.Duration(l.rng.IntN(50)) * time.Millisecond }
