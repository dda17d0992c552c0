package sabotage

import (
	"context"
	"errors"
	"slices"

	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/sheets"
)

// wrappedBook is a workbook with a replaced method.
type wrappedBook struct {
	sheets.Book
	read   func(ctx context.Context, tabs ...string) (*sheets.Snapshot, error)
	commit func(ctx context.Context, snap *sheets.Snapshot, b sheets.Batch) (*sheets.Result, error)
}

// SetBackDone implements sheets.Returning.
func (x *wrappedBook) SetBackDone() error {
	if b, ok := x.Book.(sheets.Returning); ok {
		return b.SetBackDone()
	}
	return nil
}

// Read implements sheets.Book.
func (x *wrappedBook) Read(ctx context.Context, tabs ...string) (*sheets.Snapshot, error) {
	if x.read == nil {
		return x.Book.Read(ctx, tabs...)
	}
	return x.read(ctx, tabs...)
}

// Commit implements sheets.Book.
func (x *wrappedBook) Commit(ctx context.Context, snap *sheets.Snapshot, b sheets.Batch) (*sheets.Result, error) {
	if x.commit == nil {
		return x.Book.Commit(ctx, snap, b)
	}
	return x.commit(ctx, snap, b)
}

// commitTwice stores a batch again when its outcome is unknown.
func commitTwice(_ *Process, book sheets.Book) sheets.Book {
	return &wrappedBook{
		Book: book,
		commit: func(ctx context.Context, snap *sheets.Snapshot, b sheets.Batch) (*sheets.Result, error) {
			res, err := book.Commit(ctx, snap, b)
			if err == nil || ctx.Err() != nil {
				return res, err
			}
			now, readErr := book.Read(ctx, lead.TabLeads, lead.TabActivity, lead.TabIntake)
			if readErr != nil {
				return nil, readErr
			}
			return book.Commit(ctx, now, sheets.Batch{Appends: b.Appends})
		},
	}
}

// conflictSwallowed reports a conflict as success.
func conflictSwallowed(_ *Process, book sheets.Book) sheets.Book {
	return &wrappedBook{
		Book: book,
		commit: func(ctx context.Context, snap *sheets.Snapshot, b sheets.Batch) (*sheets.Result, error) {
			res, err := book.Commit(ctx, snap, b)
			if errors.Is(err, sheets.ErrConflict) {
				return &sheets.Result{Wrote: true}, nil
			}
			return res, err
		},
	}
}

// intakeForgotten stores leads without their rows of Intake.
func intakeForgotten(_ *Process, book sheets.Book) sheets.Book {
	return &wrappedBook{
		Book: book,
		commit: func(ctx context.Context, snap *sheets.Snapshot, b sheets.Batch) (*sheets.Result, error) {
			var kept []sheets.Append
			for _, a := range b.Appends {
				if a.Tab != lead.TabIntake {
					kept = append(kept, a)
				}
			}
			b.Appends = kept
			return book.Commit(ctx, snap, b)
		},
	}
}

// oneRowLower writes each change one row lower.
func oneRowLower(_ *Process, book sheets.Book) sheets.Book {
	return &wrappedBook{
		Book: book,
		commit: func(ctx context.Context, snap *sheets.Snapshot, b sheets.Batch) (*sheets.Result, error) {
			changes := make([]sheets.Change, len(b.Changes))
			copy(changes, b.Changes)
			for i := range changes {
				c := &changes[i]
				if t := snap.Tabs[c.Tab]; c.Row+1 < len(t.Rows) {
					c.Row++
					c.Seen = t.At(c.Row, t.Col(c.Column))
				}
			}
			b.Changes = changes
			return book.Commit(ctx, snap, b)
		},
	}
}

// astrayIsEmpty reads a tab whose titles are not found as empty, and adds no rows to it.
func astrayIsEmpty(p *Process, book sheets.Book) sheets.Book {
	astray := map[string]bool{}
	return &wrappedBook{Book: book,
		read: func(ctx context.Context, tabs ...string) (*sheets.Snapshot, error) {
			snap, err := book.Read(ctx, tabs...)
			if err != nil {
				return snap, err
			}
			for _, want := range p.Layout.Tabs {
				t := snap.Tabs[want.Title]
				if astray[want.Title] = t != nil && t.Fault != ""; !astray[want.Title] {
					continue
				}
				empty := &sheets.Tab{Title: t.Title}
				for _, c := range want.Columns {
					empty.Columns = append(empty.Columns, c.Title)
				}
				snap.Tabs[want.Title] = empty
			}
			return snap, nil
		},
		commit: func(ctx context.Context, snap *sheets.Snapshot, b sheets.Batch) (*sheets.Result, error) {
			var kept []sheets.Append
			for _, a := range b.Appends {
				if !astray[a.Tab] {
					kept = append(kept, a)
				}
			}
			b.Appends = kept
			return book.Commit(ctx, snap, b)
		}}
}

// keysForgotten sometimes reads Intake as empty.
func keysForgotten(p *Process, book sheets.Book) sheets.Book {
	return &wrappedBook{Book: book, read: func(ctx context.Context, tabs ...string) (*sheets.Snapshot, error) {
		snap, err := book.Read(ctx, tabs...)
		if err == nil && snap.Tabs[lead.TabIntake] != nil && p.Rand.IntN(5) == 0 {
			t := *snap.Tabs[lead.TabIntake]
			t.Rows = nil
			snap.Tabs[lead.TabIntake] = &t
		}
		return snap, err
	}}
}

// missedForgotten drops what the log says of commands that are done and whose cells could not be emptied.
func missedForgotten(_ *Process, book sheets.Book) sheets.Book {
	return &wrappedBook{Book: book, read: func(ctx context.Context, tabs ...string) (*sheets.Snapshot, error) {
		snap, err := book.Read(ctx, tabs...)
		if err == nil {
			for _, t := range snap.Tabs {
				t.Missed = nil
			}
		}
		return snap, err
	}}
}

// notEmptied does commands without emptying their cells.
func notEmptied(_ *Process, book sheets.Book) sheets.Book {
	return &wrappedBook{Book: book,
		commit: func(ctx context.Context, snap *sheets.Snapshot, b sheets.Batch) (*sheets.Result, error) {
			b.Changes = slices.DeleteFunc(slices.Clone(b.Changes), func(c sheets.Change) bool { return c.Needed })
			return book.Commit(ctx, snap, b)
		}}
}

// deletedPutBack adds each lead again that was there at the last commit and is missing now.
func deletedPutBack(_ *Process, book sheets.Book) sheets.Book {
	known := map[string][]sheets.Cell{}
	return &wrappedBook{
		Book: book,
		commit: func(ctx context.Context, snap *sheets.Snapshot, b sheets.Batch) (*sheets.Result, error) {
			t := snap.Tabs[lead.TabLeads]
			id := t.Col(lead.ColID)
			present := map[string]bool{}
			for r := range t.Rows {
				present[t.At(r, id).Text] = true
			}
			back := sheets.Append{Tab: lead.TabLeads, Columns: t.Columns}
			for _, e := range snap.Tabs[lead.TabActivity].Rows {
				k := snap.Tabs[lead.TabActivity].Col("Lead")
				if k < len(e) && !present[e[k].Text] && len(known[e[k].Text]) == len(t.Columns) {
					back.Rows = append(back.Rows, known[e[k].Text])
					present[e[k].Text] = true
				}
			}
			for r := range t.Rows {
				if k := t.At(r, id).Text; k != "" {
					known[k] = t.Rows[r]
				}
			}
			if len(back.Rows) > 0 {
				b.Appends = append([]sheets.Append{back}, b.Appends...)
			}
			return book.Commit(ctx, snap, b)
		},
	}
}

// earlySettler is a source that marks messages as settled as soon as it has returned them.
type earlySettler struct {
	intake.Source
	p *Process
}

func settledFirst(p *Process, s intake.Source) intake.Source { return &earlySettler{s, p} }

// Collect implements intake.Source.
func (h *earlySettler) Collect(ctx context.Context, known intake.Known) ([]lead.Inquiry, error) {
	items, err := h.Source.Collect(ctx, known)
	left := items[:0:0]
	for i := range items {
		if k := items[i].Key; !h.p.Settled[k] {
			left = append(left, items[i])
		}
	}
	for i := range left {
		h.p.Settled[left[i].Key] = true
	}
	return left, err
}

// forgetfulClaims is a store of claims that keeps nothing.
type forgetfulClaims struct{}

// Read implements claims.Store.
func (forgetfulClaims) Read() ([]byte, error) { return nil, nil }

// Write implements claims.Store.
func (forgetfulClaims) Write([]byte) error { return nil }
