package daemon

import (
	"context"
	"errors"
	"fmt"

	"leadsheet/daemon/archive"
	"leadsheet/rules/aging"
	"leadsheet/sheets"
)

// age takes the next step of what goes to the archive, after a pass that has found nothing to do. It reports whether it
// has written to the workbook, and what is to be told. Nothing of it is an error of the pass: what came in is stored.
func (d *Daemon) age(ctx context.Context, v *view) (wrote bool, notes []string) {
	switch {
	case v.state.Policy.KeepFor == 0 && len(archive.Leaving(v.state.History)) == 0:
		return false, nil
	case d.Archive == nil:
		return false, []string{archive.Nowhere()}
	}
	d.Archive.Memory = leaving{d, v}
	step, err := d.Archive.Step(ctx, archive.Pass{Book: d.Book, Snap: v.snap, Layout: d.Layout, Journals: v.zones.Journals,
		Now: d.Now(), State: aging.State{Policy: &v.state.Policy, Leads: v.state.Leads, History: v.state.History,
			Intake: v.state.Intake}})
	switch {
	case errors.Is(err, sheets.ErrConflict):
		return false, nil // the next pass reads anew
	case err != nil:
		return false, []string{fmt.Sprintf("leads that have ended long ago stay for now: %v", err)}
	case step.Back > 0:
		d.Log.Info("somebody wrote into rows that were about to leave: they are back", "leads", step.Back)
	case step.Went > 0:
		d.Log.Info("ended leads go to the archive", "leads", step.Went, "archive", step.Name)
	}
	return step.Wrote, nil
}
