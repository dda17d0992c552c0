package sheets

import (
	"errors"
	"fmt"
	"slices"
)

// Target is a tab that a batch is resolved against.
type Target struct {
	Base   *Tab // as the snapshot has it; nil: it was not read
	Now    *Tab // as it is now; nil: it is gone
	Layout TabLayout
	// Find returns where a row of Base is in Now, or why that cannot be told; nil: rows are where they were.
	Find func(row int) (now int, why string)
	// Formula reports whether a cell of Now holds a formula; nil: that is not known of any.
	Formula func(row, col int) bool
	// Clean returns a value as the backend can store it; nil: as it is.
	Clean func(Cell) Cell
}

// Resolution is what a batch comes to in the tabs as they are now.
type Resolution struct {
	Edits   []CellEdit
	Added   []AddedRows // of each tab that gets rows, in the order of the batch
	Removed []RemovedRow
	Skipped []Skip
	// MissingColumns are "Tab/Column" of values that have no column.
	MissingColumns []string
}

// CellEdit is one cell to be written, in a row that is there.
type CellEdit struct {
	Tab        string // the folded title
	Row, Col   int    // in Target.Now
	Seen, Want Cell   // what it holds now, and what it is to hold
	Change     int    // the index in Batch.Changes
}

// AddedRows are the new rows of a tab.
type AddedRows struct {
	Tab  string   // the folded title
	Rows [][]Cell // as wide as the columns of Target.Now
}

// SkipNoRow is why a change is left out whose row cannot be found again, or not for certain; Target.Find returns it.
const SkipNoRow = "the row was deleted or changed, or is not the only one like it"

// SkipFormula is why a change of a cell with a formula is left out. It stays so until a person writes there.
const SkipFormula = "the cell holds a formula"

// Why else a change is left out.
const (
	skipUnread  = "the tab was not read"
	skipNoTab   = "the tab is missing"
	skipIndex   = "there is no such row"
	skipNoCol   = "the column is missing"
	skipTwice   = "the batch sets the cell twice"
	skipChanged = "a person has changed the cell"
)

// Resolve finds the cells that the changes and appends of a batch mean in the tabs as they are now; pages are the
// backend's. target is asked once for each tab, by its title. Changes that people got in the way of are skipped. It
// returns an error, for the batch as a whole, where a tab cannot be relied on or rows would be lost: see Append.
func Resolve(b Batch, target func(title string) Target) (*Resolution, error) {
	r := &resolver{targets: map[string]Target{}, ask: target, taken: map[spot]Cell{}}
	for i, c := range b.Changes {
		t := r.target(c.Tab)
		if t.Now != nil && t.Now.Fault != "" {
			return nil, fmt.Errorf("change tab %q: %w", c.Tab, t.Now.Err())
		}
		if why := r.change(i, c, t); why != "" {
			r.out.Skipped = append(r.out.Skipped, Skip{Change: c, Why: why})
		}
	}
	if unmet := r.unmet(); unmet != nil {
		return nil, unmet
	}
	for i, rm := range b.Removes {
		t := r.target(rm.Tab)
		if t.Now != nil && t.Now.Fault != "" {
			return nil, fmt.Errorf("take rows out of tab %q: %w", rm.Tab, t.Now.Err())
		}
		if why := r.remove(i, rm, t); why != "" {
			r.out.Skipped = append(r.out.Skipped, Skip{Change: Change{Tab: rm.Tab, Row: rm.Row}, Why: why})
		}
	}
	for _, a := range b.Appends {
		if err := r.add(a, r.target(a.Tab)); err != nil {
			return nil, fmt.Errorf("append to tab %q: %w", a.Tab, err)
		}
	}
	return &r.out, nil
}

// resolver resolves one batch.
type resolver struct {
	ask     func(title string) Target
	targets map[string]Target // by folded title
	taken   map[spot]Cell     // what the cells get that a change writes already
	out     Resolution
}

// unmet are the needed changes that are left out; nil for none.
func (r *resolver) unmet() error {
	var e Unmet
	for _, s := range r.out.Skipped {
		if s.Change.Needed {
			e.Skipped = append(e.Skipped, s)
		}
	}
	if e.Skipped == nil {
		return nil
	}
	return &e
}

// spot is a cell of a tab as it is now.
type spot struct {
	tab      string
	row, col int
}

func (r *resolver) target(title string) Target {
	k := Fold(title)
	t, ok := r.targets[k]
	if !ok {
		t = r.ask(title)
		r.targets[k] = t
	}
	return t
}

// change resolves one change, and returns why it is left out, or "".
func (r *resolver) change(i int, c Change, t Target) string {
	switch {
	case t.Base == nil:
		return skipUnread
	case t.Now == nil:
		return skipNoTab
	case c.Row < 0 || c.Row >= len(t.Base.Rows):
		return skipIndex
	}
	col := t.Now.Col(c.Column)
	if col < 0 {
		r.missing(c.Tab, c.Column)
		return skipNoCol
	}
	row := c.Row
	if t.Find != nil {
		var why string
		if row, why = t.Find(c.Row); why != "" {
			return why
		}
	}
	at := spot{Fold(c.Tab), row, col}
	now, want := t.Now.At(row, col), t.clean(c.Want)
	if planned, ok := r.taken[at]; ok {
		if planned.Equal(want) {
			return ""
		}
		return skipTwice
	}
	switch {
	case t.Formula != nil && t.Formula(row, col):
		return SkipFormula
	case now.Equal(want):
		return ""
	case !now.Equal(c.Seen):
		return skipChanged
	}
	r.taken[at] = want
	r.out.Edits = append(r.out.Edits, CellEdit{Tab: at.tab, Row: row, Col: col, Seen: now, Want: want, Change: i})
	return ""
}

// add resolves new rows. A row that has no value in any column of the tab is none.
func (r *resolver) add(a Append, t Target) error {
	if t.Now == nil {
		return errors.New("there is no such tab; undo its deletion or renaming")
	}
	if len(a.Rows) == 0 {
		return nil
	}
	if err := t.Now.Takes(t.Layout, a); err != nil {
		return err
	}
	at := make([]int, len(a.Columns))
	for i, c := range a.Columns {
		at[i] = t.Now.Col(c)
	}
	var rows [][]Cell
	for _, row := range a.Rows {
		out, used := make([]Cell, len(t.Now.Columns)), false
		for i, c := range row[:min(len(row), len(at))] {
			switch c = t.clean(c); {
			case c.IsEmpty():
			case at[i] < 0:
				r.missing(a.Tab, a.Columns[i])
			default:
				out[at[i]], used = c, true
			}
		}
		if used {
			rows = append(rows, out)
		}
	}
	tab := Fold(a.Tab)
	i := slices.IndexFunc(r.out.Added, func(n AddedRows) bool { return n.Tab == tab })
	switch {
	case len(rows) == 0:
	case i < 0:
		r.out.Added = append(r.out.Added, AddedRows{tab, rows})
	default:
		r.out.Added[i].Rows = append(r.out.Added[i].Rows, rows...)
	}
	return nil
}

func (r *resolver) missing(tab, column string) {
	if name := tab + "/" + column; !slices.Contains(r.out.MissingColumns, name) {
		r.out.MissingColumns = append(r.out.MissingColumns, name)
	}
}

func (t Target) clean(c Cell) Cell {
	if t.Clean == nil {
		return c
	}
	return t.Clean(c)
}
