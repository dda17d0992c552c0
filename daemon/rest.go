package daemon

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

// rest is what a pass leaves behind that found nothing to do. As long as the workbook is as it was, no source brings
// anything and the clock has not reached next, another pass would find nothing to do either.
type rest struct {
	moment  string // of the workbook, where it has one
	content uint64 // a hash of what was read, for workbooks without a moment
	from    time.Time
	next    time.Time // when the rules are asked again, whatever has happened
	known   intake.Known
	watched []lead.Watched
	summary Summary
}

// lookAgain is after how long the rules and reports are asked again although nothing has happened: what depends on
// midnight, on working hours or on the age of something changes with the quarters of an hour, all of it at once. What
// must not wait for the next quarter is in rules.Work.Due.
const lookAgain = 15 * time.Minute

// nextLook is when the rules are asked again after a pass at now: at the next quarter of an hour, or earlier when
// something falls due.
func nextLook(now, due time.Time) time.Time {
	next := now.Truncate(lookAgain).Add(lookAgain)
	if !due.IsZero() && due.Before(next) {
		return due
	}
	return next
}

// brought is what the sources had when a pass at rest asked them.
type brought struct {
	asked   bool
	items   []lead.Inquiry
	watched []lead.Watched
	err     error
	rest    *rest
}

// atRest is a pass over a workbook in which nothing can have changed: it only asks the sources, and settles. ok is
// false when there may be something to do; what the sources brought is then in got, so that they are not asked twice.
func (d *Daemon) atRest(ctx context.Context) (sum Summary, got brought, ok bool) {
	r := d.rest
	d.rest = nil
	if now := d.Now(); r == nil || len(d.post.pending()) > 0 || now.Before(r.from) || !now.Before(r.next) ||
		!d.unchanged(ctx, r) {
		return Summary{}, got, false
	}
	got.asked, got.rest = true, r
	got.items, got.watched, got.err = d.collect(ctx, r.known)
	if len(got.items) > 0 || !slices.Equal(got.watched, r.watched) {
		return Summary{}, got, false
	}
	got.err = errors.Join(got.err, d.settle(ctx, nil))
	d.rest, d.held = r, nil
	return r.summary, got, true
}

// hasNothingLeft reports whether a pass that wrote nothing has left nothing for the next one either.
func (d *Daemon) hasNothingLeft(v *view, p *passResult) bool {
	return p.left == 0 && len(p.res.Skipped) == 0 && len(d.unmatched) == 0 && !v.news && !d.setBack.on &&
		len(d.wanted.waiting) == 0 && d.wanted.left == 0 &&
		d.colleagues.waiting+d.colleagues.left == 0 && len(d.refused) == 0
}

// keep remembers a pass that found nothing to do. v is what it read, due when something falls due.
func (d *Daemon) keep(v *view, known intake.Known, due time.Time, sum Summary) {
	sum.Active, sum.Wrote, sum.Checked = false, false, false
	r := &rest{moment: v.snap.Moment, from: v.asOf, next: d.restUntil(v.asOf, due), known: known, watched: v.watched,
		summary: sum}
	r.known.SetBack = false
	if r.moment == "" {
		r.content = d.contentOf(v.snap)
	}
	d.rest = r
}

// unchanged reports whether the workbook is as it was. Where that cannot be told without reading it, what was read is
// kept for the pass.
func (d *Daemon) unchanged(ctx context.Context, r *rest) bool {
	if quick, ok := sheets.Backend(d.Book).(sheets.Quick); ok && r.moment != "" {
		return quick.Unchanged(r.moment)
	}
	snap, err := d.readTabs(ctx)
	if err != nil {
		return false // the pass will say so
	}
	d.held = snap
	if len(snap.Notes) > 0 || snap.SetBack {
		return false
	}
	if r.moment != "" {
		return snap.Moment == r.moment
	}
	return d.contentOf(snap) == r.content
}

// readTabs reads the tabs that a pass needs.
func (d *Daemon) readTabs(ctx context.Context) (*sheets.Snapshot, error) {
	if snap := d.held; snap != nil {
		d.held = nil
		return snap, nil
	}
	snap, err := d.Book.Read(ctx, titles(policy.DefaultTables(d.Layout.Words))...)
	if err != nil {
		return nil, fmt.Errorf("read the workbook: %w", err)
	}
	return snap, nil
}

// contentOf is a hash of all that was read.
func (d *Daemon) contentOf(snap *sheets.Snapshot) uint64 {
	return d.hash(snap, func(string, string) bool { return false })
}
