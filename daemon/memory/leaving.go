package memory

import (
	"context"
	"fmt"
	"slices"
	"time"

	"leadsheet/intake/ledger/packed"
	"leadsheet/lead"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

// Leaving remembers what leaves the workbook: see archive.Memory.
type Leaving struct {
	// Packed reads the memory: see Open.
	Packed func(ctx context.Context, tabs ...string) (*sheets.Snapshot, *packed.Memory, []lead.Event, error)
	Policy *policy.Policy
	// Journals is the zone in which Activity is written.
	Journals *time.Location
}

// Stays reports whether a row of Intake is needed as it is.
func (l Leaving) Stays(r *lead.IntakeRow) bool { return packed.Stays(r) }

// Remember packs the rows, and the contacts of the leads, and reports whether that was stored before. Where it was not,
// the events are stored with it.
func (l Leaving) Remember(ctx context.Context, book sheets.Book, leads []lead.Lead, rows []lead.IntakeRow,
	with []lead.Event, now time.Time) (bool, error) {
	snap, m, events, err := l.Packed(ctx)
	if err != nil {
		return false, err
	}
	before := m.Cells()
	for i := range rows {
		if err := m.AddRow(&rows[i]); err != nil {
			return false, err
		}
	}
	kinds := policy.NewKindCache(l.Policy)
	for i := range leads {
		var flags uint8
		if kind, _ := kinds.Of(leads[i].Status); kind == policy.KindNoLead {
			flags = packed.NoLead
		}
		if err := m.AddContact(leads[i].ID, lead.ContactOf(&leads[i]), l.Policy.Country, flags); err != nil {
			return false, err
		}
	}
	if len(events) == 0 && slices.Equal(before, m.Cells()) {
		return true, nil
	}
	var b sheets.Batch
	Put(&b, snap.Tabs[lead.TabMemory], m)
	if events = append(events, with...); len(events) > 0 {
		events = sheets.Numbered(events, snap.Tabs[lead.TabActivity], now)
		b.Appends = append(b.Appends, sheets.AppendEvents(events, l.Journals))
	}
	if _, err := book.Commit(ctx, snap, b); err != nil {
		return false, fmt.Errorf("store what is remembered: %w", err)
	}
	return false, nil
}

// Knows reports whether a lead is remembered as one that has left the workbook, by what came in for it, or by its
// contact.
func Knows(m *packed.Memory, l *lead.Lead, keys []string, country string) bool {
	p := m.Person(lead.ContactOf(l), country)
	return m.Keys(keys) || slices.Contains(p.ByAddress, l.ID) || slices.Contains(p.ByNumber, l.ID)
}
