package daemon

import (
	"context"
	"errors"

	"leadsheet/intake"
	"leadsheet/lead"
)

// colleagues is how many mails of people who are in the team now are still to be read again.
type colleagues struct {
	left    int // for which the last pass had no room
	waiting int // whose source could not be asked
}

// readColleagues has the sources look for the mails of people who are in the team now and were read as a customer's, at
// most maxAsked of them in a pass. It returns them as they read now, and what is attached to them.
func (d *Daemon) readColleagues(ctx context.Context, v *view, known intake.Known, collectErr error) ([]lead.Inquiry,
	error) {
	rows := v.state.OfNewTeam()
	d.colleagues = colleagues{left: max(0, len(rows)-maxAsked)}
	if len(rows) == 0 {
		return nil, nil
	}
	rows = rows[:min(len(rows), maxAsked)]
	found, waiting, err := d.ask(ctx, known, intake.AskAsItIs(rows, v.state.Intake), collectErr)
	d.colleagues.waiting = len(waiting)
	there := map[string]bool{}
	for i := range found {
		there[found[i].Again] = true
	}
	for _, key := range waiting {
		there[key] = true
	}
	v.state.Nowhere = map[string]bool{}
	for i := range rows {
		if !there[rows[i].Key] {
			v.state.Nowhere[rows[i].Key] = true
		}
	}
	return found, err
}

// reread adds what the sources are asked again for: the originals of rows of Intake, and what was attached to them and
// has not come in. items and failed are what they have brought by themselves.
func (d *Daemon) reread(ctx context.Context, v *view, known intake.Known, items []lead.Inquiry, failed error) (
	all, originals []lead.Inquiry, err error) {
	originals, err = d.readAgain(ctx, v, known, failed)
	failed = errors.Join(failed, err)
	found, err := d.readColleagues(ctx, v, known, failed)
	for _, q := range found {
		if q.Again != "" {
			originals = append(originals, q)
		} else if !known.HasKey(q.Key) {
			items = append(items, q)
		}
	}
	return items, originals, errors.Join(failed, err)
}
