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

// bound is how much one pass takes in. A workbook that takes only so many bytes at once is written to in several
// passes.
type bound struct {
	items int // inquiries
	leads int // leads of each kind of what people did; 0: no bound
}

// fill is the part of a batch that is filled by a guess of its size.
const fill = 0.9

// smaller returns a bound for a pass whose batch was too large although it took so many items and leads. What there is
// more of is cut. ok is false when there is nothing left to cut: one lead is never halved.
func (b bound) smaller(e *sheets.TooLarge, items, leads int) (_ bound, ok bool) {
	cut := func(n int) int { return max(1, min(n-1, int(fill*float64(n)*float64(e.Most)/float64(e.Size)))) }
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

// next returns the bound of the pass that follows a batch of size bytes, of which the workbook takes most. leads is
// Daemon.Leads.
func (b bound) next(size, most, leads int) bound {
	if size == 0 || most == 0 {
		return b
	}
	scale := func(n, to int) int {
		return max(1, min(to, int(min(fill*float64(n)*float64(most)/float64(size), 1e6))))
	}
	b.items = scale(b.items, intake.MaxItems)
	if b.leads > 0 {
		b.leads = scale(b.leads, cmp.Or(leads, 1e6))
	}
	return b
}

// stored is what a pass takes in, and what became of it.
type stored struct {
	items     []lead.Inquiry
	moreItems bool // there are inquiries beyond items
	work      rules.Work
	batch     sheets.Batch
	checks    int // rows of the rule tabs in it
	left      int // leads and rows of the rule tabs that wait for the next pass

	res  *sheets.Result
	more bool // the next pass should follow at once, and will get further
}

// taken is how many leads and rows of the rule tabs it is about, but for those of what came in.
func (p *stored) taken() int { return p.work.Taken + p.checks }

// plan plans a pass within a bound: of what came in, and of what people did. followed says whether the next pass gets
// further with what is left: one that leaves no less than the one before does not, because people are at it, or a
// column is missing. The reports wait for the last of such passes; until then they would count leads whose history is
// not written yet.
func (d *Daemon) plan(v *view, all []lead.Inquiry, b bound) (p stored, followed bool) {
	p.items, p.moreItems = oldest(all, b.items, maxText)
	p.work = rules.PlanSome(v.state, p.items, d.Now(), b.leads)
	p.batch, p.checks, p.left = v.batch(p.work, b.leads, d.Now())
	followed = p.left > 0 && (d.left == 0 || p.left < d.left)
	if !followed {
		p.batch.Pages = v.pages(p.work, d.Now())
	}
	return p, followed
}

// store plans a pass and commits it; less of it when that is too large for one batch. What is left the next pass plans
// anew, from the same facts.
func (d *Daemon) store(ctx context.Context, v *view, all []lead.Inquiry) (*stored, error) {
	b := d.bound
	if b.items == 0 {
		b = bound{intake.MaxItems, d.Leads}
	}
	for {
		p, followed := d.plan(v, all, b)
		res, err := d.Book.Commit(ctx, v.snap, p.batch)
		if big := new(sheets.TooLarge); errors.As(err, &big) {
			if less, ok := b.smaller(big, len(p.items), p.taken()); ok {
				b = less
				continue
			}
			p.batch.Whole = true
			res, err = d.Book.Commit(ctx, v.snap, p.batch)
		}
		if err != nil {
			return nil, err
		}
		// Without a row written the next pass would meet the same and get no further; sent mails are met once.
		p.res, p.more = res, followed && res.Wrote ||
			p.moreItems && (res.Wrote && len(p.work.Intake) > 0 || slices.ContainsFunc(p.items, isSentMail))
		d.left, d.bound = p.left, bound{}
		if p.more {
			d.bound = b.next(res.Size, res.Most, d.Leads)
		}
		return &p, nil
	}
}

func isSentMail(in lead.Inquiry) bool { return in.Kind == lead.SentMail }
