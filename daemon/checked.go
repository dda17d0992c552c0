package daemon

import "time"

// The pages say when they were looked at last, so that a quiet day looks different from a leadsheet that does not run.
// That alone is written once in Daemon.Fresh, with a pass that looks at the pages anyway.

// freshness is when the pages are to say again that they were looked at.
type freshness struct {
	due time.Time     // zero: with the next pass
	gap time.Duration // the longest time between two passes
}

// sayChecked reports whether a pass at now writes when the pages were looked at.
func (d *Daemon) sayChecked(now time.Time) bool {
	return d.Fresh > 0 && (!now.Before(d.fresh.due) || d.fresh.due.Sub(now) > d.Fresh)
}

// saidChecked notes what became of it. What was not written, because a person has the workbook open, is tried again
// with the next look at the rules and reports.
func (d *Daemon) saidChecked(now time.Time, wrote bool) {
	if !wrote {
		d.fresh.due = nextLook(now, time.Time{})
		return
	}
	// A pass earlier, so that the pages are never older than Fresh. A pass takes some time, too.
	d.fresh.due = now.Add(d.Fresh - min(2*d.fresh.gap, d.Fresh/2))
}

// restUntil is until when passes over an unchanged workbook need not look at it.
func (d *Daemon) restUntil(now, due time.Time) time.Time {
	next := nextLook(now, due)
	if d.Fresh > 0 && d.fresh.due.Before(next) {
		return d.fresh.due
	}
	return next
}
