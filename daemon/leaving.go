package daemon

import (
	"context"
	"fmt"
	"slices"
	"time"

	"leadsheet/daemon/memory"
	"leadsheet/intake/ledger/packed"
	"leadsheet/lead"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

// leaving remembers what leaves the workbook: see archive.Memory.
type leaving struct {
	d *Daemon
	v *view
}

// Stays reports whether a row of Intake is needed as it is.
func (l leaving) Stays(r *lead.IntakeRow) bool { return packed.Stays(r) }

// Remember packs the rows, and the contacts of the leads, and reports whether that was stored before.
func (l leaving) Remember(ctx context.Context, book sheets.Book, leads []lead.Lead, rows []lead.IntakeRow,
	now time.Time) (bool, error) {
	snap, m, events, err := l.d.Packed(ctx)
	if err != nil {
		return false, err
	}
	before := m.Cells()
	for i := range rows {
		if err := m.AddRow(&rows[i]); err != nil {
			return false, err
		}
	}
	p := &l.v.state.Policy
	kinds := policy.NewKindCache(p)
	for i := range leads {
		var flags uint8
		if kind, _ := kinds.Of(leads[i].Status); kind == policy.KindNoLead {
			flags = packed.NoLead
		}
		if err := m.AddContact(leads[i].ID, lead.ContactOf(&leads[i]), p.Country, flags); err != nil {
			return false, err
		}
	}
	if len(events) == 0 && slices.Equal(before, m.Cells()) {
		return true, nil
	}
	var b sheets.Batch
	memory.Put(&b, snap.Tabs[lead.TabMemory], m)
	if len(events) > 0 {
		events = sheets.Numbered(events, snap.Tabs[lead.TabActivity], now)
		b.Appends = append(b.Appends, sheets.AppendEvents(events, l.v.zones.Journals))
	}
	if _, err := book.Commit(ctx, snap, b); err != nil {
		return false, fmt.Errorf("store what is remembered: %w", err)
	}
	return false, nil
}
