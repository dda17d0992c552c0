package daemon

import (
	"context"
	"fmt"
	"slices"
	"time"

	"leadsheet/daemon/memory"
	"leadsheet/intake/ledger/packed"
	"leadsheet/lead"
	"leadsheet/lead/words"
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

// Packed is the workbook with the tab Memory, made where it is missing, and what the tab holds. It is for who moves
// rows out of the workbook: rows first go into the memory and its tab (memory.Put), and leave when that is stored. The
// event, in the same batch, says so to every leadsheet; it is none once the workbook has one.
func (d *Daemon) Packed(ctx context.Context, tabs ...string) (*sheets.Snapshot, *packed.Memory, []lead.Event,
	error) {
	layout := d.Layout
	layout.Tabs = append(slices.Clone(layout.Tabs), memoryLayout(layout.Words))
	if err := d.Book.Ensure(ctx, layout); err != nil {
		return nil, nil, nil, fmt.Errorf("make the tab %s: %w", lead.TabMemory, err)
	}
	snap, err := d.Book.Read(ctx, append(tabs, lead.TabMemory, lead.TabActivity)...)
	if err != nil {
		return nil, nil, nil, fmt.Errorf("read the workbook: %w", err)
	}
	d.setBack.found(snap)
	ofWorkbook := sheets.WorkbookEvents(snap.Tabs[lead.TabActivity], time.UTC)
	m := memory.Of(snap.Tabs[lead.TabMemory], ofWorkbook)
	if err := m.Err(); err != nil || memory.Began(ofWorkbook) {
		return snap, m, nil, err
	}
	return snap, m, []lead.Event{memory.Event(snap.Words, d.Now())}, nil
}

// memoryLayout draws the tab Memory.
func memoryLayout(in words.Language) sheets.TabLayout { return tabLayout(lead.MemoryTab(), nil, in) }
