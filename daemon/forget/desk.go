package forget

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"leadsheet/daemon/memory"
	"leadsheet/intake/ledger/packed"
	"leadsheet/lead"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

// Desk is a workbook of which a person is to be forgotten.
type Desk struct {
	Book   sheets.Book
	Layout sheets.Layout
	Now    func() time.Time
	// Read reads the workbook as it is.
	Read func(ctx context.Context) (*View, error)
	// Rules are the workbook as it was read once: who the team is and how its texts are, for the archives.
	Rules func(ctx context.Context) (*View, error)
	// Packed reads these tabs and what has left the workbook: see memory.Open.
	Packed func(ctx context.Context, tabs ...string) (*sheets.Snapshot, *packed.Memory, []lead.Event, error)
}

// Once reads at the first call, and returns that from then on.
func Once(read func(ctx context.Context) (*View, error)) func(ctx context.Context) (*View, error) {
	var once *View
	return func(ctx context.Context) (_ *View, err error) {
		if once == nil {
			once, err = read(ctx)
		}
		return once, err
	}
}

// View is a workbook as it was read.
type View struct {
	Snap   *sheets.Snapshot
	Policy *policy.Policy
	Zone   *time.Location       // in which Activity and Intake are written
	Memory *packed.Memory       // of what has left the workbook; nil for none
	Pages  func() []sheets.Page // the report pages as they are to be
}

// Forgotten is what was erased of a person.
type Forgotten struct {
	IDs          []string       // of the leads
	Open         []string       // those of them that have not ended
	Rows         int            // what had come in
	Cells        map[string]int // by tab
	Mentions     []Mention
	DoNotContact bool // that is kept, as a hash
	Pages        bool // the report pages named the person, and were written anew
	Remembered   bool // hashes of address and number, of leads that have left the workbook
}

// IsEmpty reports whether the workbook has nothing of the person.
func (f *Forgotten) IsEmpty() bool {
	return len(f.IDs)+f.Rows == 0 && len(f.Cells) == 0 && !f.Remembered
}

// Look says what Forget would erase, and changes nothing.
func (d Desk) Look(ctx context.Context, who string) (Forgotten, error) {
	v, err := d.Read(ctx)
	if err != nil {
		return Forgotten{}, err
	}
	plan, err := v.forget(who, v.Snap)
	f := Forgotten{Remembered: err == nil && v.Memory.Tells(contactOf(who), v.Policy.Country)}
	f.add(&plan)
	return f, err
}

// contactOf is the person that an address or a telephone number names.
func contactOf(who string) lead.Contact { return lead.Contact{Email: who, Phone: who} }

// add adds what one more plan found.
func (f *Forgotten) add(p *Plan) {
	if f.Cells == nil {
		f.Cells = map[string]int{}
	}
	for _, id := range p.IDs {
		if !slices.Contains(f.IDs, id) {
			f.IDs = append(f.IDs, id)
		}
	}
	f.Open, f.Mentions, f.DoNotContact = p.Open, p.Mentions, f.DoNotContact || p.DoNotContact
	f.Rows = max(f.Rows, len(p.Rows))
	for tab, n := range p.Cells {
		f.Cells[tab] = max(f.Cells[tab], n)
	}
}

// forget plans to forget a person in the tabs of a snapshot.
func (v *View) forget(text string, snap *sheets.Snapshot) (Plan, error) {
	p := v.Policy
	who, ok := Parse(text, p.Country)
	if !ok {
		return Plan{}, errors.New("that is neither a mail address nor a telephone number: name one of them as it " +
			"stands in the tab Leads")
	}
	if p.TeamAddresses().Has(who.Address) {
		return Plan{}, errors.New("that address is in the tab Team: take it out there first")
	}
	kinds := policy.NewKindCache(p)
	return New(Book{Leads: snap.Tabs[lead.TabLeads], Activity: snap.Tabs[lead.TabActivity],
		Intake: snap.Tabs[lead.TabIntake], Rules: []*sheets.Tab{v.Snap.Tabs[lead.TabSenders]}, Zone: v.Zone,
		Country: p.Country, Team: p.TeamAddresses(), Marker: p.Words.Texts().Activity.ForgottenName,
		Open: func(status string) bool { return kinds.Open(&lead.Lead{Status: status}) }}, who), nil
}

// forgetTries is how many times it is begun anew while people edit the person's rows, or another leadsheet writes.
const forgetTries = 12

// Forget erases a person from the workbook, by a mail address or a telephone number. What is left of their messages are
// hashes, so that none comes in again. It may be interrupted and begun again at any time. An error that Is
// sheets.ErrBusy means that somebody has the workbook open.
func (d Desk) Forget(ctx context.Context, who string) (all Forgotten, err error) {
	for range forgetTries {
		left, err := d.forgetSome(ctx, who, &all)
		if unmet := new(sheets.Unmet); errors.Is(err, sheets.ErrConflict) || errors.As(err, &unmet) {
			continue
		}
		if err != nil {
			return all, err
		}
		if !left {
			if err = d.letGo(ctx, who, nil, &all); errors.Is(err, sheets.ErrConflict) {
				continue
			}
			return all, errors.Join(err, d.sayForgotten(ctx, &all))
		}
	}
	return all, errors.New("people keep changing the rows of the person: not all is erased; try again")
}

// forgetSome does one step of it. left says that there may be more.
func (d Desk) forgetSome(ctx context.Context, who string, all *Forgotten) (left bool, err error) {
	v, err := d.Read(ctx)
	if err != nil {
		return false, err
	}
	if plan, err := v.forget(who, v.Snap); err != nil || plan.IsEmpty() {
		all.add(&plan)
		return false, err
	}
	snap, m, began, err := d.Packed(ctx, lead.TabLeads, lead.TabIntake)
	if err != nil {
		return false, err
	}
	plan, err := v.forget(who, snap)
	all.add(&plan)
	if err == nil && len(plan.Open) > 0 {
		err = fmt.Errorf("%v has not ended: give it a status that ends it first", plan.Open)
	}
	if err != nil {
		return false, err
	}
	b := sheets.Batch{Changes: plan.First}
	if len(plan.First) == 0 {
		b.Changes = plan.Last
	}
	if err := packForgotten(m, who, &plan, v); err != nil {
		return false, err
	}
	if memory.Put(&b, snap.Tabs[lead.TabMemory], m); len(began) > 0 {
		events := sheets.Numbered(began, snap.Tabs[lead.TabActivity], d.Now())
		b.Appends = append(b.Appends, sheets.AppendEvents(events, v.Zone))
	}
	if _, err = d.Book.Commit(ctx, snap, b); err != nil {
		return false, fmt.Errorf("erase a person: %w", err)
	}
	return true, nil
}

// packForgotten keeps what is to be known of the person's messages.
func packForgotten(m *packed.Memory, who string, plan *Plan, v *View) error {
	for i := range plan.Rows {
		if err := m.AddForgotten(&plan.Rows[i]); err != nil {
			return err
		}
	}
	if !plan.DoNotContact {
		return nil
	}
	return m.AddContact("", contactOf(who), v.Policy.Country, packed.DoNotContact)
}

// letGo takes out of the memory what would tell of the person; of an archive that has them there is a plan. Who writes
// again is somebody new.
func (d Desk) letGo(ctx context.Context, who string, archived *Plan, all *Forgotten) error {
	v, err := d.Rules(ctx)
	if err != nil || v.Memory.IsEmpty() {
		return err
	}
	snap, m, began, err := d.Packed(ctx)
	if err != nil {
		return err
	}
	var ids []string
	var rows []lead.IntakeRow
	if archived != nil {
		ids, rows = archived.IDs, archived.Rows
	}
	known, err := m.Forget(contactOf(who), v.Policy.Country, ids, rows)
	if err != nil || !known {
		return err
	}
	all.Remembered = true
	var b sheets.Batch
	memory.Put(&b, snap.Tabs[lead.TabMemory], m)
	if len(began) > 0 {
		b.Appends = append(b.Appends, sheets.AppendEvents(sheets.Numbered(began, snap.Tabs[lead.TabActivity], d.Now()),
			v.Zone))
	}
	if _, err := d.Book.Commit(ctx, snap, b); err != nil {
		return fmt.Errorf("let go of what is remembered of a person: %w", err)
	}
	return nil
}

// sayForgotten writes into the history that the leads are those of a person who was forgotten, and the pages anew if
// they still name somebody. It is also the write after which no log and no copy of the last write has the person.
func (d Desk) sayForgotten(ctx context.Context, all *Forgotten) error {
	if len(all.IDs) == 0 && all.Rows == 0 {
		return nil
	}
	v, err := d.Read(ctx)
	if err != nil {
		return err
	}
	slices.Sort(all.IDs)
	var events []lead.Event
	for _, id := range all.IDs {
		events = append(events, lead.Event{Time: d.Now().Truncate(time.Second), Lead: id, What: lead.Noted,
			By: lead.ByTeam, Why: v.Policy.Words.Texts().Activity.Forgotten})
	}
	b := sheets.Batch{}
	if len(events) > 0 {
		events = sheets.Numbered(events, v.Snap.Tabs[lead.TabActivity], d.Now())
		b.Appends = append(b.Appends, sheets.AppendEvents(events, v.Zone))
	}
	pages := v.Pages()
	if all.Pages = d.isNamed(ctx, pages, all.IDs); all.Pages {
		b.Pages = pages
	}
	_, err = d.Book.Commit(ctx, v.Snap, b)
	return err
}

// isNamed reports whether the pages, as they stand, have a line about one of the leads.
func (d Desk) isNamed(ctx context.Context, pages []sheets.Page, ids []string) bool {
	titles := map[string]bool{}
	for i := range pages {
		titles[pages[i].Title] = true
	}
	snap, err := d.Book.Read(ctx, slices.Sorted(maps.Keys(titles))...)
	if err != nil {
		return true
	}
	for _, t := range snap.Tabs {
		for _, row := range t.Rows {
			for _, c := range row {
				if slices.Contains(ids, c.Text) {
					return true
				}
			}
		}
	}
	return false
}
