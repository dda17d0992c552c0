package forget

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"leadsheet/lead"
	"leadsheet/sheets"
)

// archived reads an archive, and plans to forget a person there. Whoever is in an archive has ended.
func (d Desk) archived(ctx context.Context, archive sheets.Book, who string) (*sheets.Snapshot, *View, Plan, error) {
	v, err := d.Rules(ctx)
	if err != nil {
		return nil, nil, Plan{}, err
	}
	archive.Expect(d.Layout)
	snap, err := archive.Read(ctx, lead.TabLeads, lead.TabActivity, lead.TabIntake)
	if err != nil {
		return nil, nil, Plan{}, fmt.Errorf("read the archive: %w", err)
	}
	for _, title := range []string{lead.TabLeads, lead.TabActivity, lead.TabIntake} {
		if snap.Tabs[title] == nil {
			return nil, nil, Plan{}, fmt.Errorf("the archive has no tab %q: bring it back, or look there yourself", title)
		}
	}
	plan, err := v.forget(who, snap)
	plan.Open = nil
	return snap, v, plan, err
}

// LookInArchive says what ForgetInArchive would erase, and changes nothing.
func (d Desk) LookInArchive(ctx context.Context, archive sheets.Book, who string) (f Forgotten, err error) {
	_, _, plan, err := d.archived(ctx, archive, who)
	f.add(&plan)
	return f, err
}

// ForgetInArchive erases a person from an archive. What keeps the messages from coming in again is in the workbook,
// since before the rows left it; what else is remembered of the person goes first. It may be interrupted and begun
// again at any time.
func (d Desk) ForgetInArchive(ctx context.Context, archive sheets.Book, who string) (all Forgotten, err error) {
	for range forgetTries {
		snap, v, plan, err := d.archived(ctx, archive, who)
		if err != nil {
			return all, err
		}
		all.add(&plan)
		if err := d.letGo(ctx, who, &plan, &all); errors.Is(err, sheets.ErrConflict) {
			continue
		} else if err != nil {
			return all, err
		}
		b := sheets.Batch{Changes: plan.First}
		if len(plan.First) == 0 {
			b.Changes = plan.Last
		}
		if plan.IsEmpty() {
			if len(all.IDs) == 0 {
				return all, nil
			}
			// The write after which no copy of the one before has the person.
			slices.Sort(all.IDs)
			at := d.Now().Truncate(time.Second)
			var events []lead.Event
			for _, id := range all.IDs {
				events = append(events, lead.Event{Time: at, Lead: id, What: lead.Noted, By: lead.ByTeam,
					Why: v.Policy.Words.Texts().Activity.Forgotten})
			}
			b.Appends = append(b.Appends, sheets.AppendEvents(events, v.Zone))
		}
		_, err = archive.Commit(ctx, snap, b)
		if unmet := new(sheets.Unmet); errors.Is(err, sheets.ErrConflict) || errors.As(err, &unmet) {
			continue
		}
		if err != nil {
			return all, fmt.Errorf("erase a person from the archive: %w", err)
		}
		if plan.IsEmpty() {
			return all, nil
		}
	}
	return all, errors.New("people keep changing the rows of the person in the archive: not all is erased; try again")
}
