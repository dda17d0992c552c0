// Package sheets is the workbook as a database: tabs, columns by title, rows by key, and batches that are applied as
// a whole while people edit the same workbook.
//
// Rows never have numbers here. A row of a Snapshot is addressed by its index in that snapshot; a backend finds it
// again by the content of its tab's key column.
package sheets

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// Cell is the content of one cell.
type Cell = lead.Value

// The kinds of cells. A date is a number that is shown as one; a workbook that is read back may call it a number.
const (
	EmptyCell  = lead.Empty
	TextCell   = lead.Text
	NumberCell = lead.Number
	DateCell   = lead.Date
	BoolCell   = lead.Bool
)

// Book is a workbook that people edit while we work on it.
type Book interface {
	// Read returns the named tabs as of one moment. A tab that does not exist is in Snapshot.Missing. Reading a
	// workbook that does not exist yet returns an error that Is ErrNoBook.
	Read(ctx context.Context, tabs ...string) (*Snapshot, error)
	// Commit applies b as a whole or not at all. It returns ErrConflict, and changes nothing, when another writer
	// of ours has committed since snap was read; ErrBusy when a person holds the workbook. When it returns nil the
	// batch is stored, once, however many times the network failed in between. A batch that would change nothing
	// touches nothing.
	Commit(ctx context.Context, snap *Snapshot, b Batch) (*Result, error)
	// Ensure creates what is missing of the layout: tabs, columns, lists, formats. It never removes or rewrites
	// what a person made. It writes nothing when nothing is missing.
	Ensure(ctx context.Context, layout Layout) error
	// Expect tells the book the layout whose tabs are going to be read, so that their rows of titles are found where
	// people have moved them. Without it the first row with content is taken for the titles. Ensure implies it.
	Expect(layout Layout)
	Close() error
}

// Quick is a Book that can tell at little cost whether anything has happened to the workbook.
type Quick interface {
	// Unchanged reports whether the workbook is as it was in the snapshot with that Moment. It is false where that is
	// not certain, and where the book has something to say with the next Read.
	Unchanged(moment string) bool
}

// Resting is a Book that can do with less memory until the next Read.
type Resting interface {
	Rest()
}

// Returning is a Book that remembers across processes that an older version has taken its place: the first Read of
// each process has Snapshot.SetBack, until SetBackDone says that what came in since has been taken in again.
type Returning interface {
	SetBackDone() error
}

// What a caller may branch on.
var (
	ErrNoBook      = errors.New("the workbook does not exist")
	ErrConflict    = errors.New("another leadsheet has written to the workbook in the meantime")
	ErrBusy        = errors.New("the workbook is open in another program")
	ErrUnsupported = errors.New("leadsheet cannot work with this file")
)

// Snapshot is a workbook's tabs as of one moment.
type Snapshot struct {
	Tabs    map[string]*Tab // by the title asked for
	Missing []string        // tabs asked for that do not exist
	// Version is the backend's own mark of the moment; opaque to others.
	Version any
	// Moment identifies the content: of two snapshots with the same one, what was read is the same. "" where the book
	// does not tell.
	Moment string
	// Saved is when users saved the workbook after our last write, by the machine's clock; zero when they have not, or
	// when the backend cannot tell.
	Saved time.Time
	// Wrote is when leadsheet wrote to it last, by the clock that it was given; zero when the backend cannot tell.
	Wrote time.Time
	// Notes are messages for the user: "an older copy was saved over the workbook".
	Notes []string
	// SetBack says that an older version has taken the place of what was stored last: what came in since must be taken
	// in again, wherever it is by now.
	SetBack bool
	// SetBackTo is when leadsheet had written that older version, by the clock of Wrote; zero when that is not known.
	SetBackTo time.Time
	// Words is the language of the workbook: what is written into it is in this one. See Named.
	Words words.Language

	raw *Snapshot // the one that this was made of, with the workbook's own titles and words
}

// Tab is a table: a header row and rows below it.
type Tab struct {
	Title   string
	Columns []string       // header titles as they are in the workbook; "" for a column without one
	Rows    [][]Cell       // as wide as Columns; rows without any content are left out
	Twins   []int          // columns whose title another one bears, too, and that are not used: see FindTwins
	Words   words.Language // in which leadsheet writes into it
	Missed  []Spot         // cells that a needed change of a batch that is stored has missed, and that are as they were
	Unknown []Spot         // formulas whose result nobody has computed yet: they are not blank
	Hidden  bool           // left out of the list of tabs that users see; may lag behind what they do
	Fault   string         // why there are neither Columns nor Rows although the tab has content: see Header
}

// Spot is a cell of a tab: indices in Rows and Columns.
type Spot struct{ Row, Col int }

// Batch is what one pass wants to change.
type Batch struct {
	Appends []Append
	Changes []Change
	Removes []Remove
	Pages   []Page
	Shown   []TabShown
	// Checked writes those cells of the pages that say when the page was looked at last, where the page is as it should
	// be: nothing else of it is touched. That alone is no reason to write while a person has the workbook open. Then
	// nothing is written, and it is no error.
	Checked bool
	// Whole says that the batch cannot be made smaller: it is tried whatever its size.
	Whole bool
}

// Append adds rows below the last row of a tab. A value whose column is missing in the tab is returned in
// Result.MissingColumns, and the row is appended all the same. The batch fails as a whole where a column is missing
// without which the row would be forgotten (TabLayout.Memory), or every column of the row.
type Append struct {
	Tab     string
	Columns []string
	Rows    [][]Cell // as wide as Columns
}

// Change sets one cell, if it still holds Seen and its row still is the one that was read.
type Change struct {
	Tab    string
	Row    int // index in Snapshot.Tabs[Tab].Rows
	Column string
	Seen   Cell
	Want   Cell
	// Needed says that other parts of the batch are only true if the cell is changed: if it is left out, so is the
	// whole batch. The error is an *Unmet. A backend that learns only afterwards that such a change has missed its cell
	// tells the next snapshot: see Tab.Missed.
	Needed bool
}

// Unmet is the error of a batch of which a needed change could not be made. Nothing was changed: the batch is to be
// planned anew, from the workbook as it is now.
type Unmet struct{ Skipped []Skip }

// Error says which cells they were.
func (e *Unmet) Error() string {
	var cells []string
	for _, s := range e.Skipped {
		cells = append(cells, fmt.Sprintf("%s in the tab %q: %s", s.Change.Column, s.Change.Tab, s.Why))
	}
	return "a cell changed in the meantime on which the rest depends: " + strings.Join(cells, "; ")
}

// TabShown hides or shows a tab. If its state is not as it was read the batch fails with ErrConflict, so that it is
// decided anew. The last tab that is seen is never hidden.
type TabShown struct {
	Tab       string
	Was, Want bool // hidden
	Unread    bool // the tab is not read: whatever its state was
}

// Result says what a commit did not do, and why.
type Result struct {
	Skipped        []Skip
	MissingColumns []string // "Tab/Column" of values that had no column
	Wrote          bool     // false: nothing needed changing, nothing was touched
	Checked        bool     // nothing was written but what Batch.Checked writes
	Notes          []string // messages for the user about the write
	// Size is how many bytes the batch was, and Most how many it should have at most; 0 where it does not matter.
	Size, Most int
}

// TooLarge is the error of a batch that is larger than the workbook should be given at once. Nothing was changed, and
// the snapshot can be used for a smaller one.
type TooLarge struct {
	Size, Most int // bytes
}

// Error gives both sizes.
func (e *TooLarge) Error() string {
	return fmt.Sprintf("the batch has %d bytes, at most %d should be written at once", e.Size, e.Most)
}

// Skip is a change that was left out because users had changed the row or the cell. Of a row that was not taken out,
// Change has tab and row only.
type Skip struct {
	Change Change
	Why    string
}
