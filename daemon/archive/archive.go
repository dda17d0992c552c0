// Package archive moves leads that have ended long ago, with all that Activity and Intake say of them, from the
// workbook to an archive: another workbook of the same kind.
//
// It does one small step at a time, after a pass that had nothing to do, and what the step is follows from the workbook
// alone, so that it does not matter where a process ended:
//
//  1. The rows of some leads are written to the archive, and read there again.
//  2. The event "archived" of each lead and the changes that empty its row, but for the ID, are one batch. From then on
//     the rules know the lead as one without a row.
//  3. A row that somebody fills in that moment is filled again from the archive, and stays.
//  4. A row of which nothing but the ID is left is taken out.
//  5. Of a lead without a row the events are compared with the archive once more, emptied, and taken out; the event
//     "archived" last. The rows of Intake go when what is remembered of them is stored.
package archive

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/hint"
	"leadsheet/lead/words"
	"leadsheet/rules/aging"
	"leadsheet/sheets"
)

// Archive is where ended leads go.
type Archive struct {
	// Open opens the workbook for leads of which nothing was new after a year, and says what it is called.
	Open func(ctx context.Context, year int) (book sheets.Book, name string, err error)
	// Years are those of the archives that there are; of an archive for all years one of them is enough. nil: nobody asks.
	Years func() []int
	// Most is how many leads go at once, and Least how many are waited for, unless one has waited for a month.
	Most, Least int
	// Memory is told of what leaves the workbook; nil: rows of Intake stay in it.
	Memory Memory

	books map[int]opened
	large int                  // batches that were too large: each halves what goes at once
	stuck map[string]time.Time // leads that cannot go (see Stuck), by when that was seen
}

// Memory keeps what is needed to know things again that have left the workbook.
type Memory interface {
	// Remember stores what is needed of these leads, and of these rows of Intake. It reports whether all of it was
	// stored before: only then they may leave. Where it was not, it has written to the workbook, and the events with it.
	Remember(ctx context.Context, book sheets.Book, leads []lead.Lead, rows []lead.IntakeRow, with []lead.Event,
		now time.Time) (bool, error)
	// Stays reports whether a row of Intake is needed as it is.
	Stays(r *lead.IntakeRow) bool
}

// opened is an archive in use.
type opened struct {
	book    sheets.Book
	name    string
	columns int // of Leads, when it was laid out
}

// Pass is the workbook as a pass has read it that found nothing to do.
type Pass struct {
	Book   sheets.Book
	Snap   *sheets.Snapshot
	Layout sheets.Layout
	// State is what the rules know, without the rows of leads that are being taken out: see Visible.
	State aging.State
	// Journals is the zone in which Activity is written.
	Journals *time.Location
	Now      time.Time
}

// Nowhere says what to do where leads are to go to an archive and there is none.
func Nowhere() string {
	return fmt.Sprintf("leads that have ended long ago stay, although the tab Settings says how long to keep them: there "+
		"is no archive; share a second spreadsheet with leadsheet, and name it in %v", hint.Archive)
}

// Step is what was done.
type Step struct {
	Wrote bool // something was written to the workbook: there may be more to do
	Went  int  // leads that went to the archive
	Back  int  // leads that are here again, because somebody wrote into their row
	Name  string
	Stuck []string // leads that cannot go: see Stuck
}

// Step does the next small part of what is to be done, if there is any.
func (a *Archive) Step(ctx context.Context, p Pass) (Step, error) {
	w := &work{Pass: p, leaving: Leaving(p.State.History), leads: p.Snap.Tabs[lead.TabLeads],
		activity: p.Snap.Tabs[lead.TabActivity], intake: p.Snap.Tabs[lead.TabIntake]}
	if w.leads == nil || w.activity == nil || w.intake == nil {
		return Step{}, nil
	}
	w.index()
	for _, part := range []func(context.Context, *work) (Step, error){a.bringBack, a.takeRows, a.takeEvents, a.clean,
		a.sendAway} {
		done, err := part(ctx, w)
		if big := new(sheets.TooLarge); errors.As(err, &big) {
			a.large++
			return Step{}, nil
		}
		if err != nil || done.Wrote {
			return done, err
		}
	}
	return Step{Stuck: slices.Concat(a.stays(&p), w.unclear)}, nil
}

func (a *Archive) leadsAtOnce() int { return max(1, a.Most>>a.large) }

// How many rows are emptied at once, about as much as a batch may hold, and how many are taken out. Each batch is
// followed by a pass that reads the workbook anew. What is taken out becomes blank rows at the end of the tab, of which
// a Google Sheet loses no more with a batch.
const (
	mostEmptied = 2000
	mostTaken   = 300
)

func (a *Archive) emptiedAtOnce() int { return max(1, mostEmptied>>a.large) }

// Claim is the event by which a lead is being taken out.
type Claim struct {
	Year int       // of its archive
	At   time.Time // when it began
}

// Leaving are the leads that stand in the archive and are being taken out, by their IDs.
func Leaving(history []lead.Event) map[string]Claim {
	var out map[string]Claim
	for i := range history {
		switch e := &history[i]; {
		case !e.OfLead():
		case e.What == lead.Archived:
			if out == nil {
				out = map[string]Claim{}
			}
			year, _ := strconv.Atoi(e.From)
			out[e.Lead] = Claim{year, e.Time}
		case e.What == lead.Restored, e.What == lead.Created, e.What == lead.Adopted:
			delete(out, e.Lead)
		}
	}
	return out
}

// Visible are the leads without those that are being taken out: what is left of their rows is nothing that the rules
// are to follow.
func Visible(leads []lead.Lead, history []lead.Event) []lead.Lead {
	leaving := Leaving(history)
	if len(leaving) == 0 {
		return leads
	}
	out := leads[:0:0]
	for _, l := range leads {
		if _, goes := leaving[l.ID]; !goes {
			out = append(out, l)
		}
	}
	return out
}

// book is the archive of a year, with what it needs to take in the rows of this workbook.
func (a *Archive) book(ctx context.Context, w *work, year int) (opened, error) {
	got, ok := a.books[year]
	if !ok {
		book, name, err := a.Open(ctx, year)
		if err != nil {
			return got, fmt.Errorf("open the archive: %w", err)
		}
		got = opened{book: book, name: name}
		if a.books == nil {
			a.books = map[int]opened{}
		}
		a.books[year] = got
	}
	if got.columns != len(w.leads.Columns) {
		if err := got.book.Ensure(ctx, w.layoutOf()); err != nil {
			return got, fmt.Errorf("prepare the archive %s: %w", got.name, err)
		}
		got.columns = len(w.leads.Columns)
		a.books[year] = got
	}
	return got, nil
}

// layoutOf is the layout of an archive: the three tabs that leads are in, with the columns that people have added.
func (w *work) layoutOf() sheets.Layout {
	out := sheets.Layout{Words: w.Layout.Words}
	for _, tab := range w.Layout.Tabs {
		t := w.Snap.Tabs[tab.Called()]
		if name := tab.Called(); t == nil || name != lead.TabLeads && name != lead.TabActivity && name != lead.TabIntake {
			continue
		}
		tab = tab.Standalone()
		tab.Colors = nil
		for _, title := range t.Columns {
			if title != "" && !hasColumn(tab.Columns, title) {
				tab.Columns = append(tab.Columns, sheets.Column{Title: title, Width: 20})
			}
		}
		out.Tabs = append(out.Tabs, tab)
	}
	return out
}

func hasColumn(columns []sheets.Column, title string) bool {
	for _, c := range columns {
		if words.SameFolded(c.Called(), title) || words.SameFolded(c.Title, title) {
			return true
		}
	}
	return false
}

// Close closes what was opened.
func (a *Archive) Close() error {
	var failed error
	for _, o := range a.books {
		failed = errors.Join(failed, o.book.Close())
	}
	a.books = nil
	return failed
}
