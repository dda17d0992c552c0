// Package memory reads and writes the tab that has what is remembered of rows that have left the workbook.
//
// A row leaves the workbook only when the memory that knows it is stored. So whoever takes something in reads the rows
// first and the memory after them, and nothing falls between the two.
package memory

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"time"

	"leadsheet/intake"
	"leadsheet/intake/ledger/packed"
	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/sheets"
)

// MaxAge is after how long the memory is read again although nothing arrives.
const MaxAge = time.Hour

// fact is what an event of the workbook says when the tab is made: without it nobody reads the tab, and with it a tab
// that is gone is a loss.
const fact = "memory"

// Event says that the workbook has a memory from now on.
func Event(in words.Language, now time.Time) lead.Event {
	return lead.Event{Lead: lead.Workbook, What: lead.Baseline, Time: now, By: lead.ByLeadsheet,
		To: lead.FormatFacts([]lead.Fact{{Name: fact, Text: "yes"}}), Why: in.Texts().Activity.MemoryBegan}
}

// Began reports whether the events of a workbook say that it has a memory.
func Began(ofWorkbook []lead.Event) bool {
	return slices.ContainsFunc(ofWorkbook, func(e lead.Event) bool {
		return e.What == lead.Baseline && lead.FactOf(e.To, fact) != ""
	})
}

// Of is the memory that the tab holds. ofWorkbook says whether there has to be one; t is nil for a tab that is missing.
func Of(t *sheets.Tab, ofWorkbook []lead.Event) *packed.Memory {
	if t == nil && !Began(ofWorkbook) {
		return packed.New(newSalt())
	}
	m := packed.Decode(cells(t))
	if m.IsEmpty() && Began(ofWorkbook) {
		return packed.Lost()
	} else if m.IsEmpty() {
		return packed.New(newSalt())
	}
	return m
}

// newSalt is 16 random bytes.
func newSalt() (s packed.Salt) {
	rand.Read(s[:])
	return s
}

// cells are the rows of the tab.
func cells(t *sheets.Tab) []packed.Cell {
	if t == nil {
		return nil
	}
	name, content := t.Col(lead.ColPart), t.Col(lead.ColContent)
	out := make([]packed.Cell, len(t.Rows))
	for r := range t.Rows {
		out[r] = packed.Cell{Name: t.At(r, name).String(), Text: t.At(r, content).String()}
	}
	return out
}

// Put adds to a batch what makes the tab hold a memory. Where people get in the way of a cell, nothing of the batch is
// to be stored.
func Put(b *sheets.Batch, t *sheets.Tab, m *packed.Memory) {
	row := map[string]int{}
	stand := cells(t)
	for r, c := range stand {
		row[c.Name] = r
	}
	var fresh [][]string
	for _, c := range m.Cells() {
		if r, ok := row[c.Name]; !ok {
			fresh = append(fresh, []string{c.Name, c.Text})
		} else if stand[r].Text != c.Text {
			b.Changes = append(b.Changes, sheets.Change{Tab: lead.TabMemory, Row: r, Column: lead.ColContent,
				Seen: t.At(r, t.Col(lead.ColContent)), Want: lead.TextValue(c.Text), Needed: true})
		}
	}
	if len(fresh) > 0 {
		b.Appends = append(b.Appends, sheets.AppendTexts(lead.TabMemory, []string{lead.ColPart, lead.ColContent}, fresh))
	}
}

// Open reads tabs of the workbook with that of the memory, which it makes where it is missing, and what that holds. It
// is for who moves rows out of the workbook: rows first go into the memory and its tab (Put), and leave when that is
// stored. The events, in the same batch, say to every leadsheet that there is a memory; there are none once it is
// known. layout is that of the workbook and of the tab.
func Open(ctx context.Context, book sheets.Book, layout sheets.Layout, tabs []string, now time.Time) (
	*sheets.Snapshot, *packed.Memory, []lead.Event, error) {
	if err := book.Ensure(ctx, layout); err != nil {
		return nil, nil, nil, fmt.Errorf("make the tab %s: %w", lead.TabMemory, err)
	}
	snap, err := book.Read(ctx, append(slices.Clone(tabs), lead.TabMemory, lead.TabActivity)...)
	if err != nil {
		return nil, nil, nil, fmt.Errorf("read the workbook: %w", err)
	}
	ofWorkbook := sheets.WorkbookEvents(snap.Tabs[lead.TabActivity], time.UTC)
	m := Of(snap.Tabs[lead.TabMemory], ofWorkbook)
	if err := m.Err(); err != nil || Began(ofWorkbook) {
		return snap, m, nil, err
	}
	return snap, m, []lead.Event{Event(snap.Words, now)}, nil
}

// Keeper is the memory of a workbook as a process knows it. Its zero value knows nothing yet.
type Keeper struct {
	memory *packed.Memory
	at     time.Time
	rows   int // of Intake when it was asked for last
}

// For is the memory of the workbook, nil where it has none. It is read when it was not, when that was too long ago, and
// when Intake has fewer rows than when it was asked for last: they may have left. snap is what was read for it, with
// notes that are said once; nil for nothing.
func (k *Keeper) For(ctx context.Context, book sheets.Book, ofWorkbook []lead.Event, rows int, now time.Time) (
	*packed.Memory, *sheets.Snapshot, error) {
	if !Began(ofWorkbook) {
		k.memory = nil
		return nil, nil, nil
	}
	fewer := rows < k.rows
	k.rows = rows
	if age := now.Sub(k.at); k.memory != nil && age >= 0 && age < MaxAge && !fewer {
		return k.memory, nil, nil
	}
	return k.again(ctx, book, ofWorkbook, now)
}

func (k *Keeper) again(ctx context.Context, book sheets.Book, ofWorkbook []lead.Event, now time.Time) (*packed.Memory,
	*sheets.Snapshot, error) {
	snap, err := book.Read(ctx, lead.TabMemory)
	if err != nil {
		return nil, nil, fmt.Errorf("read the tab %s: %w", lead.TabMemory, err)
	}
	k.memory, k.at = Of(snap.Tabs[lead.TabMemory], ofWorkbook), now
	return k.memory, snap, nil
}

// Sift reads the memory once more before something is taken in, where there is one: rows may have left the workbook
// since. It returns what is new for certain. The error, beside that, is one of a memory that is damaged.
func (k *Keeper) Sift(ctx context.Context, book sheets.Book, known *intake.Known, items []lead.Inquiry, now time.Time) (
	[]lead.Inquiry, error) {
	if k.memory == nil {
		return items, nil
	}
	if len(items) > 0 {
		m, _, err := k.again(ctx, book, []lead.Event{Event(words.Language{}, now)}, now)
		if err != nil {
			return nil, err
		}
		known.Memory = m
	}
	held := 0
	items = slices.DeleteFunc(slices.Clone(items), func(q lead.Inquiry) bool {
		if known.HasKey(q.Key) && q.Completes == nil {
			return true
		}
		if !k.memory.Sure(q.Received) && q.Kind != lead.SentMail { // those are asked for once

			held++
			return true
		}
		return false
	})
	if err := k.memory.Err(); err != nil {
		return items, &Damaged{Held: held, Until: k.memory.Until(), Err: err}
	}
	return items, nil
}

// Damaged is the error of a pass whose memory is not whole. What came in later than all that it stands for is taken in.
type Damaged struct {
	Held  int       // inquiries that wait at their sources
	Until time.Time // that were received until then; zero for all
	Err   error
}

// Error says what waits, and what to do.
func (e *Damaged) Error() string {
	which := "everything"
	if !e.Until.IsZero() {
		which = "what was received until " + e.Until.Format(time.DateOnly)
	}
	return fmt.Sprintf("the hidden tab %s was changed (%v): %s and is not known waits at its source, %d now; undo what "+
		"was done to the tab, or take its rows from an older version of the workbook", lead.TabMemory, e.Err, which,
		e.Held)
}

// Unwrap is the error of the memory.
func (e *Damaged) Unwrap() error { return e.Err }
