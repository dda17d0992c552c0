package archive

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/aging"
	"leadsheet/sheets"
)

// Away is what has left the workbook for good, as the archives have it.
type Away struct {
	Leads   []lead.Lead
	History []lead.Event
	Intake  []lead.IntakeRow
	Claims  map[string]Claim  // when and where each of the leads went, by their IDs
	Names   map[string]string // of the archive that has a lead
}

// YearsOf are the years up to last of which there is an archive, where each is a file.
func YearsOf(path func(year int) string, last int) (years []int) {
	for year := 2000; year <= last; year++ {
		if _, err := os.Stat(path(year)); err == nil {
			years = append(years, year)
		}
	}
	return years
}

// Holds reads all archives. A lead that stands there without the event "archived" has not left: that event goes last.
// layout is that of the workbook.
func (a *Archive) Holds(ctx context.Context, layout sheets.Layout, zone *time.Location) (Away, error) {
	out := Away{Claims: map[string]Claim{}, Names: map[string]string{}}
	if a.Years == nil {
		return out, nil
	}
	for _, year := range a.Years() {
		book, name, err := a.Open(ctx, year)
		if err != nil {
			return out, fmt.Errorf("open the archive: %w", err)
		}
		book.Expect(layout)
		snap, err := book.Read(ctx, lead.TabLeads, lead.TabActivity, lead.TabIntake)
		err = errors.Join(err, book.Close())
		if errors.Is(err, sheets.ErrNoBook) {
			continue // nothing went there yet
		}
		if err != nil {
			return out, fmt.Errorf("read the archive %s: %w", name, err)
		}
		out.add(snap, name, zone)
	}
	return out, nil
}

func (w *Away) add(snap *sheets.Snapshot, name string, zone *time.Location) {
	leads, activity, intake := snap.Tabs[lead.TabLeads], snap.Tabs[lead.TabActivity], snap.Tabs[lead.TabIntake]
	if leads == nil || activity == nil || intake == nil {
		return
	}
	history := sheets.Events(activity, zone)
	gone := Leaving(history)
	for id, c := range gone {
		w.Claims[id], w.Names[id] = c, name
	}
	for _, l := range sheets.Leads(leads, zone) {
		if _, is := gone[l.ID]; is {
			w.Leads = append(w.Leads, l)
		}
	}
	for i := range history {
		if _, is := gone[history[i].Lead]; is {
			w.History = append(w.History, history[i])
		}
	}
	for _, r := range sheets.Intake(intake, zone) {
		if _, is := gone[r.Lead]; is {
			w.Intake = append(w.Intake, r)
		}
	}
}

// atOnce is how many leads are learnt in one step.
const atOnce = 2000

// Reunite makes an older version of the workbook agree with the archives, one step at a time: what went there since
// that version was written is remembered again, so that it does not come in once more and its numbers are not given
// again, and leads of which that version has rows leave once more. knows reports what the memory knows of a lead that
// came in by these keys. After an error nothing may be taken in that might be in an archive.
func (a *Archive) Reunite(ctx context.Context, p Pass, knows func(l *lead.Lead, keys []string) bool) (Step, error) {
	away, err := a.Holds(ctx, p.Layout, p.Journals)
	if err != nil || len(away.Leads) == 0 {
		return Step{}, err
	}
	here, keys := byID(p.State.Leads), map[string][]string{}
	for i := range away.Intake {
		keys[away.Intake[i].Lead] = append(keys[away.Intake[i].Lead], away.Intake[i].Key)
	}
	leaves := Leaving(p.State.History)
	var learn []lead.Lead
	for i := range away.Leads {
		l := &away.Leads[i]
		_, goes := leaves[l.ID]
		if !goes && !sameLead(here[l.ID], l) && len(learn) < atOnce && !knows(l, keys[l.ID]) {
			learn = append(learn, *l)
		}
	}
	if len(learn) == 0 {
		return a.again(ctx, p, &away)
	}
	var rows []lead.IntakeRow
	for i := range away.Intake {
		r := &away.Intake[i]
		if !a.Memory.Stays(r) && slices.ContainsFunc(learn, func(l lead.Lead) bool { return l.ID == r.Lead }) {
			rows = append(rows, *r)
		}
	}
	var sums []lead.Event
	for _, m := range aging.Sums(p.State.Policy, learn, away.History, 1) {
		sums = append(sums, m.Event(p.Now, p.State.Policy.Words.Texts().Activity.ArchivedMonth))
	}
	known, err := a.Memory.Remember(ctx, p.Book, learn, rows, sums, p.Now)
	if err != nil {
		return Step{}, err
	}
	if known { // by other rows; nothing is learnt of them
		return a.again(ctx, p, &away)
	}
	return Step{Wrote: true}, nil
}

// again lets leads leave once more that an older version of the workbook has brought back: the archive has them as they
// were last, so their rows here are emptied and not written there. Who came back after that stays.
func (a *Archive) again(ctx context.Context, p Pass, away *Away) (Step, error) {
	w := &work{Pass: p, leaving: Leaving(p.State.History), leads: p.Snap.Tabs[lead.TabLeads],
		activity: p.Snap.Tabs[lead.TabActivity], intake: p.Snap.Tabs[lead.TabIntake]}
	if w.leads == nil || w.activity == nil || w.intake == nil {
		return Step{}, nil
	}
	w.index()
	var b sheets.Batch
	var events []lead.Event
	var going []lead.Lead
	here := byID(w.State.Leads)
	for i := range away.Leads {
		l := &away.Leads[i]
		rows := w.rows[l.ID]
		_, leaves := w.leaving[l.ID]
		if len(rows) != 1 || leaves || !sameLead(here[l.ID], l) || w.cameBack(l.ID, away.Claims[l.ID].At) ||
			len(events) == a.leadsAtOnce() {
			continue
		}
		free, err := sheets.FreeOfFormulas(ctx, w.Book, w.Snap, lead.TabLeads, rows)
		if err != nil {
			return Step{}, fmt.Errorf("take archived leads out: %w", err)
		}
		if !free[rows[0]] || !empty(&b, w.leads, lead.TabLeads, lead.ColID, rows[0]) {
			continue
		}
		claim := away.Claims[l.ID]
		going = append(going, *l)
		events = append(events, lead.Event{Time: w.Now.Truncate(time.Second), Lead: l.ID, What: lead.Archived,
			From: fmt.Sprint(claim.Year), To: away.Names[l.ID], By: lead.ByLeadsheet,
			Why: w.State.Policy.Words.Texts().Activity.ArchivedBefore})
	}
	if len(events) == 0 {
		return Step{}, nil
	}
	for _, m := range aging.Sums(w.State.Policy, going, away.History, 1) {
		events = append(events, m.Event(w.Now, w.State.Policy.Words.Texts().Activity.ArchivedMonth))
	}
	w.log(&b, events)
	res, err := w.commit(ctx, b)
	if err != nil {
		return Step{}, err
	}
	return Step{Wrote: res.Wrote, Went: len(going), Name: away.Names[going[0].ID]}, nil
}

// cameBack reports whether Activity says that a lead was brought back since a moment.
func (w *work) cameBack(id string, since time.Time) bool {
	return slices.ContainsFunc(w.State.History, func(e lead.Event) bool {
		return e.Lead == id && e.What == lead.Restored && !e.Time.Before(since)
	})
}
