package sheets

import (
	"context"
	"fmt"
)

// Remove takes out a row that holds nothing but its key: everything else in it has been emptied by changes of earlier
// batches. A row that holds anything else by now stays as it is, and is in Result.Skipped; boxes that are not ticked
// are nothing.
//
// Where rows can be written by position only, people may move them in that very moment. So nothing is deleted there:
// the key is emptied as by a change, which is put back where it hits another row, and the row goes behind all others.
// A row that was hit by mistake only stands elsewhere then, with all that it holds. Blank rows far behind the last
// content are taken away with a later batch.
type Remove struct {
	Tab string
	Row int    // index in Snapshot.Tabs[Tab].Rows
	Key string // the title of the column that is all that the row holds
}

// Why else a row is not taken out.
const (
	skipHolds = "the row holds more than its key"
	skipNoKey = "the row has no key"
)

// Formulas is a Book that can tell where formulas are: emptying such a cell would break the formula, or change nothing.
type Formulas interface {
	// FreeOfFormulas returns which of the given rows of a tab of the snapshot hold nothing that a formula gives, here or
	// elsewhere. A row that cannot be found any more is not among them.
	FreeOfFormulas(ctx context.Context, snap *Snapshot, tab string, rows []int) (map[int]bool, error)
}

// FreeOfFormulas asks the workbook which rows hold nothing that formulas give.
func FreeOfFormulas(ctx context.Context, book Book, snap *Snapshot, tab string, rows []int) (map[int]bool, error) {
	if named, ok := book.(*namedBook); ok && snap.raw != nil {
		return FreeOfFormulas(ctx, named.Book, snap.raw, named.title(tab), rows)
	}
	f, ok := book.(Formulas)
	if !ok {
		return nil, fmt.Errorf("look for formulas in the tab %q: the workbook cannot tell", tab)
	}
	return f.FreeOfFormulas(ctx, snap, tab, rows)
}

// HoldsOnlyKey reports whether a row of a tab holds its key and nothing else.
func (t *Tab) HoldsOnlyKey(row int, key string) bool {
	at := t.Col(key)
	if at < 0 || t.At(row, at).IsEmpty() {
		return false
	}
	for i, c := range t.Rows[row] {
		if i != at && !c.IsEmpty() && !Unticked(c) {
			return false
		}
	}
	return true
}

// remove resolves the taking out of a row, and returns why it stays, or "".
func (r *resolver) remove(i int, rm Remove, t Target) string {
	key := rm.Key
	switch {
	case t.Base == nil:
		return skipUnread
	case t.Now == nil:
		return skipNoTab
	case rm.Row < 0 || rm.Row >= len(t.Base.Rows):
		return skipIndex
	case key == "" || t.Now.Col(key) < 0:
		return skipNoKey
	case !t.Base.HoldsOnlyKey(rm.Row, key):
		return skipHolds
	}
	row := rm.Row
	if t.Find != nil {
		var why string
		if row, why = t.Find(rm.Row); why != "" {
			return why
		}
	}
	col := t.Now.Col(key)
	switch at := (spot{Fold(rm.Tab), row, col}); {
	case !t.Now.HoldsOnlyKey(row, key) || !t.Now.At(row, col).Equal(t.Base.At(rm.Row, t.Base.Col(key))):
		return skipHolds
	case r.takes(at.tab, row):
		return skipTwice
	case t.Formula != nil && t.Formula(row, col):
		return SkipFormula
	default:
		r.taken[at] = Cell{}
		r.out.Removed = append(r.out.Removed, RemovedRow{at.tab, row, col, i})
		return ""
	}
}

// takes reports whether the batch writes into a row already.
func (r *resolver) takes(tab string, row int) bool {
	for at := range r.taken {
		if at.tab == tab && at.row == row {
			return true
		}
	}
	return false
}

// RemovedRow is a row to be taken out.
type RemovedRow struct {
	Tab      string // the folded title
	Row, Key int    // in Target.Now, and the column of the key
	Index    int    // in Batch.Removes
}
