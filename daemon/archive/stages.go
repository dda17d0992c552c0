package archive

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/aging"
	"leadsheet/sheets"
)

// commit stores a batch, if there is anything in it.
func (w *work) commit(ctx context.Context, b sheets.Batch) (*sheets.Result, error) {
	if len(b.Appends)+len(b.Changes)+len(b.Removes) == 0 {
		return &sheets.Result{}, nil
	}
	res, err := w.Book.Commit(ctx, w.Snap, b)
	if err != nil {
		return nil, fmt.Errorf("take archived leads out: %w", err)
	}
	return res, nil
}

// log adds events to a batch.
func (w *work) log(b *sheets.Batch, events []lead.Event) {
	events = sheets.Numbered(events, w.activity, w.Now)
	b.Appends = append(b.Appends, sheets.AppendEvents(events, w.Journals))
}

// sums are the events that say what leads add to the figures of their months, or take from them.
func (w *work) sums(leads []lead.Lead, sign int) (events []lead.Event) {
	for _, m := range aging.Sums(w.State.Policy, leads, w.State.History, sign) {
		events = append(events, m.Event(w.Now, w.State.Policy.Words.Texts().Activity.ArchivedMonth))
	}
	return events
}

// bringBack fills the rows again that people have written into while they were being emptied.
func (a *Archive) bringBack(ctx context.Context, w *work) (Step, error) {
	var b sheets.Batch
	var events []lead.Event
	var back []lead.Lead
	for _, id := range w.ids() {
		rows := w.rows[id]
		i := slices.IndexFunc(rows, func(r int) bool { return !w.leads.HoldsOnlyKey(r, lead.ColID) })
		if i < 0 || len(events) == a.leadsAtOnce() {
			continue
		}
		l, err := a.fill(ctx, w, &b, id, rows[i])
		if err != nil {
			return Step{}, err
		}
		back = append(back, l)
		events = append(events, lead.Event{Time: w.Now.Truncate(time.Second), Lead: id, What: lead.Restored,
			By: lead.ByLeadsheet, Why: w.State.Policy.Words.Texts().Activity.BackFromArchive})
	}
	if len(events) == 0 {
		return Step{}, nil
	}
	events = append(events, w.sums(back, -1)...)
	w.log(&b, events)
	res, err := w.commit(ctx, b)
	if err != nil {
		return Step{}, err
	}
	return Step{Wrote: res.Wrote, Back: len(back)}, nil
}

// fill adds the changes that give a row what the archive has of it, where it is blank, and returns the lead as it
// stands there.
func (a *Archive) fill(ctx context.Context, w *work, b *sheets.Batch, id string, row int) (lead.Lead, error) {
	archive, err := a.book(ctx, w, w.leaving[id].Year)
	if err != nil {
		return lead.Lead{}, err
	}
	snap, err := archive.book.Read(ctx, lead.TabLeads)
	if err != nil {
		return lead.Lead{}, fmt.Errorf("read the archive %s: %w", archive.name, err)
	}
	t := snap.Tabs[lead.TabLeads]
	if t == nil {
		return lead.Lead{}, fmt.Errorf("read the archive %s: the tab %q is missing", archive.name, lead.TabLeads)
	}
	all := sheets.Leads(t, w.State.Policy.Location())
	for r := range t.Rows {
		if t.At(r, t.Col(lead.ColID)).String() != id {
			continue
		}
		for col, title := range w.leads.Columns {
			is, want := w.leads.At(row, col), t.At(r, t.Col(title))
			if named(w.leads, col) && !want.IsEmpty() && (is.IsEmpty() || sheets.Unticked(is)) && !is.Equal(want) {
				b.Changes = append(b.Changes, sheets.Change{Tab: lead.TabLeads, Row: row, Column: title, Seen: is, Want: want})
			}
		}
		at := slices.IndexFunc(all, func(l lead.Lead) bool { return l.ID == id })
		return all[max(at, 0)], nil
	}
	return lead.Lead{}, fmt.Errorf("read the archive %s: %s, which somebody has written into here, does not stand in it; "+
		"undo that", archive.name, id)
}

// takeRows takes the rows of Leads out of which only the ID is left.
func (a *Archive) takeRows(ctx context.Context, w *work) (Step, error) {
	var b sheets.Batch
	for _, id := range w.ids() {
		for _, r := range w.rows[id] {
			if len(b.Removes) < mostTaken && w.leads.HoldsOnlyKey(r, lead.ColID) {
				b.Removes = append(b.Removes, sheets.Remove{Tab: lead.TabLeads, Row: r, Key: lead.ColID})
			}
		}
	}
	res, err := w.commit(ctx, b)
	if err != nil {
		return Step{}, err
	}
	return Step{Wrote: res.Wrote}, nil
}

// takeEvents empties what Activity and Intake say of leads without a row, when the archive holds all of it. The event
// that says that a lead is archived goes when nothing else is left of it.
func (a *Archive) takeEvents(ctx context.Context, w *work) (Step, error) {
	var ids []string
	n, year := 0, 0
	for _, id := range w.ids() {
		rows := len(w.events[id]) + len(w.messages[id])
		if len(w.rows[id]) > 0 || !w.hasMore(id, a) || n > 0 && (n+rows > a.emptiedAtOnce() || w.leaving[id].Year != year) {
			continue
		}
		ids, n, year = append(ids, id), n+rows, w.leaving[id].Year
	}
	if len(ids) == 0 {
		return Step{}, nil
	}
	if _, err := a.put(ctx, w, year, ids); err != nil {
		return Step{}, err
	}
	var b sheets.Batch
	for _, id := range ids {
		w.emptyEvents(&b, id, a.Memory)
	}
	if ok, err := a.remembered(ctx, w, nil, ids); err != nil || !ok {
		return Step{Wrote: err == nil}, err
	}
	res, err := w.commit(ctx, b)
	if err != nil {
		return Step{}, err
	}
	return Step{Wrote: res.Wrote}, nil
}

// hasMore reports whether something of a lead can be emptied.
func (w *work) hasMore(id string, a *Archive) bool {
	var b sheets.Batch
	w.emptyEvents(&b, id, a.Memory)
	return len(b.Changes) > 0
}

// emptyEvents empties the rows of Activity and Intake of a lead; the claim only when it is alone.
func (w *work) emptyEvents(b *sheets.Batch, id string, memory Memory) {
	others := 0
	for _, r := range w.events[id] {
		if !w.isClaim(r) {
			if others++; !w.isLast(r) {
				empty(b, w.activity, lead.TabActivity, lead.ColNo, r)
			}
		}
	}
	for _, r := range w.goingMessages(id, memory) {
		others++
		empty(b, w.intake, lead.TabIntake, lead.ColKey, r)
	}
	for _, r := range w.events[id] {
		if others == 0 && w.isClaim(r) && !w.isLast(r) {
			empty(b, w.activity, lead.TabActivity, lead.ColNo, r)
		}
	}
}

// goingMessages are the rows of Intake of a lead that may leave.
func (w *work) goingMessages(id string, memory Memory) (rows []int) {
	for _, r := range w.messages[id] {
		if at := w.intakeRow(r); memory != nil && at != nil && !memory.Stays(at) {
			rows = append(rows, r)
		}
	}
	return rows
}

func (w *work) intakeRow(ref int) *lead.IntakeRow {
	i := slices.IndexFunc(w.State.Intake, func(r lead.IntakeRow) bool { return r.Ref == ref })
	if i < 0 {
		return nil
	}
	return &w.State.Intake[i]
}

// remembered reports whether the memory knows all of these leads that is needed.
func (a *Archive) remembered(ctx context.Context, w *work, leads []lead.Lead, ids []string) (bool, error) {
	if a.Memory == nil {
		return true, nil
	}
	var rows []lead.IntakeRow
	for _, id := range ids {
		for _, ref := range w.messages[id] {
			if r := w.intakeRow(ref); r != nil && !a.Memory.Stays(r) {
				rows = append(rows, *r)
			}
		}
	}
	ok, err := a.Memory.Remember(ctx, w.Book, leads, rows, nil, w.Now)
	if err != nil {
		return false, fmt.Errorf("remember what goes to the archive: %w", err)
	}
	return ok, nil
}

// clean takes rows of the journals out of which only the key is left.
func (a *Archive) clean(ctx context.Context, w *work) (Step, error) {
	var b sheets.Batch
	for r := range w.activity.Rows {
		if len(b.Removes) < mostTaken && w.activity.HoldsOnlyKey(r, lead.ColNo) && !w.isLast(r) {
			b.Removes = append(b.Removes, sheets.Remove{Tab: lead.TabActivity, Row: r, Key: lead.ColNo})
		}
	}
	for r := range w.intake.Rows {
		if len(b.Removes) < mostTaken && a.Memory != nil && w.intake.HoldsOnlyKey(r, lead.ColKey) {
			b.Removes = append(b.Removes, sheets.Remove{Tab: lead.TabIntake, Row: r, Key: lead.ColKey})
		}
	}
	res, err := w.commit(ctx, b)
	if err != nil {
		return Step{}, err
	}
	return Step{Wrote: res.Wrote}, nil
}

// sendAway writes some leads to the archive and empties their rows.
func (a *Archive) sendAway(ctx context.Context, w *work) (Step, error) {
	old, unclear := aging.Old(w.State, w.Now)
	w.unclear = unclear
	if len(old) == 0 || len(old) < a.Least && old[0].Last.After(w.Now.AddDate(0, -w.State.Policy.KeepFor-1, 0)) {
		return Step{}, nil
	}
	going, err := a.choose(ctx, w, old)
	if err != nil || len(going) == 0 {
		return Step{}, err
	}
	year := going[0].Last.Year()
	var ids []string
	for _, g := range going {
		ids = append(ids, g.ID)
	}
	name, err := a.put(ctx, w, year, ids)
	if others := new(otherLeads); errors.As(err, &others) {
		for _, id := range others.ids {
			a.leave(w, id)
		}
		return a.sendAway(ctx, w) // the rest
	}
	if err != nil {
		return Step{}, err
	}
	leads := slices.Clone(w.State.Leads)
	leads = slices.DeleteFunc(leads, func(l lead.Lead) bool { return !slices.Contains(ids, l.ID) })
	if ok, err := a.remembered(ctx, w, leads, ids); err != nil || !ok {
		return Step{Wrote: err == nil}, err
	}
	var b sheets.Batch
	var events []lead.Event
	months := strconv.Itoa(w.State.Policy.KeepFor)
	for _, g := range going {
		empty(&b, w.leads, lead.TabLeads, lead.ColID, g.Ref)
		events = append(events, lead.Event{Time: w.Now.Truncate(time.Second), Lead: g.ID, What: lead.Archived,
			From: strconv.Itoa(year), To: name, By: lead.ByLeadsheet,
			Why: w.State.Policy.Words.Texts().Activity.Archived.With(months)})
	}
	events = append(events, w.sums(leads, 1)...)
	w.log(&b, events)
	res, err := w.commit(ctx, b)
	if err != nil {
		return Step{}, err
	}
	return Step{Wrote: res.Wrote, Went: len(leads), Name: name}, nil
}

// stuckFor is for how long a lead is left alone whose row cannot be taken elsewhere.
const stuckFor = 24 * time.Hour

// choose returns those of the old leads that go now: of one year, and of rows that hold nothing which cannot be taken
// elsewhere, such as formulas.
func (a *Archive) choose(ctx context.Context, w *work, old []aging.Going) ([]aging.Going, error) {
	old = slices.DeleteFunc(old, func(g aging.Going) bool {
		at, is := a.stuck[g.ID]
		return is && w.Now.Sub(at) < stuckFor
	})
	for from := 0; from < len(old); {
		var going []aging.Going
		to := from
		for ; to < len(old) && len(going) < a.leadsAtOnce(); to++ {
			g := old[to]
			if len(going) > 0 && g.Last.Year() != going[0].Last.Year() {
				break
			}
			if empty(&sheets.Batch{}, w.leads, lead.TabLeads, lead.ColID, g.Ref) {
				going = append(going, g)
			} else {
				a.leave(w, g.ID)
			}
		}
		refs := make([]int, len(going))
		for i, g := range going {
			refs[i] = g.Ref
		}
		free, err := sheets.FreeOfFormulas(ctx, w.Book, w.Snap, lead.TabLeads, refs)
		if err != nil {
			return nil, fmt.Errorf("take archived leads out: %w", err)
		}
		for _, g := range going {
			if !free[g.Ref] {
				a.leave(w, g.ID)
			}
		}
		if going = slices.DeleteFunc(going, func(g aging.Going) bool { return !free[g.Ref] }); len(going) > 0 {
			return going, nil
		}
		from = to
	}
	return nil, nil
}

// leave leaves a lead alone for a while.
func (a *Archive) leave(w *work, id string) {
	if a.stuck == nil {
		a.stuck = map[string]time.Time{}
	}
	a.stuck[id] = w.Now
}
