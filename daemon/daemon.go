// Package daemon is one pass over the sources of inquiries and a workbook, and the loop around it. It decides nothing
// itself: package intake says what came in, package rules what the workbook should hold, and package sheets writes it.
package daemon

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"time"

	"leadsheet/daemon/archive"
	"leadsheet/daemon/health"
	"leadsheet/daemon/memory"
	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/rules"
	"leadsheet/rules/lists"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

// Daemon keeps one workbook.
type Daemon struct {
	Book    sheets.Book
	Sources []intake.Source
	Layout  sheets.Layout
	Now     func() time.Time
	Log     *slog.Logger
	// Mailbox is the address of the mailbox among the sources, "" when there is none or it is not known.
	Mailbox string
	// From is the address that mail is sent from, "" when none is sent. It is ours, though no tab says so.
	From string
	// MaxPoll is the longest time between two passes of Run while nothing happens; 0: its poll.
	MaxPoll time.Duration
	// Fresh is how old what the pages say of the last look at them may become: it is written within that time although
	// nothing else has changed, unless a person has a local workbook open. 0: it is written with other changes alone.
	Fresh time.Duration
	// MaxLeads is how many of the leads that users added, changed or deleted one pass takes, of each kind; 0: all.
	// Inquiries are not counted. It keeps the batches of a metered workbook small.
	MaxLeads int
	// MaxItems is how many inquiries one pass takes in; 0: intake.MaxItems. Where each pass writes the whole workbook,
	// large passes are quicker.
	MaxItems int
	// Mails says that there is a mail server to send with, also where this process sends nothing.
	Mails bool
	// Out is how messages are sent; nil: none are.
	Out *Outgoing
	// Archive is where leads go that have ended long ago; nil: nowhere.
	Archive *archive.Archive
	// Calendars is where the calendar of each person is kept; nil: nowhere.
	Calendars *Calendars
	// Tell, unless nil, receives what has been done so far, after every pass of CatchUp that another one follows.
	Tell func(Summary)
	// Progress, unless nil, is told how far the pass at hand is.
	Progress func(Progress)
	// Idle, unless nil, is called when Run begins to wait after a pass that has worked: most of what that took is free.
	Idle func()
	// Turns, unless nil, are those of the daemons of this process: Run takes one for each pass.
	Turns Turns
	// Passed are told of every pass of Run when it has ended, in the goroutine of Run: they return at once.
	Passed []func(health.Pass)

	// Beside are done while Run repeats its passes, each until ctx ends. A panic of one ends Run, and is Run's.
	Beside []func(ctx context.Context)

	ensured    bool
	firstRead  *sheets.Snapshot         // notes of the read before the layout was written; nil once they are in a view
	limit      passLimit                // of the next pass; the zero value: the largest
	leftBefore int                      // by the pass before
	refused    map[typedCommand]refusal // commands that a batch was refused for
	rest       *rest                    // of the pass before, when it found nothing to do
	worked     bool                     // the pass before was not one at rest
	held       *sheets.Snapshot         // read already, for the pass at hand
	unmatched  []lead.Inquiry           // mails of the team that the next pass looks at again
	taken      int                      // inquiries that were stored since CatchUp began

	// What the workbook held when it was read last.
	hashSeed    maphash.Seed
	contentHash uint64
	hashed      bool
	wroteSince  bool // and whether we have written since
	intakeRows  int  // of the tab Intake, and those that have left it
	memory      memory.Keeper
	fresh       freshness
	setBack     setBack
	wanted      wanted
	colleagues  colleagues
	post        post
	asked       health.Asked   // what waits at the sources; only when somebody is told
	zone        *time.Location // of the team, when the workbook was read last
}

// Summary is what one pass did.
type Summary struct {
	Intake  []lead.IntakeRow // rows added to the tab Intake
	Created int              // new leads
	Changes int              // cells changed
	Skipped int              // cells left alone because a user had changed them meanwhile
	Wrote   bool
	Checked bool // nothing was written but when the pages were looked at
	Leads   int  // leads in the workbook after the pass
	Notes   []string
	// Active says that something happened: something came in, or a user has changed the workbook. Changes that
	// leadsheet makes by itself (lateness) do not count.
	Active bool
	// More says that the pass could not take in everything; the next one should follow at once.
	More bool
	// Left is how many leads that users added, changed or deleted are left for the next pass.
	Left int
}

// Plus returns the summary of two passes, s before next.
func (s Summary) Plus(next Summary) Summary {
	s.Intake = append(slices.Clip(s.Intake), next.Intake...)
	s.Created += next.Created
	s.Changes += next.Changes
	s.Skipped += next.Skipped
	s.Wrote = s.Wrote || next.Wrote
	s.Active = s.Active || next.Active
	s.Leads, s.More, s.Left = next.Leads, next.More, next.Left
	for _, n := range next.Notes {
		if !slices.Contains(s.Notes, n) {
			s.Notes = append(slices.Clip(s.Notes), n)
		}
	}
	return s
}

// maxText is how much text, in bytes, one pass of intake.MaxItems inquiries takes in beyond its first one, and larger
// passes in proportion. Google refuses batches of about ten megabytes, and would refuse the same one every time.
const maxText = 2 << 20

// maxItems is how many inquiries one pass takes in.
func (d *Daemon) maxItems() int { return cmp.Or(d.MaxItems, intake.MaxItems) }

// attempts is how many times a pass is tried when another leadsheet writes at the same time.
const attempts = 4

// Pass takes in what has come, applies the rules and brings the reports up to date. Failing sources do not stop the
// rest; their errors are joined into the one returned, beside a valid Summary. An error that Is sheets.ErrBusy means
// that a user has the workbook open. Nothing was changed then, and every inquiry stays at its source.
func (d *Daemon) Pass(ctx context.Context) (Summary, error) {
	d.tryAgain()
	for i := 1; ; i++ {
		sum, err := d.pass(ctx)
		if unmet := new(sheets.Unmet); !errors.Is(err, sheets.ErrConflict) && !errors.As(err, &unmet) || i == attempts {
			return sum, err
		}
	}
}

// CatchUp repeats passes until everything is taken in, and sums them up. The error is that of the last pass: a failure
// that lasts also occurs in the last one.
func (d *Daemon) CatchUp(ctx context.Context) (Summary, error) {
	var all Summary
	d.taken = 0
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
	sum, got, resting := d.atRest(ctx)
	if d.worked = !resting; resting {
		return sum, errors.Join(got.err, besides(d.sendNow(ctx)))
	}
	view, err := d.readWide(ctx)
	if err != nil {
		return Summary{}, errors.Join(err, got.err)
	}
	d.zone = view.state.Policy.Zone
	d.post.learn(view.state.History)
	changed := d.changed(view.snap) && !d.wroteSince // what we wrote ourselves looks like a change too
	known := view.known()
	known.TakenBack, known.Most = view.state.TakenBack(), d.maxItems()
	d.noteSetBack(view, &known)
	if wrote, err := d.reunite(ctx, view); wrote || err != nil {
		return Summary{Wrote: wrote, More: wrote}, err
	}
	items, sourceErr := d.gather(ctx, view, known, got)
	items, memoryErr := d.memory.Sift(ctx, d.Book, &known, items, d.Now())
	view.state.Memory, sourceErr = known.Memory, errors.Join(sourceErr, memoryErr)
	items, originals, sourceErr := d.reread(ctx, view, known, items, sourceErr)
	progress := d.begin(len(items))
	result, err := d.store(ctx, view, items, originals, progress)
	if err != nil {
		return Summary{Notes: view.snap.Notes}, errors.Join(fmt.Errorf("store the pass: %w", err), sourceErr)
	}
	progress.done(d, len(result.items))
	d.asked.Stored(result.items)
	d.unmatched = result.work.Unmatched
	d.wroteSince = result.res.Wrote && !result.res.Checked
	sum = d.summarize(view, result, changed)
	if len(items)+len(originals) == 0 && (!sum.Wrote || sum.Checked) && !sum.More && d.hasNothingLeft(view, result) {
		aged, notes := false, []string(nil)
		if !sum.Wrote {
			aged, notes = d.age(ctx, view)
		}
		if sum.Notes = append(sum.Notes, notes...); aged {
			sum.Wrote, sum.More, d.wroteSince = true, true, true
		} else {
			d.keep(view, known, result.work.Due, sum)
		}
	}
	// Only now, when all is stored, may the sources mark or move it.
	err = errors.Join(sourceErr, d.settle(ctx, result.items), besides(d.sendStored(ctx, result),
		d.writeCalendars(result.calendars)))
	if text := d.post.trouble(); text != "" {
		sum.Notes = append(sum.Notes, text)
	}
	sum.More = sum.More || !d.post.background && len(d.post.pending()) > 0
	d.endSetBack(sum, err)
	return sum, err
}

// gather returns what has come in.
func (d *Daemon) gather(ctx context.Context, view *view, known intake.Known, got brought) ([]lead.Inquiry, error) {
	if !got.asked || view.snap.Moment != got.rest.moment || known.SetBack {
		got.items, got.watched, got.err = d.collect(ctx, known)
	}
	if d.post.closing {
		got.items = nil // what came in is left for the next process, which sends what belongs to it
	}
	view.watched, view.checked = got.watched, d.Now()
	view.recorded = append(view.recorded, d.learnt(view)...)
	return d.withUnmatched(got.items), got.err
}

// settle tells the sources that these inquiries are stored.
func (d *Daemon) settle(ctx context.Context, stored []lead.Inquiry) (failed error) {
	for _, s := range d.Sources {
		if err := s.Settle(ctx, stored); err != nil {
			failed = errors.Join(failed, fmt.Errorf("%s: %w", s.Name(), err))
		}
	}
	return failed
}

// summarize says what a pass did.
func (d *Daemon) summarize(view *view, result *passResult, changed bool) Summary {
	work, res := &result.work, result.res
	sum := Summary{Intake: work.Intake, Created: len(work.NewLeads), Changes: len(result.batch.Changes) - len(res.Skipped),
		Skipped: len(res.Skipped), Wrote: res.Wrote, Checked: res.Checked, Leads: len(view.state.Leads) + len(work.NewLeads),
		Notes:  slices.Concat(view.snap.Notes, work.Notes, res.Notes),
		Active: changed || len(work.Intake)+len(work.Events) > 0, Left: result.left}
	// Another pass finds out whether all times are in the zone in force now, and goes on where they are not.
	sum.More = result.more || work.Rendered > 0 && res.Wrote ||
		d.wanted.left > 0 && res.Wrote && len(work.NewLeads) > 0 || d.colleagues.left+len(work.Team) > 0 && res.Wrote
	for _, h := range res.MissingColumns {
		if tab, column, _ := strings.Cut(h, "/"); !mentioned(sum.Notes, tab, column) {
			sum.Notes = append(sum.Notes, fmt.Sprintf("the column %q is missing in the tab %q: give it back to see its "+
				"values", column, tab))
		}
	}
	return sum
}

// oldest returns the inquiries that were received first, at most n and not much more than size bytes of text, in the
// order in which rules.Plan places them, and whether there are more. In any other order a contact's second message
// could become the lead, and the first one the addition. The lines that sum up files are not counted.
func oldest(items []lead.Inquiry, n, size int) (first []lead.Inquiry, more bool) {
	slices.SortStableFunc(items, func(a, b lead.Inquiry) int {
		return rules.Earlier(&a, &b)
	})
	for i, in := range items {
		size -= len(in.Need)
		for _, a := range in.Answers {
			size -= len(a.Question) + len(a.Value)
		}
		if in.Kind != lead.ExportFile {
			n--
		}
		if n < 0 || i > 0 && size < 0 {
			return items[:i], true
		}
	}
	return items, false
}

// requiredTabs are the tabs without which leadsheet cannot keep every inquiry exactly once.
var requiredTabs = []string{lead.TabLeads, lead.TabActivity, lead.TabIntake}

// CheckIntact returns an error that names the first required tab or column that a workbook has lost. None of them is
// created anew by itself: an empty tab in place of a renamed one would look as if every lead had been deleted, an empty
// column as if nothing had ever come in. For the same reason it is an error when the header row of a tab, a rule tab
// included, is not where it should be. A workbook without any of the required tabs is taken for a new one.
func CheckIntact(snap *sheets.Snapshot, layout sheets.Layout) error {
	for _, want := range layout.Tabs {
		if t := snap.Tabs[want.Called()]; t != nil && t.Fault != "" {
			return t.Err()
		}
	}
	if !slices.ContainsFunc(requiredTabs, func(t string) bool { return snap.Tabs[t] != nil }) {
		return nil
	}
	for _, want := range layout.Tabs {
		if !slices.Contains(requiredTabs, want.Called()) {
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

// ensure creates the workbook's layout before the first pass of a process. When a user has the workbook open, that is
// left for later, as long as the workbook can be read.
func (d *Daemon) ensure(ctx context.Context) error {
	if d.ensured {
		return nil
	}
	d.Book.Expect(d.Layout)
	// All tabs at once: a backend that has read their titles does not ask for them again.
	snap, err := d.Book.Read(ctx, titles(policy.DefaultTables())...)
	if err == nil {
		d.firstRead = &sheets.Snapshot{Notes: snap.Notes}
		d.setBack.found(snap)
		if !snap.Words.Is(d.Layout.Words) { // a workbook stays in the language that it was made in
			d.Layout = Layout(policy.DefaultTables(snap.Words), snap.Words)
		}
		d.Layout = LayoutFor(d.Layout, snap)
		err = CheckIntact(snap, d.Layout)
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

// mentioned reports whether a note is already about a column.
func mentioned(notes []string, tab, column string) bool {
	return slices.ContainsFunc(notes, func(n string) bool {
		return strings.Contains(n, strconv.Quote(tab)) && strings.Contains(n, strconv.Quote(column))
	})
}

func (d *Daemon) collect(ctx context.Context, known intake.Known) ([]lead.Inquiry, []lead.Watched, error) {
	var all []lead.Inquiry
	var watched []lead.Watched
	var failed error
	for i, s := range d.Sources {
		items, err := s.Collect(ctx, known)
		watched = append(watched, watchedBy(s, err)...)
		from := len(all)
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("%s: %w", s.Name(), err))
		}
		for _, in := range items {
			if !known.HasKey(in.Key) || in.Completes != nil {
				in.Order = len(all)
				all = append(all, in)
			}
		}
		d.note(i, s, all[from:], err)
	}
	lists.CountAtOnce(all)
	return all, watched, failed
}
