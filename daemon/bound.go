package daemon

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/rules"
	"leadsheet/sheets"
)

// bound is how much one pass takes in: a workbook that takes only so many bytes at once is written to in several passes.
type bound struct {
	items int // that came in
	leads int // of each kind of what people did; 0: no bound
}

// spare is the part of a batch that a guess of its size leaves free.
const spare = 0.9

// smaller returns a bound for a pass of which the batch was too large although it took so many. What there is more of is
// cut. ok is false when there is nothing left to cut: one lead is never halved.
func (b bound) smaller(e *sheets.TooLarge, items, leads int) (_ bound, ok bool) {
	cut := func(n int) int { return max(1, min(n-1, int(spare*float64(n)*float64(e.Most)/float64(e.Size)))) }
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

// next returns the bound of the pass that follows one of that size.
func (b bound) next(size, most, leads int) bound {
	if size == 0 || most == 0 {
		return b
	}
	scale := func(n, to int) int {
		return max(1, min(to, int(min(spare*float64(n)*float64(most)/float64(size), 1e6))))
	}
	b.items = scale(b.items, intake.MaxItems)
	if b.leads > 0 {
		b.leads = scale(b.leads, cmp.Or(leads, 1e6))
	}
	return b
}

// done is what a pass stored.
type done struct {
	items  []lead.Inquiry
	work   rules.Work
	batch  sheets.Batch
	res    *sheets.Result
	left   int  // leads and rows of the rule tabs that wait for the next pass
	checks int  // rows of the rule tabs
	more   bool // more waits than it took, and the next pass will get further
}

// taken is how many leads and rows of the rule tabs it is about, but for those of what came in.
func (o *done) taken() int { return o.work.Taken + o.checks }

// store plans what came in and what people did, and commits it; less of it when that is too large for one batch. What is
// left the next pass plans anew, from the same facts. The reports are left to the last of such passes: until then they would
// count leads whose history is not written yet.
func (d *Daemon) store(ctx context.Context, v *view, all []lead.Inquiry) (*done, error) {
	b := d.bound
	if b.items == 0 {
		b = bound{intake.MaxItems, d.Leads}
	}
	var out done
	for {
		var moreItems bool
		out.items, moreItems = oldest(all, b.items, maxText)
		out.work = rules.PlanSome(v.state, out.items, d.Now(), b.leads)
		out.batch, out.checks, out.left = v.batch(out.work, b.leads, d.Now())
		// A pass that leaves no less than the one before gets nowhere at once: people are at it, or a column is missing.
		follow := out.left > 0 && (d.left == 0 || out.left < d.left)
		if !follow {
			out.batch.Pages = v.pages(out.work, d.Now())
		}
		res, err := d.Book.Commit(ctx, v.snap, out.batch)
		if big := new(sheets.TooLarge); errors.As(err, &big) {
			var ok bool
			if b, ok = b.smaller(big, len(out.items), out.taken()); ok {
				continue
			}
			out.batch.Whole = true
			res, err = d.Book.Commit(ctx, v.snap, out.batch)
		}
		if err != nil {
			return nil, err
		}
		d.left, out.res = out.left, res
		// Without a row written the next pass would meet the same and get no further; sent mails are met once.
		out.more = follow && res.Wrote || moreItems && (res.Wrote && len(out.work.Intake) > 0 || anySent(out.items))
		d.bound = bound{}
		if out.more {
			d.bound = b.next(res.Size, res.Most, d.Leads)
		}
		return &out, nil
	}
}

func anySent(items []lead.Inquiry) bool {
	return slices.ContainsFunc(items, func(in lead.Inquiry) bool { return in.Kind == lead.SentMail })
}
