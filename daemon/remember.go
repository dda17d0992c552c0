package daemon

import (
	"context"
	"slices"

	"leadsheet/daemon/memory"
	"leadsheet/intake/ledger/packed"
	"leadsheet/lead"
	"leadsheet/sheets"
)

// remember gives a view what is remembered of rows that have left the workbook.
func (d *Daemon) remember(ctx context.Context, v *view, ofWorkbook []lead.Event) error {
	m, snap, err := d.memory.For(ctx, d.Book, ofWorkbook, len(v.state.Intake), d.Now())
	if err != nil {
		return err
	}
	if snap != nil { // what it says once is said to the pass
		d.setBack.found(snap)
		v.snap.Notes = slices.Concat(v.snap.Notes, snap.Notes)
	}
	v.state.Memory = m
	return nil
}

// Packed reads tabs of the workbook, and what has left it: see memory.Open.
func (d *Daemon) Packed(ctx context.Context, tabs ...string) (*sheets.Snapshot, *packed.Memory, []lead.Event, error) {
	layout := d.Layout
	layout.Tabs = append(slices.Clone(layout.Tabs), tabLayout(lead.MemoryTab(), nil, layout.Words))
	snap, m, began, err := memory.Open(ctx, d.Book, layout, tabs, d.Now())
	if snap != nil {
		d.setBack.found(snap)
	}
	return snap, m, began, err
}
