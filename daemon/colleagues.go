package daemon

import (
	"context"

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

// againOf are the mails among what was read again, newOf what was attached to them and has not come in.
func againOf(found []lead.Inquiry) (again []lead.Inquiry) {
	for _, q := range found {
		if q.Again != "" {
			again = append(again, q)
		}
	}
	return again
}

func newOf(found []lead.Inquiry, known intake.Known) (fresh []lead.Inquiry) {
	for _, q := range found {
		if q.Again == "" && !known.Keys[q.Key] {
			fresh = append(fresh, q)
		}
	}
	return fresh
}
