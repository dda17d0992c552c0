package daemon

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/reports"
	"leadsheet/reports/calendar"
	"leadsheet/rules"
	"leadsheet/rules/outgoing"
	"leadsheet/sheets"
)

// passLimit is how much one pass takes in. Where a workbook accepts only so many bytes in one batch, the work is
// divided among several passes.
type passLimit struct {
	items int // inquiries
	leads int // leads that users added, changed or deleted, of each kind; 0: no limit
}

// fillFactor is the share of a batch that a new limit aims at. It is below 1 because the size is estimated from the
// last batch.
const fillFactor = 0.9

// smaller returns the limit for a second try after a batch of so many items and leads was too large. The larger of the
// two numbers is cut. ok is false when nothing is left to cut: a lead is never divided.
func (b passLimit) smaller(e *sheets.TooLarge, items, leads int) (_ passLimit, ok bool) {
	cut := func(n int) int { return max(1, min(n-1, int(fillFactor*float64(n)*float64(e.Most)/float64(e.Size)))) }
	switch canItems, canLeads := items > 1, leads > 1 && b.leads != 1; {
	case canLeads && (leads > items || !canItems):
		b.leads = cut(min(cmp.Or(b.leads, leads), leads))
	case canItems:
		b.items = cut(items)
	default:
		return b, false
	}
	return b, true
}

// next returns the limit of the pass that follows a batch of size bytes, when the workbook accepts at most limit bytes.
// items and leads are what it takes in at most.
func (b passLimit) next(size, limit, items, leads int) passLimit {
	if size == 0 || limit == 0 {
		return b
	}
	scale := func(n, to int) int {
		return max(1, min(to, int(min(fillFactor*float64(n)*float64(limit)/float64(size), 1e6))))
	}
	b.items = scale(b.items, items)
	if b.leads > 0 {
		b.leads = scale(b.leads, cmp.Or(leads, 1e6))
	}
	return b
}

// passResult is what a pass takes in, and what became of it.
type passResult struct {
	items     []lead.Inquiry
	moreItems bool // there are inquiries beyond items
	work      rules.Work
	batch     sheets.Batch
	checks    int // rows of the rule tabs in it
	left      int // leads and rows of the rule tabs that wait for the next pass

	// What is to be sent once the batch is stored: Outgoing says how. outcomes counts those of earlier messages in work.
	intents  []outgoing.Intent
	messages []lead.Message
	resume   []string
	unwanted []string
	told     []string
	outcomes int
	unmade   error // why a message goes without the export that it should bring

	calendars []calendar.Person // of a pass after which nothing is left

	res  *sheets.Result
	more bool // the next pass should follow at once, and will get further
}

// taken is how many leads and rows of the rule tabs the pass concerns, apart from the inquiries.
func (p *passResult) taken() int { return p.work.Taken + p.checks }

// plan plans a pass within a limit: the inquiries, and what users did; the originals are few and all in it. followed
// says whether another pass can work off what is left. It cannot when this one leaves no less than the pass before,
// because users keep editing or a column is missing. The reports are written with the last of these passes; before it
// they would count leads whose events are not written yet.
func (d *Daemon) plan(ctx context.Context, v *view, all, originals []lead.Inquiry, b passLimit) (p passResult,
	followed bool) {
	p.items, p.moreItems = oldest(all, b.items, maxText/intake.MaxItems*max(d.maxItems(), intake.MaxItems))
	if d.Out != nil {
		v.state.Told = d.Out.Told.All()
	}
	work, h := rules.PlanFolded(v.state, slices.Concat(originals, p.items), d.Now(), b.leads)
	ended := d.post.pending()
	work.Events, p.outcomes = slices.Concat(ended, work.Events), len(ended)
	p.work = work
	in := v.wholeInput(p.work, d.Now(), p.moreItems)
	d.planMessages(ctx, v, &p, h, &in, d.Now())
	p.batch, p.checks, p.left = v.batch(p.work, b.leads, d.Now())
	followed = p.left > 0 && (d.leftBefore == 0 || p.left < d.leftBefore)
	if !followed {
		p.batch.Pages = reports.Build(in, d.Now())
		p.batch.Checked = d.sayChecked(d.Now())
		p.calendars = d.planCalendars(in)
	}
	return p, followed
}

// store plans a pass and commits it, and plans less when that is too large for one batch. The next pass plans the rest
// anew, from the same facts.
func (d *Daemon) store(ctx context.Context, v *view, all, originals []lead.Inquiry, progress *progress) (*passResult,
	error) {
	b := d.limit
	if b.items == 0 {
		b = passLimit{d.maxItems(), d.MaxLeads}
	}
	for {
		progress.step(WorkingOut)
		p, followed := d.plan(ctx, v, all, originals, b)
		progress.step(Writing)
		res, err := d.Book.Commit(ctx, v.snap, p.batch)
		if big := new(sheets.TooLarge); errors.As(err, &big) {
			if less, ok := b.smaller(big, len(p.items), p.taken()); ok {
				b = less
				continue
			}
			p.batch.Whole = true
			res, err = d.Book.Commit(ctx, v.snap, p.batch)
		}
		switch unmet := new(sheets.Unmet); {
		case errors.As(err, &unmet):
			d.refuse(v, unmet)
		case err != nil && !errors.Is(err, sheets.ErrConflict):
			err = errors.Join(err, d.tellUnstored(ctx, v, &p, err))
		}
		if err != nil {
			return nil, err
		}
		if p.batch.Checked {
			d.saidChecked(d.Now(), res.Wrote)
		}
		// Without a row written the next pass would find the same work and get no further. Sent mails are an exception:
		// a source returns them only once.
		taken := res.Wrote && len(p.work.Intake)+len(p.work.IntakeChanges) > 0
		p.res, p.more = res, followed && res.Wrote || d.waiting() > 0 && taken ||
			p.moreItems && (taken || slices.ContainsFunc(p.items, isSentMail))
		d.leftBefore, d.limit = p.left, passLimit{}
		if p.more {
			d.limit = b.next(res.Size, res.Most, d.maxItems(), d.MaxLeads)
		}
		return &p, nil
	}
}

// withUnmatched adds the mails of the team that the pass before has found no lead for, because leads were left for this
// one.
func (d *Daemon) withUnmatched(items []lead.Inquiry) []lead.Inquiry {
	for _, q := range d.unmatched {
		if !slices.ContainsFunc(items, func(in lead.Inquiry) bool { return in.Key == q.Key }) {
			items = append(items, q)
		}
	}
	return items
}

func isSentMail(in lead.Inquiry) bool { return in.Kind == lead.SentMail }
