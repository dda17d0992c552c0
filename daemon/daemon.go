// Package daemon is one pass over the sources of inquiries and a workbook, and the loop around it. It decides nothing:
// what came in is said by package intake, what should be true of a lead by package rules, and how a workbook keeps it
// by package sheets.
package daemon

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"time"

	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/reports"
	"leadsheet/rules"
	"leadsheet/sheets"
)

// Daemon keeps one workbook.
type Daemon struct {
	Book    sheets.Book
	Sources []intake.Source
	Layout  sheets.Layout
	Now     func() time.Time
	// Played says that Now is not the machine's clock but that of a story: what people did is then timed by when they
	// saved the workbook, as far as that lies within the story.
	Played bool
	Log    *slog.Logger
	// Slow is how far apart the passes of Run become while nothing happens; 0: never further than its poll.
	Slow time.Duration
	// Leads is how many leads one pass takes of each kind of what people did, when the workbook should not be given all
	// at once; 0: all. What comes in is not counted by it.
	Leads int
	// Tell is told what has been done so far, after every pass of CatchUp that another one follows; nil: nobody is.
	Tell func(Summary)

	ensured bool
	first   *sheets.Snapshot // what the look before the layout was made has told; nil once it has been passed on
	bound   bound            // of the next pass; the zero value: the largest
	left    int              // by the pass before

	// What the workbook held when it was read last.
	seed    maphash.Seed
	content uint64
	hashed  bool
	wrote   bool // and whether we have written since
	rows    int  // of the tab Intake
}

// Summary is what one pass did.
type Summary struct {
	Intake  []lead.IntakeRow // rows added to the tab Intake
	Created int              // new leads
	Changes int              // cells changed
	Skipped int              // cells left alone because a person had changed them meanwhile
	Wrote   bool
	Leads   int // leads in the workbook after the pass
	Notes   []string
	// Alive says that something is going on: something came in, or somebody has changed the workbook. That leadsheet
	// keeps counting how late a lead is, all night long, is no sign of life.
	Alive bool
	// More says that more waits than one pass takes in; the next pass should follow at once.
	More bool
	// Left is how many leads that people added, changed or deleted are left for the next pass.
	Left int
}

// Plus returns the summary of two passes, s before next.
func (s Summary) Plus(next Summary) Summary {
	s.Intake = append(slices.Clip(s.Intake), next.Intake...)
	s.Created += next.Created
	s.Changes += next.Changes
	s.Skipped += next.Skipped
	s.Wrote = s.Wrote || next.Wrote
	s.Alive = s.Alive || next.Alive
	s.Leads, s.More, s.Left = next.Leads, next.More, next.Left
	for _, n := range next.Notes {
		if !slices.Contains(s.Notes, n) {
			s.Notes = append(slices.Clip(s.Notes), n)
		}
	}
	return s
}

// maxText is how much text, in bytes, one pass takes in beyond its first inquiry: Google refuses batches of some ten
// megabytes, and would for ever.
const maxText = 2 << 20

// attempts is how often a pass starts over when another leadsheet wrote in between.
const attempts = 4

// Pass takes in what has come, applies the rules and brings the reports up to date. Failing sources do not stop the
// rest; their errors are joined into the one returned, beside a valid Summary. An error that Is sheets.ErrBusy means
// that a person holds the workbook; nothing was changed and everything waits at its source.
func (d *Daemon) Pass(ctx context.Context) (Summary, error) {
	for i := 1; ; i++ {
		sum, err := d.pass(ctx)
		if !errors.Is(err, sheets.ErrConflict) || i == attempts {
			return sum, err
		}
	}
}

// CatchUp repeats passes until nothing more waits, and sums them up. The error is that of the last pass: what went
// wrong before it and still is wrong goes wrong again.
func (d *Daemon) CatchUp(ctx context.Context) (Summary, error) {
	var all Summary
	for {
		sum, err := d.Pass(ctx)
		if err != nil && !sum.Wrote && all.Wrote {
			sum.Leads = all.Leads // a pass that failed has counted nothing
		}
		all = all.Plus(sum)
		if !sum.More {
			return all, err
		}
		if d.Tell != nil {
			d.Tell(all)
		}
	}
}

func (d *Daemon) pass(ctx context.Context) (Summary, error) {
	if err := d.ensure(ctx); err != nil {
		return Summary{}, err
	}
	view, err := d.read(ctx)
	if err != nil {
		return Summary{}, err
	}
	changed := d.changed(view.snap) && !d.wrote // what we wrote ourselves looks like a change too
	known := view.known()
	known.SetBack = view.snap.SetBack || len(view.state.Intake) < d.rows // it only ever grows
	d.rows = len(view.state.Intake)
	items, sourceErr := d.collect(ctx, known)
	did, err := d.store(ctx, view, items)
	if err != nil {
		return Summary{Notes: view.snap.Notes}, errors.Join(fmt.Errorf("store the pass: %w", err), sourceErr)
	}
	work, res := did.work, did.res
	d.wrote = res.Wrote
	sum := Summary{Intake: work.Intake, Created: len(work.NewLeads), Changes: len(did.batch.Changes) - len(res.Skipped),
		Skipped: len(res.Skipped), Wrote: res.Wrote, Leads: len(view.state.Leads) + len(work.NewLeads),
		Notes: slices.Concat(view.snap.Notes, work.Notes),
		Alive: changed || len(work.Intake)+len(work.Events) > 0, More: did.more, Left: did.left}
	for _, h := range res.MissingColumns {
		if tab, column, _ := strings.Cut(h, "/"); !mentioned(sum.Notes, tab, column) {
			sum.Notes = append(sum.Notes, fmt.Sprintf("the column %q is missing in the tab %q: give it back to see its "+
				"values", column, tab))
		}
	}
	// Stored; only now may the sources let go.
	for _, s := range d.Sources {
		if err := s.Settle(ctx, did.items); err != nil {
			sourceErr = errors.Join(sourceErr, fmt.Errorf("%s: %w", s.Name(), err))
		}
	}
	return sum, sourceErr
}

// oldest returns the inquiries that were received first, at most n and not much more than size bytes of text, in the
// order in which rules.Plan places them, and whether there are more: cut in any other order, a contact's second message
// could become the lead and the first one the addition.
func oldest(items []lead.Inquiry, n, size int) (first []lead.Inquiry, more bool) {
	slices.SortStableFunc(items, func(a, b lead.Inquiry) int {
		return rules.Earlier(&a, &b)
	})
	for i, in := range items {
		size -= len(in.Need)
		for _, a := range in.Answers {
			size -= len(a.Question) + len(a.Value)
		}
		if i == n || i > 0 && size < 0 {
			return items[:i], true
		}
	}
	return items, false
}

// ownTabs are the tabs without which nothing can be kept exactly once.
var ownTabs = []string{lead.TabLeads, lead.TabActivity, lead.TabIntake}

// Intact returns an error that names the first tab or column of leadsheet's memory that a workbook has lost. None is
// made again in silence: an empty tab in the place of a renamed one would read as if every lead had been deleted, an
// empty column as if nothing had ever come in. A tab, a table of rules too, whose row of titles is not where it can be
// relied on is an error for the same reason. A workbook with none of the tabs is one that leadsheet has not seen yet.
func Intact(snap *sheets.Snapshot, layout sheets.Layout) error {
	for _, want := range layout.Tabs {
		if t := snap.Tabs[want.Called()]; t != nil && t.Fault != "" {
			return t.Err()
		}
	}
	if !slices.ContainsFunc(ownTabs, func(t string) bool { return snap.Tabs[t] != nil }) {
		return nil
	}
	for _, want := range layout.Tabs {
		if !slices.Contains(ownTabs, want.Called()) {
			continue
		}
		title, t := want.Title, snap.Tabs[want.Called()]
		if t == nil {
			return fmt.Errorf("the tab %q is missing: undo its deletion or renaming, or take it from a backup or an "+
				"older version of the workbook; to begin it anew, add an empty tab of that name", title)
		}
		for _, column := range want.Memory {
			if len(t.Columns) > 0 && t.Col(column) < 0 { // an empty tab gets its titles
				return want.Lost(column)
			}
		}
	}
	return nil
}

// ensure creates the workbook's layout before the first pass of a process. A workbook that somebody has open is left
// for later when it can be read all the same.
func (d *Daemon) ensure(ctx context.Context) error {
	if d.ensured {
		return nil
	}
	d.Book.Expect(d.Layout)
	// All tabs at once: a backend that knows their titles from reading need not ask for them again.
	snap, err := d.Book.Read(ctx, titles(rules.DefaultTables())...)
	if err == nil {
		d.first = &sheets.Snapshot{Notes: snap.Notes, SetBack: snap.SetBack}
		if !snap.Words.Is(d.Layout.Words) { // a workbook stays in the language that it was made in
			d.Layout = Layout(rules.DefaultTables(snap.Words), snap.Words)
		}
		err = Intact(snap, d.Layout)
	}
	if err != nil && !errors.Is(err, sheets.ErrNoBook) {
		return fmt.Errorf("prepare the workbook: %w", err)
	}
	if err := d.Book.Ensure(ctx, d.Layout); err != nil {
		return fmt.Errorf("prepare the workbook: %w", err)
	}
	d.ensured = true
	return nil
}

// mentioned reports whether a note tells of a column already.
func mentioned(notes []string, tab, column string) bool {
	return slices.ContainsFunc(notes, func(n string) bool {
		return strings.Contains(n, strconv.Quote(tab)) && strings.Contains(n, strconv.Quote(column))
	})
}

func (d *Daemon) collect(ctx context.Context, known intake.Known) ([]lead.Inquiry, error) {
	var all []lead.Inquiry
	var failed error
	for _, s := range d.Sources {
		items, err := s.Collect(ctx, known)
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("%s: %w", s.Name(), err))
		}
		for _, in := range items {
			if !known.Keys[in.Key] {
				in.Order = len(all)
				all = append(all, in)
			}
		}
	}
	return all, failed
}

// Export fills an empty book with the owner's view: reports, leads and what happened.
func (d *Daemon) Export(ctx context.Context, to sheets.Book) (int, error) {
	if err := d.ensure(ctx); err != nil && !errors.Is(err, sheets.ErrBusy) {
		return 0, err
	}
	view, err := d.read(ctx)
	if err != nil {
		return 0, err
	}
	to = sheets.Named(to, view.snap.Words)
	layout := sheets.Layout{Words: view.snap.Words}
	for _, t := range d.Layout.Tabs {
		if name := t.Called(); name == lead.TabLeads || name == lead.TabActivity {
			layout.Tabs = append(layout.Tabs, t.Standalone())
		}
	}
	if err := to.Ensure(ctx, layout); err != nil {
		return 0, fmt.Errorf("prepare the export: %w", err)
	}
	snap, err := to.Read(ctx, lead.TabLeads, lead.TabActivity)
	if err != nil {
		return 0, fmt.Errorf("prepare the export: %w", err)
	}
	batch := sheets.Batch{Pages: reports.Build(view.reportInput(), d.Now())}
	for _, title := range []string{lead.TabLeads, lead.TabActivity} {
		t := view.snap.Tabs[title]
		if t == nil || len(t.Rows) == 0 {
			continue
		}
		batch.Appends = append(batch.Appends, copyOf(t, snap.Tabs[title]))
	}
	if _, err := to.Commit(ctx, snap, batch); err != nil {
		return 0, fmt.Errorf("write the export: %w", err)
	}
	return len(view.state.Leads), nil
}

// copyOf appends the columns of from that to has as well. What is no row of the table stays behind.
func copyOf(from, to *sheets.Tab) sheets.Append {
	a := sheets.Append{Tab: to.Title}
	var at []int
	for i, c := range from.Columns {
		if c != "" && to.Col(c) >= 0 {
			a.Columns, at = append(a.Columns, c), append(at, i)
		}
	}
	is := sheets.RowsOf(from)
	for r := range from.Rows {
		if !is(from.Rows[r]) {
			continue
		}
		row := make([]sheets.Cell, len(at))
		for j, i := range at {
			row[j] = from.At(r, i)
		}
		a.Rows = append(a.Rows, row)
	}
	return a
}
