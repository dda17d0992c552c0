package daemon

import (
	"context"

	"leadsheet/daemon/forget"
	"leadsheet/reports"
	"leadsheet/rules"
	"leadsheet/sheets"
)

// Forgetting is the workbook of which a person is to be forgotten.
func (d *Daemon) Forgetting() forget.Desk {
	desk := forget.Desk{Book: d.Book, Layout: d.Layout, Now: d.Now, Packed: d.Packed}
	desk.Read = func(ctx context.Context) (*forget.View, error) {
		v, err := d.read(ctx)
		if err != nil {
			return nil, err
		}
		return &forget.View{Snap: v.snap, Policy: &v.state.Policy, Zone: v.zones.Journals, Memory: v.state.Memory,
			Pages: func() []sheets.Page {
				now := d.Now()
				return reports.Build(v.wholeInput(rules.Plan(v.state, nil, now), now, false), now)
			}}, nil
	}
	desk.Rules = forget.Once(desk.Read)
	return desk
}
