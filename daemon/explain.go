package daemon

import (
	"context"

	"leadsheet/reports/explain"
	"leadsheet/rules"
)

// LookAtLead explains one lead as of the daemon's time, and returns messages for the user. It reads the workbook and
// changes nothing; what people have edited since the last pass counts as the next pass will find it. An error that Is
// sheets.ErrNoBook says that there is no workbook yet, one that is an explain.NotFound that no lead has the ID.
func (d *Daemon) LookAtLead(ctx context.Context, id string) (x explain.Explanation, notes []string, err error) {
	v, err := d.read(ctx)
	if err != nil {
		return explain.Explanation{}, nil, err
	}
	now := d.Now()
	work := rules.Plan(v.state, nil, now)
	after := v.inputAfter(work)
	x, err = explain.Of(explain.Input{Policy: v.state.Policy, Leads: after.Leads, History: v.state.History,
		Pending: work.Events, Intake: v.state.Intake, Journals: v.zones.Journals}, id, now)
	return x, v.snap.Notes, err
}
