package daemon

import (
	"slices"
	"time"

	"leadsheet/intake"
	"leadsheet/sheets"
)

// setBack is what is known of an older version that has taken the place of the workbook, until all that came in since
// has been taken in again: a source may not answer in the pass that finds it.
type setBack struct {
	on    bool
	to    time.Time // when leadsheet had written the older version; zero when that is not known
	asked bool      // since is known
	since time.Time // mails received since then are read again; zero: all

	reunited bool // the workbook agrees with the archive
}

// found takes over what a snapshot says: each says it once.
func (s *setBack) found(snap *sheets.Snapshot) {
	if !snap.SetBack {
		return
	}
	if !s.on || snap.SetBackTo.Before(s.to) {
		s.to = snap.SetBackTo
	}
	s.on, s.asked, s.reunited = true, false, false
}

// hear takes over what a snapshot says once, and adds to it what the read before the layout had to say.
func (d *Daemon) hear(snap *sheets.Snapshot) {
	d.setBack.found(snap)
	if d.firstRead != nil {
		snap.Notes = slices.Concat(d.firstRead.Notes, snap.Notes)
		d.firstRead = nil
	}
}

// aboutADay is how much later than it was received a mail may have been taken in.
const aboutADay = 24 * time.Hour

// noteSetBack tells the sources whether what was moved away must be read again.
func (d *Daemon) noteSetBack(v *view, known *intake.Known) {
	s := &d.setBack
	rows := len(v.state.Intake) + v.state.Memory.Rows()
	if rows < d.intakeRows && !s.on { // they only ever grow
		*s = setBack{on: true}
	}
	d.intakeRows = rows
	if s.on && !s.asked {
		s.asked, s.since = true, known.Latest
		if written := s.to.Add(-aboutADay); !s.to.IsZero() && (s.since.IsZero() || written.Before(s.since)) {
			s.since = written
		}
	}
	known.SetBack, known.SetBackSince = s.on, s.since
}

// endSetBack ends it when all sources have been asked and all that they had is stored.
func (d *Daemon) endSetBack(sum Summary, failed error) {
	if !d.setBack.on || failed != nil || sum.More || sum.Left > 0 {
		return
	}
	for _, s := range d.Sources {
		if r, ok := s.(intake.SetBackReader); ok && r.ReadsAgain() {
			return
		}
	}
	d.setBack = setBack{}
	if book, ok := sheets.Backend(d.Book).(sheets.Returning); ok {
		// If that fails, the next process reads again what is known already.
		_ = book.SetBackDone()
	}
}
