package daemon

import (
	"context"
	"errors"
	"fmt"
	"time"

	"leadsheet/daemon/archive"
	"leadsheet/daemon/memory"
	"leadsheet/lead"
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
	step, err := d.Archive.Step(ctx, d.toArchive(v))
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
	return step.Wrote, archive.SayStuck(step.Stuck)
}

// toArchive is what the archive needs of a pass.
func (d *Daemon) toArchive(v *view) archive.Pass {
	d.Archive.Memory = memory.Leaving{Packed: d.Packed, Policy: &v.state.Policy, Journals: v.zones.Journals}
	return v.toArchive(d.Book, d.Layout, d.Now())
}

func (v *view) toArchive(book sheets.Book, layout sheets.Layout, now time.Time) archive.Pass {
	return archive.Pass{Book: book, Snap: v.snap, Layout: layout, Journals: v.zones.Journals, Now: now,
		State: aging.State{Policy: &v.state.Policy, Leads: v.state.Leads, History: v.state.History, Intake: v.state.Intake}}
}

// reunite makes an older version of the workbook, which somebody has put in place, agree with the archive before
// anything is taken in: what came in since may be there.
func (d *Daemon) reunite(ctx context.Context, v *view) (wrote bool, err error) {
	if !d.setBack.on || d.setBack.reunited || d.Archive == nil {
		return false, nil
	}
	step, err := d.Archive.Reunite(ctx, d.toArchive(v), func(l *lead.Lead, keys []string) bool {
		return memory.Knows(v.state.Memory, l, keys, v.state.Policy.Country)
	})
	if err != nil {
		return false, fmt.Errorf("an older version of the workbook was put in place, and what came in since may be in the "+
			"archive, so nothing is taken in until that can be read: %w", err)
	}
	d.setBack.reunited = !step.Wrote
	if step.Went > 0 {
		d.Log.Info("leads that are in the archive leave the older version of the workbook again", "leads", step.Went)
	}
	return step.Wrote, nil
}
