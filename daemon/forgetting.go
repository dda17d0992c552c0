package daemon

import (
	"context"

	"leadsheet/daemon/forget"
	"leadsheet/reports"
	"leadsheet/rules"
	"leadsheet/sheets"
)

// LookForPerson says what Forget would erase, and changes nothing.
func (d *Daemon) LookForPerson(ctx context.Context, who string) (forget.Forgotten, error) {
	return d.forgetting().Look(ctx, who)
}

// Forget erases a person from the workbook: see forget.Desk.
func (d *Daemon) Forget(ctx context.Context, who string) (forget.Forgotten, error) {
	return d.forgetting().Forget(ctx, who)
}

func (d *Daemon) forgetting() forget.Desk {
	return forget.Desk{Book: d.Book, Now: d.Now, Packed: d.Packed, Read: func(ctx context.Context) (*forget.View, error) {
		v, err := d.read(ctx)
		if err != nil {
			return nil, err
		}
		return &forget.View{Snap: v.snap, Policy: &v.state.Policy, Zone: v.zones.Journals, Pages: func() []sheets.Page {
			now := d.Now()
			return reports.Build(v.wholeInput(rules.Plan(v.state, nil, now), now, false), now)
		}}, nil
	}}
}
